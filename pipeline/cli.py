"""The command line: thin; nothing heavy is imported at the top."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from pipeline import process
from pipeline.commands import written
from pipeline.commands.settings import HERE, Commands, Settings, answer, settings, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.job import Result
    from pipeline.problems import Problem

NOTHING_TO_DO: Final = "Nothing to do: every report is up to date."
_STOPPED = 130  # as a shell reports an interrupt


@click.group(cls=Commands, invoke_without_command=True)
@click.option("--version", "is_version", is_flag=True, help="Show the version.")
@shared
@click.pass_context
def cli(ctx: click.Context, *, is_version: bool) -> None:
    """Turn what a partnership collected into reports one can defend."""
    if is_version:
        from pipeline.stages import versions

        click.echo(f"outcomes {versions().get('partnership-outcomes', 'of this folder')}")
        ctx.exit()
    if ctx.invoked_subcommand is None:
        from pipeline.commands.start import next_steps

        click.echo(next_steps(settings().workspace))


def _stage(name: str, *, until: str, about: str) -> None:
    @cli.command(name, help=about)
    @click.argument("studies", nargs=-1, metavar="[STUDY]...")
    @shared
    def command(studies: tuple[str, ...]) -> int:
        return _run(studies, until)

    del command  # the group has it


_stage("run", until="report", about="Bring every report up to date.")
_stage("ingest", until="ingest", about="Read the exports.")
_stage("compare", until="compare", about="... and reckon every comparison.")
_stage("attain", until="attain", about="... and judge the goals.")
_stage("protect", until="protect", about="... and hide small groups.")
_stage("report", until="report", about="... and write the reports.")


@cli.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@shared
def check(studies: tuple[str, ...]) -> int:
    """Say what is understood and what is wrong; write nothing."""
    from pipeline.commands.check import check as look
    from pipeline.commands.telling import Progress

    said, workspace = settings(), settings().workspace
    progress = Progress(is_quiet=said.is_quiet or said.is_json)
    found = [look(workspace, study, progress.said) for study in workspace.chosen(studies)]
    if said.is_json:
        answer({"studies": [one.as_json() for one in found]})
    else:
        click.echo("\n\n".join(str(one) for one in found if one.code or not said.is_quiet))
    return max(one.code for one in found)


@cli.command()
@click.argument("names", nargs=-1, metavar="[DIR] [FILES]...")
@click.option("--example", "has_example", is_flag=True, help="With a synthetic study to look at.")
@click.option(
    "--from", "exports", multiple=True, metavar="FILES...", help="Draft a study file from exports."
)
@shared
def init(names: tuple[str, ...], exports: tuple[str, ...], *, has_example: bool) -> int:
    """Begin a workspace; draft a study file from exports."""
    from pathlib import Path

    from pipeline.commands.exports import exports_of
    from pipeline.commands.init import begin
    from pipeline.workspace import Workspace

    # A shell spreads *.csv into many words, of which the option takes but the first.
    named = [name for name in names if exports and Path(name).is_file()]
    folders = [name for name in names if name not in named]
    if len(folders) > 1:
        message = f"Name one folder, not {len(folders)}: {', '.join(folders)}."
        raise click.UsageError(message)
    root = Path(folders[0]) if folders else settings().root
    begun = begin(
        Workspace(root.absolute()),
        shown=folders[0] if folders else ".",
        has_example=has_example,
        exports=exports_of([*exports, *named]),
    )
    if settings().is_json:
        answer(begun.as_json())
    else:
        click.echo(str(begun))
    return 0


@cli.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@shared
def goals(studies: tuple[str, ...]) -> int:
    """The goal register, with S-M-A-R-T checks."""
    from pipeline.commands.goals import register

    workspace = settings().workspace
    found = {study: register(workspace, study) for study in workspace.chosen(studies)}
    if settings().is_json:
        answer({"goals": [goal.as_json() for all_ in found.values() for goal in all_]})
        return 0
    for study, entries in found.items():
        click.echo(f"{study}\n")
        click.echo("\n\n".join(str(entry) for entry in entries) or "No goals yet.")
        click.echo()
    return 0


@cli.command()
@click.argument("studies", nargs=-1, metavar="[STUDY]...")
@shared
def describe(studies: tuple[str, ...]) -> int:
    """The data dictionary: every column and what it means."""
    from pipeline.commands.describe import describe as dictionary

    workspace = settings().workspace
    found = [dictionary(workspace, study) for study in workspace.chosen(studies)]
    if settings().is_json:
        answer({"studies": [one.as_json() for one in found]})
    else:
        click.echo("\n\n".join(map(str, found)))
    return 0


@cli.command()
@click.argument("term", nargs=-1, required=True)
@shared
def explain(term: tuple[str, ...]) -> int:
    """A statistic, a verdict or an error code in plain words."""
    from pipeline.commands.explain import explain as meaning
    from pipeline.commands.explain import near

    asked = " ".join(term)
    found = meaning(asked)
    if found is None:
        close = near(asked)
        advice = f" Did you mean {' or '.join(close)}?" if close else ""
        message = f'Nothing is called "{asked}" here.{advice}'
        raise click.UsageError(message)
    if settings().is_json:
        answer({"term": found.term, "title": found.title, "text": found.text})
    else:
        click.echo(str(found))
    return 0


for _written in written.COMMANDS:
    cli.add_command(_written)


@cli.command()
@shared
def clean() -> int:
    """Remove what was made; data/raw is never touched."""
    from pipeline.commands.start import clean as sweep

    removed = sweep(settings().workspace)
    for path in removed:
        click.echo(f"removed {path}")
    click.echo("data/raw is as it was." if removed else "Nothing to remove.")
    return 0


def _run(studies: tuple[str, ...], until: str) -> int:
    from pipeline.job import Options
    from pipeline.run import is_current

    said, workspace = settings(), settings().workspace
    options = Options(as_of=said.as_of, engine=said.engine, until=until)
    chosen = workspace.chosen(studies)
    if is_current(workspace, chosen, options):
        if said.is_json:
            answer({"studies": [], "code": 0})
        elif not said.is_quiet:
            is_all = until == "report"
            click.echo(NOTHING_TO_DO if is_all else f"Nothing to do: {until} is up to date.")
        return 0
    from pipeline.commands.telling import Progress
    from pipeline.run import run

    progress = Progress(is_quiet=said.is_quiet or said.is_json)
    results = run(workspace, chosen, options, progress)
    _tell(results, said)
    return max(result.code for result in results)


def _tell(results: Sequence[Result], said: Settings) -> None:
    """Problems on the error stream, the paths of the reports on the other."""
    from pipeline.commands.telling import FEW, MOST, told

    if said.is_json:
        answer(
            {
                "studies": [result.as_json() for result in results],
                "code": max(result.code for result in results),
            }
        )
        return
    for result in results:
        shown = [p for p in result.problems if p.kind.severity == "error" or not said.is_quiet]
        text = told(shown, notes=said.is_verbose, warnings=MOST if said.is_verbose else FEW)
        if text:
            click.echo(text, err=True)
        if result.code:
            click.echo(f"{result.study} was stopped; {_left(result)}", err=True)
    reports = [report for result in results for report in result.reports]
    if reports and not said.is_quiet:
        click.echo("\n".join([*reports, "reports/index.html"]))


def _left(result: Result) -> str:
    """What lies in reports/ after a run that was stopped."""
    if result.is_published:
        return "the new reports are in place. Run again: what comes after them was not done."
    return "what was published before is as it was."


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The command; the only place where everything is caught."""
    process.settle()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console must not turn words into a fault
    given: dict[str, Any] = {}
    sys.exit(_guarded(list(sys.argv[1:] if arguments is None else arguments), given))


