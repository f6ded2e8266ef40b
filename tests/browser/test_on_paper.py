"""Every page of every shipped study on paper: nothing cut, nothing too small, tagged."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.browser.pages import Opened, opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PIXELS = {"Letter": (729, 945), "A4": (707, 1012)}
"""Width and height of a sheet within its margins."""
NINE_POINTS = 12


@pytest.fixture(params=sorted(PIXELS))
def paper(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sheet(page: Opened, paper: str) -> Opened:
    page.show(media="print")
    page.size(*PIXELS[paper])
    return page


def squeezed(text: str) -> str:
    """A text without the spaces and ligatures that a PDF sets as it likes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def printed(seen: Opened, paper: str) -> PdfReader:
    content = seen.page.pdf(format=paper, print_background=True, tagged=True, outline=True)
    return PdfReader(io.BytesIO(content))


def test_no_row_and_no_figure_is_cut(sheet: Opened, paper: str) -> None:
    assert sheet.ask(f"cut({PIXELS[paper][1]})") == []


def test_nothing_is_wider_than_the_sheet(sheet: Opened) -> None:
    assert sheet.ask("tooWide()") == []


def test_print_is_nine_points_or_more(sheet: Opened) -> None:
    assert sheet.ask(f"small({NINE_POINTS})") == []


def test_a_pdf_is_tagged_and_says_its_title_and_language(page: Opened) -> None:
    made = printed(page, "Letter")
    root: Any = made.trailer["/Root"]
    assert root["/Lang"] == page.page.evaluate("() => document.documentElement.lang")
    assert root["/MarkInfo"]["/Marked"]
    assert made.metadata is not None
    assert made.metadata.title == page.page.title()
    assert made.outline
    assert made.pages[0].extract_text().startswith(f"1 / {len(made.pages)}")


BOARDS = ("michigan-districts", "supported-work")


@pytest.mark.parametrize("study", BOARDS)
def test_the_first_page_of_the_board_holds_the_answer_and_the_goals(
    browser: Browser, shipped: Path, study: str, paper: str
) -> None:
    seen = opened(browser, shipped / "reports" / study / "board.html")
    texts = [squeezed(p.extract_text()) for p in printed(seen, paper).pages]
    wanted = [seen.page.inner_text("h1"), *seen.page.locator(".goal h3").all_inner_texts()]
    assert [words for words in wanted if squeezed(words) not in texts[0]] == []
    assert len(texts) == 3
    seen.page.context.close()


def test_many_goals_go_on_to_a_second_page_and_none_is_split(
    browser: Browser, shipped: Path, paper: str
) -> None:
    seen = opened(browser, shipped / "reports/riverbend-mentoring/board.html")
    texts = [squeezed(p.extract_text()) for p in printed(seen, paper).pages]
    goals = [
        [squeezed(one.locator(part).inner_text()) for part in ("h3", ".say")]
        for one in seen.page.locator(".goal").all()
    ]
    on = [[k for k, text in enumerate(texts) if all(p in text for p in goal)] for goal in goals]
    assert all(pages and pages[0] < 2 for pages in on), on
    seen.page.context.close()
