"""Which bundles are hidden: the small ones, what is made of them, and what would give them away.

What is hidden is then certified against chains of sums, and more is hidden until none helps.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import primary
from pipeline.disclosure.bundles import ABOUT_PEOPLE, key_of
from pipeline.disclosure.chains import narrowed
from pipeline.disclosure.sums import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.primary import Reason, Row
    from pipeline.disclosure.sums import Line, Member

NEAREST: Final = 8
"""How many of the smallest members of a line are weighed against each other."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The bundles that are hidden, and why."""

    bundles: Mapping[Key, Reason]

    def of(self, row: Mapping[str, Any]) -> Reason | None:
        """Why a row is hidden; None where it may be shown."""
        return self.bundles.get(key_of(row))


@dataclass(frozen=True, slots=True)
class Search:
    """The lines by bundle, and what is hidden so far.

    Attributes:
        minimum_n: Smallest group that may be shown.
        lines: Every line of every table.
        at: Positions of the lines that a bundle is in.
        dependents: What falls with each bundle.
        hidden: Bundles hidden so far.
        waiting: Positions of lines to look at again.
    """

    minimum_n: int
    lines: Sequence[Line]
    at: Mapping[Key, Sequence[int]]
    dependents: Mapping[Key, Sequence[Key]]
    hidden: dict[Key, Reason]
    waiting: deque[int]

    def hide(self, key: Key, reason: Reason) -> None:
        """Hides a bundle with all that is made of it."""
        if key in self.hidden:
            return
        self.hidden[key] = reason
        self.waiting.extend(self.at.get(key, ()))
        for dependent in self.dependents.get(key, ()):
            self.hide(dependent, reason)

    def is_exposed(self, line: Line) -> bool:
        """Whether subtraction gives what may not be told."""
        return line.is_exposed(self.hidden, self.minimum_n)

    def settle(self) -> None:
        """Hides one member of every exposed line, until none is; each step hides one more."""
        while self.waiting:
            line = self.lines[self.waiting.popleft()]
            while self.is_exposed(line):
                members = line.open_to_hide(self.hidden)
                if not members:
                    break
                self.hide(self._cheapest(members), "complementary")

    def certify(self) -> None:
        """Hides one member of every chain of sums that shows a hidden group to be small.

        Hiding only ever loosens what is known, so that a table once certified stays so.
        """
        tables: defaultdict[tuple[str, ...], list[Line]] = defaultdict(list)
        for line in self.lines:
            tables[line.table].append(line)
        for table in tables.values():
            while chain := narrowed(table, self.hidden, self.minimum_n):
                members = {m.key: m for line in chain for m in line.open_to_hide(self.hidden)}
                if not members:
                    break
                self.hide(self._cheapest(list(members.values())), "complementary")
                self.settle()

    def _cheapest(self, members: list[Member]) -> Key:
        """The member that is missed least.

        Levels before whole groups, and the figures of everyone before those of the two groups
        that the study compares; then the one whose loss exposes the fewest other lines; then
        the smallest; then the first by name.
        """
        members = sorted(members, key=lambda m: (_worth(m.key), m.tally.n, m.key))
        least = _worth(members[0].key)
        nearest = [m for m in members if _worth(m.key) == least][:NEAREST]
        return min(nearest, key=lambda m: (self._follows(m.key), m.tally.n, m.key)).key

    def _follows(self, key: Key) -> int:
        """How many lines would be exposed by hiding a bundle."""
        then = self.hidden.keys() | {key}
        return sum(
            self.lines[at].is_exposed(then, self.minimum_n) and not self.is_exposed(self.lines[at])
            for at in self.at[key]
        )


def hidden(rows: Iterable[Row], *, minimum_n: int, shares: frozenset[str]) -> Hidden:
    """The bundles to hide.

    Args:
        rows: Rows of ESTIMATES.
        minimum_n: Smallest group that may be shown.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    about_people = (row for row in rows if row["analysis"] in ABOUT_PEOPLE)
    rows = sorted(about_people, key=lambda row: (key_of(row), row["model"]))
    keys = dict.fromkeys(map(key_of, rows))
    found = list(lines(rows, shares))
    at: defaultdict[Key, list[int]] = defaultdict(list)
    for position, line in enumerate(found):
        for member in line.members:
            at[member.key].append(position)
    search = Search(
        minimum_n=minimum_n,
        lines=found,
        at=at,
        dependents=primary.dependents(keys),
        hidden={},
        waiting=deque(range(len(found))),
    )
    for key in sorted(primary.unsafe(rows, minimum_n=minimum_n, shares=shares)):
        search.hide(key, "primary")
    search.settle()
    search.certify()
    return Hidden(search.hidden)


def _worth(key: Key) -> int:
    return 2 * (not key.subgroup) + (key.group != "all")
