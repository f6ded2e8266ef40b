"""The published table as bytes and back."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.disclosure.stage import certain
from pipeline.tables.published import (
    Figure,
    Published,
    PublishedCount,
    PublishedGoal,
    PublishedQuote,
    PublishedRow,
    PublishedTheme,
)
from pipeline.tables.published_io import from_json, to_json

text = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=8)
figures = st.builds(Figure, value=st.floats(allow_nan=False, allow_infinity=False), shown=text)
maybe = st.none() | figures
status = st.sampled_from(["published", "suppressed", "not-estimable"])
told: Any = {
    "id": text, "text": st.dictionaries(text, text, max_size=3),
    "figures": st.dictionaries(text, figures, max_size=3), "status": status, "reason": text,
}  # fmt: skip
quotes = st.builds(
    PublishedQuote, id=text, text=text, attribution=text, goal=text, language=text,
    scope=st.sampled_from(["partners", "public"]),
)  # fmt: skip
counts = st.builds(PublishedCount, id=text, source=text, file=text, what=text, figure=maybe)
themes = st.builds(
    PublishedTheme, id=text, source=text, theme=text, people=maybe, of=maybe,
    roles=st.lists(text, max_size=2).map(tuple),
)  # fmt: skip


def several(what: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(what, max_size=2).map(tuple)


published = st.builds(
    Published, rows=several(st.builds(PublishedRow, **told)),
    goals=several(st.builds(PublishedGoal, **told)), counts=several(counts),
    quotes=several(quotes), themes=several(themes), notes=several(text), as_of=text,
    minimum_n=st.integers(1, 100), authority=text,
    versions=st.dictionaries(text, text, max_size=2), inputs=several(st.tuples(text, text)),
)  # fmt: skip


@settings(deadline=None)
@given(published)
def test_what_is_written_is_read_back_exactly(table: Published) -> None:
    again = from_json(to_json(table))
    assert again == table
    assert to_json(again) == to_json(table)


@settings(deadline=None)
@given(published)
def test_the_bytes_are_canonical(table: Published) -> None:
    content = to_json(table)
    held = json.loads(content)
    plain = json.dumps(held, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert plain.encode() == content
    turned = [replace(row, figures=dict([*row.figures.items()][::-1])) for row in table.rows]
    assert to_json(replace(table, rows=tuple(turned))) == content


BLANK = Published(
    rows=(), goals=(), counts=(), quotes=(), themes=(), notes=(), as_of="", minimum_n=10
)


def with_row(value: float) -> Published:
    held = {"n": Figure(value=value, shown="?")}
    return replace(
        BLANK, rows=(PublishedRow(id="a/b/c", text={}, figures=held, status="published"),)
    )


def with_goal(value: float) -> Published:
    held = {"n": Figure(value=value, shown="?")}
    return replace(
        BLANK, goals=(PublishedGoal(id="a/b/c", text={}, figures=held, status="published"),)
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("make", [with_row, with_goal])
def test_what_is_no_number_is_refused_by_name(make: Any, value: float) -> None:
    with pytest.raises(AssertionError, match=r"a/b/c#n is .*, not a number"):
        certain(make(value))
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(make(value))


def test_numbers_are_let_through_as_they_are() -> None:
    assert certain(with_row(3.0)) == with_row(3.0)
