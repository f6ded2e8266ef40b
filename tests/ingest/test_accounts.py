"""Every row that was read is set aside for one reason, in nobody's name, or analysed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.accounts import _balanced
from pipeline.ingest.entries import Entry
from pipeline.ingest.files import RawFile
from pipeline.ingest.format import Reading
from pipeline.ingest.layout import Layout
from tests.ingest.conftest import ingest_demo

LONG = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, period: year, metric: what, value: score}
    tolerate: 1
    match_floor: 0
"""
WIDE = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, period: year}
    measures: {m: score, b: base}
    tolerate: 1
    match_floor: 0
"""
COLUMNS = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid}
    measures: {m: {"2023": pre, "2025": post}}
    tolerate: 1
"""
M = "  m: {label: M, from: x.m, type: continuous, better: higher, range: [0, 100]}\n"
B = "  b: {label: B, from: x.b, type: continuous, better: higher}\n"
GROUPS = 'design: {kind: comparison-group, participants: {mentored: ["yes"]}, '
TWO_GROUPS = GROUPS + 'comparison: {grade: ["9"]}}\n'


def fates(done: Any, file: str, analysis: str = "") -> dict[str, int]:
    """Rows by fate; those that were set aside by their reason."""
    found: dict[str, int] = defaultdict(int)
    for one in done.table("accounts"):
        if one["file"] == file and one["analysis"] == analysis:
            found[one["reason"] or one["fate"]] += one["rows"]
    return {fate: rows for fate, rows in found.items() if rows}


def balance(done: Any) -> None:
    read = {(f["source"], f["file"], f["period"]): f["rows_read"] for f in done.table("files")}
    total: dict[tuple[str, ...], int] = defaultdict(int)
    for one in done.table("accounts"):
        assert one["rows"] >= 0
        total[one["source"], one["file"], one["period"], one["analysis"]] += one["rows"]
    assert {key[:3] for key in total} == set(read)
    for key, rows in total.items():
        assert rows == read[key[0], key[1], key[2]], key


def test_a_long_file_is_accounted_for_by_outcome(run: Any) -> None:
    rows = (
        "sid,year,what,score\n"
        "0001,2023,m,10\n0001,2025,m,20\n"  # both periods: analysed
        "0003,2023,m,10\n"  # one period only
        "0005,2024,m,10\n"  # a period between
        "0007,2023,m,\n"  # no value
        "0001,2023,b,1\n"  # another measure
        "9999,2023,m,5\n"  # in no roster
        ",2023,m,5\n"  # no ID
        "0009,1999,m,5\n"  # a period that the study does not know
        "0011,2023,m,1\n0011,2023,m,2\n"  # conflicting
    )
    done = run(LONG, {"x.csv": rows}, outcomes=M)
    balance(done)
    assert fates(done, "x.csv", "m") == {
        "analysed": 2,
        "unpaired": 1,
        "between": 1,
        "missing": 1,
        "elsewhere": 1,
        "unmatched": 1,
        "no ID": 1,
        "another period": 1,
        "conflicting records": 2,
    }


def test_analysed_rows_are_the_people_that_the_comparison_counts(run: Any) -> None:
    text = "sid,year,score,base\n" + "".join(
        f"{i:04d},{year},{i % 50},{'' if i % 3 else i}\n"
        for i in range(1, 41)
        for year in ("2023", "2025")
        if i % 7 or year == "2023"
    )
    done = run(WIDE, {"x.csv": text}, outcomes=M + B)
    balance(done)
    pairs = [p for p in done.table("pairs") if p["before"] is not None and p["after"] is not None]
    for code, outcome in enumerate(("m", "b")):
        both = sum(p["measure"] == code for p in pairs)
        assert both
        assert fates(done, "x.csv", outcome)["analysed"] == 2 * both
    assert fates(done, "x.csv")["analysed"] == fates(done, "x.csv", "m")["analysed"]


def test_a_row_with_a_column_for_each_period_counts_once(run: Any) -> None:
    text = "sid,pre,post\n0001,1,2\n0002,3,\n0003,,\n9999,1,1\n"
    done = run(COLUMNS + "    match_floor: 0\n", {"x.csv": text}, outcomes=M)
    balance(done)
    wanted = {"analysed": 1, "unpaired": 1, "missing": 1, "unmatched": 1}
    assert fates(done, "x.csv", "m") == wanted == fates(done, "x.csv")


