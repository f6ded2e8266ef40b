"""Goals: about one thing, with one target that can be reached, from one baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.study.goals import outcome_of
from pipeline.study.kinds.goals import (
    MILESTONES,
    NO_COMPARISON_GROUP,
    NOT_FOR_WHERE,
    NOT_ONE_BASELINE,
    NOT_ONE_SUBJECT,
    ONE_LEVEL,
    WRONG_MEASURE,
)
from pipeline.study.kinds.sense import NOT_UNIQUE
from pipeline.study.schema import Activities, Totals
from pipeline.study.shape import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.schema import Goal

FIGURES: Final = ("events", "meetings", "hours", "headcount", "amount")


def check_goals(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with goals, but for their targets."""
    seen: set[str] = set()
    for index, goal in enumerate(case.study.goals):
        if goal.id in seen:
            yield case.at(("goals", index, "id"), NOT_UNIQUE, id=goal.id, what="the goals")
        seen.add(goal.id)
        yield from _subject(case, index, goal)
        yield from _people(case, index, goal)
        yield from _baseline(case, index, goal)
        yield from _milestones(case, index, goal)


def _subject(case: Case, index: int, goal: Goal) -> Iterator[Problem]:
    if (goal.outcome is None) == (goal.measure is None):
        found = "neither `outcome` nor `measure`"
        found = found if goal.outcome is None else "both `outcome` and `measure`"
        yield case.at(("goals", index, "id"), NOT_ONE_SUBJECT, goal=goal.id, found=found)
    if goal.outcome is not None and goal.outcome not in case.study.outcomes:
        path = ("goals", index, "outcome")
        yield case.unknown(path, goal.outcome, what="an outcome", names=case.study.outcomes)
    if goal.measure is not None:
        yield from _measure(case, index, goal.measure)


def _measure(case: Case, index: int, measure: str) -> Iterator[Problem]:
    logs = [key for key, one in case.study.sources.items() if isinstance(one, Activities)]
    names = [f"{log}.{figure}" for log in logs for figure in FIGURES]
    if measure in names:
        return
    expected = f"one of {', '.join(names)}" if names else "a source of kind activities first"
    advice = did_you_mean(measure, names) or "For anything else than a log use `outcome`."
    path = ("goals", index, "measure")
    yield case.at(path, WRONG_MEASURE, found=measure, expected=expected, advice=advice)


def _people(case: Case, index: int, goal: Goal) -> Iterator[Problem]:
    path = ("goals", index)
    if goal.population == "comparison" and case.study.design.kind == "one-group":
        yield case.at((*path, "population"), NO_COMPARISON_GROUP, goal=goal.id)
    if not goal.where:
        return
    values = [f"{column}: {value}" for column, many in goal.where.items() for value in many]
    if len(values) > 1:
        yield case.at_key((*path, "where"), ONE_LEVEL, goal=goal.id, found="; ".join(values))
    outcome = outcome_of(case.study, goal)
    source = outcome.measure.partition(".")[0] if outcome is not None else ""
    if goal.measure is not None or isinstance(case.study.sources.get(source), Totals):
        what = f"`{goal.measure or source}`"
        yield case.at_key((*path, "where"), NOT_FOR_WHERE, goal=goal.id, what=what)


def _baseline(case: Case, index: int, goal: Goal) -> Iterator[Problem]:
    path = ("goals", index, "baseline")
    baseline = goal.baseline
    if baseline.period is not None and baseline.period not in case.periods:
        here = (*path, "period")
        yield case.unknown(here, baseline.period, what="a period", names=case.periods)
    if baseline.period is not None and baseline.value is not None:
        found, expected = "both `period` and `value`", "one of the two"
        facts = {"found": found, "expected": expected, "advice": "Remove one."}
        yield case.at_key((*path, "value"), NOT_ONE_BASELINE, goal=goal.id, **facts)
    if baseline.value is None and (baseline.n is not None or baseline.source):
        found, expected = "`n` or `source` but no `value`", "them only beside a value"
        facts = {"found": found, "expected": expected, "advice": "Add `value:` or remove them."}
        yield case.at_key(path, NOT_ONE_BASELINE, goal=goal.id, **facts)


def _milestones(case: Case, index: int, goal: Goal) -> Iterator[Problem]:
    before = None
    for place, milestone in enumerate(goal.milestones):
        path = ("goals", index, "milestones", place, "by")
        facts = {"goal": goal.id, "found": f"on {milestone.by}"}
        if milestone.by > goal.by:
            expected = f"a day up to the deadline, {goal.by}"
            yield case.at(path, MILESTONES, **facts, expected=expected)
        elif before is not None and milestone.by <= before:
            expected = f"a day after {before}, the milestone before it"
            yield case.at(path, MILESTONES, **facts, expected=expected)
        before = milestone.by