def _guarded(arguments: list[str], given: dict[str, Any]) -> int:
    try:
        done = cli.main(args=arguments, prog_name="outcomes", standalone_mode=False, obj=given)
        code = int(done or 0)
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. The reports are whole: those of before, or the new ones.", err=True)
        code = _STOPPED
    except BrokenPipeError:
        code = 0  # whoever was listening has heard enough
    except Exception as trouble:  # noqa: BLE001  the one place where a fault of ours is caught
        code = _troubled(trouble, given)
    return code


def _troubled(trouble: Exception, given: dict[str, Any]) -> int:
    """Tells the user's problems as problems, and everything else as a fault of ours."""
    from pipeline.problems import Problem, Problems

    if isinstance(trouble, Problem):
        return _stopped([trouble], given)
    if isinstance(trouble, Problems):
        return _stopped(list(trouble.all), given)
    workspace = Settings(root=given.get("root", HERE)).workspace
    if isinstance(trouble, OSError):
        return _stopped([workspace.refused(trouble, near=workspace.root)], given)
    from pipeline.commands.faults import tell

    return tell(trouble, workspace, given)


def _stopped(problems: list[Problem], given: dict[str, Any]) -> int:
    from pipeline.commands.telling import told
    from pipeline.job import code_of

    code = code_of(problems)
    if given.get("is_json"):
        answer({"problems": [problem.as_json() for problem in problems], "code": code})
    else:
        click.echo(told(problems), err=True)
    return code
