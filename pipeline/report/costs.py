"""What the programme cost, and what a result costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of, number
from pipeline.report.page import Heading, Paragraph, Row, Table
from pipeline.report.prose import Text, prose

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedRow


def costs(context: Context) -> list[Block]:
    """The total in a sentence, then a cost for each outcome; nothing where none is declared."""
    words, declared = context.words, context.study.costs
    if declared is None:
        return []
    parts = {
        name: context.rows.get(f"costs/cost/participants/{name}")
        for name in ("funds", "in-kind", "total", "person")
    }
    if figure_of(parts["total"], "estimate") is None:
        return []
    blocks: list[Block] = [
        Heading(said=words.say("costs.title"), id="costs"),
        Paragraph(
            said=words.say(
                "costs.said", people=context.people,
                **{name.replace("-", "_"): number(row, "estimate") for name, row in parts.items()},
            )
        ),
    ]  # fmt: skip
    funds = "; ".join(f"{f.what}{f' ({f.source})' if f.source else ''}" for f in declared.funds)
    blocks.append(
        Paragraph(said=words.say("costs.funds", funds=Text(words=funds, role="promise")),
                  look="small")
    )  # fmt: skip
    rows = [row for row in context.analysis("cost") if row.text["outcome"] != "costs"]
    if rows:
        blocks += [_table(context, rows), Paragraph(said=words.say("costs.note"), look="small")]
    return blocks


def _table(context: Context, rows: list[PublishedRow]) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("cost#",))
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(columns, (cells.range_cell(context.words, row),)),
        )
        for row in rows
    )
    return Table(
        id="table-costs",
        caption=words.say("costs.table"),
        about=words.say("costs.table_about"),
        corner=words.text("column.outcome"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )
