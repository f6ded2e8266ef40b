"""Published sums of counts: what could be had by subtraction from what is shown.

A line is a whole and its parts: the levels of a breakdown and their group; participants, the
comparison group and those in neither, and everyone; the cells of a crossed breakdown and its
margin. Those in neither, or of unknown level, are never shown: they are what remains. What is
not shown of a line can be had together by subtraction, so it must be a group that may be told
of, and it must not be one hidden bundle alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure.bundles import Key, Tally, is_withheld, key_of, tallies

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

CROSS: Final = " × "
PARTS: Final = ("participants", "comparison")


@dataclass(frozen=True, slots=True)
class Member:
    """One bundle in a line.

    Attributes:
        key: The bundle.
        tally: Whom it tells of.
        is_told: Whether the number is there to be shown.
        is_withheld: Whether the source holds it back.
        cell: The bundle in one column: a change counts the same people before and after.
    """

    key: Key
    tally: Tally
    is_told: bool
    is_withheld: bool
    cell: Key


@dataclass(frozen=True, slots=True)
class Line:
    """A whole and its parts.

    Attributes:
        whole: The whole.
        parts: What is told of its parts.
        table: The column of one model's analyses that it is in.
    """

    whole: Member
    parts: tuple[Member, ...]
    table: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[Member, ...]:
        """Parts and whole."""
        return (*self.parts, self.whole)


def lines(rows: Iterable[Mapping[str, Any]], shares: frozenset[str]) -> Iterator[Line]:
    """Every line of every table of counts; a table is one column of one model's analyses.

    Args:
        rows: Rows of ESTIMATES that are about people.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    tables: defaultdict[tuple[str, ...], dict[Key, Member]] = defaultdict(dict)
    for row in rows:
        if row["analysis"] in {"gap", "mix"}:
            continue
        key = key_of(row)
        is_told, is_kept = row["status"] == "published", is_withheld(row)
        for column, tally in tallies(row, shares).items():
            name = (key.analysis, key.outcome, str(row["model"]), column)
            cell = key._replace(analysis=f"{key.analysis} {column} {row['model']}")
            tables[name][key] = Member(key, tally, is_told, is_kept, cell)
    for named, table in tables.items():
        yield from _lines(named, table)


def _lines(name: tuple[str, ...], table: Mapping[Key, Member]) -> Iterator[Line]:
    found: defaultdict[tuple[Key, str], list[Member]] = defaultdict(list)
    for key, member in table.items():
        for whole in _wholes(key, table):
            found[whole, key.subgroup].append(member)
        if key.group == "all":
            groups = (key._replace(group=group) for group in PARTS)
            parts = tuple(table[one] for one in groups if one in table)
            if parts:
                yield Line(member, parts, name)
    for (whole, _), members in found.items():
        yield Line(table[whole], tuple(members), name)


def _wholes(key: Key, table: Container[Key]) -> Iterator[Key]:
    """What a level of a breakdown is a part of: its group, or the margins where it is crossed."""
    if not key.subgroup:
        return
    columns, levels = key.subgroup.split(CROSS), key.level.split(CROSS)
    if len(columns) > 1 and len(columns) == len(levels):
        pairs = zip(columns, levels, strict=True)
        margins = [key._replace(subgroup=column, level=level) for column, level in pairs]
        if any(margin in table for margin in margins):
            yield from (margin for margin in margins if margin in table)
            return
    whole = key._replace(subgroup="", level="")
    if whole in table:
        yield whole
