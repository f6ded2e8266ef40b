"""Who answered a survey, and what those who did not could change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of, limits, number
from pipeline.report.page import Cell, Row, Table
from pipeline.report.prose import Text, prose

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow


def who_answered(context: Context) -> list[Block]:
    """Responders against the roster: the first outcome of each survey, level by level."""
    found: list[Block] = []
    for source in context.study.sources:
        rows = [r for r in context.analysis("nonresponse") if r.text["source"] == source]
        first = [r for r in rows if r.text["outcome"] == rows[0].text["outcome"]]
        levels = [row for row in first if row.text["subgroup"]]
        if levels:
            found.append(_responders(context, source, levels))
    return found


def worst_cases(context: Context) -> list[Block]:
    """Worst and best case of every surveyed outcome, and what would undo its change."""
    rows = [row for row in context.analysis("bounds") if figure_of(row, "conf_low") is not None]
    if not rows:
        return []
    words = context.words
    columns = cells.columns(words, "column", ("of_responders#", "worst#", "tips", "n#", "silent#"))
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "estimate"),
                    Cell(said=limits(context.words, row), is_number=True),
                    cells.words_cell(_tips(context, row)),
                    cells.number_cell(row, "n"),
                    cells.number_cell(row, "n_missing"),
                ),
            ),
        )
        for row in rows
    )
    table = Table(
        id="table-bounds",
        caption=words.say("answering.bounds"),
        about=words.say("answering.bounds_about"),
        corner=words.text("column.statement"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )
    return [table]


def weighed(context: Context) -> list[Block]:
    """Levels as they are and weighed to the roster, of the last period."""
    after = context.period("after")
    rows = [
        row
        for row in context.analysis("weighted")
        if after is not None
        and row.text["period_after"] == after.id
        and row.text["group"] == "participants"
        and figure_of(row, "estimate") is not None
    ]
    if not rows:
        return []
    words = context.words
    columns = cells.columns(words, "column", ("of_responders#", "weighed#", "design_factor#", "n#"))
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "mean_before"),
                    cells.range_cell(context.words, row),
                    cells.number_cell(row, "effect"),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for row in rows
    )
    return [
        Table(
            id="table-weighed",
            caption=words.say("answering.weighed"),
            about=words.say("answering.weighed_about", group=context.group("participants")),
            corner=words.text("column.statement"),
            columns=columns,
            rows=body,
            legend=cells.legend(words, body),
            is_list_on_phone=True,
        )
    ]


def remembered(context: Context) -> list[Block]:
    """What people say of now and, now, of then; apart from what was measured then."""
    rows = context.analysis("retrospective")
    if not rows:
        return []
    words = context.words
    columns = cells.columns(words, "column", ("then#", "now#", "change#", "n#"))
    body = tuple(
        Row(
            head=words.say(
                f"answering.remembered.{row.text['model'] or 'change'}", label=row.text["label"]
            ),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "mean_before"),
                    cells.number_cell(row, "mean_after"),
                    cells.range_cell(context.words, row),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for row in rows
    )
    return [
        Table(
            id="table-remembered",
            caption=words.say("answering.remembered.caption"),
            about=words.say("answering.remembered.about"),
            corner=words.text("column.statement"),
            columns=columns,
            rows=body,
            legend=cells.legend(words, body),
            is_list_on_phone=True,
        )
    ]


def _responders(context: Context, source: str, rows: list[PublishedRow]) -> Table:
    words = context.words
    columns = cells.columns(
        words, "column", ("of_roster#", "of_responders_share#", "difference_plain#", "effect#")
    )
    body = tuple(
        Row(
            head=prose(context.level(row.text["subgroup"], row.text["level"])),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "mean_before"),
                    cells.number_cell(row, "mean_after"),
                    cells.number_cell(row, "estimate"),
                    cells.number_cell(row, "effect"),
                ),
            ),
        )
        for row in rows
    )
    return Table(
        id=f"table-answered-{source}",
        caption=words.say("answering.caption", survey=Text(words=source, role="name")),
        about=words.say("answering.about"),
        corner=words.text("column.group"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )


def _tips(context: Context, row: PublishedRow) -> Prose:
    """At which level of those who did not answer the change is undone."""
    kind = row.text["effect_name"]
    if kind == "tips" and figure_of(row, "statistic") is None:
        kind = "alone"
    return context.words.say(f"answering.{kind}", tip=number(row, "statistic"))
