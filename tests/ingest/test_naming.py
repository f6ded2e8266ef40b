"""Texts are held against the names in the exports before those are dropped; no name is kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.naming import fold, names_somebody, words_of
from tests.workspaces import STUDY, Tiny

if TYPE_CHECKING:
    from pathlib import Path

NAMED = "sid,Grade,Mentored,First_Name,Last Name,Parent Email\n" + "".join(
    f"{i:04d},9,yes,{first},{last},{mail}\n"
    for i, (first, last, mail) in enumerate(
        [("Dariela", "Quillón", "rquillon@home.test"), ("Hope", "Will", "x@home.test"),
         ("An", "Van der Berg", "an@home.test")], start=1)
)  # fmt: skip
SOURCES = """\
  marks:
    {kind: metrics, files: m.csv, columns: {student_id: sid, period: year}, measures: {gpa: gpa}}
  voices: {kind: testimonials, files: said.csv}
  talks: {kind: interviews, files: talks.csv}
  log: {kind: activities, files: log.csv}
  approved: {kind: consents, files: consents.csv}
"""
OUTCOMES = "  gpa: {label: GPA, from: marks.gpa, type: continuous, better: higher}\n"
SAID = "id,role,text,consent,scope\n"
TALKS = "document,code,text,consent\nd1,trust,dariela asks where I was.,yes\n"
LOG = "date,type,title,notes\n2024-09-01,challenge,Keys lost,rquillon found them\n"
HEADS = "text_sha256,approved_by,approved_on\n"

TOLD = [
    ("We like Dariela.", True), ("mi tutora es dariela", True), ("Quillon's class", True),
    ("QUILLÓN came", True), ("Hope helped me.", True), ("I hope we will.", False),
    ("Will we?", True),
    ("Then I asked Will about it.", True), ("An hour is enough.", False), ("We met Berg.", True),
    ("We met van after school der.", False), ("Dari\u200bela came", True), ("It helped.", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_named"), TOLD)
def test_a_name_is_found_however_it_is_written_and_a_word_is_not(text: str, is_named: bool) -> None:
    names = {word for line in NAMED.splitlines()[1:] for v in line.split(",")[3:]
             for word in words_of(v)}  # fmt: skip
    assert names_somebody(text, names) is is_named


@given(name=st.text(st.characters(categories=["Lu", "Ll"]), min_size=3, max_size=12))
def test_a_name_of_any_alphabet_is_found_behind_a_capital(name: str) -> None:
    written = name.capitalize()
    for word in words_of(written):
        assert fold(word) == word
    assert names_somebody(f"I met {written} there", words_of(written)) or not words_of(written)


def study(run: Any, said: str, consents: str = HEADS) -> Any:
    files = {"students.csv": NAMED, "said.csv": SAID + said, "talks.csv": TALKS, "log.csv": LOG,
             "consents.csv": consents, "m.csv": "sid,year,gpa\n0001,2023,3\n"}  # fmt: skip
    return run(SOURCES, files, outcomes=OUTCOMES)


def test_texts_are_marked_in_every_source_and_no_name_is_written(run: Any) -> None:
    done = study(run, "1,student,We like Dariela.,yes,public\n2,student,It helped.,yes,public\n")
    assert not done.has_stopped, done.problems
    assert [r["is_named"] for r in done.table("testimonials")] == [True, False]
    assert [r["is_named"] for r in done.table("segments")] == [True]
    assert [r["is_named"] for r in done.table("activities")] == [True]
    bare = b"".join(path.read_bytes() for path in done.folder.glob("*.parquet"))
    for name in ("Quill", "quill", "Berg", "home.test"):
        assert name.encode() not in bare.replace(b"rquillon found them", b"")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_exactly_the_text_whose_hash_is_approved_is_approved(run: Any) -> None:
    rows = f"{digest('We like Dariela.').upper()},A reader,2025-01-02\n"
    rows += f"{digest('dariela asks where I was.')},A reader,2025-01-02\n"
    rows += f"{digest('Keys lost' + chr(10) + 'rquillon found them')},A reader,2025-01-02\n"
    said = "1,student,We like Dariela.,yes,public\n2,student,We like Dariela,yes,public\n"
    done = study(run, said, HEADS + rows)
    assert [r["is_approved"] for r in done.table("testimonials")] == [True, False]
    assert [r["is_approved"] for r in done.table("segments")] == [True]
    assert [r["is_approved"] for r in done.table("activities")] == [True]
    assert done.file("consents.csv")["rows_used"] == 3


@pytest.mark.parametrize(
    ("row", "code"),
    [(",A reader,2025-01-02", "D080"), ("abc,A reader,2025-01-02", "D080"),
     (f"{digest('We like Dariela.')},,2025-01-02", "D081"),
     (f"{digest('We like Dariela.')},A reader,", "D081")],
)  # fmt: skip
def test_an_approval_that_is_not_whole_approves_nothing(run: Any, row: str, code: str) -> None:
    done = study(run, "1,student,We like Dariela.,yes,public\n", f"{HEADS}{row}\n")
    assert code in done.codes()
    assert [r["is_approved"] for r in done.table("testimonials")] == [False]


def test_check_says_which_text_is_held_back_why_and_how_to_approve_it(tmp_path: Path) -> None:
    house = Tiny(tmp_path).make()
    house.write("study.yaml", STUDY.replace("outcomes:\n", SOURCES_OF_TINY + "\noutcomes:\n", 1))
    house.edit("students.csv", "id,FRL,Mentored", "id,FRL,Mentored,Last_Name")
    text = (house.raw / "students.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    house.write("students.csv", "\n".join([lines[0], *(f"{x},Quillfeather" for x in lines[1:])]))
    house.write("said.csv", f"{SAID}1,student,Ask quillfeather.,yes,public\n")
    house.write("consents.csv", HEADS)
    told = house.run("check")
    wanted = digest("Ask quillfeather.")
    assert "said.csv, row 2" in told.out
    assert "a name that stands in a roster" in told.out
    assert wanted in told.out
    assert "quillfeather" not in (told.out + told.err).lower()
    house.write("consents.csv", f"{HEADS}{wanted},A reader,2025-01-02\n")
    assert house.run("run").code == 0
    board = (house.root / "reports" / "tiny" / "board.html").read_text(encoding="utf-8")
    assert "Ask quillfeather." in board


SOURCES_OF_TINY = """\
  voices: {kind: testimonials, files: said.csv}
  approved: {kind: consents, files: consents.csv}
"""
