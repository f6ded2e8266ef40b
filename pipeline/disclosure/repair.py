"""What else to hide where a hidden group is exposed: the cheapest change that would cover it.

A change of the true table that keeps every sum, and makes the exposed group as large, or as
small, as it must be able to be, is a table that a reader could take for the true one if all that
it changes were hidden. The one that changes least of what is worth showing is found by a linear
programme. Where one changes nothing that is shown, the group was covered already.

Source: Castro (2012), "Recent advances in optimization techniques for statistical tabular data
protection", European Journal of Operational Research 216(2), 257-269.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.disclosure.certify import CLOSE, SIGNS, Sparse, solve
from pipeline.disclosure.system import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.certify import Side
    from pipeline.disclosure.sums import Member
    from pipeline.disclosure.system import Equation, Table, Wanted

TIE: Final = 1e-3
"""What it costs to change a hidden cell by one person: next to nothing, but not nothing."""
RANK: Final = 1e-6
"""What a place further back in the order costs: ties always break in the same way."""
NEAR: Final = 10
"""How many cells of a sum are looked at first, where it has more."""
FAR: Final = 50
"""How many cells of a sum are looked at then."""
FEW: Final = 500
"""So few sums are soon solved together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """Finds what to hide in one table.

    Attributes:
        table: The table.
        hidden: Bundles that are hidden.
        worth: What the loss of a cell weighs, beside its size.
        public: Bundles that were given out before, and cannot be hidden.
    """

    table: Table
    hidden: Container[Key]
    worth: Callable[[Key], float]
    public: Container[Key] = frozenset()

    def is_covered(self, want: Wanted, side: Side) -> bool:
        """Whether some change of hidden cells alone, not far from a cell, makes it what it must be.

        Args:
            want: The cell, and what must be possible for it.
            side: The side on which it is not proven to be.
        """
        by = self._by(want, side)
        for reach in (NEAR, FAR):
            found = self._change(want, by, self._near(want.cell, reach, 0), is_free=False)
            if found is not None:
                return True
        return False

    def cells(self, want: Wanted, side: Side) -> list[Key]:
        """The shown cells to hide so that one cell can be what it must be able to be.

        Nothing where what is hidden covers it already, or where nothing would help.

        Args:
            want: The cell, and what must be possible for it.
            side: The side on which it is not proven to be.
        """
        by, everything = self._by(want, side), self.table.equations
        tried = [(everything, False)] if len(everything) <= FEW else []
        tried += [(self._near(want.cell, FAR, FAR), True), (everything, True)]
        for equations, is_free in tried:
            found = self._change(want, by, equations, is_free=is_free)
            if found is not None:
                return found
        return []

    def _by(self, want: Wanted, side: Side) -> float:
        """By how many people a cell must be able to change."""
        return (want.most if side == "most" else want.least) - self._size(want)

    def _size(self, want: Wanted) -> float:
        parts = self.table.parts(self.table.members[want.cell])
        return sum(parts) if want.part == PEOPLE else parts[want.part]

    def _near(self, cell: Key, n_hidden: int, n_shown: int) -> list[Equation]:
        """The sums around a cell: its own, and those of some cells in them.

        Args:
            cell: The cell.
            n_hidden: How many of the largest hidden cells of each sum.
            n_shown: How many of the cheapest shown cells of each sum.
        """
        at, equations = self.table.at, self.table.equations
        positions = dict.fromkeys(at[cell])
        for equation in [equations[one] for one in positions]:
            shown = [one for one in equation.members if one.key not in self.hidden]
            cells = sorted(shown, key=self._order)[:n_shown]
            secret = [one for one in equation.members if one.key in self.hidden]
            cells += sorted(secret, key=lambda one: (-one.tally.n, one.key))[:n_hidden]
            for one in cells:
                positions.update(dict.fromkeys(at[one.cell]))
        return [equations[one] for one in sorted(positions)]

    def _order(self, one: Member) -> tuple[float, float, Key]:
        return (self.worth(one.key), one.tally.n, one.key)

    def _change(
        self, want: Wanted, by: float, equations: Sequence[Equation], *, is_free: bool
    ) -> list[Key] | None:
        """The shown cells of the cheapest change within some sums; None where there is none."""
        there = Counter(one.cell for equation in equations for one in equation.members)
        cells = {one.cell: one for equation in equations for one in equation.members}
        may_change = [
            one
            for cell, one in cells.items()
            if there[cell] == len(self.table.at[cell]) and one.tally.n > 0
            if one.key in self.hidden or (is_free and one.is_told and one.key not in self.public)
        ]
        changes = Changes(self.table.width)
        for rank, cell in enumerate(sorted(may_change, key=self._order)):
            price = self.worth(cell.key) + 1 + math.log(cell.tally.n)
            cost = TIE if cell.key in self.hidden else price
            changes.allow(cell.cell, self.table.parts(cell), cost + rank * RANK)
        for equation in equations:
            changes.keep(equation)
        for tie in self.table.ties:
            changes.tie(*tie)
        moved = changes.cheapest(want, by)
        if moved is None:
            return None
        found = dict.fromkeys(cells[cell].key for cell in moved)
        return [key for key in found if key not in self.hidden]


