"""The numbers of people behind the tables of a release, and all that ties them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.attack.bounds import Sum, System, components, narrow
from pipeline.attack.leak import is_hidden
from pipeline.attack.programme import Contradiction, Programme
from pipeline.attack.tables import Table, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.attack.leak import Kind, Place, Row
    from pipeline.attack.tables import Count, Evidence

PAIRED: Final = frozenset({"change", "impact", "baseline"})
"""Analyses of people who were counted among the levels of their periods."""
MORE: Final = frozenset({"imputed"})
"""Models that count people without a value."""
APART: Final = frozenset({"independent", "mixed"})
"""Models whose one count is of people of either period."""


class Target(NamedTuple):
    """A number that must be able to reach a goal: at most or at least.

    Attributes:
        row: The row that is hidden.
        column: Its column.
        goal: What its size must be able to be.
        kind: What it would tell otherwise.
        people: The variable of the people that it is of.
    """

    row: Row
    column: str
    goal: float
    kind: Kind
    people: int


@dataclass(slots=True)
class Model:
    """Tables of a release as a system of sums.

    Attributes:
        minimum_n: The smallest group that may be shown.
        evidence: Which breakdowns leave nobody out.
        is_complete: Whether all are known to.
        public: People at a place, where everybody knows.
        fewest: People in a hidden level at least: only one with somebody in it is ever hidden.
        system: The numbers and their sums.
        at: The variable of each count.
        targets: What must be possible of the hidden ones.
        certain: How many people there are at least, where that was last settled.
    """

    minimum_n: int
    evidence: Evidence
    is_complete: bool = False
    public: Mapping[Place, float] = field(default_factory=dict)
    fewest: float = 1.0
    system: System = field(default_factory=System)
    at: dict[tuple[Table, Place], int] = field(default_factory=dict)
    targets: dict[int, Target] = field(default_factory=dict)
    certain: list[float] = field(default_factory=list)

    def add(self, name: Table, table: Mapping[Place, Count]) -> None:
        """Takes in a table of counts with its sums."""
        for place, count in table.items():
            self.at[name, place] = self._variable(name, place, count)
        for line in lines(table):
            row = table[line.whole].row
            if self.evidence.is_overlapping(line.by, row, name):
                continue
            is_exact = self.is_complete or self.evidence.is_complete(line.by, row, name)
            parts = tuple(self.at[name, part] for part in line.parts)
            table_of = len(self.at)
            whole = self.at[name, line.whole]
            self.system.sums.append(Sum(whole, parts, is_exact, line.by, table_of))

    def _variable(self, name: Table, place: Place, count: Count) -> int:
        if count.value is not None:
            return self.system.variable(str(place), count.value, count.value)
        least = self.fewest if name.analysis == "level" and is_hidden(count.row) else 0.0
        most = float(self.public.get(place, math.inf))
        variable = self.system.variable(str(place), least, most)
        if is_hidden(count.row) and most >= self.minimum_n:
            goal = float(self.minimum_n)
            self.targets[variable] = Target(count.row, count.column, goal, "subtraction", variable)
        return variable

    def tie(self) -> None:
        """Those who were paired are some of those counted in either period."""
        ties = [(name, part, whole) for name, part, whole, _ in self.tied()]
        low, high = self.system.lower, self.system.upper
        broken = {name[:3] for name, part, whole in ties if low[part] > high[whole]}
        for name, part, whole in ties:
            if name[:3] not in broken:
                self.system.sums.append(Sum(whole, (part,), is_exact=False))

    def tied(self) -> Iterator[tuple[Table, int, int, str]]:
        """Each count of paired people with the level that they are part of, and its side."""
        apart = {name._replace(column="n") for name, _ in self.at if name.column == "n_before"}
        for (name, place), part in self.at.items():
            for period, side in _periods(name, is_at_once=name not in apart):
                level = Table("level", name.outcome, "", "", period, "n")
                if (level, place) in self.at:
                    yield name, part, self.at[level, place], side

    def settled(self, *, is_most: bool = True) -> dict[int, float]:
        """The targets that fall short of their goal, with how far they can go.

        Args:
            is_most: Whether goals are to be reached from below; else every target down to 1.
        """
        while True:
            trial = self._fresh()
            try:
                found = _short(trial, self._goals(is_most=is_most), is_most=is_most)
            except Contradiction as clash:
                self._loosen(clash.args[0])
            else:
                self.certain = trial.lower
                return found

    def _goals(self, *, is_most: bool) -> dict[int, float]:
        if is_most:
            return {variable: target.goal for variable, target in self.targets.items()}
        return {v: 1.0 for v, target in self.targets.items() if target.kind == "subtraction"}

    def _fresh(self) -> System:
        found = self.system
        return System(list(found.lower), list(found.upper), list(found.sums), list(found.names))

    def _loosen(self, clash: Sequence[Sum]) -> None:
        """Takes back what was inferred of the tables of sums that cannot hold; else those sums.

        Which of the sums of a table is the wrong one cannot be told from where they clash.
        """
        exact = {one.table for one in self.system.sums if one.is_exact and one.by}
        is_across = not all(one.by for one in clash)  # what ties tables is of none
        tables = {one.table for one in clash} & exact or (exact if is_across else set())
        if tables:
            self.system.sums = [
                one._replace(is_exact=False) if one.by and one.table in tables else one
                for one in self.system.sums
            ]
        else:
            gone = set(clash)
            self.system.sums = [one for one in self.system.sums if one not in gone]


def _periods(name: Table, *, is_at_once: bool) -> Iterator[tuple[str, str]]:
    """The periods that people of a count were counted in, with the side of the row."""
    if name.analysis not in PAIRED or name.model in MORE:
        return
    is_both = name.column == "sides" or (is_at_once and name.model not in APART)
    if name.before and (is_both or name.column == "n_before"):
        yield name.before, "before"
    if name.after and (is_both or name.column == "n_after"):
        yield name.after, "after"


def _short(system: System, goals: dict[int, float], *, is_most: bool) -> dict[int, float]:
    clash = narrow(system)
    if clash is not None:
        raise Contradiction([clash])
    ends = system.upper if is_most else system.lower
    sign = 1 if is_most else -1
    found = {v: ends[v] for v, goal in goals.items() if sign * (goal - ends[v]) > 0}
    for variables, sums in components(system):
        wanted = {v: goals[v] for v in variables if v in goals and v not in found}
        # where every sum is an inequality, bounds that are pushed are all there is to know
        if wanted and any(one.is_exact for one in sums):
            programme = Programme(system, variables, sums)
            found |= programme.short(wanted, is_most=is_most)
    return found
