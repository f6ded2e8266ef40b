"""Which tables of a breakdown count the same people, and so must hide the same places.

The same pupils stand behind absence and marks, behind this year and the last. Where fewer people
than may be told of are counted in one table and not in the other, what is shown of one is as good
as shown of the other. Where more are missing, there is room for doubt.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.sums import Line

Place = tuple[str, str]
"""Group and level."""
Cells = dict[Place, tuple["Key", float]]
"""The bundle at each place of one breakdown in one table, and its people."""


def families(lines: Iterable[Line], minimum_n: int) -> list[list[Cells]]:
    """Tables that count nearly the same people, breakdown by breakdown.

    Args:
        lines: Every line of every table.
        minimum_n: Smallest group that may be shown.
    """
    found: defaultdict[str, list[list[Cells]]] = defaultdict(list)
    for subgroup, cells in _tables(lines):
        for family in found[subgroup]:
            if _is_close(family[0], cells, minimum_n):
                family.append(cells)
                break
        else:
            found[subgroup].append([cells])
    return [family for of_one in found.values() for family in of_one if len(family) > 1]


def _tables(lines: Iterable[Line]) -> list[tuple[str, Cells]]:
    """The cells of each breakdown in each table; of several columns the fewest people."""
    found: defaultdict[tuple[str, ...], Cells] = defaultdict(dict)
    for line in lines:
        for one in line.members:
            key, n = one.key, one.tally.n
            if not key.subgroup or not one.is_told:
                continue
            cells = found[key.subgroup, key.analysis, key.outcome, key.before, key.after]
            place = (key.group, key.level)
            cells[place] = (key, min(n, cells[place][1]) if place in cells else n)
    return [(subgroup, found[subgroup, *name]) for subgroup, *name in sorted(found)]


def _is_close(one: Cells, other: Cells, minimum_n: int) -> bool:
    """Whether two tables count nearly the same people of some group."""
    apart: defaultdict[str, float] = defaultdict(float)
    for place in one.keys() | other.keys():
        n, m = (cells[place][1] if place in cells else 0.0 for cells in (one, other))
        apart[place[0]] += abs(n - m)
    return min(apart.values(), default=minimum_n) < minimum_n
