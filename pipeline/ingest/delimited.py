"""Text files with delimiters: where the cells end, and the records one by one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.archive import Opens

DELIMITERS: Final = (",", ";", "\t", "|")
NAMED: Final = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "\\t": "\t"}
_SEP_LINE = re.compile(r"^sep=(.)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a delimited file is cut.

    Attributes:
        delimiter: One character.
        header_at: Position of the header record, from 0; None where there is none.
        header: That record as it stands.
        records: The first records.
    """

    delimiter: str
    header_at: int | None
    header: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]


class BrokenFileError(Exception):
    """A file that cannot be cut into records.

    Attributes:
        row: Record at which it breaks, from 1.
        what: What was found there.
    """

    def __init__(self, row: int, what: str) -> None:
        """At one record."""
        self.row, self.what = row, what
        super().__init__(row, what)


def shapes(
    path: Opens,
    encoding: str,
    *,
    declared: str | None,
    header_row: int | None,
    expected: frozenset[str],
) -> list[Shape]:
    """How a file may be cut, first by the delimiter that finds most of the expected headers.

    Args:
        path: The file.
        encoding: Its codec.
        declared: Delimiter of the study file, as a character or a word.
        header_row: Row of the headers where the study file says it, from 1.
        expected: Headers that the study file names.
    """
    named = NAMED.get((declared or "").lower(), declared) or _sep_line(path, encoding)
    tried = (named,) if named else DELIMITERS
    cut = [_cut(path, encoding, d, header_row, expected) for d in tried]
    return sorted(cut, key=lambda shape: _fit(shape, expected), reverse=True)


def records(path: Opens, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Every record, blank ones as empty lists; raises `BrokenFileError` where it cannot be cut."""
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        row = 0
        while True:
            row += 1
            try:
                record = next(reader, None)
            except csv.Error as error:
                raise BrokenFileError(row, _in_words(str(error))) from None
            if record is None:
                return
            yield record


def cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line that holds a whole record."""
    return next(csv.reader([line], delimiter=delimiter), [])


def _sep_line(path: Opens, encoding: str) -> str | None:
    # A first line `sep=;` is written by spreadsheets for spreadsheets.
    with path.open(encoding=encoding, newline=None) as file:
        found = _SEP_LINE.match(file.readline(20).rstrip("\n"))
    return found.group(1) if found else None


def _cut(
    path: Opens, encoding: str, delimiter: str, row: int | None, expected: frozenset[str]
) -> Shape:
    looked_at = max(headers.LOOKED_AT, row or 0) + 1
    try:
        first = list(islice(records(path, encoding, delimiter), looked_at))
    except BrokenFileError as broken:
        first = list(islice(records(path, encoding, delimiter), broken.row - 1))
    at = row - 1 if row is not None else headers.header_row(first[: headers.LOOKED_AT], expected)
    header = tuple(first[at]) if at is not None and at < len(first) else ()
    return Shape(
        delimiter=delimiter,
        header_at=at if header else None,
        header=header,
        records=tuple(tuple(record) for record in first),
    )


def _fit(shape: Shape, expected: frozenset[str]) -> tuple[int, int]:
    found = {headers.plain(cell) for cell in shape.header}
    hits = len(found & {headers.plain(name) for name in expected})
    return hits, len(headers.cleaned(shape.header))


def _in_words(error: str) -> str:
    if "end of data" in error:
        return "a quote that is never closed"
    if "field limit" in error or "field larger" in error:
        return "a cell of more than 130,000 characters; a quote may not be closed"
    if "NUL" in error:
        return "a zero byte"
    return "text right after a closing quote"
