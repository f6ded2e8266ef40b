"""Before and after of several groups: how far each moved, compared with itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.chart import NARROW, WIDE, Axis, Drawing, Paper, axis, wrapped

if TYPE_CHECKING:
    from pipeline.tables.published import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class DumbbellRow:
    """One group; without figures it keeps its place and says why."""

    label: str
    before: Figure | None
    after: Figure | None
    change: str
    is_total: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DumbbellWords:
    """Words on the drawing."""

    before: str
    after: str
    change: str
    hidden: str
    target: str


def dumbbell(
    key: str, *, title: str, desc: str, rows: tuple[DumbbellRow, ...], words: DumbbellWords,
    target: Figure | None,
) -> Drawing:  # fmt: skip
    """A hollow dot before, a filled one after, joined."""
    aloud = {"title": title, "desc": desc}
    return Drawing(
        wide=_wide(rows, words, target).svg(f"{key}-w", **aloud),
        narrow=_narrow(rows, words, target).svg(f"{key}-n", **aloud),
    )


def _wide(rows: tuple[DumbbellRow, ...], words: DumbbellWords, target: Figure | None) -> Paper:
    labels = [wrapped(row.label, 190) for row in rows]
    heights = [max(42, 17 * len(lines) + 18) for lines in labels]
    paper = Paper(WIDE, 52 + sum(heights) + 28)
    scale = axis(_figures(rows, target), (272, WIDE - 156))
    _frame(paper, scale, words, target, legend=272)
    paper.text((WIDE - 4, 12), words.change, size=12, colour="ink3", side="right")
    top = 52.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        middle = top + height / 2
        for k, line in enumerate(lines):
            at = (206, middle + 17 * (k - (len(lines) - 1) / 2))
            paper.text(at, line, side="right", is_bold=row.is_total)
        _group(paper, scale, row, middle, words)
        paper.text((WIDE - 4, middle), row.change, size=12.5, side="right")
        top += height
    return paper


def _narrow(rows: tuple[DumbbellRow, ...], words: DumbbellWords, target: Figure | None) -> Paper:
    labels = [wrapped(row.label, 190) for row in rows]
    heights = [17 * len(lines) + 40 for lines in labels]
    paper = Paper(NARROW, 58 + sum(heights) + 28)
    scale = axis(_figures(rows, target), (44, NARROW - 44), steps=4)
    _frame(paper, scale, words, target, legend=10)
    top = 58.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        for k, line in enumerate(lines):
            paper.text((6, top + 17 * k), line, is_bold=row.is_total)
        paper.text((NARROW - 4, top), row.change, size=12, colour="ink2", side="right")
        _group(paper, scale, row, top + 17 * len(lines) + 6, words)
        top += height
    return paper


def _frame(
    paper: Paper, scale: Axis, words: DumbbellWords, target: Figure | None, *, legend: float
) -> None:
    foot = paper.height - 26
    for tick in scale.ticks:
        x = scale.place(tick)
        paper.line([x, x], [44, foot], colour="grid", width=1, level=0)
        paper.text((x, foot + 14), scale.shown(tick), size=12, colour="ink3", side="center")
    paper.dot((legend + 6, 12), radius=5, colour="before", is_filled=False)
    paper.text((legend + 17, 12), words.before, size=12, colour="ink2")
    after = legend + 17 + 7.2 * len(words.before) + 22
    paper.dot((after, 12), radius=5.5)
    paper.text((after + 11, 12), words.after, size=12, colour="ink2")
    if target is not None:
        x = scale.place(target.value)
        paper.line([x, x], [44, foot], colour="target", width=1.8, is_dashed=True, level=1)
        paper.text(
            (x, 34), f"{words.target} {target.shown}", size=12, colour="target", side="center"
        )


def _group(paper: Paper, scale: Axis, row: DumbbellRow, y: float, words: DumbbellWords) -> None:
    if row.before is None or row.after is None:
        paper.text((scale.place(scale.ticks[0]) + 4, y), words.hidden, size=12, colour="ink3")
        return
    first, last = scale.place(row.before.value), scale.place(row.after.value)
    paper.line([first, last], [y, y], colour="before", width=3)
    paper.dot((first, y), colour="before", is_filled=False)
    paper.dot((last, y), radius=6.5)
    is_right = last >= first
    out = 12
    paper.text(
        (first - out if is_right else first + out, y), row.before.shown, size=12, colour="ink2",
        side="right" if is_right else "left",
    )  # fmt: skip
    paper.text(
        (last + out if is_right else last - out, y), row.after.shown, size=12.5, colour="now",
        side="left" if is_right else "right", is_bold=True,
    )  # fmt: skip


def _figures(rows: tuple[DumbbellRow, ...], target: Figure | None) -> list[Figure]:
    return [f for row in rows for f in (row.before, row.after) if f is not None] + (
        [target] if target is not None else []
    )
