"""IDs of different kinds: every pair of columns tried, the best one shown, nothing guessed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.conftest import ingest_demo

ROSTER = """\
  roster:
    kind: roster
    files: students.csv
    columns: {student_id: Student_Number, grade: Grade}
"""
SCORES = """\
  s:
    kind: metrics
    files: s.csv
    columns: {student_id: %s}
    measures: {x: {before: a, after: b}}
"""
OUTCOME = "  x: {label: X, from: s.x, type: continuous, better: higher}\n"
STUDENTS = "Student_Number,State ID,Grade\n" + "".join(
    f"{i:04d},99{i:06d},9\n" for i in range(1, 41)
)


def scores(ids: list[str], head: str = "id") -> str:
    return f"{head},a,b\n" + "".join(f"{one},1,2\n" for one in ids)


def go(run: Any, text: str, key: str = "id", students: str = STUDENTS, more: str = "") -> Any:
    files = {"students.csv": students, "s.csv": text}
    return run(SCORES % key + more, files, outcomes=OUTCOME, roster=ROSTER)


def test_a_file_keyed_by_another_id_of_the_roster_is_matched_by_that(run: Any) -> None:
    done = go(run, scores([f"99{i:06d}" for i in range(1, 41)]))
    assert not done.has_stopped
    file = done.file("s.csv")
    assert file["key"] == "id ↔ State ID"
    assert file["rows_unmatched"] == 0
    assert file["tried"] == "id ↔ student_id 0 %; id ↔ State ID 100 %"
    assert "by id ↔ State ID" in done.said[-1]


def test_the_roster_s_own_id_counts_where_it_matches(run: Any) -> None:
    done = go(run, scores([f"{i:04d}" for i in range(1, 41)]))
    assert (done.file("s.csv")["key"], done.file("s.csv")["tried"]) == ("id", "")


def test_ids_of_the_roster_are_stored_nowhere_in_readable_form(run: Any) -> None:
    roster = ROSTER.replace("grade: Grade", "grade: Grade, state_id: State ID")
    files = {"students.csv": STUDENTS, "s.csv": scores([f"99{i:06d}" for i in range(1, 41)])}
    done = run(SCORES % "id", files, outcomes=OUTCOME, roster=roster)
    assert done.file("s.csv")["key"] == "id ↔ state_id"
    everything = "".join(str(done.table(name)) for name in ("students", "files", "accounts"))
    assert "99000001" not in everything + "".join(map(str, done.problems))


def test_an_id_that_two_students_share_matches_neither(run: Any) -> None:
    students = STUDENTS.replace("99000002", "99000001")
    done = go(run, scores([f"99{i:06d}" for i in range(1, 41)]), students=students)
    assert done.file("s.csv")["rows_unmatched"] == 2


def test_of_several_listed_headers_the_one_that_matches_most_is_taken(run: Any) -> None:
    rows = [f"x{i},{i:04d},1,2" for i in range(1, 41)]
    text = "Local,Number,a,b\n" + "\n".join(rows) + "\n"
    done = go(run, text, key="[Local, Number]")
    file = done.file("s.csv")
    assert (file["key"], file["rows_unmatched"]) == ("Number", 0)
    assert file["tried"].startswith("Local ↔ student_id 0 %")


def test_a_header_that_nobody_named_is_proposed_and_not_used(run: Any) -> None:
    rows = [f"x{i},99{i:06d},1,2" for i in range(1, 41)]
    text = "Row code,State Student ID,a,b\n" + "\n".join(rows) + "\n"
    done = go(run, text, key="Row code")
    assert done.has_stopped
    (told,) = done.told("L001")
    assert 'column "State Student ID" would match 100 % to the roster\'s State ID' in told


SURVEY = """\
  pulse:
    kind: survey
    respondents: parent
    link: Code
    waves: [{period: "2023", files: fall.csv}, {period: "2025", files: spring.csv}]
    items: {mood: {column: Q1, type: number}}
