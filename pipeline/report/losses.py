"""Who was lost between the roster and the analysis, held against the table of the WWC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of, number
from pipeline.report.page import Row, Table
from pipeline.report.prose import prose

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Cell
    from pipeline.tables.published import PublishedRow


def losses(context: Context) -> list[Table]:
    """Attrition, overall and differential, outcome by outcome; nothing without two groups."""
    found = (context.rows.get(f"{name}/attrition/contrast") for name in context.study.outcomes)
    rows = [row for row in found if row is not None]
    if not rows:
        return []
    words = context.words
    columns = cells.columns(
        words,
        "column",
        ("lost_participants#", "lost_comparison#", "lost#", "apart#", "cautious", "optimistic"),
    )
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                (
                    *(
                        cells.or_hidden(cells.number_cell(row, name))
                        for name in ("mean_after", "mean_before", "effect", "estimate")
                    ),
                    _against(context, row),
                    _against(context, context.rows.get(f"{row.id}/optimistic")),
                ),
            ),
        )
        for row in rows
    )
    table = Table(
        id="table-attrition",
        caption=words.say("losses.caption"),
        about=words.say("losses.about"),
        corner=words.text("column.outcome"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )
    return [table]


def _against(context: Context, row: PublishedRow | None) -> Cell:
    """Low or high, with the largest difference that is allowed."""
    if row is None or not row.is_published:
        return cells.number_cell(row, "statistic")
    most = figure_of(row, "statistic")
    key = row.text["effect_name"] if most is not None and most.value > 0 else "beyond"
    return cells.words_cell(context.words.say(f"losses.{key}", most=number(row, "statistic")))
