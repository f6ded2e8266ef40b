"""The sums of tables as equations: what a reader who knows the rules could take for true.

Each cell is a count of people, or where the figure is a share two of them: those of whom it is
true and those of whom it is not. What is shown is known; what is hidden may be any number from 1
on (that there is nobody is shown), as long as all sums come out. Where everybody is of a known
level a sum is an equation, since a reader may know that from elsewhere; where not, those of
unknown level may be any number too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from pipeline.disclosure.bundles import BARE_FROM

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.sums import Line, Member

Parts = tuple[float, ...]
"""The people of a cell: all of them, or those of whom it is true and those of whom it is not."""
PEOPLE: Final = -1
"""The part of a cell that is all of its people."""
PAIRED: Final = "paired"
"""What tells those apart who were measured twice and once."""
GROUPS: Final = "groups"
"""What tells participants and the comparison group apart."""


class Wanted(NamedTuple):
    """What must be possible for a hidden cell.

    Attributes:
        cell: The cell.
        part: Which of its parts, or all of its people.
        most: A size that must be possible.
        least: A size that must be possible.
    """

    cell: Key
    part: int
    most: float
    least: float


@dataclass(frozen=True, slots=True)
class Equation:
    """A whole, its parts, and those of unknown level.

    Attributes:
        whole: The whole.
        parts: Its parts, as far as it is known how many people they have.
        rest: People of unknown level, part by part; all 0 where everybody is of a known level.
        is_open: Whether there may be people of unknown level.
        by: What tells the parts apart: a breakdown, the two groups, or who is paired.
    """

    whole: Member
    parts: tuple[Member, ...]
    rest: Parts
    is_open: bool
    by: str

    @property
    def scope(self) -> tuple[str, str]:
        """What tells the parts apart, and the analysis that does."""
        return (self.by, self.whole.key.analysis)

    @property
    def members(self) -> tuple[Member, ...]:
        """Parts and whole."""
        return (*self.parts, self.whole)

    @property
    def signed(self) -> Iterator[tuple[Member, float]]:
        """Each member with its sign, so that they add up to nothing but those of unknown level."""
        yield self.whole, -1.0
        for part in self.parts:
            yield part, 1.0


@dataclass(frozen=True)
class Table:
    """Columns of counts that can be laid beside each other.

    Attributes:
        lines: Every line of them.
        ties: Pairs of cells that count the same people, of whom different things are true.
    """

    lines: Sequence[Line] = field(repr=False)
    ties: Sequence[tuple[Member, Member]] = field(default=(), repr=False)

    @cached_property
    def members(self) -> dict[Key, Member]:
        """Every member by its cell, in a fixed order."""
        found = {member.cell: member for line in self.lines for member in line.members}
        return dict(sorted(found.items()))

    @cached_property
    def width(self) -> int:
        """Parts of a cell: 2 where every figure is a share."""
        told = [one for one in self.members.values() if one.is_told and one.tally.n > 0]
        return 1 + (bool(told) and not any(math.isnan(one.tally.hits) for one in told))

    @cached_property
    def equations(self) -> list[Equation]:
        """Every sum that comes out; parts that overlap add up to nothing."""
        found = (self._equation(line) for line in self.lines)
        return [one for one in found if one is not None]

    @cached_property
    def at(self) -> dict[Key, list[int]]:
        """The positions of the sums that each cell is in."""
        found: defaultdict[Key, list[int]] = defaultdict(list)
        for position, equation in enumerate(self.equations):
            for member in equation.members:
                found[member.cell].append(position)
        return dict(found)

    def parts(self, member: Member) -> Parts:
        """The people of a cell as they are."""
        n, hits = member.tally.n, member.tally.hits
        if self.width == 1 or not n > 0:
            return (n,) * self.width
        return (hits, n - hits)

    def is_counted(self, member: Member) -> bool:
        """Whether it is known how many people a cell has, part by part."""
        return not member.is_withheld and not any(map(math.isnan, self.parts(member)))

    def _equation(self, line: Line) -> Equation | None:
        if not self.is_counted(line.whole):
            return None
        known = tuple(part for part in line.parts if self.is_counted(part))
        whole, parts = self.parts(line.whole), [self.parts(part) for part in known]
        rest = tuple(whole[i] - sum(part[i] for part in parts) for i in range(self.width))
        if min(rest) < 0:
            return None
        return Equation(
            whole=line.whole, parts=known, rest=rest,
            is_open=len(known) < len(line.parts) or any(rest), by=_by(line),
        )  # fmt: skip


def complete(tables: Iterable[Table], hidden: Container[Key]) -> frozenset[tuple[str, str]]:
    """Breakdowns, and analyses of them, of which a reader could think that they leave nobody out.

    They are those whose sums come out exactly wherever they are wholly shown; an analysis that
    shows no such sum goes by the others.

    Args:
        tables: Every table.
        hidden: Bundles that are hidden.
    """
    exact: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for table in tables:
        for one in table.equations:
            is_shown = all(m.is_told and m.key not in hidden for m in one.members)
            scopes = (one.by, one.whole.key.analysis), (one.by, "")
            for scope in scopes:
                exact[scope] += [not one.is_open] if is_shown and one.whole.tally.n > 0 else []
    return frozenset(
        (by, analysis)
        for by, analysis in exact
        if by != PAIRED and all(found := exact[by, analysis] or exact[by, ""]) and found
    )


def _by(line: Line) -> str:
    whole, part = line.whole.key, line.parts[0].key
    if whole.analysis != part.analysis:
        return PAIRED
    return part.subgroup if part.subgroup != whole.subgroup else GROUPS


def wanted(table: Table, hidden: Container[Key], *, minimum_n: int) -> list[Wanted]:
    """What must be possible for the hidden cells of a table.

    A small group may be of any size from 1 to what may be shown, and no small enough group is
    certain to be all of one kind.
    """
    found = []
    for cell, member in table.members.items():
        n, hits = member.tally.n, member.tally.hits
        is_hidden = member.key in hidden and n > 0 and cell in table.at
        if not is_hidden or not table.is_counted(member):
            continue
        if n < minimum_n:
            found.append(Wanted(cell, PEOPLE, most=minimum_n, least=1))
        if n < BARE_FROM and hits == 0:
            found.append(Wanted(cell, 0, most=1, least=0))
        if n < BARE_FROM and hits == n:
            found.append(Wanted(cell, table.width - 1, most=1, least=0))
    return found
