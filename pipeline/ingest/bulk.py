"""Large regular files: the database cuts and types them itself, as strictly as we do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.engine.session import quoted, spelled
from pipeline.ingest import delimited
from pipeline.ingest.layout import BULK_FROM, glob_safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pipeline.engine.session import Session
    from pipeline.ingest.layout import Layout

_LINE: Final = 2_000_000
"""Bytes of a line at most; what is longer is left to the slower reader."""
_BUFFER: Final = 16 * _LINE
_CHUNK: Final = 1 << 19
"""Bytes that are looked through at once: few enough to stay near the processor."""
_LINE_ENDS: Final = frozenset(b"\r\n")
_TAIL_BYTES: Final = 1 << 13
_TAIL_ROWS: Final = 5
_HEAD_BYTES: Final = 1 << 16


def is_possible(layout: Layout) -> bool:
    """A large UTF-8 text file whose first record is its only header, without blank lines inside."""
    return (
        layout.encoding in {"utf-8", "utf-8-sig"}
        and layout.data_at == 1
        and len(layout.headers) > 1
        and layout.file.size >= BULK_FROM
        and not _has_blank_line(layout)
    )


def read(session: Session, layout: Layout, *, query: Callable[[str], str], into: str) -> bool:
    """Makes the view `into` with `row` and the columns; False where the file is irregular.

    The number of a row is its place in the file: a table made from one file keeps its order.

    Args:
        session: Where the view is made.
        layout: How the file is cut.
        query: The query of the columns, from the SQL of a source of text cells.
        into: Name of the view.
    """
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(layout.headers)))
    path = quoted(glob_safe(spelled(layout.file.disk)))
    source = (
        f"read_csv({path}, auto_detect=false, header=true, delim={quoted(layout.delimiter)}, "
        f"quote='\"', escape='\"', strict_mode=true, null_padding=false, "
        f"max_line_size={_LINE}, buffer_size={_buffer(layout.file.size)}, columns={{{names}}})"
    )
    reason = session.attempt(f"CREATE OR REPLACE TABLE {into}_rows AS {query(source)}")
    if reason is not None or _may_be_empty(session, layout, into):
        return False
    session.execute(f"CREATE OR REPLACE VIEW {into} AS SELECT rowid + 2 AS row, * FROM {into}_rows")
    return True


def _buffer(size: int) -> int:
    """Bytes that one thread reads at once: a file of a few megabytes is for all of them."""
    return _LINE if size < _BUFFER // 2 else _BUFFER


def tail_of(layout: Layout) -> list[list[str]] | None:
    """The last records, or None where they cannot be cut out safely."""
    with layout.file.disk.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _TAIL_BYTES, 0))
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    last = [line for line in lines[1:] if line][-_TAIL_ROWS:]
    if any(line.count('"') % 2 for line in last):
        return None
    return [delimited.cells(line, layout.delimiter) for line in last]


def _has_blank_line(layout: Layout) -> bool:
    # The database skips blank lines without counting them, which would shift every row number.
    with layout.file.disk.open("rb") as file:
        head = file.readline(_HEAD_BYTES)
    if not head.endswith(b"\n"):
        return True  # lines that end otherwise are left to the slower reader
    return _holds(layout, b"\n\r\n" if head.endswith(b"\r\n") else b"\n\n")


def _may_be_empty(session: Session, layout: Layout, into: str) -> bool:
    """Rows of nothing but delimiters; looked for only where a first cell is empty."""
    first = session.tuples(f"SELECT column_name FROM (DESCRIBE {into}_rows) LIMIT 1")[0][0]
    if not session.one(f"SELECT count(*) FROM {into}_rows WHERE {first} IS NULL"):
        return False
    empty = b"\n" + layout.delimiter.encode() * (len(layout.headers) - 1)
    return _holds(layout, empty + b"\n") or _holds(layout, empty + b"\r")


def _holds(layout: Layout, mark: bytes) -> bool:
    """Whether some bytes follow one another before the end of the last line."""
    content: NDArray[np.uint8] = np.memmap(layout.file.disk, dtype=np.uint8, mode="r")
    end = len(content)
    while end and content[end - 1] in _LINE_ENDS:
        end -= 1
    content = content[: end + 1]
    for start in range(0, len(content), _CHUNK):
        part = content[start : start + _CHUNK + len(mark) - 1]
        count = len(part) - len(mark) + 1
        if count < 1:
            break
        found = part[:count] == mark[0]
        for at, byte in enumerate(mark[1:], start=1):
            found &= part[at : at + count] == byte
        if found.any():
            return True
    return False
