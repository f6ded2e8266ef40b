"""Attendance by day and marks by course, against a plain computation; every row accounted for."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from typing import Any

import pytest

DAYS = """\
  days:
    kind: metrics
    format: daily-attendance
    files: days.csv
    columns: {student_id: sid, date: Date, code: Code}
    measures:
      rate: 100 * (1 - absent / enrolled)
      chronic: absent / enrolled >= 0.10
"""
OUTCOMES = """\
  rate: {label: Rate, from: days.rate, type: continuous, better: higher, range: [0, 100]}
  chronic: {label: Chronic, from: days.chronic, type: binary, better: lower}
"""
SHARE = {"P": 0.0, "T": 0.0, "A": 1.0, "UA": 1.0}


def school_days(first: str, count: int) -> list[dt.date]:
    day = dt.date.fromisoformat(first)
    found: list[dt.date] = []
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day += dt.timedelta(days=1)
    return found


def rows(style: str = "%Y-%m-%d") -> list[tuple[str, str, str]]:
    rng = random.Random(7)  # noqa: S311
    found = []
    for first in ("2022-08-22", "2024-08-19"):
        for student in range(1, 13):
            for day in school_days(first, 40):
                code = rng.choices(list(SHARE), weights=[80, 5, 10, 5])[0]
                found.append((f"{student:04d}", f"{day:{style}}", code))
    rng.shuffle(found)
    return found


def text(lines: list[tuple[str, str, str]]) -> str:
    return "sid,Date,Code\n" + "".join(f"{','.join(line)}\n" for line in lines)


def expected(lines: list[tuple[str, str, str]]) -> list[tuple[str, float]]:
    """Rate by period, over all students, by a plain computation."""
    missed: dict[tuple[str, str], list[float]] = defaultdict(list)
    for student, day, code in lines:
        missed[student, "2023" if day < "2023-07" else "2025"].append(SHARE[code])
    return sorted(
        (period, round(100 * (1 - sum(m) / len(m)), 6)) for (_, period), m in missed.items()
    )


def rates(done: Any, measure: str = "days.rate") -> list[tuple[str, float]]:
    return sorted((period, value) for (_, period), value in done.values(measure).items())


def balance(done: Any) -> None:
    read = {(f["source"], f["file"]): f for f in done.table("files")}
    total: dict[tuple[str, ...], int] = defaultdict(int)
    for one in done.table("accounts"):
        assert one["rows"] >= 0
        total[one["source"], one["file"], one["analysis"]] += one["rows"]
    for (source, file, _), count in total.items():
        assert count == read[source, file]["rows_read"]
    for f in read.values():
        parts = f["rows_set_aside"] + f["rows_unmatched"] + f["rows_used"]
        assert f["rows_read"] == parts


@pytest.mark.parametrize("style", ["%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d", "%m/%d/%y"])
def test_days_become_rates_whatever_the_style_of_their_dates(run: Any, style: str) -> None:
    done = run(DAYS, {"days.csv": text(rows(style))}, outcomes=OUTCOMES)
    assert not done.has_stopped, [str(p) for p in done.problems]
    assert rates(done) == expected(rows())
    balance(done)
    whole = [a for a in done.table("accounts") if a["file"] == "days.csv" and not a["analysis"]]
    assert {a["fate"]: a["rows"] for a in whole} == {"analysed": 12 * 2 * 40}


def test_dates_as_a_spreadsheet_keeps_them_are_dates(run: Any) -> None:
    origin = dt.date(1899, 12, 30)
    lines = [(s, str((dt.date.fromisoformat(d) - origin).days), c) for s, d, c in rows()]
    done = run(DAYS, {"days.csv": text(lines)}, outcomes=OUTCOMES)
    assert rates(done) == expected(rows())
    assert "as the numbers in which a spreadsheet keeps them" in done.told("D064")[0]


def test_every_row_that_does_not_count_has_a_reason(run: Any) -> None:
    lines = rows()
    odd = [
        ("", "2022-09-01", "P"),  # no ID
        ("0001", "soon", "P"),  # no date
        ("0001", "2019-09-01", "P"),  # no period
        ("0001", "2022-12-30", "??"),  # unknown code
        ("9999", "2022-09-01", "P"),  # too few days, and in no roster
        *lines[:3],  # the same day again
    ]
    done = run(DAYS, {"days.csv": text([*lines, *odd])}, outcomes=OUTCOMES)
    assert not done.has_stopped, [str(p) for p in done.problems]
    balance(done)
    account = {
        a["reason"] or a["fate"]: a["rows"]
        for a in done.table("accounts")
        if a["file"] == "days.csv" and a["analysis"] == "rate"
    }
    assert account == {
        "no ID": 1,
        "outside every period": 1,
        "unknown attendance code": 1,
        "too few days enrolled": 1,
        "repeated record": 3,
        "no date": 1,
        "analysed": len(lines),
    }
    assert rates(done) == expected(rows())


def test_all_days_of_a_student_in_no_roster_are_unmatched(run: Any) -> None:
    lines = [("9999" if s == "0003" else s, d, c) for s, d, c in rows()]
    done = run(DAYS + "    match_floor: 0.5\n", {"days.csv": text(lines)}, outcomes=OUTCOMES)
    balance(done)
    assert done.file("days.csv")["rows_unmatched"] == 80
    assert [u["row"] for u in done.table("unmatched")] == sorted(
        i for i, (s, _, _) in enumerate(lines, start=2) if s == "9999"
    )


def test_a_student_enrolled_for_a_few_days_is_left_out_by_the_rule(run: Any) -> None:
    lines = [(s, d, c) for s, d, c in rows() if s != "0004" or d < "2022-09-01"]
    few = sum(s == "0004" for s, _, _ in lines)
    assert few < 10
    done = run(DAYS, {"days.csv": text(lines)}, outcomes=OUTCOMES)
    balance(done)
    assert done.file("days.csv")["rows_set_aside"] == few
    again = run(DAYS + "    days: {minimum: 5}\n", {"days.csv": text(lines)}, outcomes=OUTCOMES)
    assert again.file("days.csv")["rows_set_aside"] == 0


def test_own_codes_halves_and_days_not_enrolled(run: Any) -> None:
    days = '    days: {absent: [X], half: [H], present: ["."], not_enrolled: [N], minimum: 1}\n'
    lines = [("0001", "2022-09-01", "X"), ("0001", "2022-09-02", "H"), ("0001", "2022-09-06", "N"),
             ("0001", "2022-09-07", "."), ("0001", "2022-09-08", ".")]  # fmt: skip
    done = run(DAYS + days, {"days.csv": text(lines)}, outcomes=OUTCOMES)
    assert not done.has_stopped, [str(p) for p in done.problems]
    assert rates(done) == [("2023", 100 * (1 - 1.5 / 4))]
    assert done.file("days.csv")["rows_set_aside"] == 1


def test_shares_of_a_day_and_flags_of_enrolment_as_a_warehouse_writes_them(run: Any) -> None:
    source = DAYS.replace(
        "{student_id: sid, date: Date, code: Code}",
        "{student_id: k_student, date: calendar_date, code: is_absent, enrolled: is_enrolled}",
    ).replace("    measures:", "    days: {minimum: 1}\n    measures:")
    head = "k_student,k_school,calendar_date,is_absent,is_enrolled\n"
    days = (("01", "1,1"), ("02", "0.5,1"), ("06", "0,1"), ("07", "1,0"))
    lines = "".join(f"0001,s,2022-09-{day},{flags}\n" for day, flags in days)
    done = run(source, {"days.csv": head + lines}, outcomes=OUTCOMES)
    assert rates(done) == [("2023", 50.0)]


def test_absences_alone_are_no_attendance(run: Any) -> None:
    lines = [(s, d, c) for s, d, c in rows() if SHARE[c]]
    done = run(DAYS, {"days.csv": text(lines)}, outcomes=OUTCOMES)
    assert done.has_stopped
    assert "found absences only" in done.told("D068")[0]


def test_a_measure_of_something_else_is_told(run: Any) -> None:
    source = DAYS.replace("absent / enrolled >= 0.10", "tardy / enrolled >= 0.10")
    done = run(source, {"days.csv": text(rows())}, outcomes=OUTCOMES)
    assert done.has_stopped
    assert 'found no column "tardy"' in done.told("D009")[0]


MARKS = """\
  marks:
    kind: metrics
    format: course-marks
    files: marks.csv
    columns: {student_id: sid, period: Term, mark: Mark, credits: Credits, course: Course}
    measures: {gpa: gpa, failed: failed, earned: earned}
