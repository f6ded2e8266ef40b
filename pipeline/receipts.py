"""What ingest shows for what it read: rows set aside, rows unmatched, the last day with data."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.tables.spreadsheet import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from pipeline.engine.session import Session
    from pipeline.study.schema import Study
    from pipeline.tables.schema import Rows

QUARANTINE: Final = ("file", "row", "column", "rule", "found", "remedy")
UNMATCHED: Final = ("file", "row", "id")


def lists(read: Callable[[str], Rows | None]) -> dict[str, bytes]:
    """The lists that an analyst opens in a spreadsheet, by file name, in the order of rows.

    Args:
        read: The rows of a tidy table, or None where ingest did not come so far.
    """
    made: dict[str, bytes] = {}
    quarantine, unmatched, files = read("quarantine"), read("unmatched"), read("files")
    if quarantine is not None:
        made["quarantine.csv"] = _csv(QUARANTINE, quarantine.records())
    if unmatched is not None and files is not None:
        sources = {record["file"]: record["source"] for record in files.records()}
        by_source: dict[str, list[dict[str, Any]]] = {}
        for record in unmatched.records():
            source = record.get("source") or sources.get(record["file"], "")
            by_source.setdefault(source, []).append(record)
        made |= {_name(source): _csv(UNMATCHED, found) for source, found in by_source.items()}
    return made


def files_read(files: Rows) -> list[str]:
    """The files that were read, by path from the study's folder; archives by their own path."""
    named = {*files["file"].tolist()}
    named |= {one for beside in files["beside"].tolist() for one in beside.split("; ") if one}
    return sorted({re.sub(r"(?i)(\.zip)/.*", r"\1", name) for name in named})


def last_day(study: Study, session: Session, tables: Callable[[str], Path]) -> date:
    """The end of the last period that has data: the "today" of a study, whatever the clock says.

    Before anything was measured it is the day on which the first period begins.
    """
    from pipeline.engine.session import quoted, spelled

    def column(sql: str, table: str) -> list[Any]:
        rows = f"read_parquet({quoted(spelled(tables(table)))})"
        return [row[0] for row in session.tuples(f"{sql} FROM {rows}")]

    ends = {period.id: period.ends for period in study.periods}
    found = {study.periods[place].ends for place in column("SELECT DISTINCT period", "between")}
    for side in ("before", "after"):
        period = study.role(side)
        if period is not None and column(f'SELECT count("{side}")', "pairs") != [0]:
            found.add(period.ends)
    named = {
        *column("SELECT DISTINCT CASE WHEN answered > 0 THEN period END", "waves"),
        *column("SELECT DISTINCT period", "activities"),
        *column("SELECT DISTINCT CASE WHEN NOT withheld THEN period END", "totals"),
    }
    found |= {ends[name] for name in named if name in ends}
    return max(found, default=study.periods[0].starts)


def _name(source: str) -> str:
    """A file name for a source; names in a study file are letters, digits, dashes."""
    return f"unmatched_{source}.csv" if source else "unmatched.csv"


def _csv(columns: Sequence[str], records: Iterable[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    ordered = sorted(records, key=lambda record: (record["file"], record["row"]))
    writer.writerows([safe(str(record[column])) for column in columns] for record in ordered)
    return text.getvalue().encode()
