"""What earlier releases give away together with the present one.

A group that is hidden now may have been shown before, or the other way round; both are known to
whoever kept both. Where everything that two releases show of a period agrees, they were counted
from the same data, and what either shows is known. Where they differ by a few people, those are.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline.attack.leak import COUNTS, Leak, is_few, is_hidden, is_of_people, is_shown, number
from pipeline.attack.work import worked_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.attack.leak import Row
    from pipeline.attack.work import Known

Key = tuple[str, str, str]
"""A row of one study: its id and its periods."""
Part = tuple[str, str, str, str]
"""Rows that are counted from the same data: analysis, outcome and periods."""


def with_earlier(
    rows: Sequence[Row], earlier: Iterable[Sequence[Row]], known: Known, alone: Iterable[Leak]
) -> Iterator[Leak]:
    """What is had with earlier releases, and not from the present one alone.

    Args:
        rows: Those of the present release.
        earlier: Those of each before it, in any order.
        known: What a stranger takes for known.
        alone: What is had from the present release by itself.
    """
    before = list(earlier)
    if not before:
        return
    for rows_then in before:
        yield from _corrections(rows, rows_then, known.minimum_n)
    # what earlier releases give away by themselves is no fault of the present one
    already = {(leak.id, leak.column) for leak in alone}
    already |= {(leak.id, leak.column) for one in before for leak in worked_out(one, known)}
    for leak in worked_out(union(rows, before), known):
        if (leak.id, leak.column) not in already:
            said = f"with an earlier release, {leak.said}"
            yield Leak(id=leak.id, column=leak.column, said=said, kind=leak.kind)


def union(rows: Sequence[Row], earlier: Iterable[Sequence[Row]]) -> list[Row]:
    """Rows as any release shows them that was counted from the same data.

    Args:
        rows: Those of the present release.
        earlier: Those of each before it, in any order.
    """
    found = {_key(row): row for row in rows}
    for before in earlier:
        same = _same(rows, before)
        for row in before:
            now = found.get(_key(row))
            is_open = is_shown(row) and (now is None or is_hidden(now))
            if _part(row) in same and (now is None or is_open):
                found[_key(row)] = row
    return list(found.values())


def _corrections(rows: Sequence[Row], before: Sequence[Row], minimum_n: int) -> Iterator[Leak]:
    """Rows whose people both releases tell, a few of them only in one."""
    earlier = {_key(row): row for row in before if is_shown(row)}
    for row in rows:
        was = earlier.get(_key(row))
        if was is None or not is_shown(row) or not is_of_people(row):
            continue
        for column in COUNTS:
            change = abs(number(row.get(column, "")) - number(was.get(column, "")))
            if is_few(change, minimum_n):
                said = f"less the number of an earlier release, fewer than {minimum_n} people"
                yield Leak(id=row["id"], column=column, said=said, kind="correction")
                break


def _same(rows: Sequence[Row], before: Sequence[Row]) -> set[Part]:
    """The parts of a release that agree with an earlier one in all that both show."""
    now = {_key(row): row for row in rows if is_shown(row)}
    agrees: defaultdict[Part, bool] = defaultdict(lambda: True)
    for row in before:
        other = now.get(_key(row))
        agrees[_part(row)] &= other is None or not is_shown(row) or _counts(other) == _counts(row)
    return {part for part, is_same in agrees.items() if is_same}


def _counts(row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in COUNTS)


def _key(row: Row) -> Key:
    return row["id"], row.get("period_before", ""), row.get("period_after", "")


def _part(row: Row) -> Part:
    names = ("analysis", "outcome", "period_before", "period_after")
    return tuple(row.get(name, "") for name in names)  # type: ignore[return-value]
