"""The monthly check-in of partners: what this month was like, and what to talk about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.context import figure_of, limits, number
from pipeline.report.frame import frame
from pipeline.report.months import TAKING_PART, Series, all_series, chart, label, last_month
from pipeline.report.pages.checkin import noted, tables
from pipeline.report.prose import Text, capital, join, plain, prose

if TYPE_CHECKING:
    from pipeline.report.blocks import Quote
    from pipeline.report.context import Context
    from pipeline.report.page import Chart, Frame, Table
    from pipeline.report.prose import Prose

TEMPLATE = "checkin.html.j2"
STYLES = ("tokens", "base", "checkin")
_CHARTS = 2
_TILES = 3


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
    heard: tuple[Quote, ...]


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
        feedback=tables.feedback(context, every, month),
        activities=tables.activities(context, every, month),
        actions=tables.actions(context),
        no_actions=words.say("checkin.no_actions"),
        goals=tables.goals(context),
        well=noted.went_well(context, month),
        hard=noted.was_hard(context, month),
        heard=noted.heard(context),
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
        elif tables.is_feedback(one):
            told = words.say(
                "checkin.tile.feedback", n=number(row, "n"), label=row.text["label"], **parts
            )
            found.append(Tile(number=prose(number(row, "estimate")), said=told))
    return found[:_TILES]


def _usual(context: Context, series: Series) -> Prose:
    if series.usual is None or figure_of(series.usual, "conf_low") is None:
        return ()
    return context.words.say("checkin.usual", limits=limits(context.words, series.usual))


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
    late = [entry for entry in tables.open_actions(context) if tables.is_late(entry)]
    if late:
        said = words.count("checkin.late", len(late))
        found.append(Point(verb=words.text("checkin.verb.unblock"), said=capital(said)))
    found += [
        Point(verb=words.text("checkin.verb.hear"), said=(Text(words=one.title, role="promise"),))
        for one in noted.recent(context, month, "challenge")
        if not one.notes
    ]
    return found
