"""Ordered answers: of the same people before and after, and of two groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtrit

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.proportions import two_ways

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.moments import PairTable


ROUNDING = 1e-12
"""A share of people smaller than this is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChiSquare:
    """A test without a direction, one entry per cell; NaN where it cannot be made.

    Attributes:
        statistic: Chi-square, shape (cells,).
        df: Degrees of freedom.
        p_value: Chance of a statistic as large if there were no difference.
    """

    statistic: NDArray[np.float64]
    df: NDArray[np.float64]
    p_value: NDArray[np.float64]


def stuart_maxwell(table: PairTable, *, conf_level: float = 0.95) -> Estimate:
    """Whether the answers shifted at all, and by how many steps on average.

    The test compares the two margins without an order and so has no direction; the estimate
    beside it is the mean shift in steps with a normal interval.

    Args:
        table: Before by after counts of k answers; answers that nobody left or took up are
            left out of the test.
        conf_level: Coverage of the interval of the mean shift.

    Returns:
        Mean shift, after minus before, in steps; chi-square in `statistic`. No test where
        nobody changed, or where the answers fall into sets between which nobody moved; no
        interval where everyone shifted alike.

    Source:
        Stuart (1955), Biometrika 42, 412; Maxwell (1970), British Journal of Psychiatry 116,
        651. Checked: vision of 7 477 women, 11.957 on 3 degrees of freedom.
    """
    counts = table.counts
    n = counts.sum(axis=(1, 2))
    steps = np.arange(counts.shape[1])[None, :] - np.arange(counts.shape[1])[:, None]
    with np.errstate(all="ignore"):
        shift = (counts * steps).sum(axis=(1, 2)) / n
        square = (counts * steps**2).sum(axis=(1, 2)) / n
        variance = np.where(n > 1, (square - shift**2) / (n - 1), np.nan)
        std_error = np.sqrt(np.maximum(variance, 0))
    test = _margins(counts)
    margin = ndtri((1 + conf_level) / 2) * np.where(std_error > 0, std_error, np.nan)
    return Estimate(
        estimate=shift,
        std_error=std_error,
        df=test.df,
        statistic=test.statistic,
        p_value=test.p_value,
        conf_low=shift - margin,
        conf_high=shift + margin,
    )


def bhapkar(table: PairTable) -> ChiSquare:
    """Whether the answers shifted at all: more powerful than `stuart_maxwell`, less cautious.

    Args:
        table: Before by after counts of k answers.

    Returns:
        NaN as in `stuart_maxwell`, and where everyone changed in the same way.

    Source:
        Bhapkar (1966), JASA 61, 228; its link to Stuart's statistic: Keefe (1982), Journal of
        Statistical Computation and Simulation 14, 221. Checked: vision, 11.976.
    """
    stuart = _margins(table.counts)
    with np.errstate(all="ignore"):
        rest = 1 - stuart.statistic / table.counts.sum(axis=(1, 2))
        # Less than a rounding error is left where everyone moved alike.
        rest = np.where(rest > ROUNDING, rest, np.nan)
        return _chi_square(stuart.statistic / rest, stuart.df)


def bowker(table: PairTable) -> ChiSquare:
    """Whether as many people moved from each answer to each other one as moved back.

    Args:
        table: Before by after counts of k answers.

    Returns:
        A degree of freedom for every pair of answers between which someone moved; NaN where
        nobody changed.

    Source:
        Bowker (1948), JASA 43, 572. Checked: vision, 19.107 on 6 degrees of freedom.
    """
    counts = table.counts
    first, second = np.triu_indices(counts.shape[1], 1)
    there, back = (_by_cell(counts[:, i, j]) for i, j in ((first, second), (second, first)))
    moved = there + back
    with np.errstate(all="ignore"):
        parts = np.where(moved > 0, (there - back) ** 2 / moved, 0.0)
    df = (moved > 0).sum(axis=1).astype(np.float64)
    return _chi_square(parts.sum(axis=1), df)


def sign_test(table: PairTable, *, conf_level: float = 0.95) -> Estimate:
    """How many more people rose than fell, as a share of everyone.

    Args:
        table: Before by after counts of k ordered answers.
        conf_level: Coverage of the normal interval.

    Returns:
        Share who rose minus share who fell, -1 to 1; `statistic` is z, without a correction
        for continuity; the p-value is by the rule of `proportions.mcnemar`. NaN where nobody
        was measured; no interval where everyone moved alike.

    Source:
        Dixon and Mood (1946), JASA 41, 557. Checked: vision, 1 171 up, 1 010 down, z 3.447.
    """
    counts = table.counts
    n = counts.sum(axis=(1, 2))
    up = np.triu(counts, 1).sum(axis=(1, 2))
    down = np.tril(counts, -1).sum(axis=(1, 2))
    with np.errstate(all="ignore"):
        share = (up - down) / n
        std_error = np.sqrt(np.maximum(up + down - (up - down) ** 2 / n, 0)) / n
        statistic = np.where(n > 0, (up - down) / np.sqrt(up + down), np.nan)
    margin = ndtri((1 + conf_level) / 2) * np.where(std_error > 0, std_error, np.nan)
    return Estimate(
        estimate=share,
        std_error=std_error,
        df=np.where(n > 0, np.inf, np.nan),
        statistic=statistic,
        p_value=np.where(n > 0, two_ways(up, down)["p_value"], np.nan),
        conf_low=share - margin,
        conf_high=share + margin,
    )


