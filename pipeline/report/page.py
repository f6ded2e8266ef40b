"""What a page is made of: typed blocks that a test can read and a template only lays out.

A new page is one file in `pages/` and one line in its tuple. A block knows nothing of HTML but
the ids that links need; `kind` names the template that lays it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from pipeline.report.downloads import csv_link

if TYPE_CHECKING:
    from markupsafe import Markup

    from pipeline.report.prose import Link, Prose

Tone = Literal["met", "ahead", "risk", "miss", "sure", "unsure", "count", "calm"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A verdict in one or two words: an icon, the words and a colour."""

    words: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table; `term` is what may need explaining in it."""

    label: str
    is_number: bool = False
    term: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of statistics, and what it means."""

    id: str
    name: str
    said: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell; on a phone its label stands beside it."""

    said: Prose
    label: str = ""
    is_number: bool = False
    is_code: bool = False
    chip: Chip | None = None
    beneath: Prose = ()

    @property
    def css(self) -> str:
        """Classes of the cell: n for numbers, code where a code stands for one."""
        return " ".join(["n"] * self.is_number + ["code"] * self.is_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: what it is about, then its cells."""

    head: Prose
    cells: tuple[Cell, ...]
    is_total: bool = False
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption that says what it shows, and a legend of the codes it uses."""

    kind: ClassVar[str] = "table"
    id: str
    caption: Prose
    about: Prose = ()
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    legend: Prose = ()
    is_list_on_phone: bool = False

    @property
    def width(self) -> int:
        """How many columns it has, with the first."""
        return len(self.columns) + 1

    @property
    def terms(self) -> tuple[str, ...]:
        """What may need explaining in its columns, once each."""
        return tuple(dict.fromkeys(column.term for column in self.columns if column.term))

    @property
    def csv(self) -> str:
        """Address of the table as a CSV file, inside the page."""
        return csv_link(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing, the finding that it shows, and the same numbers as a table."""

    kind: ClassVar[str] = "chart"
    id: str
    caption: Prose
    about: Prose
    wide: Markup
    narrow: Markup
    note: Prose = ()
    numbers: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; `look` is plain, lede, small or calm."""

    kind: ClassVar[str] = "paragraph"
    said: Prose
    look: Literal["plain", "lede", "small", "calm"] = "plain"
    role: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section."""

    kind: ClassVar[str] = "heading"
    id: str = ""
    said: Prose
    level: Literal[3, 4] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding in a list: heading, sentence, and what it rests on."""

    title: Prose
    said: Prose
    chips: tuple[Chip, ...] = ()
    rests_on: str = ""
    why: Prose = ()
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """A list of findings."""

    kind: ClassVar[str] = "findings"
    label: str
    items: tuple[Finding, ...]


class Block(Protocol):
    """Anything that a section can hold; its kind names its template."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: an id that stays the same from year to year, a finding, a question."""

    id: str
    short: str
    title: Prose
    question: str
    blocks: tuple[Block, ...]
    number: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every page has around its content."""

    language: str
    title: str
    description: str
    banner: str
    skip: str
    foot: tuple[Prose, ...]
    terms: tuple[Term, ...] = ()
    others: tuple[Link, ...] = ()
    others_label: str = ""
