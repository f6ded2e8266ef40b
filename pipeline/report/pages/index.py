"""The index: every study, its reports, its headline verdicts, its effects on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report import portfolio
from pipeline.report.context import years
from pipeline.report.effects import Effect, effect_of, effects_chart, within
from pipeline.report.page import Chart, Chip, Frame
from pipeline.report.promises import label
from pipeline.report.prose import Link, capital, plain, prose
from pipeline.report.readings import clarity_chip, goal_chips, is_met, reading
from pipeline.report.render import render
from pipeline.report.sentences import headline
from pipeline.report.tongues import file_name, languages
from pipeline.report.words import BY_CODE
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Block
    from pipeline.report.portfolio import Standing
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

TEMPLATE = "index.html.j2"
STYLES = ("tokens", "base", "index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A goal or an outcome and its verdicts."""

    said: Prose
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """One study in the index.

    Attributes:
        folder: Its folder under `reports/`.
        title: Its title.
        summary: What the partnership does, in its own words.
        finding: Its headline.
        facts: Periods, date of the data, report id, ceiling.
        verdicts: Goals with both verdicts; outcomes where there are no goals.
        links: Its reports, by relative address.
        effects: Effect sizes of its primary outcomes.
        is_synthetic: Whether its data are invented.
        goals: How many goals it has.
        goals_met: How many of them are met.
        standings: Where each goal stands.
    """

    folder: str
    title: str
    summary: str
    finding: Prose
    facts: tuple[tuple[str, Prose], ...]
    verdicts: tuple[Verdict, ...]
    links: tuple[Link, ...]
    effects: tuple[Effect, ...]
    is_synthetic: bool
    goals: int
    goals_met: int
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The index as a whole."""

    frame: Frame
    title: Prose
    entries: tuple[IndexEntry, ...]
    chart: Chart | None
    together: tuple[Block, ...] = ()


def index(entries: Iterable[IndexEntry], words: Language = ENGLISH, *, score: str = "") -> bytes:
    """The index of every study, in the order of their titles.

    Args:
        entries: A study each.
        words: The language of the page.
        score: How good forecasts were, as it is printed; empty where none came due.
    """
    page = build(entries, words, score)
    return render(TEMPLATE, STYLES, page, words)


def build(entries: Iterable[IndexEntry], words: Language, score: str = "") -> IndexPage:
    """The index as a view."""
    found = tuple(sorted(entries, key=lambda entry: (entry.title, entry.folder)))
    title = _title(words, found)
    return IndexPage(
        frame=Frame(
            language=words.code,
            title=words.text("index.page_title"),
            description=plain(title),
            banner="",
            skip=words.text("index.skip"),
            foot=(words.say("index.foot"),),
        ),
        title=title,
        entries=found,
        chart=effects_chart(words, [(e.title, effect) for e in found for effect in e.effects]),
        together=tuple(
            portfolio.blocks(
                words,
                [one for entry in found for one in entry.standings],
                sum(effect.point is not None for entry in found for effect in entry.effects),
                score,
            )
        ),
    )


def _title(words: Language, entries: tuple[IndexEntry, ...]) -> Prose:
    """How many studies, and how many of all their goals are met."""
    said = words.count("index.title", len(entries))
    goals = sum(entry.goals for entry in entries)
    if goals:
        met = words.number(sum(entry.goals_met for entry in entries))
        said += words.say("index.met", met=met, goals=words.count("head.goals", goals))
    return capital(said)


def entry(context: Context, folder: str) -> IndexEntry:
    """One study as the index shows it."""
    words, study = context.words, context.study
    facts = (
        ("periods", words.say("head.periods", first=years(study.periods[0].id),
                              last=years(study.periods[-1].id))),
        ("data_as_of", prose(context.published.as_of)),
        ("evidence", words.say(f"ceiling.short.{context.ceiling.tier}")),
        ("report", prose(context.report_id)),
    )  # fmt: skip
    return IndexEntry(
        folder=folder,
        title=study.study.title,
        summary=study.study.summary,
        finding=within(_finding(context), folder),
        facts=tuple((words.text(f"head.term.{term}"), said) for term, said in facts),
        verdicts=tuple(_verdicts(context, folder)),
        links=_links(context, folder),
        effects=tuple(effect_of(context, row, folder) for row in _primary(context)),
        is_synthetic=study.study.synthetic,
        goals=len(context.published.goals),
        goals_met=sum(is_met(goal) for goal in context.published.goals),
        standings=tuple(portfolio.standing(goal) for goal in context.published.goals),
    )


def _finding(context: Context) -> Prose:
    words, goals = context.words, context.published.goals
    if goals:
        met = sum(is_met(goal) for goal in goals)
        return capital(words.count("goals.title", met, goals=words.count("head.goals", len(goals))))
    outcomes = context.study.outcomes
    return headline(
        context, next((n for n, o in outcomes.items() if o.primary), next(iter(outcomes)))
    )


def _verdicts(context: Context, folder: str) -> list[Verdict]:
    if context.published.goals:
        return [
            Verdict(said=prose(label(context, goal)), chips=goal_chips(context.words, goal))
            for goal in context.published.goals
        ]
    rows = {n: context.impact(n) or context.change(n) for n in context.study.outcomes}
    return [
        Verdict(
            said=within(prose(context.study.outcomes[name].label), folder),
            chips=(clarity_chip(context.words, reading(context, row)),),
        )
        for name, row in rows.items()
    ]


def _links(context: Context, folder: str) -> tuple[Link, ...]:
    words, reports = context.words, context.study.reports
    names = ("evaluation", "board", "checkin", "recognition")
    pages = [
        _page_link(context, name, code, folder)
        for name in names
        if getattr(reports, name) is not None
        for code in languages(context.study, name)
    ]
    return (*pages, Link(words=words.text("index.link.results"), href=f"{folder}/results.csv"))


def _page_link(context: Context, name: str, code: str, folder: str) -> Link:
    """A page in one of its languages, in the words of that language."""
    return Link(
        words=BY_CODE[code].text(f"index.link.{name}"),
        href=f"{folder}/{file_name(context.study, name, code)}",
        language="" if code == context.words.code else code,
    )


def _primary(context: Context) -> list[PublishedRow]:
    """The rows with an effect size of the primary outcomes; of the first where none is primary."""
    outcomes = context.study.outcomes
    names = [name for name, outcome in outcomes.items() if outcome.primary] or list(outcomes)[:1]
    rows = [context.impact(name) or context.change(name) for name in names]
    return [row for row in rows if row is not None]