class Changes:
    """Changes of a table that keep its sums: each cell by so many people up or down."""

    def __init__(self, width: int) -> None:
        """No cell may change yet.

        Args:
            width: Parts of a cell.
        """
        self._width = width
        self._cost: list[float] = []
        self._bounds: list[tuple[float, float]] = []
        self._columns: dict[Key, int] = {}
        self._equal, self._there = Sparse(), Sparse()

    def allow(self, cell: Key, parts: Sequence[float], cost: float) -> None:
        """Lets a cell change: upwards at will, downwards to one person."""
        first = self._columns[cell] = len(self._cost)
        for n in parts:
            self._column(n, cost)
        signs = [(first + at, (-1.0, 1.0)[at % 2]) for at in range(2 * len(parts))]
        self._there.add(signs, sum(parts) - 1)

    def keep(self, equation: Equation) -> None:
        """Keeps a sum; people of unknown level may take up the difference."""
        for part in range(self._width):
            entries: list[tuple[int, float]] = []
            for member, sign in equation.signed:
                at = self._columns.get(member.cell)
                if at is not None:
                    entries += [(at + 2 * part, sign), (at + 2 * part + 1, -sign)]
            if entries and equation.is_open:
                at = self._column(equation.rest[part], 0.0)
                entries += [(at, 1.0), (at + 1, -1.0)]
            if entries:
                self._equal.add(entries, 0.0)

    def tie(self, *pair: Member) -> None:
        """Lets two cells change by the same people alone; neither, where one may not change."""
        columns = [self._columns.get(one.cell) for one in pair]
        entries = [
            (at + 2 * part + down, sign * (1.0, -1.0)[down])
            for at, sign in zip(columns, SIGNS, strict=True)
            if at is not None
            for part in range(self._width)
            for down in (0, 1)
        ]
        if entries:
            self._equal.add(entries, 0.0)

    def cheapest(self, want: Wanted, people: float) -> list[Key] | None:
        """The cells of the cheapest change that moves one of them by so many people."""
        first = self._columns[want.cell]
        parts = range(self._width) if want.part == PEOPLE else (want.part,)
        moved = [(first + 2 * p + down, -1.0 if down else 1.0) for p in parts for down in (0, 1)]
        self._equal.add(moved, people)
        found = solve(self._cost, self._equal, self._there, self._bounds)
        if found is None:
            return None
        ups = range(0, 2 * self._width, 2)
        return [
            cell
            for cell, at in self._columns.items()
            if any(abs(found[at + up] - found[at + up + 1]) > CLOSE for up in ups)
        ]

    def _column(self, n: float, cost: float) -> int:
        """A pair of columns, up and down; the first of them."""
        self._cost += [cost, cost]
        self._bounds += [(0.0, math.inf), (0.0, n)]
        return len(self._cost) - 2
