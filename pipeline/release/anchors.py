"""The numbers of a page, each with the row and column that it says it is of."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

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
    """

    source: str
    printed: str
    is_part: bool
    line: int

    def is_of(self, shown: str) -> bool:
        """Whether it prints a published number as that is shown."""
        if not self.is_part or not self.printed:
            return self.printed == shown
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


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


class _Reader(HTMLParser):
    """Collects what stands inside elements with a `data-stat`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Anchor] = []
        self._depth = 0
        self._now: Anchor | None = None
        self._pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._now is not None:
            self._depth += tag not in _VOID
            return
        given = dict(attrs)
        source = given.get("data-stat")
        if source is not None:
            line, _ = self.getpos()
            self._now = Anchor(source=source, printed="", is_part="data-part" in given, line=line)
            self._pieces, self._depth = [], 1

    def handle_endtag(self, tag: str) -> None:
        if self._now is None or tag in _VOID:
            return
        self._depth -= 1
        if self._depth == 0:
            now = self._now
            self.found.append(
                Anchor(
                    source=now.source,
                    printed="".join(self._pieces),
                    is_part=now.is_part,
                    line=now.line,
                )
            )
            self._now = None

    def handle_data(self, data: str) -> None:
        if self._now is not None:
            self._pieces.append(data)
