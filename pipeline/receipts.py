"""What was read: rows set aside, rows unmatched, the last day with data, earlier releases."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.problems import Kind, Place, Problem
from pipeline.tables.spreadsheet import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from pipeline.engine.session import Session
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published
    from pipeline.tables.schema import Rows
    from pipeline.workspace import Workspace

QUARANTINE: Final = ("file", "row", "column", "rule", "found", "remedy")
UNMATCHED: Final = ("file", "row", "id")

NOT_A_RELEASE: Final = Kind(
    code="W043",
    found="found no release in it",
    expected="expected a file that `outcomes release` wrote",
    remedy="Put back the file as it was written; delete it only if that release was never given "
    "out.",
    explains="data/released holds what was given out before. A file there was changed, or is of a "
    "version of this program that wrote it otherwise.",
)


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


def earlier(workspace: Workspace, given_out: Iterable[Path]) -> list[Published]:
    """What was given out before, in the order of its files.

    Raises:
        Problem: One of them cannot be read.
    """
    from pipeline.tables.published_io import from_json

    found = []
    for path in given_out:
        try:
            found.append(from_json(path.read_bytes()))
        except (ValueError, TypeError, KeyError, AttributeError) as trouble:
            raise Problem(NOT_A_RELEASE, Place(file=workspace.shown(path))) from trouble
    return found


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
