"""One browser a worker, and each page in it opened once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from pipeline.commands.pdf import QUIET, find_browser
from tests.browser.pages import PAGES, Opened, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

NONE_HERE = (
    "no Chromium here: `make browser` installs one (as root, on Debian or Ubuntu), or name "
    "yours in CHROMIUM"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip(NONE_HERE)
    with sync_playwright() as started:
        made = started.chromium.launch(executable_path=path, args=[*QUIET, "--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, browser: Browser, shipped: Path) -> Iterator[Opened]:
    one = opened(browser, shipped / "reports" / request.param)
    yield one
    one.page.context.close()