def mann_whitney(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """The chance that someone of the first group answers higher than someone of the second.

    Alike answers count half, so 0.5 is no difference (probability of superiority). The test is
    that of equal distributions, with the correction for ties and none for continuity; the
    interval allows unequal spreads.

    Args:
        first: People by answer in ascending order, shape (cells, k).
        second: The same of the second group.
        conf_level: Coverage of the interval, cut off at 0 and 1.

    Returns:
        `statistic` is z, `df` and `std_error` those of the interval. NaN where a group is
        empty, no test where everyone answered alike, no interval where a group has one person
        or the groups do not overlap.

    Source:
        Mann and Whitney (1947), Annals of Mathematical Statistics 18, 50; interval: Brunner
        and Munzel (2000), Biometrical Journal 42, 17.
    """
    a, b = _by_cell(first), _by_cell(second)
    n1, n2 = a.sum(axis=1), b.sum(axis=1)
    n, tied = n1 + n2, a + b
    with np.errstate(all="ignore"):
        above = (np.cumsum(b, axis=1) - b / 2) / n2[:, None]
        below = (np.cumsum(a, axis=1) - a / 2) / n1[:, None]
        chance = (a * above).sum(axis=1) / n1
        one, two = _spread(a, above) / n1, _spread(b, below) / n2
        std_error = np.sqrt(one + two)
        df = (one + two) ** 2 / (one**2 / (n1 - 1) + two**2 / (n2 - 1))
        ties = (tied**3 - tied).sum(axis=1) / (n * (n - 1))
        null = np.sqrt((n + 1 - ties) / (12 * n1 * n2))
        statistic = (chance - 0.5) / np.where(null > 0, null, np.nan)
        margin = stdtrit(df, (1 + conf_level) / 2) * np.where(std_error > 0, std_error, np.nan)
    return Estimate(
        estimate=chance,
        std_error=std_error,
        df=df,
        statistic=statistic,
        p_value=2 * ndtr(-np.abs(statistic)),
        conf_low=np.maximum(chance - margin, 0),
        conf_high=np.minimum(chance + margin, 1),
    )


def _by_cell(values: ArrayLike) -> NDArray[np.float64]:
    """Each cell's values side by side: the layout decides in which order a sum rounds."""
    return np.ascontiguousarray(values, dtype=np.float64)


def _spread(people: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variance with divisor n - 1 of a value by answer, shape (cells,)."""
    n = people.sum(axis=1)
    mean = (people * value).sum(axis=1) / n
    return np.asarray((people * (value - mean[:, None]) ** 2).sum(axis=1) / (n - 1))


def _chi_square(statistic: NDArray[np.float64], df: NDArray[np.float64]) -> ChiSquare:
    usable = (df > 0) & np.isfinite(statistic)
    statistic, df = np.where(usable, statistic, np.nan), np.where(usable, df, np.nan)
    return ChiSquare(statistic=statistic, df=df, p_value=np.asarray(chdtrc(df, statistic)))


def _margins(counts: NDArray[np.float64]) -> ChiSquare:
    """Stuart's statistic of every cell at once: d' S^-1 d over all answers but one."""
    cells, k, _ = counts.shape
    exchanged = counts + counts.transpose(0, 2, 1)
    exchanged[:, np.arange(k), np.arange(k)] = 0
    movers = exchanged.sum(axis=2)
    active = movers > 0
    linked = _is_one_piece(exchanged > 0, active)
    # The last active answer follows from the others; it and the idle ones become 1 = 1.
    is_last = active & (np.cumsum(active, axis=1) == active.sum(axis=1)[:, None])
    solved = active & ~is_last & linked[:, None]
    difference = np.where(solved, _by_cell(counts.sum(axis=2) - counts.sum(axis=1)), 0.0)
    spread = -exchanged
    spread[:, np.arange(k), np.arange(k)] = movers
    both = solved[:, :, None] & solved[:, None, :]
    spread = np.where(both, spread, np.eye(k))
    weights = _by_cell(np.linalg.solve(spread, difference[:, :, None])[:, :, 0])
    df = np.where(linked, active.sum(axis=1) - 1.0, np.nan)
    statistic = np.where(linked, (difference * weights).sum(axis=1), np.nan)
    return _chi_square(statistic.reshape(cells), df)


def _is_one_piece(moved: NDArray[np.bool_], active: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether people moved, perhaps over others, between all answers that took part.

    Otherwise the spread has no inverse; found by counting, so without a tolerance.
    """
    reached = np.cumsum(active, axis=1) == 1
    reached &= active
    for _ in range(moved.shape[1]):
        reached = reached | (moved & reached[:, :, None]).any(axis=1)
    return np.asarray((reached == active).all(axis=1) & active.any(axis=1))
