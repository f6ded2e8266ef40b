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

    Args:
        x: People who count, shape (cells,).
        n: People asked.
        target: Share from 0 to 1; beyond that range it is surely met or surely missed.
        higher_is_better: Whether the target is a floor rather than a ceiling.

    Returns:
        0 to 1; NaN where n = 0 or there is no target.

    Source:
        Beta posterior with Jeffreys' prior (1/2, 1/2): Brown, Cai and DasGupta (2001),
        Statistical Science 16, 101. Checked: 78 of 1 200 against 6.8 % gives .655.
    """
    x, n, target = (np.asarray(v, dtype=np.float64) for v in (x, n, target))
    inside = np.clip(target, 0, 1)
    below = np.where(n > 0, betainc(x + 0.5, n - x + 0.5, inside), np.nan)
    return 1 - below if higher_is_better else below


def probability_met_mean(
    mean: ArrayLike, std_error: ArrayLike, df: ArrayLike, target: ArrayLike, *,
    higher_is_better: bool,
) -> NDArray[np.float64]:  # fmt: skip
    """The chance that the true mean meets the target, under a flat prior.

    Args:
        mean: In the outcome's unit, shape (cells,).
        std_error: Of the mean, same unit.
        df: Its degrees of freedom.
        target: Same unit.
        higher_is_better: Whether the target is a floor rather than a ceiling.

    Returns:
        0 to 1; NaN where the standard error is unknown or 0.

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
    """The share of the way from baseline to target that was made.

    Args:
        baseline: Level at the start, any unit, shape (cells,).
        current: Level now, same unit.
        target: Level to be reached, same unit.

    Returns:
        1 is the whole way, below 0 is backwards; NaN where the target is the baseline.
        Checked: 8 % to 85 of 1 210 with target 6.8 %, .813.
    """
    baseline, current, target = (
        np.asarray(v, dtype=np.float64) for v in (baseline, current, target)
    )
    with np.errstate(all="ignore"):
        return np.where(target != baseline, (current - baseline) / (target - baseline), np.nan)


def relative_change(before: ArrayLike, after: ArrayLike) -> NDArray[np.float64]:
    """The change as a share of where it started; only for measures with a true zero.

    With its margin of error: `ratios.relative_change_paired` and `relative_change_independent`.

    Args:
        before: Level at the start, any unit, shape (cells,).
        after: Level now, same unit.

    Returns:
        -0.15 is 15 % less; NaN where the start is not above 0.
    """
    before, after = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.where(before > 0, (after - before) / before, np.nan)


def people_equivalent(change: ArrayLike, n: ArrayLike) -> NDArray[np.float64]:
    """How many of n people a change of a share stands for; not rounded.

    Args:
        change: Difference of shares, -1 to 1, shape (cells,).
        n: People now.

    Returns:
        At least 0; NaN where the change is. From 8 % to 6.5 % of 1 200 people: 18.
    """
    return np.abs(np.asarray(change, dtype=np.float64)) * np.asarray(n, dtype=np.float64)


def goal_attainment_t(
    levels: ArrayLike, weights: ArrayLike, *, correlation: float = 0.3
) -> NDArray[np.float64]:
    """Many goals in one score (goal attainment scaling): 50 is every goal just reached.

    For a roll-up only: the levels are ordered, not measured, and each partnership sets its own.

    Args:
        levels: -2 much less than expected to 2 much more, shape (cells, goals); NaN where a
            goal was not measured, which leaves it out.
        weights: Importance, 0 or more, same shape or (goals,).
        correlation: Assumed between goals.

    Returns:
        T-score, shape (cells,); NaN where no goal carries weight or a weight is negative.

    Source:
        Kiresuk and Sherman (1968), Community Mental Health Journal 4, 443. Checked: three
        goals at -1, 36.31.
    """
    x, w = np.broadcast_arrays(
        np.asarray(levels, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    )
    known = ~np.isnan(x)
    w, x = np.where(known, w, 0.0), np.where(known, x, 0.0)
    with np.errstate(all="ignore"):
        w = np.ascontiguousarray(w)  # the layout decides in which order a sum rounds
        total, squares = w.sum(axis=-1), (w**2).sum(axis=-1)
        spread = np.sqrt((1 - correlation) * squares + correlation * total**2)
        score = 50 + 10 * np.ascontiguousarray(w * x).sum(axis=-1) / spread
    return np.where((total > 0) & (w >= 0).all(axis=-1), score, np.nan)
