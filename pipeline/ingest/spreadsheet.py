"""Workbooks: cells as the text that a spreadsheet shows."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.ingest.archive import DAMAGED, RefusedArchiveError, refuse_if_unsafe
from pipeline.ingest.sheet_errors import failed_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from python_calamine import CalamineWorkbook

    from pipeline.ingest.archive import Opens

LOOKED_AT: Final = 50
"""Rows by which a sheet is chosen."""
_ALL_DIGITS: Final = 1e15
_OLE = b"\xd0\xcf\x11\xe0"


class RefusedWorkbookError(Exception):
    """A workbook that is not opened; the message says what was found."""


class NoSuchSheetError(Exception):
    """A sheet that the study file names and the workbook lacks; args are its sheets."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are one: first and last row, first and last column, from 0."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet as text.

    Attributes:
        name: Its name.
        of: How many sheets with content can be seen in the workbook.
        records: Cells as text, row by row from row 1.
        numeric: For each column, whether a whole number below the header was stored as number.
        merges: Cells that were merged.
    """

    name: str
    of: int
    records: list[list[str]]
    numeric: tuple[bool, ...]
    merges: tuple[Merge, ...] = ()


def read_sheet(path: Opens, wanted: str | None, *, fits: Callable[[list[list[str]]], int]) -> Sheet:
    """The wanted sheet, else of the visible ones that hold anything the first that fits best.

    Args:
        path: The workbook.
        wanted: Name of a sheet.
        fits: How well the first records of a sheet fit what is looked for.
    """
    _refuse_if_unsafe(path)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            visible = [
                s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible
            ]
            sheet = _chosen(book, wanted, visible, fits)
    except CalamineError as error:
        raise RefusedWorkbookError("a workbook that cannot be read") from error
    try:
        failed = failed_cells(path, sheet.name)
    except DAMAGED as error:
        raise RefusedWorkbookError("a workbook that is damaged") from error
    for (row, column), found in failed.items():
        if row < len(sheet.records) and column < len(sheet.records[row]):
            sheet.records[row][column] = found
    return sheet


def as_text(cell: object) -> str:
    """A cell as text: numbers without noise, dates as year-month-day.

    >>> as_text(0.1 + 0.2), as_text(12.0), as_text("0012")
    ('0.3', '12', '0012')
    """
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() | int():
            return _number(float(cell))
        case datetime():
            midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


def _number(value: float) -> str:
    # A spreadsheet keeps and shows 15 digits; the rest is noise of the binary form.
    text = f"{value:.15g}"
    return f"{value:.0f}" if "e+" in text and abs(value) < _ALL_DIGITS else text


def _chosen(
    book: CalamineWorkbook,
    wanted: str | None,
    visible: Sequence[str],
    fits: Callable[[list[list[str]]], int],
) -> Sheet:
    if wanted is not None and wanted not in book.sheet_names:
        raise NoSuchSheetError(*book.sheet_names)
    filled = []
    for name in [wanted] if wanted is not None else visible:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if any(cell not in {"", None} for row in rows for cell in row):
            filled.append((name, rows))
    if not filled:
        return Sheet(name="", of=0, records=[], numeric=())
    best = max(filled, key=lambda one: fits(_as_texts(one[1][:LOOKED_AT])))
    name, rows = best
    ranges = book.get_sheet_by_name(name).merged_cell_ranges or ()
    return Sheet(
        name=name,
        of=len(filled),
        records=_as_texts(rows),
        numeric=tuple(map(_has_whole_number, zip(*rows[1:], strict=False))),
        merges=tuple(
            sorted(
                (Merge(top, bottom, left, right) for (top, left), (bottom, right) in ranges),
                key=_place,
            )
        ),
    )


def _place(merge: Merge) -> tuple[int, int]:
    return merge.top, merge.left


def _as_texts(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    return [[as_text(cell) for cell in row] for row in rows]


def _has_whole_number(cells: Sequence[object]) -> bool:
    return any(isinstance(c, float) and c.is_integer() for c in cells)


def _refuse_if_unsafe(path: Opens) -> None:
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            raise RefusedWorkbookError("an encrypted workbook, or one of the old kind")
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            refuse_if_unsafe(archive)
    except DAMAGED as error:
        raise RefusedWorkbookError("a file that is no workbook") from error
    except RefusedArchiveError as error:
        raise RefusedWorkbookError("a workbook that unpacks to far more than it weighs") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedWorkbookError("a workbook with macros")
