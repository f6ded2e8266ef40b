"""What next: a proposal for each goal, drawn from its verdict, for people to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import cells, promises
from pipeline.report.detectable import detectable
from pipeline.report.page import Paragraph, Row, Section, Table
from pipeline.report.prose import Link, Text
from pipeline.report.readings import change_verdict, is_met

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedGoal


def section(context: Context) -> Section:
    """The goal review."""
    words, goals = context.words, context.published.goals
    blocks: tuple[Block, ...] = (Paragraph(said=words.say("ahead.none"), look="calm"),)
    if goals:
        blocks = (_table(context), Paragraph(said=words.say("ahead.note"), look="small"))
    blocks = (*blocks, *detectable(context))
    return Section(
        id="next",
        short=words.text("ahead.short"),
        title=words.say("ahead.title") if goals else words.say("ahead.title_none"),
        question=words.text("ahead.question"),
        blocks=blocks,
    )


def proposal(goal: PublishedGoal) -> str:
    """What the verdict suggests: keep, confirm, raise, redate, rethink, measure or wait."""
    verdict = goal.text["verdict"]
    if is_met(goal):
        return "confirm" if change_verdict(goal) == "chance" else "raise"
    return {
        "not-met": "redate" if change_verdict(goal) != "chance" else "rethink",
        "off-track": "rethink",
        "at-risk": "watch",
        "on-track": "keep",
        "too-early": "wait",
        "suppressed": "widen",
    }.get(verdict, "measure")


def _table(context: Context) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("proposal", "because", "owner", "by"))
    rows = []
    for goal in context.published.goals:
        promised, name = promises.declared(context, goal), proposal(goal)
        rows.append(
            Row(
                head=(Link(words=promises.label(context, goal), href=f"#goal-{goal.id}"),),
                cells=cells.labelled(
                    columns,
                    (
                        cells.words_cell(words.say(f"ahead.do.{name}")),
                        cells.words_cell(words.say(f"ahead.because.{name}")),
                        cells.words_cell(Text(words=promised.owner or "[x]", role="name")),
                        cells.words_cell(words.day(promised.by)),
                    ),
                ),
            )
        )
    return Table(
        id="table-review",
        caption=words.say("ahead.table"),
        about=words.say("ahead.table_about"),
        corner=words.text("column.goal"),
        columns=columns,
        rows=tuple(rows),
        is_list_on_phone=True,
    )
