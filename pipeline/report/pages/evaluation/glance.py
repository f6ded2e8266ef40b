"""Findings at a glance: every outcome that was declared, whatever it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.blocks import Callout
from pipeline.report.context import figure_of
from pipeline.report.drawings import forest_chart
from pipeline.report.few import of_few
from pipeline.report.page import Cell, Finding, Findings, Paragraph, Row, Section, Table
from pipeline.report.prose import Link, Text, join
from pipeline.report.readings import clarity_chip, reading
from pipeline.report.sentences import (
    headline,
    in_brief,
    rests_on,
    surety_sentence,
    tier_of,
)

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedRow

_AT_MOST = 5


def section(context: Context) -> Section:
    """The most important findings, all effects in one picture, all outcomes in one table."""
    words = context.words
    found = _findings(context)
    blocks: list[Block] = [Findings(label=words.text("glance.list"), items=found)]
    if not found:
        blocks = [Paragraph(said=words.say("glance.nothing"), look="calm")]
    blocks = [*_few_clusters(context), *blocks]
    effects = _effects(context)
    if any(figure_of(row, "effect") for row in effects):
        blocks.append(
            forest_chart(
                context,
                "fig-effects",
                effects,
                caption=words.say("glance.forest"),
                about=words.say(f"glance.forest_about.{context.study.design.kind}"),
            )
        )
    blocks.append(_table(context))
    return Section(
        id="findings",
        short=words.text("glance.short"),
        title=words.say("glance.title"),
        question=words.text("glance.question"),
        blocks=tuple(blocks),
    )


def _few_clusters(context: Context) -> list[Block]:
    """The banner over results that rest on a handful of clusters."""
    rows, words = of_few(context), context.words
    if not rows:
        return []
    cluster = context.breakdown(context.study.design.cluster or "")
    named = words.listing([row.text["label"] for row in rows])
    return [
        Callout(
            label=words.text("few.label"),
            title=words.text("few.title"),
            said=(words.say("few.said", cluster=cluster.lower(), outcomes=named),),
        )
    ]


def main_row(context: Context, outcome: str) -> PublishedRow | None:
    """The result that stands for an outcome: the contrast where there is one, else the change."""
    impact = context.impact(outcome)
    return impact if impact is not None else context.change(outcome)


def chosen(context: Context) -> tuple[str, ...]:
    """Outcomes for the list: the primary first, then as declared, never only the good ones."""
    names = sorted(
        context.study.outcomes, key=lambda name: not context.study.outcomes[name].primary
    )
    reads = {name: reading(context, main_row(context, name)) for name in names}
    readable = [name for name in names if reads[name].is_readable]
    if len(readable) <= _AT_MOST:
        return tuple(readable)
    clear = [name for name in readable if reads[name].is_clear]
    open_ = [n for n in readable if not reads[n].is_clear or reads[n].is_right_way is False]
    primary = [name for name in readable if context.study.outcomes[name].primary]
    wanted = [*primary, *open_[:2], *clear]
    picked = list(dict.fromkeys(wanted))[:_AT_MOST]
    return tuple(name for name in names if name in picked)


def _findings(context: Context) -> tuple[Finding, ...]:
    return tuple(_finding(context, name) for name in chosen(context))


def _finding(context: Context, name: str) -> Finding:
    main = main_row(context, name)
    link = Link(words=context.words.text("glance.more"), href=f"#outcome-{name}")
    return Finding(
        title=headline(context, name),
        said=join((in_brief(context, name), surety_sentence(context, main))),
        chips=(clarity_chip(context.words, reading(context, main)),),
        rests_on=rests_on(context, main),
        why=(link,),
        tier=tier_of(main),
    )


def _effects(context: Context) -> tuple[PublishedRow, ...]:
    """One row an outcome, ordered by domain as the study file first names them."""
    rows = [main_row(context, name) for name in context.study.outcomes]
    found = [row for row in rows if row is not None]
    if context.has_comparison:
        found = [row for row in found if row.text["analysis"] == "impact"]
    domains = list(dict.fromkeys(row.text["domain"] for row in found))
    return tuple(sorted(found, key=lambda row: domains.index(row.text["domain"])))


def _table(context: Context) -> Table:
    words = context.words
    names = ["n#", "before#", "after#", "change#"]
    names += ["other#", "difference#"] if context.has_comparison else []
    columns = cells.columns(words, "column", (*names, "reading"))
    rows = tuple(
        Row(
            head=_label(context, name),
            cells=cells.labelled(columns, _cells(context, name)),
        )
        for name in context.study.outcomes
    )
    return Table(
        id="table-outcomes",
        caption=words.say("glance.table"),
        about=words.say("glance.table_about"),
        corner=words.text("column.outcome"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
        is_list_on_phone=True,
    )


def _label(context: Context, name: str) -> tuple[Link | Text, ...]:
    outcome = context.study.outcomes[name]
    link = Link(words=outcome.label, href=f"#outcome-{name}")
    if not outcome.primary:
        return (link,)
    return (link, Text(words=f" ({context.words.text('glance.primary')})"))


def _cells(context: Context, name: str) -> tuple[Cell, ...]:
    change, impact = context.change(name), context.impact(name)
    found = [
        cells.people_cell(change),
        cells.number_cell(change, "mean_before"),
        cells.number_cell(change, "mean_after", is_strong=True),
        cells.range_cell(context.words, change),
    ]
    if context.has_comparison:
        other = context.change(name, "comparison")
        found += [_or_none(other, "estimate"), _range_or_none(context.words, impact)]
    chip = clarity_chip(context.words, reading(context, main_row(context, name)))
    return (*found, cells.chip_cell(chip))


def _or_none(row: PublishedRow | None, column: str) -> Cell:
    """Where no comparison group was measured the cell does not apply."""
    return cells.not_applicable() if row is None else cells.number_cell(row, column)


def _range_or_none(words: Language, row: PublishedRow | None) -> Cell:
    return cells.not_applicable() if row is None else cells.range_cell(words, row)
