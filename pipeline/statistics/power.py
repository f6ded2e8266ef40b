"""How small a difference a study could still find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from pipeline.statistics.clusters import design_effect

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def multiplier(df: ArrayLike, *, power: float = 0.8, alpha: float = 0.05) -> Floats:
    """How many standard errors a true difference must be to be found that often.

    Source:
        Bloom (1995), Evaluation Review 19, 547, eq. 2. Checked: many degrees of freedom, 2.80.
    """
    df = np.asarray(df, dtype=np.float64)
    with np.errstate(all="ignore"):
        usable = np.where(df > 0, df, np.nan)
        return np.asarray(stdtrit(usable, 1 - alpha / 2) + stdtrit(usable, power))


def detectable_paired(n: ArrayLike, correlation: ArrayLike, **level: float) -> Floats:
    """The smallest change of the same people that could be found, in standard deviations.

    Args:
        n: Pairs, shape (cells,).
        correlation: Of before and after.
        level: `power` and `alpha`.

    Source:
        Bloom (1995), Evaluation Review 19, 547; the error of a paired difference.
    """
    n, r = np.asarray(n, dtype=np.float64), np.asarray(correlation, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.asarray(multiplier(n - 1, **level) * np.sqrt(2 * (1 - r) / n))


def detectable_groups(
    n1: ArrayLike, n2: ArrayLike, *, r_squared: ArrayLike = 0.0, **level: float
) -> Floats:
    """The smallest difference of two groups that could be found, in standard deviations.

    Args:
        n1: People of one group, shape (cells,).
        n2: People of the other.
        r_squared: Share of the spread that the start explains.
        level: `power` and `alpha`.

    Source:
        Bloom (1995), Evaluation Review 19, 547, eq. 1.
    """
    n1, n2, r2 = (np.asarray(v, dtype=np.float64) for v in (n1, n2, r_squared))
    with np.errstate(all="ignore"):
        error = np.sqrt((1 - r2) * (1 / n1 + 1 / n2))
        return np.asarray(multiplier(n1 + n2 - 2, **level) * error)


def detectable_clusters(
    clusters1: ArrayLike,
    clusters2: ArrayLike,
    size: ArrayLike,
    *,
    icc: ArrayLike,
    r_squared_between: ArrayLike = 0.0,
    r_squared_within: ArrayLike = 0.0,
    **level: float,
) -> Floats:
    """The same where whole schools or classes are assigned.

    Args:
        clusters1: Schools of one group, shape (cells,).
        clusters2: Schools of the other.
        size: People a school.
        icc: Share of the spread between schools.
        r_squared_between: Share of that which the start explains.
        r_squared_within: Share of the rest which the start explains.
        level: `power` and `alpha`.

    Source:
        Bloom, Richburg-Hayes and Black (2007), Educational Evaluation and Policy Analysis 29,
        30, eq. 1.
    """
    g1, g2, m, rho, rb, rw = (
        np.asarray(v, dtype=np.float64)
        for v in (clusters1, clusters2, size, icc, r_squared_between, r_squared_within)
    )
    with np.errstate(all="ignore"):
        of_one = rho * (1 - rb) + (1 - rho) * (1 - rw) / m
        error = np.sqrt(of_one * (1 / g1 + 1 / g2))
        return np.asarray(multiplier(g1 + g2 - 2, **level) * error)


def worth(n: ArrayLike, size: ArrayLike, icc: ArrayLike) -> Floats:
    """How many independent people a number of clustered ones are worth.

    Source:
        Kish (1965), Survey Sampling. Checked: 200 in classes of 25, ICC .20: 34.5.
    """
    people, effect = np.asarray(n, dtype=np.float64), design_effect(icc, size)
    with np.errstate(all="ignore"):
        return np.asarray(np.where(effect > 0, people / effect, np.nan))
