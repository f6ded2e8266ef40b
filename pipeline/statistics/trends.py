"""Lines: how one number goes with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.means import from_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from pipeline.statistics.estimate import Estimate
    from pipeline.statistics.moments import PairedMoments


def slope_of_pairs(pairs: PairedMoments, *, conf_level: float = 0.95) -> Estimate:
    """How much higher people end who start one unit higher.

    Args:
        pairs: People measured before and after, one entry per cell.
        conf_level: Coverage of the interval.

    Returns:
        The slope of after on before by least squares, on n - 2 degrees of freedom. NaN where
        nobody differs at the start; no interval where the line fits everyone.

    Source:
        Galton (1886), Journal of the Anthropological Institute 15, 246; the error of a slope:
        Fisher (1925), Statistical Methods for Research Workers, section 26.
    """
    m = pairs
    with np.errstate(all="ignore"):
        slope = np.where(m.var_before > 0, m.cov / m.var_before, np.nan)
        left = m.var_after - slope * m.cov
        left = np.where(left > 1e-12 * m.var_after, left, 0.0)
        df = m.n - 2
        std_error = np.sqrt(left * (m.n - 1) / np.where(df > 0, df, np.nan)
                            / ((m.n - 1) * m.var_before))  # fmt: skip
    return from_t(slope, std_error, df, conf_level=conf_level)


def theil_sen(times: ArrayLike, levels: ArrayLike) -> float:
    """The middle of the slopes between all pairs of points: what no single point decides.

    Source:
        Theil (1950); Sen (1968), Journal of the American Statistical Association 63, 1379.
    """
    t, y = (np.asarray(v, dtype=np.float64) for v in (times, levels))
    first, second = np.triu_indices(len(t), 1)
    apart = t[second] - t[first]
    told = apart != 0
    if not told.any():
        return float("nan")
    return float(np.median((y[second] - y[first])[told] / apart[told]))
