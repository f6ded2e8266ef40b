"""Which bundles are hidden: the small ones, what is made of them, and what would give them away.

What is hidden is then certified against chains of sums, and more is hidden until none helps.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.disclosure import primary
from pipeline.disclosure.bundles import ABOUT_PEOPLE, key_of
from pipeline.disclosure.certify import SIDES, Programme
from pipeline.disclosure.families import families
from pipeline.disclosure.repair import Repairs
from pipeline.disclosure.standing import Standing
from pipeline.disclosure.sums import lines
from pipeline.disclosure.system import complete, wanted
from pipeline.disclosure.tables import tables_of
from pipeline.disclosure.worth import NEAREST, order_of, worth

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.families import Cells
    from pipeline.disclosure.primary import Reason, Row
    from pipeline.disclosure.sums import Line, Member
    from pipeline.disclosure.system import Table


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
        standing: How each line stands, in their order.
        families: Tables of the same people, by breakdown.
        waiting: Positions of lines to look at again.
        public: Bundles that were given out before: to hide them protects nobody.
    """

    minimum_n: int
    lines: Sequence[Line]
    at: Mapping[Key, Sequence[int]]
    dependents: Mapping[Key, Sequence[Key]]
    hidden: dict[Key, Reason]
    standing: Sequence[Standing]
    families: Sequence[Sequence[Cells]]
    waiting: deque[int]
    public: frozenset[Key] = frozenset()

    @property
    def closed(self) -> Container[Key]:
        """Bundles that cannot be hidden: they are already, or it would protect nobody."""
        return self.hidden.keys() | self.public if self.public else self.hidden

    @property
    def is_whole(self) -> bool:
        """Whether no sum leaves anybody out."""
        return all(
            one.whole.tally.n == sum(part.tally.n for part in one.parts) for one in self.lines
        )

    def hide(self, key: Key, reason: Reason) -> None:
        """Hides a bundle with all that is made of it."""
        if key in self.hidden or key in self.public:
            return
        self.hidden[key] = reason
        for at in self.at.get(key, ()):
            self.standing[at].hide(key)
            self.waiting.append(at)
        for dependent in self.dependents.get(key, ()):
            self.hide(dependent, reason)

    def settle(self) -> None:
        """Hides one member of every exposed line, until none is; each step hides one more."""
        while self.waiting:
            standing = self.standing[self.waiting.popleft()]
            while standing.is_exposed(self.minimum_n):
                members = standing.open_to_hide(self.closed, NEAREST)
                if not members:
                    break
                self.hide(self._cheapest(members), "complementary")

    def align(self) -> None:
        """Hides the same places wherever the same people stand behind a hidden group of few.

        Were one place hidden for one outcome and another for the next, the two tables laid side
        by side would show what each hides.
        """
        n_before = -1
        while n_before < len(self.hidden):
            n_before = len(self.hidden)
            for cells in self.families:
                self._align(cells)
            self.settle()

    def _align(self, cells: Sequence[Cells]) -> None:
        """Hides the same places in all tables of a family that hide a group of few."""
        few = [
            table
            for table in cells
            if any(key in self.hidden and 0 < n < self.minimum_n for key, n in table.values())
        ]
        secret = {place for table in few for place, (key, _) in table.items() if key in self.hidden}
        for table in few:
            for place in sorted(secret & table.keys()):
                key, n = table[place]
                if n > 0:
                    self.hide(key, "complementary")

    def certify(self) -> None:
        """Proves that every hidden group stays hidden, and hides more where it does not.

        Hiding only ever loosens what is known, so that a table once proven stays so: but what is
        hidden for one table is hidden in all, and what falls with it has to be proven as well.
        """
        tables = tables_of(self.lines)
        proven = [0] * len(tables)
        is_done = False
        while not is_done:
            self.align()
            is_done = True
            for at, table in enumerate(tables):
                if proven[at] != self._n_hidden(table):
                    self._repair(table)
                    if any(one.is_open for one in table.equations):
                        self._doubt(table, complete(tables, self.hidden))
                    proven[at] = self._n_hidden(table)
                    is_done = False

    def cover(self, exposed: Sequence[Key]) -> bool:
        """Hides more beside groups that can still be had; whether anything more was hidden.

        One cell for each kind of table at a time: what covers one group often covers others.
        """
        n_before = len(self.hidden)
        first = {(key.analysis, key.outcome, key.before, key.after): key for key in exposed[::-1]}
        for key in first.values():
            members = self._beside(key)
            if members:
                self.hide(self._cheapest(members), "complementary")
        self.settle()
        self.certify()
        return len(self.hidden) > n_before

    def _beside(self, key: Key) -> list[Member]:
        """What is missed least of the sums of a bundle, of sums next to them, of its outcome."""
        near, seen = {key}, {key}
        while near:
            members = {m.key: m for k in near for m in self._members(k)}
            found = self._open(members.values())
            if found:
                return found
            near = members.keys() - seen
            seen |= near
        return self._open(
            m for one in self.lines for m in one.members if key.outcome == m.key.outcome
        )

    def _members(self, key: Key) -> Iterator[Member]:
        """The members of the lines of a bundle."""
        return (member for at in self.at.get(key, ()) for member in self.lines[at].members)

    def _open(self, members: Iterable[Member]) -> list[Member]:
        """Of some members those that can be hidden and are missed least, each once."""
        closed = self.closed
        found = {m.key: m for m in members if m.is_told and m.tally.n > 0 and m.key not in closed}
        return sorted(found.values(), key=order_of)[:NEAREST]

    def _n_hidden(self, table: Table) -> int:
        """How many cells of a table are hidden."""
        return sum(one.key in self.hidden for one in table.members.values())

    def _repair(self, table: Table) -> None:
        """Proves one table, and hides more where that is needed."""
        wants = wanted(table, self.hidden, minimum_n=self.minimum_n)
        programme = Programme(table, self.hidden)
        repairs = Repairs(table=table, hidden=self.hidden, worth=worth, public=self.public)
        for side in SIDES:
            left = programme.unproven([w for w in wants if side == "most" or w.least > 0], side)
            left = [want for want in left if not repairs.is_covered(want, side)]
            for want in programme.unproven(left, side):
                for key in repairs.cells(want, side):
                    self.hide(key, "complementary")
        self.settle()

    def _doubt(self, table: Table, whole: Container[tuple[str, str]]) -> None:
        """Holds where a reader thinks that nobody is left out, though somebody is."""
        if not any(one.is_open and one.scope in whole for one in table.equations):
            return
        for side in SIDES:
            programme = Programme(table, self.hidden, whole)
            if not programme.is_possible():
                return
            wants = wanted(table, self.hidden, minimum_n=self.minimum_n)
            left = programme.unproven([w for w in wants if side == "most" or w.least > 0], side)
            for want in left:
                while Programme(table, self.hidden, whole).unproven([want], side):
                    members = self._around(table, want.cell)
                    if not members:
                        break
                    self.hide(self._cheapest(members), "complementary")
        self.settle()

    def _around(self, table: Table, cell: Key) -> list[Member]:
        """The shown members of the sums of a cell that are missed least."""
        return self._open(one for at in table.at[cell] for one in table.equations[at].members)

    def _cheapest(self, members: list[Member]) -> Key:
        """The member that is missed least.

        Levels before whole groups, and the figures of everyone before those of the two groups
        that the study compares; then the one whose loss exposes the fewest other lines; then
        the smallest; then the first by name.
        """
        least = worth(members[0].key)
        nearest = [m for m in members if worth(m.key) == least]
        return min(nearest, key=lambda m: (self._follows(m.key), m.tally.n, m.key)).key

    def _follows(self, key: Key) -> int:
        """How many lines would be exposed by hiding a bundle."""
        return sum(
            self.standing[at].is_exposed(self.minimum_n, key)
            and not self.standing[at].is_exposed(self.minimum_n)
            for at in self.at[key]
        )


