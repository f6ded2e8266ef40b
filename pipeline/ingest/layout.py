"""What a file looks like before its rows are read: format, encoding, delimiter, headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted, spelled
from pipeline.ingest import decode, delimited, headers, merged, spreadsheet
from pipeline.ingest.aliases import alias_of
from pipeline.ingest.choices import picked
from pipeline.ingest.file_kinds import (
    BROKEN,
    DUPLICATE_HEADER,
    MISSING_COLUMN,
    NO_HEADER,
    NO_SHEET,
    NOT_AS_NAMED,
    NOT_UTF8,
    READ_AS,
    SHEET_CHOSEN,
    TITLE_ROWS,
    UNREADABLE,
    WORKBOOK_REFUSED,
)
from pipeline.ingest.format import Head, Reading
from pipeline.ingest.formats import FORMATS
from pipeline.ingest.recognition import read_as, recognised
from pipeline.problems import Place
from pipeline.study.parts import PLAIN_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.engine.session import Session
    from pipeline.ingest.files import RawFile
    from pipeline.problems import Collector, Kind
    from pipeline.study.schema import AnySource

BULK_FROM: Final = 1 << 20
"""Bytes from which on a regular file is read by the database itself."""
_DERIVED: Final = re.compile(r"\bd\d+\b")
_SURE: Final = 1000
"""More than any sheet has of the expected headers: a vendor's marks decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One file, understood.

    Attributes:
        file: Which.
        format: Name of the vendor's format, else csv, tsv, xlsx or parquet.
        reading: How its rows and columns are to be taken.
        encoding: Codec of a text file, else empty.
        delimiter: Of a text file, else empty.
        sheet: The sheet that was read.
        is_quick: Only the beginning was looked at, because the file is large.
        table: Rows and cells of a package that was made one table, else None.
        aside: Rows of it that are left out: row, kind, what was found.
        beside: Further files that it was made of.
    """

    file: RawFile
    format: str
    reading: Reading
    encoding: str = ""
    delimiter: str = ""
    sheet: spreadsheet.Sheet | None = None
    is_quick: bool = False
    table: Sequence[tuple[int, Sequence[str]]] | None = None
    aside: Sequence[tuple[int, Kind, str]] = ()
    beside: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """As cleaned; a column without a name is ""."""
        return self.reading.headers

    @property
    def header_at(self) -> int:
        """Record of the headers, from 0."""
        return self.reading.header_at

    @property
    def data_at(self) -> int:
        """Record of the first data, from 0."""
        return self.reading.header_at + self.reading.header_rows

    def cell(self, header: str) -> str:
        """The SQL of a column of the text table: of the file, derived (`d<n>`), or one choice."""
        if header in self.headers:
            return f"c{self.headers.index(header)}"
        if header in self.reading.derived:
            return f"d{list(self.reading.derived).index(header)}"
        question, choice = headers.choice_of(header)
        of = headers.known(self.reading, (question,))
        return picked(self.cell(of or question), choice)

    def derived(self, used: Iterable[str]) -> dict[str, str]:
        """The derived columns that some SQL names: `d<n>` to SQL over the cells of the file."""
        named = {name for sql in used for name in _DERIVED.findall(sql)}
        columns = enumerate(self.reading.derived.values())
        return {f"d{i}": sql for i, sql in columns if f"d{i}" in named}

    def has_numbers(self, header: str) -> bool:
        """A spreadsheet stored whole numbers in this column."""
        if self.sheet is None or header not in self.headers:
            return False
        at = self.headers.index(header)
        return at < len(self.sheet.numeric) and self.sheet.numeric[at]


def inspect(
    session: Session,
    file: RawFile,
    *,
    source: AnySource,
    expected: frozenset[str],
    problems: Collector,
) -> Layout | None:
    """How one file is to be read, or None where it cannot be; the reason is collected.

    Args:
        session: Reads the columns of a Parquet file.
        file: Which.
        source: What the study file declares about its encoding, delimiter, header row, sheet.
        expected: Headers that the study file names.
        problems: Where what is wrong or worth knowing goes.
    """
    match file.suffix:
        case ".xlsx":
            layout = _workbook(file, source, expected, problems)
        case ".parquet":
            layout = _parquet(session, file, problems)
        case _:
            is_quick = file.size >= BULK_FROM
            layout = text_layout(file, source, expected, problems, is_quick=is_quick)
    if layout is not None and not any(layout.headers):
        problems.add(NO_HEADER, Place(file=file.shown))
        return None
    is_plain = layout is not None and layout.format in PLAIN_FORMATS
    if is_plain and source.format not in PLAIN_FORMATS:
        wanted = next((f for f in FORMATS if f.name == source.format), None)
        if wanted is not None:
            problems.add(
                NOT_AS_NAMED, Place(file=file.shown), title=wanted.title, marks=wanted.marks
            )
            return None
    if layout is not None and layout.header_at > 0 and source.header_row is None:
        problems.add(TITLE_ROWS, Place(file=file.shown), header=layout.header_at + 1)
    return layout


def header_of(
    layout: Layout, wanted: Sequence[str], problems: Collector, *, is_needed: bool = True
) -> str | None:
    """The header that the study file means, or None; what is wrong is collected."""
    place = Place(file=layout.file.shown, row=layout.header_at + 1)
    found = headers.known(layout.reading, wanted) or headers.choice(layout.reading, wanted)
    if found is None:
        found = alias_of(wanted, layout.headers)
        if found is not None:
            problems.add(READ_AS, place, header=found, name=wanted[0])
    if found is None:
        if is_needed:
            problems.add(
                MISSING_COLUMN,
                place,
                wanted=" or ".join(f'"{name}"' for name in wanted),
                near=headers.did_you_mean(wanted, headers.names(layout.reading)),
                headers=headers.listed(headers.names(layout.reading)),
            )
        return None
    times = headers.times(layout.reading, found, wanted)
    if times > 1:
        problems.add(DUPLICATE_HEADER, place, header=found, times=times)
        return None
    return found


def text_layout(
    file: RawFile,
    source: AnySource,
    expected: frozenset[str],
    problems: Collector,
    *,
    is_quick: bool = False,
) -> Layout | None:
    """The layout of a delimited file; quick looks at its beginning only."""
    encoding = _encoding(file, source, is_quick=is_quick)
    place = Place(file=file.shown)
    if encoding is None:
        tried = source.encoding or "any of its likely encodings"
        problems.add(UNREADABLE, place, tried=tried)
        return None
    try:
        shapes = delimited.shapes(
            file.path,
            encoding,
            declared=source.delimiter,
            header_row=source.header_row,
            expected=expected,
        )
    except (delimited.BrokenFileError, UnicodeError):
        problems.add(BROKEN, place, what="text that ends in the middle of a character")
        return None
    if not encoding.startswith("utf-8") and source.encoding is None:
        problems.add(NOT_UTF8, place, encoding=decode.title(encoding))
    shape, vendor, reading = read_as(file, source, shapes)
    return Layout(
        file=file,
        format=vendor or ("tsv" if shape.delimiter == "\t" else "csv"),
        reading=reading,
        encoding=encoding,
        delimiter=shape.delimiter,
        is_quick=is_quick,
    )


def again(layout: Layout, source: AnySource, problems: Collector) -> Layout | None:
    """The layout of a file whose beginning misled: looked at as a whole."""
    expected = frozenset(layout.headers)
    whole = text_layout(layout.file, source, expected, problems)
    return None if whole is None else replace(whole, reading=layout.reading)


def _encoding(file: RawFile, source: AnySource, *, is_quick: bool) -> str | None:
    if not is_quick or source.encoding is not None:
        return decode.encoding_of(file.path, source.encoding)
    marked = decode.marked_encoding(file.path)
    if marked is not None:
        return marked
    with file.path.open("rb") as opened:
        head = opened.read(1 << 16)
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeError:
        return decode.encoding_of(file.path, None)
    return "utf-8" if b"\x00" not in head else decode.encoding_of(file.path, None)


def _workbook(
    file: RawFile, source: AnySource, expected: frozenset[str], problems: Collector
) -> Layout | None:
    place = Place(file=file.shown)

    def fits(first: list[list[str]]) -> int:
        is_vendor = recognised(source, Head(name=file.name, records=first)) is not None
        return headers.fit(first, expected) + (_SURE if is_vendor else 0)

    try:
        sheet = spreadsheet.read_sheet(file.path, source.sheet, fits=fits)
    except spreadsheet.RefusedWorkbookError as refused:
        problems.add(WORKBOOK_REFUSED, place, what=str(refused))
        return None
    except spreadsheet.NoSuchSheetError as missing:
        problems.add(NO_SHEET, place, sheet=source.sheet, sheets=headers.listed(missing.args))
        return None
    if sheet.of > 1:
        problems.add(SHEET_CHOSEN, place, count=sheet.of, sheet=sheet.name)
    first = sheet.records[: headers.LOOKED_AT]
    found = recognised(source, Head(name=file.name, records=first, sheet=sheet.name))
    if found is not None:
        return Layout(file=file, format=found[0].name, reading=found[1], sheet=sheet)
    reading = merged.two_rows(sheet, expected) if source.header_row is None else None
    if reading is None:
        row = source.header_row
        at = row - 1 if row is not None else headers.header_row(first, expected)
        is_there = at is not None and at < len(sheet.records)
        names = headers.cleaned(sheet.records[at or 0]) if is_there else ()
        reading = Reading(header_at=at or 0, headers=names)
    sheet = replace(sheet, records=merged.filled_down(sheet, reading))
    return Layout(file=file, format="xlsx", reading=reading, sheet=sheet)


def _parquet(session: Session, file: RawFile, problems: Collector) -> Layout | None:
    source = f"read_parquet({quoted(glob_safe(spelled(file.disk)))})"
    reason = session.attempt(f"CREATE OR REPLACE TEMP TABLE _columns AS DESCRIBE FROM {source}")
    if reason is not None:
        problems.add(BROKEN, Place(file=file.shown), what="a file that is no Parquet table")
        return None
    names = [str(row[0]) for row in session.tuples("SELECT column_name FROM _columns")]
    return Layout(file=file, format="parquet", reading=Reading(headers=tuple(names)))


def records_of(layout: Layout) -> Iterator[list[str]]:
    """Every record of a text file or a sheet, from row 1."""
    if layout.sheet is not None:
        yield from layout.sheet.records
    else:
        yield from delimited.records(layout.file.path, layout.encoding, layout.delimiter)


def glob_safe(path: str) -> str:
    """A path in which the database sees no pattern."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in path)
