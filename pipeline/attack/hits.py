"""Of how many people of a hidden group something is true, from the shares that are shown.

A share as it is printed, of so many people, leaves few numbers of those of whom it is true. They
add up as the people do, and so do the others; together they are the group.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from pipeline.attack.bounds import Sum
from pipeline.attack.leak import is_hidden, is_shown, number
from pipeline.attack.model import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.attack.leak import Place, Row
    from pipeline.attack.model import Model
    from pipeline.attack.tables import Count, Table

BARE_FROM: Final = 301
"""People from which none and all are no secret."""
OF_SHARES: Final = frozenset({"level", "change", "answers"})
"""Analyses whose means are shares of the people that they count."""
STEPS: Final = frozenset({"stuart_maxwell"})
"""Models whose means are steps of an answer."""
MEANS: Final = {"before": "mean_before", "after": "mean_after"}
FEWEST_DECIMALS: Final = 2
SLACK: Final = 1e-9

Tally = tuple[int, int]
"""The variables of those of whom it is true, and of the others."""


def shares(rows: Iterable[Row]) -> frozenset[str]:
    """Outcomes whose levels are shares of people: in percent, and none above 1."""
    highest: dict[str, float] = {}
    for row in rows:
        if row.get("analysis") == "level" and row.get("unit") == "%":
            mean = number(row.get("mean_after", ""))
            highest[row["outcome"]] = max(highest.get(row["outcome"], 0.0), mean, key=_or_none)
    return frozenset(name for name, mean in highest.items() if mean <= 1)


def _or_none(value: float) -> float:
    return -math.inf if math.isnan(value) else value


def count_hits(model: Model, found: Mapping[Table, Mapping[Place, Count]]) -> None:
    """Takes the shares of an outcome into its model.

    Args:
        model: With all tables of the outcome.
        found: Those tables.
    """
    sums = list(model.system.sums)
    tallies: dict[tuple[int, str], Tally] = {}
    for name, table in found.items():
        for side, mean in _sides(name):
            for place, count in table.items():
                people = model.at[name, place]
                tallies[people, side] = _tally(model, people, count, mean)
    added = [
        one._replace(
            whole=tallies[one.whole, side][k],
            parts=tuple(tallies[part, side][k] for part in one.parts),
            table=-one.table,  # shares that do not add up say nothing of the people
        )
        for one in sums
        for side in ("before", "after", "level")
        if all((member, side) in tallies for member in one.members)
        for k in (0, 1)
    ]
    for _, part, whole, side in model.tied():
        if (part, side) in tallies and (whole, "level") in tallies:
            pairs = zip(tallies[part, side], tallies[whole, "level"], strict=True)
            added += [Sum(everybody, (some,), is_exact=False) for some, everybody in pairs]
    model.system.sums += added


def _sides(name: Table) -> Iterator[tuple[str, str]]:
    """The sides of a table that have shares, with the column of the share."""
    if name.analysis not in OF_SHARES or name.model in STEPS or name.column == "sides":
        return
    if name.analysis != "change":
        yield "level", "mean_after"
        return
    for side, mean in MEANS.items():
        if name.column in {"n", f"n_{side}"}:
            yield side, mean


def _tally(model: Model, people: int, count: Count, mean: str) -> Tally:
    """Those of whom it is true, and the others: as the share tells, or as it may be."""
    system = model.system
    low, high = _hits(count, mean)
    most = system.upper[people]
    name = system.names[people]
    hits = system.variable(name, low, min(high, most))
    others = system.variable(name, max(system.lower[people] - high, 0.0), most - low)
    system.sums.append(Sum(people, (hits, others), is_exact=True))
    if is_hidden(count.row) and people in model.targets:
        for variable in (hits, others):
            model.targets[variable] = Target(count.row, mean, 1.0, "share", people)
    return hits, others


def _hits(count: Count, mean: str) -> tuple[float, float]:
    """The fewest and the most of whom a printed share can be true."""
    share = number(count.row.get(mean, "")) if is_shown(count.row) else math.nan
    if math.isnan(share) or count.value is None or not 0 <= share <= 1:
        return 0.0, math.inf if count.value is None else count.value
    step = 0.5 * 10.0 ** -_decimals(count.row, mean)
    low = math.ceil(count.value * (share - step) - SLACK)
    high = math.floor(count.value * (share + step) + SLACK)
    low, high = max(low, 0), min(high, int(count.value))
    return (float(low), float(high)) if low <= high else (0.0, count.value)


def _decimals(row: Row, column: str) -> int:
    """Decimals that a share was rounded to, at least: trailing zeros are seen where printed."""
    value = row.get(column, "").partition(".")[2]
    printed = row.get(f"shown {column}", "")
    shown = len(printed.rstrip("%").partition(".")[2]) if printed.endswith("%") else 0
    return max(FEWEST_DECIMALS, len(value), FEWEST_DECIMALS + shown)
