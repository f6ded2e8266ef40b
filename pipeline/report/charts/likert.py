"""Answers before and after: against to the left of a line, in favour to its right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.chart import NARROW, WIDE, Drawing, Paper, wrapped

if TYPE_CHECKING:
    from pipeline.tables.published import Figure

_BAR, _GAP, _HEAD = 17.0, 5.0, 46.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LikertBar:
    """The answers of one wave; without figures it keeps its place and says why."""

    label: str
    unfavorable: Figure | None
    middle: Figure | None
    favorable: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikertRow:
    """One statement with its waves."""

    label: str
    bars: tuple[LikertBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LikertWords:
    """Words on the drawing."""

    unfavorable: str
    middle: str
    favorable: str
    hidden: str


def likert(
    key: str, *, title: str, desc: str, rows: tuple[LikertRow, ...], words: LikertWords
) -> Drawing:
    """Stacked bars that share a middle line; the middle answers lie across it."""
    aloud = {"title": title, "desc": desc}
    return Drawing(
        wide=_drawn(rows, words, WIDE).svg(f"{key}-w", **aloud),
        narrow=_drawn(rows, words, NARROW).svg(f"{key}-n", **aloud),
    )


def _drawn(rows: tuple[LikertRow, ...], words: LikertWords, width: float) -> Paper:
    is_wide = width == WIDE
    room = 210 if is_wide else width - 12
    labels = [wrapped(row.label, room) for row in rows]
    pairs = zip(rows, labels, strict=True)
    heights = [_height(row, lines, is_wide=is_wide) for row, lines in pairs]
    paper = Paper(width, _HEAD + sum(heights) + 8)
    left, right = (314.0, width - 44) if is_wide else (108.0, width - 44)
    _legend(paper, words, left - 40 if is_wide else 4)
    middle, unit = _scaled(rows, left, right)
    paper.line([middle, middle], [_HEAD - 8, paper.height - 8], colour="ink3", width=1, level=3)
    top = _HEAD
    for row, lines, height in zip(rows, labels, heights, strict=True):
        for k, line in enumerate(lines):
            paper.text((4, top + 9 + 16 * k), line)
        first = top if is_wide else top + 16 * len(lines) + 4
        for k, bar in enumerate(row.bars):
            y = first + k * (_BAR + _GAP)
            paper.text((left - 50, y + _BAR / 2), bar.label, size=12, colour="ink2", side="right")
            _bar(paper, bar, y, (middle, unit), words)
        top += height
    return paper


def _height(row: LikertRow, lines: list[str], *, is_wide: bool) -> float:
    bars = len(row.bars) * (_BAR + _GAP)
    text = 16 * len(lines)
    return (max(bars, text + 4) if is_wide else bars + text + 4) + 14


def _scaled(rows: tuple[LikertRow, ...], left: float, right: float) -> tuple[float, float]:
    """Where the middle line stands, and how many pixels a share of one takes."""
    bars = [bar for row in rows for bar in row.bars]
    against = max((_share(b.unfavorable) + _share(b.middle) / 2 for b in bars), default=0.5)
    favour = max((_share(b.favorable) + _share(b.middle) / 2 for b in bars), default=0.5)
    unit = (right - left) / max(against + favour, 0.01)
    return left + against * unit, unit


def _bar(
    paper: Paper, bar: LikertBar, y: float, scale: tuple[float, float], words: LikertWords
) -> None:
    middle, unit = scale
    if bar.favorable is None:
        paper.text((middle + 6, y + _BAR / 2), words.hidden, size=12, colour="ink3")
        return
    between = _share(bar.middle) * unit
    against, favour = _share(bar.unfavorable) * unit, _share(bar.favorable) * unit
    start, end = middle - between / 2, middle + between / 2
    paper.block((start - against, y), (against, _BAR), colour="l1", level=1)
    paper.block((start, y), (between, _BAR), colour="l3", level=1)
    paper.block((end, y), (favour, _BAR), colour="l5", level=1)
    if bar.unfavorable is not None:
        at = (start - against - 5, y + _BAR / 2)
        paper.text(at, bar.unfavorable.shown, size=12, colour="ink2", side="right")
    paper.text((end + favour + 5, y + _BAR / 2), bar.favorable.shown, size=12.5, is_bold=True)


def _legend(paper: Paper, words: LikertWords, left: float) -> None:
    told = (("l1", words.unfavorable), ("l3", words.middle), ("l5", words.favorable))
    for colour, said in told:
        paper.block((left, 6), (12, 12), colour=colour)
        paper.text((left + 17, 12), said, size=12, colour="ink2")
        left += 17 + 6.9 * len(said) + 18


def _share(figure: Figure | None) -> float:
    return 0.0 if figure is None else figure.value
