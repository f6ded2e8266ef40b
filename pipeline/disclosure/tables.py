"""Which columns of counts are laid beside each other: levels, and the change between them.

Whoever is in a change is in the levels at both of its ends. So the cells of the three are proven
together: a level is the whole of those who are paired and those who were measured once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.disclosure.sums import Line
from pipeline.disclosure.system import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.disclosure.bundles import Key

Name = tuple[str, ...]
"""Analysis, outcome, model, column, period before, period after."""
ENDS = {"n_before": "before", "n_after": "after"}
"""Column of a change, and the period of the level that it is a part of."""

PLAIN = frozenset({"", "paired"})
"""Models whose shares are of the people that they count, neither weighed nor trimmed."""


def tables_of(lines: Iterable[Line]) -> list[Table]:
    """The tables that lines are in, those that tell of each other as one."""
    columns = _columns(lines)
    levels = {(n[1], n[5]): n for n in columns if n[0] == "level"}
    joined: defaultdict[Name, list[Name]] = defaultdict(list)
    for name in columns:
        if name[0] == "change" and name[3] in ENDS:
            joined[name[:3] + name[4:]].append(name)
    found, done = [], set()
    for (_, outcome, _, before, after), mine in joined.items():
        ends = [levels.get((outcome, period)) for period in (before, after)]
        names = [*mine, *(name for name in ends if name is not None)]
        done |= set(names)
        found.append(_beside(columns, names))
    found += [Table(mine) for name, mine in columns.items() if name not in done]
    return found


def _columns(lines: Iterable[Line]) -> dict[Name, list[Line]]:
    """Lines by column; of two columns with the same people the one that says more of them."""
    found: defaultdict[Name, list[Line]] = defaultdict(list)
    for line in lines:
        key = line.whole.key
        found[*line.table, key.before, key.after].append(line)
    kept: dict[tuple[object, ...], Name] = {}
    for name in sorted(found, key=lambda one: (one[2] not in PLAIN, one)):
        table = Table(found[name])
        told = tuple((one.key, one.tally.n) for one in table.members.values())
        at = (name[:2], name[0] == "change" and name[3] in ENDS and name[3], told)
        if at not in kept or Table(found[kept[at]]).width < table.width:
            kept[at] = name
    names = set(kept.values())
    twice = {name for name in names if name[3] == "n" and _has_sides(name, found, names)}
    return {name: mine for name, mine in found.items() if name in names - twice}


def _has_sides(name: Name, found: dict[Name, list[Line]], names: set[Name]) -> bool:
    """Whether the people of a change are those that it counts before and after."""

    def people(one: Name) -> list[tuple[Key, float]]:
        return [(m.key, m.tally.n) for m in Table(found[one]).members.values()]

    sides = [(*name[:3], side, *name[4:]) for side in ENDS]
    return name[0] == "change" and all(
        side in names and people(side) == people(name) for side in sides
    )


def _beside(columns: dict[Name, list[Line]], names: Sequence[Name]) -> Table:
    """Some columns as one table, tied where they count the same people."""
    at = {name: {m.key: m for line in columns[name] for m in line.members} for name in names}
    lines = [line for name in names for line in columns[name]]
    ties = []
    changes = [name for name in names if name[0] == "change"]
    for name in changes:
        for key, member in at[name].items():
            period = getattr(key, ENDS[name[3]])
            whole = key._replace(analysis="level", before="", after=period)
            level = next((at[n][whole] for n in names if n[0] == "level" and whole in at[n]), None)
            if level is not None:
                lines.append(Line(level, (member,), name))
    if len(changes) == len(ENDS):
        one, other = (at[name] for name in changes)
        ties = [
            (member, other[key])
            for key, member in one.items()
            if key in other and other[key].tally.n == member.tally.n
        ]
    return Table(lines, ties)
