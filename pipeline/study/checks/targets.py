"""Targets: one reading, a level that can exist, in the direction that is better."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.study.goals import (
    MINUS,
    PROPORTIONS,
    Level,
    Points,
    Relative,
    outcome_of,
    possible_range,
    reading,
    shown,
    target_level,
)
from pipeline.study.kinds.goals import (
    AGAINST_BETTER,
    BELOW_BASELINE,
    IMPOSSIBLE_TARGET,
    NOT_ONE_TARGET,
    RELATIVE_WITHOUT_ZERO,
)
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.positions import Path
    from pipeline.study.schema import Goal, Study

KEYS = ("relative_change", "change", "level")


def check_targets(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with the targets and milestones of goals."""
    for index, goal in enumerate(case.study.goals):
        path: Path = ("goals", index, "target")
        given = [key for key in KEYS if getattr(goal.target, key) is not None]
        if len(given) != 1:
            found = " and ".join(f"`{key}`" for key in given) or "nothing"
            yield case.at_key(path, NOT_ONE_TARGET, goal=goal.id, found=found)
            continue
        here = (*path, given[0])
        yield from _milestones(case, index, goal)
        yield from _relative(case, path, goal)
        # One mistake shows in several ways; the first that shows is the one to mend.
        impossible = [*_baseline(case, index, goal)] or [*_possible(case, here, goal)]
        yield from impossible or _direction(case, here, goal)


def unit_of(study: Study, goal: Goal) -> str:
    """The unit in which the study file says the levels of a goal."""
    outcome = outcome_of(study, goal)
    if outcome is None:
        return ""
    return "%" if outcome.type in PROPORTIONS else outcome.unit


def _show(value: float, unit: str) -> str:
    return f"{shown(Decimal(str(value)))} {unit}".rstrip()


def _relative(case: Case, path: Path, goal: Goal) -> Iterator[Problem]:
    """Percent of a scale score or a mean answer has no meaning."""
    outcome = outcome_of(case.study, goal)
    if goal.target.relative_change is None or outcome is None:
        return
    source, _, name = outcome.measure.partition(".")
    survey = case.study.sources.get(source)
    if not isinstance(survey, Survey) or outcome.type != "continuous":
        return
    item = survey.items.get(name)
    if item is None or item.type == "choice":
        what = "a scale score" if item is None else "a mean answer"
        here = (*path, "relative_change")
        yield case.at_key(here, RELATIVE_WITHOUT_ZERO, goal=goal.id, what=what)


def _direction(case: Case, path: Path, goal: Goal) -> Iterator[Problem]:
    outcome = outcome_of(case.study, goal)
    better = outcome.better if outcome is not None else "higher"
    sign = 1 if better == "higher" else -1
    target = reading(goal.target)
    amount = _amount(target)
    if amount is not None and amount * sign < 0:
        direction = "a rise" if amount > 0 else "a fall"
        what = outcome.label if outcome is not None else str(goal.measure)
        facts = {"found": _signed(amount), "direction": direction, "what": what}
        yield case.at(path, AGAINST_BETTER, goal=goal.id, better=better, **facts)
    start = goal.baseline.value
    if isinstance(target, Level) and start is not None and (target.level - start) * sign < 0:
        unit = unit_of(case.study, goal)
        facts = {"found": _show(target.level, unit), "baseline": _show(start, unit)}
        yield case.at(path, BELOW_BASELINE, goal=goal.id, **facts)


def _signed(amount: float) -> str:
    return f"{amount:+g}".replace("-", MINUS)


def _amount(target: Relative | Points | Level) -> float | None:
    match target:
        case Relative(percent):
            return percent
        case Points(points):
            return points
        case Level():
            return None


def _possible(case: Case, path: Path, goal: Goal) -> Iterator[Problem]:
    """The level to reach, where it is known, and a change that no level could make possible."""
    low, high = possible_range(case.study, goal)
    target, start = reading(goal.target), goal.baseline.value
    if start is not None or isinstance(target, Level):
        level = target_level(target, start or 0.0)
        yield from _outside(case, path, goal, what="the target", level=level)
    elif isinstance(target, Points) and abs(target.points) > high - low:
        yield from _too_far(case, path, goal, target.points)
    elif isinstance(target, Relative) and target.percent < -100 and low >= 0:  # noqa: PLR2004
        yield from _too_far(case, path, goal, target.percent)


def _too_far(case: Case, path: Path, goal: Goal, amount: float) -> Iterator[Problem]:
    low, high = possible_range(case.study, goal)
    unit = unit_of(case.study, goal)
    facts = {"low": _show(low, unit), "high": _end(high, unit)}
    level = f"{_signed(amount)}, more than there is"
    advice = "Check whether percent of the baseline or points are meant."
    what = "the change in the target"
    yield case.at(
        path, IMPOSSIBLE_TARGET, goal=goal.id, what=what, level=level, advice=advice, **facts
    )


def _outside(case: Case, path: Path, goal: Goal, *, what: str, level: float) -> Iterator[Problem]:
    low, high = possible_range(case.study, goal)
    if low <= level <= high:
        return
    unit = unit_of(case.study, goal)
    facts = {"level": _show(level, unit), "low": _end(low, unit), "high": _end(high, unit)}
    advice = "Check the number and whether percent of the baseline or points are meant."
    yield case.at(path, IMPOSSIBLE_TARGET, goal=goal.id, what=what, advice=advice, **facts)


def _end(value: float, unit: str) -> str:
    if value in (float("inf"), float("-inf")):
        return "any number"
    return _show(value, unit)


def _milestones(case: Case, index: int, goal: Goal) -> Iterator[Problem]:
    for place, milestone in enumerate(goal.milestones):
        path: Path = ("goals", index, "milestones", place, "level")
        yield from _outside(case, path, goal, what="a milestone", level=milestone.level)


def _baseline(case: Case, index: int, goal: Goal) -> Iterator[Problem]:
    if goal.baseline.value is not None:
        path = ("goals", index, "baseline", "value")
        yield from _outside(case, path, goal, what="the baseline", level=goal.baseline.value)
