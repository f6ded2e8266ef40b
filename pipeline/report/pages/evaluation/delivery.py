"""Implementation: what was done, counted in full, and held against what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.costs import costs
from pipeline.report.done import agreed, given, partners, thanked, times
from pipeline.report.page import Paragraph, Row, Section, Table
from pipeline.report.prose import prose
from pipeline.report.taking_part import doses, represented
from pipeline.study.schema import Activities

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedRow

SUMS = ("meetings", "events", "hours", "headcount", "amount")
"""What a log adds up to, in the order of telling."""


def section(context: Context) -> Section | None:
    """Activities by kind and in all; None where there is no log."""
    words = context.words
    logs = [name for name, one in context.study.sources.items() if isinstance(one, Activities)]
    if not logs:
        return None
    rows = tuple(row for row in context.analysis("activity") if not row.text["period_after"])
    blocks: list[Block] = []
    if rows:
        blocks += [*agreed(context), *times(context), *partners(context), *given(context)]
        blocks.append(_table(context, rows))
        blocks.append(Paragraph(said=words.say("delivery.note"), look="small"))
        blocks += [*represented(context), *doses(context), *costs(context), *thanked(context)]
    else:
        blocks.append(Paragraph(said=words.say("delivery.none"), look="calm"))
    return Section(
        id="delivery",
        short=words.text("delivery.short"),
        title=words.say("delivery.title"),
        question=words.text("delivery.question"),
        blocks=tuple(blocks),
    )


def measure(row: PublishedRow) -> str:
    """What an activity row counts: a sum by its name, or a kind of entry."""
    if row.text["subgroup"]:
        return row.text["level"]
    return row.id.rsplit("/", maxsplit=1)[-1]


def _table(context: Context, rows: tuple[PublishedRow, ...]) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("total#",))
    kinds = [row for row in rows if row.text["subgroup"] == "type"]
    sums = [row for row in rows if not row.text["subgroup"] and measure(row) in SUMS]
    body = tuple(
        Row(
            head=prose(_name(context, row)),
            cells=cells.labelled(columns, (cells.number_cell(row, "estimate"),)),
        )
        for row in (*sums, *kinds)
    )
    return Table(
        id="table-delivery",
        caption=words.say("delivery.table"),
        corner=words.text("column.activity"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def _name(context: Context, row: PublishedRow) -> str:
    words = context.words
    kind = "activity" if row.text["subgroup"] else "measure"
    key = f"{kind}.{measure(row)}"
    return words.text(key) if words.has(key) else measure(row).replace("-", " ").capitalize()
