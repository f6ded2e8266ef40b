"""Writes release notes, once they have passed the gate that every page passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline import memory as past
from pipeline.clearance import clear
from pipeline.commands.diff import study_of
from pipeline.memory import NOTES
from pipeline.report.notes import notes
from pipeline.stages import STUDY_FILE
from pipeline.steps import limits
from pipeline.study.load import load_study
from pipeline.tables.published_io import from_json

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.tables.releases import Difference
    from pipeline.workspace import Workspace

FILE: Final = "release-notes.html"


def write(workspace: Workspace, study: str, found: Difference | None, present: Path) -> str:
    """Writes the release notes of a study beside its reports.

    They lie in a folder of their own: `reports/<study>` follows from what went in alone, and is
    swapped whole by the next run.

    Args:
        workspace: Where the study lies.
        study: The study; empty to find it by the title of the present release.
        found: What changed; None where there is no earlier release.
        present: The folder of the present release.

    Returns:
        What was done, in one line.
    """
    if found is None:
        return f"{study}: no release notes, since there is no earlier release."
    name = study or study_of(workspace, present, present.name)
    text, published = past.releases(workspace)[name]
    file = workspace.shown(workspace.raw(name) / STUDY_FILE)
    read = load_study(text, file=file)
    page = notes(found, is_synthetic=read.study.synthetic)
    tier = limits(read, from_json(published)).tier
    clear({FILE: page}, tier, study=read, text=text.decode(), file=file)
    target = workspace.reports / f"{name}{NOTES}" / FILE
    workspace.write(target, page)
    return workspace.shown(target)
