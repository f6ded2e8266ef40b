"""Standardised effects: how large a difference is on a common scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln, ndtr, ndtri

from pipeline.statistics.estimate import Effect
from pipeline.statistics.noncentral import noncentral_limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate
    from pipeline.statistics.moments import Moments, PairedMoments

COX = 1.65
"""Divisor that brings a log odds ratio to standard deviations: Cox (1970)."""


def small_sample_factor(df: ArrayLike) -> NDArray[np.float64]:
    """J(df), the exact correction of the upward bias of d; NaN up to 1 degree of freedom.

    Source:
        Hedges (1981), Journal of Educational Statistics 6, 107, eq. 6e.
    """
    df = np.asarray(df, dtype=np.float64)
    usable = np.where(df > 1, df, np.nan)
    logs = gammaln(usable / 2) - gammaln((usable - 1) / 2)
    return np.asarray(np.exp(logs) / np.sqrt(usable / 2))


def d_av(moments: PairedMoments, *, conf_level: float = 0.95) -> Effect:
    """The change of the same people in standard deviations: the headline of a change.

    The yardstick is the root of the mean of both variances, so that the size can be compared
    with that of a difference between groups.

    Args:
        moments: People measured before and after, one entry per cell.
        conf_level: Coverage of the interval.

    Returns:
        After minus before in standard deviations. NaN where n < 2 or nobody differs from
        anybody in either period.

    Source:
        Bonett (2008), Psychological Methods 13, 99, for the interval. Numbers checked: Lakens
        (2013), films, 1.126 [0.456, 1.795]; the example of `statpsych::ci.stdmean.ps`.
    """
    m = moments
    average = (m.var_before + m.var_after) / 2
    average = np.where(average > 0, average, np.nan)
    d = (m.mean_after - m.mean_before) / np.sqrt(average)
    spread = m.var_before**2 + m.var_after**2 + 2 * m.cov**2
    df = m.n - 1
    variance = d**2 * spread / (8 * average**2 * df) + m.var_change / (average * df)
    margin = ndtri((1 + conf_level) / 2) * np.sqrt(variance)
    return Effect(effect=d, low=d - margin, high=d + margin)


def g_av(moments: PairedMoments, *, conf_level: float = 0.95) -> Effect:
    """d_av with the small-sample correction at n - 1 degrees of freedom; NaN where n < 3.

    Source:
        Borenstein, Hedges, Higgins and Rothstein (2009), Introduction to Meta-Analysis, ch. 4.
    """
    plain = d_av(moments, conf_level=conf_level)
    factor = small_sample_factor(moments.n - 1)
    return Effect(effect=factor * plain.effect, low=factor * plain.low, high=factor * plain.high)


def d_z(moments: PairedMoments, *, conf_level: float = 0.95) -> Effect:
    """The change in standard deviations of the change: for power only, never a headline.

    Args:
        moments: People measured before and after, one entry per cell.
        conf_level: Coverage of the interval, from the noncentral t.

    Returns:
        NaN where n < 2 or everyone changed alike.

    Source:
        Cohen (1988), Statistical Power Analysis, section 2.3.5; interval: Cumming and Finch
        (2001), Educational and Psychological Measurement 61, 532. Checked: `sleep`, 1.2846
        [0.4146, 2.1180].
    """
    spread = np.where(moments.var_change > 0, np.sqrt(moments.var_change), np.nan)
    d = (moments.mean_after - moments.mean_before) / spread
    root = np.sqrt(moments.n)
    low, high = noncentral_limits(d * root, moments.n - 1, conf_level=conf_level)
    return Effect(effect=d, low=low / root, high=high / root)


def glass(moments: PairedMoments, *, conf_level: float = 0.95) -> Effect:
    """The change of the same people in standard deviations of the start (Glass's delta).

    For a programme that is expected to change the spread as well as the mean.

    Args:
        moments: People measured before and after, one entry per cell.
        conf_level: Coverage of the interval.

    Returns:
        NaN where n < 2 or everyone started alike.

    Source:
        Glass (1976), Educational Researcher 5(10), 3; interval: Bonett (2008), Psychological
        Methods 13, 99. Numbers checked: the example of `statpsych::ci.stdmean.ps`.
    """
    m = moments
    start = np.where(m.var_before > 0, m.var_before, np.nan)
    d = (m.mean_after - m.mean_before) / np.sqrt(start)
    df = m.n - 1
    variance = d**2 / (2 * df) + m.var_change / (start * df)
    margin = ndtri((1 + conf_level) / 2) * np.sqrt(variance)
    return Effect(effect=d, low=d - margin, high=d + margin)


def becker_g(moments: PairedMoments, *, conf_level: float = 0.95) -> Effect:
    """Glass's delta with the small-sample correction at n - 1 degrees of freedom.

    Source:
        Becker (1988), British Journal of Mathematical and Statistical Psychology 41, 257.
        Numbers checked: `sleep`, 0.8075.
    """
    plain = glass(moments, conf_level=conf_level)
    factor = small_sample_factor(moments.n - 1)
    return Effect(effect=factor * plain.effect, low=factor * plain.low, high=factor * plain.high)


def d_s(first: Moments, second: Moments, *, conf_level: float = 0.95) -> Effect:
    """The difference of two groups in pooled standard deviations, first minus second.

    Args:
        first: One group, one entry per cell.
        second: The other group, the same cells.
        conf_level: Coverage of the interval, from the noncentral t.

    Returns:
        NaN where a group has fewer than two people or nobody differs from anybody.

    Source:
        Cohen (1988), Statistical Power Analysis, section 2.5; interval: Cumming and Finch (2001),
        Educational and Psychological Measurement 61, 532. Checked: Lakens (2013), 1.126
        [0.163, 2.062].
    """
    with np.errstate(all="ignore"):
        d = _standardised(first, second)
        root = np.sqrt(1 / (1 / first.n + 1 / second.n))
        low, high = noncentral_limits(d * root, first.n + second.n - 2, conf_level=conf_level)
        return Effect(effect=d, low=low / root, high=high / root)


def hedges_g(first: Moments, second: Moments, *, conf_level: float = 0.95) -> Effect:
    """`d_s` without its upward bias in small samples: the headline of a difference of groups.

    The factor is exact, and multiplies the limits too. NaN where `d_s` is.

    Source:
        Hedges (1981), Journal of Educational Statistics 6, 107, eq. 6. Checked: Lakens (2013),
        1.0782.
    """
    plain = d_s(first, second, conf_level=conf_level)
    factor = small_sample_factor(first.n + second.n - 2)
    return Effect(effect=factor * plain.effect, low=factor * plain.low, high=factor * plain.high)


def wwc_g(first: Moments, second: Moments) -> NDArray[np.float64]:
    """Hedges g as the What Works Clearinghouse 4.x reckons it: factor 1 - 3/(4N - 9).

    Source:
        What Works Clearinghouse, Procedures Handbook 4.0 (2017), appendix F. Checked: 10 v 9,
        standard deviations 2 and 2.5, 30 and 25 people, 0.4400.
    """
    factor = 1 - 3 / (4 * (first.n + second.n) - 9)
    return factor * _standardised(first, second)


def cohens_h(p1: ArrayLike, p2: ArrayLike) -> NDArray[np.float64]:
    """The difference of two shares on a scale where it is as hard to see everywhere.

    Args:
        p1: First share, 0 to 1, shape (cells,).
        p2: Second share.

    Returns:
        First minus second, -pi to pi; NaN where a share is missing.

    Source:
        Cohen (1988), Statistical Power Analysis, eq. 6.2.1. Checked: .5 v .4, 0.2014.
    """
    p1, p2 = np.asarray(p1, dtype=np.float64), np.asarray(p2, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.asarray(2 * np.arcsin(np.sqrt(p1)) - 2 * np.arcsin(np.sqrt(p2)))


def cox_index(p1: ArrayLike, p2: ArrayLike, n: ArrayLike | None = None) -> NDArray[np.float64]:
    """The difference of two shares in standard deviations; NaN where a share is 0 or 1.

    Args:
        p1: First share.
        p2: Second share.
        n: People in both groups; with it the What Works Clearinghouse correction applies.

    Source:
        Cox (1970); Sanchez-Meca, Marin-Martinez and Chacon-Moscoso (2003), Psychological
        Methods 8, 448.
    """
    p1, p2 = np.asarray(p1, dtype=np.float64), np.asarray(p2, dtype=np.float64)
    with np.errstate(all="ignore"):
        inside = (p1 > 0) & (p1 < 1) & (p2 > 0) & (p2 < 1)
        odds = np.log(p1 / (1 - p1)) - np.log(p2 / (1 - p2))
        d = np.where(inside, odds / COX, np.nan)
        return d if n is None else d * (1 - 3 / (4 * np.asarray(n, dtype=np.float64) - 9))


def shift_effect(
    index: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    start: NDArray[np.float64],
    shift: Estimate,
) -> Effect:
    """A difference of shares and its limits on the scale of an index, the start held fixed.

    The index rises with the second share, so the limits of the difference become the limits of
    the effect; NaN where a limit leaves the range in which the index is defined.

    Args:
        index: `cohens_h` or `cox_index`, of a share and the share that it is compared with.
        start: The share that is compared with, shape (cells,).
        shift: The difference of shares with its interval.
    """
    reached = (
        np.clip(start + limit, 0, 1) for limit in (shift.estimate, shift.conf_low, shift.conf_high)
    )
    effect, low, high = (index(share, start) for share in reached)
    return Effect(effect=effect, low=low, high=high)


def improvement_index(g: ArrayLike) -> NDArray[np.float64]:
    """How many percentile points an average comparison person would be expected to move.

    Source:
        What Works Clearinghouse, Procedures Handbook 4.0 (2017), section VI. Checked: 0.25
        gives 9.87.
    """
    return 100 * (ndtr(np.asarray(g, dtype=np.float64)) - 0.5)


def common_language(d: ArrayLike) -> NDArray[np.float64]:
    """The chance that someone of the first group is above someone of the second.

    Both normal with the same spread; 0.5 is no difference.

    Source:
        McGraw and Wong (1992), Psychological Bulletin 111, 361. Checked: Lakens (2013), .787.
    """
    return np.asarray(ndtr(np.asarray(d) / np.sqrt(2)))


def share_above_average(d: ArrayLike) -> NDArray[np.float64]:
    """The share of the first group above the average of the second (Cohen's U3).

    Source:
        Cohen (1988), Statistical Power Analysis, section 2.2.1. Checked: 1.126 gives .870.
    """
    return np.asarray(ndtr(np.asarray(d, dtype=np.float64)))


def _standardised(first: Moments, second: Moments) -> NDArray[np.float64]:
    df = first.n + second.n - 2
    pooled = ((first.n - 1) * first.var + (second.n - 1) * second.var) / df
    return (first.mean - second.mean) / np.sqrt(np.where(pooled > 0, pooled, np.nan))
