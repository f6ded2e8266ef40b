"""Whether a goal could be told from chance, and whether its pace was ever kept before."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

from pipeline.attain.outlook import YEAR, measured_on
from pipeline.statistics.power import multiplier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.attain.changes import Change
    from pipeline.attain.levels import Level
    from pipeline.attain.promise import Start
    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal, Study

FEWEST_STEPS: Final = 3
"""Yearly changes from which a usual one, and how much it varies, can be told."""

STRETCH: Final = 3.0
"""Standard deviations beyond the usual yearly change from which a pace was never seen."""

_POWER_TO_HALF: Final = 1 + ndtri(0.8) / ndtri(0.975)
"""Smallest change that is found four times in five, in half-widths of an interval."""


def detectable(subject: Subject, start: Start, moved: Change) -> float:
    """The smallest change that would be found four times in five, in the unit of the estimates.

    From the margin of error of the change; before there is one from the baseline, as if as many
    other people were measured again. NaN where a count has no chance in it or nothing is known.

    Source:
        Bloom (1995), Evaluation Review 19, 547.
    """
    if subject.type == "count":
        return nan
    if isfinite(moved.low) and isfinite(moved.high):
        return float(_POWER_TO_HALF * (moved.high - moved.low) / 2)
    n = start.level.n if start.level is not None else start.n
    if subject.is_share:
        spread = sqrt(start.value * (1 - start.value)) if 0 <= start.value <= 1 else nan
    else:
        spread = start.level.sd if start.level is not None else nan
    if not (isfinite(n) and n > 1 and isfinite(spread)):
        return nan
    return float(multiplier(2 * n - 2) * spread * sqrt(2 / n))


def is_measurable(least: float, promised: float) -> bool | None:
    """Whether the promised change is as large as what can be found; None where unknown.

    A goal to hold a level promises no change.
    """
    if not (isfinite(least) and isfinite(promised)) or promised == 0:
        return None
    return abs(promised) >= least


def needed(
    study: Study, goal: Goal, *, current: Level | None, target: float, is_due: bool
) -> float:
    """How much a year it still takes to reach the target; NaN where nothing is left to do."""
    if current is None or is_due or not isfinite(target):
        return nan
    on = measured_on(study, goal.by, after=current.period.ends)
    years = (on - current.period.ends).days / YEAR
    return (target - current.value) / years if years > 0 else nan


def usual(levels: Sequence[Level]) -> tuple[float, float]:
    """The mean yearly change so far and its standard deviation; NaN with fewer than three."""
    steps = [
        (then.value - first.value) / ((then.period.ends - first.period.ends).days / YEAR)
        for first, then in pairwise(levels)
        if then.period.ends > first.period.ends
    ]
    if len(steps) < FEWEST_STEPS:
        return nan, nan
    return float(np.mean(steps)), float(np.std(steps, ddof=1))


def is_stretch(rate: float, history: tuple[float, float], *, sign: int) -> bool | None:
    """Whether the pace that it takes lies far beyond every usual one; None where unknown."""
    mean, spread = history
    if not (isfinite(rate) and isfinite(mean) and spread > 0):
        return None
    return sign * (rate - mean) > STRETCH * spread
