"""Everybody that a row could have counted: those it counts, and those without a value.

A row that says how many people it counts and how many it does not tells how many there are, and
that is the same for every outcome and period of the same people.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.attack.bounds import Sum
from pipeline.attack.leak import is_shown, number
from pipeline.attack.model import MORE
from pipeline.attack.tables import Count, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.attack.leak import Place
    from pipeline.attack.model import Model
    from pipeline.attack.tables import Tables

OF_EVERYBODY: Final = frozenset({"level", "change"})
"""Analyses that say how many people have no value."""


@dataclass(slots=True)
class Registers:
    """Who could have been counted.

    Attributes:
        tables: Everybody at each place, of each group of sources that agree.
        of_source: Which of them a source counts from.
    """

    tables: Tables = field(default_factory=dict)
    of_source: dict[str, Table] = field(default_factory=dict)


def enrolled(found: Tables) -> Registers:
    """How many people there are at each place, by the sources that agree on it."""
    by_source: defaultdict[str, dict[Place, set[float]]] = defaultdict(dict)
    places: defaultdict[str, dict[Place, Count]] = defaultdict(dict)
    for _, place, count in _counts(found):
        source = count.row.get("source", "")
        places[source].setdefault(place, count)
        missing = number(count.row.get("n_missing", ""))
        if count.value is not None and not math.isnan(missing):
            by_source[source].setdefault(place, set()).add(count.value + missing)
    registers = Registers()
    for source, told in sorted(by_source.items()):
        if all(len(values) == 1 for values in told.values()):
            _enter(registers, source, {p: v for p, (v,) in told.items()}, places[source])
    return registers


def _enter(
    registers: Registers, source: str, told: Mapping[Place, float], places: Mapping[Place, Count]
) -> None:
    """Takes a source to those that it agrees with, or to a register of its own."""
    agree = (name for name, table in registers.tables.items() if _agrees(told, table))
    name = next(agree, Table("enrolled", source, "", "", "", "n"))
    table = registers.tables.setdefault(name, {})
    registers.of_source[source] = name
    for place, count in places.items():
        value = told.get(place)
        if table.get(place) is None or table[place].value is None:
            row = {**count.row, "id": "", "status": "", "analysis": "enrolled"}
            table[place] = Count(row=row, column="n", value=value)


def _agrees(told: Mapping[Place, float], table: Mapping[Place, Count]) -> bool:
    """Whether two sources tell the same number of people wherever both tell it."""
    both = [(table[place].value, n) for place, n in told.items() if place in table]
    known = [value == n for value, n in both if value is not None]
    return bool(known) and all(known)


def count_missing(model: Model, found: Tables, registers: Registers) -> None:
    """Takes into a model that those counted and those without a value are everybody."""
    system = model.system
    without: dict[int, int] = {}
    for name, place, count in _counts(found):
        register = registers.of_source.get(count.row.get("source", ""))
        if register is None or (name, place) not in model.at:
            continue
        missing = number(count.row.get("n_missing", "")) if is_shown(count.row) else math.nan
        low, high = (0.0, math.inf) if math.isnan(missing) else (missing, missing)
        people, all_ = model.at[name, place], model.at[register, place]
        without[people] = system.variable(f"missing: {place}", low, high)
        system.sums.append(Sum(all_, (people, without[people]), is_exact=True))
    for one in list(system.sums):
        if one.by and all(member in without for member in one.members):
            parts = tuple(without[part] for part in one.parts)
            system.sums.append(one._replace(whole=without[one.whole], parts=parts))


def _counts(found: Tables) -> Iterator[tuple[Table, Place, Count]]:
    """Counts of rows that say how many people have no value."""
    apart = {name._replace(column="n") for name in found if name.column == "n_before"}
    for name, table in found.items():
        is_once = name.column == "n" and name not in apart
        if name.analysis in OF_EVERYBODY and is_once and name.model not in MORE:
            yield from ((name, place, count) for place, count in table.items())
