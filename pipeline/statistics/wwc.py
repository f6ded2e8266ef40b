"""Rules of the What Works Clearinghouse, versions 4.x."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.special import stdtr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# Largest difference between the groups' attrition, in percentage points, for an overall
# attrition of 0, 1, ... 57 percent; beyond that attrition is always high.
CAUTIOUS = (
    5.7, 5.8, 5.9, 5.9, 6.0, 6.1, 6.2, 6.3, 6.3, 6.3, 6.3, 6.2, 6.2, 6.1, 6.0, 5.9, 5.9, 5.8, 5.7,
    5.5, 5.4, 5.3, 5.2, 5.1, 4.9, 4.8, 4.7, 4.5, 4.4, 4.3, 4.1, 4.0, 3.8, 3.6, 3.5, 3.3, 3.2, 3.1,
    2.9, 2.8, 2.6, 2.5, 2.3, 2.1, 2.0, 1.8, 1.6, 1.5, 1.3, 1.2, 1.0, 0.9, 0.7, 0.6, 0.4, 0.3, 0.2,
    0.0,
)  # fmt: skip
OPTIMISTIC = (
    10.0, 10.1, 10.2, 10.3, 10.4, 10.5, 10.7, 10.8, 10.9, 10.9, 10.9, 10.9, 10.9, 10.9, 10.8, 10.8,
    10.7, 10.6, 10.5, 10.3, 10.2, 10.0, 9.9, 9.7, 9.5, 9.4, 9.2, 9.0, 8.8, 8.6, 8.4, 8.2, 8.0, 7.8,
    7.6, 7.4, 7.2, 7.0, 6.7, 6.5, 6.3, 6.0, 5.8, 5.6, 5.3, 5.1, 4.9, 4.6, 4.4, 4.2, 3.9, 3.7, 3.5,
    3.2, 3.0, 2.8, 2.6, 2.3,
)  # fmt: skip

_TABLES: Final = {"cautious": CAUTIOUS, "optimistic": OPTIMISTIC}

ICC, ICC_ACHIEVEMENT = 0.10, 0.20
"""Share between clusters that is supposed where none is known; the larger for achievement."""

DIGITS = 9
"""Decimals of a percentage that count, so that 57 of 1000 is 5.7 % and not a trifle more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """Who was lost between assignment and analysis, one entry per cell.

    Attributes:
        overall: Share lost of both groups together, 0 to 1, shape (cells,).
        differential: How far apart the shares lost of the two groups are.
        is_low_cautious: Whether both are low enough where losses may well depend on the
            programme; False where nobody was assigned to a group.
        is_low_optimistic: The same where losses have little to do with it.
    """

    overall: Floats
    differential: Floats
    is_low_cautious: NDArray[np.bool_]
    is_low_optimistic: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCorrected:
    """A test of an effect size that allows for groups of people treated together.

    Attributes:
        uncorrected: t as if people had been assigned one by one, shape (cells,).
        factor: What clustering leaves of it.
        statistic: t corrected.
        df: Its degrees of freedom.
        p_value: Two-sided.
    """

    uncorrected: Floats
    factor: Floats
    statistic: Floats
    df: Floats
    p_value: Floats


def attrition(
    analysed_participants: ArrayLike,
    assigned_participants: ArrayLike,
    analysed_comparison: ArrayLike,
    assigned_comparison: ArrayLike,
) -> Attrition:
    """Whether few enough people were lost, and evenly enough, to keep what a lottery gave.

    Between two rows of the table the stricter one counts.

    Args:
        analysed_participants: People of the programme with a result, shape (cells,).
        assigned_participants: People whom the lottery gave the programme.
        analysed_comparison: The same of the comparison group.
        assigned_comparison: The same of the comparison group.

    Returns:
        NaN shares where nobody was assigned to a group.

    Source:
        What Works Clearinghouse, Standards Handbook 4.0 (2017), table II.1.
    """
    kept1, all1, kept2, all2 = np.broadcast_arrays(
        *(
            np.asarray(v, dtype=np.float64)
            for v in (
                analysed_participants, assigned_participants,
                analysed_comparison, assigned_comparison,
            )
        )
    )  # fmt: skip
    with np.errstate(all="ignore"):
        usable = (all1 > 0) & (all2 > 0)
        overall = np.where(usable, 1 - (kept1 + kept2) / (all1 + all2), np.nan)
        differential = np.where(usable, np.abs(kept1 / all1 - kept2 / all2), np.nan)
    return Attrition(
        overall=overall,
        differential=differential,
        is_low_cautious=_is_low(overall, differential, CAUTIOUS),
        is_low_optimistic=_is_low(overall, differential, OPTIMISTIC),
    )


