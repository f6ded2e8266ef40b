"""What to do next, by the state of the folder; and how to begin again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.commands.exports import RAW, exports_in
from pipeline.commands.settings import PRINTED
from pipeline.commands.telling import quote
from pipeline.memory import NOTES, keep_earlier
from pipeline.stages import STUDY_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.workspace import Workspace

_SHOWN: Final = 5
_COMMANDS: Final = """\
  outcomes check      what is understood, what is wrong; writes nothing
  outcomes run        bring every report up to date
  outcomes goals      the goal register
  outcomes describe   the data dictionary
  outcomes diff       what changed since the release before, and why
  outcomes verify     whether what lies in reports/ is what was cleared
  outcomes explain X  a statistic, a verdict or an error code in plain words
  outcomes pdf        print the reports as PDF
  outcomes --help     all commands"""


def next_steps(workspace: Workspace) -> str:
    """A few lines for somebody who typed the command alone."""
    studies = workspace.studies()
    drafts = _undescribed(workspace)
    if not studies:
        return f"{_nothing_yet(workspace, drafts)}\n\n{_COMMANDS}"
    named = ", ".join(studies[:5]) + (" ..." if len(studies) > 5 else "")  # noqa: PLR2004
    is_new = not (workspace.reports / "index.html").is_file()
    step = (
        "Next: outcomes check, then outcomes run."
        if is_new
        else "Next: outcomes run, or outcomes open to read what is there."
    )
    count = f"{len(studies)} study" if len(studies) == 1 else f"{len(studies)} studies"
    more = f"\n{_draft_them(drafts)}" if drafts else ""
    return f"{count} here: {named}.\n{step}{more}\n\n{_COMMANDS}"


def _undescribed(workspace: Workspace) -> list[str]:
    """Folders with exports and no study file."""
    raw = workspace.root / RAW
    folders = sorted(raw.iterdir()) if raw.is_dir() else []
    return [
        f"{RAW}/{folder.name}"
        for folder in folders
        if folder.is_dir()
        and not folder.name.startswith(".")
        and not (folder / STUDY_FILE).is_file()
        and exports_in(folder)
    ]


def _nothing_yet(workspace: Workspace, drafts: Sequence[str]) -> str:
    if drafts:
        return _draft_them(drafts)
    if (workspace.root / RAW).is_dir():
        return (
            f"{RAW} holds no study yet. Put your exports into {RAW}/<study>/ as they came, then:\n"
            f"outcomes init --from {RAW}/<study>"
        )
    return (
        "No workspace here yet. Draft a study from your exports: outcomes init --from FILES...\n"
        "See how it looks: outcomes init DIR --example. Or name the folder that has\n"
        "studies: outcomes -C DIR."
    )


def _draft_them(folders: Sequence[str]) -> str:
    """How to get a study file for folders that have none."""
    lines = [f"  outcomes init --from {quote(folder)}" for folder in folders[:_SHOWN]]
    few = "folder has" if len(folders) == 1 else "folders have"
    return "\n".join([f"{len(folders)} {few} exports and no {STUDY_FILE} yet. Draft it:", *lines])


def clean(workspace: Workspace) -> list[str]:
    """Removes what was made: reports, tables, fingerprints. Exports and the key are kept.

    So are earlier releases, and the present one is put by with them: they cannot be made again
    once an export was corrected. They lie in `.outcomes/kept`, to be deleted by hand.

    Returns:
        What was removed, as the analyst would type it.
    """
    own = workspace.own
    made: list[Path] = [workspace.reports / "index.html", own / "index.json"]
    made += [workspace.reports / PRINTED, own / "studies", own / "releases", own / "last-error.txt"]
    for study in workspace.studies():
        made += [workspace.reports / study, workspace.processed(study)]
        made.append(workspace.reports / f"{study}{NOTES}")
    with workspace.locked():
        for study in workspace.studies():
            keep_earlier(workspace, study, own / "nothing")
        return [workspace.shown(path) for path in made if workspace.remove(path)]
