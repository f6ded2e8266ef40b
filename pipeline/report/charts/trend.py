"""A level over the periods of a study, with its intervals, the target and the planned path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.chart import NARROW, WIDE, Axis, Drawing, Paper, apart, axis

if TYPE_CHECKING:
    from pipeline.tables.published import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """One period; without a value the line has a gap."""

    label: str
    value: Figure | None
    low: Figure | None
    high: Figure | None
    path: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendWords:
    """Words on the drawing."""

    now: str
    target: str
    hidden: str


def trend(
    key: str, *, title: str, desc: str, points: tuple[TrendPoint, ...], words: TrendWords,
    target: Figure | None,
) -> Drawing:  # fmt: skip
    """A line with 95 % bars; the target dashed; shares from zero."""
    aloud = {"title": title, "desc": desc}
    return Drawing(
        wide=_paper((WIDE, 280), points, words, target).svg(f"{key}-w", **aloud),
        narrow=_paper((NARROW, 260), points, words, target).svg(f"{key}-n", **aloud),
    )


def _paper(
    size: tuple[int, int], points: tuple[TrendPoint, ...], words: TrendWords, target: Figure | None
) -> Paper:
    width, height = size
    paper = Paper(width, height)
    figures = _figures(points, target)
    is_share = bool(figures) and all("%" in f.shown for f in figures)
    is_low = is_share and min(f.value for f in figures) < max(f.value for f in figures) / 2
    scale = axis(figures, (height - 38, 16), with_zero=is_low or _reaches_zero(figures))
    left, right = 62.0, width - (118.0 if width == WIDE else 86.0)
    step = (right - left - 40) / max(len(points) - 1, 1)
    xs = [left + 20 + step * k for k in range(len(points))]
    for tick in scale.ticks:
        y = scale.place(tick)
        paper.line([left, right], [y, y], colour="grid", width=1, level=0)
        paper.text((left - 8, y), scale.shown(tick), size=12, colour="ink3", side="right")
    _periods(paper, xs, points)
    _target(paper, scale, (xs, points), target, (left, right))
    _levels(paper, scale, xs, points)
    _ends(paper, scale, (xs, points), words, target)
    return paper


def _periods(paper: Paper, xs: list[float], points: tuple[TrendPoint, ...]) -> None:
    room = xs[1] - xs[0] if len(xs) > 1 else paper.width
    every = max(1, -(-max(len(point.label) for point in points) * 7 // int(room)))
    for k, (x, point) in enumerate(zip(xs, points, strict=True)):
        if (len(points) - 1 - k) % every == 0:
            paper.text((x, paper.height - 14), point.label, size=12, colour="ink2", side="center")


def _target(
    paper: Paper, scale: Axis, series: tuple[list[float], tuple[TrendPoint, ...]],
    target: Figure | None, ends: tuple[float, float],
) -> None:  # fmt: skip
    path = [(x, p.path) for x, p in zip(*series, strict=True) if p.path is not None]
    if len(path) > 1:
        xs, ys = [x for x, _ in path], [scale.place(f.value) for _, f in path]
        paper.line(xs, ys, colour="target", width=1.8, is_dashed=True)
    elif target is not None:
        y = scale.place(target.value)
        paper.line(list(ends), [y, y], colour="target", width=1.8, is_dashed=True)


def _levels(paper: Paper, scale: Axis, xs: list[float], points: tuple[TrendPoint, ...]) -> None:
    run: list[tuple[float, float]] = []
    for x, point in zip(xs, points, strict=True):
        if point.value is None:
            _join(paper, run)
            run = []
            continue
        y = scale.place(point.value.value)
        run.append((x, y))
        if point.low is not None and point.high is not None:
            bar = [scale.place(point.low.value), scale.place(point.high.value)]
            paper.line([x, x], bar, colour="before", width=1.6)
            for end in bar:
                paper.line([x - 5, x + 5], [end, end], colour="before", width=1.6)
        paper.dot((x, y))
    _join(paper, run)


def _join(paper: Paper, run: list[tuple[float, float]]) -> None:
    if len(run) > 1:
        paper.line([x for x, _ in run], [y for _, y in run], colour="now", width=2.6)


def _ends(
    paper: Paper, scale: Axis, series: tuple[list[float], tuple[TrendPoint, ...]],
    words: TrendWords, target: Figure | None,
) -> None:  # fmt: skip
    shown = [(x, p.value) for x, p in zip(*series, strict=True) if p.value is not None]
    if not shown:
        paper.text((paper.width / 2, paper.height / 2), words.hidden, colour="ink3", side="center")
        return
    first, last = shown[0], shown[-1]
    if len(shown) > 1:
        at = (first[0] + 9, scale.place(first[1].value) - 13)
        paper.text(at, first[1].shown, size=12.5, colour="ink2")
    wanted = [scale.place(last[1].value)]
    if target is not None:
        wanted.append(scale.place(target.value))
    places = apart(wanted, 34)
    paper.text((last[0] + 13, places[0]), last[1].shown, size=16, colour="now", is_bold=True)
    if target is not None:
        paper.text((last[0] + 13, places[1] - 7), words.target, size=12, colour="target")
        paper.text((last[0] + 13, places[1] + 8), target.shown, size=12, colour="target")


def _reaches_zero(figures: list[Figure]) -> bool:
    return bool(figures) and min(f.value for f in figures) <= 0


def _figures(points: tuple[TrendPoint, ...], target: Figure | None) -> list[Figure]:
    found = [f for p in points for f in (p.value, p.low, p.high, p.path) if f is not None]
    return found + ([target] if target is not None else [])
