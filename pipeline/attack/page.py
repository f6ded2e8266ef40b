"""A page taken apart: numbers that name their row, lines of text, drawings, tables to take away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote

BLOCKS: Final = frozenset(
    {"p", "li", "h1", "h2", "h3", "h4", "figcaption", "dd", "dt", "caption", "summary", "desc",
     "title", "text", "th", "td", "tr"}
)  # fmt: skip
SILENT: Final = frozenset({"style", "script"})
VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                         "source", "track", "wbr"})  # fmt: skip
MARKS: Final = frozenset(
    {"use", "circle", "rect", "ellipse", "line", "path", "polyline", "polygon"}
)
LEVEL_LINE: Final = re.compile(r"M (\S+) (\S+) L (\S+) (\S+) *$")
TABLE: Final = "data:text/csv"
SAID: Final = ("alt", "aria-label", "title", "aria-description")

Attrs = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """A number, or a mark of a drawing, that names its row: `<row id>#<column>`.

    Attributes:
        source: Row and column.
        printed: What the page prints.
        is_mark: Whether it is drawn.
        header: The header of the table row that it stands in.
    """

    source: str
    printed: str
    is_mark: bool
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words without the numbers that name their row; of a table row, beside their row header."""

    header: str
    words: str
    chart: str


@dataclass(slots=True)
class Drawing:
    """One drawing: its name, its texts and marks by their height."""

    name: str = ""
    texts: list[tuple[float, str]] = field(default_factory=list)
    marks: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What a page holds."""

    anchored: list[Anchored] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def taken_apart(html: str) -> Page:
    """What a page holds.

    >>> taken_apart('<p>Of <b data-stat="a#n">12</b>, 3 left.</p>').anchored[0].printed
    '12'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.page


class _Reader(HTMLParser):
    """Reads once from top to bottom."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._pieces: list[str] = []
        self._header = ""
        self._stat: tuple[str, list[str]] | None = None
        self._depth = 0
        self._quiet = 0
        self._drawing: Drawing | None = None
        self._height = 0.0

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        if self._stat is not None or self._quiet:
            self._depth += tag not in VOID
            return
        if tag in BLOCKS:
            self._block(tag)
        given = dict(attrs)
        self._attributes(given)
        if tag == "svg":
            self._drawing = Drawing()
            self.page.drawings.append(self._drawing)
        elif self._drawing is not None:
            self._drawn(tag, given)
        self._enter(tag, given)

    def handle_startendtag(self, tag: str, attrs: Attrs) -> None:
        if self._stat is None and not self._quiet:
            given = dict(attrs)
            if self._drawing is not None:
                self._drawn(tag, given)
            source = given.get("data-stat")
            if source is not None:
                self.page.anchored.append(Anchored(source=source, printed="", is_mark=True))

    def handle_endtag(self, tag: str) -> None:
        if self._stat is not None or self._quiet:
            self._depth -= tag not in VOID
            if not self._depth:
                self._leave()
            return
        if tag in BLOCKS:
            self._end(tag)
        if tag == "svg":
            self._drawing = None

    def handle_data(self, data: str) -> None:
        if self._stat is not None:
            self._stat[1].append(data)
        elif not self._quiet:
            self._pieces.append(data)

    def flush(self) -> None:
        """Keeps the words so far as a text of their own."""
        words = " ".join("".join(self._pieces).split())
        self._pieces = []
        if not words:
            return
        chart = "" if self._drawing is None else self._drawing.name
        self.page.texts.append(Text(header=self._header, words=words, chart=chart))
        if self._drawing is not None:
            self._drawing.texts.append((self._height, words))

    def _block(self, tag: str) -> None:
        self.flush()
        if tag == "tr":
            self._header = ""

    def _end(self, tag: str) -> None:
        if tag == "th":
            self._header = " ".join("".join(self._pieces).split()) or self._header
        self.flush()
        if tag == "tr":
            self._header = ""

    def _attributes(self, given: dict[str, str | None]) -> None:
        """Texts that are read aloud, and tables to take away."""
        link = given.get("href") or ""
        if link.startswith(TABLE):
            self.page.tables.append(unquote(link.partition(",")[2]).lstrip("\ufeff"))
        for name in SAID:
            if given.get(name):
                said = Text(header="", words=str(given[name]), chart="")
                self.page.texts.append(said)

    def _drawn(self, tag: str, given: dict[str, str | None]) -> None:
        """A text or a mark of a drawing, with its height."""
        drawing = self._drawing
        if drawing is None:
            return
        if tag in {"title", "desc"}:
            drawing.name = drawing.name or (given.get("id") or "")
            self._height = -1.0
        elif tag == "text":
            self._height = _float(given.get("y"))
        elif tag in MARKS:
            height = _height(tag, given)
            if height is not None:
                drawing.marks.append(height)

    def _enter(self, tag: str, given: dict[str, str | None]) -> None:
        """Goes into a number that names its row, or past what is no result."""
        source = given.get("data-stat")
        if source is not None:
            is_mark = self._drawing is not None and tag in MARKS
            self._stat, self._depth = (source, []), 1
            if is_mark:
                self.page.anchored.append(Anchored(source=source, printed="", is_mark=True))
        elif tag in SILENT or "data-role" in given:
            # a text of the study file, which everybody may read, or no text
            self._quiet, self._depth = 1, 1

    def _leave(self) -> None:
        if self._stat is not None:
            printed = "".join(self._stat[1])
            header = self._header
            one = Anchored(source=self._stat[0], printed=printed, is_mark=False, header=header)
            self.page.anchored.append(one)
        self._stat, self._quiet = None, 0


def _height(tag: str, given: dict[str, str | None]) -> float | None:
    """Where a mark stands, if it stands at one height."""
    if tag == "path":
        found = LEVEL_LINE.match(given.get("d") or "")
        is_level = found is not None and found[2] == found[4]
        return _float(found[2]) if found is not None and is_level else None
    name = {"circle": "cy", "ellipse": "cy", "line": "y1"}.get(tag, "y")
    return _float(given.get(name)) if given.get(name) else None


def _float(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return -1.0
