"""Threat: text of others that becomes markup, script, template or address.

The long trial is `python -m tests.soak.injection 100000`; `tests/browser/test_hostile.py` opens
such pages in a browser. That a template cannot switch escaping off, that every page has its policy
with the hash of its one style sheet, and that no page has a script: tests/report/test_templates.py
and tests/report/test_render.py.
"""

from __future__ import annotations

import warnings
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.report import render
from tests.soak.injection import (
    SVG,
    differences,
    fields_of,
    harmless,
    hostile,
    payloads,
    rendered,
    tree,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.soak.injection import Fields

CHUNK = list(islice(payloads(300, 7), 300))
FEW = CHUNK[:40]


@pytest.fixture(scope="module")
def fields(shipped: Path) -> Fields:
    return fields_of(shipped)


def pages(fields: Fields, chunk: list[str], *, is_whole: bool) -> dict[str, bytes]:
    texts = hostile(fields, chunk) if chunk else harmless(fields)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of signs that the font of the charts lacks
        return rendered(fields, texts, is_whole=is_whole)


def test_every_kind_of_text_field_gets_every_payload(fields: Fields) -> None:
    texts = hostile(fields, CHUNK)
    assert {"title", "name", "label", "text", "said", "notes", "level", "owner"} <= set(texts)
    for words in texts.values():
        told = " ".join(words.values())
        assert all(payload in told for payload in CHUNK)


def test_no_page_gains_an_element_an_attribute_or_an_address(fields: Fields) -> None:
    made = pages(fields, CHUNK, is_whole=True)
    plain = {n: tree(p) for n, p in pages(fields, [], is_whole=True).items()}
    assert set(made) > {"index.html", "evaluation.html", "checkin.es.html"}
    assert differences(made, plain) == []
    assert b"{{ 7 * 7 }}" in made["board.html"]


def test_the_trial_finds_a_template_that_does_not_escape(
    fields: Fields, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_door() -> Environment:
        return Environment(  # noqa: S701  the breach
            loader=FileSystemLoader(render._HERE / "templates"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    plain = {n: tree(p) for n, p in pages(fields, [], is_whole=False).items()}
    monkeypatch.setattr(render, "environment", open_door)
    made = pages(fields, FEW, is_whole=False)
    assert {line.partition(":")[0] for line in differences(made, plain)} == set(plain)


def test_the_trial_sees_what_is_new_in_a_drawing() -> None:
    plain = tree(b"<svg><text>a</text></svg>")
    assert (f"{{{SVG[1:-1]}}}text", "", "") in plain.drawn
    for breach in (b"<svg><text onload='x'>a</text></svg>", b"<svg><a href='//e'/>a</svg>"):
        assert differences({"x": breach}, {"x": plain})
