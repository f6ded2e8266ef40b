"""Limits of a noncentrality parameter, for intervals of standardised effects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import nctdtr, ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CLOSE = 1e-9
"""On the normal scale: how near the distribution function must come to its level."""


def noncentral_limits(
    t: ArrayLike, df: ArrayLike, *, conf_level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The noncentrality parameters for which an observed t is just not surprising.

    Args:
        t: Observed statistic, shape (cells,).
        df: Degrees of freedom, shape (cells,).
        conf_level: Coverage of the interval.

    Returns:
        Low and high; NaN where t or df is, or df < 1. The tails are met to 1e-8.

    Source:
        Steiger and Fouladi (1997), in What If There Were No Significance Tests?, ch. 9.
    """
    t, df = np.broadcast_arrays(np.asarray(t, np.float64), np.asarray(df, np.float64))
    tail = (1 - conf_level) / 2
    usable = np.isfinite(t) & (df >= 1)
    found = np.full((2, *t.shape), np.nan)
    if usable.any():
        found[:, usable] = [_solve(t[usable], df[usable], level) for level in (1 - tail, tail)]
    return found[0], found[1]


def _solve(
    at: NDArray[np.float64], degrees: NDArray[np.float64], level: float
) -> NDArray[np.float64]:
    wanted = ndtri(level)
    with np.errstate(all="ignore"):
        # On the normal scale the distribution function is nearly a line in the noncentrality,
        # so the secant method needs a handful of steps.
        last = at - wanted * np.sqrt(1 + at**2 / (2 * degrees))
        missed = ndtri(nctdtr(degrees, last, at)) - wanted
        now = last + missed
        for _ in range(12):
            missing = ndtri(nctdtr(degrees, now, at)) - wanted
            step = missing * (now - last) / (missing - missed)
            moves = np.isfinite(step) & (np.abs(step) > 1e-15 * (1 + np.abs(now)))
            last, missed = now, missing
            now = np.where(moves, now - step, now)
            if not moves.any():
                break
        settled = np.abs(ndtri(nctdtr(degrees, now, at)) - wanted) < CLOSE
    rest = ~settled
    if rest.any():
        now[rest] = _halve(at[rest], degrees[rest], level)
    return now


def _halve(t: NDArray[np.float64], df: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    reach = 10 + 9 * np.abs(t)  # with one degree of freedom limits are many times t away
    low, high = t - reach, t + reach
    for _ in range(80):
        middle = (low + high) / 2
        below = nctdtr(df, middle, t)
        # Far out the function is NaN: there it is 1 on the left and 0 on the right.
        is_low = np.where(np.isnan(below), middle < t, below > level)
        low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
    return np.asarray((low + high) / 2)
