"""Frameworks that others ask for: federal measures, and the standards of community schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells, crosswalk
from pipeline.report.context import number
from pipeline.report.page import Cell, Paragraph, Row, Section, Table
from pipeline.report.prose import join

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedRow


def section(context: Context) -> Section | None:
    """None where the study file asks for no framework."""
    words, asked = context.words, context.study.frameworks
    federal = context.analysis("gpra")
    blocks: list[Block] = []
    if federal:
        blocks += [
            _federal(context, federal),
            Paragraph(said=words.say("frameworks.by_itself"), look="small"),
        ]
    if asked.community_schools:
        blocks += [
            crosswalk.table(context),
            Paragraph(said=words.say("frameworks.standards_source"), look="small"),
        ]
    if not blocks:
        return None
    return Section(
        id="frameworks",
        short=words.text("frameworks.short"),
        title=words.say(
            "frameworks.title_standards", covered=words.number(crosswalk.covered(context)),
            all=words.number(len(crosswalk.STANDARDS)),
        )
        if asked.community_schools
        else words.say("frameworks.title"),
        question=words.text("frameworks.question"),
        blocks=tuple(blocks),
    )  # fmt: skip


def _federal(context: Context, rows: tuple[PublishedRow, ...]) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("looked_at#", "improved#", "by_itself#"))
    body = tuple(
        Row(
            head=join((words.say(f"gpra.{row.text['model']}", cut=number(row, "mean_before")),
                       words.say("gpra.by", outcome=row.text["label"]))),
            cells=cells.labelled(
                columns,
                (
                    cells.or_hidden(cells.number_cell(row, "n")),
                    cells.range_cell(context.words, row),
                    _by_itself(words, row),
                ),
            ),
        )
        for row in rows
    )  # fmt: skip
    return Table(
        id="table-gpra",
        caption=words.say("frameworks.federal"),
        about=words.say("frameworks.federal_about"),
        corner=words.text("column.federal"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )


def _by_itself(words: Language, row: PublishedRow) -> Cell:
    """The share that would improve by itself, with its range where it is supposed."""
    low, high = row.figures.get("effect_low"), row.figures.get("effect_high")
    if low is None or high is None or low.value == high.value:
        return cells.number_cell(row, "statistic")
    return cells.range_cell(words, row, column="statistic", of="effect")
