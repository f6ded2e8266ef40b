"""What to do next, by the state of the folder; and how to begin again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

_COMMANDS = """\
  outcomes check      what is understood, what is wrong; writes nothing
  outcomes run        bring every report up to date
  outcomes goals      the goal register
  outcomes describe   the data dictionary
  outcomes explain X  a statistic, a verdict or an error code in plain words
  outcomes --help     all commands"""


def next_steps(workspace: Workspace) -> str:
    """A few lines for somebody who typed the command alone."""
    studies = workspace.studies()
    if not studies:
        return (
            "No study here yet. Draft one from your exports: outcomes init --from FILES...\n"
            "See how it looks: outcomes init DIR --example. Or name the folder that has\n"
            "studies: outcomes -C DIR.\n\n" + _COMMANDS
        )
    named = ", ".join(studies[:5]) + (" ..." if len(studies) > 5 else "")  # noqa: PLR2004
    is_new = not (workspace.reports / "index.html").is_file()
    step = (
        "Next: outcomes check, then outcomes run."
        if is_new
        else "Next: outcomes run, or outcomes open to read what is there."
    )
    count = f"{len(studies)} study" if len(studies) == 1 else f"{len(studies)} studies"
    return f"{count} here: {named}.\n{step}\n\n{_COMMANDS}"


def clean(workspace: Workspace) -> list[str]:
    """Removes what was made: reports, tables, fingerprints. Exports and the key are kept.

    Returns:
        What was removed, as the analyst would type it.
    """
    own = workspace.own
    made: list[Path] = [workspace.reports / "index.html", own / "index.json"]
    made += [own / "studies", own / "releases", own / "last-error.txt"]
    for study in workspace.studies():
        made += [workspace.reports / study, workspace.processed(study)]
    with workspace.locked():
        return [workspace.shown(path) for path in made if workspace.remove(path)]
