"""People who did not answer: how far they could move a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


class Bounds(NamedTuple):
    """What the mean of everyone could be.

    Attributes:
        low: If everyone who did not answer were at the lowest value.
        high: If they were at the highest.
    """

    low: Floats
    high: Floats


def bounds(
    mean: ArrayLike, answered: ArrayLike, asked: ArrayLike, *, lowest: float, highest: float
) -> Bounds:
    """The mean of all who were asked, whatever the others would have said.

    Args:
        mean: Mean or share of those who answered, shape (cells,).
        answered: How many answered.
        asked: How many were asked, no fewer.
        lowest: Smallest possible value; 0 of a share.
        highest: Largest possible value; 1 of a share.

    Source:
        Manski (1989), Journal of Human Resources 24, 343, eq. 3.
    """
    mean, rate = np.asarray(mean, dtype=np.float64), _rate(answered, asked)
    return Bounds(mean * rate + (1 - rate) * lowest, mean * rate + (1 - rate) * highest)


def tipping_point(
    mean: ArrayLike, answered: ArrayLike, asked: ArrayLike, before: ArrayLike
) -> Floats:
    """The mean of those who did not answer at which everyone's would be as before.

    Args:
        mean: Mean or share of those who answered, shape (cells,).
        answered: How many answered.
        asked: How many were asked.
        before: Mean or share before, taken for everyone's.

    Returns:
        NaN where everyone answered. It may lie where no value can: then the rest cannot undo the
        change.

    Source:
        Algebra on Manski's bounds; as tipping-point analysis: Yan, Lee and Li (2009), Journal of
        Biopharmaceutical Statistics 19, 1085.
    """
    mean, rate = np.asarray(mean, dtype=np.float64), _rate(answered, asked)
    with np.errstate(all="ignore"):
        return np.where(rate < 1, (np.asarray(before) - rate * mean) / (1 - rate), np.nan)


def _rate(answered: ArrayLike, asked: ArrayLike) -> Floats:
    n, of = np.asarray(answered, dtype=np.float64), np.asarray(asked, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.where(of > 0, np.minimum(n / of, 1.0), np.nan)
