"""The index: every study, its reports, its headline verdicts, its effects on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.cells import labelled, words_cell
from pipeline.report.charts.forest import ForestRow, ForestWords, forest
from pipeline.report.context import figure_of, number, years
from pipeline.report.page import Chart, Chip, Column, Frame, Row, Table
from pipeline.report.promises import label
from pipeline.report.prose import Link, Stat, Text, plain, prose
from pipeline.report.readings import clarity_chip, goal_chips, reading
from pipeline.report.render import render
from pipeline.report.sentences import headline
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.prose import Part, Prose
    from pipeline.tables.published import Figure, PublishedRow

TEMPLATE = "index.html.j2"
STYLES = ("tokens", "base", "index")
_IDENTITY = "fig-effects"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A goal or an outcome and its verdicts."""

    said: Prose
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The effect size of one outcome, as it was published."""

    id: str
    label: str
    point: Figure | None
    low: Figure | None
    high: Figure | None
    n: Part
    is_clear: bool
    code: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """The index as a whole."""

    frame: Frame
    title: Prose
    entries: tuple[IndexEntry, ...]
    chart: Chart | None


def index(entries: Iterable[IndexEntry], words: Language = ENGLISH) -> bytes:
    """The index of every study, in the order of their titles."""
    page = build(entries, words)
    return render(TEMPLATE, STYLES, page, words)


def build(entries: Iterable[IndexEntry], words: Language) -> IndexPage:
    """The index as a view."""
    found = tuple(sorted(entries, key=lambda entry: (entry.title, entry.folder)))
    title = words.count("index.title", len(found))
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
        chart=_chart(words, found),
    )


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
        finding=_within(_finding(context), folder),
        facts=tuple((words.text(f"head.term.{term}"), said) for term, said in facts),
        verdicts=tuple(_verdicts(context, folder)),
        links=_links(context, folder),
        effects=tuple(_effect(context, row, folder) for row in _primary(context)),
        is_synthetic=study.study.synthetic,
    )


def _finding(context: Context) -> Prose:
    words, goals = context.words, context.published.goals
    if goals:
        met = sum(goal.text["verdict"] in {"met", "met-within-noise"} for goal in goals)
        said = plain(words.count("goals.title", met, goals=words.count("head.goals", len(goals))))
        return prose(said[:1].upper() + said[1:])
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
            said=_within(prose(context.study.outcomes[name].label), folder),
            chips=(clarity_chip(context.words, reading(context, row)),),
        )
        for name, row in rows.items()
    ]


def _links(context: Context, folder: str) -> tuple[Link, ...]:
    words, reports = context.words, context.study.reports
    given = [("evaluation", "evaluation.html")] if reports.evaluation is not None else []
    given += [("board", "board.html")] if reports.board is not None else []
    given += [("results", "results.csv")]
    return tuple(
        Link(words=words.text(f"index.link.{name}"), href=f"{folder}/{file}")
        for name, file in given
    )


def _primary(context: Context) -> list[PublishedRow]:
    """The rows with an effect size of the primary outcomes; of the first where none is primary."""
    outcomes = context.study.outcomes
    names = [name for name, outcome in outcomes.items() if outcome.primary] or list(outcomes)[:1]
    rows = [context.impact(name) or context.change(name) for name in names]
    return [row for row in rows if row is not None]


def _effect(context: Context, row: PublishedRow, folder: str) -> Effect:
    return Effect(
        id=f"{folder}:{row.id}",
        label=row.text["label"],
        point=figure_of(row, "effect"),
        low=figure_of(row, "effect_low"),
        high=figure_of(row, "effect_high"),
        n=_within(prose(number(row, "n")), folder)[0],
        is_clear=reading(context, row).is_clear,
        code="c" if row.status == "suppressed" else "u",
    )


def _within(said: Prose, folder: str) -> Prose:
    """Sources of numbers carry the study's folder, since the index holds several studies."""
    return tuple(
        Stat(shown=part.shown, source=f"{folder}:{part.source}", is_part=part.is_part)
        if isinstance(part, Stat)
        else part
        for part in said
    )


def _chart(words: Language, entries: tuple[IndexEntry, ...]) -> Chart | None:
    rows = [(entry, effect) for entry in entries for effect in entry.effects]
    if not any(effect.point for _, effect in rows):
        return None
    drawing = forest(
        _IDENTITY,
        title=words.text("index.forest"),
        desc=" ".join(f"{e.title}, {effect.label}: {_shown(effect)}." for e, effect in rows),
        rows=tuple(
            ForestRow(
                label=effect.label,
                domain=entry.title,
                point=effect.point,
                low=effect.low,
                high=effect.high,
                shown=_shown(effect),
                is_clear=effect.is_clear,
            )
            for entry, effect in rows
        ),
        words=ForestWords(**words.under("chart.forest")),
        too_small=None,
    )
    return Chart(
        id=_IDENTITY,
        caption=words.say("index.forest"),
        about=words.say("index.forest_about"),
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say("index.forest_note"),
        numbers=_numbers(words, rows),
    )


def _shown(effect: Effect) -> str:
    if effect.point is None:
        return f"[{effect.code}]"
    if effect.low is None or effect.high is None:
        return effect.point.shown
    low, high = effect.low.shown.removeprefix("+"), effect.high.shown.removeprefix("+")
    return f"{effect.point.shown} ({low} to {high})"


def _numbers(words: Language, rows: list[tuple[IndexEntry, Effect]]) -> Table:
    columns = (
        Column(label=words.text("column.outcome")),
        Column(label=words.text("column.effect"), is_number=True),
        Column(label=words.text("column.effect_range"), is_number=True),
        Column(label=words.text("column.n"), is_number=True),
    )
    return Table(
        id=f"{_IDENTITY}-numbers",
        caption=words.say("index.forest_about"),
        corner=words.text("column.study"),
        columns=columns,
        rows=tuple(
            Row(
                head=prose(entry.title),
                cells=labelled(
                    columns,
                    (
                        words_cell(effect.label),
                        words_cell(_part(effect, "effect")),
                        words_cell(_range(effect)),
                        words_cell(effect.n),
                    ),
                ),
            )
            for entry, effect in rows
        ),
    )


def _part(effect: Effect, column: str) -> Part:
    figure = {"effect": effect.point, "effect_low": effect.low, "effect_high": effect.high}[column]
    if figure is None:
        return Text(words=f"[{effect.code}]")
    return Stat(shown=figure.shown, source=f"{effect.id}#{column}")


def _range(effect: Effect) -> Prose:
    if effect.low is None:
        return prose(_part(effect, "effect_low"))
    return (_part(effect, "effect_low"), Text(words=" to "), _part(effect, "effect_high"))
