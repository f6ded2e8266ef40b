"""The monthly check-in of partners: what this month was like, and what to talk about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.report import cells, promises
from pipeline.report.context import figure_of, limits, number
from pipeline.report.frame import frame
from pipeline.report.months import TAKING_PART, Series, all_series, chart, label, last_month
from pipeline.report.page import Chip, Column, Row, Table
from pipeline.report.prose import Link, Text, capital, join, plain, prose
from pipeline.report.readings import goal_chips

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Chart, Frame
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedEntry

TEMPLATE = "checkin.html.j2"
STYLES = ("tokens", "base", "checkin")
_CHARTS = 2
_OPEN = 8
_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A number and what it means."""

    number: Prose
    said: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something for the meeting: a verb, and what it is about."""

    verb: str
    said: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckinPage:
    """The monthly check-in, in the order of the page."""

    frame: Frame
    study: str
    when: Prose
    title: Prose
    tiles: tuple[Tile, ...]
    points: tuple[Point, ...]
    charts: tuple[Chart, ...]
    early: Prose
    feedback: Table | None
    activities: Table | None
    actions: Table | None
    no_actions: Prose
    goals: Table | None
    well: tuple[Prose, ...]
    hard: tuple[Prose, ...]


def build(context: Context) -> CheckinPage:
    """The check-in of one study for the last month that is over."""
    words, every = context.words, all_series(context)
    month = last_month(every)
    title = capital(_title(context, every, month))
    charts = [found for one in _steady(every) if (found := chart(context, one)) is not None]
    return CheckinPage(
        frame=frame(context, "checkin", description=plain(title)),
        study=context.study.study.title,
        when=_when(context, month),
        title=title,
        tiles=tuple(_tiles(context, every, month)),
        points=tuple(_points(context, every, month)),
        charts=tuple(charts[:_CHARTS]),
        early=() if charts else words.say("checkin.early"),
        feedback=_feedback(context, every, month),
        activities=_activities(context, every, month),
        actions=_actions(context),
        no_actions=words.say("checkin.no_actions"),
        goals=_goals(context),
        well=_went_well(context, month),
        hard=_was_hard(context, month),
    )


def _steady(every: tuple[Series, ...]) -> list[Series]:
    """Series with a usual range: taking part first, then feedback, then the rest."""
    found = [one for one in every if one.usual is not None]
    return sorted(found, key=lambda one: (one.what != TAKING_PART, one.what == "sessions"))


def _title(context: Context, every: tuple[Series, ...], month: str) -> Prose:
    words = context.words
    if not month:
        return words.say("checkin.title.none")
    first = next(iter(_steady(every)), None)
    if first is None:
        return words.say("checkin.title.early", month=words.month(month))
    named = label(context, first)
    return words.say(f"checkin.title.{first.signal}", label=named, month=words.month(month))


def _when(context: Context, month: str) -> Prose:
    words, options = context.words, context.study.reports.checkin
    said = words.month(month) if month else words.text("checkin.no_month")
    if options is not None and options.meeting is not None:
        return words.say("checkin.when_meeting", month=said, day=words.day(options.meeting))
    return words.say("checkin.when", month=said)


def _tiles(context: Context, every: tuple[Series, ...], month: str) -> list[Tile]:
    words, found = context.words, []
    for one in every:
        row = one.of(month)
        if figure_of(row, "estimate") is None or row is None:
            continue
        parts = {"month": words.month(month), "people": context.people}
        if one.what == TAKING_PART:
            usual = _usual(context, one)
            said = join((words.say("checkin.tile.taking-part", **parts), usual))
            found.append(Tile(number=prose(number(row, "estimate")), said=said))
        elif one.what == "actions":
            counted = words.say("done.of", done=number(row, "n_after"), of=number(row, "n"))
            found.append(Tile(number=counted, said=words.say("checkin.tile.actions", **parts)))
        elif _is_feedback(one):
            told = words.say(
                "checkin.tile.feedback", n=number(row, "n"), label=row.text["label"], **parts
            )
            found.append(Tile(number=prose(number(row, "estimate")), said=told))
    return found[:_MONTHS]


def _usual(context: Context, series: Series) -> Prose:
    if series.usual is None or figure_of(series.usual, "conf_low") is None:
        return ()
    return context.words.say("checkin.usual", limits=limits(series.usual))


def _is_feedback(series: Series) -> bool:
    logged = {TAKING_PART, "sessions", "meetings", "events", "actions"}
    return series.what not in logged


def _points(context: Context, every: tuple[Series, ...], month: str) -> list[Point]:
    """Decisions to take, signals as questions, what is late, what was hard."""
    words, options = context.words, context.study.reports.checkin
    found = [
        Point(verb=words.text("checkin.verb.decide"), said=(Text(words=one, role="promise"),))
        for one in (options.decide if options is not None else ())
    ]
    found += [
        Point(
            verb=words.text("checkin.verb.ask"),
            said=words.say(
                f"checkin.question.{one.signal}", label=label(context, one),
                month=words.month(month),
            ),
        )
        for one in every
        if one.signal in {"high", "low"}
    ]  # fmt: skip
    late = [entry for entry in _open(context) if _is_late(entry)]
    if late:
        said = words.count("checkin.late", len(late))
        found.append(Point(verb=words.text("checkin.verb.unblock"), said=capital(said)))
    found += [
        Point(verb=words.text("checkin.verb.hear"), said=(Text(words=one.title, role="promise"),))
        for one in _recent(context, month, "challenge")
        if not one.notes
    ]
    return found


def _feedback(context: Context, every: tuple[Series, ...], month: str) -> Table | None:
    words = context.words
    mine = [one for one in every if _is_feedback(one)]
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
                    cells.or_hidden(cells.range_cell(one.of(month))),
                    cells.words_cell(
                        limits(one.usual) if one.usual is not None
                        else words.text("checkin.too_early")
                    ),
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


def _activities(context: Context, every: tuple[Series, ...], month: str) -> Table | None:
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


def _open(context: Context) -> list[PublishedEntry]:
    found = [e for e in context.published.entries if e.kind == "decision" and not e.done]
    return sorted(found, key=lambda entry: (entry.due, entry.id))


def _is_late(entry: PublishedEntry) -> bool:
    return entry.due < entry.today


def _actions(context: Context) -> Table | None:
    """Actions that are open, the latest first."""
    words, mine = context.words, _open(context)[:_OPEN]
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
    if _is_late(entry):
        return Chip(words=context.words.text("checkin.state.late"), tone="miss")
    return Chip(words=context.words.text("checkin.state.open"), tone="calm")


def _goals(context: Context) -> Table | None:
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
                    cells.words_cell(
                        prose(promises.figure(goal, "p_attain")) if "p_attain" in goal.figures
                        else words.text("checkin.too_early")
                    ),
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


def _recent(context: Context, month: str, kind: str) -> list[PublishedEntry]:
    """Entries of a kind of the month and the two before it."""
    if not month:
        return []
    year, number_ = int(month[:4]), int(month[5:7]) - _MONTHS + 1
    first = f"{year - (number_ < 1):04}-{(number_ - 1) % 12 + 1:02}"
    return [e for e in context.published.entries if e.kind == kind and e.date[:7] >= first]


def _went_well(context: Context, month: str) -> tuple[Prose, ...]:
    words = context.words
    said: list[Prose] = [
        (Text(words=_sentence(entry.title), role="promise"),)
        for entry in _recent(context, month, "recognition")
    ]
    said += [
        words.say(
            "checkin.met",
            goal=Link(words=promises.label(context, goal), href=f"evaluation.html#goal-{goal.id}"),
        )
        for goal in context.published.goals
        if goal.text["verdict"] in {"met", "met-within-noise"}
    ] if context.study.reports.evaluation is not None else []  # fmt: skip
    return tuple(said) or (words.say("checkin.nothing_noted"),)


def _was_hard(context: Context, month: str) -> tuple[Prose, ...]:
    words = context.words
    said: list[Prose] = []
    for entry in _recent(context, month, "challenge"):
        told: Prose = (Text(words=_sentence(entry.title), role="promise"),)
        if entry.notes:
            what = Text(words=_sentence(entry.notes), role="promise")
            told = join((told, words.say("done.changed", what=what)))
        said.append(told)
    return tuple(said) or (words.say("checkin.nothing_noted"),)


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
