"""A drawing in pixel coordinates, and what its axes need.

A chart is laid out twice, wide and narrow, never shrunk. It is given published figures and
nothing else, so it can only draw what a reader may see.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import matplotlib as mpl
from markupsafe import Markup, escape
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from pipeline.report.marks import unmarked
from pipeline.report.theme import PROPERTIES, STAND_INS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pipeline.tables.published import Figure

WIDE: Final = 700
NARROW: Final = 330
MINUS: Final = "\N{MINUS SIGN}"

Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The same chart for a wide and a narrow page."""

    wide: Markup
    narrow: Markup


class Paper:
    """A sheet of width by height pixels; y grows downwards."""

    def __init__(self, width: float, height: float) -> None:
        """An empty sheet."""
        _forget_own_style()
        self.width, self.height = width, height
        self._figure = Canvas(figsize=(width / 72, height / 72), dpi=72)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")
        self._figure.patch.set_alpha(0)
        self._axes.patch.set_alpha(0)

    def text(
        self, at: tuple[float, float], words: str, *, size: float = 12.5, colour: str = "ink",
        side: Side = "left", is_bold: bool = False,
    ) -> None:  # fmt: skip
        """Words with their middle line at a point."""
        self._axes.text(
            *at, _literal(words), fontsize=size, color=STAND_INS[colour], ha=side,
            va="center_baseline", fontweight=700 if is_bold else 400,
        )  # fmt: skip

    def line(
        self, xs: Sequence[float], ys: Sequence[float], *, colour: str = "ink",
        width: float = 1.5, is_dashed: bool = False, level: int = 2,
    ) -> None:  # fmt: skip
        """A line through points."""
        self._axes.plot(
            xs, ys, color=STAND_INS[colour], lw=width, zorder=level,
            ls=(0, (5, 3)) if is_dashed else "-", solid_capstyle="butt",
        )  # fmt: skip

    def dot(
        self, at: tuple[float, float], *, radius: float = 6, colour: str = "now",
        is_filled: bool = True,
    ) -> None:  # fmt: skip
        """A round mark; hollow marks tell a second kind apart without colour."""
        ink, paper = STAND_INS[colour], STAND_INS["surface"]
        self._axes.plot(
            [at[0]], [at[1]], marker="o", ms=2 * radius, ls="", zorder=4,
            mfc=ink if is_filled else paper, mec=paper if is_filled else ink,
            mew=1.5 if is_filled else 2.2,
        )  # fmt: skip

    def block(
        self, corner: tuple[float, float], size: tuple[float, float], *, colour: str,
        level: int = 0,
    ) -> None:  # fmt: skip
        """A filled rectangle."""
        self._axes.add_patch(
            Rectangle(corner, *size, fc=STAND_INS[colour], ec="none", zorder=level)
        )

    def svg(self, key: str, *, title: str, desc: str) -> Markup:
        """The drawing as inline SVG: no style, no font, no metadata, every id under `key`."""
        draft = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "outcomes"}):
            self._figure.savefig(draft, format="svg", metadata={"Date": None, "Creator": None})
        return Markup(_clean(draft.getvalue(), key, self, (title, desc)))  # noqa: S704


@cache
def _forget_own_style() -> None:
    """A style that a user keeps for charts of their own must not reach one of ours."""
    mpl.rcdefaults()


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From values to pixels, with round steps.

    Attributes:
        ticks: Values at which the axis is marked.
        place: Pixel of a value.
        shown: Text of a tick, in the manner of the figures.
    """

    ticks: tuple[float, ...]
    place: Callable[[float], float]
    shown: Callable[[float], str]


def axis(
    figures: Iterable[Figure], pixels: tuple[float, float], *, with_zero: bool = False,
    steps: int = 5,
) -> Axis:  # fmt: skip
    """An axis that holds all figures, from and to round values; 0 to 100 is never passed.

    Args:
        figures: What will be drawn.
        pixels: Where the lowest and the highest value lie.
        with_zero: Whether the axis must hold zero.
        steps: About how many steps.
    """
    known = list(figures)
    values = [figure.value for figure in known] or [0.0, 1.0]
    low, high = min(values), max(values)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - abs(low or 1) / 2, high + abs(high or 1) / 2
    step = _round_step((high - low) / steps)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(k * step, 10) for k in range(first, last + 1))
    start, end = pixels
    reach = ticks[-1] - ticks[0]

    def place(value: float) -> float:
        return start + (value - ticks[0]) * (end - start) / reach

    return Axis(ticks=ticks, place=place, shown=_manner(known, step))


def apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Places as near as may be to the wanted ones, at least `gap` from each other."""
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    placed = list(wanted)
    for _ in range(50):
        for first, second in pairwise(order):
            lack = gap - (placed[second] - placed[first])
            if lack > 1e-6:  # noqa: PLR2004
                placed[first] -= lack / 2
                placed[second] += lack / 2
    return placed