"""
MARK_OUTCOMES = """\
  gpa: {label: GPA, from: marks.gpa, type: continuous, better: higher, range: [0, 4.5]}
  failed: {label: Failed, from: marks.failed, type: continuous, better: lower}
  earned: {label: Earned, from: marks.earned, type: continuous, better: higher}
"""


def marks(lines: list[str]) -> str:
    return "sid,Term,Mark,Credits,Course\n" + "".join(f"{line}\n" for line in lines)


def test_marks_become_points_weighted_by_credits(run: Any) -> None:
    lines = ["0001,2022-23,A-,1,Algebra", "0001,2022-23,b+,0.5,Art", "0001,2022-23,F,1,Biology",
             "0001,2022-23,P,0.5,Band", "0001,2022-23,W,1,Chemistry",
             "0001,2024-25,A+,1,Algebra 2"]  # fmt: skip
    done = run(MARKS, {"marks.csv": marks(lines)}, outcomes=MARK_OUTCOMES)
    assert not done.has_stopped, [str(p) for p in done.problems]
    assert rates(done, "marks.gpa") == [("2023", round((3.7 + 3.3 * 0.5) / 2.5, 6)), ("2025", 4.0)]
    assert rates(done, "marks.failed") == [("2023", 1.0), ("2025", 0.0)]
    assert rates(done, "marks.earned") == [("2023", 2.0), ("2025", 1.0)]
    balance(done)


def test_percents_need_cut_points(run: Any) -> None:
    lines = ["0001,2022-23,95,1,Algebra", "0001,2022-23,81%,1,Art", "0001,2022-23,40,1,Biology"]
    done = run(MARKS, {"marks.csv": marks(lines)}, outcomes=MARK_OUTCOMES)
    assert done.has_stopped
    assert "percents as cut points" in done.told("D069")[0]
    scale = "    marks: {90: 4, 80: 3, 70: 2, 60: 1}\n"
    again = run(MARKS + scale, {"marks.csv": marks(lines)}, outcomes=MARK_OUTCOMES)
    assert rates(again, "marks.gpa") == [("2023", round(7 / 3, 6))]


def test_a_mark_of_no_scale_is_listed_and_a_repeated_course_counts_once(run: Any) -> None:
    lines = [f"{i:04d},2022-23,B,1,Algebra" for i in range(1, 31)]
    lines += ["0001,2022-23,B,1,Algebra", "0002,2022-23,Q,1,Art"]
    done = run(MARKS, {"marks.csv": marks(lines)}, outcomes=MARK_OUTCOMES)
    assert not done.has_stopped
    assert [(q["row"], q["rule"]) for q in done.table("quarantine")] == [(32, "D019"), (33, "D069")]
    balance(done)


def test_courses_without_credits_count_alike(run: Any) -> None:
    source = MARKS.replace(", credits: Credits, course: Course", "")
    lines = ["0001,2022-23,A,5,x", "0001,2022-23,C,1,y"]
    done = run(source, {"marks.csv": marks(lines)}, outcomes=MARK_OUTCOMES)
    assert rates(done, "marks.gpa") == [("2023", 3.0)]


def test_marks_without_points_give_no_average(run: Any) -> None:
    done = run(MARKS, {"marks.csv": marks(["0001,2022-23,P,1,Band"])}, outcomes=MARK_OUTCOMES)
    assert rates(done, "marks.gpa") == []
    assert rates(done, "marks.earned") == [("2023", 1.0)]
