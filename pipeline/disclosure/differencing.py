"""Means of a few people that would follow from two means of many.

A matched comparison leaves people out. Where they are few, the mean of all and the mean of the
matched would tell theirs: the matched then show what sets the groups apart, and no means.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure.bundles import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.disclosure.bundles import Key

Row = dict[str, Any]

_MEANS: Final = ("mean_before", "mean_after", "sd_before", "sd_after")
_SIDES: Final = ("n_before", "n_after")
_OF_ALL: Final = ("did", "difference")


def without_lone_means(rows: Iterable[Row], *, minimum_n: int) -> list[Row]:
    """The rows, those of matched people without means where few were left out."""
    rows = list(rows)
    everyone: dict[Key, Row] = {}
    for row in rows:
        if row["model"] in _OF_ALL:
            everyone.setdefault(key_of(row), row)
    return [_safe(row, everyone.get(key_of(row)), minimum_n) for row in rows]


def _safe(row: Row, everyone: Row | None, minimum_n: int) -> Row:
    if row["model"] != "matched" or everyone is None:
        return row
    left_out = (everyone[side] - row[side] for side in _SIDES)
    if any(0 < left < minimum_n for left in left_out):
        return row | dict.fromkeys(_MEANS, math.nan)
    return row
