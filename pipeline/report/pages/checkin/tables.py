"""The tables of the check-in: feedback, activities, actions and the pace of goals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.report import cells, promises
from pipeline.report.context import HELD, figure_of, limits
from pipeline.report.months import TAKING_PART, label
from pipeline.report.page import Cell, Chip, Column, Row, Table
from pipeline.report.prose import Text, prose
from pipeline.report.readings import goal_chips

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.months import Series
    from pipeline.tables.published import PublishedEntry, PublishedGoal

_OPEN: Final = 8
_MONTHS: Final = 3


def is_feedback(series: Series) -> bool:
    """Whether a series holds answers of people, not entries of a log."""
    logged = {TAKING_PART, "sessions", "meetings", "events", "actions"}
    return series.what not in logged


def feedback(context: Context, every: tuple[Series, ...], month: str) -> Table | None:
    """What people answered this month, beside what is usual."""
    words = context.words
    mine = [one for one in every if is_feedback(one)]
    if not mine:
        return None
    columns = cells.columns(words, "column", ("answers#", "favorable#", "usual#"))
    body = tuple(
        Row(
            head=prose(label(context, one)),
            cells=cells.labelled(
                columns,
                (
                    cells.or_hidden(cells.number_cell(one.of(month), "n")),
                    cells.or_hidden(cells.range_cell(context.words, one.of(month))),
                    _usual(context, one),
                ),
            ),
        )
        for one in mine
    )  # fmt: skip
    return Table(
        id="table-feedback",
        caption=words.say("checkin.feedback"),
        corner=words.text("column.statement"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def _chance(context: Context, goal: PublishedGoal) -> Cell:
    """The chance of getting there, or why it is not told."""
    if "p_attain" in goal.figures:
        return cells.words_cell(prose(promises.figure(goal, "p_attain")))
    if goal.reason == HELD:
        return Cell(said=prose(promises.figure(goal, "p_attain")), is_code=True)
    return cells.words_cell(context.words.text("checkin.too_early"))


def _usual(context: Context, series: Series) -> Cell:
    """The usual range, or why there is none."""
    if series.usual is None:
        return cells.words_cell(context.words.text("checkin.too_early"))
    if figure_of(series.usual, "conf_low") is None:
        return cells.number_cell(series.usual, "conf_low")
    return cells.words_cell(limits(context.words, series.usual))


def activities(context: Context, every: tuple[Series, ...], month: str) -> Table | None:
    """Sessions, meetings and events of this month and of the one before."""
    words = context.words
    mine = [one for one in every if one.what in {"sessions", "meetings", "events"}]
    if not mine:
        return None
    months = sorted({row.text["period_after"] for one in mine for row in one.rows})[-_MONTHS:]
    months = [one for one in months if one <= month]
    columns = tuple(Column(label=words.month(one), is_number=True) for one in months)
    body = tuple(
        Row(
            head=prose(label(context, one)),
            cells=cells.labelled(
                columns, tuple(cells.number_cell(one.of(when), "estimate") for when in months)
            ),
        )
        for one in mine
    )
    return Table(
        id="table-months",
        caption=words.say("checkin.activities"),
        corner=words.text("column.activity"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
    )


def open_actions(context: Context) -> list[PublishedEntry]:
    """Decisions that are not carried out yet, the first due first."""
    found = [e for e in context.published.entries if e.kind == "decision" and not e.done]
    return sorted(found, key=lambda entry: (entry.due, entry.id))


def is_late(entry: PublishedEntry) -> bool:
    """Whether an action was due before the last day of its log."""
    return entry.due < entry.today


def actions(context: Context) -> Table | None:
    """Actions that are open, the latest first."""
    words, mine = context.words, open_actions(context)[:_OPEN]
    if not mine:
        return None
    names = {partner.id: partner.name for partner in context.study.study.partners}
    columns = cells.columns(words, "column", ("owner", "by", "state"))
    body = tuple(
        Row(
            head=(Text(words=entry.title, role="promise"),),
            cells=cells.labelled(
                columns,
                (
                    cells.words_cell(Text(words=names.get(entry.partner, "[x]"), role="name")),
                    cells.words_cell(words.day(date.fromisoformat(entry.due))),
                    cells.chip_cell(_state(context, entry)),
                ),
            ),
        )
        for entry in mine
    )
    return Table(
        id="table-actions",
        caption=words.say("checkin.actions"),
        corner=words.text("column.task"),
        columns=columns,
        rows=body,
        is_list_on_phone=True,
    )


def _state(context: Context, entry: PublishedEntry) -> Chip:
    if is_late(entry):
        return Chip(words=context.words.text("checkin.state.late"), tone="miss")
    return Chip(words=context.words.text("checkin.state.open"), tone="calm")


def goals(context: Context) -> Table | None:
    """The pace of the goals that are not yet due."""
    words = context.words
    mine = [
        goal
        for goal in context.published.goals
        if goal.text["verdict"] in {"on-track", "at-risk", "off-track", "too-early"}
    ]
    if not mine:
        return None
    columns = cells.columns(words, "column", ("now#", "wanted#", "chance#", "pace"))
    body = tuple(
        Row(
            head=prose(promises.label(context, goal)),
            cells=cells.labelled(
                columns,
                (
                    cells.words_cell(prose(promises.figure(goal, "current"))),
                    cells.words_cell(promises.target(context, goal)),
                    _chance(context, goal),
                    cells.chip_cell(goal_chips(words, goal)[0]),
                ),
            ),
        )
        for goal in mine
    )  # fmt: skip
    return Table(
        id="table-pace",
        caption=words.say("checkin.pace"),
        corner=words.text("column.goal"),
        columns=columns,
        rows=body,
        legend=cells.legend(words, body),
        is_list_on_phone=True,
    )
