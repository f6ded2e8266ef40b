"""Exports of assessments: known by their headers, read by our names, invalid tests left out."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pipeline.ingest.format import Head
from pipeline.ingest.formats import assessments

LONG = """\
  tests:
    kind: metrics
    files: tests.csv
    columns: {student_id: student_id, %s, metric: subject, value: score}
    pick: latest
"""
WIDE = """\
  tests:
    kind: metrics
    files: tests.csv
    columns: {student_id: student_id, date: date}
    measures: {%s}
    pick: highest
"""


def profile(name: str) -> dict[str, Any]:
    return tomllib.loads((assessments.PROFILES / f"{name}.toml").read_text(encoding="utf-8"))


def table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(",".join(row) for row in [head, *rows]) + "\n"


NWEA = table(
    ["TermName", "DistrictName", "SchoolName", "StudentLastName", "StudentFirstName", "StudentID",
     "Student_StateID", "Subject", "Course", "TestType", "GrowthMeasureYN", "TestStartDate",
     "TestRITScore", "TestStandardError", "TestPercentile"],
    [["Fall 2022-2023", "D", "N", "L1", "F1", "0001", "91", "Mathematics", "Math", "Goals",
      "TRUE", "9/15/2022", "201", "3.1", "45"],
     ["Fall 2022-2023", "D", "N", "L1", "F1", "0001", "91", "Mathematics", "Math", "Goals",
      "FALSE", "9/20/2022", "150", "3.1", "2"],
     ["Fall 2024-2025", "D", "N", "L1", "F1", "0001", "91", "Mathematics", "Math", "Goals",
      "TRUE", "9/14/2024", "215", "3.0", "50"],
     ["Fall 2024-2025", "D", "N", "L1", "F1", "0001", "91", "Reading", "Read", "Goals",
      "TRUE", "9/14/2024", "300", "3.0", "50"]],
)  # fmt: skip
IREADY = table(
    ["Last Name", "First Name", "Student ID", "Student Grade", "Academic Year", "School", "Subject",
     "Start Date", "Completion Date", "Baseline Diagnostic (Y/N)",
     "Most Recent Diagnostic YTD (Y/N)", "Rush Flag", "Overall Scale Score", "Overall Placement"],
    [["L", "F", "0001", "9", "2022-2023", "N", "Math", "09/01/2022", "09/13/2022", "Y", "N", "",
      "480", "Grade 8"],
     ["L", "F", "0001", "9", "2022-2023", "N", "Math", "05/01/2023", "05/15/2023", "N", "Y", "Red",
      "400", "Grade 6"],
     ["L", "F", "0001", "11", "2024-2025", "N", "Math", "05/01/2025", "05/14/2025", "N", "Y", "",
      "520", "Grade 11"],
     ["L", "F", "0002", "11", "2024-2025", "N", "Math", "05/01/2025", "", "N", "Y", "", "", ""]],
)  # fmt: skip
ACT = table(
    ["ID_ACT", "ID_StateAssign", "ID_Local", "Last_Name", "Test_Date", "Scale_Eng", "Scale_Math",
     "Scale_Comp", "Coll_Reportable"],
    [["9", "91", "0001", "L", "2022-10-01", "20", "21", "20", "Y"],
     ["9", "91", "0001", "L", "2023-04-01", "22", "23", "23", "Y"],
     ["9", "91", "0001", "L", "2025-04-01", "25", "26", "26", "Y"],
     ["9", "91", "0001", "L", "2025-05-01", "25", "26", "36", "N"]],
)  # fmt: skip
SAT = table(
    ["CB_ID", "SECONDARY_ID", "NAME_LAST", "LATEST_SAT_DATE", "LATEST_SAT_TOTAL",
     "LATEST_SAT_EBRW"],
    [["1", "0001", "L", "2023-03-01", "1010", "500"],
     ["1", "0001", "L", "2025-03-01", "1100", "540"],
     ["2", "0002", "L", "2025-03-01", "", ""]],
)  # fmt: skip
STAR = table(
    ["RenaissanceClientID", "SchoolYear", "StudentRenaissanceID", "StudentIdentifier",
     "StudentStateID", "StudentLastName", "AssessmentType", "AssessmentStatus",
     "CompletedDateLocal", "ScaledScore"],
    [["c", "2022-2023", "r1", "0001", "91", "L", "Star Math", "Active", "2022-09-10", "700"],
     ["c", "2022-2023", "r1", "0001", "91", "L", "Star Math", "Deactivated", "2022-10-10", "1"],
     ["c", "2024-2025", "r1", "0001", "91", "L", "Star Math", "Active", "2024-09-10", "760"]],
)  # fmt: skip
DIBELS = table(
    ["School Year", "School Name", "Student Last Name", "Primary ID - Student ID (District ID)",
     "State ID", "Assessment Edition", "Benchmark Period", "Client Date", "Composite Score",
     "Composite Level"],
    [["2022-2023", "N", "L", "0001", "91", "D8", "BOY", "2022-09-01", "310", "Core"],
     ["2022-2023", "N", "L", "0001", "91", "D8", "MOY", "2023-01-15", "Discontinued",
      ""],
     ["2024-2025", "N", "L", "0001", "91", "D8", "BOY", "2024-09-01", "340", "Core"]],
)  # fmt: skip
ACCESS = table(
    ["State Student ID", "District Student ID", "Student Last Name", "Grade", "Cluster",
     "Test Completion Date", "Composite (Overall) Scale Score",
     "Composite (Overall) Proficiency Level"],
    [["91", "0001", "L", "9", "9-12", "2023-02-01", "350", "3.9"],
     ["91", "0001", "L", "11", "9-12", "2025-02-01", "370", "4.4"],
     ["92", "0002", "L", "11", "9-12", "2025-02-01", "NA", "NA"]],
)  # fmt: skip
CASES = {
    "nwea-map": (NWEA, LONG % "date: date", "Mathematics", [201, 215], {"not a growth measure": 1}),
    "i-ready": (IREADY, LONG % "period: period, date: date", "Math", [480, 520],
                {"rushed through the test": 1, "test not completed": 1}),
    "star": (STAR, LONG % "period: period, date: date" + "    measures: {math: Star Math}\n",
             "math", [700, 760],
             {"test not completed": 1}),
    "dibels": (DIBELS, WIDE % "score: score", "score", [310, 340], {"test discontinued": 1}),
    "act": (ACT, WIDE % "composite: composite, math: math", "composite", [23, 26],
            {"not college reportable": 1}),
    "sat": (SAT, WIDE % "total: total", "total", [1010, 1100], {"no score": 1}),
    "access": (ACCESS, WIDE % "score: score", "score", [350, 370],
               {"not scored in every domain": 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", assessments.NAMES)
def test_an_export_is_read_by_our_names_without_invalid_tests(run: Any, name: str) -> None:
    text, source, measure, values, reasons = CASES[name]
    outcome = f"  m: {{label: M, from: tests.{measure}, type: continuous, better: higher}}\n"
    done = run(source, {"tests.csv": text}, outcomes=outcome)
    assert not done.has_stopped, [str(p) for p in done.problems]
    assert done.file("tests.csv")["format"] == name
    (pair,) = [p for p in done.table("pairs") if p["measure"] == 0]
    scale = done.table("measures")[0]
    assert [round((pair[at] + scale["offset"]) / 10 ** scale["decimals"], 6)
            for at in ("before", "after")] == values  # fmt: skip
    found = {a["reason"]: a["rows"] for a in done.table("accounts") if a["analysis"] == "m"}
    assert {k: v for k, v in found.items() if k in reasons} == reasons
    assert "L1" not in str(done.problems)


@pytest.mark.parametrize("name", assessments.NAMES)
def test_each_profile_knows_its_own_export_alone(name: str) -> None:
    records = [line.split(",") for line in CASES[name][0].splitlines()]
    head = Head(name="x.csv", records=records)
    assert [f.name for f in assessments.FORMATS if f.recognises(head)] == [name]


@pytest.mark.parametrize("name", assessments.NAMES)
def test_a_profile_is_whole(name: str) -> None:
    said = profile(name)
    assert {"title", "marks", "signature", "ids", "personal", "names", "left_out"} <= set(said)
    assert {"student_id", "score"} <= set(said["names"])
    assert all(rule["reason"] and rule["words"] for rule in said["left_out"])


def test_every_profile_file_is_in_the_register() -> None:
    assert sorted(p.stem for p in assessments.PROFILES.glob("*.toml")) == sorted(assessments.NAMES)


def test_rows_that_the_vendor_marks_can_be_kept(run: Any) -> None:
    source = WIDE % "composite: composite" + "    keep: {Coll_Reportable: [Y, N]}\n"
    outcome = "  m: {label: M, from: tests.composite, type: continuous, better: higher}\n"
    done = run(source, {"tests.csv": ACT}, outcomes=outcome)
    assert max(done.values("tests.composite").values()) == 36
