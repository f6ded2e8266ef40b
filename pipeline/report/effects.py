"""Effect sizes of several studies on one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.cells import labelled, words_cell
from pipeline.report.charts.forest import ForestRow, ForestWords, forest
from pipeline.report.context import figure_of, number
from pipeline.report.page import Chart, Column, Row, Table
from pipeline.report.prose import Stat, Text, plain, prose
from pipeline.report.readings import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.prose import Part, Prose
    from pipeline.tables.published import Figure, PublishedRow

_IDENTITY = "fig-effects"


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


def effect_of(context: Context, row: PublishedRow, folder: str) -> Effect:
    """The effect size of a row, with the folder of its study."""
    against = f"effect.against.{row.text['analysis']}"
    return Effect(
        id=f"{folder}:{row.id}",
        label=plain(context.words.say(against, label=row.text["label"])),
        point=figure_of(row, "effect"),
        low=figure_of(row, "effect_low"),
        high=figure_of(row, "effect_high"),
        n=within(prose(number(row, "n")), folder)[0],
        is_clear=reading(context, row).is_clear,
        code="c" if row.status == "suppressed" else "u",
    )


def within(said: Prose, folder: str) -> Prose:
    """Sources of numbers carry the study's folder, since the index holds several studies."""
    return tuple(
        Stat(shown=part.shown, source=f"{folder}:{part.source}", is_part=part.is_part)
        if isinstance(part, Stat)
        else part
        for part in said
    )


def effects_chart(words: Language, rows: Sequence[tuple[str, Effect]]) -> Chart | None:
    """Effect sizes of several studies on one scale; None where none can be shown."""
    if not any(effect.point for _, effect in rows):
        return None
    drawing = forest(
        _IDENTITY,
        title=words.text("index.forest"),
        desc=" ".join(f"{study}, {effect.label}: {_shown(effect)}." for study, effect in rows),
        rows=tuple(
            ForestRow(
                label=effect.label,
                domain=study,
                point=effect.point,
                low=effect.low,
                high=effect.high,
                shown=_shown(effect),
                is_clear=effect.is_clear,
            )
            for study, effect in rows
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


def _numbers(words: Language, rows: Sequence[tuple[str, Effect]]) -> Table:
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
                head=prose(study),
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
            for study, effect in rows
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
