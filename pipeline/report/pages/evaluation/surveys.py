"""Surveys: who answered, and how the answers moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.answering import remembered, weighed, who_answered, worst_cases
from pipeline.report.context import figure_of, years
from pipeline.report.items import scale_items
from pipeline.report.opinions import opinions
from pipeline.report.page import Paragraph, Row, Section, Table
from pipeline.report.prose import Text, prose
from pipeline.report.readings import clarity_chip, reading
from pipeline.report.sides import sides
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow


RELIABLE = 0.70
"""From this alpha on a scale is read as one."""


def section(context: Context) -> Section | None:
    """Response and items; None where no one was surveyed."""
    words = context.words
    surveys = [name for name, one in context.study.sources.items() if isinstance(one, Survey)]
    if not surveys:
        return None
    rows = context.analysis("response")
    blocks: list[Block] = [_response(context, rows)] if rows else []
    if not rows:
        blocks.append(Paragraph(said=words.say("surveys.no_response"), look="calm"))
    blocks += who_answered(context) + weighed(context) + worst_cases(context)
    known = tuple(r for r in context.analysis("reliability") if r.text["method"] == "alpha")
    reliable = tuple(row for row in known if not row.text["subgroup"])
    if reliable:
        blocks.append(_scales(context, reliable))
        blocks += scale_items(context, tuple(row for row in known if row.text["subgroup"]))
    items = _items(context)
    if items is not None:
        blocks.append(items)
    blocks += [*opinions(context), *sides(context), *remembered(context)]
    blocks.append(Paragraph(said=words.say("surveys.note"), look="small"))
    return Section(
        id="surveys",
        short=words.text("surveys.short"),
        title=words.count("surveys.title", len(surveys)),
        question=words.text("surveys.question"),
        blocks=tuple(blocks),
    )


def _response(context: Context, rows: tuple[PublishedRow, ...]) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("wave", "invited#", "answered#", "response#"))
    body = tuple(
        Row(
            head=_survey(context, row),
            cells=cells.labelled(
                columns,
                (
                    cells.words_cell(years(row.text["period_after"])),
                    cells.number_cell(row, "n_before"),
                    cells.number_cell(row, "n"),
                    cells.range_cell(context.words, row),
                ),
            ),
        )
        for row in rows
    )
    return Table(
        id="table-response",
        caption=words.say("surveys.response"),
        about=words.say("surveys.response_about"),
        corner=words.text("column.survey"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def _scales(context: Context, rows: tuple[PublishedRow, ...]) -> Table:
    """Alpha with its interval, and omega, of each scale in each wave."""
    words = context.words
    columns = cells.columns(words, "column", ("wave", "alpha#", "omega#", "reading", "n#"))
    body = tuple(
        Row(
            head=prose(row.text["label"]),
            cells=cells.labelled(
                columns,
                (
                    cells.words_cell(years(row.text["period_after"])),
                    cells.range_cell(context.words, row),
                    cells.number_cell(row, "effect"),
                    cells.words_cell(words.text(f"reliability.{_holds(row)}")),
                    cells.number_cell(row, "n"),
                ),
            ),
        )
        for row in rows
    )
    return Table(
        id="table-scales",
        caption=words.say("surveys.scales"),
        about=words.say("surveys.scales_about"),
        corner=words.text("column.scale"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )


def _holds(row: PublishedRow) -> str:
    """Whether the items hold together, do so poorly, or one runs against the others."""
    found, least = figure_of(row, "estimate"), figure_of(row, "statistic")
    if found is None:
        return "unknown"
    if least is not None and least.value < 0:
        return "against"
    return "good" if found.value >= RELIABLE else "poor"


def _survey(context: Context, row: PublishedRow) -> Prose:
    source = context.study.sources.get(row.text["outcome"])
    respondents = source.respondents if isinstance(source, Survey) else row.text["outcome"]
    return context.words.say("surveys.of", respondents=respondents)


def _items(context: Context) -> Table | None:
    words = context.words
    asked = [
        (name, row)
        for name, outcome in context.study.outcomes.items()
        if _is_asked(context, outcome.measure) and (row := context.change(name)) is not None
    ]
    if not asked:
        return None
    columns = cells.columns(words, "column", ("before#", "after#", "change#", "n#", "reading"))
    body = tuple(
        Row(
            head=_item(context, name),
            cells=cells.labelled(
                columns,
                (
                    cells.number_cell(row, "mean_before"),
                    cells.number_cell(row, "mean_after"),
                    cells.range_cell(context.words, row),
                    cells.people_cell(row),
                    cells.chip_cell(clarity_chip(words, reading(context, row))),
                ),
            ),
        )
        for name, row in asked
    )
    return Table(
        id="table-items",
        caption=words.say("surveys.items"),
        about=words.say("surveys.items_about"),
        corner=words.text("column.statement"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )


def _is_asked(context: Context, measure: str) -> bool:
    return isinstance(context.study.sources.get(measure.partition(".")[0]), Survey)


def _item(context: Context, outcome: str) -> Prose:
    """The wording of a question as it was put to people, or the scale's label."""
    declared = context.study.outcomes[outcome]
    source, _, item = declared.measure.partition(".")
    survey = context.study.sources[source]
    if isinstance(survey, Survey) and item in survey.items and survey.items[item].text:
        return (Text(words=survey.items[item].text, role="quote"),)
    return prose(declared.label)
