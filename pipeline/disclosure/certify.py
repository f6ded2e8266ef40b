"""Proof that what is hidden stays hidden: one table that fits all that is shown, for many cells.

A linear programme looks for numbers that a reader must take for possible and that make as many
hidden groups as can be as large, or as small, as they have to be able to be. A group that it
cannot make so is looked at alone (see repair).

Source: Fischetti & Salazar (2001), "Solving the cell suppression problem on tabular data with
linear constraints", Management Science 47(7).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from pipeline.disclosure.system import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.system import Equation, Table, Wanted

Side = Literal["most", "least"]
SIDES: Final[tuple[Side, ...]] = ("most", "least")
CLOSE: Final = 1e-6
"""Nearer than this to what must be possible is possible: the solver's own tolerance."""
SIGNS: Final = (1.0, -1.0)
FEW: Final = 50
"""So few cells are sooner proven one by one; a round that proves no more is the last."""


@dataclass(slots=True)
class Sparse:
    """A matrix that is written down entry by entry, with the right-hand side of each row.

    Attributes:
        at: Row of each entry.
        of: Column of each entry.
        value: Each entry.
        right: Right-hand side of each row.
    """

    at: list[int] = field(default_factory=list)
    of: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)

    def add(self, entries: Iterable[tuple[int, float]], right: float) -> None:
        """One more row."""
        row = len(self.right)
        for column, value in entries:
            self.at.append(row)
            self.of.append(column)
            self.value.append(value)
        self.right.append(right)

    def copy(self) -> Sparse:
        """The same, to be written on."""
        return Sparse(self.at[:], self.of[:], self.value[:], self.right[:])


def solve(
    cost: Sequence[float],
    equal: Sparse,
    below: Sparse,
    bounds: Sequence[tuple[float, float]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    """The columns that cost least, or None where no numbers fit.

    Args:
        cost: Cost of one of each column.
        equal: Rows that must equal their right-hand side.
        below: Rows that may be at most their right-hand side.
        bounds: Least and most of each column.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # slow to import: where needed
    from scipy.sparse import csr_array

    at = [*equal.at, *(row + len(equal.right) for row in below.at)]
    values, columns = equal.value + below.value, equal.of + below.of
    right = np.array(equal.right + below.right)
    least = np.array(equal.right + [-math.inf] * len(below.right))
    rows = csr_array((values, (at, columns)), shape=(len(right), len(cost)))
    found = milp(
        np.asarray(cost),
        bounds=Bounds(*np.array(bounds).T),
        constraints=LinearConstraint(rows, least, right),
    )
    return np.asarray(found.x) if found.status == 0 else None


class Programme:
    """The equations of a table over the cells that are not known."""

    def __init__(
        self,
        table: Table,
        hidden: Container[Key],
        complete: Container[tuple[str, str]] = frozenset(),
    ) -> None:
        """The equations.

        Args:
            table: The table.
            hidden: Bundles that are hidden.
            complete: Breakdowns by analysis that are thought to leave nobody out, be it so or not.
        """
        self._complete = complete
        self.width = table.width
        self.columns: dict[Key, int] = {}
        for cell, one in table.members.items():
            if one.key in hidden and one.tally.n > 0 and table.is_counted(one):
                self.columns[cell] = len(self.columns) * self.width
        self.n_columns = len(self.columns) * self.width
        self.equal, self.there = Sparse(), Sparse()
        for first in self.columns.values():  # nobody is no secret: who is hidden is somebody
            self.there.add([(first + part, -1.0) for part in range(self.width)], -1.0)
        for equation in table.equations:
            is_known = all(one.cell not in self.columns for one in equation.members)
            for part in range(0 if is_known else self.width):
                self._add(table, equation, part)
        for tie in table.ties:
            if all(one.cell in self.columns for one in tie):
                both = [
                    (self.columns[one.cell], sign) for one, sign in zip(tie, SIGNS, strict=True)
                ]
                parts = range(self.width)
                self.equal.add([(at + part, sign) for at, sign in both for part in parts], 0.0)

    def _add(self, table: Table, equation: Equation, part: int) -> None:
        right, entries = 0.0, []
        for member, sign in equation.signed:
            at = self.columns.get(member.cell)
            if at is None:
                right -= sign * table.parts(member)[part]
            else:
                entries.append((at + part, sign))
        if equation.is_open and equation.scope not in self._complete:
            entries.append((self.n_columns, 1.0))
            self.n_columns += 1
        self.equal.add(entries, right)

    def unproven(self, wants: Sequence[Wanted], side: Side) -> list[Wanted]:
        """Proves round by round what one table can prove, as long as that is a good part.

        What is left may still be free: one table cannot make every cell large at once.

        Args:
            wants: What must be possible.
            side: The side to prove.
        """
        left, n_before = list(wants), math.inf
        while left and min(len(left), n_before - len(left)) >= (n_before < math.inf) * FEW:
            n_before = len(left)
            left = self._round(left, side)
        return left

    def is_possible(self) -> bool:
        """Whether any numbers fit: what is thought of breakdowns may be wrong."""
        bounds = [(0.0, math.inf)] * self.n_columns
        return solve([0.0] * self.n_columns, self.equal, self.there, bounds) is not None

    def _round(self, wants: Sequence[Wanted], side: Side) -> list[Wanted]:
        """The wants that the best table for all of them together does not meet."""
        sign = 1.0 if side == "most" else -1.0
        below = self.there.copy()
        for at, want in enumerate(wants, start=self.n_columns):
            below.add([(at, sign), *((one, -sign) for one in self._of(want))], 0.0)
        bounds = [(0.0, math.inf)] * self.n_columns
        bounds += [(0.0, w.most) if side == "most" else (w.least, math.inf) for w in wants]
        cost = [0.0] * self.n_columns + [-sign] * len(wants)
        found = solve(cost, self.equal, below, bounds)
        if found is None:
            return list(wants)
        sizes = [sum(found[one] for one in self._of(want)) for want in wants]
        if side == "most":
            return [w for w, n in zip(wants, sizes, strict=True) if n < w.most - CLOSE]
        return [w for w, n in zip(wants, sizes, strict=True) if n > w.least + CLOSE]

    def _of(self, want: Wanted) -> range:
        """The columns that a want is about."""
        first = self.columns[want.cell]
        if want.part == PEOPLE:
            return range(first, first + self.width)
        return range(first + want.part, first + want.part + 1)
