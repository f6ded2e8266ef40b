"""The same numbers as a chart, as a table: every drawing has its twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import SIDES, figure_of, number
from pipeline.report.page import Cell, Row, Table
from pipeline.report.prose import Text, prose
from pipeline.report.readings import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.promises import Planned
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow


def changes_table(
    context: Context,
    identity: str,
    rows: Sequence[tuple[str, PublishedRow]],
    *,
    caption: Prose,
    is_plain: bool = False,
) -> Table:
    """Before, after and change for each group; no p-value where it is to be plain."""
    words = context.words
    test = () if is_plain else ("p#",)
    columns = cells.columns(
        words, "column", ("before#", "after#", "change#", *test, "n#", "reading")
    )
    body = tuple(
        Row(
            head=prose(name),
            is_total=not row.text["subgroup"] and row.text["group"] != "comparison",
            cells=cells.labelled(
                columns,
                (
                    *(cells.number_cell(*context.end(row, side)) for side in SIDES),
                    cells.range_cell(context.words, row),
                    *(cells.number_cell(row, "p_value") for _ in test),
                    cells.people_cell(row),
                    cells.words_cell(words.text(f"clarity.{reading(context, row).clarity}")),
                ),
            ),
        )
        for name, row in rows
    )
    return Table(
        id=identity,
        caption=caption,
        corner=words.text("column.group"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def effects_table(context: Context, identity: str, rows: Sequence[PublishedRow]) -> Table:
    """Effect sizes with their intervals and both p-values."""
    words = context.words
    columns = cells.columns(
        words, "column", ("effect#", "effect_range#", "p#", "p_adjusted#", "n#")
    )
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "effect"),
                    Cell(
                        said=_effect_range(words, row), is_code=figure_of(row, "effect_low") is None
                    ),
                    cells.number_cell(row, "p_value"),
                    cells.number_cell(row, "p_adjusted"),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for row in rows
    )
    return Table(
        id=f"{identity}-numbers",
        caption=words.say("chart.forest_numbers"),
        corner=words.text("column.outcome"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def levels_table(
    context: Context,
    identity: str,
    found: Sequence[tuple[str, PublishedRow | None]],
    path: Sequence[Planned | None],
    *,
    caption: Prose,
) -> Table:
    """The level of every period, with its interval and what was planned."""
    words = context.words
    columns = cells.columns(words, "column", ("level#", "interval#", "path#", "n#"))
    body = tuple(
        Row(
            head=prose(period),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "estimate"),
                    Cell(said=_level_range(words, row), is_code=figure_of(row, "conf_low") is None),
                    _planned_cell(step),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for (period, row), step in zip(found, path, strict=True)
    )
    return Table(
        id=f"{identity}-numbers",
        caption=caption,
        corner=words.text("column.period"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def _effect_range(words: Language, row: PublishedRow) -> Prose:
    low, high = number(row, "effect_low"), number(row, "effect_high")
    if figure_of(row, "effect_low") is None:
        return (low,)
    return words.say("phrase.range", low=low, high=high)


def _planned_cell(step: Planned | None) -> Cell:
    return Cell(said=(step.said if step else Text(words="[z]"),), is_code=step is None)


def _level_range(words: Language, row: PublishedRow | None) -> Prose:
    if figure_of(row, "conf_low") is None:
        return (number(row, "conf_low"),)
    low, high = number(row, "conf_low"), number(row, "conf_high")
    return words.say("phrase.range", low=low, high=high)
