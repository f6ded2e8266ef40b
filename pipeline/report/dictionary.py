"""The data dictionary: every column that a study reads, and every table that it writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.page import Frame, Row, Table
from pipeline.report.prose import Text, plain, prose
from pipeline.report.render import render
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.language import Language
    from pipeline.report.prose import Prose

TEMPLATE = "dictionary.html.j2"
STYLES = ("tokens", "base", "evaluation")
COLUMNS = ("name", "holds", "meaning", "options", "filled", "read_by")
"""What is said of each column, besides its header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One column: of a file, or of a table that is written.

    Attributes:
        source: Source of the study file, or "tables".
        place: Files of the source, or the name of the table.
        read_as: Format, encoding and rows of the files, in words.
        header: As the file or the table calls it.
        name: Our name for it, where it is mapped.
        holds: What kind of values: number, date, answers, text, ID, personal.
        meaning: What it means: the question, the declared meaning.
        options: Answers in order, or the range.
        filled: Share of the rows that hold something, in words; never of a few people.
        read_by: Outcomes and goals that read it.
    """

    source: str
    place: str
    header: str
    name: str = ""
    holds: str = ""
    meaning: str = ""
    options: str = ""
    filled: str = ""
    read_by: str = ""
    read_as: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryPage:
    """The page: a table for each source, then one for each table that is written."""

    frame: Frame
    title: Prose
    tables: tuple[Table, ...]


def dictionary(title: str, found: Sequence[Described], *, is_synthetic: bool) -> bytes:
    """The dictionary as one page.

    Args:
        title: The study's title.
        found: Every column, in order.
        is_synthetic: Whether its data are invented.
    """
    words = ENGLISH
    places = dict.fromkeys((one.source, one.place) for one in found)
    tables = tuple(
        _table(
            words, n, source, place, [d for d in found if (d.source, d.place) == (source, place)]
        )
        for n, (source, place) in enumerate(places, start=1)
    )
    frame = Frame(
        language="en",
        title=plain(words.say("dictionary.page_title", study=title)),
        description=words.text("dictionary.lede"),
        banner=words.text("frame.synthetic") if is_synthetic else "",
        skip=words.text("dictionary.skip"),
        foot=(words.say("dictionary.foot"),),
    )
    page = DictionaryPage(frame=frame, title=prose(Text(words=title, role="name")), tables=tables)
    return render(TEMPLATE, STYLES, page, words)


def _table(words: Language, n: int, source: str, place: str, found: Sequence[Described]) -> Table:
    columns = cells.columns(words, "dictionary.column", COLUMNS)
    read_as = found[0].read_as if found else ""
    return Table(
        id=f"table-{n}",
        caption=prose(Text(words=source, role="name")),
        about=prose(Text(words=" · ".join(one for one in (place, read_as) if one), role="name")),
        corner=words.text("dictionary.column.header"),
        columns=columns,
        rows=tuple(
            Row(
                head=prose(Text(words=one.header, role="name")),
                cells=cells.labelled(
                    columns,
                    (
                        cells.words_cell(Text(words=getattr(one, name) or "–", role="name"))
                        for name in COLUMNS
                    ),
                ),
            )
            for one in found
        ),
        is_list_on_phone=True,
    )
