"""What the stranger finds, and how it reads a row of a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Row = dict[str, str]
Kind = Literal[
    "open", "small", "subtraction", "share", "rest", "leavers", "missing", "reason",
    "disagreement", "correction",
]  # fmt: skip
COUNTS: Final = ("n", "n_before", "n_after")
NUMBERS: Final = (
    *COUNTS, "n_clusters", "n_missing", "mean_before", "mean_after", "sd_before", "sd_after",
    "estimate", "std_error", "statistic", "df", "p_value", "p_adjusted", "conf_low", "conf_high",
    "conf_level", "effect", "effect_low", "effect_high", "baseline", "target", "current", "p_met",
    "progress", "elapsed", "p_attain", "forecast_low", "forecast", "forecast_high", "gas",
)  # fmt: skip
"""Columns of results.csv and goals.csv that hold numbers."""
ENTRIES: Final = frozenset({"activity", "monthly"})
"""Analyses that count entries of a log, not people; so do outcomes named `<log>.<figure>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something that may not be had and can be.

    Attributes:
        id: The row that it is about.
        column: Its column.
        said: What can be had, and how; never the number itself.
        kind: How it is had. open: it is printed somewhere. small: a group of too few is shown.
            subtraction: sums bound a hidden group. share: none or all of a hidden group. rest:
            those of no known level, or not reached. leavers: those counted in one period and
            not in both. missing: those counted for one outcome and not for another. reason:
            the file says why rows are hidden. disagreement: two files say different things.
            correction: two releases do.
    """

    id: str
    column: str
    said: str
    kind: Kind = "open"


class Place(NamedTuple):
    """Where a count stands in its table: group, breakdown, level."""

    group: str
    subgroup: str
    level: str

    def __str__(self) -> str:
        """The place in a few words."""
        return f"{self.group}, {self.subgroup}={self.level}" if self.subgroup else self.group


def place_of(row: Row) -> Place:
    """Where a row stands in its table."""
    return Place(row.get("group", ""), row.get("subgroup", ""), row.get("level", ""))


def number(text: str) -> float:
    """A cell as a number; NaN where it holds none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def is_of_people(row: Row) -> bool:
    """Whether a row counts people, not entries of a log."""
    return row.get("analysis", "") not in ENTRIES and "." not in row.get("outcome", "")


def is_hidden(row: Row) -> bool:
    """Whether a row is hidden to protect people."""
    return row.get("status") == "suppressed"


def is_shown(row: Row) -> bool:
    """Whether the numbers of a row are told."""
    return row.get("status") == "published"


def is_few(people: float, minimum_n: int) -> bool:
    """Whether so many people are a group that may not be told of."""
    return 0 < people < minimum_n
