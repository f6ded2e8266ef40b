"""Effects on one scale with their intervals: what helped, what did not, and how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.chart import NARROW, WIDE, Axis, Drawing, Paper, axis, wrapped

_LEAST_ROOM, _PER_LETTER = 166, 7.2
"""Room right of the scale for what is printed there, in pixels."""

if TYPE_CHECKING:
    from pipeline.tables.published import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One effect; a row without a point keeps its place and says why."""

    label: str
    domain: str
    point: Figure | None
    low: Figure | None
    high: Figure | None
    shown: str
    is_clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestWords:
    """Words on the drawing."""

    left: str
    right: str
    too_small: str
    column: str
    hidden: str


def forest(
    key: str, *, title: str, desc: str, rows: tuple[ForestRow, ...], words: ForestWords,
    too_small: float | None,
) -> Drawing:  # fmt: skip
    """Points with intervals, filled where the interval leaves out zero."""
    aloud = {"title": title, "desc": desc}
    return Drawing(
        wide=_wide(rows, words, too_small).svg(f"{key}-w", **aloud),
        narrow=_narrow(rows, words, too_small).svg(f"{key}-n", **aloud),
    )


def _wide(rows: tuple[ForestRow, ...], words: ForestWords, too_small: float | None) -> Paper:
    labels = [wrapped(row.label, 200) for row in rows]
    heights = [max(40, 17 * len(lines) + 18) for lines in labels]
    paper = Paper(WIDE, 58 + sum(heights) + 30)
    room = max([_LEAST_ROOM, *(round(_PER_LETTER * len(row.shown)) for row in rows)])
    scale = axis(_figures(rows), (232, WIDE - room), with_zero=True)
    _frame(paper, scale, words, too_small)
    paper.text((WIDE - 4, 36), words.column, size=12, colour="ink3", side="right")
    top = 58.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        middle = top + height / 2
        for k, line in enumerate(lines):
            paper.text((214, middle + 17 * (k - (len(lines) - 1) / 2)), line, side="right")
        _effect(paper, scale, row, middle, words)
        paper.text((WIDE - 4, middle), row.shown, size=12, side="right", is_bold=row.is_clear)
        top += height
    return paper


def _narrow(rows: tuple[ForestRow, ...], words: ForestWords, too_small: float | None) -> Paper:
    labels = [wrapped(row.label, NARROW - 20) for row in rows]
    heights = [17 * len(lines) + 50 for lines in labels]
    paper = Paper(NARROW, 58 + sum(heights) + 30)
    scale = axis(_figures(rows), (18, NARROW - 18), with_zero=True, steps=4)
    _frame(paper, scale, words, too_small)
    top = 62.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        for k, line in enumerate(lines):
            paper.text((6, top + 17 * k), line)
        below = top + 17 * len(lines)
        paper.text((6, below), row.shown, size=12, colour="ink2", is_bold=row.is_clear)
        _effect(paper, scale, row, below + 20, words)
        top += height
    return paper


def _frame(paper: Paper, scale: Axis, words: ForestWords, too_small: float | None) -> None:
    foot = paper.height - 28
    if too_small is not None:
        left, right = scale.place(-too_small), scale.place(too_small)
        paper.block((left, 50), (right - left, foot - 50), colour="soft")
    for tick in scale.ticks:
        x = scale.place(tick)
        paper.line([x, x], [50, foot], colour="grid", width=1, level=0)
        paper.text((x, foot + 14), scale.shown(tick), size=12, colour="ink3", side="center")
    zero = scale.place(0)
    paper.line([zero, zero], [50, foot], colour="ink2", width=1.4, level=1)
    ends = (scale.place(scale.ticks[0]), scale.place(scale.ticks[-1]))
    paper.text((ends[0], 14), f"\N{LEFTWARDS ARROW} {words.left}", size=12, colour="ink2")
    paper.text(
        (ends[1], 14), f"{words.right} \N{RIGHTWARDS ARROW}", size=12, colour="ink2", side="right"
    )


def _effect(paper: Paper, scale: Axis, row: ForestRow, y: float, words: ForestWords) -> None:
    if row.point is None:
        paper.text((scale.place(scale.ticks[0]) + 4, y), words.hidden, size=12, colour="ink3")
        return
    colour = "now" if row.is_clear else "before"
    if row.low is not None and row.high is not None:
        ends = [scale.place(row.low.value), scale.place(row.high.value)]
        paper.line(ends, [y, y], colour=colour, width=2.6)
    paper.dot((scale.place(row.point.value), y), colour=colour, is_filled=row.is_clear)


def _figures(rows: tuple[ForestRow, ...]) -> list[Figure]:
    return [f for row in rows for f in (row.point, row.low, row.high) if f is not None]
