"""Methods that draw again, model odds, or look at one long series: fewer studies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics import missing_clusters
from pipeline.statistics.interrupted import interrupted, interrupted_counts
from pipeline.statistics.logistic import fit_logistic, marginal_difference
from pipeline.statistics.means import from_t
from pipeline.statistics.missing_clusters import Sums
from pipeline.statistics.redraws import bootstrap_t, bootstrap_weights, permuted_groups
from tests.calibration import worlds
from tests.calibration.trials import Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tests.calibration.worlds import World

    Floats = NDArray[np.float64]

MOST = 8000
"""Studies."""

_DRAWS = 399


def bootstrap(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The mean change, people drawn again."""
    many = min(studies, MOST)
    before, after = worlds.people(world, rng, many)
    weights = bootstrap_weights(int(rng.integers(2**62)), world.n, draws=999)
    found = bootstrap_t((after - before).T, weights)
    low, high = (np.array([getattr(f, name) for f in found]) for name in ("low", "high"))
    return Seen(low, high, worlds.truth(world, many))


def permuted(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """Two groups at the same start, the lottery drawn again."""

    def one() -> tuple[float, float]:
        before = rng.standard_normal(2 * world.n)
        arm = rng.permutation(np.repeat([0, 1], world.n))
        after = worlds.R * before + 0.8 * rng.standard_normal(2 * world.n) + world.moved * arm
        base = np.column_stack([np.ones(2 * world.n), before])
        seed = int(rng.integers(2**62))
        drawn = permuted_groups(after, arm, base, seed=seed, draws=_DRAWS)
        return drawn.low, drawn.high

    return _tried(one, studies, world.moved)


def logistic(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """A share of two groups, adjusted for a column: what everyone's would be less what it is."""
    grid = np.random.default_rng(1).standard_normal(200_000)

    def chance(z: Floats, arm: float) -> Floats:
        return 1 / (1 + np.exp(-(-0.2 + 0.7 * z + world.moved * arm)))

    truth = float((chance(grid, 1.0) - chance(grid, 0.0)).mean())

    def one() -> tuple[float, float]:
        z, arm = rng.standard_normal(2 * world.n), np.repeat([0.0, 1.0], world.n)
        y = (rng.random(2 * world.n) < np.where(arm, chance(z, 1.0), chance(z, 0.0))).astype(float)
        x = np.column_stack([np.ones(2 * world.n), arm, z])
        fitted = fit_logistic(x, y)
        if fitted is None:
            return np.nan, np.nan
        found = marginal_difference(x, fitted, at=1)
        return float(found.conf_low[0]), float(found.conf_high[0])

    return _tried(one, studies, truth)


def broken(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """A step in a series of n periods whose errors resemble the last one by `icc`."""

    def one() -> tuple[float, float]:
        e = rng.standard_normal(world.n)
        e[0] /= np.sqrt(1 - world.icc**2)
        for t in range(1, world.n):
            e[t] += world.icc * e[t - 1]
        e[world.n // 2 :] += world.moved
        found = interrupted(e, world.n // 2).level
        return float(found.conf_low[0]), float(found.conf_high[0])

    return _tried(one, studies, world.moved)


def broken_counts(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """A step in a series of counts that scatter more than chance."""
    people = np.full(world.n, 500.0)
    after = np.arange(world.n) >= world.n // 2

    def one() -> tuple[float, float]:
        rates = 0.1 * np.exp(world.moved * after) * rng.gamma(20, 1 / 20, world.n)
        found = interrupted_counts(rng.poisson(people * rates), people, world.n // 2).level
        return float(found.conf_low[0]), float(found.conf_high[0])

    return _tried(one, studies, world.moved)


def _tried(one: Callable[[], tuple[float, float]], studies: int, truth: float) -> Seen:
    found = np.array([one() for _ in range(min(studies, MOST))])
    return Seen(found[:, 0], found[:, 1], truth)


def imputed_clusters(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change of people in clusters, low starters lost more often, the lost filled in."""

    def one() -> tuple[float, float]:
        place = np.arange(world.n) * world.clusters // world.n
        shared = rng.standard_normal(world.clusters)[place]
        before = rng.standard_normal(world.n)
        after = worlds.R * before + np.sqrt(world.icc) * shared + world.moved
        after = after + np.sqrt(0.64 - world.icc) * rng.standard_normal(world.n)
        kept = rng.random(world.n) < 1 / (1 + np.exp(-1 - before))
        pairs, lost = (_by_cluster(before, after, place, one, world.clusters)
                       for one in (kept, ~kept))  # fmt: skip
        only = replace(lost, y=lost.y * 0, yy=lost.yy * 0, xy=lost.xy * 0)
        none = Sums(**dict.fromkeys(Sums.__slots__, pairs.n * 0))
        parts = (pairs, only, none)

        def moved(found: missing_clusters.Filled | None) -> float:
            return (
                np.nan
                if found is None
                else float((found.after.sum() - found.before.sum()) / found.n.sum())
            )

        left = np.array([moved(each) for each in missing_clusters.without_each(*parts)])
        count = world.clusters
        error = np.sqrt((count - 1) / count * ((left - left.mean()) ** 2).sum())
        found = from_t(
            np.array([moved(missing_clusters.filled_clusters(*parts))]), np.array([error]),
            np.array([count - 1.0]), conf_level=0.95,
        )  # fmt: skip
        return float(found.conf_low[0]), float(found.conf_high[0])

    return _tried(one, studies, world.moved)


def _by_cluster(
    x: Floats, y: Floats, place: NDArray[np.int64], kept: NDArray[np.bool_], count: int
) -> Sums:
    def total(values: Floats) -> Floats:
        return np.bincount(place[kept], values[kept], count).astype(np.float64)

    return Sums(n=total(np.ones_like(x)), x=total(x), y=total(y), xx=total(x * x), yy=total(y * y),
                xy=total(x * y))  # fmt: skip
