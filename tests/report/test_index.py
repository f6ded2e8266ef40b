"""The index: every study, its verdicts, its effects on one scale, links that work from a stick."""

from __future__ import annotations

from pipeline.evidence.design import ceiling
from pipeline.report.page import Table
from pipeline.report.pages.index import IndexEntry, build, index
from pipeline.report.portfolio import Standing, blocks
from pipeline.report.prose import Stat, plain
from pipeline.report.stage import index_entry
from pipeline.report.words.en import ENGLISH
from tests.report.html_facts import elements, tagged
from tests.report.pages import CASES, given


def an_entry(case: str, folder: str) -> IndexEntry:
    study, published = given(case)
    return index_entry(study, published, ceiling=ceiling(study), folder=folder, report_id="E-1")


def test_links_are_relative_and_stay_in_the_studys_folder() -> None:
    html = index([an_entry("riverbend", "riverbend")]).decode()
    inside = ("#", "data:text/csv;")
    links = {a.attrs["href"] for a in tagged(html, "a") if not a.attrs["href"].startswith(inside)}
    assert links == {"riverbend/evaluation.html", "riverbend/board.html", "riverbend/results.csv"}


def test_both_verdicts_of_every_goal_are_there() -> None:
    entry = an_entry("riverbend", "riverbend")
    assert [len(v.chips) for v in entry.verdicts] == [2, 2, 2, 2, 1, 2]


def test_numbers_carry_the_folder_of_their_study() -> None:
    entries = [an_entry("riverbend", "b"), an_entry("one-group", "a")]
    html = index(entries).decode()
    sources = [e.attrs["data-stat"] for e in elements(html) if "data-stat" in e.attrs]
    assert sources
    assert all(source.partition(":")[0] in {"a", "b"} for source in sources)


def test_studies_stand_in_one_order_however_they_come() -> None:
    entries = [an_entry("riverbend", "b"), an_entry("one-group", "a")]
    assert index(entries) == index(reversed(entries))


def test_an_empty_workspace_is_a_calm_page() -> None:
    page = build([], ENGLISH)
    assert plain(page.title) == "No studies yet"
    assert page.chart is None
    assert "No study has been published yet." in index([]).decode()


def test_hidden_and_empty_studies_still_have_their_entry() -> None:
    html = index(an_entry(case, case) for case in CASES).decode()
    assert html.count('class="card"') == len(CASES)


def test_effects_name_their_row() -> None:
    effect = an_entry("riverbend", "b").effects[0]
    assert effect.id == "b:attendance/impact/contrast"
    assert isinstance(effect.n, Stat)
    assert effect.n.source == "b:attendance/impact/contrast#n"


def a_standing(state: str, sure: str, chance: float = float("nan")) -> Standing:
    return Standing(state=state, sure=sure, chance=chance, came_true=state == "met")


def words_of(block: Table) -> dict[str, list[str]]:
    return {plain(row.head): [plain(cell.said) for cell in row.cells] for row in block.rows}


def test_goals_stand_by_both_verdicts_and_are_counted_once() -> None:
    goals = [a_standing("met", "clear"), a_standing("met", "chance"), a_standing("met", "clear"),
             a_standing("off-track", "none"), a_standing("suppressed", "none")]  # fmt: skip
    matrix = blocks(ENGLISH, goals, 1)[0]
    assert isinstance(matrix, Table)
    assert words_of(matrix) == {
        "Target met": ["two", "one", "none", "none"],
        "Off track": ["none", "none", "none", "one"],
        "Hidden to protect students": ["none", "none", "none", "one"],
    }


def test_forecasts_are_held_against_what_came() -> None:
    goals = [a_standing("met", "clear", 0.9), a_standing("not-met", "clear", 0.8),
             a_standing("met", "clear", 0.57), a_standing("not-met", "chance", 0.1)]  # fmt: skip
    found = blocks(ENGLISH, goals, 1, "0.21")
    table = next(b for b in found if isinstance(b, Table) and b.id == "table-forecasts")
    assert "Their Brier score is 0.21." in plain(found[-2].said)  # type: ignore[attr-defined]
    assert list(words_of(table).values()) == [
        ["two", "one"], ["one", "one"], ["none", "none"], ["one", "none"]
    ]  # fmt: skip
    assert "With so few forecasts" in plain(found[-1].said)  # type: ignore[attr-defined]


def test_many_looks_are_said_to_be_many() -> None:
    (said,) = blocks(ENGLISH, [], 4)
    assert "There are four primary outcomes" in plain(said.said)  # type: ignore[attr-defined]
    assert blocks(ENGLISH, [], 1) == []


def test_the_goals_of_a_study_are_in_the_portfolio() -> None:
    html = index([an_entry("riverbend", "riverbend")]).decode()
    assert "Goals of all studies by their two verdicts" in html
