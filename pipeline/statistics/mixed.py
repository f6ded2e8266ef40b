"""Two waves of which some people are in both: everyone counts, and those in both count as such."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.statistics.means import from_t

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.statistics.estimate import Estimate
    from pipeline.statistics.moments import Moments, PairedMoments

    Floats = NDArray[np.float64]

_LARGEST: Final = 1 - 1e-7
"""Beyond it both waves are the same numbers, and the model has nothing left to tell apart."""

EXACT: Final = 1e-24
"""Below this share of the squares what is left is rounding, not spread."""

_GRID: Final = 41
_HALVINGS: Final = 60
_GOLDEN: Final = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """The change by a mixed model, one entry per cell.

    Attributes:
        estimate: After minus before, in the outcome's unit.
        before: Mean before of everyone, as the model has it.
        after: The same after.
        correlation: Of the two values of a person, as the model has it, 0 to 1.
    """

    estimate: Estimate
    before: Floats
    after: Floats
    correlation: Floats


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the likelihood needs: people and squares about the means, shape (cells,)."""

    pairs: Floats
    only_before: Floats
    only_after: Floats
    mean_x: Floats
    mean_y: Floats
    mean_b: Floats
    mean_a: Floats
    xx: Floats
    yy: Floats
    xy: Floats
    bb: Floats
    aa: Floats


def mixed_change(
    pairs: PairedMoments, before: Moments, after: Moments, *, conf_level: float = 0.95,
    is_restricted: bool = True,
) -> Mixed:  # fmt: skip
    """How much a group changed, where only some of it was measured twice.

    A mixed model with an intercept for each person and the same spread in both periods, by
    restricted maximum likelihood. Those measured once help to tell the level of their period,
    those measured twice also tell the change of a person.

    Args:
        pairs: People measured both before and after, one entry per cell.
        before: Everyone measured before, those of the pairs included.
        after: Everyone measured after.
        conf_level: Coverage of the interval.
        is_restricted: Whether the likelihood allows for the levels being estimated. Without,
            everyone counted twice gives the same change.

    Returns:
        On n_pairs - 1 + half of those measured once degrees of freedom. NaN where a period has
        nobody; no interval where there are fewer than two pairs or nobody differs from anybody.

    Source:
        Laird and Ware (1982), Biometrics 38, 963; restricted likelihood: Patterson and Thompson
        (1971), Biometrika 58, 545. Checked against statsmodels MixedLM.
    """
    sums = _sums(pairs, before, after)
    rho = _best(sums, is_restricted=is_restricted)
    with np.errstate(all="ignore"):
        (one, two), inverse = _levels(sums, rho)
        people = 2 * sums.pairs + sums.only_before + sums.only_after
        spread = _squares(sums, rho, one, two) / (people - 2)
        variance = spread * (inverse[0] + inverse[2] - 2 * inverse[1])
        df = sums.pairs - 1 + (sums.only_before + sums.only_after) / 2
        total = pairs.n * (pairs.var_before + pairs.var_after)
        flat = ~(spread > EXACT * np.fmax(total, 1e-300)) | (sums.pairs < 2)  # noqa: PLR2004
        flat |= ~(pairs.var_change > EXACT * (pairs.var_before + pairs.var_after))
        std_error = np.where(flat, np.nan, np.sqrt(variance))
    return Mixed(
        estimate=from_t(two - one, std_error, df, conf_level=conf_level),
        before=one,
        after=two,
        correlation=np.where(flat, np.nan, rho),
    )


def _sums(pairs: PairedMoments, before: Moments, after: Moments) -> _Sums:
    n = pairs.n
    two = n >= 1
    mean_x, mean_y = (np.where(two, m, 0.0) for m in (pairs.mean_before, pairs.mean_after))
    spread = n >= 2  # noqa: PLR2004
    xx, yy, xy = (
        np.where(spread, (n - 1) * v, 0.0) for v in (pairs.var_before, pairs.var_after, pairs.cov)
    )
    b, mean_b, bb = _left(before, n, mean_x, xx)
    a, mean_a, aa = _left(after, n, mean_y, yy)
    return _Sums(n, b, a, mean_x, mean_y, mean_b, mean_a, xx, yy, xy, bb, aa)


