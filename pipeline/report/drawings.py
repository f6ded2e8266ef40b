"""Charts of published rows, each with the finding above it and the same numbers below it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.report.charts.dumbbell import DumbbellRow, DumbbellWords, dumbbell
from pipeline.report.charts.forest import ForestRow, ForestWords, forest
from pipeline.report.charts.spark import SparkPoint, spark
from pipeline.report.charts.trend import TrendPoint, TrendWords, trend
from pipeline.report.context import SIDES, figure_of, missing_code, years
from pipeline.report.page import Chart
from pipeline.report.promises import (
    figure,
    interval_of,
    label,
    levels,
    milestones,
    target,
    title,
)
from pipeline.report.prose import join, plain
from pipeline.report.readings import reading
from pipeline.report.twins import changes_table, effects_table, levels_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from pipeline.report.context import Context
    from pipeline.report.promises import Planned
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedGoal, PublishedRow

    Groups = Sequence[tuple[str, PublishedRow]]


_FEW_PERIODS = 8
_MOST_LEVELS = 12


def forest_chart(
    context: Context, identity: str, rows: Sequence[PublishedRow], *, caption: Prose, about: Prose
) -> Chart:
    """Effect sizes with their intervals, by domain, in the order of the study file."""
    words = context.words
    drawing = forest(
        identity,
        title=plain(caption),
        desc=_effects_aloud(context, rows),
        rows=tuple(_forest_row(context, row) for row in rows),
        words=ForestWords(**words.under("chart.forest")),
        too_small=None,
    )
    return Chart(
        id=identity,
        caption=caption,
        about=about,
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say("chart.forest_note"),
        numbers=effects_table(context, identity, rows),
    )


def dumbbell_chart(
    context: Context,
    identity: str,
    rows: Sequence[tuple[str, PublishedRow]],
    *,
    caption: Prose,
    about: Prose,
    is_plain: bool = False,
) -> Chart:
    """Before and after for each group, the whole group first; hidden groups keep their row.

    A breakdown into more levels than an eye can compare stands in the table alone.
    """
    words = context.words
    first = rows[0][1]
    drawn = _comparable(rows)
    drawing = dumbbell(
        identity,
        title=plain(caption),
        desc=_changes_aloud(context, drawn),
        rows=tuple(_dumbbell_row(context, name, row) for name, row in drawn),
        words=DumbbellWords(
            before=years(first.text["period_before"]),
            after=years(first.text["period_after"]),
            **words.under("chart.dumbbell"),
        ),
        target=None,
    )
    return Chart(
        id=identity,
        caption=caption,
        about=about,
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=_dumbbell_note(context, rows, drawn),
        numbers=changes_table(
            context, f"{identity}-numbers", rows, caption=about, is_plain=is_plain
        ),
    )


def trend_chart(context: Context, goal: PublishedGoal) -> Chart | None:
    """The level of a goal in every period, with its interval, milestones and target."""
    found = levels(context, goal)
    if not any(figure_of(row, "estimate") for _, row in found):
        return None
    words = context.words
    path = milestones(context, goal)
    identity = f"fig-trend-{goal.id}"
    caption = words.say(
        "chart.trend_caption",
        label=label(context, goal),
        now=figure(goal, "current"),
        target=target(context, goal),
    )
    about = words.say("chart.trend_about", label=label(context, goal))
    numbers = levels_table(context, identity, found, path, caption=about)
    drawing = trend(
        identity,
        title=plain(caption),
        desc=_levels_aloud(context, found),
        points=tuple(
            _trend_point(p, row, step) for (p, row), step in zip(found, path, strict=True)
        ),
        words=TrendWords(**words.under("chart.trend")),
        target=goal.figures.get("target"),
    )
    return Chart(
        id=identity,
        caption=caption,
        about=about,
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say(f"chart.trend_note.{'few' if len(found) < _FEW_PERIODS else 'many'}"),
        numbers=numbers,
    )


def spark_chart(context: Context, goal: PublishedGoal) -> Markup | None:
    """The small mark of a goal on the board page; two points where there is no series."""
    words = context.words
    points = [
        SparkPoint(label=period, value=figure_of(row, "estimate"))
        for period, row in levels(context, goal)
    ]
    if not any(point.value for point in points):
        points = [
            SparkPoint(label=words.text(f"chart.spark.{name}"), value=goal.figures.get(name))
            for name in ("baseline", "current")
        ]
    aim = goal.figures.get("target")
    if aim is None or (points[-1].value is None and points[0].value is None):
        return None
    return spark(
        f"spark-{goal.id}",
        title=label(context, goal),
        desc=plain(title(context, goal)),
        points=tuple(points),
        target=aim,
        target_shown=f"{words.text('chart.spark.target')} {aim.shown}",
    )


def _forest_row(context: Context, row: PublishedRow) -> ForestRow:
    effect = figure_of(row, "effect")
    low, high = figure_of(row, "effect_low"), figure_of(row, "effect_high")
    shown = effect.shown if effect else f"[{missing_code(row)}]"
    if effect and low and high:
        ends = {"low": low.shown.removeprefix("+"), "high": high.shown.removeprefix("+")}
        shown = f"{effect.shown} ({plain(context.words.say('phrase.range', **ends))})"
    return ForestRow(
        label=_effect_label(context, row),
        domain=row.text["domain"],
        point=effect,
        low=low,
        high=high,
        shown=shown,
        is_clear=reading(context, row).is_clear,
    )


def _effect_label(context: Context, row: PublishedRow) -> str:
    outcome = context.outcome(row)
    is_lower = outcome is not None and outcome.better == "lower"
    side = "lower" if is_lower else "higher"
    return plain(context.words.say(f"chart.forest_label.{side}", label=row.text["label"]))


def _effects_aloud(context: Context, rows: Sequence[PublishedRow]) -> str:
    said = [f"{row.text['label']}: {_forest_row(context, row).shown}." for row in rows]
    return " ".join(said)


def _dumbbell_note(context: Context, rows: Groups, drawn: Groups) -> Prose:
    """What to know of the drawing; and that some dots count more people than the change."""
    words = context.words
    note = words.say(f"chart.dumbbell_note.{'all' if len(drawn) == len(rows) else 'some'}")
    is_mixed = any(context.end(row, side)[0] is not row for _, row in rows for side in SIDES)
    return join((note, words.say("chart.dumbbell_note.everybody")), " ") if is_mixed else note


def _comparable(rows: Sequence[tuple[str, PublishedRow]]) -> list[tuple[str, PublishedRow]]:
    levels = Counter(row.text["subgroup"] for _, row in rows if row.text["subgroup"])
    return [(name, row) for name, row in rows if levels[row.text["subgroup"]] <= _MOST_LEVELS]


def _dumbbell_row(context: Context, name: str, row: PublishedRow) -> DumbbellRow:
    change = figure_of(row, "estimate")
    before, after = (figure_of(*context.end(row, side)) for side in SIDES)
    return DumbbellRow(
        label=name,
        before=before,
        after=after,
        change=change.shown if change else f"[{missing_code(row)}]",
        is_total=not row.text["subgroup"] and row.text["group"] != "comparison",
    )


def _changes_aloud(context: Context, rows: Sequence[tuple[str, PublishedRow]]) -> str:
    said = []
    for name, row in rows:
        before, after = (figure_of(*context.end(row, side)) for side in SIDES)
        is_told = before is not None and after is not None
        told = "bands" if context.is_in_bands(row) else "change"
        key = f"chart.aloud.{told if is_told else 'hidden'}"
        parts = {
            "name": name,
            "before": before.shown if before else "",
            "after": after.shown if after else "",
        }
        said.append(plain(context.words.say(key, **parts)))
    return " ".join(said)


def _levels_aloud(context: Context, found: Sequence[tuple[str, PublishedRow | None]]) -> str:
    said = []
    for period, row in found:
        level = figure_of(row, "estimate")
        key = "chart.aloud.level" if level else "chart.aloud.hidden"
        parts = {"name": period, "level": level.shown if level else ""}
        said.append(plain(context.words.say(key, **parts)))
    return " ".join(said)


def _trend_point(period: str, row: PublishedRow | None, step: Planned | None) -> TrendPoint:
    low, high = interval_of(row)
    return TrendPoint(
        label=period,
        value=figure_of(row, "estimate"),
        low=low,
        high=high,
        path=step.figure if step else None,
    )
