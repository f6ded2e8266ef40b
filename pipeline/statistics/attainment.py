"""Goals: how far along, and how likely the true level meets the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc, stdtr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def probability_met_proportion(
    x: ArrayLike, n: ArrayLike, target: ArrayLike, *, higher_is_better: bool
) -> NDArray[np.float64]:
    """The chance that the true share meets the target, after x of n people.

    Source:
        Beta posterior with Jeffreys' prior (1/2, 1/2): Brown, Cai and DasGupta (2001),
        Statistical Science 16, 101. Checked: 78 of 1 200 against 6.8 % gives .655.
    """
    x, n, target = (np.asarray(v, dtype=np.float64) for v in (x, n, target))
    inside = np.clip(target, 0, 1)
    with np.errstate(all="ignore"):
        below = np.where(n > 0, betainc(x + 0.5, n - x + 0.5, inside), np.nan)
    return 1 - below if higher_is_better else below


def probability_met_mean(
    mean: ArrayLike, std_error: ArrayLike, df: ArrayLike, target: ArrayLike, *,
    higher_is_better: bool,
) -> NDArray[np.float64]:  # fmt: skip
    """The chance that the true mean meets the target, under a flat prior.

    Source:
        Student's posterior of a mean: Gelman et al. (2013), Bayesian Data Analysis, 3.2.
    """
    mean, std_error, df, target = (
        np.asarray(v, dtype=np.float64) for v in (mean, std_error, df, target)
    )
    with np.errstate(all="ignore"):
        above = stdtr(df, np.where(std_error > 0, (mean - target) / std_error, np.nan))
    return above if higher_is_better else 1 - above


def progress(baseline: ArrayLike, current: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    """The share of the way from baseline to target; NaN where the target is the baseline."""
    baseline, current, target = (
        np.asarray(v, dtype=np.float64) for v in (baseline, current, target)
    )
    with np.errstate(all="ignore"):
        return np.where(target != baseline, (current - baseline) / (target - baseline), np.nan)


def relative_change(before: ArrayLike, after: ArrayLike) -> NDArray[np.float64]:
    """The change as a share of where it started; only for measures with a true zero."""
    before, after = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.where(before > 0, (after - before) / before, np.nan)
