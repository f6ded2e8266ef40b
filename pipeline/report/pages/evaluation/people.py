"""Who is in the data: every row accounted for, from file to analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells
from pipeline.report.blocks import Flow, Flows, Step
from pipeline.report.losses import losses
from pipeline.report.page import Cell, Paragraph, Row, Section, Table
from pipeline.report.pages.evaluation.rows import reasons
from pipeline.report.prose import Stat, Text, prose
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Part, Prose
    from pipeline.tables.published import PublishedCount

_LINKED = ("roster", "metrics", "survey")
_FILE_COLUMNS = ("rows_read", "rows_set_aside", "rows_unmatched", "rows_used")


def section(context: Context) -> Section:
    """A flow a source, a table of files, and the people that each outcome rests on."""
    words = context.words
    flows = tuple(flow for name in context.study.sources if (flow := _flow(context, name)))
    blocks: list[Block] = [Flows(flows=flows)] if flows else []
    if not flows:
        blocks.append(Paragraph(said=words.say("people.none"), look="calm"))
    blocks.append(_analysed(context))
    blocks += losses(context)
    return Section(
        id="people",
        short=words.text("people.short"),
        title=words.say("people.title"),
        question=words.text("people.question"),
        blocks=tuple(blocks),
    )


def file_table(context: Context) -> Table | None:
    """What became of the rows of every file."""
    words = context.words
    files = dict.fromkeys((c.source, c.file) for c in context.published.counts if c.file)
    if not files:
        return None
    columns = cells.columns(
        words, "column", tuple(f"{name}#" for name in (*_FILE_COLUMNS, "cells_set_aside"))
    )
    rows = tuple(
        Row(
            head=prose(Text(words=file, role="name")),
            cells=cells.labelled(
                columns,
                (
                    _count_cell(count(context, f"data/{source}/{file}/{what}"))
                    for what in (*_FILE_COLUMNS, "cells_set_aside")
                ),
            ),
        )
        for source, file in files
    )
    return Table(
        id="table-files",
        caption=words.say("people.files"),
        about=words.say("people.files_about"),
        corner=words.text("column.file"),
        columns=columns,
        rows=rows,
        legend=cells.legend(words, rows),
    )


def count(context: Context, identity: str) -> Part | None:
    """A count about the data; its code where it is hidden, None where there is none."""
    found = context.counts.get(identity)
    return None if found is None else _shown(found)


def total(context: Context, source: str, what: str) -> Part | None:
    """A count of a source, over all of its files."""
    return count(context, f"data/{source}/{what}")


def _flow(context: Context, source: str) -> Flow | None:
    """Rows read, set aside, not found in the roster, used."""
    words = context.words
    read, used = total(context, source, "rows_read"), total(context, source, "rows_used")
    if read is None:
        return None
    aside = (
        *(reasons(context, source) or _out(context, source, ("rows_set_aside",))),
        *_out(context, source, ("rows_unmatched",)),
    )
    kind = context.study.sources[source].kind
    steps = [Step(count=prose(read), what=words.say("people.step.read"), out=aside)]
    if used is not None:
        rate = total(context, source, "match_rate")
        what = words.say("people.step.used")
        if rate is not None and kind != "roster":
            what = words.say("people.step.used_rate", rate=rate)
        steps.append(Step(count=prose(used), what=what))
    return Flow(
        id=f"flow-{source}",
        caption=prose(source.replace("_", " ").capitalize()),
        about=words.say(f"source.{kind}", one=context.study.study.people.one),
        steps=tuple(steps),
    )


def _out(context: Context, source: str, names: Iterable[str]) -> tuple[Prose, ...]:
    found = ((name, context.counts.get(f"data/{source}/{name}")) for name in names)
    return tuple(
        context.words.say(f"people.out.{name}", count=_shown(one))
        for name, one in found
        if one is not None and not (one.figure is not None and one.figure.value == 0)
    )


def _shown(one: PublishedCount) -> Part:
    if one.figure is None:
        return Text(words="[c]")
    return Stat(shown=one.figure.shown, source=f"{one.id}#count")


def _count_cell(found: Part | None) -> Cell:
    shown = found or Text(words="[z]")
    return Cell(said=(shown,), is_number=True, is_code=isinstance(shown, Text))


def _analysed(context: Context) -> Table:
    words = context.words
    groups = ("participants", "comparison") if context.has_comparison else ("",)
    names = [f"n_{group or 'all'}#" for group in groups]
    columns = cells.columns(words, "column", (*names, "missing#", "matched"))
    rows = []
    for name, outcome in context.study.outcomes.items():
        found = [context.change(name, group) for group in groups]
        first = found[0] or context.change(name)
        model = first.text["model"] if first is not None else "none"
        shown = [first, *found[1:]]
        rows.append(
            Row(
                head=prose(outcome.label),
                cells=cells.labelled(
                    columns,
                    (
                        *(_n_cell(row) for row in shown),
                        cells.number_cell(first, "n_missing"),
                        cells.words_cell(
                            words.say(f"people.model.{model}", many=_who(context, outcome.measure))
                        ),
                    ),
                ),
            )
        )
    return Table(
        id="table-analysed",
        caption=words.say("people.analysed"),
        about=words.say("people.analysed_about"),
        corner=words.text("column.outcome"),
        columns=columns,
        rows=tuple(rows),
        legend=cells.legend(words, rows),
    )


def _who(context: Context, measure: str) -> str:
    """Who was asked or measured: a survey may ask others than those in the roster."""
    source = context.study.sources.get(measure.partition(".")[0])
    return f"{source.respondents}s" if isinstance(source, Survey) else context.people


def _n_cell(row: object) -> Cell:
    if row is None:
        return cells.not_applicable()
    return cells.people_cell(row)  # type: ignore[arg-type]
