"""Rows of files are counted; how many people a small file holds is not told."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.disclosure import accounts, counts
from pipeline.tables.accounts import ACCOUNTS
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import FILES, WAVES

T = 10
Row = dict[str, Any]


def file(used: int, name: str = "a.csv", **more: object) -> Row:
    return {"source": "marks", "file": name, "key": "id", "period": "", "normalised": "exact",
            "rows_read": used + 3, "cells_set_aside": 4, "rows_set_aside": 2, "rows_unmatched": 1,
            "rows_used": used} | more  # fmt: skip


def wave(**more: object) -> Row:
    return {"source": "climate", "period": "2025-26", "invited": 40, "answered": 20,
            "linked": 0} | more  # fmt: skip


def told(*files: Row, waves: tuple[Row, ...] = ()) -> dict[str, str | None]:
    found = counts.published(Rows.of(FILES, list(files)), Rows.of(WAVES, list(waves)), minimum_n=T)
    for one in found:
        _, source, *rest, what = one.id.split("/")
        assert (one.source, one.what) == (source, what)
        assert one.file == ("" if source == "climate" else "/".join(rest))
    return {one.id: one.figure.shown if one.figure else None for one in found}


def test_the_rows_of_a_source_are_those_of_its_files_and_of_no_other() -> None:
    found = told(file(30), file(20, "b.csv"), file(50, "c.csv", source="late"))
    assert [found[f"data/{of}/rows_used"] for of in ("marks", "marks/a.csv", "marks/b.csv",
            "late", "late/c.csv")] == ["50", "30", "20", "50", "50"]  # fmt: skip
    assert [found[f"data/marks/{what}"] for what in counts.WHATS] == ["56", "4", "8", "2", "50"]
    assert len(found) == 5 * len(counts.WHATS) + 2


@pytest.mark.parametrize(("used", "shown"), [(0, "0"), (1, None), (9, None), (10, "10")])
def test_a_small_file_of_people_hides_how_many_its_source_holds(
    used: int, shown: str | None
) -> None:
    found = told(file(used), file(50, "b.csv"))
    assert found["data/marks/a.csv/rows_used"] == shown
    assert found["data/marks/rows_used"] == (shown and str(used + 50))
    assert found["data/marks/b.csv/rows_used"] == "50"
    assert ("data/marks/match_rate" in found) == bool(shown)


@pytest.mark.parametrize(("used", "shown"), [(0, "0"), (1, None), (9, None), (10, "10")])
def test_a_source_with_people_is_hidden_where_all_of_it_is_small(
    used: int, shown: str | None
) -> None:
    found = told(file(0), file(used, "b.csv", key=""))
    assert found["data/marks/rows_used"] == shown
    assert found["data/marks/b.csv/rows_used"] == str(used)


def test_answers_of_a_wave_are_people_without_an_id() -> None:
    assert told(file(4, key="", period="2025-26"))["data/marks/rows_used"] is None
    assert told(file(4, key=""))["data/marks/rows_used"] == "4"


def test_one_file_beside_the_roster_has_a_match_rate() -> None:
    found = told(file(30), file(32, "b.csv", normalised=""))
    assert found["data/marks/match_rate"] == "97%"
    assert "data/marks/match_rate" not in told(file(0, rows_unmatched=0))


@pytest.mark.parametrize(("answered", "shown"), [(0, "0"), (1, None), (9, None), (10, "10")])
def test_few_answers_are_not_counted(answered: int, shown: str | None) -> None:
    found = told(waves=(wave(answered=answered), wave(period="2024-25")))
    assert found["data/climate/2025-26/answered"] == shown
    assert found["data/climate/2024-25/answered"] == "20"
    assert found["data/climate/2025-26/invited"] == "40"


def account(fate: str, rows: int, **more: object) -> Row:
    return {"source": "x", "file": "x.csv", "period": "", "analysis": "m", "fate": fate,
            "code": "", "reason": "", "rows": rows} | more  # fmt: skip


def fates(records: list[Row], **more: object) -> dict[str, float | None]:
    files = [{"source": "x", "file": "x.csv", "key": "sid", "period": "", **more}]
    found = accounts.published(Rows.of(ACCOUNTS, records), Rows.of(FILES, files), minimum_n=T)
    for one in found:
        if one.what != "reason":
            file = one.file + (f"@{one.period}" if one.period else "")
            assert one.id == f"rows/{one.source}/{file}/{one.analysis or 'all'}/{one.what}"
            assert (one.source, one.file) == ("x", "x.csv")
        else:
            assert (one.source, one.file, one.analysis, one.period) == ("x", "", "", "")
    return {one.id: one.figure.value if one.figure else None for one in found}


def test_each_wave_and_outcome_of_a_file_has_its_own_account() -> None:
    found = fates([account("analysed", 50), account("analysed", 40, analysis=""),
                   account("analysed", 30, period="2025-26"), account("analysed", 7)])  # fmt: skip
    assert [found[f"rows/x/x.csv{at}/analysed"] for at in ("/m", "/all", "@2025-26/m")] == [
        57, 40, 30
    ]  # fmt: skip


@pytest.mark.parametrize(("missing", "is_told"), [(0, True), (1, False), (9, False), (10, True)])
def test_few_who_are_missing_are_hidden_with_the_next_smallest(
    missing: int, *, is_told: bool
) -> None:
    records = [account("missing", missing), account("between", 20), account("analysed", 50)]
    for file in ({}, {"key": "", "period": "2025-26"}):
        found = fates(records, **file)
        assert (found["rows/x/x.csv/m/missing"] is not None) == is_told
        assert (found["rows/x/x.csv/m/between"] is not None) == is_told
        assert found["rows/x/x.csv/m/analysed"] == 50
    assert fates(records, key="")["rows/x/x.csv/m/missing"] == missing


def test_reasons_are_of_what_was_set_aside_and_are_named_by_their_words() -> None:
    found = fates([
        account("set-aside", 3, analysis="", code="D1", reason="No ID -- given?"),
        account("analysed", 50, analysis="", code="D2", reason="none"),
        account("set-aside", 3, code="D3", reason="for one outcome"),
    ])  # fmt: skip
    reasons = {name: n for name, n in found.items() if "/D" in name}
    assert reasons == {"rows/x/D1/no-id-given": 3}
