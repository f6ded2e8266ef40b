"""The goal register: each goal, how well it is put, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pipeline.stages import STUDY_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.study.schema import Goal
    from pipeline.study.smart import Check
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
    """

    study: str
    id: str
    statement: str
    by: str
    owner: str
    checks: tuple[Check, ...]
    verdict: str
    confirmed: str

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return asdict(self)

    def __str__(self) -> str:
        """The same for people."""
        lines = [f"{self.id}: {self.statement}", f"  by {self.by}" + _owned(self.owner)]
        for check in self.checks:
            mark = "yes" if check.passed else "no "
            lines.append(f"  {check.letter} {mark}  {check.name}: {check.reason}")
        return "\n".join([*lines, f"  verdict: {_verdict(self)}"])


def register(workspace: Workspace, study: str) -> list[Entry]:
    """Every goal of a study, in the order of the study file."""
    from pipeline.study.load import load_study
    from pipeline.study.smart import smart_checks

    file = workspace.raw(study) / STUDY_FILE
    read = load_study(file.read_bytes(), file=workspace.shown(file))
    verdicts = _published(workspace, study)
    return [
        _entry(study, goal, smart_checks(read, goal), verdicts.get(goal.id, {}))
        for goal in read.goals
    ]


def _entry(
    study: str, goal: Goal, checks: tuple[Check, ...], published: Mapping[str, str]
) -> Entry:
    return Entry(
        study=study,
        id=goal.id,
        statement=goal.statement,
        by=goal.by.isoformat(),
        owner=goal.owner,
        checks=checks,
        verdict=published.get("verdict", ""),
        confirmed=published.get("confirmed", ""),
    )


def _published(workspace: Workspace, study: str) -> dict[str, Mapping[str, str]]:
    """What may be said of each goal, from the last run; never the exact table."""
    from pipeline.tables.published_io import from_json

    file = workspace.processed(study) / "published.json"
    if not file.is_file():
        return {}
    return {goal.id: goal.text for goal in from_json(file.read_bytes()).goals}


def _owned(owner: str) -> str:
    return f", {owner}" if owner else ""


def _verdict(entry: Entry) -> str:
    if not entry.verdict:
        return "none yet; `outcomes run` finds out"
    sure = {"yes": "more than chance", "no": "could be chance"}.get(entry.confirmed, "")
    return f"{entry.verdict}, {sure}" if sure else entry.verdict
