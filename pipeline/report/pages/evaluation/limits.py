"""Limits: generated from the design and the data, each with what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.blocks import Limit, Limits
from pipeline.report.cautions import caution, rough_levels
from pipeline.report.context import figure_of, number, years
from pipeline.report.few import of_few
from pipeline.report.page import Chip, Section
from pipeline.report.pages.evaluation.design import equivalence, whole_baselines
from pipeline.report.prose import join
from pipeline.report.readings import reading
from pipeline.report.strip import is_fragile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

_LOW_RESPONSE = 0.60
_HIGH_LOSS = 0.10
_FEW_PERIODS = 8


def section(context: Context) -> Section:
    """Every limit that the design and the data bring with them."""
    words = context.words
    items = (*_from_design(context), *_from_data(context))
    return Section(
        id="limits",
        short=words.text("limits.short"),
        title=words.count("limits.title", len(items)),
        question=words.text("limits.question"),
        blocks=(Limits(items=tuple(items)),),
    )


def _from_design(context: Context) -> Iterator[Limit]:
    words, design = context.words, context.study.design
    if context.study.study.synthetic:
        yield _limit(context, "design", "synthetic")
    yield _limit(context, "design", design.kind, people=context.people)
    if design.selected_on is not None:
        label = context.study.outcomes.get(design.selected_on.outcome)
        named = label.label if label else design.selected_on.outcome
        yield _limit(context, "design", "selected", outcome=named)
    apart = [r.text["label"] for r in whole_baselines(context) if equivalence(r) == "fails"]
    if apart:
        yield _limit(context, "design", "apart", outcomes=words.listing(apart))
    few = of_few(context)
    if few:
        yield _limit(
            context,
            "data",
            "few_clusters",
            people=context.people.capitalize(),
            cluster=context.breakdown(design.cluster or "").lower(),
            outcomes=words.listing([row.text["label"] for row in few]),
        )
    if len(context.study.periods) < _FEW_PERIODS:
        count = words.number(len(context.study.periods))
        yield _limit(context, "design", "few_periods", count=count)


def _from_data(context: Context) -> Iterator[Limit]:
    words = context.words
    crossed = [row for row in _changes(context) if row.text["model"] == "independent"]
    if crossed:
        labels = words.listing([row.text["label"] for row in crossed])
        yield _limit(context, "data", "independent", outcomes=labels, people=context.people)
    low = [row for row in context.analysis("response") if _is_low(row)]
    if low:
        yield _limit(context, "data", "response", rates=_rates(context, low))
    lost = [row for row in _changes(context) if _is_lossy(row)]
    if lost:
        yield _limit(context, "data", "missing", missing=_losses(context, lost))
    yield from _from_intervals(context)
    if len(context.study.outcomes) > 1:
        chance = sum(reading(context, row).clarity == "chance" for row in _changes(context))
        yield _limit(
            context,
            "data",
            "multiplicity",
            outcomes=words.number(len(context.study.outcomes)),
            chance=words.number(chance),
        )
    if any(row.status == "suppressed" for row in context.published.rows):
        yield _limit(context, "data", "hidden")


def _from_intervals(context: Context) -> Iterator[Limit]:
    """Intervals that are not what they say, and answers that hang on the analysis."""
    words = context.words
    rough = [row.text["label"] for row in _headlines(context) if caution(context, row)]
    if rough:
        yield _limit(context, "data", "rough", outcomes=words.listing(rough))
    levels = rough_levels(context)
    if levels:
        yield _limit(context, "data", "rough_levels", outcomes=words.listing(levels))
    fragile = [row.text["label"] for row in _headlines(context) if is_fragile(context, row)]
    if fragile:
        yield _limit(context, "data", "fragile", outcomes=words.listing(fragile))


def _limit(context: Context, kind: str, name: str, **parts: str | Prose) -> Limit:
    words = context.words
    return Limit(
        chip=Chip(words=words.text(f"limits.from_{kind}"), tone="calm"),
        title=words.say(f"limit.{name}.title", **parts),
        said=words.say(f"limit.{name}.said", **parts),
    )


def _changes(context: Context) -> list[PublishedRow]:
    found = (context.change(name) for name in context.study.outcomes)
    return [row for row in found if row is not None]


def _headlines(context: Context) -> list[PublishedRow]:
    found = (context.impact(name) or context.change(name) for name in context.study.outcomes)
    return [row for row in found if row is not None]


def _is_low(row: PublishedRow) -> bool:
    rate = figure_of(row, "estimate")
    return rate is not None and rate.value < _LOW_RESPONSE


def _is_lossy(row: PublishedRow) -> bool:
    n, missing = figure_of(row, "n"), figure_of(row, "n_missing")
    if n is None or missing is None:
        return False
    return missing.value > _HIGH_LOSS * (n.value + missing.value)


def _rates(context: Context, rows: list[PublishedRow]) -> Prose:
    said = (
        context.words.say(
            "limit.response.rate",
            rate=number(row, "estimate"),
            survey=row.text["outcome"],
            period=years(row.text["period_after"]),
        )
        for row in rows
    )
    return join(said, "; ")


def _losses(context: Context, rows: list[PublishedRow]) -> Prose:
    said = (
        context.words.say(
            "limit.missing.one",
            label=row.text["label"],
            missing=number(row, "n_missing"),
            n=number(row, "n"),
        )
        for row in rows
    )
    return join(said, "; ")
