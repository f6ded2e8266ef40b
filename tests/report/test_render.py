"""A rendered page: safe, whole, readable without a mouse, and every number from its row."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from pipeline.evidence.cards import CARDS
from pipeline.evidence.design import ceiling
from pipeline.evidence.gate import gate
from pipeline.report.stage import pages
from tests import builders
from tests.report.html_facts import elements, tagged
from tests.report.pages import CASES, given, rendered

if TYPE_CHECKING:
    from pipeline.tables.published import Published

PAGES = [(case, name) for case in CASES for name in ("evaluation.html", "board.html")]
LARGEST = {"evaluation.html": 600_000, "board.html": 150_000}
HOSTILE = "<script>alert(1)</script>\"'{{ 7 * 7 }}&amp;</style>"

every_page = pytest.mark.parametrize(("case", "name"), PAGES)


@every_page
def test_the_policy_admits_one_style_sheet_and_nothing_else(case: str, name: str) -> None:
    html = rendered(case)[name]
    css = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert css is not None
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    policy = next(m.attrs["content"] for m in tagged(html, "meta") if "http-equiv" in m.attrs)
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@every_page
def test_no_script_no_request_no_inline_style(case: str, name: str) -> None:
    html = rendered(case)[name]
    found = elements(html)
    assert not {e.tag for e in found} & {"script", "iframe", "object", "embed", "link", "base"}
    for element in found:
        assert "style" not in element.attrs, element
        assert not any(attribute.startswith("on") for attribute in element.attrs)
        for attribute in ("href", "src", "xlink:href"):
            target = element.attrs.get(attribute, "#")
            is_inside = target.startswith(("#", "data:text/csv;"))
            assert is_inside or target == "evaluation.html", target
    assert "@import" not in html
    assert "url(http" not in html


@every_page
def test_one_h1_headings_in_order_and_landmarks(case: str, name: str) -> None:
    found = elements(rendered(case)[name])
    levels = [int(e.tag[1]) for e in found if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [e.tag for e in found if e.tag == "main"] == ["main"]
    assert {"header", "footer"} <= {e.tag for e in found}
    skip = next(e for e in found if e.attrs.get("class") == "skip")
    assert skip.attrs["href"] == "#main"


@every_page
def test_ids_are_unique_and_links_within_the_page_lead_somewhere(case: str, name: str) -> None:
    found = elements(rendered(case)[name])
    ids = Counter(e.attrs["id"] for e in found if "id" in e.attrs)
    assert [one for one, times in ids.items() if times > 1] == []
    links = {e.attrs["href"][1:] for e in found if e.attrs.get("href", "").startswith("#")}
    assert links <= set(ids)
    labels = {i for e in found for i in e.attrs.get("aria-labelledby", "").split()}
    assert labels <= set(ids)
    opened = {e.attrs["popovertarget"] for e in found if "popovertarget" in e.attrs}
    assert opened <= {e.attrs["id"] for e in found if "popover" in e.attrs}


@every_page
def test_tables_have_captions_and_scopes(case: str, name: str) -> None:
    found = elements(rendered(case)[name])
    tables = sum(e.tag == "table" for e in found)
    assert tables == sum(e.tag == "caption" for e in found)
    assert all("scope" in e.attrs for e in found if e.tag == "th")
    for cell in found:
        if cell.tag in {"td", "caption"}:
            assert cell.text.strip(), cell


@every_page
def test_every_table_can_be_taken_along_as_it_stands(case: str, name: str) -> None:
    tables: list[list[list[str]]] = []
    files: list[list[list[str]]] = []
    for element in elements(rendered(case)[name]):
        text = " ".join(element.text.split())
        if element.tag == "table":
            tables.append([])
        elif element.tag == "tr":
            tables[-1].append([])
        elif element.tag in {"th", "td"}:
            tables[-1][-1].append(text)
        elif "download" in element.attrs:
            kind, _, content = element.attrs["href"].partition(",")
            assert kind == "data:text/csv;charset=utf-8"
            lines = csv.reader(io.StringIO(unquote(content).removeprefix("\ufeff"), newline=""))
            files.append([[" ".join(cell.split()) for cell in line] for line in lines])
    assert len(tables) == len(files) > 0
    ids = {identity.partition("#")[0] for identity in _shown(given(case)[1])}
    for table, file in zip(tables, files, strict=True):
        width = len(table[0])
        assert [line[:width] for line in file] == [row + [""] * (width - len(row)) for row in table]
        assert {one for line in file[1:] for one in line[width].split("; ") if one} <= ids


@every_page
def test_pages_print_whole(case: str, name: str) -> None:
    html = rendered(case)[name]
    printed = html[html.index("@media print") :]
    assert "thead{display:table-header-group}" in printed
    assert re.search(r"tr,[^{}]*\{break-inside:avoid\}", printed)
    assert "counter(page)" in printed
    assert re.search(r"@bottom-left\{content:\"[^\"]+\"", html)
    assert "::details-content{content-visibility:visible" in printed


@every_page
def test_every_figure_says_what_it_shows_and_has_its_numbers_beside_it(
    case: str, name: str
) -> None:
    found = elements(rendered(case)[name])
    figures = sum(e.tag == "figure" for e in found)
    assert figures == sum(e.tag == "figcaption" for e in found)
    assert figures == sum(e.attrs.get("class") == "data" for e in found)
    assert not any("figure" in e.ancestors for e in found if e.tag == "details")


@every_page
def test_every_number_is_printed_as_its_published_row_shows_it(case: str, name: str) -> None:
    published = given(case)[1]
    shown = _shown(published)
    for element in elements(rendered(case)[name]):
        source = element.attrs.get("data-stat")
        if source is None:
            continue
        assert source in shown, source
        if "data-part" in element.attrs:
            assert element.text in shown[source]
        else:
            assert element.text == shown[source], source


@every_page
def test_no_number_stands_in_the_text_without_its_row(case: str, name: str) -> None:
    study, published = given(case)
    html = rendered(case)[name]
    allowed = _declared(study.model_dump_json(by_alias=True), published)
    loose: list[str] = []
    for element in elements(html):
        exempt = {"style", "title", "svg", "time", "blockquote"} & {*element.ancestors, element.tag}
        if exempt or "data-stat" in element.attrs or element.attrs.get("data-role"):
            continue
        loose += [
            token
            for words in element.own
            for token in re.findall(r"\d[\d.,]*", words)
            if token.strip(".,") not in allowed
        ]
    assert loose == []


SPOKEN = ("alt", "aria-label", "title", "content", "aria-description")


@every_page
def test_no_number_hides_in_a_drawing_or_an_attribute(case: str, name: str) -> None:
    """What is drawn or read aloud was published or declared, or is a step of an axis."""
    study, published = given(case)
    allowed = _declared(study.model_dump_json(by_alias=True), published)
    allowed |= {n for shown in _shown(published).values() for n in _numbers(shown)}
    for drawing in _drawings(rendered(case)[name]):
        aloud, drawn = drawing
        assert {n for words in aloud for n in _numbers(words)} <= allowed
        steps = [words for words in drawn if not set(_numbers(words)) <= allowed]
        assert all(re.fullmatch(r"[+\N{MINUS SIGN}]?\$?[\d.,]+%?", words) for words in steps), steps
        sizes = sorted({_size(words) for words in drawn if _is_step(words)})
        for step in map(_size, steps):
            assert _is_even(sizes, step), (step, sizes)
    for element in elements(rendered(case)[name]):
        for attribute in SPOKEN:
            words = element.attrs.get(attribute, "")
            if "Content-Security-Policy" in element.attrs.get("http-equiv", "") or (
                element.attrs.get("name") in {"viewport", "generator"}
            ):
                continue
            assert set(_numbers(words)) <= allowed, (attribute, words)


def test_a_number_beside_an_axis_is_no_step_of_it() -> None:
    assert _is_even([0, 20, 40, 60], 60)
    assert not _is_even([0, 20, 40, 60, 77.3], 77.3)
    assert _drawings('<svg role="img"><title>T 1</title><text>77.3%</text></svg>') == [
        (["T 1"], ["77.3%"])
    ]


@every_page
def test_no_word_for_nothing_leaks(case: str, name: str) -> None:
    text = next(e.text for e in elements(rendered(case)[name]) if e.tag == "body")
    assert not re.search(r"\b(None(?! of)|nan|NaN|inf|undefined|True|False)\b", text)
    assert "{" not in text


@every_page
def test_the_gate_lets_the_page_pass(case: str, name: str) -> None:
    study, _ = given(case)
    assert gate(rendered(case)[name], ceiling(study).tier) == []


@every_page
def test_the_page_is_small(case: str, name: str) -> None:
    assert len(rendered(case)[name].encode()) <= LARGEST[name]


def test_synthetic_data_are_labelled_on_every_page() -> None:
    for html in rendered().values():
        assert "Synthetic data: invented for demonstration" in html


def test_same_rows_same_bytes() -> None:
    study, published = given("riverbend")
    again = pages(study, published, cards=CARDS, ceiling=ceiling(study), report_id="E-4f1c9a20")
    assert {name: page.decode() for name, page in again.items()} == rendered()


def test_the_study_file_says_which_reports_are_written() -> None:
    study = builders.study(reports={"evaluation": {}, "board": None})
    made = pages(study, builders.published(), cards=CARDS, ceiling=ceiling(study), report_id="E-1")
    assert set(made) == {"evaluation.html"}


def test_text_of_others_is_never_markup() -> None:
    raw = builders.study().model_dump(by_alias=True, mode="json")
    raw["study"] |= {"title": HOSTILE, "summary": HOSTILE, "attribution": HOSTILE}
    raw["outcomes"]["attendance"]["label"] = HOSTILE
    raw["goals"][0]["statement"] = HOSTILE
    study = type(builders.study()).model_validate(raw)
    published = builders.published()
    quote = replace(published.quotes[0], text=HOSTILE, attribution=HOSTILE)
    published = replace(published, quotes=(quote,), as_of=HOSTILE)
    for page in pages(
        study, published, cards=CARDS, ceiling=ceiling(study), report_id=HOSTILE
    ).values():
        html = page.decode()
        assert "<script" not in html
        assert html.count("</style>") == 1
        assert "{{ 7 * 7 }}" in html
        elements(html)


def test_hundreds_of_groups_still_render() -> None:
    rows = list(builders.published().rows)
    rows += [
        builders.change(
            "attendance", f"participants/frl=L{n}", (40, 90.0, 91.0, -1.0, 3.0, 0.1, 0.4)
        )
        for n in range(200)
    ]
    study = builders.study()
    made = pages(
        study,
        builders.published(rows=tuple(rows)),
        cards=CARDS,
        ceiling=ceiling(study),
        report_id="E-1",
    )
    assert b"L199" in made["evaluation.html"]


def _shown(published: Published) -> dict[str, str]:
    shown = {f"{r.id}#{c}": f.shown for r in published.rows for c, f in r.figures.items()}
    shown |= {f"{g.id}#{c}": f.shown for g in published.goals for c, f in g.figures.items()}
    shown |= {f"{c.id}#count": c.figure.shown for c in published.counts if c.figure}
    for theme in published.themes:
        shown |= {f"{theme.id}#people": theme.people.shown} if theme.people else {}
        shown |= {f"{theme.id}#of": theme.of.shown} if theme.of else {}
    return shown


def _numbers(words: str) -> list[str]:
    return [token.strip(".,") for token in re.findall(r"\d[\d.,]*", words)]


def _drawings(html: str) -> list[tuple[list[str], list[str]]]:
    """Of every drawing what is read aloud, and what is drawn in words."""
    found: list[tuple[list[str], list[str]]] = []
    for element in elements(html):
        if element.tag == "svg" and "img" in element.attrs.get("role", ""):
            found.append(([], []))
        elif "svg" in element.ancestors and found:
            if element.tag in {"title", "desc"}:
                found[-1][0].append(element.text)
            elif element.tag == "text":
                found[-1][1].append(element.text.strip())
    return found


def _is_step(words: str) -> bool:
    return re.fullmatch(r"[+\N{MINUS SIGN}]?\$?[\d.,]+%?", words) is not None


def _size(words: str) -> float:
    bare = re.sub(r"[^\d.]", "", words)
    return -float(bare) if "\N{MINUS SIGN}" in words else float(bare)


def _is_even(sizes: list[float], step: float) -> bool:
    """Whether a number stands midway between two others, or two steps from the end."""
    return (
        any(
            abs(2 * b - a - c) < 1e-6 and step in {a, b, c}
            for a, b, c in itertools.combinations(sizes, 3)
        )
        or len(sizes) < 3
    )


def _declared(study: str, published: Published) -> set[str]:
    """Numbers that the study file or the release declares, and constants of the report."""
    words = [study, published.as_of, str(published.minimum_n), *published.notes]
    words += [*published.versions.values()]
    words += [piece for file, digest in published.inputs for piece in (file, digest[:12])]
    constants = {"95", "0.05", "0.25", "60", "4.x", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
    constants |= {str(n) for n in range(10, 14)} | {"256", "4"}
    found = {token.strip(".,") for word in words for token in re.findall(r"\d[\d.,]*", word)}
    years = {token for word in words for token in re.findall(r"\d+", word)}
    return found | years | constants
