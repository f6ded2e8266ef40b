"""How each published sum stands while more is hidden: what subtraction leaves, kept up to date.

A release of many schools has sums of thousands of parts. Looking a sum over anew for every
bundle that is hidden takes minutes; here each hiding costs as much as the bundle has sums.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.disclosure.bundles import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.sums import Line, Member

Order = tuple[float, ...]


class Standing:
    """What of a line is shown, and what subtraction leaves of it; nothing is hidden at first."""

    __slots__ = ("_first", "_hits", "_is_whole_hidden", "_is_withheld", "_n", "_open", "_parts",
                 "_secret", "_secret_n", "_unknown", "_whole")  # fmt: skip

    def __init__(self, line: Line, order: Callable[[Member], object]) -> None:
        """A line with nothing hidden.

        Args:
            line: The line.
            order: What members are sorted by: the one that is missed least comes first.
        """
        self._whole = line.whole
        self._parts = {part.key: part for part in line.parts}
        self._n, self._hits = line.whole.tally.n, line.whole.tally.hits
        self._unknown = self._secret = 0
        self._secret_n = 0.0
        self._is_whole_hidden = False
        self._is_withheld = sum(part.is_withheld for part in line.parts)
        for part in line.parts:
            if part.is_told:
                self._subtract(part, sign=1)
        can_be = (m for m in line.members if m.is_told and m.tally.n > 0)
        self._open = sorted(can_be, key=order)  # type: ignore[arg-type]  # any order will do
        self._first = 0

    def hide(self, key: Key) -> None:
        """Takes note that a bundle of the line was hidden."""
        if self._whole.key == key:
            self._is_whole_hidden = True
            return
        part = self._parts[key]
        if part.is_withheld:
            return
        if part.is_told:
            self._subtract(part, sign=-1)
        if part.tally.n > 0:
            self._secret += 1
            self._secret_n += part.tally.n

    def is_exposed(self, minimum_n: int, also: Key | None = None) -> bool:
        """Whether subtraction gives what may not be told.

        Args:
            minimum_n: Smallest group that may be shown.
            also: A shown member to suppose hidden as well.
        """
        rest = Tally(self._n, math.nan if self._unknown else self._hits)
        secret, known = self._secret, self._secret_n
        part = self._parts.get(also) if also is not None else None
        if part is not None:
            rest = Tally(rest.n + part.tally.n, self._hits_with(part))
            secret, known = secret + 1, known + part.tally.n
        has_more = rest.n > known and not self._is_withheld
        secret += self._is_withheld
        if self._is_whole_hidden or also == self._whole.key:  # what is shown adds up to the whole
            return not secret and not has_more and self._whole.tally.n > 0
        if not self._whole.is_told or rest.n < 0:  # parts that overlap add up to nothing
            return False
        if rest.is_unsafe(minimum_n) or (secret == 1 and not has_more):
            return True
        return 0 < rest.n < minimum_n + secret - 1  # each of the others is at least one person

    def open_to_hide(self, hidden: Container[Key], most: int) -> list[Member]:
        """The first members that are shown and have people, in their order."""
        while self._first < len(self._open) and self._open[self._first].key in hidden:
            self._first += 1
        found: list[Member] = []
        for member in self._open[self._first :]:
            if member.key not in hidden:
                found.append(member)
                if len(found) == most:
                    break
        return found

    def _hits_with(self, also: Member) -> float:
        """Of how many of the rest it is true, with one more part among them."""
        is_unknown = math.isnan(also.tally.hits)
        if self._unknown - is_unknown:
            return math.nan
        return self._hits if is_unknown else self._hits + also.tally.hits

    def _subtract(self, part: Member, *, sign: int) -> None:
        self._n -= sign * part.tally.n
        if math.isnan(part.tally.hits):
            self._unknown += sign
        else:
            self._hits -= sign * part.tally.hits