"""
MOOD = "  mood: {label: Mood, from: pulse.mood, type: continuous, better: higher}\n"


def wave(ids: list[str]) -> str:
    return "Code,Q1\n" + "".join(f"{one},{n}\n" for n, one in enumerate(ids))


def pulse(run: Any, fall: list[str], spring: list[str]) -> Any:
    files = {"fall.csv": wave(fall), "spring.csv": wave(spring)}
    return run(SURVEY, files, outcomes=MOOD, roster="")


def both(done: Any) -> int:
    return sum(None not in {p["before"], p["after"]} for p in done.table("pairs"))


def test_respondents_are_found_again_whatever_the_case_and_the_zeros(run: Any) -> None:
    done = pulse(run, ["AB12", "0012", " x9 ", "q1"], ["ab12 ", "12", "X9", "q2"])
    assert both(done) == 3
    assert [w["linked"] for w in done.table("waves")] == [3, 3]
    assert "found 3 respondents" in done.told("L008")[0]


def test_two_spellings_in_one_wave_are_two_people(run: Any) -> None:
    done = pulse(run, ["12", "0012"], ["12", "0012"])
    assert both(done) == 2
    assert done.told("L008") == []
    assert both(pulse(run, ["12", "0012"], ["012"])) == 0


def test_responses_without_an_id_count_in_their_own_wave(run: Any) -> None:
    done = pulse(run, ["a", "", " "], ["a", ""])
    assert len(done.table("pairs")) == 4
    assert both(done) == 1
    assert [(w["answered"], w["linked"]) for w in done.table("waves")] == [(3, 1), (2, 1)]
    assert "found 3 responses without an ID" in done.told("L009")[0]


TWO_FILES = """\
  s:
    kind: metrics
    files: a.csv
    columns: {student_id: id, period: year}
    measures: {x: v}
  t:
    kind: metrics
    files: b.csv
    columns: {student_id: id, period: year}
    measures: {y: v}
"""
XY = """\
  x: {label: X, from: s.x, type: continuous, better: higher}
  y: {label: Y, from: t.y, type: continuous, better: higher}
"""


def yearly(ids: list[str]) -> str:
    return "id,year,v\n" + "".join(f"{one},2023,1\n" for one in ids)


@pytest.mark.parametrize(
    ("first", "second", "people"),
    [
        (["0012", "0013"], ["12", "13"], 2),
        (["0012", "0013"], ["12", "14"], 3),
        (["12", "0012"], ["12"], 2),
        (["ab"], ["AB"], 1),
        (["ab"], ["AB", "aB"], 3),
    ],
)
def test_files_without_a_roster_agree_on_who_is_who(
    run: Any, first: list[str], second: list[str], people: int
) -> None:
    files = {"a.csv": yearly(first), "b.csv": yearly(second)}
    done = run(TWO_FILES, files, outcomes=XY, roster="")
    assert not done.has_stopped
    assert len(done.table("students")) == people
    assert len(done.table("measurements")) == len(first) + len(second)


ID = st.sampled_from(["1", "01", "001", "2", "02", "a1", "A1", " a1", "b", "B ", "", "12", "012"])


@settings(max_examples=40, deadline=None)
@given(
    roster=st.lists(ID, min_size=1, max_size=8),
    rows=st.lists(ID, min_size=1, max_size=8),
)
def test_whatever_the_ids_no_row_is_multiplied_and_exact_matches_win(
    tmp_path_factory: pytest.TempPathFactory, roster: list[str], rows: list[str]
) -> None:
    students = "Student_Number,State ID,Grade\n" + "".join(f"{one},,9\n" for one in roster)
    source = SCORES % "id" + "    tolerate: 1\n    match_floor: 0\n"
    place = tmp_path_factory.mktemp("ids")
    files = {"students.csv": students, "s.csv": scores(rows)}
    done = ingest_demo(place, source, files, outcomes=OUTCOME, roster=ROSTER + "    tolerate: 1\n")
    if done.has_stopped:
        return
    file = done.file("s.csv")
    assert file["rows_read"] == len(rows)
    assert len(rows) == file["rows_set_aside"] + file["rows_unmatched"] + file["rows_used"]
    used = Counter(m["row"] for m in done.table("measurements"))
    assert all(count == 2 for count in used.values())
    known = Counter(one.strip() for one in roster)
    astray = {u["row"] for u in done.table("unmatched")}
    for at, one in enumerate(rows, start=2):
        if known[one.strip()] and one.strip():
            assert at not in astray
