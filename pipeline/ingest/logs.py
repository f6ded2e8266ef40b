"""Small files that people keep by hand: logs, testimonials, coded segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.ingest import cells
from pipeline.ingest.contract import Check
from pipeline.ingest.dates import read_dates
from pipeline.ingest.entries import Entry
from pipeline.ingest.intake import all_named, several
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.row_kinds import AMBIGUOUS_DATE, NOT_A_DATE
from pipeline.problems import Place
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import AnySource


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What such a file may hold.

    Attributes:
        columns: Every part, as the header that it has where nothing is mapped.
        needed: Parts without which the file cannot be used.
        has_totals: Totals below are set aside.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    has_totals: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One file, with a column of text for each part that such a file may have.

    Attributes:
        file: Its number in the books.
        table: Table with `row` and every part; null where empty or where the file lacks it.
        headers: Header of each part that the file has.
        shown: The file as messages name it.
    """

    file: int
    table: str
    headers: dict[str, str]
    shown: str


def named(source: AnySource, columns: Sequence[str]) -> list[str]:
    """Headers that such a file may have."""
    return [*all_named(source), *columns]


def read(
    intake: Intake,
    name: str,
    source: AnySource,
    layout: Layout,
    *,
    form: Form,
) -> Log | None:
    """Reads one file as text, or tells why not."""
    found: dict[str, str] = {}
    for part in form.columns:
        is_needed = part in form.needed or part in source.columns
        wanted = several(source.columns.get(part, part))
        header = header_of(layout, wanted, intake.problems, is_needed=is_needed)
        if header is not None and not intake.is_dropped(header):
            found[part] = header
    if not set(form.needed) <= set(found):
        return None
    select = {
        f'"{part}"': cells.present(layout.cell(found[part]), source.missing)
        if part in found
        else "NULL::VARCHAR"
        for part in form.columns
    }
    table = f"file_{len(intake.books.entries)}"
    loaded = load(
        intake.session,
        layout,
        source=source,
        ask=Ask(select, has_totals=form.has_totals),
        into=f"{table}_text",
        problems=intake.problems,
    )
    if loaded is None:
        return None
    file = intake.books.enter(Entry(source=name, layout=layout, tolerate=source.tolerate), loaded)
    intake.session.execute(f"CREATE TABLE {table} AS SELECT * FROM {loaded.table} ORDER BY row")
    loaded.forget(intake.session)
    intake.say(f"{layout.file.name}: {loaded.rows_read} rows")
    return Log(file=file, table=table, headers=found, shown=layout.file.shown)


def add_dates(intake: Intake, log: Log, part: str, source: AnySource) -> str:
    """Reads a column of dates and gives the SQL of its ISO dates; tells of an open order."""
    session = intake.session
    texts = [
        str(text)
        for (text,) in session.tuples(
            f'SELECT DISTINCT "{part}" FROM {log.table} WHERE "{part}" IS NOT NULL'
        )
    ]
    readings, unsure = read_dates(texts, source.dates)
    if unsure is not None:
        row = session.one(f'SELECT min(row) FROM {log.table} WHERE "{part}" = ?', [unsure])
        place = Place(file=log.shown, row=int(row), column=log.headers[part])
        intake.problems.add(AMBIGUOUS_DATE, place, value=unsure)
    known = {text: iso for text, iso in readings.items() if iso is not None}
    session.register(
        "_dates",
        Rows(
            {
                "text": np.array(list(known), dtype=object),
                "iso": np.array(list(known.values()), dtype=object),
            }
        ),
    )
    session.execute(
        f"CREATE OR REPLACE TABLE {log.table} AS SELECT t.*, "
        f"CAST(d.iso AS VARCHAR) AS iso_{part} FROM {log.table} t "
        f'LEFT JOIN _dates d ON t."{part}" = CAST(d.text AS VARCHAR) ORDER BY row'
    )
    return f"iso_{part}"


def date_check(log: Log, part: str, *, is_row: bool = False) -> Check:
    """Every cell of a column of dates that holds anything holds a date."""
    return Check(
        kind=NOT_A_DATE,
        when=f'"{part}" IS NOT NULL AND iso_{part} IS NULL',
        found=f'"{part}"',
        column=log.headers[part],
        is_row=is_row,
    )
