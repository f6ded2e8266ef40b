"""What was given out before: which numbers stay as they were, and what stays hidden.

Whoever keeps two releases can lay one beside the other. Where a correction concerns fewer people
than may be told of, the difference would tell of them: the number that was given out stays. What
was hidden of a period stays hidden, and to hide what was given out protects nobody.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from pipeline.disclosure.bundles import ABOUT_PEOPLE, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.tables.published import Published, PublishedGoal, PublishedRow

Row = dict[str, Any]
At = tuple[str, str, str]
"""A row of any release of a study: its id and its periods."""
Fate = Literal["same", "few", "many", "uncounted"]
"""How the people of a row differ from those that were told of."""
COUNTS: Final = ("n", "n_before", "n_after", "n_missing")
KEPT: Final = frozenset({"few", "same", "uncounted"})
"""Rows that stay as they were where a correction concerns few people of their place."""
AS_BEFORE: Final = "as published before"
"""What a row says of itself whose numbers stay as they were."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What earlier releases mean for the present one.

    Attributes:
        carried: Rows that stay as they were.
        public: Bundles that were given out, and that hiding would protect nobody by.
        stay: Bundles that stay hidden.
        goals: The last that was told of each goal.
        earlier: The rows of each release, in their order.
    """

    carried: Mapping[At, PublishedRow] = field(default_factory=dict)
    public: frozenset[Key] = frozenset()
    stay: frozenset[Key] = frozenset()
    goals: Mapping[str, PublishedGoal] = field(default_factory=dict)
    earlier: Sequence[Sequence[PublishedRow]] = ()

    @property
    def kept(self) -> frozenset[Key]:
        """Bundles of rows that stay as they were."""
        return frozenset(key_of(row.text) for row in self.carried.values())

    def goal(self, goal: Row, *, about: Iterable[Key]) -> PublishedGoal | None:
        """A goal as it was told, where a number that it tells of stays as it was."""
        is_kept = goal["type"] != "count" and not self.kept.isdisjoint(about)
        return self.goals.get(goal["id"]) if is_kept else None

    def row(self, row: Row) -> PublishedRow | None:
        """A row as it stays, with the words of today; None where it is told anew."""
        kept = self.carried.get(_at(row))
        if kept is None:
            return None
        words = {name: str(row[name]) for name in ("label", "domain")}
        return replace(kept, text={**kept.text, **words}, reason=kept.reason or AS_BEFORE)


def ledger(exact: Iterable[Row], earlier: Sequence[Published], *, minimum_n: int) -> Ledger:
    """Reads earlier releases against the rows of today.

    Args:
        exact: Rows of ESTIMATES.
        earlier: What was given out, the oldest first.
        minimum_n: Smallest group that may be shown.
    """
    if not earlier:
        return Ledger()
    told, hidden = _said(earlier)
    rows = [row for row in exact if row["analysis"] in ABOUT_PEOPLE]
    fates = {_at(row): _fate(row, told[_at(row)], minimum_n) for row in rows if _at(row) in told}
    few = {_place(row) for row in rows if fates.get(_at(row)) == "few"}
    carried: dict[At, PublishedRow] = {}
    by_fate: defaultdict[bool, set[Key]] = defaultdict(set)
    for row in rows:
        fate = fates.get(_at(row))
        if fate is not None:
            by_fate[fate != "many"].add(key_of(row))
        # what is told of one place moves together: the same people are behind all of it
        if fate in KEPT and _place(row) in few:
            carried[_at(row)] = told[_at(row)][-1]
    public = frozenset(by_fate[True] - by_fate[False])
    unseen = (row for row in rows if _at(row) in hidden and _at(row) not in told)
    goals = {one.id: one for made in earlier for one in made.goals if one.status == "published"}
    return Ledger(
        carried=carried,
        public=public,
        stay=frozenset(map(key_of, unseen)) - public,
        goals=goals,
        earlier=[made.rows for made in earlier],
    )


def _said(earlier: Iterable[Published]) -> tuple[dict[At, list[PublishedRow]], set[At]]:
    """Each row as often as it was told, the oldest first; and rows that were ever hidden."""
    told: defaultdict[At, list[PublishedRow]] = defaultdict(list)
    hidden: set[At] = set()
    for made in earlier:
        for row in made.rows:
            at = (row.id, row.text["period_before"], row.text["period_after"])
            if row.status == "published":
                told[at].append(row)
            elif row.status == "suppressed":
                hidden.add(at)
    return dict(told), hidden


def _fate(row: Row, told: Sequence[PublishedRow], minimum_n: int) -> Fate:
    """How far the people of a row are from those of any release that told of them."""
    apart = [_apart(row, one) for one in told]
    if any(0 < gap < minimum_n for gaps in apart for gap in gaps):
        return "few"
    if not apart[-1]:
        return "uncounted"
    return "many" if any(apart[-1]) else "same"


def _apart(row: Row, told: PublishedRow) -> list[float]:
    counts = {name: told.figures[name].value for name in COUNTS if name in told.figures}
    return [abs(row[name] - n) for name, n in counts.items() if math.isfinite(row[name])]


def _at(row: Row) -> At:
    return str(row["id"]), str(row["period_before"]), str(row["period_after"])


def _place(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("outcome", "group", "subgroup", "level"))
