"""What is hidden or shown as one: all analyses of one question about one group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

BARE_FROM: Final = 301
"""People from which a share may be so near to none or all that single people make the rest."""
BARE: Final = 2
"""People on either side of a share up to which it is taken for none or all of a small group."""
WITHHELD: Final = "withheld by the source"
"""Reason of a figure that the file holds back: hidden before it came to us."""
ABOUT_PEOPLE: Final = frozenset(
    {
        "level", "change", "expected", "attrition", "baseline", "balance", "impact", "improvement",
        "unmeasured", "mix", "detectable", "nonresponse", "bounds", "gap", "reliability",
        "response", "weighted", "retrospective", "usual", "trend", "reach", "dose", "gpra", "cost",
        "sides", "answers",
    }
)  # fmt: skip
SHARES_OF_ALL: Final = frozenset(
    {
        "attrition", "balance", "nonresponse", "mix", "detectable", "usual", "trend", "reach",
        "dose", "gpra",
    }
)  # fmt: skip
"""Analyses whose means, if any, are no levels of the outcome."""
DISTANCES: Final = frozenset({"gap"})
"""Analyses whose means are distances between groups, not levels."""


class Key(NamedTuple):
    """A bundle: the analyses, by whichever model, of one question about one group."""

    analysis: str
    outcome: str
    group: str
    subgroup: str
    level: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people a number tells of, and of how many of them it is true; NaN if unknown."""

    n: float
    hits: float = math.nan

    def __sub__(self, other: Tally) -> Tally:
        """The people of this tally who are not in the other, a part of it."""
        return Tally(self.n - other.n, self.hits - other.hits)

    def is_unsafe(self, minimum_n: int) -> bool:
        """Whether these people are too few, or too much alike, to be told of.

        >>> Tally(9).is_unsafe(10), Tally(10).is_unsafe(10), Tally(0).is_unsafe(10)
        (True, False, False)
        >>> Tally(50, 2).is_unsafe(10), Tally(50, 3).is_unsafe(10), Tally(301, 0).is_unsafe(10)
        (True, False, False)
        """
        if not self.n > 0:
            return False
        if self.n < minimum_n:
            return True
        return self.n < BARE_FROM and min(self.hits, self.n - self.hits) <= BARE


def key_of(row: Mapping[str, Any]) -> Key:
    """The bundle of a row of ESTIMATES."""
    names = ("analysis", "outcome", "group", "subgroup", "level", "period_before", "period_after")
    return Key(*(str(row[name]) for name in names))


def tallies(row: Mapping[str, Any], shares: frozenset[str]) -> dict[str, Tally]:
    """The people that a row tells of, by the column that counts them.

    Args:
        row: A row of ESTIMATES.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    has_hits = (
        row["outcome"] in shares
        and row["analysis"] not in DISTANCES | SHARES_OF_ALL
        and row["model"] != "stuart_maxwell"
    )
    sides = {"n_before": "mean_before", "n_after": "mean_after"}
    found = {"n": Tally(float(row["n"]))}
    for count, mean in sides.items():
        n = float(row[count]) if math.isfinite(row[count]) else float(row["n"])
        is_told = math.isfinite(row[count]) or math.isfinite(row[mean])
        if is_told:
            found[count] = Tally(n, _hits(row[mean], n) if has_hits else math.nan)
    return found


def is_withheld(row: Mapping[str, Any]) -> bool:
    """Whether the source itself holds the figure back."""
    return bool(row["reason"] == WITHHELD)


def _hits(share: float, n: float) -> float:
    return float(round(share * n)) if math.isfinite(share * n) else math.nan