def wrapped(words: str, pixels: float, size: float = 12.5) -> list[str]:
    """Words broken into lines that fit, reckoned with an average width of letters."""
    most = max(int(pixels / (0.54 * size)), 6)
    lines = [""]
    for word in words.split():
        grown = f"{lines[-1]} {word}".strip()
        if len(grown) > most and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = grown
    return lines


def _manner(figures: Sequence[Figure], step: float) -> Callable[[float], str]:
    """How a tick is written: as the figures are, with the decimals that the step needs."""
    factor, front, back = 1.0, "", ""
    for figure in figures:
        bare = figure.shown.lstrip("+" + MINUS)
        front = "$" if bare.startswith("$") else ""
        back = "%" if "%" in bare else ""
        found = re.search(r"[\d,]+(?:\.\d+)?", bare)
        size = float(found.group().replace(",", "")) if found else 0.0
        if figure.value and size:
            factor = 100.0 if abs(100 * abs(figure.value) - size) < abs(
                abs(figure.value) - size
            ) else 1.0  # fmt: skip
            break
    decimals = max(0, -math.floor(math.log10(step * factor) + 1e-9))

    def shown(value: float) -> str:
        size = f"{abs(value * factor):,.{decimals}f}"
        sign = MINUS if value < 0 and float(size.replace(",", "")) else ""
        return f"{sign}{front}{size}{back}"

    return shown


def _round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * k for k in (1, 2, 2.5, 5, 10) if size * k >= rough * (1 - 1e-9))


def _literal(words: str) -> str:
    # A dollar sign would begin a formula.
    return unmarked(words).replace("$", r"\$")


def _attributes(style: str) -> str:
    """A style as attributes: the page's policy lets no style through but its own."""
    parts = [part.partition(":") for part in style.split(";") if part.strip()]
    return "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in parts)


def _clean(drawn: str, key: str, paper: Paper, aloud: tuple[str, str]) -> str:
    title, desc = aloud
    svg = drawn[drawn.index("<svg") :]
    for noise in (r"<metadata>.*?</metadata>", r"<!--.*?-->", r"<style[^>]*>.*?</style>"):
        svg = re.sub(noise, "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid=")([^"]+)"', rf'\g<1>{key}-\g<2>"', svg)
    svg = re.sub(r'(href="#)([^"]+)"', rf'\g<1>{key}-\g<2>"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{key}-\g<1>)", svg)
    svg = re.sub(r"#[0-9a-f]{6}", lambda found: PROPERTIES.get(found.group(), found.group()), svg)
    svg = re.sub(
        r"font: (?:(\d+) )?([\d.]+)px [^;\"]+",
        lambda found: f"font-weight: {found.group(1) or 400}; font-size: {found.group(2)}px",
        svg,
    )
    head = (
        f'<svg role="img" aria-labelledby="{key}-title {key}-desc" '
        f'viewBox="0 0 {paper.width:g} {paper.height:g}" width="{paper.width:g}" '
        f'height="{paper.height:g}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-desc">{escape(desc)}</desc>'
    )
    svg = re.sub(r"<svg[^>]*>", lambda _: head, svg, count=1)
    svg = re.sub(r" ?font-family: [^;\"]+;?", "", svg)
    svg = re.sub(r'<path d="[^"]*" style="fill: none; opacity: 0"\s*/>', "", svg)
    svg = re.sub(r' style="([^"]*)"', lambda found: _attributes(found.group(1)), svg)
    svg = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", svg)
    svg = re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
    return re.sub(r"\s*\n\s*", " ", re.sub(r">\s+<", "><", svg)).strip()
