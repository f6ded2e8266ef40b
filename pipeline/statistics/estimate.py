"""The one shape in which every method answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """Point, spread and test of one quantity, one entry per cell; NaN where not estimable.

    Attributes:
        estimate: In the outcome's unit, shape (cells,).
        std_error: Same unit.
        df: Degrees of freedom; inf for a normal reference, NaN for an exact test.
        statistic: Test statistic for no change.
        p_value: Two-sided.
        conf_low: Lower limit of the interval.
        conf_high: Upper limit.
    """

    estimate: NDArray[np.float64]
    std_error: NDArray[np.float64]
    df: NDArray[np.float64]
    statistic: NDArray[np.float64]
    p_value: NDArray[np.float64]
    conf_low: NDArray[np.float64]
    conf_high: NDArray[np.float64]

    @classmethod
    def none(cls, cells: int) -> Self:
        """Nothing estimable in any cell."""
        nan = np.full(cells, np.nan)
        return cls(
            estimate=nan, std_error=nan, df=nan, statistic=nan, p_value=nan,
            conf_low=nan, conf_high=nan,
        )  # fmt: skip

    def padded(self, cells: int) -> Self:
        """The same in the first of so many cells, nothing in the others."""
        nothing = np.full(cells - 1, np.nan)
        named = {n: np.concatenate([getattr(self, n), nothing]) for n in Estimate.__slots__}
        return replace(self, **named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A standardised effect with its interval, one entry per cell.

    Attributes:
        effect: In standard deviations or the index's own unit, shape (cells,).
        low: Lower limit.
        high: Upper limit.
    """

    effect: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