def allowed(overall: ArrayLike, boundary: Literal["cautious", "optimistic"]) -> Floats:
    """The largest difference between the groups' attrition that counts as low.

    Args:
        overall: Share lost of both groups together, 0 to 1, shape (cells,).
        boundary: cautious where losses may well depend on the programme.

    Returns:
        A share, the stricter of the two rows of the table that overall lies between; 0 beyond
        the table.

    Source:
        What Works Clearinghouse, Standards Handbook 4.0 (2017), table II.1.
    """
    return _allowed(np.asarray(overall, dtype=np.float64), _TABLES[boundary])[1] / 100


def cluster_corrected(
    g: ArrayLike, n_participants: ArrayLike, n_comparison: ArrayLike, clusters: ArrayLike, *,
    icc: ArrayLike,
) -> ClusterCorrected:  # fmt: skip
    """What remains of a test once people who were treated together count as such.

    Args:
        g: Effect size, shape (cells,).
        n_participants: People of the programme.
        n_comparison: People of the comparison group.
        clusters: Schools or classes of both groups together.
        icc: Share of the spread that lies between clusters, 0 to 1; by default of the
            handbook .20 for achievement and .10 for other outcomes.

    Returns:
        NaN where a group is empty or the clusters leave no degrees of freedom.

    Source:
        Hedges (2007), Journal of Educational and Behavioral Statistics 32, 151; What Works
        Clearinghouse, Procedures Handbook 4.0 (2017), appendix G. Checked: 0.25, 100 and 100
        people, 8 clusters, .20: t 0.7132 on 109.3.
    """
    g, n1, n2, m, icc = (
        np.asarray(v, dtype=np.float64) for v in (g, n_participants, n_comparison, clusters, icc)
    )
    with np.errstate(all="ignore"):
        total = n1 + n2
        size = total / m
        t = g / np.sqrt(total / (n1 * n2) + g**2 / (2 * total))
        left = (total - 2) - 2 * (size - 1) * icc
        left = np.where((left > 0) & (n1 > 0) & (n2 > 0), left, np.nan)
        factor = np.sqrt(left / ((total - 2) * (1 + (size - 1) * icc)))
        df = left**2 / (
            (total - 2) * (1 - icc) ** 2
            + size * (total - 2 * size) * icc**2
            + 2 * (total - 2 * size) * icc * (1 - icc)
        )
        corrected = factor * t
        p_value = np.asarray(2 * stdtr(df, -np.abs(corrected)))
    return ClusterCorrected(
        uncorrected=t, factor=factor, statistic=corrected, df=df, p_value=p_value
    )


def _is_low(overall: Floats, differential: Floats, table: tuple[float, ...]) -> NDArray[np.bool_]:
    inside, most = _allowed(overall, table)
    return np.asarray(inside & (np.round(100 * differential, DIGITS) <= most))


def _allowed(overall: Floats, table: tuple[float, ...]) -> tuple[NDArray[np.bool_], Floats]:
    """Whether the table goes so far, and the percentage points that it allows."""
    percent = np.round(100 * overall, DIGITS)
    most = np.asarray(table)
    inside = percent <= len(table) - 1
    row = np.where(inside, percent, 0.0)
    under, over = np.floor(row).astype(np.intp), np.ceil(row).astype(np.intp)
    return inside, np.where(inside, np.minimum(most[under], most[over]), 0.0)
