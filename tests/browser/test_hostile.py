"""Pages full of hostile texts, opened: nothing runs, nothing is asked for, nothing pops up."""

from __future__ import annotations

import warnings
from itertools import islice
from typing import TYPE_CHECKING

from tests.soak.injection import fields_of, hostile, payloads, rendered

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog


def test_hostile_texts_run_nothing_and_reach_nobody(
    browser: Browser, shipped: Path, tmp_path: Path
) -> None:
    fields = fields_of(shipped)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of signs that the font of the charts lacks
        made = rendered(
            fields, hostile(fields, list(islice(payloads(400, 11), 400))), is_whole=False
        )
    for name, page in made.items():
        (tmp_path / name).write_bytes(page)
        assert opened(browser, tmp_path / name) == [], name
    breach = b"<!doctype html><title>x</title><img src=https://e.test/x onerror=alert(1)>"
    (tmp_path / "breach.html").write_bytes(breach)
    assert {what for what, _ in opened(browser, tmp_path / "breach.html")} == {"dialog", "request"}


def opened(browser: Browser, path: Path) -> list[tuple[str, str]]:
    """What a page did besides showing itself."""
    did: list[tuple[str, str]] = []
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on("dialog", lambda one: _close(did, one))
    page.on("request", lambda one: _note(did, one.url, path))
    page.on("popup", lambda _: did.append(("popup", "")))
    page.goto(path.as_uri())
    page.evaluate(
        "() => { for (const one of document.querySelectorAll('details')) one.open = true; "
        "for (const one of document.querySelectorAll('body *')) "
        "for (const kind of ['mouseover', 'focus', 'toggle']) one.dispatchEvent(new Event(kind)); }"
    )
    page.wait_for_timeout(200)
    context.close()
    return did


def _close(did: list[tuple[str, str]], one: Dialog) -> None:
    did.append(("dialog", one.message))
    one.dismiss()


def _note(did: list[tuple[str, str]], url: str, path: Path) -> None:
    if url != path.as_uri() and not url.startswith("data:"):
        did.append(("request", url))
