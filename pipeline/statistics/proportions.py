"""Shares of people: one share, the difference of two groups, the change of the same people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtr, chdtrc, ndtr, ndtri, stdtrit

from pipeline.statistics.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.moments import PairTable

EXACT_BELOW = 25
"""Fewer people than this who changed sides: McNemar's mid-p instead of chi-square."""


def wilson(
    x: ArrayLike, n: ArrayLike, *, conf_level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The range that holds the true share, from x of n people.

    Never leaves 0 to 1, and is not empty at x = 0 or x = n.

    Args:
        x: People who said yes, shape (cells,).
        n: People asked, same shape.
        conf_level: Coverage of the interval.

    Returns:
        Low and high, shares from 0 to 1; NaN where n = 0.

    Source:
        Wilson (1927), JASA 22, 209. Numbers checked: Newcombe (1998), 81 of 263.
    """
    x, n = np.asarray(x, dtype=np.float64), np.asarray(n, dtype=np.float64)
    z = ndtri((1 + conf_level) / 2)
    with np.errstate(all="ignore"):
        share = x / n
        center = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = np.maximum(center - half, 0), np.minimum(center + half, 1)
    # Exactly 0 and 1 at the ends; NaN of nobody stays.
    return np.where((x == 0) & (n > 0), 0.0, low), np.where((x == n) & (n > 0), 1.0, high)


def wilson_of_effective(
    share: ArrayLike, n: ArrayLike, std_error: ArrayLike, df: ArrayLike, *, conf_level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The range of a share of people who come in clusters, or are weighted.

    Wilson's interval of as many independent people as would give the same error. There may be
    more of those than people: capping the number at n, as is often done, makes the interval of a
    few clusters that happen to be alike too wide (98 % instead of 95 % with four).

    Args:
        share: 0 to 1, shape (cells,).
        n: People asked.
        std_error: Error of the share that allows for clusters or weights.
        df: Its degrees of freedom.
        conf_level: Coverage of the interval.

    Returns:
        Low and high, shares from 0 to 1. Where the error says nothing, because everyone gave
        the same answer, the people asked count as such; NaN where n = 0.

    Source:
        Korn and Graubard (1998), Survey Methodology 24, 193, for the effective number; with
        Wilson's interval: Dean and Pagano (2015), Journal of Survey Statistics and Methodology
        3, 484.
    """
    share, n, error, df = (np.asarray(v, dtype=np.float64) for v in (share, n, std_error, df))
    with np.errstate(all="ignore"):
        z, t = ndtri((1 + conf_level) / 2), stdtrit(df, (1 + conf_level) / 2)
        worth = share * (1 - share) / error**2 * (z / t) ** 2
        effective = np.where(np.isfinite(worth), worth, n)
    return wilson(share * effective, effective, conf_level=conf_level)


def newcombe(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, conf_level: float = 0.95
) -> Estimate:
    """The difference of two groups' shares, first minus second.

    The interval is Newcombe's hybrid score (method 10); the test is that of equal shares with
    the pooled standard error, two-sided; `std_error` is the unpooled one.

    Args:
        x1: People of the first group who said yes, shape (cells,).
        n1: People of the first group.
        x2: The same of the second group.
        n2: People of the second group.
        conf_level: Coverage of the interval.

    Returns:
        First minus second, -1 to 1. NaN where a group is empty; no test where everyone or
        nobody said yes.

    Source:
        Newcombe (1998), Statistics in Medicine 17, 873, method 10. Checked: 56/70 v 48/80.
    """
    x1, n1 = np.asarray(x1, dtype=np.float64), np.asarray(n1, dtype=np.float64)
    x2, n2 = np.asarray(x2, dtype=np.float64), np.asarray(n2, dtype=np.float64)
    (low1, high1), (low2, high2) = (
        wilson(x1, n1, conf_level=conf_level),
        wilson(x2, n2, conf_level=conf_level),
    )
    with np.errstate(all="ignore"):
        p1, p2 = x1 / n1, x2 / n2
        pooled = (x1 + x2) / (n1 + n2)
        statistic = (p1 - p2) / np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        std_error = np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return Estimate(
        estimate=p1 - p2,
        std_error=std_error,
        df=np.where(np.isnan(p1 - p2), np.nan, np.inf),
        statistic=statistic,
        p_value=2 * ndtr(-np.abs(statistic)),
        conf_low=p1 - p2 - np.hypot(p1 - low1, high2 - p2),
        conf_high=p1 - p2 + np.hypot(high1 - p1, p2 - low2),
    )


def newcombe_paired(table: PairTable, *, conf_level: float = 0.95) -> Estimate:
    """How much the share changed among the same people, after minus before.

    The interval is Newcombe's method 10 for paired proportions; the p-value is McNemar's by
    the rule of `mcnemar`.

    Args:
        table: Before by after, k = 2, index 1 is "yes".
        conf_level: Coverage of the interval.

    Returns:
        After minus before, -1 to 1, with chi-square of McNemar as the statistic; NaN where
        nobody was measured.

    Source:
        Newcombe (1998), Statistics in Medicine 17, 2635, method 10. Checked: 36/12/2/0,
        .0569 to .3404.
    """
    counts = table.counts
    # Newcombe's letters with the later period first: a yes-yes, b gained, c lost, d no-no.
    a, b, c, d = counts[:, 1, 1], counts[:, 0, 1], counts[:, 1, 0], counts[:, 0, 0]
    n = a + b + c + d
    (low1, high1), (low2, high2) = (
        wilson(a + b, n, conf_level=conf_level),
        wilson(a + c, n, conf_level=conf_level),
    )
    with np.errstate(all="ignore"):
        p1, p2 = (a + b) / n, (a + c) / n
        change = (b - c) / n
        phi = _phi(a, b, c, d)
        under = (p1 - low1) ** 2 - 2 * phi * (p1 - low1) * (high2 - p2) + (high2 - p2) ** 2
        over = (high1 - p1) ** 2 - 2 * phi * (high1 - p1) * (p2 - low2) + (p2 - low2) ** 2
        std_error = np.sqrt(b + c - (b - c) ** 2 / n) / n
    test = mcnemar(table)
    return Estimate(
        estimate=change,
        std_error=std_error,
        df=np.full(n.shape, np.nan),
        statistic=test["chi2"],
        p_value=test["p_value"],
        conf_low=change - np.sqrt(under),
        conf_high=change + np.sqrt(over),
    )


def mcnemar(table: PairTable) -> dict[str, NDArray[np.float64]]:
    """Whether as many people gained as lost; only those who changed sides count.

    Returns:
        chi2, p_chi2 (no correction), chi2_cc, p_cc (with correction), p_exact, p_mid, and
        p_value by the rule: mid-p below 25 who changed sides, chi-square from there on; 1 where
        nobody did. Shapes (cells,); NaN where nobody was measured.

    Source:
        McNemar (1947), Psychometrika 12, 153; mid-p: Fagerland, Lydersen and Laake (2013), BMC
        Medical Research Methodology 13:91. Checked: Agresti's approval table, 794/86/150/570.
    """
    gained, lost = table.counts[:, 0, 1], table.counts[:, 1, 0]
    measured = table.counts.sum(axis=(1, 2)) > 0
    return {
        name: np.where(measured, values, np.nan) for name, values in two_ways(gained, lost).items()
    }


def two_ways(
    gained: NDArray[np.float64], lost: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Whether two counts could come from the toss of a fair coin; the keys of `mcnemar`.

    Args:
        gained: People who moved one way, whole numbers, shape (cells,).
        lost: People who moved the other way.

    Returns:
        As `mcnemar`; every p-value is 1 where nobody moved.

    Source:
        Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91, with its
        supplement for the mid-p where both counts are alike.
    """
    moved = gained + lost
    of = np.maximum(moved, 1)  # nobody moved: 0
    chi2 = (gained - lost) ** 2 / of
    chi2_cc = np.maximum(np.abs(gained - lost) - 1, 0) ** 2 / of
    fewer = np.minimum(gained, lost)
    at_most = bdtr(fewer, moved.astype(np.int64), 0.5)
    below = np.where(fewer > 0, bdtr(fewer - 1, moved.astype(np.int64), 0.5), 0.0)
    p_exact = np.minimum(2 * at_most, 1)
    at_this = at_most - below
    p_mid = np.where(gained == lost, 1 - at_this / 2, at_most + below)
    p_mid = np.where(moved == 0, 1.0, p_mid)
    p_chi2, p_cc = chdtrc(1, chi2), chdtrc(1, chi2_cc)
    by_rule = np.where(moved < EXACT_BELOW, p_mid, p_chi2)
    return {
        "chi2": chi2, "p_chi2": p_chi2, "chi2_cc": chi2_cc, "p_cc": p_cc,
        "p_exact": p_exact, "p_mid": p_mid, "p_value": by_rule,
    }  # fmt: skip


def _phi(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> NDArray[np.float64]:
    # Newcombe (1998), method 10: the correlation, corrected for continuity where positive.
    n = a + b + c + d
    product = (a + b) * (c + d) * (a + c) * (b + d)
    excess = a * d - b * c
    corrected = np.minimum(excess, np.maximum(excess - n / 2, 0))
    return np.where(product > 0, corrected / np.sqrt(product), 0.0)
