"""No page changes its looks unseen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.browser.looks import FONTS, VIEWS, fonts, kept, look, name_of, unlike
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from tests.browser.pages import Opened

MOST = 0.01
"""Share of a page that may look different: a date, another rounding of an edge."""


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_looks_as_it_did(page: Opened, view: str) -> None:
    if fonts(page) != json.loads(FONTS.read_text(encoding="utf-8")):
        pytest.skip("other fonts here than where the pictures were made")
    name = page.path.relative_to(page.path.parents[1]).as_posix()
    known = name if name in PAGES else page.path.name
    share = unlike(look(page, view), kept(known, view))
    assert share <= MOST, (
        f"{share:.1%} of {known} ({view}) looks different from {name_of(known, view).name}. "
        "Look at the page; if it is meant, `make looks` keeps the new pictures."
    )


def test_a_change_is_seen() -> None:
    first = np.ones((200, 100))
    second = first.copy()
    second[20:30, 10:40] = 0.2
    assert unlike(first, first) == 0
    assert unlike(first, second) == pytest.approx(300 / 20_000)
    assert unlike(first, first[:150]) == pytest.approx(0.25)
