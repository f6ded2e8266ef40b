"""The index: every study, its verdicts, its effects on one scale, links that work from a stick."""

from __future__ import annotations

from pipeline.evidence.design import ceiling
from pipeline.report.pages.index import IndexEntry, build, index
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
    links = {a.attrs["href"] for a in tagged(html, "a") if not a.attrs["href"].startswith("#")}
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
