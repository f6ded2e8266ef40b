"""A change of an average, split: other people, or the same kinds of people at another level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Split(NamedTuple):
    """The two parts of a change; together they are the whole of it.

    Attributes:
        mix: What a different mix of kinds makes.
        rate: What the kinds themselves changed.
    """

    mix: float
    rate: float


def mix_and_rate(
    n_before: ArrayLike, mean_before: ArrayLike, n_after: ArrayLike, mean_after: ArrayLike
) -> Split:
    """How much of the change of a mean is mix, how much is rate.

    Args:
        n_before: People of each kind before, shape (kinds,).
        mean_before: Their mean; NaN where there are none.
        n_after: The same after.
        mean_after: The same after.

    Returns:
        In the unit of the mean; NaN where a period has nobody. A kind that is there in one period
        only counts as mix: its mean is taken to have stayed.

    Source:
        Kitagawa (1955), Journal of the American Statistical Association 50, 1168.
    """
    n0, m0, n1, m1 = (
        np.asarray(v, dtype=np.float64) for v in (n_before, mean_before, n_after, mean_after)
    )
    if not (n0.sum() > 0 and n1.sum() > 0):
        return Split(np.nan, np.nan)
    first, then = np.where(n0 > 0, m0, m1), np.where(n1 > 0, m1, m0)
    there = (n0 > 0) | (n1 > 0)
    p0, p1 = n0 / n0.sum(), n1 / n1.sum()
    mix = ((p1 - p0) * (first + then) / 2)[there].sum()
    rate = ((p0 + p1) / 2 * (then - first))[there].sum()
    return Split(float(mix), float(rate))
