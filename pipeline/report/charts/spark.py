"""The small mark of a goal on the board page: where it was, where it is, and the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from pipeline.report.chart import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.tables.published import Figure

WIDTH: Final = 300
HEIGHT: Final = 102
LEFT: Final = 36.0
WIDEST: Final = 196.0
TOP: Final = 20.0
FOOT: Final = 62.0
LETTER: Final = 8.6
"""Average width of a letter of the last figure, in pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SparkPoint:
    """One period."""

    label: str
    value: Figure | None


def spark(
    key: str, *, title: str, desc: str, points: tuple[SparkPoint, ...], target: Figure | None,
    target_shown: str,
) -> Markup:  # fmt: skip
    """A line with open dots, the last one filled, and the target dashed; 300 by 102 pixels."""
    known = [(k, p) for k, p in enumerate(points) if p.value is not None]
    values = [p.value.value for _, p in known if p.value] + ([target.value] if target else [])
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    spread = (high - low) or 1.0

    def place(value: float) -> float:
        return FOOT - (value - low) * (FOOT - TOP) / spread

    right = _right(known[-1][1].value if known else None, target_shown)
    step = (right - LEFT) / max(len(points) - 1, 1)
    xs = [LEFT + step * k if len(points) > 1 else right for k in range(len(points))]
    spots = [(xs[k], place(p.value.value)) for k, p in known if p.value]
    marks = [_target_line(place(target.value), right)] if target else []
    marks += _series(spots)
    marks += _labels(points, spots, place(target.value) if target else None, (right, target_shown))
    return Markup(  # noqa: S704  every text is escaped
        f'<svg class="spark" role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(desc)}</desc>{"".join(marks)}</svg>'
    )


def _series(spots: Sequence[tuple[float, float]]) -> list[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    marks = [f'<polyline points="{path}" fill="none" stroke="var(--viz-now)" stroke-width="2.6"/>']
    for k, (x, y) in enumerate(spots):
        is_last = k == len(spots) - 1
        fill = "var(--viz-now)" if is_last else "var(--viz-surface)"
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{5.5 if is_last else 4}" fill="{fill}" '
            f'stroke="var(--viz-now)" stroke-width="2"/>'
        )
    return marks if spots else []


def _labels(
    points: Sequence[SparkPoint], spots: Sequence[tuple[float, float]], target: float | None,
    edge: tuple[float, str],
) -> list[str]:  # fmt: skip
    right, target_shown = edge
    known = [p for p in points if p.value is not None]
    if not known or known[0].value is None or known[-1].value is None:
        return []
    marks = []
    if len(known) > 1:
        is_rising = spots[-1][1] < spots[0][1]
        y = spots[0][1] + (14 if is_rising else -13)
        start = max(spots[0][0], 3.4 * len(known[0].value.shown))
        marks.append(_text(start, y, known[0].value.shown, "ink2", 13, "middle"))
    wanted = [spots[-1][1]] + ([target] if target is not None else [])
    placed = apart(wanted, 18)
    marks.append(_text(right + 12, placed[0], known[-1].value.shown, "now", 16, "start"))
    if target is not None:
        marks.append(_text(right + 12, placed[1], target_shown, "target", 12, "start"))
    if points:
        marks.append(_text(LEFT, HEIGHT - 6, points[0].label, "ink3", 12, "middle"))
    if len(points) > 1:
        marks.append(_text(right, HEIGHT - 6, points[-1].label, "ink3", 12, "middle"))
    return marks


def _right(last: Figure | None, target_shown: str) -> float:
    """Where the line ends, so that the words after it have room."""
    longest = max(LETTER * len(last.shown) if last else 0.0, 6.2 * len(target_shown))
    return min(WIDEST, WIDTH - 16 - longest)


def _target_line(y: float, right: float) -> str:
    return (
        f'<line x1="{LEFT:g}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}" '
        f'stroke="var(--viz-target)" stroke-width="1.8" stroke-dasharray="5 3"/>'
    )


def _text(x: float, y: float, words: str, colour: str, size: int, anchor: str) -> str:
    weight = ' font-weight="650"' if colour == "now" else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" dominant-baseline="central" text-anchor="{anchor}" '
        f'font-size="{size}"{weight} fill="var(--viz-{colour})">{escape(words)}</text>'
    )
