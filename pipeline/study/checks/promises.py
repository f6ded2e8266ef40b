"""Goals over time: the five steps of their attainment, their changes, and what hangs on them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.study.goals import Level, outcome_of, possible_range, reading, target_level
from pipeline.study.kinds.goals import DECISION, REVISIONS, SCALING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.positions import Path
    from pipeline.study.schema import Goal
    from pipeline.study.schema_goals import Revision

STEPS: Final = (-2, -1, 0, 1, 2)
CLOSE: Final = 1e-9


def check_promises(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with levels, revisions and decisions of goals."""
    for index, goal in enumerate(case.study.goals):
        path: Path = ("goals", index)
        if goal.levels:
            yield from _levels(case, (*path, "levels"), goal)
        yield from _revisions(case, (*path, "revisions"), goal)
        if goal.decide is not None and goal.outcome is None:
            yield case.at_key((*path, "decide"), DECISION, goal=goal.id)


def _levels(case: Case, path: Path, goal: Goal) -> Iterator[Problem]:
    outcome = outcome_of(case.study, goal)
    sign = -1 if outcome is not None and outcome.better == "lower" else 1
    low, high = possible_range(case.study, goal)
    problem = _wrong_levels(goal, sign, low, high)
    if problem is not None:
        found, expected = problem
        yield case.at_key(path, SCALING, goal=goal.id, found=found, expected=expected)


def _wrong_levels(goal: Goal, sign: int, low: float, high: float) -> tuple[str, str] | None:
    if tuple(sorted(goal.levels)) != STEPS:
        told = ", ".join(str(step) for step in sorted(goal.levels))
        return f"hold {told}", "the five steps -2, -1, 0, 1, 2"
    cuts = [goal.levels[step] for step in STEPS]
    if any(sign * (then - first) <= 0 for first, then in pairwise(cuts)):
        way = "higher" if sign > 0 else "lower"
        return f"go {', '.join(f'{cut:g}' for cut in cuts)}", f"each {way} than the one before"
    if not (low <= min(cuts) and max(cuts) <= high):
        return f"reach from {min(cuts):g} to {max(cuts):g}", f"levels from {low:g} to {high:g}"
    target, start = reading(goal.target), goal.baseline.value
    if isinstance(target, Level) or start is not None:
        level = target_level(target, start or 0.0)
        if abs(goal.levels[0] - level) > CLOSE * max(1.0, abs(level)):
            return f"have {goal.levels[0]:g} at 0", f"the target there, {level:g}"
    return None


def _revisions(case: Case, path: Path, goal: Goal) -> Iterator[Problem]:
    before = None
    for place, one in enumerate(goal.revisions):
        here = (*path, place)
        if before is not None and one.on < before:
            yield case.at(
                (*here, "on"), REVISIONS, goal=goal.id, found=f"is of {one.on}",
                expected=f"a day from {before} on, when the one before it was made",
                advice="List revisions in order of their days; add new ones below.",
            )  # fmt: skip
        before = one.on
        yield from _revised(case, here, goal, one)


def _revised(case: Case, here: Path, goal: Goal, one: Revision) -> Iterator[Problem]:
    if one.field not in type(goal).model_fields:
        names = ", ".join(sorted(set(type(goal).model_fields) - {"id", "revisions"}))
        yield case.at(
            (*here, "field"), REVISIONS, goal=goal.id, found=f"is about `{one.field}`",
            expected="a key of the goal", advice=f"Write one of {names}.",
        )  # fmt: skip
    elif one.field == "target" and (one.target is None or not _is_one(one)):
        yield case.at_key(
            here, REVISIONS, goal=goal.id, found="does not say what the target was",
            expected="exactly one of relative_change, change, level under `from`",
            advice="Write `from: {relative_change: -10}`, or what the target was before.",
        )  # fmt: skip
    elif one.field == "by" and one.day is None:
        yield case.at_key(
            here, REVISIONS, goal=goal.id, found="does not say what the deadline was",
            expected="a day under `from`", advice="Write `from: 2025-06-30`, the day before.",
        )  # fmt: skip


def _is_one(one: Revision) -> bool:
    target = one.target
    if target is None:
        return False
    return sum(v is not None for v in (target.relative_change, target.change, target.level)) == 1
