"""Participants against a comparison group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.means import from_t, pooled_t, welch_t
from pipeline.statistics.moments import Moments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate
    from pipeline.statistics.moments import PairedMoments

ROUNDING = 1e-12
"""A share of the spread smaller than this is none."""

NO_CONCERN = 0.05
ADJUSTABLE = 0.25
"""Standard deviations up to which a difference at the start can be adjusted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancova:
    """An adjusted difference, and the line that adjusted it.

    Attributes:
        estimate: Participants minus comparison after, at the same start.
        slope: Points after per point before, common to both groups, shape (cells,).
        r_squared: Share of the spread within groups that the start explains.
        adjusted_participants: Mean after of participants, had both groups started at the mean
            of everyone; in the outcome's unit.
        adjusted_comparison: The same of the comparison group.
    """

    estimate: Estimate
    slope: NDArray[np.float64]
    r_squared: NDArray[np.float64]
    adjusted_participants: NDArray[np.float64]
    adjusted_comparison: NDArray[np.float64]


def did(
    participants: PairedMoments, comparison: PairedMoments, *, conf_level: float = 0.95
) -> Estimate:
    """How much more participants changed than the comparison group (difference in differences).

    The two groups' changes are compared by Welch's t, so their spreads may differ.

    Args:
        participants: Their pairs, one entry per cell.
        comparison: Pairs of the comparison group, the same cells.
        conf_level: Coverage of the interval.

    Returns:
        Change of participants minus change of the comparison group, in the outcome's unit;
        NaN and the lack of an interval as in `means.welch_t`.

    Source:
        Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2; Welch (1947).
    """
    return welch_t(_changes(participants), _changes(comparison), conf_level=conf_level)


def did_pooled(
    participants: PairedMoments, comparison: PairedMoments, *, conf_level: float = 0.95
) -> Estimate:
    """The same with one common spread: ordinary least squares of the change on the group.

    Source:
        Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2.
    """
    return pooled_t(_changes(participants), _changes(comparison), conf_level=conf_level)


def ancova(
    participants: PairedMoments, comparison: PairedMoments, *, conf_level: float = 0.95
) -> Ancova:
    """The difference after, between people who started alike.

    Ordinary least squares of after on group and before, one slope for both groups, classical
    standard error, N - 3 degrees of freedom.

    Args:
        participants: Their pairs, one entry per cell.
        comparison: Pairs of the comparison group, the same cells.
        conf_level: Coverage of the interval.

    Returns:
        In the outcome's unit. NaN where a group has fewer than two people or nobody differs
        at the start; no interval where the line fits everyone exactly.

    Source:
        Fisher (1932), Statistical Methods for Research Workers, 4th ed., section 49.1;
        Van Breukelen (2006), Journal of Clinical Epidemiology 59, 920.
    """
    a, b = participants, comparison
    df = a.n + b.n - 3
    with np.errstate(all="ignore"):
        sxx = (a.n - 1) * a.var_before + (b.n - 1) * b.var_before
        sxy = (a.n - 1) * a.cov + (b.n - 1) * b.cov
        syy = (a.n - 1) * a.var_after + (b.n - 1) * b.var_after
        slope = sxy / sxx
        apart = a.mean_before - b.mean_before
        difference = a.mean_after - b.mean_after - slope * apart
        left = syy - slope * sxy
        # A line through everyone leaves rounding, which would look like great precision.
        left = np.where(left > ROUNDING * syy, left, 0.0)
        residual = np.where(np.isnan(slope), np.nan, left) / df
        std_error = np.sqrt(residual * (1 / a.n + 1 / b.n + apart**2 / sxx))
        r_squared = slope * sxy / syy
        everyone = (a.n * a.mean_before + b.n * b.mean_before) / (a.n + b.n)
    return Ancova(
        estimate=from_t(difference, std_error, df, conf_level=conf_level),
        slope=slope,
        r_squared=r_squared,
        adjusted_participants=a.mean_after - slope * (a.mean_before - everyone),
        adjusted_comparison=b.mean_after - slope * (b.mean_before - everyone),
    )


def baseline_equivalence(effect: ArrayLike) -> NDArray[np.str_]:
    """How alike two groups were at the start, by the size of their difference.

    Args:
        effect: Hedges g or Cox index of those who are analysed, shape (cells,).

    Returns:
        "none": no concern, up to 0.05 inclusive; "adjust": up to 0.25 inclusive, to be taken
        into account in the comparison; "fails" beyond; "unknown" where there is no effect.

    Source:
        What Works Clearinghouse, Standards Handbook 4.0 (2017), table II.2.
    """
    size = np.abs(np.asarray(effect))
    classes = np.where(size <= NO_CONCERN, "none", np.where(size <= ADJUSTABLE, "adjust", "fails"))
    return np.where(np.isnan(size), "unknown", classes)


def _changes(moments: PairedMoments) -> Moments:
    return Moments(
        n=moments.n, mean=moments.mean_after - moments.mean_before, var=moments.var_change
    )
