"""What bands tell of how many people a share is true of, and bands wide enough to tell too little.

The number of people of whom a share is true is known to lie in its band, and such numbers add up
as people do: the levels of a breakdown to their group, those measured twice to all who were
measured. A linear programme finds how low and how high each can be in a table that fits all of
it. Where fewer than three numbers are left, the next wider band is taken, and all is tried again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.disclosure.bands import FEWEST, WIDTHS, Band, band_of, first_width, next_width
from pipeline.disclosure.bundles import BARE, BARE_FROM
from pipeline.disclosure.certify import CLOSE, Sparse, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UNTOLD: Final = 0
"""Width of a share that no band protects: it is not shown."""
SLOW: Final = 20
"""A round that proves less than one in so many of those that are left is the last."""
SOON: Final = 200_000
"""So many cells times cells of their table are soon tried one by one; of more all are widened."""
SIDES: Final = (1.0, -1.0)


class Cell(NamedTuple):
    """The people that a share is of, and of how many of them it is true."""

    outcome: str
    group: str
    subgroup: str
    level: str
    period: str
    n: float
    hits: float


class Fact(NamedTuple):
    """Something that is known: a sum of numbers of people lies between two numbers.

    Attributes:
        terms: Each cell with what one of its people counts in the sum.
        least: The least that the sum can be.
        most: The most that it can be.
    """

    terms: tuple[tuple[Cell, float], ...]
    least: float
    most: float

    @property
    def is_true(self) -> bool:
        """Whether it holds; parts that overlap add up to nothing."""
        found = sum(cell.hits * weight for cell, weight in self.terms)
        return self.least - CLOSE <= found <= self.most + CLOSE


@dataclass(frozen=True)
class Table:
    """Shares that hang together, and what is known of them.

    Attributes:
        shown: Cells that are shown in bands.
        facts: What is known; cells in it that are not shown are hidden.
    """

    shown: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    at: Mapping[Cell, int] = field(default_factory=dict)

    @classmethod
    def of(cls, shown: Iterable[Cell], facts: Iterable[Fact]) -> Table:
        """A table with its cells in a fixed order; what is not true nobody can know."""
        facts = tuple(fact for fact in facts if fact.is_true)
        mine = tuple(dict.fromkeys(shown))
        every = dict.fromkeys((*mine, *(cell for fact in facts for cell, _ in fact.terms)))
        return cls(mine, facts, {cell: at for at, cell in enumerate(every)})

    def alike(self, cell: Cell) -> Sequence[Cell]:
        """The shown cells of one place: those measured in a period, and those of them twice."""
        return self._places[cell[:5]]

    @cached_property
    def _places(self) -> dict[tuple[str, ...], list[Cell]]:
        found: defaultdict[tuple[str, ...], list[Cell]] = defaultdict(list)
        for cell in self.shown:
            found[cell[:5]].append(cell)
        return found

    def beside(self, cell: Cell) -> list[Cell]:
        """The shown cells that some fact tells of together with a cell."""
        found = {one for fact in self._of.get(cell, ()) for one, _ in fact.terms}
        return sorted(one for one in found if one != cell and one[:5] in self._places)

    @cached_property
    def _of(self) -> dict[Cell, list[Fact]]:
        found: defaultdict[Cell, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            for cell, _ in fact.terms:
                found[cell].append(fact)
        return dict(found)


def widths(shown: Iterable[Cell], facts: Iterable[Fact]) -> dict[Cell, int]:
    """The width of the band of each share; `UNTOLD` where no band is wide enough.

    Args:
        shown: The shares that are to be shown.
        facts: What a reader knows of the numbers of people behind them.
    """
    found: dict[Cell, int] = {}
    for table in _apart(tuple(dict.fromkeys(shown)), tuple(facts)):
        chosen = dict.fromkeys(table.shown, UNTOLD)
        for cell in table.shown:
            chosen[cell] = max(first_width(one.n) for one in table.alike(cell))
        while pinned := open_values(table, chosen):
            for cell in pinned:
                _widen(table, chosen, cell)
        found |= chosen
    return found


def open_values(table: Table, chosen: Mapping[Cell, int]) -> list[Cell]:
    """The shown cells that fewer than three numbers are left for.

    Args:
        table: The shares and what is known of them.
        chosen: Width of the band of each.
    """
    search = _Search(table, [limits(cell, chosen.get(cell, UNTOLD)) for cell in table.at])
    wants = [cell for cell in table.shown if chosen[cell] != UNTOLD]
    room = dict.fromkeys(wants, 0.0)
    left, n_before = wants, math.inf
    while left and n_before - len(left) > len(left) / SLOW:
        n_before = len(left)
        reached = [search.reach(left, side) for side in SIDES]
        for cell in left:
            room[cell] = max(room[cell], sum(one.get(cell, 0.0) for one in reached))
        left = [cell for cell in left if room[cell] < FEWEST - 1]
    if len(left) * len(table.at) > SOON:
        return left
    return [
        cell
        for cell in left
        if sum(search.reach([cell], side).get(cell, 0.0) for side in SIDES) < FEWEST - 1
    ]


def limits(cell: Cell, width: int) -> tuple[float, float]:
    """How many people a reader must take for possible, from the band and the rules alone.

    >>> limits(Cell("late", "all", "", "", "2024", 100, 4), 5)
    (3, 4)
    """
    if width == UNTOLD:
        return 0, cell.n
    least, most = band(cell, width).counts(cell.n)
    if cell.n < BARE_FROM:  # the rules hide what is true of 2 people or of all but 2
        least, most = max(least, BARE + 1), min(most, round(cell.n) - BARE - 1)
    return min(least, cell.hits), max(most, cell.hits)


def band(cell: Cell, width: int) -> Band:
    """The band of a cell."""
    return band_of(cell.hits / cell.n, width)


def _widen(table: Table, chosen: dict[Cell, int], cell: Cell) -> None:
    """Takes the next wider band for a place, or else for those it hangs together with."""
    least, most = limits(cell, WIDTHS[-1])
    is_hopeless = most - least < FEWEST - 1  # of 10 people 3 or 4: no band leaves three numbers
    for look in () if is_hopeless else (table.alike, table.beside):
        one = look(cell)
        can_be = [c for c in one if chosen.get(c) and next_width(chosen[c]) is not None]
        if cell not in one:  # those of few people are missed least
            can_be = sorted(can_be, key=lambda c: (c.n, c))[:1]
        for wider in can_be:
            chosen[wider] = next_width(chosen[wider]) or UNTOLD
        if can_be:
            return
    chosen[cell] = UNTOLD


def _apart(shown: Sequence[Cell], facts: Sequence[Fact]) -> list[Table]:
    """Tables that have nothing to do with each other: an outcome each."""
    cells: defaultdict[str, list[Cell]] = defaultdict(list)
    known: defaultdict[str, list[Fact]] = defaultdict(list)
    for cell in shown:
        cells[cell.outcome].append(cell)
    for fact in facts:
        known[fact.terms[0][0].outcome].append(fact)
    return [Table.of(mine, known[outcome]) for outcome, mine in cells.items()]


class _Search:
    """The facts of a table as a linear programme."""

    def __init__(self, table: Table, bounds: Sequence[tuple[float, float]]) -> None:
        self._at, self._bounds = table.at, bounds
        self._true = [cell.hits for cell in table.at]
        self._below = Sparse()
        for fact in table.facts:
            terms = [(table.at[cell], weight) for cell, weight in fact.terms]
            if fact.most < math.inf:
                self._below.add(terms, fact.most)
            if fact.least > -math.inf:
                self._below.add([(at, -weight) for at, weight in terms], -fact.least)

    def reach(self, cells: Sequence[Cell], side: float) -> dict[Cell, float]:
        """By how many whole people each cell can be more, or less, than it is; 2 at most."""
        n, below = len(self._at), self._below.copy()
        for rank, cell in enumerate(cells, start=n):
            at = self._at[cell]
            below.add([(rank, 1.0), (at, -side)], -side * self._true[at])
        most = float(FEWEST - 1)
        found = solve(
            [0.0] * n + [-1.0] * len(cells),
            Sparse(),
            below,
            [*self._bounds, *([(0.0, most)] * len(cells))],
        )
        if found is None:
            return {}
        return {
            cell: float(math.floor(min(most, found[rank]) + CLOSE))
            for rank, cell in enumerate(cells, start=n)
        }
