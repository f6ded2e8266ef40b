"""The commands about what was written: where it is from, what changed, whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipeline.commands.settings import answer, settings, shared

if TYPE_CHECKING:
    from pipeline.commands.pdf import Paper


@click.command()
@click.argument("identity", metavar="ID")
@click.option("--study", "named", metavar="STUDY", help="In this study only.")
@shared
def trace(identity: str, named: str | None) -> int:
    """How one published number came about: files, rows, formula, software."""
    from pipeline.commands import trace as tracing

    workspace = settings().workspace
    studies = workspace.chosen((named,) if named else ())
    found = tracing.traces(workspace, studies, identity)
    if not found:
        raise click.UsageError(tracing.unknown(workspace, studies, identity))
    if settings().is_json:
        answer({"traces": [one.as_json() for one in found]})
    else:
        click.echo("\n\n".join(map(tracing.told, found)))
    return 0


@click.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@shared
def release(studies: tuple[str, ...]) -> int:
    """Note that the present reports were given out; later ones keep to them."""
    from pipeline.commands.release import release as note

    workspace = settings().workspace
    said = [note(workspace, study) for study in workspace.chosen(studies)]
    if settings().is_json:
        answer({"released": said})
    else:
        click.echo("\n".join(said))
    return 0


@click.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@click.option(
    "--to",
    "target",
    type=click.Choice(["slack", "asana", "eml"]),
    required=True,
    help="Where the digest goes.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Show what would be sent; send nothing.")
@shared
def share(studies: tuple[str, ...], *, target: str, is_dry: bool) -> int:
    """A digest of cleared reports, to Slack or as a mail; goals behind as tasks."""
    from pipeline.commands import share as sharing

    workspace = settings().workspace
    for study in workspace.chosen(studies):
        one = sharing.digest(workspace, study)
        if target == "slack":
            said = sharing.to_slack(one, is_dry=is_dry)
        elif target == "asana":
            said = sharing.to_asana(one, is_dry=is_dry)
        else:
            said = sharing.to_mail(workspace, one, is_dry=is_dry)
        click.echo("\n".join(said))
    return 0


@click.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@click.option(
    "--paper", type=click.Choice(["letter", "a4"]), default="letter", help="Default: letter."
)
@shared
def pdf(studies: tuple[str, ...], *, paper: Paper) -> int:
    """Print the reports as PDF, with an installed browser."""
    from pipeline.commands.pdf import print_study

    said, workspace = settings(), settings().workspace
    printed: list[str] = []
    for study in workspace.chosen(studies):
        made = print_study(workspace, study, paper=paper)
        printed += made
        if not (said.is_quiet or said.is_json):
            click.echo("\n".join(made))
    if said.is_json:
        answer({"printed": printed})
    return 0


@click.command("open")
@shared
def open_() -> int:
    """Open reports/index.html."""
    page = settings().workspace.reports / "index.html"
    if not page.is_file():
        message = "No reports yet: outcomes run makes them."
        raise click.UsageError(message)
    click.launch(page.as_uri())
    return 0


@click.command()
@click.argument("releases", nargs=-1, metavar="[A] [B]")
@click.option("--page", "is_page", is_flag=True, help="Write it as release notes too.")
@shared
def diff(releases: tuple[str, ...], *, is_page: bool) -> int:
    """What changed between two releases, and why.

    A and B are folders of releases (reports/<study>, or a copy kept elsewhere) or their
    manifest.json. A folder alone is compared with the present release of its study; a study, or
    nothing, with the release before.
    """
    from pathlib import Path

    from pipeline.commands import diff as differing

    workspace, answers = settings().workspace, []
    if len(releases) > 2 and not set(releases) <= set(workspace.studies()):  # noqa: PLR2004
        message = f"Name two releases at most, not {len(releases)}."
        raise click.UsageError(message)
    for study, earlier, present in differing.pairs(workspace, releases, Path.cwd()):
        found = differing.compared(earlier, present) if earlier is not None else None
        if found is not None:
            answers.append(found.as_json())
        if not settings().is_json:
            none = f"{study}: no earlier release was kept here; nothing to compare with yet."
            click.echo(f"{none if found is None else differing.told(found)}\n")
        if is_page:
            from pipeline.commands.notes import write

            page = write(workspace, study, found, present)
            click.echo(page, err=settings().is_json)
    if settings().is_json:
        answer({"differences": answers})
    return 0


@click.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@shared
def verify(studies: tuple[str, ...]) -> int:
    """Whether what lies in reports/ is what was cleared, number by number."""
    from pipeline.commands.verify import verify as audit

    workspace = settings().workspace
    found = [audit(workspace, study) for study in workspace.chosen(studies)]
    if settings().is_json:
        answer({"studies": [one.as_json() for one in found]})
    else:
        click.echo("\n\n".join(one.told(is_quiet=settings().is_quiet) for one in found))
    return max(one.code for one in found)


COMMANDS = (trace, diff, verify, release, share, pdf, open_)
"""In the order of the help."""
