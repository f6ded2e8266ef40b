"""results.csv, goals.csv, results.json and the manifest, read back as others would."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release.manifest import manifest
from pipeline.release.results import goals_csv, results_csv, results_json
from pipeline.tables.attainment import GOALS_ORDER
from pipeline.tables.estimates import RESULTS_ORDER
from pipeline.tables.published_io import from_json, to_json
from pipeline.tables.spreadsheet import safe
from tests.disclosure.made import AFTER, Row, change, level, published, study

if TYPE_CHECKING:
    from pipeline.tables.published import Published

GOAL: Row = {
    "id": "late", "statement": "=SUM(A1)", "outcome": "late", "population": "participants",
    "type": "binary", "baseline": 0.24, "target": 0.2, "current": 0.18, "n": 150.0,
    "change": -0.06, "met": "yes", "verdict": "met", "period_current": AFTER, "status": "published",
}  # fmt: skip
FILE: Row = {"source": "marks", "file": "m.csv", "key": "id", "rows_read": 90, "rows_used": 90}
VOICE: Row = {"source": "voices", "row": 2, "text": "It helped.", "scope": "public"}
SEGMENTS: list[Row] = [
    {"source": "talks", "document": f"d{n}", "segment": "1", "code": "trust", "role": "parent"}
    for n in range(12)
]
CARDS = ({"name": "wilson", "title": "Wilson"},)


@pytest.fixture(scope="module")
def release() -> Published:
    few = [level(4, school="Planted", mean=0.123456), change(4, school="Planted")]
    rows = [level(200, mean=2.5), level(96, school="B"), level(100, school="C"), *few,
            change(200, means=(2.6, 2.5), p_value=0.0496, conf_low=-0.2), level(0, "late",
            status="not-estimable", reason="nobody")]  # fmt: skip
    return published(rows, [GOAL], files=[FILE], testimonials=[VOICE], segments=SEGMENTS)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def results(release: Published) -> dict[str, Any]:
    return dict(json.loads(results_json(release, study(), CARDS)))


def test_the_columns_are_those_of_the_contract_in_their_order(release: Published) -> None:
    for content, order in (
        (results_csv(release), RESULTS_ORDER),
        (goals_csv(release), GOALS_ORDER),
    ):
        assert tuple(table(content)[0]) == order
        assert content.count(b"\r\n") == content.count(b"\n")


def test_what_is_read_back_equals_what_was_published(release: Published) -> None:
    lines = {line["id"]: line for line in table(results_csv(release))}
    assert list(lines) == [row.id for row in release.rows]
    for row in release.rows:
        held = {name: float(v) for name, v in lines[row.id].items() if name in row.figures}
        assert held == {name: figure.value for name, figure in row.figures.items()}
        assert lines[row.id]["status"] == row.status


def test_a_number_is_empty_unless_it_is_published(release: Published) -> None:
    for line in table(results_csv(release)):
        if line["status"] != "published":
            assert not any(line[name] for name in ("n", "n_after", "mean_after", "estimate"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u3000=", "\u200b=",
                                   "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                                   "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}",
                                   "\x00=", "\ufeff@", " \t"])  # fmt: skip
def test_a_cell_that_could_be_a_formula_is_text(start: str) -> None:
    assert safe(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", "Grade 9", "a=b", "x@y", "7-8", "<10", "Óscar", "'quoted'"])
def test_an_ordinary_cell_is_left_alone(text: str) -> None:
    assert safe(text) == text


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not re.match(r"[=+\-@\t\r\n]", safe(text))
    assert safe(text).replace("'", "") == text.replace("'", "")


def test_numbers_below_zero_stay_numbers_and_texts_are_escaped(release: Published) -> None:
    (moved,) = (x for x in table(results_csv(release)) if x["id"] == "gpa/change/participants")
    assert moved["conf_low"] == "-0.2"
    assert table(goals_csv(release))[0]["statement"] == "'=SUM(A1)"


def test_a_planted_group_of_four_is_in_no_file(release: Published) -> None:
    files = results_csv(release), goals_csv(release), results_json(release, study(), CARDS)
    for content in (*files, to_json(release)):
        assert b"0.1234" not in content
        assert b"0.12" not in content
    for row in results(release)["results"]:
        if "Planted" in row["id"]:
            assert row["status"] == "suppressed"
            assert row["shown"] == {}
            assert all(row[name] is None for name in ("n", "n_before", "n_after", "estimate"))
    assert not any(row["n"] == 4 for row in results(release)["results"])


def test_every_number_of_a_page_can_be_traced(release: Published) -> None:
    """Each `data-stat` is id#column, of a row, a goal, a count or a theme."""
    held = results(release)
    told = {f"{one['id']}#{column}": shown for part in ("results", "goals", "counts", "themes")
            for one in held[part] for column, shown in one["shown"].items()}  # fmt: skip
    expected = {f"{r.id}#{c}": f.shown for r in release.rows for c, f in r.figures.items()}
    expected |= {f"{g.id}#{c}": f.shown for g in release.goals for c, f in g.figures.items()}
    expected |= {f"{one.id}#count": one.figure.shown for one in release.counts if one.figure}
    expected |= {"talks/trust#people": "12", "talks/trust#of": "12"}
    assert told == expected
    assert held["goals"][0]["change"] == -0.06
    assert held["quotes"] == [{"id": "voices/2", "scope": "public"}]
    assert held["methods"] == list(CARDS)


def made(release: Published) -> dict[str, Any]:
    return dict(json.loads(manifest(study(), release, outputs={"a.html": b"A", "b.csv": b"B"})))


def test_the_manifest_holds_every_hash_and_the_rows_of_every_file(release: Published) -> None:
    held = made(release)
    assert held["outputs"]["a.html"] == hashlib.sha256(b"A").hexdigest()
    assert held["inputs"] == dict(release.inputs)
    assert held["rows"]["marks/m.csv"]["rows_read"] == 90
    assert set(held["rows"]) == {f"{one.source}/{one.file}" for one in release.counts if one.file}
    assert sum(held["results"].values()) == len(release.rows)
    assert held["suppressed"] == 3


def test_the_manifest_tells_no_path_no_user_and_no_time(release: Published) -> None:
    content = manifest(study(), release, outputs={})
    assert not re.search(rb"/home|/root|/tmp|[A-Z]:\\\\|\d\d:\d\d|user|host", content)
    assert manifest(study(), from_json(to_json(release)), outputs={}) == content


def test_the_same_content_gives_the_same_bytes(release: Published) -> None:
    again = from_json(to_json(release))
    assert results_csv(again) == results_csv(release)
    assert goals_csv(again) == goals_csv(release)
    assert results_json(again, study(), CARDS) == results_json(release, study(), CARDS)
