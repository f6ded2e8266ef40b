"""Rows into the session: cells as text, each row with the number that a spreadsheet shows."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.engine.session import quoted, spelled
from pipeline.ingest import bulk, delimited, picking
from pipeline.ingest.contract import Aside
from pipeline.ingest.endings import below_data
from pipeline.ingest.file_kinds import BROKEN, NO_ROWS
from pipeline.ingest.layout import again, glob_safe, records_of
from pipeline.ingest.row_kinds import RAGGED, TOTAL_ROW
from pipeline.problems import Place
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.engine.session import Session
    from pipeline.ingest.format import LeftOut
    from pipeline.ingest.layout import Layout
    from pipeline.problems import Collector
    from pipeline.study.schema import AnySource

_CHUNK: Final = 50_000
TAIL: Final = 5
"""Rows at the end among which totals and footnotes are looked for."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a file.

    Attributes:
        select: Column of the table: SQL over the text cells `c0`, `c1`, ..., null where empty.
        given: Columns that are reckoned first, for `select` to name.
        has_totals: Rows below the data that look like totals are set aside.
        keep: Rows to keep by header, besides those that the source says.
    """

    select: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)
    has_totals: bool = False
    keep: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def over(self, layout: Layout, cells: str, picks: Mapping[str, str], *, with_row: bool) -> str:
        """The query over a source of text cells, with the cells by which rows are picked."""
        # What the format derives is reckoned once and named: written out wherever it is used,
        # it grows with every use, to more than the database can take.
        used = (*self.select.values(), *self.given.values(), *picks.values())
        derived = _columns(layout.derived(used))
        given = _columns(self.given)
        source = f"(SELECT *{derived} FROM {cells})" if derived else cells
        outer = [f"{sql} AS {name}" for name, sql in (*self.select.items(), *picks.items())]
        listed = ", ".join(["row", *outer] if with_row else outer)
        return f"SELECT {listed} FROM (SELECT *{given} FROM {source})"


def _columns(named: Mapping[str, str]) -> str:
    return "".join(f", {sql} AS {name}" for name, sql in named.items())


@dataclass(slots=True, kw_only=True)
class Loaded:
    """A file whose rows lie in the session.

    Attributes:
        layout: How it was read in the end.
        table: Name of the table: `row` and the columns that were asked for.
        rows_read: Rows below the header that hold anything.
        aside: Rows that are no records; they are not in the table.
        is_bulk: The database read the file, so the table is a view of another.
    """

    layout: Layout
    table: str
    rows_read: int
    aside: list[Aside] = field(default_factory=list)
    is_bulk: bool = False

    @property
    def width(self) -> int:
        """Cells that a row should have."""
        return len(self.layout.headers)

    def forget(self, session: Session) -> None:
        """Drops the table, once what it held has been taken elsewhere."""
        if self.is_bulk:
            session.execute(f"DROP VIEW {self.table}")
            session.execute(f"DROP TABLE {self.table}_rows")
        else:
            session.execute(f"DROP TABLE {self.table}")


def load(
    session: Session,
    layout: Layout,
    *,
    source: AnySource,
    ask: Ask,
    into: str,
    problems: Collector,
) -> Loaded | None:
    """Reads a file into a table of the session.

    Args:
        session: Where the table is made.
        layout: How the file is to be read.
        source: What the study file declares; used where a large file must be looked at again.
        ask: What is wanted of the file.
        into: Name of the table.
        problems: Where a broken file is told of.
    """
    keep = {**source.keep, **ask.keep}
    rules = picking.rules(layout, keep, problems)
    if rules is None:
        return None
    loaded = None
    if bulk.is_possible(layout):
        loaded = bulk_load(session, layout, ask=ask, rules=rules, into=into)
    if loaded is None and layout.is_quick:
        whole = again(layout, source, problems)
        if whole is None:
            return None
        layout = whole
    if loaded is None:
        loaded = record_load(session, layout, ask=ask, rules=rules, into=into, problems=problems)
    if loaded is not None and loaded.rows_read == 0:
        problems.add(NO_ROWS, Place(file=layout.file.shown))
    return loaded


def bulk_load(
    session: Session, layout: Layout, *, ask: Ask, into: str, rules: Sequence[LeftOut] = ()
) -> Loaded | None:
    """The database reads the file itself; None where it is not regular."""
    picks = picking.cells_of(layout, rules)
    below = below_data(bulk.tail_of(layout)) if ask.has_totals else []

    def query(cells: str) -> str:
        return ask.over(layout, cells, picks, with_row=False)

    if below is None or not bulk.read(session, layout, query=query, into=into):
        return None
    rows = int(session.one(f"SELECT count(*) FROM {into}"))
    loaded = Loaded(layout=layout, table=into, rows_read=rows, is_bulk=True)
    last = rows + layout.data_at
    loaded.aside = [Aside(last - back, TOTAL_ROW, found) for back, found in below]
    if below:
        session.execute(f"DELETE FROM {into}_rows WHERE rowid >= {rows - len(below)}")
    if rules:
        loaded.aside += picking.left_out(session, rules, into)
        kept = picking.kept(rules)
        session.execute(
            f"CREATE OR REPLACE VIEW {into} AS SELECT rowid + 2 AS row, * EXCLUDE "
            f"({', '.join(picks)}) FROM {into}_rows WHERE {kept}"
        )
    return loaded


def record_load(
    session: Session,
    layout: Layout,
    *,
    ask: Ask,
    into: str,
    problems: Collector,
    rules: Sequence[LeftOut] = (),
) -> Loaded | None:
    """Python reads the file, record by record; for small and for irregular files."""
    loaded = Loaded(layout=layout, table=into, rows_read=0)
    text = ", ".join(f"c{i} VARCHAR" for i in range(loaded.width))
    session.execute(f"CREATE OR REPLACE TABLE {into}_cells (row BIGINT, {text})")
    if layout.format == "parquet":
        _fill_from_parquet(session, layout, into)
        loaded.rows_read = int(session.one(f"SELECT count(*) FROM {into}_cells"))
    else:
        try:
            records = _even(_records(layout), loaded, has_totals=ask.has_totals)
            _fill(session, records, loaded.width, into)
            loaded.rows_read += len(layout.aside)
            loaded.aside += [Aside(*one) for one in layout.aside]
        except delimited.BrokenFileError as broken:
            problems.add(BROKEN, Place(file=layout.file.shown, row=broken.row), what=broken.what)
            return None
    picks = picking.cells_of(layout, rules)
    taken = ask.over(layout, f"{into}_cells", picks, with_row=True)
    session.execute(f"CREATE OR REPLACE TABLE {into} AS {taken}")
    session.execute(f"DROP TABLE {into}_cells")
    if rules:
        loaded.aside += picking.left_out(session, rules, into)
        session.execute(f"DELETE FROM {into} WHERE NOT ({picking.kept(rules)})")
    return loaded


def _records(layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Records below the header that hold anything, with their row."""
    if layout.table is not None:
        yield from ((row, list(record)) for row, record in layout.table)
        return
    for row, record in enumerate(records_of(layout), start=1):
        if row > layout.data_at and any(record) and (len(record) > 1 or record[0].strip()):
            yield row, record


