"""A series before and after something began: did it leave the path that it was on?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.means import from_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FEWEST: Final = 8
"""Points before, and after, without which nothing is said."""

_GRID: Final = np.linspace(-0.9, 0.98, 95)
_ROUNDS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """How a series left its path; one cell, shape (1,).

    Attributes:
        level: Step at the beginning.
        slope: Change of the slope, per point.
        path: Slope before.
        correlation: Of one point's error with the next's; or the overdispersion of counts.
    """

    level: Estimate
    slope: Estimate
    path: float
    correlation: float


def segments(points: int, first_after: int) -> Floats:
    """Constant, time, after, and time since; shape (points, 4).

    Source:
        Wagner et al. (2002), Journal of Clinical Pharmacy and Therapeutics 27, 299.
    """
    t = np.arange(points, dtype=np.float64)
    after = (t >= first_after).astype(np.float64)
    return np.column_stack([np.ones(points), t - first_after, after, after * (t - first_after)])


def interrupted(values: ArrayLike, first_after: int, *, conf_level: float = 0.95) -> Interrupted:
    """Segmented regression of a mean or share, with errors that remember the last one.

    Args:
        values: In time order, shape (points,), none missing, evenly spaced.
        first_after: Position of the first point after.
        conf_level: Coverage of the intervals.

    Returns:
        NaN with fewer than eight points on a side. The memory of errors (AR(1)) is estimated by
        restricted likelihood; the degrees of freedom allow for it.

    Source:
        Turner et al. (2021), BMC Medical Research Methodology 21, 181, who find restricted
        likelihood best of six methods in short series; degrees of freedom: Satterthwaite.
    """
    y = np.asarray(values, dtype=np.float64)
    if first_after < FEWEST or len(y) - first_after < FEWEST or not np.isfinite(y).all():
        return _nothing()
    x = segments(len(y), first_after)
    rho = _best(x, y)
    beta, cov, df = _fitted(x, y, rho)
    return Interrupted(
        level=_of(beta, cov, df, 2, conf_level),
        slope=_of(beta, cov, df, 3, conf_level),
        path=float(beta[1]),
        correlation=rho,
    )


def interrupted_counts(
    counts: ArrayLike, people: ArrayLike, first_after: int, *, conf_level: float = 0.95
) -> Interrupted:
    """The same for counts of people: log rates, with more spread than chance where there is.

    Args:
        counts: In time order, shape (points,).
        people: Of whom, at each point.
        first_after: Position of the first point after.
        conf_level: Coverage of the intervals.

    Returns:
        Log rate ratios; `correlation` is the overdispersion, at least 1.

    Source:
        Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46, 348:
        quasi-Poisson segmented regression with an offset.
    """
    y, n = np.asarray(counts, dtype=np.float64), np.asarray(people, dtype=np.float64)
    few = first_after < FEWEST or len(y) - first_after < FEWEST
    if few or not (np.isfinite(y).all() and (n > 0).all() and y.sum() > 0):
        return _nothing()
    x = segments(len(y), first_after)
    beta = np.zeros(4)
    beta[0] = np.log(y.sum() / n.sum())
    for _ in range(_ROUNDS):
        mean = n * np.exp(x @ beta)
        step = np.linalg.solve((x * mean[:, None]).T @ x, x.T @ (y - mean))
        beta = np.asarray(beta + step, dtype=np.float64)
        if np.abs(step).max() < 1e-12:  # noqa: PLR2004
            break
    mean = np.asarray(n * np.exp(x @ beta), dtype=np.float64)
    df = len(y) - 4.0
    dispersion = max(float(((y - mean) ** 2 / mean).sum() / df), 1.0)
    inverse = np.linalg.inv((x * mean[:, None]).T @ x)
    cov = np.asarray(dispersion * inverse, dtype=np.float64)
    return Interrupted(
        level=_of(beta, cov, np.full(4, df), 2, conf_level),
        slope=_of(beta, cov, np.full(4, df), 3, conf_level),
        path=float(beta[1]),
        correlation=dispersion,
    )


def _nothing() -> Interrupted:
    none = Estimate.none(1)
    return Interrupted(level=none, slope=none, path=np.nan, correlation=np.nan)


def _of(beta: Floats, cov: Floats, df: Floats, at: int, conf_level: float) -> Estimate:
    error = np.sqrt(np.maximum(cov[at, at], 0.0))
    return from_t(
        np.array([beta[at]]), np.array([error]), np.array([df[at]]), conf_level=conf_level,
        least_df=0.0,
    )  # fmt: skip


def _whitened(values: Floats, rho: float) -> Floats:
    """Rows as they would be without memory (Prais and Winsten)."""
    found = values.copy()
    found[1:] = values[1:] - rho * values[:-1]
    found[0] = values[0] * np.sqrt(1 - rho**2)
    return found


def _profile(x: Floats, y: Floats, rho: float) -> float:
    """Twice the negative restricted likelihood, but for a constant."""
    z, w = _whitened(x, rho), _whitened(y, rho)
    information = z.T @ z
    left = w - z @ np.linalg.solve(information, z.T @ w)
    n, k = x.shape
    squares = max(float(left @ left), 1e-300)
    determinant = float(np.linalg.slogdet(information)[1])
    return float((n - k) * np.log(squares) + determinant - np.log(1 - rho**2))


def _best(x: Floats, y: Floats) -> float:
    """The memory that is likeliest: a grid, then golden section."""
    values = [_profile(x, y, float(rho)) for rho in _GRID]
    at = int(np.argmin(values))
    low, high = float(_GRID[max(at - 1, 0)]), float(_GRID[min(at + 1, len(_GRID) - 1)])
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(60):
        one, two = high - ratio * (high - low), low + ratio * (high - low)
        if _profile(x, y, one) < _profile(x, y, two):
            high = two
        else:
            low = one
    return (low + high) / 2


def _fitted(x: Floats, y: Floats, rho: float) -> tuple[Floats, Floats, Floats]:
    """Coefficients, their covariance, and Satterthwaite's degrees of freedom."""
    z, w = _whitened(x, rho), _whitened(y, rho)
    inverse = np.linalg.inv(z.T @ z)
    beta = inverse @ (z.T @ w)
    left = w - z @ beta
    n, k = x.shape
    variance = float(left @ left) / (n - k)
    cov = variance * inverse
    return beta, cov, _degrees(x, y, rho, n - k)


def _degrees(x: Floats, y: Floats, rho: float, most: int) -> Floats:
    """How sure the errors themselves are: from the curvature of the likelihood in rho."""
    step = 1e-3
    inside = np.clip(rho, -0.9 + 2 * step, 0.98 - 2 * step)

    def spread(r: float) -> Floats:
        z, w = _whitened(x, r), _whitened(y, r)
        inverse = np.linalg.inv(z.T @ z)
        left = w - z @ (inverse @ (z.T @ w))
        return np.asarray(np.diag(inverse) * float(left @ left) / most)

    here = [_profile(x, y, inside + d * step) for d in (-1, 0, 1)]
    curvature = (here[0] - 2 * here[1] + here[2]) / step**2 / 2
    slope = (spread(inside + step) - spread(inside - step)) / (2 * step)
    own = spread(inside)
    # error of a variance: chi-square for its size, and the likelihood for its memory
    doubt = 2 * own**2 / most + (slope**2 / curvature if curvature > 0 else np.inf)
    with np.errstate(all="ignore"):
        return np.clip(2 * own**2 / doubt, 1.0, most)
