"""The goal register: each goal, how well it is put, and what became of it."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pipeline.stages import STUDY_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.study.schema import Goal, Study
    from pipeline.study.smart import Check
    from pipeline.tables.published import Published
    from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One goal in the register.

    Attributes:
        study: Folder of the study.
        id: The goal.
        statement: The promise.
        by: Its deadline.
        owner: Who answers for it.
        checks: S, M, A, R, T.
        verdict: What became of it in the last run; empty where it was not run.
        confirmed: Whether the change is more than chance: yes, no or empty.
        explained: The verdict in two sentences; empty where it was not run.
    """

    study: str
    id: str
    statement: str
    by: str
    owner: str
    checks: tuple[Check, ...]
    verdict: str
    confirmed: str
    explained: str

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return asdict(self)

    def __str__(self) -> str:
        """The same for people."""
        lines = [f"{self.id}: {self.statement}", f"  by {self.by}" + _owned(self.owner)]
        for check in self.checks:
            mark = "yes" if check.passed else "no "
            lines.append(f"  {check.letter} {mark}  {check.name}: {check.reason}")
        lines.append(f"  verdict: {_verdict(self)}")
        if self.explained:
            lines += textwrap.wrap(self.explained, 88, initial_indent="  ", subsequent_indent="  ")
        return "\n".join(lines)


def register(workspace: Workspace, study: str) -> list[Entry]:
    """Every goal of a study, in the order of the study file."""
    from pipeline.report.explained import explained
    from pipeline.study.load import load_study

    file = workspace.raw(study) / STUDY_FILE
    read = load_study(file.read_bytes(), file=workspace.shown(file))
    published = _published(workspace, study)
    verdicts = {goal.id: goal.text for goal in published.goals} if published else {}
    told = explained(read, published) if published else {}
    return [
        _entry(study, read, goal, verdicts.get(goal.id, {}), told.get(goal.id, ""))
        for goal in read.goals
    ]


def _entry(study: str, read: Study, goal: Goal, published: Mapping[str, str], told: str) -> Entry:
    from pipeline.study.smart import smart_checks

    return Entry(
        study=study,
        id=goal.id,
        statement=goal.statement,
        by=goal.by.isoformat(),
        owner=goal.owner,
        checks=smart_checks(read, goal, published),
        verdict=published.get("verdict", ""),
        confirmed=published.get("confirmed", ""),
        explained=told,
    )


def _published(workspace: Workspace, study: str) -> Published | None:
    """What may be said, from the last run; never the exact table. None where there is none."""
    from pipeline.tables.published_io import from_json

    file = workspace.processed(study) / "published.json"
    if not file.is_file():
        return None
    return from_json(file.read_bytes())


def _owned(owner: str) -> str:
    return f", {owner}" if owner else ""


def _verdict(entry: Entry) -> str:
    if not entry.verdict:
        return "none yet; `outcomes run` finds out"
    sure = {"yes": "more than chance", "no": "could be chance"}.get(entry.confirmed, "")
    is_told = sure and entry.verdict not in {"not-measured", "too-early"}
    return f"{entry.verdict}, {sure}" if is_told else entry.verdict
