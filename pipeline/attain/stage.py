"""The stage: what was promised and what was measured in, a verdict on each goal out."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING, Final

from pipeline.attain import decided, feasible, promise, revised, scaling
from pipeline.attain.cases import case_of
from pipeline.attain.chance import probability_met
from pipeline.attain.levels import Estimates
from pipeline.attain.outlook import earlier
from pipeline.statistics.attainment import relative_change
from pipeline.study.goals import Relative, outcome_of, reading
from pipeline.tables.attainment import ATTAINMENT
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from datetime import date

    from pipeline.attain.cases import Case
    from pipeline.attain.levels import Level
    from pipeline.study.schema import Goal, Study

WITHHELD: Final = "withheld by the source"
_YES_NO: Final = {True: "yes", False: "no", None: ""}


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

    def told(goal: Goal, day: date) -> Case:
        return case_of(study, goal, found, activities, as_of=day)

    records = []
    for goal in study.goals:
        record = _record(told(goal, as_of), totals)
        if revised.is_revised(goal):
            first = revised.first_promise(goal)
            # judged by what was known on the day that was promised
            record |= _revised(told(first, min(as_of, revised.judged_on(study, first))), goal)
        records.append(record)
    return Rows.of(ATTAINMENT, records)


def _record(case: Case, totals: Rows) -> dict[str, object]:
    verdict = case.verdict
    # the baseline again says nothing about the goal once its time is up
    current = None if case.is_first and verdict == "not-measured" else case.current
    is_told = isfinite(case.target) or current is not None
    return {
        **_promised(case),
        **_measured(case, current),
        **_expected(case),
        "met": _YES_NO[case.is_met if verdict != "not-measured" else None],
        "confirmed": _YES_NO[case.change.is_confirmed],
        "verdict": verdict,
        "progress": case.progress,
        "elapsed": case.elapsed,
        "gas": scaling.step(case.goal, case.subject, current.value if current else nan),
        "gas_start": scaling.step(case.goal, case.subject, case.start.value),
        "status": "published" if is_told else "not-estimable",
        "reason": _why_nothing(case, totals) if verdict == "not-measured" else "",
    }


def _expected(case: Case) -> dict[str, object]:
    """What may be expected, what could be told from chance, what was declared to hang on it."""
    ahead, history = case.ahead, feasible.usual(case.levels)
    least = feasible.detectable(case.subject, case.start, case.change)
    rate = feasible.needed(
        case.study, case.goal, current=case.current, target=case.target, is_due=case.is_due
    )
    stretch = feasible.is_stretch(rate, history, sign=case.subject.sign)
    sure = decided.chance(case.goal, case.subject, case.change)
    judged = case.is_due and not case.is_first and case.is_met is not None
    before = earlier(case.study, case.goal, case.subject, levels=case.since, target=case.target)
    return {
        "p_attain": ahead.chance,
        "forecast_low": ahead.low,
        "forecast": ahead.expected,
        "forecast_high": ahead.high,
        "p_earlier": before.chance if judged else nan,
        "detectable": least,
        "is_measurable": _YES_NO[feasible.is_measurable(least, case.target - case.start.value)],
        "needed": rate,
        "usual": history[0],
        "is_stretch": _YES_NO[stretch],
        "p_decision": sure,
        "decision": decided.answer(case.goal, sure),
    }


def _revised(first: Case, goal: Goal) -> dict[str, object]:
    """The goal as it was first promised, and what its changes did."""
    return {
        "target_first": first.target,
        "by_first": first.goal.by.isoformat(),
        "verdict_first": first.verdict,
        "moved": revised.moved(goal, first.subject, baseline=first.start.value),
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
