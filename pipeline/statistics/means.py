"""Means and changes in means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtr, stdtrit

from pipeline.statistics.estimate import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.statistics.moments import Moments, PairedMoments


def paired_t(moments: PairedMoments, *, conf_level: float = 0.95) -> Estimate:
    """How much the same people changed, with the margin of error.

    Args:
        moments: People measured before and after, one entry per cell.
        conf_level: Coverage of the interval, strictly between 0 and 1.

    Returns:
        After minus before, in the outcome's unit, on n - 1 degrees of freedom. NaN where
        n = 0; the mean change alone where n = 1. Where everyone changed alike the standard
        error is 0, and there is neither an interval nor a p-value.

    Source:
        Student (1908), Biometrika 6(1), section IX. Numbers checked: `sleep` in R.
    """
    change = moments.mean_after - moments.mean_before
    std_error = np.sqrt(moments.var_change / moments.n)
    return from_t(change, std_error, moments.n - 1, conf_level=conf_level)


def mean_interval(moments: Moments, *, conf_level: float = 0.95) -> Estimate:
    """A mean with its margin of error; the test is against zero.

    Args:
        moments: People measured once, one entry per cell.
        conf_level: Coverage of the interval, strictly between 0 and 1.

    Returns:
        The mean in the outcome's unit, on n - 1 degrees of freedom. NaN where n = 0; the mean
        alone where n = 1 or where everyone has the same value.

    Source:
        Student (1908), Biometrika 6(1), 1.
    """
    std_error = np.sqrt(moments.var / moments.n)
    return from_t(moments.mean, std_error, moments.n - 1, conf_level=conf_level)


def welch_t(first: Moments, second: Moments, *, conf_level: float = 0.95) -> Estimate:
    """The difference of two groups' means, first minus second, with unequal spreads allowed.

    Args:
        first: One group, one entry per cell.
        second: The other group, the same cells.
        conf_level: Coverage of the interval, strictly between 0 and 1.

    Returns:
        First minus second in the outcome's unit. NaN where a group is empty; the difference
        alone where a group has one person or nobody differs from anybody.

    Source:
        Welch (1947), Biometrika 34, 28, with the degrees of freedom of Satterthwaite (1946),
        Biometrics Bulletin 2, 110. Numbers checked: `sleep` in R, taken as two groups.
    """
    with np.errstate(all="ignore"):
        one, two = first.var / first.n, second.var / second.n
        std_error = np.sqrt(one + two)
        df = (one + two) ** 2 / (one**2 / (first.n - 1) + two**2 / (second.n - 1))
        # Where nobody differs from anybody the ratio is 0/0; the pooled count is its limit.
        df = np.where(one + two == 0, first.n + second.n - 2, df)
    return from_t(first.mean - second.mean, std_error, df, conf_level=conf_level)


def pooled_t(first: Moments, second: Moments, *, conf_level: float = 0.95) -> Estimate:
    """The difference of two groups' means, first minus second, with one common spread.

    The same as ordinary least squares of the outcome on the group.

    Args:
        first: One group, one entry per cell.
        second: The other group, the same cells.
        conf_level: Coverage of the interval, strictly between 0 and 1.

    Returns:
        First minus second in the outcome's unit, on n1 + n2 - 2 degrees of freedom. NaN where
        a group is empty; the difference alone where a group has one person or there is no
        spread.

    Source:
        Fisher (1925), Statistical Methods for Research Workers, section 24.1.
    """
    with np.errstate(all="ignore"):
        df = first.n + second.n - 2
        pooled = ((first.n - 1) * first.var + (second.n - 1) * second.var) / df
        std_error = np.sqrt(pooled * (1 / first.n + 1 / second.n))
    return from_t(first.mean - second.mean, std_error, df, conf_level=conf_level)


def from_t(
    estimate: NDArray[np.float64],
    std_error: NDArray[np.float64],
    df: NDArray[np.float64],
    *,
    conf_level: float,
    least_df: float = 1.0,
) -> Estimate:
    """An estimate whose error follows t, with its test against zero.

    Args:
        estimate: Shape (cells,), any unit.
        std_error: Same shape and unit; NaN where unknown.
        df: Degrees of freedom, same shape.
        conf_level: Coverage of the interval.
        least_df: Degrees of freedom without which there is no interval; approximate ones may
            lie a trifle below 1.

    Returns:
        Neither interval nor test where the standard error is unknown or 0 or there are too few
        degrees of freedom: that nobody differs from anybody is no proof that nobody could.
    """
    with np.errstate(all="ignore"):
        usable = np.isfinite(std_error) & (df >= least_df)
        error = np.where(usable, std_error, np.nan)
        degrees = np.where(usable, df, np.nan)
        statistic = np.where(error > 0, estimate / error, np.nan)
        margin = stdtrit(degrees, (1 + conf_level) / 2) * np.where(error > 0, error, np.nan)
        p_value = 2 * stdtr(degrees, -np.abs(statistic))
    return Estimate(
        estimate=estimate, std_error=error, df=degrees, statistic=statistic,
        p_value=np.asarray(p_value), conf_low=estimate - margin, conf_high=estimate + margin,
    )  # fmt: skip
