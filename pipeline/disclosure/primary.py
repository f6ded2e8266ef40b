"""Which bundles are hidden: a small group goes with everything that belongs to it.

A bundle is one outcome of one group at one level of one breakdown, in every period and
analysis. It is hidden when any of its counts is under the threshold, or when its share would
print as 0 or 100 percent in a small group. Then no line of the table participants, comparison,
all by the levels of the breakdown may have exactly one hidden bundle, or that one could be had
by subtraction: the smallest other one goes too, until every line is safe. Whether intervals
of hidden cells can still be narrowed by chains of sums is certified elsewhere.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BARE_FROM: Final = 301
"""People from which 0 and 100 percent may be shown."""
GROUPS: Final = ("participants", "comparison", "all")
ABOUT_PEOPLE: Final = frozenset({"level", "change", "baseline", "impact", "gap", "response"})

Reason = Literal["primary", "complementary"]
Key = tuple[str, str, str, str]
"""Outcome, group, subgroup, level."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The bundles that are hidden, and why."""

    bundles: Mapping[Key, Reason]

    def of(self, row: Mapping[str, Any]) -> Reason | None:
        """Why a row is hidden; None where it may be shown."""
        if row["analysis"] not in ABOUT_PEOPLE:
            return None
        if row["analysis"] == "gap":
            found = self._within(row)
        else:
            found = [self.bundles[key] for key in keys_of(row) if key in self.bundles]
        if not found:
            return None
        return "primary" if "primary" in found else "complementary"

    def _within(self, row: Mapping[str, Any]) -> list[Reason]:
        """Why any level of the breakdown that a gap compares is hidden."""
        table = (str(row["outcome"]), str(row["group"]), str(row["subgroup"]))
        return [reason for key, reason in self.bundles.items() if key[:3] == table]


def hidden(rows: Iterable[Mapping[str, Any]], *, minimum_n: int, shares: frozenset[str]) -> Hidden:
    """The bundles to hide.

    Args:
        rows: Rows of ESTIMATES.
        minimum_n: Smallest group that may be shown.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    sizes: dict[Key, float] = {}
    bundles: dict[Key, Reason] = {}
    for row in rows:
        if row["analysis"] not in ABOUT_PEOPLE:
            continue
        if row["analysis"] == "gap":
            continue
        small = is_small(row, minimum_n) or is_bare(row, shares)
        for key in keys_of(row):
            if row["analysis"] in {"level", "change"}:
                sizes[key] = max(sizes.get(key, 0.0), _n(row["n"]))
            if small:
                bundles[key] = "primary"
    _complement(bundles, sizes)
    return Hidden(bundles)


def is_small(row: Mapping[str, Any], minimum_n: int) -> bool:
    """Whether any group that the row tells of has people, but too few."""
    if row["analysis"] == "response":
        return 0 < _n(row["n"]) < minimum_n
    return any(0 < _n(row[name]) < minimum_n for name in ("n", "n_before", "n_after"))


def is_bare(row: Mapping[str, Any], shares: frozenset[str]) -> bool:
    """Whether a share of the row would print as 0 or 100 percent of a small group."""
    if row["outcome"] not in shares:
        return False
    sides = (("mean_before", "n_before"), ("mean_after", "n_after"))
    return any(_is_bare(row[mean], _n(row[n]) or _n(row["n"])) for mean, n in sides)


def keys_of(row: Mapping[str, Any]) -> tuple[Key, ...]:
    """The bundles that a row tells of: a contrast tells of both of its groups."""
    outcome, subgroup, level = str(row["outcome"]), str(row["subgroup"]), str(row["level"])
    groups = ("participants", "comparison") if row["group"] == "contrast" else (str(row["group"]),)
    return tuple((outcome, group, subgroup, level) for group in groups)


def _complement(bundles: dict[Key, Reason], sizes: Mapping[Key, float]) -> None:
    """Hides the smallest other bundle of every line that has exactly one hidden."""
    members: defaultdict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in sizes:
        members[key[0], key[2]].add(key)
    touched = {(key[0], key[2]) for key in bundles}
    for table in sorted(touched):
        lines = _lines(members[table])
        while True:
            exposed = [line for line in lines if _is_exposed(line, bundles)]
            if not exposed:
                break
            for line in exposed:
                if _is_exposed(line, bundles):
                    open_ones = [key for key in line if key not in bundles]
                    bundles[min(open_ones, key=lambda key: (sizes[key], key))] = "complementary"


def _lines(keys: set[Key]) -> list[list[Key]]:
    """Each group over its levels, and each level over the groups that add up to all."""
    by_group: defaultdict[str, list[Key]] = defaultdict(list)
    by_level: defaultdict[str, list[Key]] = defaultdict(list)
    for key in sorted(keys):
        by_group[key[1]].append(key)
        by_level[key[3]].append(key)
    levels = [line for line in by_level.values() if len(line) == len(GROUPS)]
    groups = [line for line in by_group.values() if line[0][2]]
    return groups + levels


def _is_exposed(line: list[Key], bundles: Mapping[Key, Reason]) -> bool:
    return len(line) > 1 and sum(key in bundles for key in line) == 1


def _is_bare(share: float, n: float) -> bool:
    if not math.isfinite(share) or not 0 < n < BARE_FROM:
        return False
    printed = round(100 * share)
    return printed in {0, 100}


def _n(value: float) -> float:
    return float(value) if math.isfinite(value) else 0.0
