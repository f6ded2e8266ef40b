"""Answers whose error comes from leaving out each cluster: fewer studies, for their cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from pipeline.compare.left_out import without_sums
from pipeline.statistics.leave_out import jackknife
from pipeline.statistics.logistic import fit_logistic, marginal_difference
from pipeline.statistics.mixed import mixed_change
from pipeline.statistics.robust import trimmed as middle
from tests.calibration import worlds
from tests.calibration.trials import Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tests.calibration.worlds import World

    Floats = NDArray[np.float64]

MOST = 6000


def mixed(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change where three in ten were measured once only."""

    def one() -> tuple[float, float]:
        before, after, place = _moved(world, rng)
        lost = rng.random(world.n)
        has_before, has_after = lost > 0.15, lost < 0.85
        both = has_before & has_after

        def total(kept: NDArray[np.bool_], values: Floats) -> Floats:
            return np.bincount(place[kept], values[kept], world.clusters).astype(np.float64)

        ones = np.ones(world.n)
        sums = {"n": total(both, ones), "nb": total(has_before, ones), "na": total(has_after, ones)}
        sums |= {"x": total(both, before), "y": total(both, after)}
        sums |= {"xx": total(both, before**2), "yy": total(both, after**2)}
        sums |= {"xy": total(both, before * after)}
        sums |= {"b": total(has_before, before), "bb": total(has_before, before**2)}
        sums |= {"a": total(has_after, after), "aa": total(has_after, after**2)}
        found = mixed_change(*without_sums(sums), is_restricted=False).estimate.estimate
        return _interval(float(found[0]), found[1:])

    return _tried(one, studies, world.moved)


def trimmed(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The mean change without the furthest fifths."""

    def one() -> tuple[float, float]:
        before, after, place = _moved(world, rng)
        moved, ones = after - before, np.ones(world.n)

        def of(kept: NDArray[np.bool_]) -> float:
            return middle(moved[kept], ones[kept], is_whole=False).mean

        left = [of(place != out) for out in range(world.clusters)]
        return _interval(of(place >= 0), left)

    return _tried(one, studies, world.moved)


def logistic(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """Two groups of clusters, half saying yes before, and a start to adjust for."""
    truth = float(ndtr(world.moved) - 0.5)

    def one() -> tuple[float, float]:
        place = np.arange(2 * world.n) * 2 * world.clusters // (2 * world.n)
        arm = (place < world.clusters).astype(float)
        shared = rng.standard_normal(2 * world.clusters)[place]
        own = rng.standard_normal(2 * world.n)
        after = np.sqrt(world.icc) * shared + np.sqrt(1 - world.icc) * own + world.moved * arm
        start = 0.5 * own + rng.standard_normal(2 * world.n)
        x, y = np.column_stack([np.ones_like(arm), arm, start]), (after > 0).astype(float)

        def of(kept: NDArray[np.bool_]) -> float:
            fitted = fit_logistic(x[kept], y[kept])
            if fitted is None:
                return float("nan")
            return float(marginal_difference(x[kept], fitted, at=1).estimate[0])

        left = [of(place != out) for out in range(2 * world.clusters)]
        return _interval(of(place >= 0), left, groups=2)

    return _tried(one, min(studies, MOST // 3), truth)


def _moved(world: World, rng: np.random.Generator) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Before and after; clusters differ in how far they move."""
    place = np.arange(world.n) * world.clusters // world.n
    shared = rng.standard_normal(world.clusters)[place]
    before = rng.standard_normal(world.n)
    after = worlds.R * before + np.sqrt(world.icc) * shared + world.moved
    left = 1 - worlds.R**2 - world.icc
    return before, after + np.sqrt(left) * rng.standard_normal(world.n), place


def _interval(whole: float, left: Floats | list[float], *, groups: int = 1) -> tuple[float, float]:
    found = jackknife(whole, left, groups=groups)
    return float(found.conf_low[0]), float(found.conf_high[0])


def _tried(one: Callable[[], tuple[float, float]], studies: int, truth: float) -> Seen:
    found = np.array([one() for _ in range(min(studies, MOST))])
    return Seen(found[:, 0], found[:, 1], truth)
