"""Means and counts of a few people that would follow from two rows about many.

A matched comparison leaves people out. Where they are few, or too much alike, the mean of all and
the mean of the matched would tell theirs: the matched then show what sets the groups apart, and no
means.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure.bundles import key_of, tallies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.disclosure.bundles import Key

Row = dict[str, Any]

_MEANS: Final = ("mean_before", "mean_after", "sd_before", "sd_after")
_SIDES: Final = ("n_before", "n_after")
_OF_ALL: Final = ("did", "difference")
_OF_MORE: Final = ("imputed",)
_PRIMARY: Final = 2
"""Slashes in the id of the primary answer of a whole group."""


def without_lone_means(rows: Iterable[Row], *, minimum_n: int, shares: frozenset[str]) -> list[Row]:
    """The rows, those of matched people without means where those left out could be told of."""
    rows = list(rows)
    everyone: dict[Key, Row] = {}
    primary: dict[Key, Row] = {}
    for row in rows:
        if row["model"] in _OF_ALL:
            everyone.setdefault(key_of(row), row)
        if row["id"].count("/") == _PRIMARY:
            primary.setdefault(key_of(row), row)
    safe = (_safe(row, everyone.get(key_of(row)), minimum_n, shares) for row in rows)
    return [_uncounted(row, primary.get(key_of(row)), minimum_n) for row in safe]


def _uncounted(row: Row, primary: Row | None, minimum_n: int) -> Row:
    """Without counts where, less those of the primary answer, they would tell of a few people."""
    if row["model"] not in _OF_MORE or primary is None:
        return row
    if 0 < abs(row["n"] - primary["n"]) < minimum_n:
        return row | dict.fromkeys(("n", *_SIDES), math.nan)
    return row


def _safe(row: Row, everyone: Row | None, minimum_n: int, shares: frozenset[str]) -> Row:
    if row["model"] != "matched" or everyone is None:
        return row
    whole, part = tallies(everyone, shares), tallies(row, shares)
    sides = (side for side in _SIDES if side in whole and side in part)
    left_out = (whole[side] - part[side] for side in sides)
    if any(left.is_unsafe(minimum_n) for left in left_out):
        return row | dict.fromkeys(_MEANS, math.nan)
    return row
