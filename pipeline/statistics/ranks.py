"""Changes of the same people by rank: for few people, or values with outliers.

These take the people of one cell, because ranks are not sums. Differences of measured values
must be exact where they are alike, so give scaled integers where values have decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from pipeline.statistics.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

EXACT_UP_TO = 25
"""People for whom every assignment of signs is counted."""

MANY_ZEROS = 0.1
"""Share who did not change from which they keep their ranks (Pratt)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRank:
    """Wilcoxon's test of one cell; NaN where nobody changed.

    Attributes:
        n: People who changed.
        rose: Sum of the ranks of those who rose, W+ (V in R).
        fell: Sum of the ranks of those who fell, W-.
        p_value: Two-sided.
        p_greater: One-sided, for a rise.
        p_less: One-sided, for a fall.
        is_exact: Whether every assignment of signs was counted.
        is_pratt: Whether those who did not change kept their ranks.
    """

    n: int
    rose: float
    fell: float
    p_value: float
    p_greater: float
    p_less: float
    is_exact: bool
    is_pratt: bool


def signed_rank(change: ArrayLike) -> SignedRank:
    """Whether more, and larger, changes went up than down.

    Exact up to 25 people who changed if no two changed by the same amount; else normal, with
    the correction for ties and none for continuity. Those who did not change are left out; if
    they are more than a tenth, they keep their ranks (Pratt), and the test is normal.

    Args:
        change: After minus before, shape (people,); NaN where not measured.

    Returns:
        The sums of ranks and the p-values.

    Source:
        Wilcoxon (1945), Biometrics Bulletin 1, 80; Pratt (1959), JASA 54, 655. Checked:
        depression of Hollander and Wolfe, V = 40, p = .0195 one-sided.
    """
    d = _measured(change)
    zeros = int((d == 0).sum())
    is_pratt = zeros > MANY_ZEROS * d.size
    if not is_pratt:
        d, zeros = d[d != 0], 0
    n = d.size - zeros
    if n == 0:
        return SignedRank(
            n=0, rose=np.nan, fell=np.nan, p_value=np.nan, p_greater=np.nan, p_less=np.nan,
            is_exact=False, is_pratt=is_pratt,
        )  # fmt: skip
    ranks, tied = _ranks(np.abs(d))
    rose, fell = float(ranks[d > 0].sum()), float(ranks[d < 0].sum())
    is_exact = not is_pratt and n <= EXACT_UP_TO and bool((tied == 1).all())
    if is_exact:
        less, greater = _exact_tails(rose, n)
    else:
        less, greater = _normal_tails(rose, d.size, zeros, tied[1:] if is_pratt else tied)
    return SignedRank(
        n=n, rose=rose, fell=fell, p_value=min(1.0, 2 * min(less, greater)),
        p_greater=greater, p_less=less, is_exact=is_exact, is_pratt=is_pratt,
    )  # fmt: skip


def rank_biserial(ranks: SignedRank) -> float:
    """How one-sided the changes were: -1 everyone fell, 0 balanced, 1 everyone rose.

    Source:
        Kerby (2014), Comprehensive Psychology 3, 11.IT.3.1. Checked: depression, .778.
    """
    return (ranks.rose - ranks.fell) / (ranks.rose + ranks.fell)


def hodges_lehmann(change: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """A typical change that outliers do not move: the median of all means of two people.

    Args:
        change: After minus before, shape (people,); NaN where not measured. Everyone counts,
            also who did not change. Takes people squared in memory.
        conf_level: Coverage of the interval, at least, up to 25 people; about, beyond.

    Returns:
        One cell, shape (1,), in the outcome's unit, without a standard error; the p-value is
        that of `signed_rank`. NaN where nobody was measured; no interval where there are too
        few people for the coverage (5 or fewer at 95 %).

    Source:
        Hodges and Lehmann (1963), Annals of Mathematical Statistics 34, 598; interval: Tukey
        (1949), in Hollander and Wolfe (1999), Nonparametric Statistical Methods, 3.3.
    """
    d = _measured(change)
    if d.size == 0:
        return Estimate.none(1)
    i, j = np.triu_indices(d.size)
    means = np.sort((d[i] + d[j]) / 2)
    skipped = _skipped(d.size, (1 - conf_level) / 2)
    known = skipped >= 0
    nan = np.full(1, np.nan)
    return Estimate(
        estimate=np.array([np.median(means)]),
        std_error=nan,
        df=nan,
        statistic=nan,
        p_value=np.array([signed_rank(d).p_value]),
        conf_low=means[[skipped]] if known else nan,
        conf_high=means[[means.size - 1 - skipped]] if known else nan,
    )


def _measured(change: ArrayLike) -> NDArray[np.float64]:
    d = np.asarray(change, dtype=np.float64)
    return d[~np.isnan(d)]


def _ranks(sizes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean ranks from 1, and how many share each distinct size in ascending order."""
    _, place, tied = np.unique(sizes, return_inverse=True, return_counts=True)
    last = np.cumsum(tied)
    return (last - (tied - 1) / 2)[place], tied.astype(np.float64)


def _ways(n: int) -> NDArray[np.float64]:
    """Assignments of signs to the ranks 1 to n by the sum of the positive ones, exact to 2^53."""
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1
    for rank in range(1, n + 1):
        ways[rank:] = ways[rank:] + ways[:-rank]
    return ways


def _exact_tails(rose: float, n: int) -> tuple[float, float]:
    ways, at = _ways(n), round(rose)
    return float(ways[: at + 1].sum() / 2**n), float(ways[at:].sum() / 2**n)


def _normal_tails(
    rose: float, n: int, zeros: int, tied: NDArray[np.float64]
) -> tuple[float, float]:
    """Tails from moments; n with the zeros that keep ranks, ties without them."""
    mean = (n * (n + 1) - zeros * (zeros + 1)) / 4
    squares = n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1)
    z = (rose - mean) / np.sqrt(squares / 24 - (tied**3 - tied).sum() / 48)
    return float(ndtr(z)), float(ndtr(-z))


def _skipped(n: int, tail: float) -> int:
    """How many of the outermost means of two the interval leaves out; -1 for no interval."""
    if n <= EXACT_UP_TO:
        return int(np.searchsorted(np.cumsum(_ways(n)) / 2**n, tail)) - 1
    spread = np.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    return int(np.floor(n * (n + 1) / 4 + ndtri(tail) * spread)) - 1
