"""Where a goal is heading: the chance of attaining it by its deadline."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.attain import verdicts
from pipeline.statistics.forecast import (
    FEWEST,
    Forecast,
    forecast_count,
    forecast_mean,
    forecast_share,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pipeline.attain.levels import Level
    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal, Study

YEAR: Final = 365.25


class Outlook(NamedTuple):
    """What may be expected at the deadline, in the unit of the estimates; NaN where too early.

    Attributes:
        chance: Of attaining the goal by then.
        low: Lower limit of the level at the deadline.
        expected: Level at the deadline.
        high: Upper limit.
    """

    chance: float = nan
    low: float = nan
    expected: float = nan
    high: float = nan


def outlook(
    study: Study, goal: Goal, subject: Subject, *, levels: Sequence[Level], target: float
) -> Outlook:
    """What may be expected of a goal at its deadline, from three or more periods.

    The deadline stands for the last period that ends by then, as that is what will be measured.
    """
    if len(levels) < FEWEST or not isfinite(target):
        return Outlook()
    first = levels[0].period.ends
    times = [_years(first, level.period.ends) for level in levels]
    at = _years(first, measured_on(study, goal.by, after=levels[-1].period.ends))
    if subject.type == "count":
        found = forecast_count(times, [level.value for level in levels], at)
    elif subject.is_share:
        found = _of_share(times, levels, at)
    else:
        errors = [level.std_error for level in levels]
        found = forecast_mean(times, [level.value for level in levels], at, errors=errors)
    return Outlook(
        chance=found.chance(target, higher_is_better=subject.sign > 0),
        low=found.low,
        expected=found.expected,
        high=found.high,
    )


def measured_on(study: Study, by: date, *, after: date) -> date:
    """The day on which the level at a deadline will have been measured."""
    ends = [p for p in study.periods if after < p.ends <= by]
    if not ends:
        return by
    last = max(ends, key=lambda period: period.ends)
    length = (last.ends - last.starts).days
    later = any(last.ends < p.starts <= by for p in study.periods)
    is_break = not later and (by - last.ends).days <= verdicts.BREAK * length
    return last.ends if is_break else by


def earlier(
    study: Study, goal: Goal, subject: Subject, *, levels: Sequence[Level], target: float
) -> Outlook:
    """What was to be expected when the level at the deadline was not yet known."""
    return outlook(study, goal, subject, levels=levels[:-1], target=target)


def _of_share(times: list[float], levels: Sequence[Level], at: float) -> Forecast:
    return forecast_share(
        times, [level.count for level in levels], [level.n for level in levels], at
    )


def _years(first: date, then: date) -> float:
    return (then - first).days / YEAR
