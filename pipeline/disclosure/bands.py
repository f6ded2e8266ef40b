"""Shares as bands: wide enough that no band tells how many people it is true of.

A band is as wide as at least three people of its group. The lowest and the highest are printed as
"under 5%" and "over 95%", so that nobody is told that it is true of none or of all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pipeline.tables.published import Figure

WIDTHS: Final = (1, 5, 10, 20, 50)
"""Widths of bands in points, narrowest first; each divides 100."""
FEWEST: Final = 3
"""How many numbers of people a band must leave open."""
WHOLE: Final = 100
NOISE: Final = 1e-9
"""Nearer than this, in points, to the end of a band is on it: the noise of a division."""


@dataclass(frozen=True, slots=True)
class Band:
    """The band that a share lies in.

    Attributes:
        low: Its lower end, in percent.
        width: Its width, in points.
    """

    low: int
    width: int

    @property
    def high(self) -> int:
        """Its upper end, in percent."""
        return self.low + self.width

    @property
    def middle(self) -> float:
        """Its middle, as a share of 0 to 1: what a chart draws."""
        return (self.low + self.high) / (2 * WHOLE)

    @property
    def figure(self) -> Figure:
        """How it is printed.

        >>> [Band(low, 5).figure.shown for low in (0, 30, 95)]
        ['under 5%', '30 to 35%', 'over 95%']
        >>> [Band(low, 50).figure.shown for low in (0, 50)]
        ['under 50%', '50% or more']
        """
        return Figure(value=self.middle, shown=self._shown())

    def counts(self, n: float) -> tuple[int, int]:
        """The least and the most people of n for whom their share lies in the band.

        >>> Band(0, 5).counts(60), Band(30, 5).counts(60), Band(95, 5).counts(60)
        ((0, 2), (18, 20), (58, 60))
        """
        least = math.ceil(self.low * n / WHOLE - NOISE)
        most = math.floor(self.high * n / WHOLE + NOISE)
        if self.is_open_below and _is_whole(self.low * n / WHOLE):
            least += 1
        if not self._is_closed_above and _is_whole(self.high * n / WHOLE):
            most -= 1
        return least, most

    @property
    def is_open_below(self) -> bool:
        """Whether its lower end belongs to the band below: "over 95%" does not hold 95."""
        return self.high == WHOLE and self.width != WHOLE // 2

    @property
    def _is_closed_above(self) -> bool:
        return self.high == WHOLE or (self.high == WHOLE - self.width and self.width != WHOLE // 2)

    def _shown(self) -> str:
        if self.low == 0:
            return f"under {self.high}%"
        if self.high == WHOLE:
            return f"over {self.low}%" if self.is_open_below else f"{self.low}% or more"
        return f"{self.low} to {self.high}%"


def first_width(n: float) -> int:
    """The narrowest width that is worth at least three people; the widest where none is.

    >>> [first_width(n) for n in (300, 299, 60, 30, 15, 14, 6)]
    [1, 5, 5, 10, 20, 50, 50]
    """
    return next((width for width in WIDTHS if width * n / WHOLE >= FEWEST), WIDTHS[-1])


def next_width(width: int) -> int | None:
    """The next wider width; None where there is none.

    >>> next_width(5), next_width(50)
    (10, None)
    """
    at = WIDTHS.index(width) + 1
    return WIDTHS[at] if at < len(WIDTHS) else None


def band_of(share: float, width: int) -> Band:
    """The band of a width that a share lies in.

    >>> band_of(0.32, 5), band_of(0.95, 5), band_of(1.0, 5), band_of(0.5, 50)
    (Band(low=30, width=5), Band(low=90, width=5), Band(low=95, width=5), Band(low=50, width=50))
    """
    percent = share * WHOLE
    low = math.floor(percent / width + NOISE) * width
    top = Band(WHOLE - width, width)
    if low >= top.low:
        is_at_its_end = abs(percent - top.low) < NOISE
        return Band(top.low - width, width) if top.is_open_below and is_at_its_end else top
    return Band(low, width)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < NOISE
