"""How few and how many each unknown number can be, by linear and integer programmes.

Pushing bounds is all there is to know where every sum is an inequality. Where sums are exact, a
hidden number can be bounded by several of them at once. One programme that brings every number as
far as is asked proves most of them harmless together; each of the others has its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.attack.bounds import Sum, System

WHOLE: Final = 1e-6
"""Nearer than this to a whole number is one."""
SMALL: Final = 400
"""Unknown numbers up to which a programme is solved in whole numbers where it must be."""


class Contradiction(Exception):  # noqa: N818  no error: sums that cannot all hold
    """The sums cannot all hold; it holds those."""


@dataclass(frozen=True)
class Programme:
    """Unknown numbers that sums tie together.

    Attributes:
        system: Where their bounds are.
        variables: The unknown ones.
        sums: The sums that they are in.
    """

    system: System
    variables: Sequence[int]
    sums: Sequence[Sum]

    def short(self, goals: Mapping[int, float], *, is_most: bool) -> dict[int, float]:
        """The numbers that can not be brought to their goal, with how far they can be.

        Args:
            goals: How far each is to be brought, by variable.
            is_most: Whether up to the goal; else down to it.

        Raises:
            Contradiction: The sums cannot all hold.
        """
        sign = 1.0 if is_most else -1.0
        open_goals = dict(goals)
        was = len(open_goals) + 1
        while 1 < len(open_goals) < was:  # as long as one table proves some harmless
            was = len(open_goals)
            self._strike(open_goals, self._together(open_goals, sign), sign)
        found: dict[int, float] = {}
        while open_goals:
            variable, goal = open_goals.popitem()
            solution = self._one(variable, goal, sign)
            extreme = solution[self._at[variable]]
            if sign * (goal - extreme) > WHOLE:
                found[variable] = _whole(extreme, sign)
            else:
                self._strike(open_goals, solution, sign)
        return found

    def _strike(self, goals: dict[int, float], solution: Sequence[float], sign: float) -> None:
        """Takes off what a table in whole numbers shows to be possible; of many, any table."""
        if len(self.variables) <= SMALL and not _is_whole(solution):
            return
        for variable in [v for v in goals if sign * (goals[v] - solution[self._at[v]]) <= WHOLE]:
            del goals[variable]

    def _together(self, goals: Mapping[int, float], sign: float) -> list[float]:
        """A table in which as many numbers as can be are at their goals or past them, or near."""
        return self._solved(goals, sign)[: len(self.variables)]

    def _one(self, variable: int, goal: float, sign: float) -> list[float]:
        """A table in which one number is past its goal, or as near to it as it can be."""
        solution = self._together({variable: goal}, sign)
        if not _is_whole(solution) and len(self.variables) <= SMALL:
            return self._solved({variable: goal}, sign, is_whole=True)[: len(self.variables)]
        return solution

    def _solved(
        self, goals: Mapping[int, float], sign: float, *, is_whole: bool = False
    ) -> list[float]:
        """The best table there is, and behind it how far each number gets on the way to its goal.

        A number may have to be past its goal: only the way to it is bounded, not the number.
        """
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        above, most = self._matrix[0], self._matrix[1]
        exact, equal = self._matrix[2], self._matrix[3]
        n = len(self.variables)
        width = n + len(goals)
        ends = [(None, goal) if sign > 0 else (goal, None) for goal in goals.values()]
        ties = [{n + at: sign, self._at[v]: -sign} for at, v in enumerate(goals)]
        upper = vstack([_wider(above, width), _sparse(ties, width)])
        found = linprog(
            [0.0] * n + [-sign] * len(goals),
            A_ub=upper,
            b_ub=[*most, *([0.0] * len(goals))],
            A_eq=_wider(exact, width),
            b_eq=equal,
            bounds=[*self._limits, *ends],
            method="highs",
            integrality=np.repeat([int(is_whole), 0], [n, len(goals)]),
        )
        if found.x is None:
            raise Contradiction(list(self.sums))
        return [float(value) for value in found.x]

    @cached_property
    def _at(self) -> dict[int, int]:
        return {variable: at for at, variable in enumerate(self.variables)}

    @cached_property
    def _limits(self) -> list[tuple[float, float | None]]:
        upper = (self.system.upper[v] for v in self.variables)
        lower = (self.system.lower[v] for v in self.variables)
        return [(low, None if high == math.inf else high) for low, high in zip(lower, upper)]  # noqa: B905

    @cached_property
    def _matrix(self) -> tuple[Any, list[float], Any, list[float]]:
        """Parts less their whole: at most 0, or 0 where nothing is left over."""
        rows: tuple[list[dict[int, float]], list[dict[int, float]]] = ([], [])
        bounds: tuple[list[float], list[float]] = ([], [])
        for one in self.sums:
            weights: dict[int, float] = {}
            rest = 0.0
            for variable, weight in ((one.whole, -1.0), *((part, 1.0) for part in one.parts)):
                if variable in self._at:
                    at = self._at[variable]
                    weights[at] = weights.get(at, 0.0) + weight
                else:
                    rest += weight * self.system.lower[variable]
            rows[one.is_exact].append(weights)
            bounds[one.is_exact].append(-rest)
        width = len(self.variables)
        return _sparse(rows[0], width), bounds[0], _sparse(rows[1], width), bounds[1]


def _sparse(rows: Sequence[Mapping[int, float]], width: int) -> Any:
    from scipy.sparse import csr_array

    weights = [weight for row in rows for weight in row.values()]
    columns = [column for row in rows for column in row]
    starts = [0]
    for row in rows:
        starts.append(starts[-1] + len(row))
    return csr_array((weights, columns, starts), shape=(len(rows), width), dtype=float)


def _wider(matrix: Any, width: int) -> Any:
    from scipy.sparse import csr_array

    parts = (matrix.data, matrix.indices, matrix.indptr)
    return csr_array(parts, shape=(matrix.shape[0], width))


def _is_whole(solution: Sequence[float]) -> bool:
    return all(abs(value - round(value)) <= WHOLE for value in solution)


def _whole(value: float, sign: float) -> float:
    """The last whole number on the way."""
    return math.floor(value + WHOLE) if sign > 0 else math.ceil(value - WHOLE)
