"""The pages that are looked at, and a page that was laid out by a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES: Final = (
    "index.html",
    "michigan-districts/board.html",
    "michigan-districts/evaluation.html",
    "riverbend-mentoring/board.es.html",
    "riverbend-mentoring/board.html",
    "riverbend-mentoring/checkin.es.html",
    "riverbend-mentoring/checkin.html",
    "riverbend-mentoring/evaluation.html",
    "riverbend-mentoring/recognition.es.html",
    "riverbend-mentoring/recognition.html",
    "supported-work/board.html",
    "supported-work/evaluation.html",
)
SCREEN: Final = (1280, 900)


@cache
def measures() -> str:
    """What a page is asked, in the browser's own language."""
    return (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")


@dataclass(slots=True)
class Opened:
    """A page in a browser that has no network, with what it asked for and complained of."""

    page: Page
    path: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, call: str) -> Any:
        """One of the measures."""
        return self.page.evaluate(f"() => {{ const m = {measures()}; return m.{call}; }}")

    def size(self, width: int, height: int = SCREEN[1]) -> None:
        """Another window."""
        self.page.set_viewport_size({"width": width, "height": height})

    def show(self, *, scheme: Any = "light", media: Any = "screen", motion: Any = None) -> None:
        """Another theme, medium or wish for calm."""
        self.page.emulate_media(color_scheme=scheme, media=media, reduced_motion=motion)

    def fold(self, *, is_open: bool) -> None:
        """Folds or unfolds every detail."""
        self.page.evaluate(
            "to => document.querySelectorAll('details').forEach(d => d.open = to)", is_open
        )


def opened(browser: Browser, path: Path, *, has_scripts: bool = True) -> Opened:
    """A page from the disk, as a reader opens it."""
    context = browser.new_context(
        viewport={"width": SCREEN[0], "height": SCREEN[1]},
        java_script_enabled=has_scripts,
        offline=True,
    )
    seen = Opened(context.new_page(), path)
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda said: seen.complaints.append(said.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.goto(path.as_uri())
    return seen
