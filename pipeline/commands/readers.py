"""Who reads a column: outcomes and goals, the design, and the rules of its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.problems import Problem
from pipeline.study.checks.metrics import GATHERED, layout_of
from pipeline.study.schema import Activities, Count, Metrics, Roster, Survey, Totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.ingest.looks import Column
    from pipeline.study.schema import Source, Study

_LINKS: Final = ("student_id", "state_id", "link")
_FIGURES: Final = {
    "events": ("date", "type"),
    "meetings": ("date", "type"),
    "hours": ("date", "hours"),
    "headcount": ("date", "headcount"),
    "amount": ("date", "amount"),
}
"""Columns of a log that each of its figures is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where the study file speaks of a column.

    Attributes:
        headers: How the column may be called in the file.
        name: Our name for it, where it is mapped.
        measures: Measures that are made of it, as outcomes name them.
        readers: Who else reads it, in words.
        is_measure: The column is the measure as it stands, not one part of it.
    """

    headers: tuple[str, ...]
    name: str = ""
    measures: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    is_measure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a study does with one column.

    Attributes:
        name: Our name for it, where it is mapped.
        readers: Outcomes, goals on them, and other readers, each once.
        meaning: Label of the outcome that it holds as it stands, else empty.
    """

    name: str
    readers: tuple[str, ...]
    meaning: str


def use_of(study: Study, mentions: list[Mention], column: Column) -> Use:
    """What a study does with a column, from all mentions of its source."""
    from pipeline.ingest.headers import plain

    own = {plain(one) for one in (column.name, column.text) if one}
    mine = [one for one in mentions if own & {plain(header) for header in one.headers}]
    measures = {measure for one in mine for measure in one.measures}
    outcomes = [key for key, outcome in study.outcomes.items() if outcome.measure in measures]
    goals = [
        f"goal {goal.id}"
        for goal in study.goals
        if goal.outcome in outcomes or goal.measure in measures
    ]
    others = [reader for one in mine for reader in one.readers]
    held = {measure for one in mine if one.is_measure for measure in one.measures}
    labels = [o.label for o in study.outcomes.values() if o.measure in held]
    return Use(
        name=next((one.name for one in mine if one.name), ""),
        readers=tuple(dict.fromkeys([*outcomes, *goals, *others])),
        meaning=labels[0] if len(labels) == 1 else "",
    )


def mentions_of(
    study: Study, name: str, source: Source, headers: frozenset[str]
) -> Iterator[Mention]:
    """Every place where the study file speaks of a column of a source.

    Args:
        study: The study.
        name: Name of the source.
        source: The source.
        headers: Headers of the file, plain; they decide whether a text is one of them.
    """
    for alias, given in source.columns.items():
        said = ("linking",) if alias in _LINKS else ()
        yield Mention(headers=several(given), name=alias, readers=said)
    for header in source.keep:
        yield Mention(headers=(header,), readers=("the rows to keep",))
    match source:
        case Roster():
            yield from _of_roster(study, source)
        case Metrics():
            yield from _of_metrics(study, name, source, headers)
        case Totals():
            yield from _of_totals(name, source)
        case Survey():
            yield from _of_survey(name, source)
        case Activities():
            yield from _of_log(name, source)
        case _:
            pass


def several(given: str | tuple[str, ...]) -> tuple[str, ...]:
    """One header or several spellings of it."""
    return (given,) if isinstance(given, str) else given


def _mention(
    columns: Mapping[str, str | tuple[str, ...]],
    word: str,
    measures: tuple[str, ...] = (),
    readers: tuple[str, ...] = (),
    *,
    is_measure: bool = False,
) -> Mention:
    """A mention of a column by our name for it or by its header."""
    headers = several(columns.get(word, word))
    name = word if word in columns else ""
    return Mention(
        headers=headers, name=name, measures=measures, readers=readers, is_measure=is_measure
    )


def _of_roster(study: Study, source: Roster) -> Iterator[Mention]:
    design = study.design
    matched = () if design.match is None else (*design.match.on, *design.match.exact)
    clusters = () if design.cluster is None else (design.cluster,)
    uses = {
        "the groups": (*design.participants, *design.comparison),
        "the clusters": clusters,
        "adjustment": design.adjust_for,
        "matching": matched,
        "a breakdown": design.subgroups,
    }
    for said, columns in uses.items():
        for column in columns:
            yield _mention(source.columns, column, readers=(said,))
    for goal in study.goals:
        for column in goal.where:
            yield _mention(source.columns, column, readers=(f"goal {goal.id}",))


def _of_metrics(
    study: Study, name: str, source: Metrics, headers: frozenset[str]
) -> Iterator[Mention]:
    columns = source.columns
    period = "date" if "date" in columns and "period" not in columns else "period"
    yield _mention(columns, period, readers=("the periods",))
    if source.minimum_days is not None:
        yield _mention(columns, "enrolled", readers=("the least number of days",))
    every = {o.measure for o in study.outcomes.values() if o.measure.startswith(f"{name}.")}
    if source.format in GATHERED:
        # What the measures are made of is gathered from all of these.
        for alias in columns:
            if alias not in {*_LINKS, "period"}:
                yield _mention(columns, alias, tuple(sorted(every)))
    elif layout_of(source) == "long":
        for part in ("metric", "value"):
            yield _mention(columns, part, tuple(sorted(every)))
    else:
        for measure, said in source.measures.items():
            yield from _of_measure(source, f"{name}.{measure}", said, headers)


def _of_measure(
    source: Metrics, measure: str, said: str | dict[str, str], headers: frozenset[str]
) -> Iterator[Mention]:
    from pipeline.ingest.headers import plain
    from pipeline.study.expressions import parse_expression

    if isinstance(said, dict):
        for header in said.values():
            yield _mention(source.columns, header, (measure,), is_measure=True)
    elif said in source.columns or plain(said) in headers:
        yield _mention(source.columns, said, (measure,), is_measure=True)
    else:
        try:
            used = parse_expression(said).columns
        except Problem:  # `outcomes check` tells of it
            used = ()
        for column in used:
            yield _mention(source.columns, column, (measure,))


def _of_totals(name: str, source: Totals) -> Iterator[Mention]:
    yield _mention(source.columns, "period", readers=("the periods",))
    for measure, said in source.measures.items():
        both = (said.count, said.of) if isinstance(said, Count) else (said,)
        for header in both:
            is_measure = len(both) == 1
            yield _mention(source.columns, header, (f"{name}.{measure}",), is_measure=is_measure)


def _of_log(name: str, source: Activities) -> Iterator[Mention]:
    for figure, parts in _FIGURES.items():
        for part in parts:
            yield _mention(source.columns, part, (f"{name}.{figure}",))


def _of_survey(name: str, source: Survey) -> Iterator[Mention]:
    for key, item in source.items.items():
        scales = [scale for scale, said in source.scales.items() if key in said.items]
        measures = tuple(f"{name}.{one}" for one in (key, *scales))
        yield Mention(
            headers=several(item.column), name=key, measures=measures, is_measure=not scales
        )
    if source.link is not None:
        yield Mention(headers=(source.link,), name="link", readers=("linking",))
    for wave in source.waves:
        for header in wave.keep:
            yield Mention(headers=(header,), readers=("the rows to keep",))
