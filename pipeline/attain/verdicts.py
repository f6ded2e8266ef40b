"""What became of a goal: rules without numbers of their own."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Final, Literal

from pipeline.statistics.attainment import progress

if TYPE_CHECKING:
    from datetime import date

    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal, Period, Study

Verdict = Literal[
    "met",
    "met-within-noise",
    "on-track",
    "at-risk",
    "off-track",
    "not-met",
    "too-early",
    "not-measured",
]

HALF: Final = 0.5
LEANING: Final = 0.5
"""Chance from which a goal is more likely attained than not."""
UNLIKELY: Final = 0.2
"""Chance below which a goal is off track."""
SLACK: Final = 1e-9
BREAK: Final = 0.25
"""A deadline this share of a period after its end falls into the break that follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a goal stands; what it takes to judge it.

    Attributes:
        is_due: The deadline is reached, or nothing more can be measured before it.
        is_met: Whether the current level is at the target or beyond; None where unknown.
        is_confirmed: Whether the change is distinguishable from noise; None where unknown.
        is_late: The last period before the deadline is over and was not measured.
        is_first: Nothing was measured since the baseline.
        progress: Share of the way that was made, NaN where there is no way.
        expected: Share of the way that should have been made by now.
        chance: Of attaining it by the deadline, NaN where it is too early for one.
        has_plan: A milestone is due, so what is expected was agreed on.
    """

    is_due: bool
    is_met: bool | None
    is_confirmed: bool | None
    is_late: bool
    is_first: bool
    progress: float
    expected: float
    chance: float = nan
    has_plan: bool = False


def verdict(standing: Standing) -> Verdict:
    """What became of a goal, or how it is doing before its deadline.

    A goal is met within noise where its target was reached but its change could be chance.
    """
    if standing.is_first:
        return "not-measured" if standing.is_due else "too-early"
    if standing.is_met is None or (standing.is_due and standing.is_late):
        return "not-measured"
    if not standing.is_due:
        return _pace(standing)
    if not standing.is_met:
        return "not-met"
    return "met-within-noise" if standing.is_confirmed is False else "met"


def _pace(standing: Standing) -> Verdict:
    """The chance of attaining it decides; before there is one, the way that was made by now.

    Milestones that were agreed on are a plan that need not be a straight line: who keeps to it
    is on track, unless the chance is slight.
    """
    if not isfinite(standing.chance):
        return _by_way(standing)
    if standing.has_plan and standing.chance >= UNLIKELY:
        return _by_way(standing)
    if standing.chance >= LEANING:
        return "on-track"
    return "at-risk" if standing.chance >= UNLIKELY else "off-track"


def _by_way(standing: Standing) -> Verdict:
    if standing.is_met:
        return "on-track"
    if not isfinite(standing.progress):  # to be held, or lost since the baseline
        return "off-track" if standing.is_confirmed else "at-risk"
    if standing.progress >= standing.expected - SLACK:
        return "on-track"
    return "at-risk" if standing.progress >= HALF * standing.expected - SLACK else "off-track"


def is_due(study: Study, by: date, current: Period, *, as_of: date) -> bool:
    """Whether a goal can be judged for good.

    Either the day has come, or the current period reaches it, or the deadline falls into the
    break after the current period, so that nothing more will be measured before it.
    """
    if as_of >= by or current.ends >= by:
        return True
    after = [period.starts for period in study.periods if period.starts > current.ends]
    days = (by - current.ends).days
    return days <= BREAK * (current.ends - current.starts).days and all(by < day for day in after)


def is_late(study: Study, by: date, current: Period, *, as_of: date) -> bool:
    """Whether a later period was over by the deadline and by today, and was not measured."""
    last = min(by, as_of)
    return any(current.ends < period.ends <= last for period in study.periods)


def elapsed(first: date, by: date, *, as_of: date) -> float:
    """Share of the time from the baseline to the deadline that has passed, 0 to 1."""
    days = (by - first).days
    return min(max((as_of - first).days / days, 0.0), 1.0) if days > 0 else 1.0


def way(baseline: float, level: float, target: float, *, sign: int) -> float:
    """Share of the way from baseline to target; NaN where the target is not ahead.

    >>> round(way(0.08, 85 / 1210, 0.068, sign=-1), 3)
    0.813
    """
    is_ahead = sign * (target - baseline) > SLACK * abs(target)
    return float(progress(baseline, level, target)) if is_ahead else nan


def expected(
    goal: Goal, subject: Subject, baseline: float, target: float, *, as_of: date, passed: float
) -> float:
    """The share of the way that should have been made: of the milestone due, else of the time."""
    due = milestones_due(goal, as_of)
    if not due:
        return passed
    share = way(baseline, due[-1][1] / subject.scale, target, sign=subject.sign)
    return share if isfinite(share) else passed


def milestones_due(goal: Goal, as_of: date) -> list[tuple[date, float]]:
    """Milestones whose day has come, in order of time."""
    days = sorted((milestone.by, milestone.level) for milestone in goal.milestones)
    return [one for one in days if one[0] <= as_of]