def _even(
    records: Iterable[tuple[int, list[str]]], loaded: Loaded, *, has_totals: bool
) -> Iterator[tuple[int, list[str]]]:
    """Records of the right width; the last few are held back until the end is known."""
    held: deque[tuple[int, list[str]]] = deque()
    for item in records:
        loaded.rows_read += 1
        held.append(item)
        if len(held) > TAIL:
            yield from _checked(held.popleft(), loaded)
    below = (below_data([record for _, record in held]) or []) if has_totals else []
    for (_, found), (row, _) in zip(below, reversed(held), strict=False):
        loaded.aside.append(Aside(row, TOTAL_ROW, found))
    for item in list(held)[: len(held) - len(below)]:
        yield from _checked(item, loaded)


def _checked(item: tuple[int, list[str]], loaded: Loaded) -> Iterator[tuple[int, list[str]]]:
    row, record = item
    extra = record[loaded.width :]
    if len(record) < loaded.width or any(cell.strip() for cell in extra):
        loaded.aside.append(Aside(row, RAGGED, str(len(record))))
    else:
        yield row, record[: loaded.width]


def _fill(
    session: Session, records: Iterable[tuple[int, list[str]]], width: int, into: str
) -> None:
    chunk: list[tuple[int, list[str]]] = []
    for item in records:
        chunk.append(item)
        if len(chunk) == _CHUNK:
            _insert(session, chunk, width, into)
            chunk = []
    if chunk:
        _insert(session, chunk, width, into)


def _insert(session: Session, chunk: list[tuple[int, list[str]]], width: int, into: str) -> None:
    columns = {"row": np.array([row for row, _ in chunk], dtype=np.int64)}
    for i, cells in enumerate(zip(*(record for _, record in chunk), strict=True)):
        columns[f"c{i}"] = np.array(cells, dtype=object)
    session.register("_chunk", Rows(columns))
    cells_sql = ", ".join(f"nullif(CAST(c{i} AS VARCHAR), '')" for i in range(width))
    session.execute(f"INSERT INTO {into}_cells SELECT row, {cells_sql} FROM _chunk")
    session.execute("DROP TABLE _chunk")


def _fill_from_parquet(session: Session, layout: Layout, into: str) -> None:
    path = quoted(glob_safe(spelled(layout.file.disk)))
    types = session.tuples("SELECT column_name, column_type FROM _columns")
    cells = ", ".join(
        _parquet_text(f'"{str(n).replace(chr(34), chr(34) * 2)}"', str(t)) for n, t in types
    )
    session.execute(
        f"INSERT INTO {into}_cells SELECT file_row_number + 2, {cells} "
        f"FROM read_parquet({path}, file_row_number=true)"
    )


def _parquet_text(name: str, kind: str) -> str:
    if kind in {"DOUBLE", "FLOAT"}:
        whole = f"{name} = trunc({name}) AND abs({name}) < 1e15"
        return (
            f"CASE WHEN {whole} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR) "
            f"ELSE CAST({name} AS VARCHAR) END"
        )
    return f"nullif(CAST({name} AS VARCHAR), '')"
