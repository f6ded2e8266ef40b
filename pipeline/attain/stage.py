"""The stage: what was promised and what was measured in, a verdict on each goal out."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

from pipeline.attain import promise, verdicts
from pipeline.attain.chance import probability_met
from pipeline.attain.changes import Change, change
from pipeline.attain.levels import Estimates, logged, measured, until
from pipeline.attain.subject import Subject
from pipeline.statistics.attainment import relative_change
from pipeline.study.goals import Relative, outcome_of, reading
from pipeline.tables.attainment import ATTAINMENT
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from datetime import date

    from pipeline.attain.levels import Level
    from pipeline.attain.promise import Start
    from pipeline.study.schema import Goal, Study

WITHHELD: Final = "withheld by the source"
_YES_NO: Final = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One goal with all that is known about it.

    Attributes:
        study: The study file.
        goal: The goal.
        subject: What it is about.
        levels: Measured levels up to today, in time order.
        start: Where it starts.
        target: Level to reach, in the unit of the estimates.
        current: Latest level that is not before the baseline; None where there is none.
        change: Current less baseline.
        as_of: Today.
    """

    study: Study
    goal: Goal
    subject: Subject
    levels: tuple[Level, ...]
    start: Start
    target: float
    current: Level | None
    change: Change
    as_of: date

    @property
    def is_first(self) -> bool:
        """Whether the latest level is the baseline itself."""
        return self.current is not None and self.current is self.start.level

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where that cannot be told."""
        if self.current is None or self.is_first or not isfinite(self.target):
            return None
        return promise.is_met(self.current.value, self.target, sign=self.subject.sign)

    @property
    def elapsed(self) -> float:
        """Share of the time that has passed."""
        return verdicts.elapsed(self.start.on, self.goal.by, as_of=self.as_of)


def attain(study: Study, *, estimates: Rows, totals: Rows, activities: Rows, as_of: date) -> Rows:
    """What became of each goal, exact, as rows of ATTAINMENT in the order of the study file.

    Args:
        study: The study file.
        estimates: Every analysis, exact.
        totals: Figures that arrived added up; they tell why a level is missing.
        activities: Entries of logs; goals about a `measure` are counted from them.
        as_of: The day on which goals are judged; periods that end later are not looked at.
    """
    found = Estimates.of(estimates)
    cases = (_case(study, goal, found, activities, as_of=as_of) for goal in study.goals)
    return Rows.of(ATTAINMENT, [_record(case, totals) for case in cases])


def _case(study: Study, goal: Goal, estimates: Estimates, activities: Rows, *, as_of: date) -> Case:
    subject = Subject.of(study, goal)
    is_count = subject.type == "count"
    every = logged(study, subject, activities) if is_count else measured(study, subject, estimates)
    levels = until(every, as_of)
    start = promise.start(study, goal, subject, levels=levels)
    current = _current(levels, start)
    moved = Change()
    if current is not None and current is not start.level:
        moved = change(study, subject, start, current, estimates=estimates)
    return Case(
        study=study,
        goal=goal,
        subject=subject,
        levels=levels,
        start=start,
        target=promise.target(goal, subject, start.value),
        current=current,
        change=moved,
        as_of=as_of,
    )


def _current(levels: tuple[Level, ...], start: Start) -> Level | None:
    """The latest level; one from before a measured baseline does not count."""
    last = levels[-1] if levels else None
    if last is None or (start.period and last.period.ends < start.on):
        return None
    return last


def _record(case: Case, totals: Rows) -> dict[str, object]:
    verdict = _verdict(case)
    # the baseline again says nothing about the goal once its time is up
    current = None if case.is_first and verdict == "not-measured" else case.current
    is_told = isfinite(case.target) or current is not None
    return {
        **_promised(case),
        **_measured(case, current),
        "met": _YES_NO[case.is_met if verdict != "not-measured" else None],
        "confirmed": _YES_NO[case.change.is_confirmed],
        "verdict": verdict,
        "progress": _progress(case),
        "elapsed": case.elapsed,
        "status": "published" if is_told else "not-estimable",
        "reason": _why_nothing(case, totals) if verdict == "not-measured" else "",
    }


def _promised(case: Case) -> dict[str, object]:
    goal, subject, start = case.goal, case.subject, case.start
    return {
        "id": goal.id,
        "statement": goal.statement,
        "outcome": subject.name,
        "population": subject.population,
        "baseline": start.value,
        "target": case.target,
        "by": goal.by.isoformat(),
        "unit": subject.unit,
        "type": subject.type,
        "better": subject.better,
        "period_baseline": start.period,
        "is_full_count": subject.type == "count",
        "reading": promise.read_as(goal, subject, baseline=start.value),
    }


def _measured(case: Case, current: Level | None) -> dict[str, object]:
    moved = case.change
    found: dict[str, object] = {
        "change": moved.value,
        "change_low": moved.low,
        "change_high": moved.high,
        "change_id": case.subject.change_id,
        "relative": _relative(case, current),
        "level_ids": " ".join(level.id for level in case.levels if level.id),
    }
    if current is not None:
        found |= {"current": current.value, "n": current.n, "period_current": current.period.id}
        if isfinite(case.target) and not case.is_first and case.subject.type != "count":
            found["p_met"] = probability_met(case.subject, current, case.target)
        if case.subject.is_share and isfinite(moved.value * current.n):
            found["people"] = float(round(abs(moved.value) * current.n))
    return found


def _verdict(case: Case) -> verdicts.Verdict:
    if case.current is None:
        return "not-measured"
    current, by = case.current.period, case.goal.by
    standing = verdicts.Standing(
        is_due=verdicts.is_due(case.study, by, current, as_of=case.as_of),
        is_met=case.is_met,
        is_confirmed=case.change.is_confirmed,
        is_late=verdicts.is_late(case.study, by, current, as_of=case.as_of),
        is_first=case.is_first,
        progress=_progress(case),
        expected=verdicts.expected(
            case.goal, case.subject, case.start.value, case.target,
            as_of=case.as_of, passed=case.elapsed,
        ),
    )  # fmt: skip
    return verdicts.verdict(standing)


def _progress(case: Case) -> float:
    if case.current is None or case.is_first:
        return nan
    return verdicts.way(case.start.value, case.current.value, case.target, sign=case.subject.sign)


def _relative(case: Case, current: Level | None) -> float:
    """Only where zero means none: never for a scale score or the mean of answers."""
    has_zero = case.subject.type in {"binary", "count"}
    if current is None or not (has_zero or isinstance(reading(case.goal.target), Relative)):
        return nan
    return float(relative_change(case.start.value, current.value)) if not case.is_first else nan


def _why_nothing(case: Case, totals: Rows) -> str:
    outcome = outcome_of(case.study, case.goal)
    if outcome is not None:
        mine = totals.take(totals["measure"] == outcome.measure)
        later = {one.id for one in case.study.periods if one.ends > case.start.on}
        if any(row["withheld"] and row["period"] in later for row in mine.records()):
            return WITHHELD
    if not isfinite(case.target):
        return "no baseline, so there is no target"
    if case.levels:
        return f"nothing was measured after {case.levels[-1].period.id}"
    return f"nothing was measured up to {case.as_of.isoformat()}"
