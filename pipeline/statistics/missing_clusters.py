"""People measured once only, where people come in clusters: filled in, each cluster left out once.

Draws person by person would make the error smaller when everyone is counted twice. Here it comes
from how clusters differ, as everywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.statistics.missing import FEWEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST: Final = 3
"""Clusters with pairs without which nothing is filled in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """People of each cluster: how many, and sums of values and products; shape (clusters,)."""

    n: Floats
    x: Floats
    y: Floats
    xx: Floats
    yy: Floats
    xy: Floats

    def turned(self) -> Sums:
        """The same with both values exchanged."""
        return Sums(n=self.n, x=self.y, y=self.x, xx=self.yy, yy=self.xx, xy=self.xy)

    def some(self, kept: NDArray[np.bool_]) -> Sums:
        """Some of the clusters."""
        return Sums(**{name: getattr(self, name)[kept] for name in Sums.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Everyone measured at least once, cluster by cluster.

    Attributes:
        n: People, shape (clusters,).
        before: Sum of values before, what was not measured being filled in.
        after: The same after.
    """

    n: Floats
    before: Floats
    after: Floats


def filled_clusters(pairs: Sums, before_only: Sums, after_only: Sums) -> Filled | None:
    """Everyone measured at least once, the missing half filled in by regression.

    Who lacks an end gets the one that people of the same cluster and start had, of all clusters
    where theirs has no pairs; the other way about for who lacks a start. Sums of what is filled
    in are right on average; squares are not asked for.

    Args:
        pairs: Sums of those measured twice, by cluster.
        before_only: Of those measured before only; x is their value.
        after_only: Of those measured after only; y is their value.

    Returns:
        None with fewer than five pairs or three clusters that have any, or where the pairs tell
        of no spread.

    Source:
        Regression imputation with an intercept for each cluster: van Buuren (2018), Flexible
        Imputation of Missing Data, sections 1.3.3 and 7.3.
    """
    if pairs.n.sum() < FEWEST or (pairs.n > 0).sum() < LEAST:
        return None
    ends, starts = _expected(pairs, before_only), _expected(pairs.turned(), after_only.turned())
    if ends is None or starts is None:
        return None
    return Filled(
        n=pairs.n + before_only.n + after_only.n,
        before=pairs.x + before_only.x + starts,
        after=pairs.y + ends + after_only.y,
    )


def without_each(pairs: Sums, before_only: Sums, after_only: Sums) -> list[Filled | None]:
    """The same with each cluster left out in turn, for a jackknife.

    Source:
        Miller (1974), Biometrika 61, 1; by clusters: Rust and Rao (1996), Statistical Methods in
        Medical Research 5, 283.
    """
    every = np.arange(len(pairs.n))
    return [
        filled_clusters(*(one.some(every != out) for one in (pairs, before_only, after_only)))
        for out in every
    ]


def _expected(pairs: Sums, rest: Sums) -> Floats | None:
    """The sum of y that those with x only are expected to have, cluster by cluster."""
    has = pairs.n > 0
    n, count = pairs.n[has], float(has.sum())
    mean_x, mean_y = pairs.x[has] / n, pairs.y[has] / n
    within_xx = max(float((pairs.xx[has] - n * mean_x**2).sum()), 0.0)
    within_xy = float((pairs.xy[has] - n * mean_x * mean_y).sum())
    within_yy = float((pairs.yy[has] - n * mean_y**2).sum())
    slope = within_xy / within_xx if within_xx > 0 else 0.0
    total = float(n.sum())
    df = total - count - (within_xx > 0)
    left = max(within_yy - slope**2 * within_xx, 0.0)
    if df < 1 or not left > 0:
        return None
    level = mean_y - slope * mean_x
    own = np.full(len(pairs.n), float(np.average(level, weights=n)))
    own[has] = level
    return np.asarray(rest.n * own + slope * rest.x)
