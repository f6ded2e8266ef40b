"""Voices: what people said, how many raised it, and how the quotes were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.blocks import Quote, Quotes
from pipeline.report.joint import coders, joint_display, selection
from pipeline.report.page import Cell, Paragraph, Row, Section, Table
from pipeline.report.prose import Stat, Text, prose
from pipeline.study.schema import Interviews, Testimonials

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import Figure, PublishedQuote, PublishedTheme


def section(context: Context) -> Section | None:
    """Themes and quotes; None where nobody was asked."""
    words = context.words
    kinds = (Interviews, Testimonials)
    if not any(isinstance(one, kinds) for one in context.study.sources.values()):
        return None
    blocks: list[Block] = []
    if context.published.themes:
        blocks += [themes_table(context), *coders(context), *joint_display(context)]
    quotes = tuple(quote(context, q) for q in context.published.quotes if q.scope == "public")
    if quotes:
        blocks.append(Quotes(quotes=quotes))
        blocks.append(Paragraph(said=words.say("voices.how"), look="small"))
        blocks += selection(context)
    else:
        blocks.append(Paragraph(said=words.say("voices.none"), look="calm"))
    return Section(
        id="voices",
        short=words.text("voices.short"),
        title=words.say("voices.title"),
        question=words.text("voices.question"),
        blocks=tuple(blocks),
    )


def quote(context: Context, said: PublishedQuote) -> Quote:
    """A quotation and who said it, as far as consent allows."""
    who = said.attribution or context.words.text("voices.anonymous")
    return Quote(
        text=said.text,
        who=context.words.say("voices.shared", who=Text(words=who, role="name")),
        language=said.language or context.words.code,
    )


def themes_table(context: Context) -> Table:
    """People who raised each theme; counts of people, not of mentions."""
    words = context.words
    columns = cells.columns(words, "column", ("raised#", "of#", "who"))
    rows = tuple(
        Row(
            head=(Text(words=_label(theme), role="name"),),
            cells=cells.labelled(
                columns,
                (
                    _people(theme, "people", theme.people),
                    _people(theme, "of", theme.of),
                    cells.words_cell(words.listing(theme.roles)),
                ),
            ),
        )
        for theme in context.published.themes
    )
    return Table(
        id="table-themes",
        caption=words.say("voices.themes"),
        about=words.say("voices.themes_about"),
        corner=words.text("column.theme"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
    )


def _label(theme: PublishedTheme) -> str:
    return theme.label or theme.theme.replace("_", " ").capitalize()


def _people(theme: PublishedTheme, column: str, figure: Figure | None) -> Cell:
    if figure is None:
        return Cell(said=prose("[c]"), is_code=True)
    return Cell(said=(Stat(shown=figure.shown, source=f"{theme.id}#{column}"),))
