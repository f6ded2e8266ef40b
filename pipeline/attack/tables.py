"""Published counts by where they stand: which are parts of which, and what adds up exactly."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.attack.leak import (
    COUNTS,
    ENTRIES,
    Place,
    is_hidden,
    is_of_people,
    is_shown,
    number,
    place_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.attack.leak import Row

NO_SUMS: Final = ENTRIES | {"gap", "mix", "response"}
"""Analyses whose counts are no parts of each other."""
CROSS: Final = " × "
FAMILY: Final = ("analysis", "outcome", "model", "period_before", "period_after")
"""What rows have in common whose counts can be parts of each other."""
GROUPS: Final = ("participants", "comparison")
ARMS: Final = "groups"
"""What participants and the comparison group are a breakdown by."""
SIDES: Final = {"n": "all", "n_before": "comparison", "n_after": "participants"}
"""Whom the counts of a contrast are of."""
NOBODY: Final = ("no values", "nobody")
"""How the reason begins where there was nobody to count."""


class Table(NamedTuple):
    """Counts that can be parts of each other: of one column of one analysis in the same periods."""

    analysis: str
    outcome: str
    model: str
    before: str
    after: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One count: its row and column, and its value where it can be known."""

    row: Row
    column: str
    value: float | None


class Line(NamedTuple):
    """A whole and what is told of its parts, of one breakdown."""

    whole: Place
    parts: tuple[Place, ...]
    by: str


class Scope(NamedTuple):
    """Where a breakdown is judged to leave nobody out: by what, in which source and analysis."""

    by: str
    source: str
    analysis: str


Tables = dict[Table, dict[Place, Count]]


def tables(rows: Iterable[Row]) -> Tables:
    """Every table of counts that has a row that is shown or hidden; columns that agree are one."""
    families: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("analysis", "") not in {"", *NO_SUMS} and is_of_people(row):
            families[tuple(row.get(name, "") for name in FAMILY)].append(row)
    found: Tables = {}
    for (analysis, outcome, model, before, after), members in families.items():
        family = Table(analysis, outcome, model, before, after, "sides")
        own = [row for row in members if row["group"] != "contrast"]
        for column in _columns(own):
            table = found[family._replace(column=column)] = {}
            for row in own:
                table.setdefault(place_of(row), _count(row, column))
        sides = _of_sides([row for row in members if row["group"] == "contrast"])
        if sides:
            found[family] = sides
    return found


def _of_sides(rows: Iterable[Row]) -> dict[Place, Count]:
    """Counts of contrasts by whom they are of."""
    found: dict[Place, Count] = {}
    for row in rows:
        for column, group in SIDES.items():
            if not is_shown(row) or row.get(column):
                found.setdefault(place_of(row)._replace(group=group), _count(row, column))
    return found


def _columns(rows: Sequence[Row]) -> Iterator[str]:
    """The columns that count, one of those that agree wherever they are shown."""
    seen: set[tuple[str, ...]] = set()
    shown = [row for row in rows if is_shown(row)]
    for column in COUNTS:
        values = tuple(row.get(column, "") for row in shown)
        # a level has n alone and again as n_after; where all is hidden, n stands for the others
        is_new = any(values) if shown else column == "n"
        told = [(v, w) for w in seen for v in [values] if all(a in {"", b} for a, b in zip(v, w))]  # noqa: B905
        if rows and is_new and not told:
            seen.add(values)
            yield column


def _count(row: Row, column: str) -> Count:
    value: float | None = number(row.get(column, "")) if is_shown(row) else None
    if value is not None and math.isnan(value):
        value = None
    if not is_shown(row) and not is_hidden(row) and row.get("reason", "").startswith(NOBODY):
        value = 0.0
    return Count(row=row, column=column, value=value)


def lines(table: Mapping[Place, Count]) -> Iterator[Line]:
    """Every whole of a table with its parts."""
    found: defaultdict[tuple[Place, str], list[Place]] = defaultdict(list)
    for place in table:
        for whole in _wholes(place):
            if whole in table:
                by = ARMS if whole.group != place.group else _by(place, whole)
                found[whole, by].append(place)
    for (whole, by), parts in found.items():
        yield Line(whole, tuple(parts), by)


def _wholes(place: Place) -> Iterator[Place]:
    """What a count is a part of."""
    if place.group in GROUPS:
        yield place._replace(group="all")
    if not place.subgroup:
        return
    yield Place(place.group, "", "")
    columns, levels = place.subgroup.split(CROSS), place.level.split(CROSS)
    if len(columns) > 1 and len(columns) == len(levels):
        for column, level in zip(columns, levels, strict=True):
            yield Place(place.group, column, level)


def _by(place: Place, whole: Place) -> str:
    return f"{place.subgroup} of {whole.subgroup}" if whole.subgroup else place.subgroup


@dataclass(slots=True)
class Evidence:
    """What lines that are wholly shown say of their breakdowns.

    A breakdown whose shown lines add up leaves nobody out, as far as anybody can see; one with a
    line that falls short does, and one whose parts make more than their whole has people in two.
    """

    adds_up: set[Scope]
    falls_short: set[Scope]
    overlaps: set[Scope]

    @classmethod
    def of(cls, found: Tables) -> Evidence:
        """Reads all tables of a release."""
        seen = cls(set(), set(), set())
        for name, table in found.items():
            for line in lines(table):
                whole = table[line.whole].value
                parts = [table[part].value for part in line.parts]
                told = sum(value for value in parts if value is not None)
                scopes = _scopes(line.by, table[line.whole].row, name)
                if whole is None:
                    continue
                if told > whole:
                    seen.overlaps.add(scopes[0])
                elif None not in parts and whole > 0:
                    (seen.adds_up if told == whole else seen.falls_short).update(scopes)
        return seen

    def is_complete(self, by: str, row: Row, name: Table) -> bool:
        """Whether a breakdown leaves nobody out of a table: by its own lines, else by others'."""
        own, near = _scopes(by, row, name)
        scope = own if own in self.adds_up | self.falls_short else near
        return scope in self.adds_up and scope not in self.falls_short

    def is_overlapping(self, by: str, row: Row, name: Table) -> bool:
        """Whether somebody is in two parts of a breakdown, so that they add up to nothing."""
        return _scopes(by, row, name)[0] in self.overlaps


def _scopes(by: str, row: Row, name: Table) -> tuple[Scope, Scope]:
    source = row.get("source", "")
    # counts of a contrast are of its two sides alone, so they say nothing of everybody
    analysis = f"{name.analysis} {name.column}" if name.column == "sides" else name.analysis
    return Scope(by, source, analysis), Scope(by, source, "" if name.column != "sides" else "sides")
