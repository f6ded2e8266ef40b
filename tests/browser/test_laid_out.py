"""Every page of every shipped study, laid out by a browser, for everyone who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import PAGES, Opened, opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

WIDTHS = (320, 360, 768, 960, 1280)
STEPS = 12
"""How often the tab key is pressed."""
LONG = 10_000
"""Elements from which on axe takes too long over contrast; `pale` judges every page."""


def axe(seen: Opened, **options: Any) -> list[str]:
    """What axe finds wrong, one line a rule."""
    found = Axe().run(seen.page, options={"resultTypes": ["violations"], **options}).response
    return [
        f"{rule['id']}: {len(rule['nodes'])} times, such as {rule['nodes'][0]['html'][:200]}"
        for rule in found["violations"]
    ]


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest) -> None:
    """Each test begins with a light page in a wide window."""
    if "page" in request.fixturenames:
        page: Opened = request.getfixturevalue("page")
        page.show()
        page.size(1280)


def test_axe_finds_nothing_in_light(page: Opened) -> None:
    page.fold(is_open=True)
    is_long = page.ask("elements()") > LONG
    assert axe(page, rules={"color-contrast": {"enabled": not is_long}}) == []


def test_axe_finds_no_pale_text_in_dark(page: Opened) -> None:
    page.show(scheme="dark")
    if page.ask("elements()") <= LONG:
        assert axe(page, runOnly=["color-contrast", "link-in-text-block"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_text_is_pale(page: Opened, scheme: str) -> None:
    page.fold(is_open=True)
    page.show(scheme=scheme)
    found = page.ask("pale()")
    assert found["weak"] == []
    assert found["texts"] > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_drawings_stand_out_from_their_ground(page: Opened, scheme: str, width: int) -> None:
    page.size(width)
    page.show(scheme=scheme)
    found = page.ask("faint()")
    assert found["weak"] == []
    assert found["marks"] > 0


def test_no_page_scrolls_sideways(page: Opened) -> None:
    page.fold(is_open=True)
    wide = {}
    for width in WIDTHS:
        page.size(width)
        wide[width] = page.ask("tooWide()")
    assert wide == {key: [] for key in WIDTHS}


def test_a_page_at_400_percent_with_spaced_out_text_fits(page: Opened) -> None:
    page.size(320, 256)
    page.ask("spaceOut()")
    wide = page.ask("tooWide()")
    page.ask("spaceBack()")
    assert wide == []


def test_nothing_moves_for_who_wants_calm(page: Opened) -> None:
    page.show(motion="reduce")
    assert page.ask("moving()") == []


def test_headings_are_in_order(page: Opened) -> None:
    assert page.ask("headings()") == {"first": 1, "h1": 1, "skipped": []}


def test_a_page_asks_for_nothing_and_complains_of_nothing(page: Opened) -> None:
    assert [url.rpartition("/reports/")[2] for url in page.requests] == [
        page.page.url.partition("#")[0].rpartition("/reports/")[2]
    ]
    assert page.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_keys_go_through_a_page_in_reading_order(
    browser: Browser, shipped: Path, name: str
) -> None:
    seen = opened(browser, shipped / "reports" / name)
    places = []
    for _ in range(min(STEPS, seen.ask("focusable().length"))):
        seen.page.keyboard.press("Tab")
        places.append(seen.ask("focusedAt()"))
        assert seen.ask("isFocusSeen()"), places
    assert places == list(range(len(places)))
    assert seen.ask("positiveTabIndexes()") == 0
    seen.page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_first_key_skips_to_the_content(browser: Browser, shipped: Path, name: str) -> None:
    seen = opened(browser, shipped / "reports" / name)
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("() => document.activeElement.className") == "skip"
    assert seen.ask("isFocusSeen()")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**#main")
    seen.page.keyboard.press("Tab")
    assert seen.ask("isFocusPastSkip()")
    seen.page.context.close()


def test_a_page_is_the_same_without_scripts(page: Opened, browser: Browser) -> None:
    plain = opened(browser, page.path, has_scripts=False)
    heights = []
    for one in (page, plain):
        one.fold(is_open=False)
        heights.append(one.ask("height()"))
    plain.page.context.close()
    assert heights[0] == heights[1]
    assert "<script" not in page.path.read_text(encoding="utf-8")
