"""Every reasonable analysis beside the primary one, drawn on one scale: how fragile is it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.evidence.agreement import is_reasonable
from pipeline.report.charts.forest import ForestRow, ForestWords, forest
from pipeline.report.context import figure_of, limits, number
from pipeline.report.page import Chart
from pipeline.report.prose import Stat, plain
from pipeline.report.readings import reading

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Table
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

FLAGGED: Final = 0.05
"""Standard deviations by which leaving out the missing and drawing them may differ."""

_DRAWN: Final = "imputed"


def agreement(context: Context, primary: PublishedRow | None, what: str) -> Stat | None:
    """How many other analyses: `analyses`, of the same `sign`, of the same `conclusion`."""
    if primary is None:
        return None
    counted = context.counts.get(f"agree/{primary.id}/{what}")
    if counted is None or counted.figure is None:
        return None
    return Stat(shown=counted.figure.shown, source=f"{counted.id}#count")


def is_fragile(context: Context, primary: PublishedRow | None) -> bool:
    """Whether another reasonable analysis leads to another conclusion."""
    every, alike = (agreement(context, primary, what) for what in ("analyses", "conclusion"))
    return every is not None and alike is not None and every.shown != alike.shown


def strip(context: Context, name: str, primary: PublishedRow, numbers: Table) -> Chart | None:
    """The strip of one outcome; None where nothing stands beside the primary analysis."""
    if agreement(context, primary, "analyses") is None:
        return None
    words, identity = context.words, f"fig-agree-{name}"
    rows = [primary, *_drawn(context, primary)]
    caption = said(context, primary)
    drawing = forest(
        identity,
        title=plain(caption),
        desc=" ".join(f"{_label(context, row, primary)}: {_shown(words, row)}." for row in rows),
        rows=tuple(
            ForestRow(
                label=_label(context, row, primary),
                domain="",
                point=figure_of(row, "estimate"),
                low=figure_of(row, "conf_low"),
                high=figure_of(row, "conf_high"),
                shown=_shown(words, row),
                is_clear=_is_clear(row),
            )
            for row in rows
        ),
        words=ForestWords(**words.under(f"strip.axis.{primary.text['analysis']}")),
        too_small=None,
    )
    return Chart(
        id=identity,
        caption=caption,
        about=words.say("strip.about", label=primary.text["label"]),
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say("strip.note"),
        numbers=numbers,
    )


def said(context: Context, primary: PublishedRow) -> Prose:
    """How many other analyses point the same way, and how many conclude the same."""
    parts = {what: agreement(context, primary, what) for what in ("analyses", "sign", "conclusion")}
    every, sign, alike = (part for part in parts.values() if part is not None)
    kind = "all" if every.shown == sign.shown == alike.shown else "some"
    if kind == "all":
        many = "one" if every.shown == "1" else "many"
        return context.words.say(f"strip.said.all.{many}", analyses=every)
    if every.shown == sign.shown:
        return context.words.say("strip.said.same", analyses=every, conclusion=alike)
    return context.words.say("strip.said.some", analyses=every, sign=sign, conclusion=alike)


def drawn_sentence(context: Context, primary: PublishedRow | None) -> Prose:
    """What the answer would be with missing values drawn, where that makes a difference."""
    if primary is None:
        return ()
    drawn = context.rows.get(f"{primary.id}/{_DRAWN}")
    here, there = figure_of(primary, "effect"), figure_of(drawn, "effect")
    if here is None or there is None or abs(here.value - there.value) <= FLAGGED:
        return ()
    return context.words.say("strip.drawn", estimate=number(drawn, "estimate"))


def unmeasured_sentence(context: Context, primary: PublishedRow | None) -> Prose:
    """What it would take to explain a clear contrast away; nothing where a lottery drew groups."""
    is_contrast = primary is not None and primary.text["analysis"] == "impact"
    if primary is None or not is_contrast or not reading(context, primary).is_clear:
        return ()
    found = context.rows.get(primary.id.replace("/impact/", "/unmeasured/"))
    if figure_of(found, "estimate") is None or figure_of(found, "conf_low") is None:
        return ()
    return context.words.say(
        "strip.unmeasured",
        people=context.people,
        e=number(found, "estimate"),
        limit=number(found, "conf_low"),
    )


def _drawn(context: Context, primary: PublishedRow) -> list[PublishedRow]:
    kind = context.study.design.kind
    return [
        row
        for row in context.beside(primary)
        if figure_of(row, "estimate") is not None and is_reasonable(kind, row.text["model"])
    ]


def _label(context: Context, row: PublishedRow, primary: PublishedRow) -> str:
    words = context.words
    key = f"model.{row.text['model']}"
    named = words.text(key) if words.has(key) else row.text["model"]
    return plain(words.say("outcomes.primary", model=named)) if row is primary else named


def _shown(words: Language, row: PublishedRow) -> str:
    point, low, high = (figure_of(row, name) for name in ("estimate", "conf_low", "conf_high"))
    if point is None:
        return "[u]"
    if low is None or high is None:
        return point.shown
    return f"{point.shown} ({plain(limits(words, row)).replace('+', '')})"


def _is_clear(row: PublishedRow) -> bool:
    low, high = figure_of(row, "conf_low"), figure_of(row, "conf_high")
    return low is not None and high is not None and (low.value > 0 or high.value < 0)
