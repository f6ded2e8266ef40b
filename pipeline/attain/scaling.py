"""Goal attainment scaling: from a level to one of five steps that were set beforehand."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING, Final

from pipeline.attain import promise

if TYPE_CHECKING:
    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal

STEPS: Final = (-2, -1, 0, 1, 2)


def step(goal: Goal, subject: Subject, level: float) -> float:
    """The highest step whose cut point is reached; NaN without steps or a level.

    A level that reaches none of them is the lowest step: much less than expected.

    Source:
        Kiresuk and Sherman (1968), Community Mental Health Journal 4, 443, with cut points set
        beforehand in place of descriptions.
    """
    if not goal.levels or not isfinite(level):
        return nan
    reached = [
        one
        for one in STEPS
        if promise.is_met(level, goal.levels[one] / subject.scale, sign=subject.sign)
    ]
    return float(max(reached, default=STEPS[0]))
