"""Whose record it is, and who nobody is."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from pipeline.engine.session import Session
from pipeline.ingest.pseudonyms import LENGTH, pads, pseudonym, pseudonym_sql
from tests.ingest.conftest import KEY, ROSTER

SOURCE = (
    "  s:\n    kind: metrics\n    files: s.csv\n    columns: {student_id: [Student_Number, sid]}\n"
    "    measures: {x: {before: a, after: b}}\n"
)
OUTCOME = "  x: {label: X, from: s.x, type: continuous, better: higher}\n"


def scores(changes: dict[int, str] | None = None, *, last: int = 40) -> str:
    ids = {i + 1: f"{i:04d}" for i in range(1, last + 1)} | (changes or {})
    return "sid,a,b\n" + "".join(f"{ids[row]},300,310\n" for row in sorted(ids))


def test_ids_stay_text_with_their_leading_zeros(run: Any) -> None:
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME)
    assert done.codes() == []
    file = done.file("s.csv")
    assert (file["key"], file["normalised"], file["rows_unmatched"]) == ("sid", "exact", 0)
    assert "s.csv: 40 of 40 rows matched (100 %) by sid" in done.said


def test_a_lost_leading_zero_is_restored_and_told(run: Any) -> None:
    done = run(SOURCE, {"s.csv": scores({13: "12"})}, outcomes=OUTCOME)
    (told,) = done.told("L003")
    assert told == (
        'warning[L003] data/raw/demo/s.csv, row 13, column "sid": found an ID that is in the '
        "roster only without leading zeros. It was matched to row 13 of "
        "data/raw/demo/students.csv; correct it at the source if that is wrong."
    )
    assert done.file("s.csv")["normalised"] == "exact, zeros"
    assert len(done.values("s.x")) == 80


def test_spaces_and_case_do_not_part_people(run: Any) -> None:
    students = "sid,Grade,Mentored\n" + "".join(f"ab{i:02d},9,yes\n" for i in range(1, 41))
    rows = "sid,a,b\n" + "".join(
        f"{' ' if i == 3 else ''}{'AB' if i == 4 else 'ab'}{i:02d},1,2\n" for i in range(1, 41)
    )
    done = run(SOURCE, {"s.csv": rows, "students.csv": students}, outcomes=OUTCOME)
    assert done.codes() == ["L003"]
    assert "without regard to case" in done.told("L003")[0]
    assert done.file("s.csv")["normalised"] == "exact, trimmed, case"
    assert done.file("s.csv")["rows_used"] == 40


def test_an_id_that_several_people_fit_is_left_unmatched(run: Any) -> None:
    students = "sid,Grade,Mentored\n007,9,yes\n07,9,yes\n" + "".join(
        f"{i},9,yes\n" for i in range(100, 150)
    )
    rows = "sid,a,b\n7,1,2\n" + "".join(f"{i},1,2\n" for i in range(100, 150))
    done = run(SOURCE, {"s.csv": rows, "students.csv": students}, outcomes=OUTCOME)
    assert done.codes() == ["L006"]
    assert done.file("s.csv")["rows_unmatched"] == 1
    assert done.table("unmatched") == [{"file": "s.csv", "row": 2, "id": "7"}]


def test_a_loose_id_is_not_taken_for_one_that_is_there_as_written(run: Any) -> None:
    rows = scores({42: "12"})  # 0012 is in the file as well
    done = run(SOURCE, {"s.csv": rows}, outcomes=OUTCOME)
    assert done.file("s.csv")["rows_unmatched"] == 1
    assert "L003" not in done.codes()


@pytest.mark.parametrize(
    ("strangers", "code", "has_stopped"), [(0, None, False), (1, "L002", False), (5, "L001", True)]
)
def test_the_match_rate_warns_and_stops(
    run: Any, strangers: int, code: str | None, has_stopped: bool
) -> None:
    done = run(
        SOURCE,
        {"s.csv": scores({41 + i: f"x{i}" for i in range(1, strangers + 1)})},
        outcomes=OUTCOME,
    )
    assert done.codes() == ([] if code is None else [code])
    assert done.has_stopped is has_stopped


def test_unmatched_rows_are_listed_and_counted(run: Any) -> None:
    done = run(SOURCE, {"s.csv": scores({42: "x1"})}, outcomes=OUTCOME)
    assert done.table("unmatched") == [{"file": "s.csv", "row": 42, "id": "x1"}]
    file = done.file("s.csv")
    assert (file["rows_read"], file["rows_unmatched"], file["rows_used"]) == (41, 1, 40)
    assert "found 40 of 41 rows in the roster (97.6 %)" in done.told("L002")[0]


def test_the_floor_can_be_lowered(run: Any) -> None:
    text = scores({41 + i: f"x{i}" for i in range(1, 21)})
    done = run(SOURCE + "    match_floor: 0.5\n", {"s.csv": text}, outcomes=OUTCOME)
    assert not done.has_stopped
    assert done.codes() == ["L002"]


def test_without_a_roster_people_are_those_of_the_files(run: Any) -> None:
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME, roster="")
    assert done.codes() == []
    assert len(done.table("students")) == 40
    assert {s["arm"] for s in done.table("students")} == {1}


def test_person_codes_follow_the_pseudonyms(run: Any) -> None:
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME)
    students = done.table("students")
    assert [s["student"] for s in students] == sorted(
        pseudonym(KEY, f"{i:04d}") for i in range(1, 41)
    )
    assert [s["person"] for s in students] == list(range(40))


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 64, b"y" * 100])
@pytest.mark.parametrize("text", ["", "0012", "Núñez", "x" * 200])
def test_the_pseudonym_is_hmac_sha256_in_python_and_in_sql(key: bytes, text: str) -> None:
    expected = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:LENGTH]
    with Session() as session:
        session.execute("CREATE TABLE t (id VARCHAR)")
        session.execute("INSERT INTO t VALUES (?)", [text])
        query = f"CREATE TABLE p AS SELECT {pseudonym_sql('id')} AS p FROM t"  # noqa: S608
        session.execute(query, pads(key))
        assert session.one("SELECT p FROM p") == expected == pseudonym(key, text)


COMPARISON = (
    "design: {kind: comparison-group, participants: {mentored: [Yes]}, "
    'comparison: {mentored: ["no"]}, subgroups: [grade]}\n'
)


def test_groups_and_breakdowns_come_from_the_roster(run: Any) -> None:
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME, design=COMPARISON)
    assert done.codes() == []
    assert [(c["column"], c["code"], c["label"]) for c in done.table("codes")] == [
        ("grade", 0, "9"),
        ("grade", 1, "10"),
        ("grade", 2, "11"),
    ]
    students = {s["person"]: s for s in done.table("students")}
    for pair in done.table("pairs"):
        student = students[pair["person"]]
        assert pair["arm"] == (1 if student["mentored"] == "yes" else 0)
        assert pair["g_grade"] == {"9": 0, "10": 1, "11": 2}[student["grade"]]


def test_everyone_else_is_the_comparison_only_in_designs_with_one(run: Any) -> None:
    design = "design: {kind: one-group, participants: {mentored: [yes]}}\n"
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME, design=design)
    assert {s["arm"] for s in done.table("students")} == {1, -1}


def test_values_that_nobody_has_are_told_with_those_that_occur(run: Any) -> None:
    design = COMPARISON.replace("[Yes]", "[Y]")
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME, design=design)
    assert done.has_stopped
    assert "found nobody whose mentored is Y, expected some; the roster has no, yes" in str(
        done.told("D036")[0]
    )


def test_a_breakdown_that_the_roster_lacks_is_told(run: Any) -> None:
    design = "design: {kind: one-group, subgroups: [frl]}\n"
    done = run(SOURCE, {"s.csv": scores()}, outcomes=OUTCOME, design=design)
    assert done.has_stopped
    assert 'found no roster column "frl"' in done.told("D035")[0]


def test_roster_people_in_conflict_are_set_aside(run: Any) -> None:
    students = "sid,Grade,Mentored\n" + "".join(f"{i:04d},9,yes\n" for i in range(1, 41))
    twice = students + "0001,10,yes\n0002,9,yes\n"
    roster = ROSTER + "    tolerate: 0.2\n"
    source = SOURCE + "    match_floor: 0.9\n"
    done = run(source, {"s.csv": scores(), "students.csv": twice}, outcomes=OUTCOME, roster=roster)
    assert sorted(done.codes()) == ["D018", "D018", "D019", "L002"]
    assert len(done.table("students")) == 39
    assert done.file("students.csv")["rows_used"] == 39


def test_personal_columns_are_never_stored(run: Any) -> None:
    students = "sid,Grade,Mentored,Last Name,DOB,Email\n" + "".join(
        f"{i:04d},9,yes,Canary{i},2009-01-0{1 + i % 9},canary{i}@example.org\n"
        for i in range(1, 41)
    )
    roster = ROSTER.replace(
        "mentored: Mentored", "mentored: Mentored, surname: Last Name, born: DOB"
    )
    done = run(
        SOURCE, {"s.csv": scores(), "students.csv": students}, outcomes=OUTCOME, roster=roster
    )
    assert done.codes() == ["D037", "D037"]
    assert set(done.table("students")[0]) == {"person", "student", "arm", "grade", "mentored"}
    for path in done.folder.iterdir():
        assert b"anary" not in path.read_bytes()


def test_dropped_columns_are_never_stored(run: Any) -> None:
    roster = ROSTER.replace("grade: Grade", "grade: Grade, home: Home")
    students = "sid,Grade,Mentored,Home\n" + "".join(f"{i:04d},9,yes,h{i}\n" for i in range(1, 41))
    done = run(
        SOURCE,
        {"s.csv": scores(), "students.csv": students},
        outcomes=OUTCOME,
        roster=roster,
        more="privacy: {drop: [home]}\n",
    )
    assert {s["home"] for s in done.table("students")} == {""}


def test_na_in_a_roster_is_missing_and_told(run: Any) -> None:
    students = "sid,Grade,Mentored\n" + "".join(
        f"{i:04d},{'NA' if i < 4 else 9},yes\n" for i in range(1, 41)
    )
    done = run(SOURCE, {"s.csv": scores(), "students.csv": students}, outcomes=OUTCOME)
    assert done.codes() == ["D038"]
    assert 'found "NA" 3 times' in done.told("D038")[0]


def test_the_same_bytes_every_time(run: Any) -> None:
    runs = [run(SOURCE, {"s.csv": scores({13: "12", 42: "x"})}, outcomes=OUTCOME) for _ in range(2)]
    first, second = ({p.name: p.read_bytes() for p in r.folder.iterdir()} for r in runs)
    assert first == second
    assert len(first) == 16


def test_values_of_personal_columns_are_masked_wherever_they_are_told(run: Any) -> None:
    source = (
        "  s:\n    kind: metrics\n    files: s.csv\n    columns: {student_id: sid}\n"
        "    measures: {x: {before: Last Name, after: b}}\n    tolerate: 1\n"
    )
    rows = "sid,Last Name,b\n" + "".join(f"{i:04d},Canary{i},310\n" for i in range(1, 41))
    rows += "Prepared by Canary Person,,\n"
    done = run(source, {"s.csv": rows}, outcomes=OUTCOME)
    assert "D014" in done.codes()
    assert not any("Canary" in str(p) or "Canary" in str(p.as_json()) for p in done.problems)
    for path in done.folder.iterdir():
        assert b"Canary" not in path.read_bytes()
    assert {q["found"] for q in done.table("quarantine")} == {"(masked)", "a footnote"}
