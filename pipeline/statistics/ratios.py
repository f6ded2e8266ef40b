"""Ratios: of two shares, of two odds, of two means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv, ndtr, ndtri, stdtrit

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.moments import Moments
from pipeline.statistics.proportions import mcnemar

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.moments import PairedMoments, PairTable


def risk_ratio(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, conf_level: float = 0.95
) -> Estimate:
    """How many times as frequent something is in the first group as in the second.

    Args:
        x1: People of the first group who said yes, shape (cells,).
        n1: People of the first group.
        x2: The same of the second group.
        n2: People of the second group.
        conf_level: Coverage of the interval, taken on the log scale.

    Returns:
        First share over second; 1 is no difference. `std_error` is on the scale of the ratio,
        `statistic` on the log scale. NaN where nobody said yes in a group.

    Source:
        Katz, Baptista, Azen and Pike (1978), Biometrics 34, 469, method C. Checked: 56/70 v
        48/80, 1.077 to 1.651.
    """
    x1, n1, x2, n2 = (np.asarray(v, dtype=np.float64) for v in (x1, n1, x2, n2))
    with np.errstate(all="ignore"):
        usable = (x1 > 0) & (x2 > 0)
        log = np.where(usable, np.log(x1 / n1) - np.log(x2 / n2), np.nan)
        variance = 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2
    return _from_log(log, variance, conf_level=conf_level)


def odds_ratio(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, *, conf_level: float = 0.95
) -> Estimate:
    """How many times as high the odds are in the first group as in the second.

    Args:
        x1: People of the first group who said yes, shape (cells,).
        n1: People of the first group.
        x2: The same of the second group.
        n2: People of the second group.
        conf_level: Coverage of the interval, taken on the log scale.

    Returns:
        As `risk_ratio`; NaN where everyone or nobody said yes in a group.

    Source:
        Woolf (1955), Annals of Human Genetics 19, 251. Checked: 56/70 v 48/80, 1.276 to 5.572.
    """
    x1, n1, x2, n2 = (np.asarray(v, dtype=np.float64) for v in (x1, n1, x2, n2))
    with np.errstate(all="ignore"):
        usable = (x1 > 0) & (x2 > 0) & (x1 < n1) & (x2 < n2)
        log = np.log(x1 / (n1 - x1)) - np.log(x2 / (n2 - x2))
        variance = 1 / x1 + 1 / (n1 - x1) + 1 / x2 + 1 / (n2 - x2)
        return _from_log(np.where(usable, log, np.nan), variance, conf_level=conf_level)


def conditional_odds_ratio(table: PairTable, *, conf_level: float = 0.95) -> Estimate:
    """How many people gained for each who lost, with an exact interval.

    Args:
        table: Before by after, k = 2, index 1 is "yes".
        conf_level: Coverage of the interval.

    Returns:
        Gained over lost; inf where nobody lost, NaN where nobody changed sides. The p-value is
        the exact one; there is no standard error.

    Source:
        Agresti (2013), Categorical Data Analysis, 3rd ed., section 11.1; interval: Clopper and
        Pearson (1934), Biometrika 26, 404, for the share gained / (gained + lost). Checked:
        Agresti's approval table, 1.7442.
    """
    gained, lost = table.counts[:, 0, 1], table.counts[:, 1, 0]
    tail = (1 - conf_level) / 2
    nan = np.full(gained.shape, np.nan)
    with np.errstate(all="ignore"):
        low = np.where(gained > 0, betaincinv(gained, lost + 1, tail), 0.0)
        high = np.where(lost > 0, betaincinv(gained + 1, lost, 1 - tail), 1.0)
        low, high, ratio = low / (1 - low), high / (1 - high), gained / lost
    moved = gained + lost > 0
    return Estimate(
        estimate=np.where(moved, ratio, nan),
        std_error=nan,
        df=nan,
        statistic=nan,
        p_value=np.where(moved, mcnemar(table)["p_exact"], nan),
        conf_low=np.where(moved, low, nan),
        conf_high=np.where(moved, high, nan),
    )


def relative_change_paired(moments: PairedMoments, *, conf_level: float = 0.95) -> Estimate:
    """The change of the same people as a share of where they started, with its margin of error.

    Only for measures with a true zero, such as days or dollars; never for scales and scores.

    Args:
        moments: People measured before and after, one entry per cell.
        conf_level: Coverage of the interval, taken on the scale of the log of the ratio.

    Returns:
        0.25 is a quarter more than before. NaN where a mean is not above 0 or where the start
        is not clearly different from 0 (its own interval includes 0), because then no share
        of it means anything.

    Source:
        Delta method on the log of the ratio of means with their covariance: Lajeunesse (2011),
        Ecology 92, 2049.
    """
    m = moments
    with np.errstate(all="ignore"):
        before, after = m.mean_before * m.n, m.mean_after * m.n
        variance = m.n * (
            m.var_before / before**2 + m.var_after / after**2 - 2 * m.cov / (before * after)
        )
    start = Moments(n=m.n, mean=m.mean_before, var=m.var_before)
    return _less_one(start, m.mean_after, variance, conf_level=conf_level)


def relative_change_independent(
    before: Moments, after: Moments, *, conf_level: float = 0.95
) -> Estimate:
    """The same for two waves whose people cannot be matched.

    Args:
        before: People of the first wave, one entry per cell.
        after: People of the second wave, the same cells.
        conf_level: Coverage of the interval, taken on the scale of the log of the ratio.

    Returns:
        As `relative_change_paired`.

    Source:
        Hedges, Gurevitch and Curtis (1999), Ecology 80, 1150.
    """
    with np.errstate(all="ignore"):
        first = before.var / (before.n * before.mean**2)
        variance = first + after.var / (after.n * after.mean**2)
    return _less_one(before, after.mean, variance, conf_level=conf_level)


def _less_one(
    start: Moments,
    after: NDArray[np.float64],
    variance: NDArray[np.float64],
    *,
    conf_level: float,
) -> Estimate:
    before = start.mean
    with np.errstate(all="ignore"):
        # A start that could be 0 leaves nothing to be a share of.
        away = before / np.sqrt(start.var / start.n)
        usable = (before > 0) & (after > 0) & (away > stdtrit(start.n - 1, (1 + conf_level) / 2))
        ratio = _from_log(
            np.where(usable, np.log(after / before), np.nan), variance, conf_level=conf_level
        )
    return Estimate(
        estimate=np.where(usable, (after - before) / np.where(usable, before, np.nan), np.nan),
        std_error=ratio.std_error,
        df=ratio.df,
        statistic=ratio.statistic,
        p_value=ratio.p_value,
        conf_low=ratio.conf_low - 1,
        conf_high=ratio.conf_high - 1,
    )


def _from_log(
    log: NDArray[np.float64], variance: NDArray[np.float64], *, conf_level: float
) -> Estimate:
    with np.errstate(all="ignore"):
        # Rounding leaves a trace below 0 where everyone said yes in both groups.
        std_error = np.sqrt(np.maximum(variance, 0))
        error = np.where(np.isfinite(log) & (std_error > 0), std_error, np.nan)
        statistic = log / error
        margin = ndtri((1 + conf_level) / 2) * error
        ratio = np.exp(log)
        return Estimate(
            estimate=ratio,
            std_error=ratio * error,
            df=np.where(np.isfinite(error), np.inf, np.nan),
            statistic=statistic,
            p_value=2 * ndtr(-np.abs(statistic)),
            conf_low=np.exp(log - margin),
            conf_high=np.exp(log + margin),
        )
