"""Workbooks with merged cells: heads of two rows, and values that stand once for several rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.spreadsheet import Merge, Sheet

_TWO: Final = 2


def two_rows(sheet: Sheet, expected: frozenset[str]) -> Reading | None:
    """The reading of a sheet whose head has a row of groups over a row of names; None elsewhere.

    A column is called by both, as `Fall Math`, and answers to `Fall [Math]` and, where no other
    column is called so, to `Math`.

    Args:
        sheet: The sheet.
        expected: Headers that the study file names; they tell a lone group from a title.
    """
    at = next((m.top for m in sheet.merges if _is_group(m, sheet)), None)
    if at is None:
        return None
    groups, names = _groups(sheet, at), sheet.records[at + 1]
    parts = [
        (group, "" if name == group else name) for group, name in zip(groups, names, strict=True)
    ]
    joined = headers.cleaned([" ".join(part for part in pair if part) for pair in parts])
    is_meant = headers.fit([joined], expected) > headers.fit([names], expected)
    if not (is_meant or _has_company(sheet, at)):
        return None
    below = [headers.plain(name) for _, name in parts]
    also = {
        header: (f"{group} [{name}]", *((name,) if below.count(headers.plain(name)) == 1 else ()))
        for header, (group, name) in zip(joined, parts, strict=False)
        if group and name
    }
    return Reading(header_at=at, header_rows=_TWO, headers=joined, also=also)


def filled_down(sheet: Sheet, reading: Reading) -> list[list[str]]:
    """The records, with a value that is merged over several rows of data in each of them."""
    first = reading.header_at + reading.header_rows
    records = sheet.records
    for merge in sheet.merges:
        if merge.top >= first and merge.left == merge.right and merge.bottom > merge.top:
            for row in range(merge.top + 1, min(merge.bottom + 1, len(records))):
                records[row][merge.left] = records[merge.top][merge.left]
    return records


def _is_group(merge: Merge, sheet: Sheet) -> bool:
    """Some columns, not all of them, under one name, each with a name of its own below."""
    width = max((len(record) for record in sheet.records[: headers.LOOKED_AT]), default=0)
    spans = merge.right - merge.left + 1
    if merge.top >= headers.LOOKED_AT or merge.top != merge.bottom or not 1 < spans < width:
        return False
    if merge.top + 1 >= len(sheet.records):
        return False
    below = sheet.records[merge.top + 1][merge.left : merge.right + 1]
    named = bool(sheet.records[merge.top][merge.left].strip())
    return named and len({cell for cell in below if cell.strip()}) == spans


def _has_company(sheet: Sheet, at: int) -> bool:
    """Another group stands beside it, or a name that is merged with the cell below: no title."""
    groups = sum(m.top == at and _is_group(m, sheet) for m in sheet.merges)
    return groups > 1 or any(m.top == at and m.bottom == at + 1 for m in sheet.merges)


def _groups(sheet: Sheet, at: int) -> Sequence[str]:
    """The row of groups with each name in every column that it is merged over.

    A name that is merged with the cell below is the name of a column without a group.
    """
    row = [cell.strip() for cell in sheet.records[at]]
    for merge in sheet.merges:
        if merge.top == at == merge.bottom:
            for column in range(merge.left, min(merge.right + 1, len(row))):
                row[column] = row[merge.left]
    return row
