"""Outcomes of many periods: how far they scatter by themselves, and whether a path broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.charts.run import Range, RunPoint, RunWords, run
from pipeline.report.context import figure_of, limits, number, span, years
from pipeline.report.page import Chart, Paragraph
from pipeline.report.prose import join, plain
from pipeline.report.twins import levels_table

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow


MANY = 60
"""Periods from which an interval about a break is as sure as it says."""


def series(context: Context, name: str) -> list[Block]:
    """The chart of every period and what it says; nothing where the series is short."""
    group = next((g for g in ("participants", "all") if f"{name}/usual/{g}" in context.rows), "")
    row = context.rows.get(f"{name}/usual/{group}")
    if row is None or figure_of(row, "estimate") is None:
        return _breaks(context, name)
    words, identity = context.words, f"fig-run-{name}"
    levels = context.levels(name, group)
    said = _said(context, row)
    points = tuple(
        RunPoint(label=years(one.text["period_after"]), value=figure_of(one, "estimate"))
        for one in levels
    )
    ids = [one.text["period_after"] for one in levels]
    drawing = run(
        identity,
        title=plain(said),
        desc=" ".join(f"{p.label}: {p.value.shown if p.value else '[c]'}." for p in points),
        points=points,
        usual=_range(row, ids, _began(context, ids)),
        words=RunWords(**words.under("series.axis")),
    )
    about = words.say("series.about", label=row.text["label"])
    chart = Chart(
        id=identity,
        caption=said,
        about=about,
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say(f"series.note.{row.text['method']}"),
        numbers=levels_table(
            context, identity, [(p.label, one) for p, one in zip(points, levels, strict=True)],
            [None] * len(points), caption=about,
        ),
    )  # fmt: skip
    return [chart, *_drift(context, row), *_restarted(context, row, ids), *_breaks(context, name)]


def _range(row: PublishedRow, ids: list[str], began: int | None) -> Range:
    centre = row.figures["estimate"]
    return Range(
        first=ids.index(row.text["period_before"]) if row.text["period_before"] in ids else 0,
        centre=centre,
        low=figure_of(row, "conf_low"),
        high=figure_of(row, "conf_high"),
        began=began,
    )


def _said(context: Context, row: PublishedRow) -> Prose:
    """Whether points left the usual range."""
    return context.words.say(
        f"series.{row.text['effect_name']}",
        points=number(row, "effect"),
        signals=number(row, "statistic"),
        limits=limits(context.words, row),
    )


def _drift(context: Context, row: PublishedRow) -> list[Block]:
    """Whether points ran on one side of the median."""
    found = context.rows.get(f"{row.id}/runs")
    if found is None or found.text["effect_name"] != "signal":
        return []
    longest, crossings = number(found, "statistic"), number(found, "df")
    said = context.words.say("series.drift", longest=longest, crossings=crossings)
    return [Paragraph(said=said, look="small")]


def _restarted(context: Context, row: PublishedRow, ids: list[str]) -> list[Block]:
    if not ids or row.text["period_before"] == ids[0]:
        return []
    said = context.words.say("series.restarted", period=span(row.text["period_before"]))
    return [Paragraph(said=said, look="small")]


def _breaks(context: Context, name: str) -> list[Block]:
    """Whether the series left the path that it was on when the partnership began."""
    for group in ("participants", "all"):
        row = context.rows.get(f"{name}/trend/{group}")
        slope = context.rows.get(f"{name}/trend/{group}/slope")
        if figure_of(row, "conf_low") is not None and figure_of(slope, "conf_low") is not None:
            low, high = figure_of(row, "conf_low"), figure_of(row, "conf_high")
            is_clear = low is not None and high is not None and (low.value > 0 or high.value < 0)
            said = context.words.say(
                f"series.break.{'clear' if is_clear else 'unclear'}",
                period=span(row.text["period_before"]) if row else "",
                step=number(row, "estimate"),
                limits=limits(context.words, row),
                slope=number(slope, "estimate"),
                slopes=limits(context.words, slope),
            )
            points = figure_of(row, "effect")
            few = points is not None and points.value < MANY
            rough = context.words.say("series.break.few") if few else ()
            return [Paragraph(said=join((said, rough)), tier="tier-4")]
    return []


def _began(context: Context, ids: list[str]) -> int | None:
    began = context.study.study.began
    if began is None:
        return None
    starts = {one.id: one.starts for one in context.study.periods}
    first = sum(starts[one] < began for one in ids if one in starts)
    return first if 0 < first < len(ids) else None
