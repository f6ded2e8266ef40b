"""Where a goal starts, what it wants, and how its target was read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import nan
from typing import TYPE_CHECKING, Final, assert_never

from pipeline.study.goals import ARROW, MINUS, Level, Points, Relative, reading, target_level
from pipeline.study.goals import shown as two_decimals

if TYPE_CHECKING:
    from datetime import date

    from pipeline.attain.levels import Level as Measured
    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal, Study

TOLERANCE: Final = 1e-12
"""Slack of "met", relative to the target: 8.0 x 0.85 must be 6.8, and is off by 1e-16."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a goal starts.

    Attributes:
        value: Level in the unit of the estimates, NaN where there is none.
        on: Day from which time is counted.
        level: The measured level, None where the value was declared or there is none.
        n: People behind a declared value, NaN where not given.
        period: Period of a measured baseline, empty where declared.
    """

    value: float
    on: date
    level: Measured | None = None
    n: float = nan
    period: str = ""


def start(study: Study, goal: Goal, subject: Subject, *, levels: tuple[Measured, ...]) -> Start:
    """Where a goal starts: declared, or the level of its period, by default the one before."""
    before = study.role("before")
    named = next((one for one in study.periods if one.id == goal.baseline.period), before)
    on = named.ends if named is not None else study.periods[0].starts
    declared = goal.baseline.value
    if declared is not None:
        n = float(goal.baseline.n) if goal.baseline.n is not None else nan
        return Start(value=declared / subject.scale, on=on, n=n)
    if named is None:
        return Start(value=nan, on=on)
    level = next((one for one in levels if one.period.id == named.id), None)
    value = level.value if level is not None else nan
    return Start(value=value, on=on, level=level, period=named.id)


def target(goal: Goal, subject: Subject, baseline: float) -> float:
    """The level that must be reached, in the unit of the estimates.

    Args:
        goal: The goal; its target is in the unit of the study file, percent for shares.
        subject: What the goal is about.
        baseline: In the unit of the estimates, NaN where not known.

    Returns:
        NaN where the target needs a baseline and there is none.
    """
    promised = reading(goal.target)
    if isinstance(promised, Level):
        return promised.level / subject.scale
    return target_level(promised, _tidy(baseline * subject.scale)) / subject.scale


def is_met(level: float, target: float, *, sign: int) -> bool:
    """Whether a level is at the target or beyond it, on unrounded values.

    >>> is_met(0.068, 8.0 * 0.85 / 100, sign=-1)
    True
    """
    return sign * (level - target) >= -TOLERANCE * max(1.0, abs(target))


def read_as(goal: Goal, subject: Subject, *, baseline: float) -> str:
    """How the target was read, in one sentence, with no number but those of the study file.

    Levels that were measured stay out: the sentence is printed as it is, and they are not rounded
    yet. Where the baseline was declared, or the target is a level, the path is told in numbers.
    """
    promised = reading(goal.target)
    match promised:
        case Relative(percent):
            said = f"{_signed(percent)}% was read as relative to the baseline"
        case Points(points):
            said = f"{_signed(points)} was read as {_points(subject)}"
        case Level(level):
            return f"{_show(level, subject.unit)} was read as the level to reach"
        case _:
            assert_never(promised)
    if goal.baseline.value is None:
        return said
    ends = (baseline, target(goal, subject, baseline))
    path = f" {ARROW} ".join(_show(end * subject.scale, subject.unit) for end in ends)
    return f"{said}: {path}"


def _points(subject: Subject) -> str:
    if subject.is_share:
        return "percentage points"
    named = "points" if subject.unit == "%" else subject.unit
    return f"a change in {named}" if named else "a change"


def _tidy(value: float) -> float:
    """A percentage without the noise of the multiplication that made it."""
    return float(f"{value:.15g}")


def _signed(amount: float) -> str:
    return f"{amount:+g}".replace("-", MINUS)


def _show(value: float, unit: str) -> str:
    number = two_decimals(Decimal(str(_tidy(value))))
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()
