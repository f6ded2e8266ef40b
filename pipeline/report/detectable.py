"""How small a change next year's study could find, with as many people as this year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.context import figure_of
from pipeline.report.page import Row, Table
from pipeline.report.prose import Text, prose
from pipeline.report.readings import least_that_matters, smallest_that_matters

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.tables.published import PublishedRow


def detectable(context: Context) -> list[Table]:
    """A row for each outcome; nothing where none has an error to reckon with."""
    rows = [row for name in context.study.outcomes if (row := _of(context, name)) is not None]
    if not rows:
        return []
    words = context.words
    columns = cells.columns(words, "column", ("detectable#", "matters#", "enough", "n#"))
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "estimate"),
                    cells.words_cell(
                        Text(
                            words=least_that_matters(context.outcome(row)) or "[x]", role="promise"
                        )
                    ),
                    cells.words_cell(words.text(f"detectable.{_reads(context, row)}")),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for row in rows
    )
    is_planned = all(row.text["model"] == "planned" for row in rows)
    return [
        Table(
            id="table-detectable",
            caption=words.say(f"detectable.caption.{'planned' if is_planned else 'again'}"),
            about=words.say(f"detectable.about.{'planned' if is_planned else 'again'}"),
            corner=words.text("column.outcome"),
            columns=columns,
            rows=body,
            legend=cells.legend(words, body),
            is_list_on_phone=True,
        )
    ]


def _of(context: Context, name: str) -> PublishedRow | None:
    groups = ("contrast", "participants", "all")
    rows = (context.rows.get(f"{name}/detectable/{group}") for group in groups)
    return next((row for row in rows if figure_of(row, "estimate") is not None), None)


def _reads(context: Context, row: PublishedRow) -> str:
    """Whether the smallest change that matters would be found."""
    outcome, least = context.outcome(row), figure_of(row, "estimate")
    matters = smallest_that_matters(outcome)
    if not matters or least is None:
        return "undeclared"
    return "enough" if least.value <= matters else "coarse"
