"""The numbers of a page, each with the row and column that it says it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Final

LANGUAGE: Final = "en"
"""The language in which results.json prints its numbers."""
_FIGURE: Final = re.compile("[+\N{MINUS SIGN}<>$]*\\d[\\d.,]*%?")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                   "source", "track", "wbr"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One number on a page.

    Attributes:
        source: `<row id>#<column>`.
        printed: What the page prints.
        is_part: Whether the words around it say its sign or unit.
        line: Line of the file, from 1.
        is_translated: Whether the page is in another language, which has its own words for units.
    """

    source: str
    printed: str
    is_part: bool
    line: int
    is_translated: bool = False

    def is_of(self, shown: str) -> bool:
        """Whether it prints a published number as that is shown."""
        if self.printed == shown:
            return True
        if self.is_translated:
            return _figures(self.printed, self) == _figures(shown, self)
        if not self.is_part or not self.printed:
            return False
        # what is left off is a sign before it or a unit after it, never a digit
        before, found, after = shown.partition(self.printed)
        is_whole = not (before[-1:].isdigit() or after[:1].isdigit())
        return bool(found) and is_whole and _digits(before + after) == ""


def anchors(html: str) -> list[Anchor]:
    """Every number of a page that names its row, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


def _figures(text: str, anchor: Anchor) -> list[str]:
    """The numbers in a text, with their signs unless the words around them say those."""
    found = _FIGURE.findall(text)
    return [one.lstrip("+\N{MINUS SIGN}") for one in found] if anchor.is_part else found


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


class _Reader(HTMLParser):
    """Collects what stands inside elements with a `data-stat`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Anchor] = []
        self._is_translated = False
        self._depth = 0
        self._now: Anchor | None = None
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._now is not None:
            self._depth += tag not in _VOID
            return
        given = dict(attrs)
        if tag == "html":
            self._is_translated = given.get("lang") != LANGUAGE
        source = given.get("data-stat")
        if source is not None:
            line, _ = self.getpos()
            self._now = Anchor(
                source=source,
                printed="",
                is_part="data-part" in given,
                line=line,
                is_translated=self._is_translated,
            )
            self._pieces, self._depth = [], 1

    def handle_endtag(self, tag: str) -> None:
        if self._now is None or tag in _VOID:
            return
        self._depth -= 1
        if self._depth == 0:
            self.found.append(replace(self._now, printed="".join(self._pieces)))
            self._now = None

    def handle_data(self, data: str) -> None:
        if self._now is not None:
            self._pieces.append(data)
