"""What a demanding evaluator looks for, on a whole page; docs/checks.md says where the rest is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pipeline.report.readings import least_that_matters
from tests.report.html_facts import Element, elements
from tests.report.pages import CASES, context, rendered

ROOT = Path(__file__).parents[2]
CHECKS = [
    (int(row.split("|")[1]), place)
    for row in (ROOT / "docs" / "checks.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| *\d+ *\|", row)
    for place in re.findall(r"`(tests/[^`:]+\.py)::(\w+)`", row)
]


def sources(html: str) -> set[str]:
    return {e.attrs["data-stat"] for e in elements(html) if "data-stat" in e.attrs}


def section(html: str, identity: str) -> str:
    """The words of a section."""
    return next(e.text for e in elements(html) if e.attrs.get("id") == identity)


def of_sections(html: str) -> list[Element]:
    return [e for e in elements(html) if e.tag == "section" and e.attrs.get("id")]


@pytest.mark.parametrize(("number", "place"), CHECKS)
def test_every_check_is_tested_where_the_docs_say(number: int, place: tuple[str, str]) -> None:
    file, name = place
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}, number


def test_every_check_has_its_place() -> None:
    assert {number for number, _ in CHECKS} == set(range(1, 29))


@pytest.mark.parametrize("case", ["riverbend", "one-group", "lottery"])
def test_an_estimate_stands_with_its_people_interval_method_and_row(case: str) -> None:
    html, found = rendered(case)["evaluation.html"], context(case)
    shown = sources(html)
    opened = {e.attrs.get("popovertarget", "") for e in elements(html)}
    said = section(html, "outcomes")
    kept = " ".join(e.attrs["href"] for e in elements(html) if "download" in e.attrs)
    main = [
        row
        for name in found.study.outcomes
        for row in (found.impact(name), found.change(name))
        if row is not None and "conf_low" in row.figures
    ]
    assert main
    for row in main:
        wanted = {f"{row.id}#{c}" for c in ("estimate", "conf_low", "conf_high", "n")}
        if row.text["analysis"] == "impact":
            wanted.discard(f"{row.id}#n")
        assert wanted <= shown, row.id
        assert row.id in kept, row.id
    for primary in (found.impact(name) or found.change(name) for name in found.study.outcomes):
        if primary is not None and "conf_low" in primary.figures:
            assert f"about-method-{primary.text['method']}" in opened, primary.id
            assert f"Row: {primary.id}." in said, primary.id


@pytest.mark.parametrize("case", CASES)
def test_the_evidence_is_an_interval_and_never_a_star(case: str) -> None:
    for html in rendered(case).values():
        said = " ".join(e.text for e in of_sections(html))
        assert not re.search(r"\d\s?\*{1,3}(?!\*)", said)
        assert not re.search(r"\bstatistically significant\b|\bn\.s\.", said)


def test_periods_people_and_unit_stand_by_every_change() -> None:
    html, found = rendered()["evaluation.html"], context()
    said = section(html, "outcomes")
    for name in found.study.outcomes:
        row = found.change(name)
        if row is None or "estimate" not in row.figures:
            continue
        at = said.index(row.text["label"])
        beside = said[at : at + 1200]
        for period in (row.text["period_before"], row.text["period_after"]):
            assert period.replace("-", "–") in beside.replace("-", "–"), (name, period)
        assert "n = " in beside
        assert row.text["unit"] == "" or re.search(r"[a-z%]", row.figures["estimate"].shown)


def test_what_matters_was_declared_and_is_held_against_what_was_found() -> None:
    said = section(rendered()["evaluation.html"], "outcomes")
    declared = [
        least
        for name, one in context().study.outcomes.items()
        if (least := least_that_matters(one))
        and (row := context().impact(name) or context().change(name)) is not None
        and row.is_published
    ]
    assert declared
    for least in declared:
        assert f"Declared beforehand: a change of {least} or more matters." in said


def test_the_family_of_looks_is_stated_and_the_primary_is_marked() -> None:
    said = section(rendered()["evaluation.html"], "outcomes")
    assert "adjusted within the domain" in said
    assert ", primary" in said
