"""Workbooks as offices write them: titles, groups of columns, values that stand for many rows."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

SOURCE = """\
  s:
    kind: metrics
    files: s.xlsx
    columns: {student_id: Student ID}
    measures: {math: {"2023": %s, "2025": %s}}
"""
OUTCOME = "  math: {label: Math, from: s.math, type: continuous, better: higher}\n"
TITLE = ["Riverbend USD: test results"]
GROUPS = ["Student ID", "Fall", None, "Spring", None]
NAMES = [None, "Math", "Reading", "Math", "Reading"]
STUDENTS = [[f"{i:04d}", 200 + i, 5, 220 + i, 6] for i in range(1, 21)]
HEAD_MERGES = ("A2:A3", "B2:C2", "D2:E2")


def book(rows: list[Any], merges: tuple[str, ...] = (), **sheets: Any) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    for name, content in sheets.items():
        other = made.create_sheet(name)
        for row in content:
            other.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_head_of_two_rows_names_its_columns_by_group_and_name(run: Any) -> None:
    rows = [TITLE, GROUPS, NAMES, *STUDENTS]
    content = book(rows, ("A1:E1", *HEAD_MERGES))
    for names in (("Fall Math", "Spring Math"), ('"Fall [Math]"', '"Spring [Math]"')):
        done = run(SOURCE % names, {"s.xlsx": content}, outcomes=OUTCOME)
        assert not done.has_stopped
        assert done.file("s.xlsx")["rows_used"] == 20
        assert done.values("s.math")[4, "2023"] == 201
        assert done.values("s.math")[23, "2025"] == 240


def test_a_name_under_two_groups_alone_is_not_enough(run: Any) -> None:
    content = book([TITLE, GROUPS, NAMES, *STUDENTS], ("A1:E1", *HEAD_MERGES))
    done = run(SOURCE % ("Math", "Spring Math"), {"s.xlsx": content}, outcomes=OUTCOME)
    assert "D009" in done.codes()
    assert "the file has Student ID, Fall Math, Fall Reading, Spring Math" in done.told("D009")[0]


def test_a_title_over_a_part_of_the_columns_is_no_group(run: Any) -> None:
    head = ["Student ID", "pre", "post", "note"]
    content = book([TITLE, head, *([i, a, c, "x"] for i, a, _, c, _ in STUDENTS)], ("A1:C1",))
    done = run(SOURCE % ("pre", "post"), {"s.xlsx": content}, outcomes=OUTCOME)
    assert not done.has_stopped
    assert done.values("s.math")[3, "2023"] == 201


def test_a_lone_group_counts_where_the_study_file_names_it(run: Any) -> None:
    groups, names = [None, "Math", None], ["Student ID", "before", "after"]
    content = book([groups, names, *([i, a, c] for i, a, _, c, _ in STUDENTS)], ("B1:C1",))
    done = run(SOURCE % ("Math before", "Math after"), {"s.xlsx": content}, outcomes=OUTCOME)
    assert not done.has_stopped
    assert done.values("s.math")[3, "2025"] == 221


def test_a_value_that_is_merged_over_several_rows_stands_in_each(run: Any) -> None:
    rows = [["Grade", "sid", "Mentored"], [9, "0001", "yes"], [None, "0002", "no"],
            [10, "0003", "yes"], [None, "0004", "no"], [11, "0005", "no"]]  # fmt: skip
    roster = (
        "  roster: {kind: roster, files: r.xlsx, "
        "columns: {student_id: sid, grade: Grade, mentored: Mentored}}\n"
    )
    source = SOURCE.replace("Student ID", "sid") % ("a", "b")
    scores = book([["sid", "a", "b"], ["0001", 1, 2]])
    files = {"r.xlsx": book(rows, ("A2:A3", "A4:A5")), "s.xlsx": scores}
    done = run(source, files, outcomes=OUTCOME, roster=roster)
    assert not done.has_stopped
    assert sorted(one["grade"] for one in done.table("students")) == ["10", "10", "11", "9", "9"]


def test_without_merges_an_empty_cell_stays_empty(run: Any) -> None:
    content = book([["Student ID", "a", "b"], ["0001", 1, 2], ["0002", None, 3]])
    done = run(SOURCE % ("a", "b"), {"s.xlsx": content}, outcomes=OUTCOME)
    assert set(done.values("s.math")) == {(2, "2023"), (2, "2025"), (3, "2025")}


def test_of_several_sheets_the_one_with_the_headers_is_read(run: Any) -> None:
    table = [["Student ID", "a", "b"], ["0001", 1, 2]]
    content = book([["About this file"], ["Made by the office"]], Data=table)
    done = run(SOURCE % ("a", "b"), {"s.xlsx": content}, outcomes=OUTCOME)
    assert not done.has_stopped
    assert 'found 2 sheets and read "Data"' in done.told("D040")[0]
    assert done.file("s.xlsx")["rows_used"] == 1


@pytest.mark.parametrize("total", ["Total", "Grand Total", "Average", "Total students: 20"])
def test_totals_below_the_data_are_no_students(run: Any, total: str) -> None:
    rows = [["Student ID", "a", "b"], *([i, a, c] for i, a, _, c, _ in STUDENTS), [total, 9, 9]]
    done = run(SOURCE % ("a", "b"), {"s.xlsx": book(rows)}, outcomes=OUTCOME)
    assert not done.has_stopped
    assert done.file("s.xlsx")["rows_set_aside"] == 1
    assert done.file("s.xlsx")["rows_used"] == 20


def test_numbers_that_were_stored_as_text_are_numbers(run: Any) -> None:
    rows = [["Student ID", "a", "b"], ["0001", "1", " 2.50"], ["0002", 3, "4\u00a0"]]
    done = run(SOURCE % ("a", "b"), {"s.xlsx": book(rows)}, outcomes=OUTCOME)
    assert done.values("s.math") == {
        (2, "2023"): 1, (2, "2025"): 2.5, (3, "2023"): 3, (3, "2025"): 4,
    }  # fmt: skip


@pytest.mark.parametrize("fault", ["#N/A", "#DIV/0!", "#REF!"])
def test_a_formula_that_failed_is_told_and_no_number(run: Any, fault: str) -> None:
    rows = [
        ["Student ID", "a", "b"],
        *([f"{i:04d}", 1, 2] for i in range(1, 31)),
        ["0031", fault, 2],
    ]
    done = run(SOURCE % ("a", "b"), {"s.xlsx": book(rows)}, outcomes=OUTCOME)
    assert [problem.facts["value"] for problem in done.problems] == [fault]
    assert (32, "2023") not in done.values("s.math")
