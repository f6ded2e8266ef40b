"""The sufficient statistics that an engine hands over, one entry per cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """People measured once, one entry per cell.

    Attributes:
        n: People, shape (cells,).
        mean: Mean in the outcome's unit, NaN where n = 0.
        var: Variance with divisor n - 1, in squared units, NaN where n < 2.
    """

    n: NDArray[np.float64]
    mean: NDArray[np.float64]
    var: NDArray[np.float64]

    @classmethod
    def of(cls, values: ArrayLike) -> Self:
        """The moments of one cell, from its people."""
        x = np.asarray(values, dtype=np.float64)
        return cls(
            n=np.array([float(x.size)]),
            mean=np.array([x.mean() if x.size else np.nan]),
            var=np.array([x.var(ddof=1) if x.size > 1 else np.nan]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedMoments:
    """People measured twice, one entry per cell.

    Attributes:
        n: Pairs, shape (cells,).
        mean_before: Mean before, in the outcome's unit, NaN where n = 0.
        mean_after: Mean after.
        var_before: Variance before, divisor n - 1, in squared units, NaN where n < 2.
        var_after: Variance after.
        cov: Covariance of before and after, divisor n - 1.
        var_change: Variance of after - before; its own exact figure, because the sum of
            rounded variances gives a spread where everyone changed alike.
    """

    n: NDArray[np.float64]
    mean_before: NDArray[np.float64]
    mean_after: NDArray[np.float64]
    var_before: NDArray[np.float64]
    var_after: NDArray[np.float64]
    cov: NDArray[np.float64]
    var_change: NDArray[np.float64]

    @classmethod
    def of(cls, *, before: ArrayLike, after: ArrayLike) -> Self:
        """The moments of one cell, from its people; both of shape (people,), same order."""
        x, y = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
        nan = np.full(1, np.nan)
        if x.size < 2:  # noqa: PLR2004
            mean = (np.array([x.mean()]), np.array([y.mean()])) if x.size else (nan, nan)
            return cls(
                n=np.array([float(x.size)]), mean_before=mean[0], mean_after=mean[1],
                var_before=nan, var_after=nan, cov=nan, var_change=nan,
            )  # fmt: skip
        cov = np.cov(x, y)
        return cls(
            n=np.array([float(x.size)]),
            mean_before=np.array([x.mean()]),
            mean_after=np.array([y.mean()]),
            var_before=cov[:1, 0],
            var_after=cov[1:, 1],
            cov=cov[:1, 1],
            var_change=np.array([(y - x).var(ddof=1)]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """Before by after counts of an ordered or binary answer, one table per cell.

    Attributes:
        counts: People, shape (cells, k, k); first axis before, second after, in the order of
            the answers. For binary outcomes index 1 is "yes".
    """

    counts: NDArray[np.float64]
