"""Several records of a student and period: the one that counts, by date or by value."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.problems import Problems

LONG = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, %s, metric: Subject, value: Score}
    pick: %s
"""
WIDE = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, %s}
    measures: {m: Score}
    pick: %s
"""
OUTCOME = "  m: {label: M, from: x.m, type: continuous, better: higher}\n"
ROWS = [
    ("0001", "2023", "9/15/2022", "m", "20"),
    ("0001", "2023", "5/1/2023", "m", "10"),
    ("0001", "2023", "1/15/2023", "m", "30"),
    ("0002", "2023", "2/1/2023", "m", "40"),
    ("0001", "2025", "9/1/2024", "m", "50"),
]
PICKED = {"latest": 10, "earliest": 20, "highest": 30, "lowest": 10}


def text(rows: Any = ROWS) -> str:
    return "sid,Year,Day,Subject,Score\n" + "".join(f"{','.join(row)}\n" for row in rows)


@pytest.mark.parametrize("period", ["period: Year, date: Day", "date: Day"])
@pytest.mark.parametrize("source", [LONG, WIDE], ids=["long", "wide"])
@pytest.mark.parametrize("pick", PICKED)
def test_one_record_counts_and_the_others_are_counted(
    run: Any, source: str, pick: str, period: str
) -> None:
    done = run(source % (period, pick), {"x.csv": text()}, outcomes=OUTCOME)
    assert not done.has_stopped, [str(p) for p in done.problems]
    values = {at: value for (_, at), value in done.values("x.m").items() if at == "2023"}
    assert sorted(v for (_, at), v in done.values("x.m").items() if at == "2023") == [
        PICKED[pick], 40,
    ]  # fmt: skip
    assert values
    account = {a["reason"]: a["rows"] for a in done.table("accounts") if a["analysis"] == "m"}
    assert account["another attempt was taken"] == 2
    assert "found another record of the same student and period in row" in done.told("D070")[0]


def test_days_outside_every_period_are_set_aside(run: Any) -> None:
    rows = [("0001", "", "9/15/2019", "m", "20"), *ROWS, ("0003", "", "3/31/2023", "m", "1")]
    done = run(LONG % ("date: Day", "latest") + "    tolerate: 0.5\n", {"x.csv": text(rows)},
               outcomes=OUTCOME)  # fmt: skip
    assert [q["rule"] for q in done.table("quarantine") if q["rule"] == "D016"] == ["D016"]


def test_the_latest_needs_a_date(run: Any) -> None:
    with pytest.raises(Problems) as told:
        run(LONG % ("period: Year", "latest"), {"x.csv": text()}, outcomes=OUTCOME)
    assert "picks the latest record and has no `columns.date`" in str(told.value)


def test_the_highest_needs_none(run: Any) -> None:
    done = run(LONG % ("period: Year", "highest"), {"x.csv": text()}, outcomes=OUTCOME)
    assert not done.has_stopped


def test_the_minimum_days_rule_on_a_yearly_extract(run: Any) -> None:
    source = """\
  x:
    kind: metrics
    files: x.csv
    columns: {student_id: sid, period: Year, enrolled: Enrolled, absent: Absent}
    measures: {m: 100 * (1 - absent / enrolled)}
    minimum_days: 10
"""
    rows = "sid,Year,Enrolled,Absent\n0001,2023,180,9\n0002,2023,9,9\n0003,2023,10,1\n"
    done = run(source, {"x.csv": rows}, outcomes=OUTCOME)
    assert sorted(done.values("x.m").values()) == [90, 95]
    account = {a["reason"]: a["rows"] for a in done.table("accounts") if a["analysis"] == "m"}
    assert account["too few days enrolled"] == 1


@pytest.mark.parametrize(
    "year", ["2022-23", "2022-2023", "2022/23", "SY 2022-23", "SY2223", "22-23", "2022–23"]
)
def test_school_years_are_known_in_their_usual_spellings(run: Any, year: str) -> None:
    done = run(LONG % ("period: Year", "highest"), {"x.csv": text([("0001", year, "", "m", "5")])},
               outcomes=OUTCOME)  # fmt: skip
    assert list(done.values("x.m")) == [(2, "2023")]


def test_a_lone_year_is_not_guessed_but_can_be_declared(run: Any) -> None:
    rows = text([("0001", "2022", "", "m", "5")])
    source = LONG % ("period: Year", "highest")
    assert run(source, {"x.csv": rows}, outcomes=OUTCOME).has_stopped
