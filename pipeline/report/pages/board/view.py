"""The annual outcome summary as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report import promises
from pipeline.report.context import years
from pipeline.report.drawings import spark_chart
from pipeline.report.frame import frame
from pipeline.report.pages.board import appendix, parts
from pipeline.report.pages.board.headline import board_headline
from pipeline.report.prose import Text, capital, join, plain
from pipeline.report.quoted import quoted
from pipeline.report.readings import goal_chips

if TYPE_CHECKING:
    from markupsafe import Markup

    from pipeline.report.blocks import Quote
    from pipeline.report.context import Context
    from pipeline.report.page import Chart, Chip, Finding, Frame, Table
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedGoal

TEMPLATE = "board.html.j2"
STYLES = ("tokens", "base", "board")
_QUOTES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardGoal:
    """One goal on page 1: number, verdicts, finding, sentence and a small trajectory."""

    id: str
    number: str
    chips: tuple[Chip, ...]
    title: Prose
    promise: str
    said: Prose
    mark: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the board is asked to decide, verb first."""

    verb: str
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The annual outcome summary, in the order of the page."""

    frame: Frame
    study: str
    when: Prose
    title: Prose
    lede: Prose
    disclaimer: Prose
    asks: tuple[Ask, ...]
    goals: tuple[BoardGoal, ...]
    changed_title: Prose
    changed: tuple[Finding, ...]
    unmet: tuple[Finding, ...]
    nothing_unmet: Prose
    quotes: tuple[Quote, ...]
    raised: tuple[Prose, ...]
    thanks: tuple[Prose, ...]
    sure: tuple[Prose, ...]
    know: tuple[Prose, ...]
    table: Table
    chart: Chart | None


def build(context: Context) -> BoardPage:
    """The board summary of one study."""
    words, about = context.words, context.study.study
    title = board_headline(context)
    goals = context.published.goals
    changed = parts.changed(context)
    return BoardPage(
        frame=frame(context, "board", description=plain(title)),
        study=about.title,
        when=_when(context),
        title=title,
        lede=_lede(context),
        disclaimer=words.say(f"board.disclaimer.{context.study.design.kind}"),
        asks=tuple(_ask(ask) for ask in _asks(context)),
        goals=tuple(_goal(context, goal, str(at)) for at, goal in enumerate(goals, start=1)),
        changed_title=capital(words.count("board.changed", len(changed))),
        changed=changed,
        unmet=parts.unmet(context),
        nothing_unmet=parts.nothing_unmet(context),
        quotes=_quotes(context),
        raised=parts.raised(context),
        thanks=parts.thanks(context),
        sure=parts.surety(context),
        know=parts.how_we_know(context),
        table=appendix.goals_table(context) or appendix.outcomes_table(context),
        chart=appendix.groups_chart(context),
    )


def _when(context: Context) -> Prose:
    words, options = context.words, context.study.reports.board
    last = context.period("after") or context.study.periods[-1]
    if options is not None and options.meeting is not None:
        return words.say(
            "board.when_meeting", period=years(last.id), day=words.day(options.meeting)
        )
    return words.say("board.when", period=years(last.id))


def _lede(context: Context) -> Prose:
    words, about = context.words, context.study.study
    first = context.period("before") or context.study.periods[0]
    partners = words.listing([partner.name for partner in about.partners])
    since = str(about.began.year) if about.began is not None else years(first.id)
    kind = "goals" if context.published.goals else "none"
    return words.say(
        f"board.lede.{kind}",
        since=since,
        partners=Text(words=partners, role="name"),
        goals=plain(words.count("board.lede.count", len(context.published.goals))),
    )


def _asks(context: Context) -> tuple[str, ...]:
    options = context.study.reports.board
    return options.asks if options is not None else ()


def _ask(ask: str) -> Ask:
    verb, _, rest = ask.partition(" ")
    return Ask(verb=verb, rest=rest)


def _goal(context: Context, goal: PublishedGoal, position: str) -> BoardGoal:
    return BoardGoal(
        id=f"goal-{goal.id}",
        number=position,
        chips=goal_chips(context.words, goal),
        title=promises.title(context, goal),
        promise=promises.declared(context, goal).statement,
        said=join((promises.sentence(context, goal), promises.moved_goalposts(context, goal))),
        mark=spark_chart(context, goal),
    )


def _quotes(context: Context) -> tuple[Quote, ...]:
    public = [quote for quote in context.published.quotes if quote.scope == "public"]
    return quoted(context, public[:_QUOTES])
