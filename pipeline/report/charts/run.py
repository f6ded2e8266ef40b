"""A level in every period, about its usual range: a process-behaviour chart."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from pipeline.report.chart import NARROW, WIDE, Axis, Drawing, Paper, axis

if TYPE_CHECKING:
    from pipeline.tables.published import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPoint:
    """One period; without a value the line has a gap."""

    label: str
    value: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The usual range, from a period on.

    Attributes:
        first: Position of its first point.
        centre: Its middle.
        low: Its lower limit, where there is one.
        high: Its upper limit.
        began: Position of the first period of the partnership; None if it is none of them.
    """

    first: int
    centre: Figure
    low: Figure | None
    high: Figure | None
    began: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWords:
    """Words on the drawing."""

    centre: str
    began: str


def run(
    key: str, *, title: str, desc: str, points: tuple[RunPoint, ...], usual: Range,
    words: RunWords,
) -> Drawing:  # fmt: skip
    """A line of points, the usual range as a band, the beginning as a dashed line."""
    aloud = {"title": title, "desc": desc}
    return Drawing(
        wide=_paper((WIDE, 260), points, usual, words).svg(f"{key}-w", **aloud),
        narrow=_paper((NARROW, 240), points, usual, words).svg(f"{key}-n", **aloud),
    )


def _paper(
    size: tuple[int, int], points: tuple[RunPoint, ...], usual: Range, words: RunWords
) -> Paper:
    width, height = size
    paper = Paper(width, height)
    known = [p.value for p in points if p.value is not None]
    limits = [f for f in (usual.centre, usual.low, usual.high) if f is not None]
    scale = axis([*known, *limits], (height - 38, 26))
    left, right = 62.0, width - 20.0
    step = (right - left - 30) / max(len(points) - 1, 1)
    xs = [left + 15 + step * k for k in range(len(points))]
    _frame(paper, scale, (left, right))
    _range(paper, scale, usual, (xs[usual.first] - step / 2, right), words)
    if usual.began is not None:
        x = xs[usual.began] - step / 2
        paper.line([x, x], [22, height - 38], colour="ink3", width=1.4, is_dashed=True, level=1)
        paper.text((x + 4, 14), words.began, size=12, colour="ink3")
    places = [(x, scale.place(p.value.value)) for x, p in zip(xs, points, strict=True) if p.value]
    paper.line([x for x, _ in places], [y for _, y in places], colour="now", width=1.8)
    for place in places:
        paper.dot(place, radius=3.6)
    _labels(paper, points, xs, height - 22, width)
    return paper


def _frame(paper: Paper, scale: Axis, sides: tuple[float, float]) -> None:
    left, right = sides
    for tick in scale.ticks:
        y = scale.place(tick)
        paper.line([left, right], [y, y], colour="grid", width=1, level=0)
        paper.text((left - 8, y), scale.shown(tick), size=12, colour="ink3", side="right")


def _range(
    paper: Paper, scale: Axis, usual: Range, sides: tuple[float, float], words: RunWords
) -> None:
    left, right = sides
    if usual.low is not None and usual.high is not None:
        top, foot = scale.place(usual.high.value), scale.place(usual.low.value)
        paper.block((left, min(top, foot)), (right - left, abs(foot - top)), colour="soft")
    y = scale.place(usual.centre.value)
    paper.line([left, right], [y, y], colour="before", width=1.6, is_dashed=True, level=1)
    paper.text((right, 14), f"{words.centre} {usual.centre.shown}", size=12, colour="ink2",
               side="right")  # fmt: skip


def _labels(
    paper: Paper, points: tuple[RunPoint, ...], xs: list[float], y: float, width: int
) -> None:
    longest = max(len(point.label) for point in points)
    every = max(1, ceil(len(points) * (7.0 * longest + 12) / (width - 90)))
    for k, (point, x) in enumerate(zip(points, xs, strict=True)):
        if k % every == 0:
            paper.text((x, y), point.label, size=12, colour="ink3", side="center")
