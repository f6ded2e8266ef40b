"""Schools of too few students to be told of are told of together."""

from __future__ import annotations

from typing import Any

import pytest

SIZES = {"North High": 24, "Hill School": 4, "River School": 6, "South High": 18, "Annex": 9}
OUTCOME = "  m: {label: M, from: x.m, type: continuous, better: higher}\n"
METRICS = """\
  x: {kind: metrics, files: x.csv, columns: {student_id: sid, period: Year}, measures: {m: M}}
"""
ROSTER = """\
  roster:
    kind: roster
    files: [students.csv]
    columns: {student_id: sid, %s, mentored: Mentored}
"""
TOGETHER = "Other schools (3)"


def students(sizes: dict[str, int], header: str = "School") -> str:
    schools = [name for name, n in sizes.items() for _ in range(n)]
    rows = [f"{i:04d},{name},{'yes' if i % 2 else 'no'}\n" for i, name in enumerate(schools, 1)]
    return f"sid,{header},Mentored\n" + "".join(rows)


def ingested(
    run: Any,
    sizes: dict[str, int] = SIZES,
    *,
    named: str = "school: School",
    column: str = "school",
    design: str = "",
    header: str = "School",
) -> Any:
    values = "".join(
        f"{i:04d},{year},{i % 7}\n" for i in range(1, sum(sizes.values()) + 1)
        for year in ("2023", "2025")
    )  # fmt: skip
    return run(
        METRICS,
        {"students.csv": students(sizes, header), "x.csv": f"sid,Year,M\n{values}"},
        outcomes=OUTCOME,
        roster=ROSTER % named,
        design=f"design: {{kind: one-group, subgroups: [{column}]{design}}}\n",
    )


def levels(done: Any, column: str = "school") -> list[str]:
    return [one["label"] for one in done.table("codes") if one["column"] == column]


def test_small_schools_stand_as_one_wherever_people_are_counted(run: Any) -> None:
    done = ingested(run)
    assert levels(done) == ["North High", TOGETHER, "South High"]
    at = {one["label"]: one["code"] for one in done.table("codes") if one["column"] == "school"}
    counted = [pair["g_school"] for pair in done.table("pairs")]
    assert [counted.count(at[name]) for name in ("North High", "South High", TOGETHER)] == [
        24, 18, 19,
    ]  # fmt: skip
    assert {one["school"] for one in done.table("students")} == {*at}


def test_the_analyst_is_told_which(run: Any) -> None:
    (said,) = ingested(run).told("D082")
    assert "3 with fewer than 10 students each: Annex, Hill School, River School" in said
    assert f'"{TOGETHER}" of the breakdown school' in said


@pytest.mark.parametrize("header", ["Campus", "site", "Building"])
def test_a_school_may_be_called_otherwise(run: Any, header: str) -> None:
    done = ingested(run, named=f"{header}: School", column=header)
    assert TOGETHER in levels(done, header)


def test_one_small_school_alone_stays_as_it_is(run: Any) -> None:
    done = ingested(run, {"North High": 24, "Hill School": 4})
    assert levels(done) == ["Hill School", "North High"]
    assert not done.told("D082")


def test_a_school_of_just_enough_students_stays_as_it_is(run: Any) -> None:
    done = ingested(run, {"A": 10, "B": 9, "C": 9})
    assert levels(done) == ["A", "Other schools (2)"]


def test_a_student_who_is_there_twice_counts_once(run: Any) -> None:
    double = students({"A": 12, "B": 9, "C": 3})
    again = "".join(f"{line}\n" for line in double.splitlines()[-3:])
    done = run(
        METRICS,
        {"students.csv": double + again, "x.csv": "sid,Year,M\n0001,2023,1\n0001,2025,2\n"},
        outcomes=OUTCOME,
        roster=ROSTER % "school: School",
        design="design: {kind: one-group, subgroups: [school]}\n",
    )
    assert levels(done) == ["A", "Other schools (2)"]
    assert len(done.table("students")) == 24


@pytest.mark.parametrize(
    "design",
    [
        ", cluster: school",
        ', participants: {school: ["North High"]}',
        ", adjust_for: [school]",
    ],
)
def test_schools_on_which_the_design_rests_stay_as_they_are(run: Any, design: str) -> None:
    assert sorted(levels(ingested(run, design=design))) == sorted(SIZES)


def test_a_breakdown_of_another_kind_stays_as_it_is(run: Any) -> None:
    done = ingested(run, named="house: House", column="house", header="House")
    assert sorted(levels(done, "house")) == sorted(SIZES)
