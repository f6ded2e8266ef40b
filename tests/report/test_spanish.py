"""The pages in Spanish: every word there, the same numbers, no stronger claim than in English."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

from pipeline.clearance import clear
from pipeline.evidence.cards import CARDS
from pipeline.evidence.design import ceiling
from pipeline.evidence.gate import gate
from pipeline.evidence.wordings import VERBS
from pipeline.problems import Problems
from pipeline.report.context import Context
from pipeline.report.downloads import csv_text
from pipeline.report.language import Language
from pipeline.report.marks import mark, resolved, unmarked
from pipeline.report.page import Cell, Column, Row, Table
from pipeline.report.pages import PAGES
from pipeline.report.pages.board.view import build
from pipeline.report.pages.index import index
from pipeline.report.prose import Text, plain
from pipeline.report.stage import index_entry, pages
from pipeline.report.tongues import SPOKEN
from pipeline.report.translated import translated
from pipeline.report.words import legibility
from pipeline.report.words.en import ENGLISH
from pipeline.report.words.es import COMMON, SPANISH, day, listing, month, number
from pipeline.study.checks.translations import OURS
from tests import builders
from tests.report.html_facts import elements
from tests.report.keys import ROOM, patterns
from tests.report.pages import CASES, given

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.study.schema import Study

FILES = tuple(f"{page}.es.html" for page in sorted(SPOKEN))
LONGEST = 25
WORDS = {
    "Attendance rate": "Tasa de asistencia",
    "Chronically absent": "Ausencia crónica",
    "Grade point average": "Promedio de calificaciones",
}


def bilingual(case: str, *languages: str, **changes: object) -> Study:
    """A case with its three pages in some languages."""
    study, _ = given(case)
    about = study.study.model_copy(update={"languages": languages or ("en", "es")})
    raw = builders.study(reports={"board": {"asks": ["Keep the goal."]}, "checkin": {
        "decide": ["Keep the bus."]}, "recognition": {}})  # fmt: skip
    return study.model_copy(
        update={
            "study": about, "reports": raw.reports, "translations": {"es": WORDS}, **changes,
        }
    )  # fmt: skip


@cache
def made(case: str, *languages: str) -> dict[str, str]:
    study = bilingual(case, *languages)
    _, published = given(case)
    found = pages(study, published, cards=CARDS, ceiling=ceiling(study), report_id="E-1")
    return {name: page.decode() for name, page in found.items()}


def imported(start: Path) -> set[Path]:
    """A module of this room and all of the room that it imports."""
    todo, seen = [start], set()
    while todo:
        file = todo.pop()
        if file in seen:
            continue
        seen.add(file)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("pipeline.report"):
                base = ROOM.joinpath(*str(node.module).split(".")[2:])
                found = [base.with_suffix(".py"), *(base / f"{n.name}.py" for n in node.names)]
                todo += [each for each in found if each.is_file()]
    return seen


def reachable() -> set[str]:
    """The keys that these pages can ask for, by the literals of all modules behind them."""
    modules = {file for page in SPOKEN for file in imported(ROOM / "pages" / page / "view.py")}
    modules -= {ROOM / "language.py", ROOM / "glossary.py"}
    templates = [ROOM / "templates" / f"{name}.html.j2" for name in ("base", "parts", *SPOKEN)]
    known = [one for one in patterns(modules, templates) if not one.pattern.startswith("[")]
    pages_own = {f"{page}.{key}" for page in SPOKEN for key in ("page_title", "skip", "foot")}
    links = {f"index.link.{page}" for page in SPOKEN}
    asked = {key for key in ENGLISH.texts if any(one.fullmatch(key) for one in known)}
    explained = {key for key in ENGLISH.texts if key.startswith("term.")}
    return asked | pages_own | links | explained


def test_every_word_that_these_pages_can_ask_for_is_there_and_no_other() -> None:
    assert reachable() == set(SPANISH.texts)


@dataclass(frozen=True, kw_only=True)
class Recorder(Language):
    """A language that remembers whether it was asked for words that it may not have."""

    asked: set[str]

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return super().has(key)


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_in_english_alone_is_never_left_out(case: str) -> None:
    study = bilingual(case)
    _, published = given(case)
    fields = ("code", "name", "texts", "number", "listing", "day", "month", "common")
    words = Recorder(**{f: getattr(SPANISH, f) for f in fields}, asked=set())
    told, shown = translated(study, published, words)
    context = Context.of(told, shown, words, cards=(), ceiling=ceiling(study), report_id="E-1")
    for page in PAGES:
        if page.name in SPOKEN:
            page.build(context)
    assert [key for key in words.asked if ENGLISH.has(key) != SPANISH.has(key)] == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILES)
def test_both_languages_hold_the_same_numbers(case: str, name: str) -> None:
    first, other = made(case)[name.replace(".es", "")], made(case)[name]
    assert numbers(first) == numbers(other)


def numbers(html: str) -> list[tuple[str, str]]:
    found = re.findall(r'data-stat="([^"]+)"[^>]*>(.*?)</(?:span|a)>', html)
    return sorted((source, "".join(re.findall(r"[\d.,+\N{MINUS SIGN}$%]", shown)))
                  for source, shown in found)  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILES)
def test_the_page_says_what_it_is_and_leads_to_the_other(case: str, name: str) -> None:
    html, first = made(case)[name], made(case)[name.replace(".es", "")]
    plain_name = name.replace(".es", "")
    assert '<html lang="es">' in html
    assert f'<a href="{plain_name}" lang="en" hreflang="en">English</a>' in html
    assert '<html lang="en">' in first
    assert f'<a href="{name}" lang="es" hreflang="es">Español</a>' in first


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILES)
def test_it_claims_no_more_than_the_design_can_carry(case: str, name: str) -> None:
    assert gate(made(case)[name], ceiling(bilingual(case)).tier) == []


ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|to|is|are|was|were|with|not|from|this|that|who|more|less|than|by|up|down)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", FILES)
def test_no_english_is_left_but_what_is_marked_as_english(case: str, name: str) -> None:
    bare = made(case)[name]
    assert "\ue000" not in bare
    assert "%EE%80%80" not in bare
    bare = re.sub(r"<style>.*?</style>|<svg class=\"sprite\".*?</svg>", "", bare, flags=re.DOTALL)
    bare = re.sub(r"<(title|desc|text)\b[^>]*>.*?</\1>", "", bare, flags=re.DOTALL)
    bare = re.sub(r'<(span|p|a|q)\b[^>]*lang="en"[^>]*>.*?</\1>', "", bare, flags=re.DOTALL)
    bare = re.sub(r'<(\w+)[^>]*data-role="name"[^>]*>.*?</\1>', "", bare, flags=re.DOTALL)
    said = re.sub(r"<[^>]+>", " ", bare)
    found = ENGLISH_WORDS.findall(said.replace("Riverbend", ""))
    assert found == []


def test_translations_of_the_study_file_are_printed_and_the_rest_is_marked() -> None:
    html = made("riverbend")["board.es.html"]
    assert "Tasa de asistencia" in html
    assert "Attendance rate" not in html
    assert '<span lang="en">' in html
    assert '<b><span lang="en">Keep</span></b>' in html
    elements(html)


def test_a_study_written_in_spanish_has_plain_file_names_and_nothing_marked() -> None:
    found = made("riverbend", "es")
    assert set(found) == {"board.html", "checkin.html", "evaluation.html", "recognition.html"}
    assert '<html lang="es">' in found["board.html"]
    assert '<span lang="en">' not in found["board.html"]
    assert 'class="tongues' not in found["board.html"]
    assert '<html lang="en">' in found["evaluation.html"]
    assert "\ue000" not in found["evaluation.html"]


def test_the_first_language_has_the_plain_file_names() -> None:
    found = made("riverbend", "es", "en")
    assert '<html lang="es">' in found["board.html"]
    assert '<html lang="en">' in found["board.en.html"]


def test_the_index_leads_to_both() -> None:
    study = bilingual("riverbend")
    _, published = given("riverbend")
    entry = index_entry(
        study, published, ceiling=ceiling(study), folder="riverbend", report_id="E-1"
    )
    html = index([entry]).decode()
    link = '<a href="riverbend/board.es.html" lang="es" hreflang="es">Resumen para la Junta</a>'
    assert link in html
    assert '<a href="riverbend/board.html">Board summary</a>' in html


@pytest.mark.parametrize("case", CASES)
def test_the_board_page_is_normal_or_easier_to_read(case: str) -> None:
    said = texts(case)
    assert legibility.index(said) >= legibility.NORMAL
    for text in said:
        for sentence in legibility.sentences(text):
            assert len(legibility.words(sentence)) <= LONGEST, sentence


def texts(case: str) -> list[str]:
    study = bilingual(case)
    _, published = given(case)
    told, shown = translated(study, published, SPANISH)
    page = build(
        Context.of(told, shown, SPANISH, cards=(), ceiling=ceiling(study), report_id="E-1")
    )
    said = [page.title, page.lede, page.disclaimer, *page.sure, *page.know]
    said += [goal.said for goal in page.goals]
    said += [item.said for item in (*page.changed, *page.unmet)]
    return [unmarked(words) for one in said if (words := plain(one))]


def test_verbs_are_those_of_the_language() -> None:
    html = made("one-group")["board.es.html"]
    assert f" {VERBS['es']['tier-4'].up} " in html
    assert " rose " not in html


def test_a_formula_stays_harmless_in_a_table_that_is_taken_along() -> None:
    table = Table(
        id="t", caption=(), corner="Quién", columns=(Column(label="n"),),
        rows=(Row(head=(Text(words=mark("=cmd")),), cells=(Cell(said=()),)),),
    )  # fmt: skip
    assert "'=cmd" in csv_text(table)


def test_marks_become_spans_and_vanish_where_none_can_stand() -> None:
    page = f'<title>{mark("a")}</title><p title="{mark("b")}">x {mark("c <b>d</b>")}</p>'
    assert resolved(page, "en") == (
        '<title>a</title><p title="b">x <span lang="en">c </span>'
        '<b><span lang="en">d</span></b></p>'
    )


def test_counts_lists_and_days_read_as_prose() -> None:
    counts = [number(n) for n in (0, 1, 21, 40, 99, 100)]
    assert counts == ["ninguna", "una", "veintiuna", "cuarenta", "noventa y nueve",
                      "más de noventa y nueve"]  # fmt: skip
    assert listing([]) == ""
    assert listing(["madres", "hijos"]) == "madres e hijos"
    assert listing(["agua", "hielo"]) == "agua y hielo"
    assert day(date(2026, 8, 18)) == "18 de agosto de 2026"
    assert month("2026-05") == "mayo de 2026"


def test_words_that_need_no_translation_are_known() -> None:
    assert {word for word in OURS if word.isalpha()} <= set(COMMON)


def test_a_translation_that_claims_too_much_is_told_to_who_wrote_it() -> None:
    claim = "Asistencia que mejoró"
    study = bilingual("riverbend", translations={"es": {"Attendance rate": claim}})
    _, published = given("riverbend")
    limit = ceiling(study)
    found = pages(study, published, cards=CARDS, ceiling=limit, report_id="E-1")
    with pytest.raises(Problems) as caught:
        clear(found, limit.tier, study=study, text=f"translations: {claim}", file="study.yaml")
    told = str(caught.value)
    assert 'found "mejoró" in "Asistencia que mejoró"' in told
    assert "The board.es page was not published." in told


def test_chances_at_an_edge_are_told_in_spanish() -> None:
    study, published = given("riverbend")
    goal = published.goals[0]
    figures = {**goal.figures, "p_attain": builders.figure(0.01, "at most 1 in 100")}
    shown = replace(published, goals=(replace(goal, figures=figures),))
    _, told = translated(study, shown, SPANISH)
    assert told.goals[0].figures["p_attain"].shown == "a lo más 1 de cada 100"
