"""Series by month: the month that is over, what is usual, and what leaves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.charts.run import Range, RunPoint, RunWords, run
from pipeline.report.context import figure_of, limits, number
from pipeline.report.page import Chart
from pipeline.report.prose import plain
from pipeline.report.twins import levels_table

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedRow

TAKING_PART = "taking-part"


@dataclass(frozen=True, slots=True)
class Series:
    """One figure, month by month.

    Attributes:
        name: Such as log.sessions.
        rows: A row a month, in time order.
        usual: Its usual range, where one can be told.
        runs: Its runs about the median.
    """

    name: str
    rows: tuple[PublishedRow, ...]
    usual: PublishedRow | None
    runs: PublishedRow | None

    @property
    def what(self) -> str:
        """What it is, without its log."""
        return self.name.rpartition(".")[2]

    @property
    def signal(self) -> str:
        """`high` or `low` where the last month leaves what is usual; else `steady`, or `early`."""
        if self.usual is None or figure_of(self.usual, "estimate") is None:
            return "early"
        return self.usual.text["effect_name"]

    def of(self, month: str) -> PublishedRow | None:
        """The row of one month."""
        return next((row for row in self.rows if row.text["period_after"] == month), None)


def all_series(context: Context) -> tuple[Series, ...]:
    """Every series, in the order in which they were published."""
    found: dict[str, list[PublishedRow]] = {}
    for row in context.analysis("monthly"):
        found.setdefault(row.text["outcome"], []).append(row)
    return tuple(
        Series(
            name=name,
            rows=tuple(row for row in rows if not row.text["model"]),
            usual=next((row for row in rows if row.text["model"] == "usual"), None),
            runs=next((row for row in rows if row.text["model"] == "runs"), None),
        )
        for name, rows in found.items()
    )


def last_month(series: tuple[Series, ...]) -> str:
    """The last month that is over in any log; empty where there is none."""
    months = [row.text["period_after"] for one in series for row in one.rows]
    return max(months, default="")


def label(context: Context, series: Series) -> str:
    """What a series is called."""
    key = f"checkin.series.{series.what}"
    return context.words.text(key) if context.words.has(key) else series.rows[0].text["label"]


def chart(context: Context, series: Series) -> Chart | None:
    """The series as a run chart with its usual range; None where it is too short for one."""
    words, usual = context.words, series.usual
    if usual is None or figure_of(usual, "estimate") is None:
        return None
    first = usual.text["period_after"]
    rows = [row for row in series.rows if row.text["period_after"] >= first]
    identity = f"fig-month-{series.name.replace('.', '-')}"
    said = _said(context, series)
    points = tuple(
        RunPoint(label=words.month(row.text["period_after"])[:3], value=figure_of(row, "estimate"))
        for row in rows
    )
    named = [words.month(row.text["period_after"]) for row in rows]
    drawing = run(
        identity,
        title=plain(said),
        desc=" ".join(
            f"{name}: {point.value.shown if point.value else '[c]'}."
            for name, point in zip(named, points, strict=True)
        ),
        points=points,
        usual=Range(
            first=0, centre=usual.figures["estimate"], low=figure_of(usual, "conf_low"),
            high=figure_of(usual, "conf_high"),
        ),
        words=RunWords(**words.under("series.axis")),
    )  # fmt: skip
    about = words.say(
        "checkin.chart_about", label=label(context, series), first=named[0], last=named[-1]
    )
    return Chart(
        id=identity,
        caption=said,
        about=about,
        wide=drawing.wide,
        narrow=drawing.narrow,
        note=words.say("checkin.chart_note"),
        numbers=levels_table(
            context, identity, list(zip(named, rows, strict=True)), [None] * len(rows),
            caption=about,
        ),
    )  # fmt: skip


def _said(context: Context, series: Series) -> Prose:
    words, usual = context.words, series.usual
    is_told = figure_of(series.rows[-1], "estimate") is not None
    return words.say(
        f"checkin.chart.{series.signal if is_told else 'hidden'}",
        label=label(context, series),
        limits=limits(context.words, usual),
        now=number(series.rows[-1], "estimate"),
    )
