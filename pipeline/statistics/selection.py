"""People chosen for a low or high start: how far they would move by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtr, ndtri

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_POINTS: Final = 64
_REACH: Final = 12.0


def expected_gain(share: ArrayLike, correlation: ArrayLike) -> Floats:
    """How far a group below a cut moves up by itself, in standard deviations of everyone.

    Args:
        share: Share of everyone who lies below the cut, 0 to 1, shape (cells,).
        correlation: Of two measurements of one person when nothing happens.

    Returns:
        (1 - r) times how far the group lies below the mean; of a group above a cut the same
        downwards. NaN where nobody or everyone lies below.

    Source:
        Davis (1976), American Journal of Epidemiology 104, 493. Checked: r = .7, the lowest
        quarter, 0.381.
    """
    q, r = np.asarray(share, dtype=np.float64), np.asarray(correlation, dtype=np.float64)
    with np.errstate(all="ignore"):
        inside = (q > 0) & (q < 1)
        height = np.exp(-(ndtri(np.where(inside, q, 0.5)) ** 2) / 2) / np.sqrt(2 * np.pi)
        return np.where(inside, (1 - r) * height / q, np.nan)


def expected_share_improved(share: ArrayLike, correlation: ArrayLike) -> Floats:
    """The share of a group below a cut who score higher the second time, with no change at all.

    Args:
        share: Share of everyone who lies below the cut, 0 to 1, shape (cells,).
        correlation: Of two measurements of one person, below 1.

    Returns:
        0.5 to 1; NaN where nobody lies below or the correlation is 1 or more.

    Source:
        The normal model of Davis (1976), integrated over the group. Checked: r = .7, the lowest
        quarter, .699.
    """
    q, r = np.broadcast_arrays(
        np.asarray(share, dtype=np.float64), np.asarray(correlation, dtype=np.float64)
    )
    nodes, weights = np.polynomial.legendre.leggauss(_POINTS)
    inside = (q > 0) & (q <= 1) & (np.abs(r) < 1)
    safe_q, safe_r = np.where(inside, q, 0.5), np.where(inside, r, 0.0)
    cut = np.minimum(ndtri(safe_q), _REACH)
    half = (cut + _REACH) / 2
    x = half[..., None] * nodes + (cut - _REACH)[..., None] / 2
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    steep = (1 - safe_r) / np.sqrt(1 - safe_r**2)
    total = half * (ndtr(-steep[..., None] * x) * density * weights).sum(axis=-1)
    return np.where(inside, total / safe_q, np.nan)


def regression_expected(
    mean_start: ArrayLike, mean_all: ArrayLike, correlation: ArrayLike
) -> Floats:
    """How far a chosen group moves by itself, from where it and everyone start.

    Args:
        mean_start: Mean of the chosen before, in the outcome's unit, shape (cells,).
        mean_all: Mean of everyone from whom they were chosen, same unit.
        correlation: Of two measurements of one person when nothing happens.

    Returns:
        (1 - r) (mean of all - mean of the chosen): the change that is no news.

    Source:
        Davis (1976), American Journal of Epidemiology 104, 493, eq. 1; Galton (1886).
    """
    start, everyone, r = (
        np.asarray(v, dtype=np.float64) for v in (mean_start, mean_all, correlation)
    )
    return np.asarray((1 - r) * (everyone - start))
