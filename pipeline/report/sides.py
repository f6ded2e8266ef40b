"""Whether the sides of a partnership see it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of, limits, number, span, years
from pipeline.report.page import Column, Paragraph, Row, Table
from pipeline.report.prose import Text

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow


def sides(context: Context) -> list[Block]:
    """A table of each side's answers by wave, and how far they are apart in the last."""
    words = context.words
    rows = context.analysis("sides")
    parts = [row for row in rows if row.text["subgroup"]]
    if not parts:
        return []
    columns = cells.columns(words, "column", ("wave", "favorable#", "n#"))
    body: list[Row] = []
    for name in dict.fromkeys(row.text["outcome"] for row in parts):
        label = context.study.outcomes[name].label
        body.append(Row(head=(Text(words=label),), cells=(), is_group=True))
        body += [_row(words, columns, row) for row in parts if row.text["outcome"] == name]
    table = Table(
        id="table-sides",
        caption=words.say("sides.table"),
        about=words.say("sides.about"),
        corner=words.text("column.side"),
        columns=columns,
        rows=tuple(body),
        legend=cells.legend(words, body),
    )
    apart = [row for row in rows if row.text["model"] == "apart"]
    last = {row.text["outcome"]: row for row in apart}
    said = [one for row in last.values() if (one := _apart(context, row))]
    return [table, *(Paragraph(said=one, look="small") for one in said)]


def _row(words: Language, columns: tuple[Column, ...], row: PublishedRow) -> Row:
    return Row(
        head=(Text(words=row.text["level"], role="name"),),
        cells=cells.labelled(
            columns,
            (
                cells.words_cell(years(row.text["period_after"])),
                cells.range_cell(words, row),
                cells.number_cell(row, "n"),
            ),
        ),
    )


def _apart(context: Context, row: PublishedRow) -> Prose:
    """How far the two sides furthest apart are, and whether that could be chance."""
    low, high = figure_of(row, "conf_low"), figure_of(row, "conf_high")
    if low is None or high is None:
        return ()
    key = "clear" if low.value > 0 or high.value < 0 else "chance"
    return context.words.say(
        f"sides.apart.{key}", label=row.text["label"], apart=number(row, "estimate"),
        limits=limits(context.words, row), period=span(row.text["period_after"]),
    )  # fmt: skip
