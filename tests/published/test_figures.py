"""Every published figure of the table is met, and the page of the docs is the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.published.figures import Figure, figures, page

PAGE = Path(__file__).parents[2] / "docs/validation.md"
FOUND = figures()


@pytest.mark.parametrize("one", FOUND, ids=lambda one: f"{one.source}: {one.what}")
def test_ours_rounds_to_theirs(one: Figure) -> None:
    assert one.is_met, (one.theirs, one.ours)


def test_a_wrong_figure_is_noticed() -> None:
    assert not Figure("", "", "1.23", 1.2351).is_met
    assert not Figure("", "", "4", 3.4).is_met
    assert Figure("", "", "1,794", 1794.34).is_met
    assert Figure("", "", "0.0000", 0.0).is_met


def test_the_page_is_current() -> None:
    """`make docs` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page(FOUND)