def hidden(rows: Iterable[Row], *, minimum_n: int, shares: frozenset[str]) -> Hidden:
    """The bundles to hide; see `search`."""
    return Hidden(search(rows, minimum_n=minimum_n, shares=shares).hidden)


def search(
    rows: Iterable[Row],
    *,
    minimum_n: int,
    shares: frozenset[str],
    public: frozenset[Key] = frozenset(),
    stay: frozenset[Key] = frozenset(),
) -> Search:
    """A search that has found what to hide by its own sums, and can go on.

    Args:
        rows: Rows of ESTIMATES.
        minimum_n: Smallest group that may be shown.
        shares: Outcomes whose levels are shares of 0 to 1.
        public: Bundles that were given out before.
        stay: Bundles that were hidden before.
    """
    about_people = (row for row in rows if row["analysis"] in ABOUT_PEOPLE)
    rows = sorted(about_people, key=lambda row: (key_of(row), row["model"]))
    keys = dict.fromkeys(map(key_of, rows))
    found = list(lines(rows, shares))
    at: defaultdict[Key, list[int]] = defaultdict(list)
    for position, line in enumerate(found):
        for member in line.members:
            at[member.key].append(position)
    made = Search(
        minimum_n=minimum_n,
        lines=found,
        at=at,
        dependents=primary.dependents(keys),
        hidden={},
        standing=[Standing(line, order_of) for line in found],
        families=families(found, minimum_n),
        waiting=deque(range(len(found))),
        public=public,
    )
    for key in sorted(primary.unsafe(rows, minimum_n=minimum_n, shares=shares)):
        made.hide(key, "primary")
    for key in sorted(stay):
        made.hide(key, "complementary")
    made.settle()
    made.certify()
    return made
