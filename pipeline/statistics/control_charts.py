"""Charts of a process over time: what is usual, and what is a signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import bdtr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

FEWEST_BASELINE: Final = 8
FEWEST_RUN: Final = 10
"""Points from which on limits, and runs, say anything."""

_XMR, _LARGE_MOVE = 2.66, 3.267
_SHIFT: Final = 7
_MOVE: Final = 1.128


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The usual range of a process, and the points that leave it.

    Attributes:
        centre: Middle of the usual range, shape (points,).
        low: Lower limit.
        high: Upper limit.
        outside: Points beyond a limit.
        shift: Points in a run of seven or more on one side of the centre.
        near: Points in two of three in the outer third, on one side.
    """

    centre: Floats
    low: Floats
    high: Floats
    outside: Flags
    shift: Flags
    near: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Whether points scatter about their median as chance would have them.

    Attributes:
        median: Of all points.
        useful: Points that are not on the median.
        longest: Longest run on one side of it.
        longest_usual: Longest run that chance still makes.
        crossings: How often the line crosses the median.
        crossings_usual: Fewest crossings that chance still makes.
        is_signal: Whether either is beyond; False where there are too few points.
    """

    median: float
    useful: int
    longest: int
    longest_usual: int
    crossings: int
    crossings_usual: int
    is_signal: bool


def xmr(values: ArrayLike, *, baseline: int | None = None) -> Chart:
    """The usual range of single values, from how far they move from one to the next.

    Args:
        values: In time order, shape (points,), none missing.
        baseline: How many first points tell what is usual; all where left out.

    Returns:
        NaN limits with fewer than eight points in the baseline.

    Source:
        Wheeler (2000), Understanding Variation; moves beyond 3.267 times their mean are left
        out once: NHS England, Making Data Count. Checked: the worked series, 66.535 to 80.215.
    """
    y = np.asarray(values, dtype=np.float64)
    first = y[: len(y) if baseline is None else baseline]
    centre, reach = float("nan"), float("nan")
    if len(first) >= FEWEST_BASELINE:
        moves = np.abs(np.diff(first))
        usual = moves[moves <= _LARGE_MOVE * moves.mean()]
        centre, reach = float(first.mean()), _XMR * float(usual.mean())
    ones = np.ones(len(y))
    return _chart(y, centre * ones, (centre - reach) * ones, (centre + reach) * ones)


def p_chart(
    hits: ArrayLike, n: ArrayLike, *, baseline: int | None = None, is_overdispersed: bool = False
) -> Chart:
    """The usual range of shares whose numbers of people differ.

    Args:
        hits: People who count, in time order, shape (points,).
        n: People at each point.
        baseline: How many first points tell what is usual.
        is_overdispersed: Whether points differ by more than chance alone would make them: the
            limits are then widened by how far they move (Laney's p').

    Returns:
        Limits within 0 and 1, a pair for each point.

    Source:
        Shewhart (1931); p': Laney (2002), Quality Engineering 14, 531.
    """
    x, n = np.asarray(hits, dtype=np.float64), np.asarray(n, dtype=np.float64)
    some = slice(0, len(x) if baseline is None else baseline)
    centre = float("nan")
    if len(x[some]) >= FEWEST_BASELINE and n[some].sum() > 0:
        centre = float(x[some].sum() / n[some].sum())
    with np.errstate(all="ignore"):
        share = x / n
        error = np.sqrt(centre * (1 - centre) / n)
        widened = 1.0
        if is_overdispersed:
            scores = ((share - centre) / error)[some]
            widened = float(np.abs(np.diff(scores)).mean()) / _MOVE
        reach = 3 * error * widened
    low, high = np.maximum(centre - reach, 0), np.minimum(centre + reach, 1)
    return _chart(share, np.full(len(x), centre), low, high)


def runs(values: ArrayLike) -> Runs:
    """Whether a series shifted, without any limits: too long a run, or too few crossings.

    Args:
        values: In time order, shape (points,), none missing.

    Source:
        Anhoj and Olesen (2014), PLoS ONE 9, e113825; bounds: Schilling (2012) and the binomial.
        Checked: their table for 10 to 60 points.
    """
    y = np.asarray(values, dtype=np.float64)
    median = float(np.median(y)) if len(y) else float("nan")
    side = np.sign(y - median)
    side = side[side != 0]
    n = len(side)
    longest, crossings = _runs(side)
    if n < FEWEST_RUN:
        return Runs(
            median=median, useful=n, longest=longest, longest_usual=n, crossings=crossings,
            crossings_usual=0, is_signal=False,
        )  # fmt: skip
    usual, fewest = longest_usual(n), crossings_usual(n)
    return Runs(
        median=median, useful=n, longest=longest, longest_usual=usual, crossings=crossings,
        crossings_usual=fewest, is_signal=longest > usual or crossings < fewest,
    )  # fmt: skip


def longest_usual(n: int) -> int:
    """The longest run on one side of the median that chance still makes among n points.

    Source:
        Schilling (2012), College Mathematics Journal 43, 214.
    """
    return round(float(np.log2(n))) + 3


def crossings_usual(n: int) -> int:
    """The fewest crossings of the median that chance still makes among n points.

    Source:
        Chen (2010), Statistical Methods; the 5 % point of the binomial of n - 1 and a half.
    """
    return next(k for k in range(n) if float(bdtr(k, n - 1, 0.5)) >= 0.05)  # noqa: PLR2004


def _runs(side: Floats) -> tuple[int, int]:
    if not len(side):
        return 0, 0
    changes = np.flatnonzero(np.diff(side) != 0)
    edges = np.concatenate([[-1], changes, [len(side) - 1]])
    return int(np.diff(edges).max()), len(changes)


def _chart(y: Floats, centre: Floats, low: Floats, high: Floats) -> Chart:
    with np.errstate(all="ignore"):
        outside = (y < low) | (y > high)
        above, below = y > centre, y < centre
        upper, lower = y > centre + (high - centre) * 2 / 3, y < centre - (centre - low) * 2 / 3
    return Chart(
        centre=centre,
        low=low,
        high=high,
        outside=outside,
        shift=_stretch(above) | _stretch(below),
        near=_two_of_three(upper) | _two_of_three(lower),
    )


def _stretch(on: Flags) -> Flags:
    """Points in a stretch of seven or more; a point on the centre breaks it."""
    found = np.zeros(len(on), dtype=np.bool_)
    start = 0
    for at in range(len(on) + 1):
        if at < len(on) and on[at]:
            continue
        if at - start >= _SHIFT:
            found[start:at] = True
        start = at + 1
    return found


def _two_of_three(far: Flags) -> Flags:
    found = np.zeros(len(far), dtype=np.bool_)
    for at in range(len(far) - 2):
        three = far[at : at + 3]
        if three.sum() >= 2:  # noqa: PLR2004
            found[at : at + 3] |= three
    return found
