"""A trace: what it says of a number, and that it says nothing that was hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.commands.trace import told
from pipeline.release.results import results_csv
from pipeline.release.trace import Trace, known, trace
from tests.disclosure.made import AFTER, Row, change, level, published

if TYPE_CHECKING:
    from pipeline.tables.published import Published

GOAL: Row = {
    "id": "late-less", "statement": "Fewer late.", "outcome": "late", "population": "participants",
    "type": "binary", "baseline": 0.24, "target": 0.2, "current": 0.18, "n": 150.0, "p_met": 0.91,
    "change": -0.06, "met": "yes", "verdict": "met", "period_current": AFTER, "status": "published",
    "change_id": "mark/change/participants",
}  # fmt: skip
FILE: Row = {"source": "marks", "file": "m.csv", "key": "id", "rows_read": 90, "rows_used": 90}


@pytest.fixture(scope="module")
def release() -> Published:
    rows = [
        level(200, mean=2.5),
        change(200, means=(2.6, 2.5)),
        level(4, school="Planted", mean=1.23),
    ]
    return published(rows, [GOAL], files=[FILE])


def of(release: Published, identity: str, **pages: str) -> Trace:
    found = trace("tiny", release, identity, {f"{n}.html": text for n, text in pages.items()})
    assert found is not None
    return found


def test_every_id_of_a_release_can_be_traced(release: Published) -> None:
    assert len(known(release)) > 4
    for identity in known(release):
        assert identity in told(of(release, identity))


def test_a_trace_says_what_the_page_says_and_marks_what_was_asked_for(release: Published) -> None:
    row = next(row for row in release.rows if "/change/" in row.id and row.figures)
    found = of(release, f"{row.id}#estimate")
    assert found.figures["estimate"] == row.figures["estimate"].shown
    (asked,) = [line for line in told(found).splitlines() if "<- asked for" in line]
    assert row.figures["estimate"].shown in asked
    assert found.method is not None
    assert found.method.formula.split()[0] in told(found)


def test_a_goal_names_the_rows_that_it_rests_on(release: Published) -> None:
    found = of(release, "late-less")
    assert set(found.rests_on) <= {row.id for row in release.rows}
    assert found.about["verdict"] == "met"


def test_what_is_hidden_stays_hidden(release: Published) -> None:
    hidden = next(row for row in release.rows if row.status == "suppressed")
    found = of(release, hidden.id)
    assert found.figures == {}
    assert "so few people" in found.status
    assert "1.23" not in told(found)


def test_the_place_is_the_section_and_the_line(release: Published) -> None:
    row = release.rows[0]
    text = (
        f'<section class="x" id="first"><h3 id="h">A</h3></section><section id="second">'
        f'<span data-stat="{row.id}#estimate">1</span></section>'
    )
    found = trace("tiny", release, row.id, {
        "board.html": text, "other.html": "<p>", "results.csv": results_csv(release).decode(),
    })  # fmt: skip
    assert found is not None
    assert found.places[0] == "board.html#second"
    lines = results_csv(release).decode().splitlines()
    assert lines[int(found.places[1].split()[-1]) - 1].startswith(row.id)


@pytest.mark.parametrize("asked", ["", "nothing", "mark/change/participants#no-such-column"])
def test_what_nobody_published_has_no_trace(release: Published, asked: str) -> None:
    assert trace("tiny", release, asked, {}) is None
