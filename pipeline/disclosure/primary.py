"""What must be hidden for its own sake, and what falls with it.

Level rows stand for themselves, group by group and period by period. Every other analysis is
made of levels: it is hidden with any group-period that it tells of, and for its own counts,
which are those of the analysed people. A change that is hidden for its few pairs does not hide
the levels, which count other people too.

A share of a group under 301 is hidden where it is true of at most 2 people or of all but at
most 2, so that a hidden share is never certain to be 0 or 100 percent. (Showing such a share
coded, as "under 5%", is left to a stricter profile.)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal

from pipeline.disclosure.bundles import Key, key_of, tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Reason = Literal["primary", "complementary"]
Row = dict[str, Any]


def unsafe(rows: Iterable[Row], *, minimum_n: int, shares: frozenset[str]) -> set[Key]:
    """The bundles of rows about people that tell of too few, or of people too much alike."""
    return {key_of(row) for row in rows if is_unsafe(row, minimum_n=minimum_n, shares=shares)}


def is_unsafe(row: Row, *, minimum_n: int, shares: frozenset[str]) -> bool:
    """Whether a row tells of people who are too few or too much alike."""
    found = tallies(row, shares).values()
    if row["analysis"] == "reach":  # who was not reached is told as well
        rest = float(row["n_before"]) - float(row["n"])
        if 0 < rest < minimum_n:
            return True
    if row["analysis"] == "response":  # a rate of answers is no share with a property
        return bool(0 < row["n"] < minimum_n)
    return any(tally.is_unsafe(minimum_n) for tally in found)


def dependents(keys: Iterable[Key]) -> Mapping[Key, Sequence[Key]]:
    """For each bundle, those that are made of it and are hidden with it."""
    keys = tuple(keys)
    by_place: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in keys:
        if key.analysis in {"level", "change"}:
            by_place[key.outcome, key.group, key.subgroup, key.level].append(key)
            by_place[key.outcome, key.group, key.subgroup].append(key)
    found: defaultdict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        for place in _places(key):
            for part in by_place[place]:
                if _is_part(part, key):
                    found[part].append(key)
    return found


def _places(key: Key) -> list[tuple[str, ...]]:
    """Where to look for what a bundle is made of."""
    if key.analysis in {"gap", "mix"}:  # of all levels, whichever they are called
        return [(key.outcome, key.group, key.subgroup)]
    if key.analysis in SERIES:
        return [(key.outcome, key.group, "", "")]
    groups = ("participants", "comparison") if key.group == "contrast" else (key.group,)
    is_made = key.analysis in _MADE
    return [(key.outcome, group, key.subgroup, key.level) for group in groups if is_made]


SERIES = frozenset({"usual", "trend"})
"""Analyses that are made of the levels of every period."""

_MADE = frozenset(
    {
        "change", "expected", "baseline", "impact", "improvement", "unmeasured", "detectable",
        "nonresponse", "bounds", "weighted", "dose", "cost", "answers",
    }
)  # fmt: skip
"""Analyses that are made of the levels, and changes, of their own place."""


def _is_part(part: Key, whole: Key) -> bool:
    """Whether a level or change is of the periods that an analysis tells of."""
    if whole.analysis in SERIES:
        return part.analysis == "level"
    periods = {whole.before, whole.after} - {""}
    if part.analysis == "level":
        return part.after in periods
    return whole.analysis != "change" and periods <= {part.before, part.after}
