"""How alike two groups are in each column, before and after they were made alike (Love plot)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.chart import NARROW, WIDE, Axis, Drawing, Paper, axis, wrapped

if TYPE_CHECKING:
    from pipeline.tables.published import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class LoveRow:
    """One column; a point for each way to compare, None where it cannot be told."""

    label: str
    points: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoveWords:
    """Words on the drawing.

    Attributes:
        ways: What each point of a row is, in their order; three at most.
        left: What a point left of the middle means.
        right: What a point right of the middle means.
        hidden: Instead of points where there are none.
    """

    ways: tuple[str, ...]
    left: str
    right: str
    hidden: str


_LOOKS = (("before", False), ("now", True), ("target", True))
"""Colour and filling of each way."""


def love(
    key: str, *, title: str, desc: str, rows: tuple[LoveRow, ...], words: LoveWords,
    bounds: tuple[float, float],
) -> Drawing:  # fmt: skip
    """Points about a middle line, with the bounds of concern and of no comparison shaded."""
    aloud = {"title": title, "desc": desc}
    return Drawing(
        wide=_wide(rows, words, bounds).svg(f"{key}-w", **aloud),
        narrow=_narrow(rows, words, bounds).svg(f"{key}-n", **aloud),
    )


def _wide(rows: tuple[LoveRow, ...], words: LoveWords, bounds: tuple[float, float]) -> Paper:
    labels = [wrapped(row.label, 210) for row in rows]
    heights = [max(34, 17 * len(lines) + 12) for lines in labels]
    paper = Paper(WIDE, 76 + sum(heights) + 30)
    scale = _scale(rows, bounds, (250, WIDE - 40))
    _frame(paper, scale, words, bounds, foot=paper.height - 28)
    top = 76.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        middle = top + height / 2
        for k, line in enumerate(lines):
            paper.text((230, middle + 17 * (k - (len(lines) - 1) / 2)), line, side="right")
        _points(paper, scale, row, middle, words)
        top += height
    return paper


def _narrow(rows: tuple[LoveRow, ...], words: LoveWords, bounds: tuple[float, float]) -> Paper:
    labels = [wrapped(row.label, NARROW - 20) for row in rows]
    heights = [17 * len(lines) + 30 for lines in labels]
    above = 56 + 20 * len(words.ways)
    paper = Paper(NARROW, above + sum(heights) + 30)
    scale = _scale(rows, bounds, (18, NARROW - 18), steps=4)
    _frame(paper, scale, words, bounds, foot=paper.height - 28, is_narrow=True)
    top = float(above) + 4
    for row, lines, height in zip(rows, labels, heights, strict=True):
        for k, line in enumerate(lines):
            paper.text((6, top + 17 * k), line)
        _points(paper, scale, row, top + 17 * len(lines) + 4, words)
        top += height
    return paper


def _scale(
    rows: tuple[LoveRow, ...], bounds: tuple[float, float], ends: tuple[float, float],
    steps: int = 6,
) -> Axis:  # fmt: skip
    """Wide enough for the bounds on both sides."""
    found = [point for row in rows for point in row.points if point is not None]
    edge = max([bounds[1], *(abs(point.value) for point in found)])
    sides = [type(found[0])(value=side, shown=f"{side:.2f}") for side in (-edge, edge)]
    return axis([*found, *sides], ends, with_zero=True, steps=steps)


def _frame(
    paper: Paper, scale: Axis, words: LoveWords, bounds: tuple[float, float], *, foot: float,
    is_narrow: bool = False,
) -> None:  # fmt: skip
    head = 38 + (20 * len(words.ways) if is_narrow else 22)
    inner, outer = bounds
    left, right = scale.place(-outer), scale.place(outer)
    paper.block((left, head), (right - left, foot - head), colour="soft")
    for x in (scale.place(-inner), scale.place(inner)):
        paper.line([x, x], [head, foot], colour="ink3", width=1, is_dashed=True, level=1)
    for tick in scale.ticks:
        x = scale.place(tick)
        paper.line([x, x], [head, foot], colour="grid", width=1, level=0)
        paper.text((x, foot + 14), scale.shown(tick), size=12, colour="ink3", side="center")
    zero = scale.place(0)
    paper.line([zero, zero], [head, foot], colour="ink2", width=1.4, level=1)
    _legend(paper, scale, words, is_narrow=is_narrow)
    first, last = scale.place(scale.ticks[0]), scale.place(scale.ticks[-1])
    at = head - 10
    paper.text((first, at), f"\N{LEFTWARDS ARROW} {words.left}", size=12, colour="ink2")
    paper.text(
        (last, at), f"{words.right} \N{RIGHTWARDS ARROW}", size=12, colour="ink2", side="right"
    )


def _legend(paper: Paper, scale: Axis, words: LoveWords, *, is_narrow: bool) -> None:
    x, y = (12.0, 14.0) if is_narrow else (scale.place(scale.ticks[0]) + 6, 14.0)
    for (colour, is_filled), way in zip(_LOOKS, words.ways, strict=False):
        paper.dot((x, y), radius=5, colour=colour, is_filled=is_filled)
        paper.text((x + 11, y), way, size=12, colour="ink2")
        if is_narrow:
            y += 20
        else:
            x += 7.0 * len(way) + 34


def _points(paper: Paper, scale: Axis, row: LoveRow, y: float, words: LoveWords) -> None:
    known = [scale.place(point.value) for point in row.points if point is not None]
    if not known:
        paper.text((scale.place(scale.ticks[0]) + 4, y), words.hidden, size=12, colour="ink3")
        return
    paper.line([min(known), max(known)], [y, y], colour="grid", width=2)
    for (colour, is_filled), point in zip(_LOOKS, row.points, strict=False):
        if point is not None:
            paper.dot((scale.place(point.value), y), colour=colour, is_filled=is_filled)
