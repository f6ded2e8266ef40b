"""Means that a few extreme people do not move: the middle of the values, from counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from pipeline.statistics.means import from_t, welch_t
from pipeline.statistics.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

TRIM: Final = 0.2
"""Share of people left out at either end."""


class Trimmed(NamedTuple):
    """The middle of one set of people.

    Attributes:
        n: People.
        kept: People of the middle.
        mean: Their mean.
        var: Winsorised variance of all: those left out count as the last that was kept.
    """

    n: float
    kept: float
    mean: float
    var: float


def trimmed(
    values: ArrayLike, counts: ArrayLike, *, trim: float = TRIM, is_whole: bool = True
) -> Trimmed:
    """The mean of the middle, from distinct values and how many have each.

    Args:
        values: Distinct values, shape (k,), in any order.
        counts: People with each.
        trim: Share left out at either end.
        is_whole: Whether that is rounded down to whole people, as is usual. Without, everyone
            counted twice gives the same mean.

    Returns:
        NaN where nobody is; no variance of fewer than two people.

    Source:
        Yuen (1974), Biometrika 61, 165; Wilcox (2022), Introduction to Robust Estimation and
        Hypothesis Testing, section 3.2.
    """
    v, c = np.asarray(values, dtype=np.float64), np.asarray(counts, dtype=np.float64)
    order = np.argsort(v, kind="stable")
    v, c = v[order], c[order]
    n = float(c.sum())
    if n == 0:
        return Trimmed(n=0.0, kept=0.0, mean=np.nan, var=np.nan)
    cut = np.floor(trim * n) if is_whole else trim * n
    upto = np.cumsum(c)
    inside = np.clip(np.minimum(upto, n - cut) - np.maximum(upto - c, cut), 0, None)
    kept = n - 2 * cut
    low, high = v[np.searchsorted(upto, cut, "right")], v[np.searchsorted(upto, n - cut, "left")]
    middle = (v * inside).sum() / kept
    pulled = np.clip(v, low, high)
    mean = (pulled * c).sum() / n
    squares = (c * (pulled - mean) ** 2).sum()
    return Trimmed(
        n=n, kept=float(kept), mean=float(middle), var=float(squares / (n - 1)) if n > 1 else np.nan
    )


def trimmed_mean(one: Trimmed, *, conf_level: float = 0.95) -> Estimate:
    """The mean of the middle against zero: of changes, whether the usual person changed.

    Args:
        one: The middle of the changes.
        conf_level: Coverage of the interval.

    Returns:
        One cell, shape (1,).

    Source:
        Tukey and McLaughlin (1963), Sankhya A 25, 331; Yuen (1974), Biometrika 61, 165.
    """
    moments = _as_moments(one)
    with np.errstate(all="ignore"):
        error = np.sqrt(moments.var / moments.n)
    return from_t(moments.mean, error, moments.n - 1, conf_level=conf_level)


def trimmed_difference(first: Trimmed, second: Trimmed, *, conf_level: float = 0.95) -> Estimate:
    """The difference of two means of the middle, first minus second, by Yuen's test.

    Source:
        Yuen (1974), Biometrika 61, 165.
    """
    return welch_t(_as_moments(first), _as_moments(second), conf_level=conf_level)


def _as_moments(one: Trimmed) -> Moments:
    """People whose ordinary error of the mean is that of the mean of the middle."""
    with np.errstate(all="ignore"):
        var = np.array([one.var]) * (one.n - 1) / max(one.kept - 1, 0.0)
    return Moments(n=np.array([one.kept]), mean=np.array([one.mean]), var=np.asarray(var))
