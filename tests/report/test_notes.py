"""Release notes as a page: its sentences, its anchors, its calm states."""

from __future__ import annotations

import itertools
import re

from pipeline.evidence.gate import gate
from pipeline.report.notes import build, notes
from pipeline.report.prose import plain
from pipeline.report.words.en import ENGLISH
from pipeline.tables.releases import Difference, FileChange, GoalChange, Move, RowChange
from tests.report.html_facts import elements, tagged

WHERE = "change, all, 2024 to 2025"
MOVE = Move(column="estimate", before="2.5 points", now="2.6 points")
FOUND = Difference(
    earlier="aaaaaaaaaa",
    present="bbbbbbbbbb",
    title="A study",
    as_of=("2025-06-06", "2026-06-05"),
    minimum_n=(10, 20),
    files=(
        FileChange(file="marks.csv", how="corrected"),
        FileChange(file="new.csv", how="renamed", was="old.csv"),
    ),
    sections=("goals",),
    software=(("python", "", "3.12"),),
    rows=(
        RowChange(id="gpa/change/all", label="Grades", where=WHERE, how="restated", moves=(MOVE,),
                  causes=("data", "software")),
        RowChange(id="gpa/change/all/frl=Y", label="Grades", where=WHERE, how="restated",
                  moves=(Move(column="df", before="3", now="4"),), causes=("unknown",)),
        RowChange(id="gpa/level/all", label="Grades", where=WHERE, how="withheld"),
        RowChange(id="math/level/all", label="Maths", where=WHERE, how="now-hidden"),
        RowChange(id="art/level/all", label="Art", where=WHERE, how="new"),
    ),
    goals=(
        GoalChange(id="grades", statement="Raise grades.", how="restated",
                   verdicts=(("met", "clear"), ("not-met", "")), is_promise_changed=True,
                   moves=(Move(column="target", before="–", now="3 points"),),
                   causes=("study-file", "date")),
        GoalChange(id="few", statement="Help a few.", how="withheld", causes=("data",)),
    ),
    outputs=("board.html",),
)  # fmt: skip
SAME = Difference(
    earlier="a", present="b", title="A study", as_of=("d", "d"), minimum_n=(10, 10), unchanged=7
)


def html(found: Difference) -> str:
    return notes(found, is_synthetic=False).decode()


def body(found: Difference) -> str:
    text = next(one.text for one in elements(html(found)) if one.tag == "main")
    return " ".join(text.split())


def test_the_heading_is_the_finding() -> None:
    title = plain(build(FOUND, ENGLISH, is_synthetic=False).title)
    assert title == "One goal reads differently; two results were restated"
    assert plain(build(SAME, ENGLISH, is_synthetic=False).title).startswith("Nothing changed")


def test_every_reason_is_told() -> None:
    said = body(FOUND)
    for words in (
        "marks.csv was corrected under the same name", "new.csv holds what old.csv held",
        "changed under goals", "python was none and is 3.12",
        "June 6, 2025, and now on June 5, 2026",
        "Groups under 10 were hidden, and now groups under 20", "data, software",
        "what was promised is not the same", "Target met; Clear change",
        "Besides these, one result",
        "One result is no longer shown: Maths.", "One result is new: Art.",
        "two numbers are not set side by side: Grades.",
    ):  # fmt: skip
        assert words in said, words


def test_numbers_name_their_row_and_the_earlier_ones_their_release() -> None:
    stats = {e.attrs["data-stat"]: e.text for e in elements(html(FOUND)) if "data-stat" in e.attrs}
    assert stats == {
        "gpa/change/all#estimate@aaaaaaaaaa": "2.5 points",
        "gpa/change/all#estimate": "2.6 points",
        "grades#target": "3 points",
    }


def test_nothing_to_tell_is_told_calmly() -> None:
    calm = [e for e in elements(html(SAME)) if e.attrs.get("class") == "calm"]
    assert len(calm) == len(build(SAME, ENGLISH, is_synthetic=False).sections)


def test_a_page_passes_the_gate_and_needs_no_script_and_no_network() -> None:
    for found in (FOUND, SAME):
        page = html(found)
        assert gate(page, "descriptive") == []
        assert not tagged(page, "script")
        assert not re.search(r"https?://", page)
        levels = [int(e.tag[1]) for e in elements(page) if re.fullmatch(r"h[1-6]", e.tag)]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
        assert html(found) == page
