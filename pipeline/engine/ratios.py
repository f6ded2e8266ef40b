"""Exact sums to means and variances: one division, at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def mean(n: NDArray[np.float64], total: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Mean in the outcome's unit, NaN where nobody is."""
    return _ratio(total, n * unit, n > 0)


def variance(n: NDArray[np.float64], spread: NDArray[np.float64], unit: float) -> NDArray[Any]:
    """Variance or covariance with divisor n - 1, NaN where n < 2."""
    return _ratio(spread, n * (n - 1) * unit**2, n > 1)


def _ratio(
    top: NDArray[np.float64], bottom: NDArray[np.float64], defined: NDArray[np.bool_]
) -> NDArray[np.float64]:
    ratio = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=defined)
    return ratio
