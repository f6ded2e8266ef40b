"""How far a goal has come from where it started, with the margin of error."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.statistics.means import welch_t
from pipeline.statistics.moments import Moments
from pipeline.statistics.proportions import newcombe

if TYPE_CHECKING:
    from pipeline.attain.levels import Estimates, Level
    from pipeline.attain.promise import Start
    from pipeline.attain.subject import Subject
    from pipeline.statistics.estimate import Estimate
    from pipeline.study.schema import Study

CONF_LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Current less baseline, in the unit of the estimates; NaN where not known.

    Attributes:
        value: The change.
        low: Lower limit.
        high: Upper limit.
    """

    value: float = nan
    low: float = nan
    high: float = nan

    @property
    def is_confirmed(self) -> bool | None:
        """Whether it is distinguishable from noise; None where there is no interval."""
        if not (isfinite(self.low) and isfinite(self.high)):
            return None
        return self.low > 0 or self.high < 0


def change(
    study: Study, subject: Subject, start: Start, current: Level, *, estimates: Estimates
) -> Change:
    """How far a goal has come.

    The interval is that of the study's own before-and-after analysis where the goal runs
    between the same two periods; else the two levels are taken as independent, which is
    careful where the same people were measured twice. A declared baseline without its number
    of people is a fixed figure: all of the error is the current level's.
    """
    value = current.value - start.value
    if subject.type == "count" or not isfinite(value):
        return Change(value=value)
    if start.level is None:
        return _from_declared(subject, start, current, value)
    return _from_analysis(study, subject, (start.level, current), estimates) or _from_levels(
        subject, start.level, current
    )


def _from_analysis(
    study: Study, subject: Subject, two: tuple[Level, Level], estimates: Estimates
) -> Change | None:
    """None where the study compares other periods, or other people so that limits do not fit."""
    roles = (study.role("before"), study.role("after"))
    row = estimates.get(subject.change_id)
    if row is None or row["status"] != "published" or (two[0].period, two[1].period) != roles:
        return None
    value, low, high = two[1].value - two[0].value, row["conf_low"], row["conf_high"]
    if not low <= value <= high:
        return None
    return Change(value=value, low=low, high=high)


def _from_levels(subject: Subject, first: Level, then: Level) -> Change:
    value = then.value - first.value
    if subject.is_share:
        found = _difference(then.count, then.n, first.count, first.n)
    else:
        found = welch_t(_moments(then), _moments(first), conf_level=CONF_LEVEL)
    return Change(value=value, low=float(found.conf_low[0]), high=float(found.conf_high[0]))


def _from_declared(subject: Subject, start: Start, current: Level, value: float) -> Change:
    if subject.is_share and isfinite(start.n):
        count = round(start.value * start.n)
        found = _difference(current.count, current.n, count, start.n)
        return Change(value=value, low=float(found.conf_low[0]), high=float(found.conf_high[0]))
    return Change(value=value, low=current.low - start.value, high=current.high - start.value)


def _difference(x1: float, n1: float, x2: float, n2: float) -> Estimate:
    return newcombe(*(np.array([float(v)]) for v in (x1, n1, x2, n2)), conf_level=CONF_LEVEL)


def _moments(level: Level) -> Moments:
    n, mean, var = level.n, level.value, level.sd**2
    return Moments(n=np.array([n]), mean=np.array([mean]), var=np.array([var]))
