"""The items of a scale: what the others make without each, and how each goes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of
from pipeline.report.page import Row, Table
from pipeline.report.prose import Text
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow


def scale_items(context: Context, rows: tuple[PublishedRow, ...]) -> list[Block]:
    """Item by item, in the last wave of each scale."""
    last = {row.text["outcome"]: row.text["period_after"] for row in rows}
    mine = [row for row in rows if last[row.text["outcome"]] == row.text["period_after"]]
    if not mine:
        return []
    words = context.words
    columns = cells.columns(words, "column", ("without#", "item_rest#", "reading"))
    body = tuple(
        Row(
            head=_wording(context, row),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "estimate"),
                    cells.number_cell(row, "statistic"),
                    cells.words_cell(words.text(f"items.{_reads(context, row)}")),
                ),
            ),
        )
        for row in mine
    )
    return [
        Table(
            id="table-scale-items",
            caption=words.say("items.caption"),
            about=words.say("items.about"),
            corner=words.text("column.statement"),
            columns=columns,
            rows=body,
            legend=cells.legend(words, body),
            is_list_on_phone=True,
        )
    ]


def _wording(context: Context, row: PublishedRow) -> Prose:
    source, item = context.study.sources.get(row.text["source"]), row.text["level"]
    if isinstance(source, Survey) and item in source.items and source.items[item].text:
        return (Text(words=source.items[item].text, role="quote"),)
    return (Text(words=item, role="name"),)


def _reads(context: Context, row: PublishedRow) -> str:
    """Whether the scale would hold together better without an item."""
    rest, without = figure_of(row, "statistic"), figure_of(row, "estimate")
    whole = figure_of(
        context.rows.get(f"{row.text['outcome']}/reliability/all@{row.text['period_after']}"),
        "estimate",
    )
    if rest is None or without is None or whole is None:
        return "unknown"
    if rest.value < 0:
        return "against"
    return "better" if without.value > whole.value else "fits"
