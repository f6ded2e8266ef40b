"""People measured once only, drawn many times over, where people come in clusters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import chdtri, ndtri

from pipeline.statistics.missing import DRAWS, FEWEST
from pipeline.statistics.resampling import uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_OF_ALL: Final = 4
"""Random numbers of a draw, and of each cluster in it."""
_OF_ONE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """People of each cluster: how many, and sums of values and products; shape (..., clusters)."""

    n: Floats
    x: Floats
    y: Floats
    xx: Floats
    yy: Floats
    xy: Floats

    def turned(self) -> Sums:
        """The same with both values exchanged."""
        return Sums(n=self.n, x=self.y, y=self.x, xx=self.yy, yy=self.xx, xy=self.xy)

    def plus(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(**{name: getattr(self, name) + getattr(other, name) for name in _NAMES})


_NAMES: Final = ("n", "x", "y", "xx", "yy", "xy")


def imputed_clusters(pairs: Sums, before_only: Sums, after_only: Sums, *, seed: int) -> Sums | None:
    """Everyone measured at least once, cluster by cluster, the missing half drawn.

    As `imputed_changes`, with an intercept for each cluster: where a cluster has pairs, its
    people are drawn about its own level, drawn towards the mean by as little as it has.

    Args:
        pairs: Sums of those measured twice, shape (clusters,).
        before_only: Of those measured before only; x is their value.
        after_only: Of those measured after only; y is their value.
        seed: Of the random numbers.

    Returns:
        Shape (DRAWS, clusters); None with fewer than five pairs or three clusters that have any.

    Source:
        van Buuren (2018), Flexible Imputation of Missing Data, section 7.5: multilevel
        imputation by a random intercept; variances by analysis of variance: Searle, Casella and
        McCulloch (1992), Variance Components, section 3.6.
    """
    if pairs.n.sum() < FEWEST or (pairs.n > 0).sum() < 3:  # noqa: PLR2004
        return None
    clusters = len(pairs.n)
    u = uniforms(seed, (DRAWS, 2, _OF_ALL + _OF_ONE * clusters))
    forth = _completed(pairs, before_only, u[:, 0])
    back = _completed(pairs.turned(), after_only.turned(), u[:, 1])
    if forth is None or back is None:
        return None
    known = Sums(**{name: np.broadcast_to(getattr(pairs, name), forth.n.shape) for name in _NAMES})
    return known.plus(forth).plus(back.turned())


def _completed(pairs: Sums, rest: Sums, u: Floats) -> Sums | None:
    """Those with x only, each with a y drawn; None where the pairs tell of no spread."""
    has = pairs.n > 0
    n, count = pairs.n[has], float(has.sum())
    mean_x, mean_y = pairs.x[has] / n, pairs.y[has] / n
    within_xx = float((pairs.xx[has] - n * mean_x**2).sum())
    within_xy = float((pairs.xy[has] - n * mean_x * mean_y).sum())
    within_yy = float((pairs.yy[has] - n * mean_y**2).sum())
    slope = within_xy / within_xx if within_xx > 0 else 0.0
    total = float(n.sum())
    df = total - count - (within_xx > 0)
    left = max(within_yy - slope**2 * max(within_xx, 0.0), 0.0)
    if df < 1 or not left > 0:
        return None
    level = mean_y - slope * mean_x
    middle = float(np.average(level, weights=n))
    between = float((n * (level - middle) ** 2).sum())
    size = (total - float((n**2).sum()) / total) / (count - 1)
    # what a draw of the model is: spread within, slope, spread between, mean of the clusters
    spread2 = np.asarray(left / chdtri(df, 1 - u[:, 0]), dtype=np.float64)
    steep = slope + np.sqrt(spread2 / within_xx) * ndtri(u[:, 1]) if within_xx > 0 else slope
    steep = np.broadcast_to(np.asarray(steep, dtype=np.float64), spread2.shape)
    above = between / chdtri(count - 1, 1 - u[:, 2]) - spread2
    apart2 = np.asarray(np.maximum(above / size, 0.0), dtype=np.float64)
    error = np.sqrt(apart2 / count + spread2 / total)
    centre = np.asarray(middle + error * ndtri(u[:, 3]), dtype=np.float64)
    own = u[:, _OF_ALL:].reshape(len(u), -1, _OF_ONE)
    at = _levels(pairs, (centre, apart2, spread2), slope, own[:, :, 0])
    return _drawn(rest, at, steep, spread2, own)


def _levels(pairs: Sums, model: tuple[Floats, Floats, Floats], slope: float, u: Floats) -> Floats:
    """The level of each cluster in each draw, shape (draws, clusters)."""
    centre, apart2, spread2 = (one[:, None] for one in model)
    n = pairs.n
    with np.errstate(all="ignore"):
        seen = np.where(n > 0, (pairs.y - slope * pairs.x) / np.where(n > 0, n, 1.0), 0.0)
        trust = n * apart2 / (n * apart2 + spread2)
    known = trust * (seen - centre)
    return np.asarray(centre + known + np.sqrt(apart2 * (1 - trust)) * ndtri(u))


def _drawn(rest: Sums, at: Floats, steep: Floats, spread2: Floats, u: Floats) -> Sums:
    """Sums of those with x only once each has a y, all at once by cluster."""
    m, spread = rest.n, np.sqrt(spread2)[:, None]
    slope = steep[:, None]
    with np.errstate(all="ignore"):
        mean = np.where(m > 0, rest.x / np.where(m > 0, m, 1.0), 0.0)
        away = np.maximum(rest.xx - m * mean**2, 0.0)
        middle = spread * ndtri(u[:, :, 1]) / np.sqrt(np.where(m > 0, m, 1.0))
        along = np.where(away > 0, ndtri(u[:, :, 2]), 0.0)
        free = m - 1 - (away > 0)
        beside = np.where(free > 0, chdtri(np.maximum(free, 1.0), 1 - u[:, :, 3]), 0.0)
    y = np.where(m > 0, at + slope * mean + middle, 0.0)
    crossed = spread * np.sqrt(away) * along
    xy = slope * away + crossed
    yy = slope**2 * away + 2 * slope * crossed + spread**2 * (along**2 + beside)
    shape = at.shape
    return Sums(
        n=np.broadcast_to(m, shape).astype(np.float64),
        x=np.broadcast_to(rest.x, shape).astype(np.float64),
        y=m * y,
        xx=np.broadcast_to(rest.xx, shape).astype(np.float64),
        yy=yy + m * y**2,
        xy=xy + m * mean * y,
    )
