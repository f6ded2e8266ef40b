"""A table of a page as a CSV file that lies in the page itself: no script, no request."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pipeline.report.marks import unmarked
from pipeline.report.prose import Stat, plain
from pipeline.tables.spreadsheet import safe

if TYPE_CHECKING:
    from pipeline.report.page import Cell, Row, Table
    from pipeline.report.prose import Prose

TRACE: Final = "id"
"""Head of the last column: the published row, as `outcomes trace` takes it."""
_MARK: Final = "\ufeff"  # without it a spreadsheet takes a true minus sign for three letters
_NUMBER: Final = re.compile(
    r"[+\N{MINUS SIGN}]?[$€£]?\d[\d.,]*[\w\s%$€£.,()<>+\N{MINUS SIGN}\N{EN DASH}]*"
)
_CALL: Final = re.compile(r"\w\(")
_KEPT: Final = "()+,/:;=?@*!'"


def csv_text(table: Table) -> str:
    r"""What the table shows, cell by cell, and for each row the published rows that it prints.

    >>> from pipeline.report.page import Cell, Column, Row, Table
    >>> from pipeline.report.prose import Stat, Text
    >>> number = Cell(said=(Stat(shown="12", source="x/level/all#n"),))
    >>> csv_text(Table(id="t", caption=(), corner="Who", columns=(Column(label="n"),),
    ...                rows=(Row(head=(Text(words="=all"),), cells=(number,)),)))
    "Who,n,id\r\n'=all,12,x/level/all\r\n"
    """
    draft = io.StringIO()
    writer = csv.writer(draft, lineterminator="\r\n")
    heads = (table.corner, *(column.label for column in table.columns))
    writer.writerow([*map(_text, heads), TRACE])
    for row in table.rows:
        empty = [""] * (len(table.columns) - len(row.cells))
        cells = [_said(cell) for cell in row.cells]
        writer.writerow([_safe(row.head), *cells, *empty, _text("; ".join(_sources(row)))])
    return draft.getvalue()


def csv_link(table: Table) -> str:
    """The address of that file, whole."""
    return f"data:text/csv;charset=utf-8,{quote(_MARK + csv_text(table), safe=_KEPT)}"


def _said(cell: Cell) -> str:
    if cell.chip is not None:
        return _text(cell.chip.words)
    return " ".join(part for part in (_safe(cell.said), _safe(cell.beneath)) if part)


def _safe(said: Prose) -> str:
    """Words as words; a number of ours may begin with its sign, its unit may add nothing to it."""
    words = unmarked(plain(said))
    is_number = bool(said) and isinstance(said[0], Stat) and _NUMBER.fullmatch(words) is not None
    return words if is_number and not _CALL.search(words) else safe(words)


def _text(words: str) -> str:
    return safe(unmarked(words))


def _sources(row: Row) -> list[str]:
    """Ids of the rows whose numbers stand in a row, once each, in their order."""
    parts = [*row.head, *(part for cell in row.cells for part in (*cell.said, *cell.beneath))]
    found = (part.source.partition("#")[0] for part in parts if isinstance(part, Stat))
    return list(dict.fromkeys(found))
