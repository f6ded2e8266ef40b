"""A decision that was declared beforehand, answered as a chance."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.forecast import probability_beyond

if TYPE_CHECKING:
    from pipeline.attain.changes import Change
    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal


def chance(goal: Goal, subject: Subject, moved: Change) -> float:
    """The chance that the true change is at least as large as the decision asks for.

    NaN where nothing was declared or the change has no margin of error.
    """
    if goal.decide is None or not (isfinite(moved.low) and isfinite(moved.high)):
        return nan
    error = (moved.high - moved.low) / (2 * ndtri(0.975))
    nothing = np.array([nan])
    found = Estimate(
        estimate=np.array([moved.value]), std_error=np.array([error]), df=np.array([np.inf]),
        statistic=nothing, p_value=nothing, conf_low=nothing, conf_high=nothing,
    )  # fmt: skip
    least = goal.decide.change / subject.scale
    return probability_beyond(found, least, higher_is_better=subject.sign > 0)


def answer(goal: Goal, found: float) -> str:
    """`then` or `otherwise`, whichever the chance decides; empty where it cannot be told."""
    if goal.decide is None or not isfinite(found):
        return ""
    return "then" if 100 * found >= goal.decide.sure else "otherwise"
