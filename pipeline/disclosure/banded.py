"""Which people each share is of, how they add up, and the band that each share is shown in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.disclosure.bundles import key_of
from pipeline.disclosure.delivered import is_of_log
from pipeline.disclosure.met_counts import UNTOLD, Cell, Fact, band, widths
from pipeline.disclosure.sums import lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pipeline.disclosure.bands import Band
    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.primary import Row
    from pipeline.disclosure.sums import Line, Member
    from pipeline.tables.published import PublishedRow

MEAN_OF: Final = {"n_before": "mean_before", "n_after": "mean_after"}
NO_SHARES: Final = frozenset({"stuart_maxwell"})
"""Models whose means are of answers counted 1 to k."""
NOISE: Final = 1e-6
"""Nearer than this to a whole number of people is one: a division undone."""

Place = tuple[str, str, str, str, str]
"""Outcome, group, breakdown, level, period."""
Levels = dict[Place, Cell]


@dataclass(frozen=True, slots=True)
class Banded:
    """Every share that is shown, with its band.

    Attributes:
        means: The people behind each mean, by row id and column.
        levels: The people of a period, by place.
        widths: Width of the band of each of them.
    """

    means: Mapping[tuple[str, str], Cell]
    levels: Levels
    widths: Mapping[Cell, int]

    def of(self, identity: str, column: str) -> Band | None:
        """The band of a mean of a row; None where it is not to be shown."""
        return self._band(self.means.get((identity, column)))

    def at(self, place: Place) -> Band | None:
        """The band of a level; None where it is not to be shown."""
        return self._band(self.levels.get(place))

    def _band(self, cell: Cell | None) -> Band | None:
        width = UNTOLD if cell is None else self.widths.get(cell, UNTOLD)
        return None if cell is None or width == UNTOLD else band(cell, width)


def banded(
    exact: Sequence[Row],
    shown: Sequence[PublishedRow],
    shares: frozenset[str],
    promises: Callable[[Levels], Iterable[Fact]],
) -> Banded:
    """The bands of all shares of a release.

    Args:
        exact: Rows of ESTIMATES.
        shown: The same rows as they would be published in the standard profile.
        shares: Outcomes whose levels are shares of 0 to 1.
        promises: What the verdicts of goals tell, given the people of each level.
    """
    means: dict[tuple[str, str], Cell] = {}
    levels: Levels = {}
    for row, told in zip(exact, shown, strict=True):
        for column, cell in _cells(row, shares):
            if column in told.figures:
                means[told.id, column] = cell
            if row["analysis"] == "level":
                levels[cell[:5]] = cell
    facts = [*_sums(exact, shares), *_of_all(means.values(), levels), *promises(levels)]
    return Banded(means, levels, widths(means.values(), facts))


def is_monthly(row: Row) -> bool:
    """Whether a row is about a share of people, month by month."""
    return bool(row["analysis"] == "monthly" and row["unit"] == "%" and not is_of_log(row))


def _cells(row: Row, shares: frozenset[str]) -> Iterator[tuple[str, Cell]]:
    """The people behind each mean of a row that is a share of counted people."""
    if is_monthly(row) and row["n"] > 0 and row["n_after"] >= 0:
        month = (row["outcome"], row["group"], "", "", row["period_after"])
        yield "estimate", Cell(*month, float(row["n"]), float(row["n_after"]))
    if row["outcome"] not in shares or row["model"] in NO_SHARES:
        return
    for count, mean in MEAN_OF.items():
        n = row[count] if math.isfinite(row[count]) else row["n"]
        place = _place(key_of(row), count)
        hits = row[mean] * n
        is_counted = n > 0 and math.isfinite(hits) and abs(hits - round(hits)) < NOISE * max(n, 1)
        if place is not None and is_counted:
            yield mean, Cell(*place, float(n), float(round(hits)))


def _place(key: Key, count: str) -> Place | None:
    """Whose share stands beside a count, and when; None where it is no share of people."""
    is_after = count == "n_after"
    match key.analysis:
        case "level" if is_after:
            group, period = key.group, key.after
        case "change":
            group, period = key.group, key.after if is_after else key.before
        case "impact" | "baseline":
            group = "participants" if is_after else "comparison"
            period = key.after if key.analysis == "impact" else key.before
        case _:
            return None
    return key.outcome, group, key.subgroup, key.level, period


def _sums(exact: Iterable[Row], shares: frozenset[str]) -> Iterator[Fact]:
    """What adding up tells: a whole has as many as its parts, and some of unknown level."""
    for line in lines(exact, shares):
        whole = _cell(line.whole, line)
        parts = [cell for part in line.parts if (cell := _cell(part, line)) is not None]
        if whole is None or not parts:
            continue
        rest = whole.n - sum(part.n for part in parts)
        if rest >= 0:  # parts that overlap add up to nothing
            yield Fact(((whole, 1.0), *((part, -1.0) for part in parts)), 0.0, rest)


def _cell(member: Member, line: Line) -> Cell | None:
    place = _place(member.key, line.table[-1])
    if place is None or member.is_withheld or not member.tally.n > 0:
        return None
    return None if math.isnan(member.tally.hits) else Cell(*place, *_tally(member))


def _tally(member: Member) -> tuple[float, float]:
    return member.tally.n, member.tally.hits


def _of_all(means: Iterable[Cell], levels: Levels) -> Iterator[Fact]:
    """Those who were measured twice are some of those who were measured."""
    for cell in dict.fromkeys(means):
        whole = levels.get(cell[:5])
        if whole is not None and whole != cell and whole.n >= cell.n:
            yield Fact(((whole, 1.0), (cell, -1.0)), 0.0, whole.n - cell.n)
