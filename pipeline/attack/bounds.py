"""How few and how many each unknown number can be, given sums that hold: by pushing bounds."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PUSHES: Final = 40
"""Times that one sum is pushed along at most: bounds may creep, and programmes do the rest."""


class Sum(NamedTuple):
    """A whole that its parts make, or at least make.

    Attributes:
        whole: Its variable.
        parts: Those of its parts.
        is_exact: Whether nothing is left over.
        by: Breakdown that it is of; empty where it holds whatever the breakdown.
        table: Number of the table that it is of.
    """

    whole: int
    parts: tuple[int, ...]
    is_exact: bool
    by: str = ""
    table: int = 0

    @property
    def members(self) -> tuple[int, ...]:
        """Whole and parts."""
        return (self.whole, *self.parts)


@dataclass(slots=True)
class System:
    """Numbers of people, each known or between bounds, and the sums that tie them.

    Attributes:
        lower: Fewest, by variable.
        upper: Most, by variable.
        sums: Sums that hold.
        names: What each variable counts, to say it.
        why: The sum that a bound from above last came from.
    """

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    why: dict[int, Sum] = field(default_factory=dict)

    def variable(self, name: str, lower: float = 0.0, upper: float = math.inf) -> int:
        """A new number between bounds."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.names.append(name)
        return len(self.lower) - 1

    def is_known(self, variable: int) -> bool:
        """Whether a number is certain."""
        return self.lower[variable] == self.upper[variable]

    def _raise(self, variable: int, bound: float) -> bool:
        if bound <= self.lower[variable]:
            return False
        self.lower[variable] = bound
        return True

    def _drop(self, variable: int, bound: float, why: Sum) -> bool:
        if bound >= self.upper[variable]:
            return False
        self.upper[variable] = bound
        self.why[variable] = why
        return True

    def push(self, one: Sum) -> list[int] | None:
        """Pushes bounds along a sum: the variables that moved; None where it cannot hold."""
        least = sum(self.lower[part] for part in one.parts)
        moved = [one.whole] if self._raise(one.whole, least) else []
        moved += [p for p in one.parts if self._under(one, p, least)]
        if one.is_exact:
            moved += self._over(one)
        is_broken = any(self.lower[at] > self.upper[at] for at in (one.whole, *moved))
        return None if is_broken else moved

    def _under(self, one: Sum, part: int, least: float) -> bool:
        """A part is no more than the whole less the others."""
        return self._drop(part, self.upper[one.whole] - least + self.lower[part], one)

    def _over(self, one: Sum) -> list[int]:
        """Where nothing is left over, the parts have to make the whole."""
        endless = [part for part in one.parts if self.upper[part] == math.inf]
        finite = sum(self.upper[part] for part in one.parts if self.upper[part] < math.inf)
        if len(endless) > 1:
            return []
        if endless:
            return endless if self._raise(endless[0], self.lower[one.whole] - finite) else []
        moved = [one.whole] if self._drop(one.whole, finite, one) else []
        least = self.lower[one.whole] - finite
        moved += [p for p in one.parts if self._raise(p, least + self.upper[p])]
        return moved


def narrow(system: System) -> Sum | None:
    """Pushes bounds along all sums until none moves; the first sum that cannot hold, if any."""
    at: defaultdict[int, list[int]] = defaultdict(list)
    for position, one in enumerate(system.sums):
        for variable in one.members:
            at[variable].append(position)
    waiting = deque(range(len(system.sums)))
    is_waiting = [True] * len(system.sums)
    pushes = [0] * len(system.sums)
    while waiting:
        position = waiting.popleft()
        is_waiting[position] = False
        pushes[position] += 1
        moved = system.push(system.sums[position])
        if moved is None:
            return system.sums[position]
        for variable in moved:
            for other in at[variable]:
                is_creeping = system.sums[other].is_exact and pushes[other] > MOST_PUSHES
                if not is_waiting[other] and not is_creeping:
                    waiting.append(other)
                    is_waiting[other] = True
    return None


def components(system: System) -> Iterator[tuple[list[int], list[Sum]]]:
    """Unknown variables that sums tie together, with those sums."""
    parent = list(range(len(system.lower)))
    unknown = [[v for v in one.members if not system.is_known(v)] for one in system.sums]
    for members in unknown:
        for other in members[1:]:
            parent[_root(parent, other)] = _root(parent, members[0])
    tied: defaultdict[int, list[Sum]] = defaultdict(list)
    for one, members in zip(system.sums, unknown, strict=True):
        if members:
            tied[_root(parent, members[0])].append(one)
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for variable in range(len(system.lower)):
        if not system.is_known(variable):
            inside[_root(parent, variable)].append(variable)
    for top, variables in inside.items():
        yield variables, tied[top]


def _root(parent: list[int], variable: int) -> int:
    """The variable that stands for all that are tied to one; paths are shortened on the way."""
    while parent[variable] != variable:
        parent[variable] = parent[parent[variable]]
        variable = parent[variable]
    return variable
