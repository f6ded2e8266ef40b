"""What was done: by period beside what was agreed, by partner, and what was given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.context import figure_of, number, years
from pipeline.report.page import Cell, Column, Finding, Findings, Paragraph, Row, Table
from pipeline.report.prose import Text, prose
from pipeline.study.schema import Activities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedEntry, PublishedRow

LINES: Final = ("meetings", "events", "hours", "served", "headcount", "amount", "value", "on-time",
                "messages")  # fmt: skip
"""What is told of each period, in the order of telling; agreed types follow."""


def agreed(context: Context) -> list[Block]:
    """What was done in each period, with what was agreed beneath; a table a log."""
    return [table for name in _logs(context) if (table := _by_period(context, name)) is not None]


def _by_period(context: Context, source: str) -> Table | None:
    words = context.words
    found: dict[tuple[str, str], PublishedRow] = {
        (row.text["model"], row.text["period_after"]): row
        for row in _rows(context, source)
        if row.text["period_after"]
    }
    seen = {period for _, period in found}
    periods = [one.id for one in context.study.periods if one.id in seen]
    if not periods:
        return None
    extra = [model for model, _ in found if model.startswith("agreed-")]
    names = [n for n in (*LINES, *dict.fromkeys(extra)) if any((n, p) in found for p in periods)]
    columns = tuple(Column(label=years(period), is_number=True) for period in periods)
    body = tuple(
        Row(
            head=prose(_line(context, name)),
            cells=cells.labelled(
                columns, tuple(_held(context, found.get((name, period))) for period in periods)
            ),
        )
        for name in names
    )
    return Table(
        id=f"table-agreed-{source}",
        caption=words.say("done.table"),
        about=words.say("done.table_about"),
        corner=words.text("column.activity"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )


def _held(context: Context, row: PublishedRow | None) -> Cell:
    """What was done; beneath it what was agreed, what it is of, or the rate behind it."""
    if row is None:
        return cells.not_applicable()
    found = cells.or_hidden(cells.number_cell(row, "estimate"))
    words, model = context.words, row.text["model"]
    if model == "on-time":
        said = words.say("done.of", done=number(row, "n_after"), of=number(row, "n"))
    elif model == "value":
        said = words.say("done.rate", rate=number(row, "mean_before"))
    elif figure_of(row, "mean_before") is not None:
        said = words.say("done.agreed", agreed=number(row, "mean_before"))
    else:
        return found
    return Cell(said=found.said, is_number=True, is_code=found.is_code, beneath=said)


def _line(context: Context, name: str) -> str:
    words, kind = context.words, name.removeprefix("agreed-")
    for key in (f"done.line.{name}", f"measure.{name}", f"activity.{kind}"):
        if words.has(key):
            return words.text(key)
    return kind.replace("-", " ").capitalize()


def partners(context: Context) -> list[Block]:
    """Who came to the meetings, and who gave what."""
    words = context.words
    found = [row for row in context.analysis("activity") if row.text["subgroup"] == "partner"]
    if not found:
        return []
    came = {row.text["level"]: row for row in found if row.text["model"] == "attendance"}
    gave = {row.text["level"]: row for row in found if row.text["model"] == "amount"}
    columns = cells.columns(words, "column", ("came#", "gave#"))
    body = tuple(
        Row(
            head=(Text(words=partner.name, role="name"),),
            cells=cells.labelled(columns, (_attended(context, came.get(partner.id)),
                                           _given(gave.get(partner.id)))),
        )
        for partner in context.study.study.partners
        if partner.id in came or partner.id in gave
    )  # fmt: skip
    return [
        Table(
            id="table-partners",
            caption=words.say("done.partners"),
            corner=words.text("column.partner"),
            columns=columns,
            rows=body,
            legend=cells.legend(words, body),
        )
    ]


def _attended(context: Context, row: PublishedRow | None) -> Cell:
    if row is None:
        return cells.not_applicable()
    said = context.words.say("done.of", done=number(row, "n_after"), of=number(row, "n"))
    return Cell(said=prose(number(row, "estimate")), is_number=True, beneath=said)


def _given(row: PublishedRow | None) -> Cell:
    return cells.not_applicable() if row is None else cells.number_cell(row, "estimate")


def times(context: Context) -> list[Block]:
    """How many of those whom the log names came more than once."""
    said = [
        context.words.say(
            "done.again", again=number(row, "n_after"), of=number(row, "n"), people=context.people
        )
        for row in _called(context, "again")
        if figure_of(row, "estimate") is not None
    ]
    return [Paragraph(said=one) for one in said]


def given(context: Context) -> list[Block]:
    """Who gave again, how much hangs on one giver, and where the value of an hour comes from."""
    words = context.words
    said: list[Prose] = []
    for row in _called(context, "renewal"):
        parts = {"again": number(row, "n_after"), "of": number(row, "n")}
        said.append(words.say("done.renewal", **parts))
    said += [
        words.say("done.concentration", share=number(row, "estimate"))
        for row in _called(context, "concentration")
        if (count := figure_of(row, "n")) is not None and count.value > 1
    ]
    for name in _logs(context):
        source = context.study.sources[name]
        if isinstance(source, Activities) and source.hour_value is not None:
            told = Text(words=source.hour_value.source, role="promise")
            said.append(words.say("done.value", source=told))
    return [Paragraph(said=one, look="small") for one in said]


def challenges(context: Context) -> list[Block]:
    """What stood in the way, and what was changed."""
    words = context.words
    found = [entry for entry in context.published.entries if entry.kind == "challenge"]
    if not found:
        return [Paragraph(said=words.say("done.no_challenge"), look="calm")]
    return [
        Findings(
            label=words.text("done.challenges"),
            items=tuple(_challenge(context, entry) for entry in found),
        )
    ]


def _challenge(context: Context, entry: PublishedEntry) -> Finding:
    words = context.words
    told = Text(words=_sentence(entry.notes), role="promise")
    changed = words.say("done.changed", what=told) if entry.notes else words.say("done.unchanged")
    return Finding(
        title=(Text(words=_sentence(entry.title), role="promise"),),
        said=changed,
        rests_on=words.text("done.logged") + " " + words.day(date.fromisoformat(entry.date)),
    )


def thanked(context: Context) -> list[Block]:
    """Who was thanked, and when."""
    found = [entry for entry in context.published.entries if entry.kind == "recognition"]
    return [
        Paragraph(
            said=context.words.say(
                "done.thanked",
                what=Text(words=entry.title, role="promise"),
                day=context.words.day(date.fromisoformat(entry.date)),
            )
        )
        for entry in found
    ]


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def _logs(context: Context) -> list[str]:
    return [n for n, one in context.study.sources.items() if isinstance(one, Activities)]


def _rows(context: Context, source: str) -> Sequence[PublishedRow]:
    return [row for row in context.analysis("activity") if row.text["outcome"] == source]


def _called(context: Context, model: str) -> list[PublishedRow]:
    return [
        row
        for row in context.analysis("activity")
        if row.text["model"] == model and row.is_published and "estimate" in row.figures
    ]