def _left(
    everyone: Moments, n: Floats, mean: Floats, squares: Floats
) -> tuple[Floats, Floats, Floats]:
    """People, mean and squares of those who are in one wave only."""
    only = np.maximum(everyone.n - n, 0.0)
    has = only > 0
    count = np.where(has, only, 1.0)
    whole_mean = np.where(everyone.n > 0, everyone.mean, 0.0)
    left = np.where(has, (everyone.n * whole_mean - n * mean) / count, 0.0)
    whole = np.where(everyone.n >= 2, (everyone.n - 1) * everyone.var, 0.0)  # noqa: PLR2004
    apart = n * only / np.maximum(everyone.n, 1) * (mean - left) ** 2
    return only, left, np.where(has, np.maximum(whole - squares - apart, 0.0), 0.0)


def _levels(s: _Sums, rho: Floats) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats, Floats]]:
    """The level of each period given the correlation, and the inverse of their information."""
    a = s.pairs / (1 - rho**2)
    first, last, cross = a + s.only_before, a + s.only_after, -rho * a
    left = a * (s.mean_x - rho * s.mean_y) + s.only_before * s.mean_b
    right = a * (s.mean_y - rho * s.mean_x) + s.only_after * s.mean_a
    determinant = first * last - cross**2
    determinant = np.where(determinant > 0, determinant, np.nan)
    one = (last * left - cross * right) / determinant
    two = (first * right - cross * left) / determinant
    return (one, two), (last / determinant, -cross / determinant, first / determinant)


def _squares(s: _Sums, rho: Floats, one: Floats, two: Floats) -> Floats:
    """Weighted squares about the levels, in units of the spread of one value."""
    x, y = s.mean_x - one, s.mean_y - two
    xx, yy = s.xx + s.pairs * x**2, s.yy + s.pairs * y**2
    xy = s.xy + s.pairs * x * y
    inner = (xx + yy - 2 * rho * xy) / (1 - rho**2)
    before = s.bb + s.only_before * (s.mean_b - one) ** 2
    after = s.aa + s.only_after * (s.mean_a - two) ** 2
    return np.asarray(inner + before + after)


def _deviance(s: _Sums, rho: Floats, *, is_restricted: bool) -> Floats:
    """Minus twice the likelihood, the spread being at its best."""
    with np.errstate(all="ignore"):
        (one, two), inverse = _levels(s, rho)
        people = 2 * s.pairs + s.only_before + s.only_after
        determinant = inverse[0] * inverse[2] - inverse[1] ** 2
        free = people - 2 if is_restricted else people
        told = free * np.log(_squares(s, rho, one, two)) + s.pairs * np.log(1 - rho**2)
        told = told - np.log(determinant) if is_restricted else told
    return np.where(np.isfinite(told), told, np.inf)


def _best(s: _Sums, *, is_restricted: bool) -> Floats:
    """The correlation with the highest likelihood: a grid, then the golden section."""
    deviance = partial(_deviance, s, is_restricted=is_restricted)
    grid = np.linspace(0, _LARGEST, _GRID)
    values = np.stack([deviance(np.full(s.pairs.shape, rho)) for rho in grid])
    at = values.argmin(axis=0) if len(values[0]) else np.zeros(0, dtype=np.intp)
    low, high = grid[np.maximum(at - 1, 0)], grid[np.minimum(at + 1, _GRID - 1)]
    for _ in range(_HALVINGS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        nearer = deviance(left) <= deviance(right)
        low, high = np.where(nearer, low, left), np.where(nearer, right, high)
    middle: Floats = (low + high) / 2
    return middle
