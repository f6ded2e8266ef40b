"""How things stood in each period: from the estimates, or counted from a log."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Period, Study
    from pipeline.tables.schema import Rows

KINDS: Final = {"events": "event", "meetings": "meeting"}
"""Figures of a log that count entries of one type; the others are sums of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How things stood in one period, exact; NaN where not known.

    Attributes:
        id: Estimate that it was taken from; empty where it was counted from a log.
        period: The period.
        value: Mean, share from 0 to 1, or count.
        n: People behind it.
        sd: Standard deviation, in the unit of the value.
        low: Lower limit.
        high: Upper limit.
        std_error: Standard error of the value.
        df: Degrees of freedom of the standard error.
    """

    id: str
    period: Period
    value: float
    n: float = nan
    sd: float = nan
    low: float = nan
    high: float = nan
    std_error: float = nan
    df: float = nan

    @property
    def count(self) -> float:
        """How many said yes, where the value is a share."""
        return round(self.value * self.n) if isfinite(self.n) else nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Estimates, found by id."""

    rows: Rows
    at: Mapping[str, int]

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """Estimates with their places."""
        return cls(rows=rows, at={identity: at for at, identity in enumerate(rows["id"])})

    def get(self, identity: str) -> dict[str, Any] | None:
        """One estimate, or None where there is none of that id."""
        at = self.at.get(identity)
        if at is None:
            return None
        return self.rows.take(np.array([at])).records()[0]


def measured(study: Study, subject: Subject, estimates: Estimates) -> tuple[Level, ...]:
    """The level of an outcome in every period that has data, in time order."""
    found = (
        (period, estimates.get(subject.level_id(period.id)))
        for period in sorted(study.periods, key=lambda period: period.ends)
    )
    return tuple(_level(period, row) for period, row in found if row and _has_data(row))


def logged(study: Study, subject: Subject, activities: Rows) -> tuple[Level, ...]:
    """A figure of a log in every period in which the log has an entry, in time order.

    A log that is kept and has no meeting in a period counts 0; one that is silent counts nothing.
    """
    source, _, figure = subject.name.partition(".")
    log = activities.take(activities["source"] == source)
    return tuple(
        Level(id="", period=period, value=_figure(log, period.id, figure))
        for period in sorted(study.periods, key=lambda period: period.ends)
        if bool((log["period"] == period.id).any())
    )


def until(levels: Iterable[Level], as_of: date) -> tuple[Level, ...]:
    """The levels of periods that were over on a day."""
    return tuple(level for level in levels if level.period.ends <= as_of)


def _has_data(row: Mapping[str, Any]) -> bool:
    """One person has a level but no interval: it is measured, and will be hidden."""
    is_told = row["status"] == "published" or row["n"] == 1
    return is_told and isfinite(row["mean_after"])


def _level(period: Period, row: Mapping[str, Any]) -> Level:
    return Level(
        id=row["id"],
        period=period,
        value=row["mean_after"],
        n=row["n"],
        sd=row["sd_after"],
        low=row["conf_low"],
        high=row["conf_high"],
        std_error=row["std_error"],
        df=row["df"],
    )


def _figure(log: Rows, period: str, figure: str) -> float:
    mine = log.take(log["period"] == period)
    if figure in KINDS:
        return float((mine["type"] == KINDS[figure]).sum())
    return float(np.nansum(mine[figure]))
