from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.engine.session import Session
from pipeline.receipts import last_day, lists
from pipeline.study.load import load_study
from pipeline.tables.pairs import BETWEEN, PAIRS
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import ACTIVITIES, FILES, QUARANTINE, TOTALS, UNMATCHED, WAVES
from tests.workspaces import STUDY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TABLES = {t.name: t for t in (PAIRS, BETWEEN, WAVES, ACTIVITIES, TOTALS)}
THREE_YEARS = STUDY.replace(
    "periods:\n", "periods:\n  - {id: 2022-23, starts: 2022-08-22, ends: 2023-06-09}\n"
)


def found(**tables: Sequence[Mapping[str, object]]) -> dict[str, list[dict[str, str]]]:
    declared = {"quarantine": QUARANTINE, "unmatched": UNMATCHED, "files": FILES}
    rows = {name: Rows.of(declared[name], records) for name, records in tables.items()}
    made = lists(rows.get)
    return {
        name: list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        for name, content in made.items()
    }


def day(folder: Path, study: str = THREE_YEARS, **tables: list[dict[str, object]]) -> date:
    with Session() as session:
        for name, table in TABLES.items():
            rows = Rows.of(table, tables.get(name, []) if name != "pairs" else [])
            session.write_rows(table, rows, folder / f"{name}.parquet")
        if "pairs" in tables:  # integer columns may be null in the file, not in the arrays
            (row,) = tables["pairs"]
            values = ", ".join(f"{row[side]} AS {side}" for side in ("before", "after"))
            session.write_parquet(f"SELECT {values}", folder / "pairs.parquet")
        read = load_study(study.encode(), file="study.yaml")
        return last_day(read, session, lambda name: folder / f"{name}.parquet")


def test_what_was_set_aside_is_listed_in_the_order_of_rows() -> None:
    first = {"file": "a.csv", "row": 9, "column": "x", "rule": "D014", "found": "N/S"}
    made = found(quarantine=[first, {**first, "row": 2}, {**first, "file": "A.csv"}])
    assert [(r["file"], r["row"]) for r in made["quarantine.csv"]] == [
        ("A.csv", "9"), ("a.csv", "2"), ("a.csv", "9"),
    ]  # fmt: skip


def test_the_unmatched_are_listed_by_source() -> None:
    made = found(
        files=[{"source": "scores", "file": "s.csv"}, {"source": "extract", "file": "e.csv"}],
        unmatched=[{"file": "s.csv", "row": 3, "id": "0012"}, {"file": "e.csv", "row": 4}],
        quarantine=[],
    )
    assert set(made) == {"quarantine.csv", "unmatched_scores.csv", "unmatched_extract.csv"}
    assert made["unmatched_scores.csv"] == [{"file": "s.csv", "row": "3", "id": "0012"}]


def test_an_ingest_that_stopped_early_leaves_what_there_is() -> None:
    assert found() == {}
    assert set(found(quarantine=[])) == {"quarantine.csv"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    row = {"file": "a.csv", "row": 2, "column": f"  {start}x", "found": f"{start}1+1"}
    (read,) = found(quarantine=[row])["quarantine.csv"]
    assert read["found"] == f"'{start}1+1"
    assert read["column"].startswith("'")


def test_the_day_is_the_end_of_the_last_period_with_data(tmp_path: Path) -> None:
    only_before = day(tmp_path, pairs=[{"before": 1, "after": "NULL::BIGINT"}])
    assert only_before == date(2024, 6, 7)
    both = day(tmp_path, pairs=[{"before": 1, "after": 1}])
    assert both == date(2025, 6, 6)


def test_a_middle_period_counts(tmp_path: Path) -> None:
    assert day(tmp_path, between=[{"measure": 0, "period": 0}]) == date(2023, 6, 9)


def test_surveys_logs_and_totals_count(tmp_path: Path) -> None:
    period: dict[str, object] = {"period": "2023-24"}
    assert day(tmp_path, waves=[{**period, "answered": 3}]) == date(2024, 6, 7)
    assert day(tmp_path, activities=[period]) == date(2024, 6, 7)
    assert day(tmp_path, totals=[{**period, "count": 3.0}]) == date(2024, 6, 7)


def test_what_is_withheld_or_unanswered_is_no_data(tmp_path: Path) -> None:
    period = {"period": "2023-24"}
    nothing = day(
        tmp_path, waves=[{**period, "answered": 0}], totals=[{**period, "withheld": True}]
    )
    assert nothing == date(2022, 8, 22)


def test_before_anything_was_measured_it_is_the_first_day(tmp_path: Path) -> None:
    assert day(tmp_path) == date(2022, 8, 22)
