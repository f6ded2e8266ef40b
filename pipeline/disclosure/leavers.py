"""Those who were measured once: what the levels of all, less the change of those paired, tell.

A level counts everybody who was measured in a period, a change those who were measured in both.
Where few were measured in one alone, or they are too much alike, the two laid side by side would
tell of them. A breakdown then shows its change without the people behind it; a whole group shows
its change in full, and its level as a round figure without a count.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pipeline.disclosure.bundles import Key, key_of, tallies
from pipeline.disclosure.hiding import hidden
from pipeline.disclosure.sums import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Row = dict[str, Any]
Place = tuple[str, str, str, str]
"""Outcome, group, breakdown and level."""
COUNTS: Final = ("n", "n_before", "n_after", "n_missing", "n_clusters")
MEANS: Final = ("mean_before", "mean_after", "sd_before", "sd_after")
TESTS: Final = ("statistic", "df")
"""What a number of people could be worked back from."""
LEVELS: Final = (*COUNTS, "sd_before", "sd_after", "std_error")
IN_PART: Final = {"reason": "privacy"}
"""What the row says of itself then."""
OF_PAIRS: Final = frozenset({"change", "impact", "baseline", "dose", "expected", "answers"})
"""Analyses that could count the people of a change."""
NO_PAIRS: Final = frozenset({"independent"})
"""Models of a change that count all who were measured."""


class Found(NamedTuple):
    """What may not be told in full.

    Attributes:
        places: Outcome, group, breakdown and level whose paired people are not counted.
        levels: Levels that are told as round figures.
    """

    places: frozenset[Place]
    levels: frozenset[Key]


def leavers(rows: Iterable[Row], *, minimum_n: int, shares: frozenset[str]) -> Found:
    """Where those who were measured once could be told of.

    They are a group like any other: hidden where they are few, with others where sums over a
    breakdown or over groups would give them away. Where they are hidden of everyone, the levels
    of a breakdown would add up to the level of all, and are told as round figures too.

    Args:
        rows: Rows of ESTIMATES.
        minimum_n: Smallest group that may be shown.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    rows = list(rows)
    levels = {key_of(row): row for row in rows}
    left = [_left(level, row, side, shares) for row in rows for level, side in _levels(row, levels)]
    gone = hidden([row for row in left if row["n"] >= 0], minimum_n=minimum_n, shares=shares)
    whole = {(key.outcome, key.after) for key in gone.bundles if not key.subgroup}
    return Found(
        frozenset(_place(key) for key in gone.bundles if key.subgroup),
        frozenset(k for k in levels if k.analysis == "level" and (k.outcome, k.after) in whole),
    )


def _left(level: Row, change: Row, side: str, shares: frozenset[str]) -> Row:
    """Those of a level who are not in a change, as a level of their own."""
    left = tallies(level, shares)["n_after"] - tallies(change, shares)[side]
    mean = left.hits / left.n if left.n > 0 else math.nan
    ends = f"{change['period_before']} {change['period_after']}"
    return level | {
        "n": left.n, "n_after": left.n, "mean_after": mean, "period_before": f"{ends} {side}",
        "model": change["model"], "status": "published",
    }  # fmt: skip


def without_leavers(rows: Iterable[Row], found: Found) -> list[Row]:
    """The rows, without what would tell of those who were measured once."""
    return [_without(row, found) for row in rows]


def _levels(row: Row, levels: Mapping[Key, Row]) -> Iterator[tuple[Row, str]]:
    """The levels at both ends of a change of the same people, with the side of it that counts."""
    if row["analysis"] != "change" or not row["n"] == row["n_before"] == row["n_after"] > 0:
        return
    for period, side in ((row["period_before"], "n_before"), (row["period_after"], "n_after")):
        key = key_of(row)._replace(analysis="level", before="", after=period)
        level = levels.get(key)
        if level is not None:
            yield level, side


def _without(row: Row, found: Found) -> Row:
    if row["status"] != "published":
        return row
    if key_of(row) in found.levels:
        return row | dict.fromkeys(LEVELS, math.nan) | IN_PART
    key = key_of(row)
    groups = PARTS if key.group == "contrast" else (key.group,)
    is_of_pairs = row["analysis"] in OF_PAIRS and row["model"] not in NO_PAIRS
    if is_of_pairs and any(_place(key._replace(group=one)) in found.places for one in groups):
        return row | dict.fromkeys((*COUNTS, *MEANS, *TESTS), math.nan) | IN_PART
    return row


def _place(key: Key) -> Place:
    return (key.outcome, key.group, key.subgroup, key.level)
