"""What could be had of a hidden group by chains of sums, where no single sum gives it away.

A hidden level can be narrowed by a margin that is hidden itself but bounded from above, or by
hidden levels beside it that are bounded from below by the groups they are made of. Those of
unknown level are never shown, so every sum is an inequality, and pushing bounds along the sums
until none moves gives all that there is to know.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.sums import Line, Member

Side = Literal["least", "most"]


@dataclass(slots=True)
class Bounds:
    """How few and how many people each bundle of a table can have, and by which sum.

    Attributes:
        hidden: Bundles that are hidden.
        least: Fewest people.
        most: Most people.
        sums: The sum that a bound came from.
    """

    hidden: Container[Key]
    least: dict[Key, float] = field(default_factory=dict)
    most: dict[Key, float] = field(default_factory=dict)
    sums: dict[tuple[Side, Key], Line] = field(default_factory=dict)

    def start(self, member: Member) -> None:
        """What is known before anything is added up."""
        is_shown = member.is_told and member.key not in self.hidden
        self.least[member.key] = member.tally.n if is_shown else 0.0
        self.most[member.key] = member.tally.n if is_shown else math.inf

    def push(self, line: Line) -> bool:
        """Pushes bounds along a sum, and says whether any of them moved."""
        whole = line.whole.key
        known = sum(self.least[part.key] for part in line.parts)
        if known > self.most[whole]:  # parts that overlap add up to nothing
            return False
        is_moved = known > self.least[whole]
        if is_moved:
            self.least[whole], self.sums["least", whole] = known, line
        for part in line.parts:
            rest = self.most[whole] - known + self.least[part.key]
            if rest < self.most[part.key]:
                self.most[part.key], self.sums["most", part.key] = rest, line
                is_moved = True
        return is_moved

    def chain(self, key: Key) -> list[Line]:
        """Every sum that a bound from above rests on."""
        found: dict[int, Line] = {}
        waiting: list[tuple[Side, Key]] = [("most", key)]
        seen = set(waiting)
        while waiting:
            side, at = waiting.pop()
            line = self.sums.get((side, at))
            if line is None:
                continue
            found[id(line)] = line
            parts: list[tuple[Side, Key]] = [
                ("least", part.key) for part in line.parts if (side, part.key) != ("most", at)
            ]
            above: list[tuple[Side, Key]] = [("most", line.whole.key)] if side == "most" else []
            waiting += [one for one in (*above, *parts) if one not in seen]
            seen.update(waiting)
        return list(found.values())


def narrowed(lines: Sequence[Line], hidden: Container[Key], minimum_n: int) -> list[Line]:
    """The sums that together show a hidden group of one table to be small; none if there is none.

    Args:
        lines: Every line of one table.
        hidden: Bundles that are hidden.
        minimum_n: Smallest group that may be shown.
    """
    bounds = Bounds(hidden)
    members = {member.key: member for line in lines for member in line.members}
    for member in members.values():
        bounds.start(member)
    while sum(bounds.push(line) for line in lines):
        pass
    for key, member in sorted(members.items()):
        if key in hidden and member.tally.n > 0 and bounds.most[key] < minimum_n:
            return bounds.chain(key)
    return []