def test_people_in_neither_group_are_not_eligible(run: Any) -> None:
    text = "sid,pre,post\n" + "".join(f"{i:04d},1,2\n" for i in range(1, 41))
    done = run(COLUMNS, {"x.csv": text}, outcomes=M, design=TWO_GROUPS)
    balance(done)
    arms = [student["arm"] for student in done.table("students")]
    assert 0 < arms.count(-1) < len(arms)
    assert fates(done, "x.csv", "m") == {
        "analysed": len(arms) - arms.count(-1),
        "ineligible": arms.count(-1),
    }
    assert fates(done, "students.csv")["ineligible"] == arms.count(-1)


def test_a_row_that_broke_two_rules_is_counted_under_the_first(run: Any) -> None:
    done = run(LONG, {"x.csv": "sid,year,what,score\n,1999,,\n0001,2023,m,1\n"}, outcomes=M)
    balance(done)
    assert fates(done, "x.csv") == {"no ID": 1, "unpaired": 1}


def test_a_source_that_no_outcome_reads_says_so(run: Any) -> None:
    other = WIDE.replace("  x:", "  y:").replace("x.csv", "y.csv")
    long, wide = "sid,year,what,score\n0001,2023,m,1\n", "sid,year,score,base\n"
    wide += "0001,2023,1,\n0002,2023,,\n"
    done = run(LONG + other, {"x.csv": long, "y.csv": wide}, outcomes=M)
    balance(done)
    assert fates(done, "y.csv") == {"unread": 1, "missing": 1}


def test_testimonials_are_counted_by_the_reason_that_kept_them_back(run: Any) -> None:
    voices = "  v: {kind: testimonials, files: v.csv}\n"
    rows = "text,consent,is_minor,guardian_consent\nfine,yes,no,\nno,,no,\nchild,yes,yes,no\n"
    x = "sid,year,what,score\n0001,2023,m,1\n"
    done = run(LONG + voices, {"x.csv": x, "v.csv": rows}, outcomes=M)
    balance(done)
    assert fates(done, "v.csv") == {
        "analysed": 1,
        "no consent": 1,
        "a minor without the guardian's consent": 1,
    }


def test_where_a_run_stops_what_was_set_aside_is_there_to_look_up(run: Any) -> None:
    strict = LONG.replace("    tolerate: 1\n    match_floor: 0\n", "")
    done = run(strict, {"x.csv": "sid,year,what,score\n0001,2023,m,x\n9999,2023,m,1\n"}, outcomes=M)
    assert done.has_stopped
    assert [q["found"] for q in done.table("quarantine")] == ["x"]
    assert [u["id"] for u in done.table("unmatched")] == ["9999"]
    assert done.file("x.csv")["rows_unmatched"] == 1


def test_a_row_too_many_is_a_fault_of_ours() -> None:
    file = RawFile(path=None, name="x.csv", shown="x.csv")  # type: ignore[arg-type]
    entry = Entry(source="x", layout=Layout(file=file, format="csv", reading=Reading()))
    entry.rows_read = 3
    with pytest.raises(AssertionError, match="1 more rows in m than read"):
        _balanced(entry, "m", [("unmatched", "", "", 1)], {"analysed": 3}, rest="missing")


CELL = st.sampled_from(
    ["0001", "0002", "1", "9999", "", "2023", "2024", "2025", "m", "b", "5", "x"]
)


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=12),
    source=st.sampled_from([LONG, WIDE]),
)
def test_whatever_the_rows_every_account_balances(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], source: str
) -> None:
    head = "sid,year,what,score" if source is LONG else "sid,year,score,base"
    lines = [head, "0001,2023,m,1" if source is LONG else "0001,2023,1,2"]
    text = "\n".join([*lines, *(",".join(row) for row in rows)]) + "\n"
    place = tmp_path_factory.mktemp("accounts")
    done = ingest_demo(place, source, {"x.csv": text}, outcomes=M + B)
    if not done.has_stopped:
        balance(done)
