"""The three layouts of student records, end to end."""

from __future__ import annotations

from typing import Any

WIDE = """\
  attendance:
    kind: metrics
    files: attendance.csv
    columns: {student_id: sid, period: Year, enrolled: Days Enrolled, absent: Days Absent}
    measures:
      rate: 100 * (1 - absent / enrolled)
      chronic: absent / enrolled >= 0.10
"""
WIDE_OUTCOMES = """\
  rate: {label: Rate, from: attendance.rate, type: continuous, better: higher, range: [0, 100]}
  chronic: {label: Chronic, from: attendance.chronic, type: binary, better: lower}
"""


def attendance(rows: list[str]) -> str:
    return "sid,Year,Days Enrolled,Days Absent\n" + "".join(f"{row}\n" for row in rows)


def full(year: int) -> list[str]:
    return [f"{i:04d},{year},180,{i}" for i in range(1, 41)]


def test_wide_expressions_are_reckoned(run: Any) -> None:
    done = run(
        WIDE, {"attendance.csv": attendance(full(2023) + full(2025))}, outcomes=WIDE_OUTCOMES
    )
    assert [str(p) for p in done.problems] == []
    rate = done.values("attendance.rate")
    assert rate[(2, "2023")] == round(100 * (1 - 1 / 180), 6)
    assert done.values("attendance.chronic")[(19, "2023")] == 1
    assert done.values("attendance.chronic")[(18, "2023")] == 0
    assert done.file("attendance.csv")["rows_used"] == 80
    pairs = done.table("pairs")
    assert len(pairs) == 80
    measures = done.table("measures")
    one = next(p for p in pairs if p["measure"] == 0)
    unit, offset = 10 ** measures[0]["decimals"], measures[0]["offset"]
    assert round((one["before"] + offset) / unit, 6) in set(rate.values())


def test_a_column_for_each_period(run: Any) -> None:
    rows = "".join(f"{i:04d},{200 + i},{210 + i}.25\n" for i in range(1, 41))
    done = run(
        "  scores:\n    kind: metrics\n    files: scores.csv\n    columns: {student_id: sid}\n"
        "    measures: {math: {before: math_pre, '2025': math_post}}\n",
        {"scores.csv": "sid,math_pre,math_post\n" + rows},
        outcomes="  math: {label: Math, from: scores.math, type: continuous, better: higher}\n",
    )
    assert [str(p) for p in done.problems] == []
    assert done.values("scores.math")[(2, "2023")] == 201
    assert done.values("scores.math")[(2, "2025")] == 211.25
    assert done.table("measures")[0]["decimals"] == 2


def test_long_records(run: Any) -> None:
    rows = [f"{i:04d},{y},{m},{i}" for i in range(1, 41) for y in (2023, 2024, 2025) for m in "xz"]
    done = run(
        "  extract:\n    kind: metrics\n    files: extract.csv\n"
        "    columns: {student_id: sid, period: year, metric: measure, value: score}\n",
        {"extract.csv": "sid,year,measure,score\n" + "\n".join(rows) + "\n"},
        outcomes="  x: {label: X, from: extract.x, type: continuous, better: higher}\n",
    )
    assert done.codes() == ["D046"]
    assert len(done.values("extract.x")) == 120
    assert len(done.table("between")) == 40
    assert len(done.table("pairs")) == 40
