"""Every default method on invented studies: how often it is wrong, how often it holds the truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from pipeline.statistics import clusters, impact, means, proportions
from pipeline.statistics.clusters import Products
from pipeline.statistics.missing import DRAWS, imputed_changes, pooled, rest_of
from pipeline.statistics.mixed import mixed_change
from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.resampling import seed_of, wild_clusters
from pipeline.statistics.robust import trimmed, trimmed_difference, trimmed_mean
from tests.calibration import worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.statistics.estimate import Estimate
    from tests.calibration.worlds import World

    Floats = NDArray[np.float64]


MOST = 6000
"""Studies of a method that draws."""


class Seen(NamedTuple):
    """What a method said of every study.

    Attributes:
        low: Lower limits.
        high: Upper limits.
        truth: What it was about.
    """

    low: Floats
    high: Floats
    truth: Floats | float


class Trial(Protocol):
    """A method on many invented studies at once."""

    def __call__(self, world: World, rng: np.random.Generator, studies: int, /) -> Seen:
        """What it says of each."""
        ...


def _of(found: Estimate, truth: Floats | float) -> Seen:
    return Seen(found.conf_low, found.conf_high, truth)


def paired_t(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change of the same people."""
    pairs = worlds.paired(*worlds.people(world, rng, studies))
    return _of(means.paired_t(pairs), worlds.truth(world, studies))


def welch_change(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change of two waves of different people."""
    before, _ = worlds.people(replace(world, moved=0.0), rng, studies)
    _, after = worlds.people(world, rng, studies)
    found = means.welch_t(worlds.moments(after), worlds.moments(before))
    return _of(found, worlds.truth(world, studies))


def mean_level(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The mean of one period."""
    _, after = worlds.people(world, rng, studies)
    return _of(means.mean_interval(worlds.moments(after)), worlds.level(world, studies))


def share_level(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The share of one period."""
    _, after = worlds.people(world, rng, studies)
    low, high = proportions.wilson(np.nansum(after, axis=1), (~np.isnan(after)).sum(axis=1))
    return Seen(low, high, worlds.level(world, studies))


def paired_share(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change of a share of the same people."""
    found = proportions.newcombe_paired(worlds.table(*worlds.people(world, rng, studies)))
    return _of(found, worlds.truth(world, studies))


def independent_share(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The difference of two shares of different people."""
    before, _ = worlds.people(replace(world, moved=0.0), rng, studies)
    _, after = worlds.people(world, rng, studies)
    known = ~np.isnan(after)
    found = proportions.newcombe(
        np.nansum(after, axis=1), known.sum(axis=1), before.sum(axis=1),
        np.full(studies, before.shape[1]),
    )  # fmt: skip
    return _of(found, worlds.truth(world, studies))


def did(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """How much more one group changed."""
    return _of(impact.did(*_two(world, rng, studies)), worlds.truth(world, studies))


def ancova(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """How far apart two groups are after, at the same start."""
    found = impact.ancova(*_two(world, rng, studies)).estimate
    return _of(found, worlds.truth(world, studies))


def mixed(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change of people measured once or twice."""
    before, after = worlds.people(world, rng, studies)
    found = mixed_change(
        worlds.paired(before, after), worlds.moments(before), worlds.moments(after)
    )
    return _of(found.estimate, worlds.truth(world, studies))


def imputed(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change with missing values drawn."""
    before, after = worlds.people(world, rng, studies)
    both = ~np.isnan(after)
    only = rest_of(worlds.moments(before), worlds.moments(np.where(both, before, np.nan)))
    nobody = Moments(n=np.zeros(studies), mean=np.full(studies, np.nan), var=np.full(studies, 0.0))
    drawn = imputed_changes(
        worlds.paired(before, after), only, nobody, seed=int(rng.integers(2**62))
    )
    each = means.paired_t(drawn)
    shape = (DRAWS, studies)
    found = pooled(
        each.estimate.reshape(shape), each.std_error.reshape(shape) ** 2,
        np.full(studies, world.n - 1.0),
    )  # fmt: skip
    return _of(found, worlds.truth(world, studies))


def trimmed_change(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The mean change of the middle; symmetric worlds only, where it is the mean change too."""
    before, after = worlds.people(world, rng, studies)
    change = after - before
    found = [
        trimmed_mean(trimmed(one[~np.isnan(one)], np.ones((~np.isnan(one)).sum())))
        for one in change
    ]
    low, high = (np.concatenate([getattr(f, n) for f in found]) for n in ("conf_low", "conf_high"))
    return Seen(low, high, worlds.truth(world, studies))


def trimmed_did(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The same of two groups."""
    one = np.subtract(*worlds.people(world, rng, studies)[::-1])
    two = np.subtract(*worlds.people(replace(world, moved=0.0), rng, studies)[::-1])
    ones = np.ones(world.n)
    found = [
        trimmed_difference(trimmed(a, ones), trimmed(b, ones))
        for a, b in zip(one, two, strict=True)
    ]
    low, high = (np.concatenate([getattr(f, n) for f in found]) for n in ("conf_low", "conf_high"))
    return Seen(low, high, worlds.truth(world, studies))


def cluster_level(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The mean of people in clusters, or their mean change."""
    values, place = worlds.cluster_values(world, rng, studies)
    p = _products(np.ones((*values.shape, 1)), values, place, world.clusters)
    found = clusters.cr2(clusters.fit(p), [1.0])
    return _of(found, worlds.level(world, studies))


def cluster_share(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The share of people in clusters."""
    values, place = worlds.cluster_values(world, rng, studies)
    p = _products(np.ones((*values.shape, 1)), values, place, world.clusters)
    found = clusters.cr2(clusters.fit(p), [1.0])
    low, high = proportions.wilson_of_effective(
        values.mean(axis=1), np.full(studies, world.n), found.std_error, found.df
    )
    return Seen(low, high, worlds.level(world, studies))


def cluster_contrast(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """Two groups of clusters, each wholly in one."""
    return _of(clusters.cr2(clusters.fit(_arms(world, rng, studies)), [0.0, 1.0]), world.moved)


def wild_contrast(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The same by drawing the signs of clusters anew; few studies, for its cost."""
    studies = min(studies, MOST)
    p = _arms(world, rng, studies)
    low, high = np.full(studies, np.nan), np.full(studies, np.nan)
    for at in range(studies):
        mine = p.cell == at
        one = replace(
            p, cells=1, cell=p.cell[mine] * 0, n=p.n[mine], xx=p.xx[mine], xy=p.xy[mine],
            yy=p.yy[mine],
        )  # fmt: skip
        drawn = wild_clusters(clusters.fit(one), 1, seed=seed_of(str(at)), draws=399)
        low[at], high[at] = drawn.low, drawn.high
    return Seen(low, high, world.moved)


def _two(
    world: World, rng: np.random.Generator, studies: int
) -> tuple[PairedMoments, PairedMoments]:
    ours = worlds.paired(*worlds.people(world, rng, studies))
    return ours, worlds.paired(*worlds.people(replace(world, moved=0.0), rng, studies))


def _arms(world: World, rng: np.random.Generator, studies: int) -> Products:
    values, place = worlds.cluster_values(world, rng, studies)
    others, _ = worlds.cluster_values(replace(world, moved=0.0), rng, studies)
    y = np.concatenate([values, others], axis=1)
    both = np.concatenate([place, place + world.clusters], axis=1)
    arm = np.concatenate([np.ones_like(values), np.zeros_like(others)], axis=1)
    x = np.stack([np.ones_like(y), arm], axis=2)
    return _products(x, y, both, 2 * world.clusters)


def _products(x: Floats, y: Floats, place: Floats, count: int) -> Products:
    """Products of every study, clusters being the same slice of people in each."""
    studies, _, k = x.shape
    found = [np.flatnonzero(place[0] == c) for c in range(count)]
    n = np.array([len(f) for f in found], dtype=np.float64)
    xx = np.stack([np.einsum("spi,spj->sij", x[:, f], x[:, f]) for f in found], axis=1)
    xy = np.stack([np.einsum("spi,sp->si", x[:, f], y[:, f]) for f in found], axis=1)
    yy = np.stack([(y[:, f] ** 2).sum(axis=1) for f in found], axis=1)
    return Products(
        cells=studies,
        cell=np.repeat(np.arange(studies), count),
        n=np.tile(n, studies),
        xx=xx.reshape(-1, k, k),
        xy=xy.reshape(-1, k),
        yy=yy.ravel(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How a method did in one world.

    Attributes:
        wrong: Share of studies without any change whose interval left out zero.
        held: Share of studies with a change whose interval held it.
        told: Share of studies with an interval at all.
        studies: How many studies there were of each kind.
    """

    wrong: float
    held: float
    told: float
    studies: int


def rate(trial: Trial, world: World, name: str, studies: int, *, moved: float = 0.5) -> Rate:
    """A method in a world where nothing moves, and in one where it does."""
    still = trial(world, worlds.generator(f"{name}/still"), studies)
    moves = trial(replace(world, moved=moved), worlds.generator(f"{name}/moves"), studies)
    shares = []
    told = []
    for seen in (still, moves):
        known = np.isfinite(seen.low) | np.isfinite(seen.high)
        held = (seen.low <= seen.truth) & (seen.truth <= seen.high)
        shares.append(held[known].mean() if known.any() else np.nan)
        told.append(known.mean())
    return Rate(
        wrong=float(1 - shares[0]), held=float(shares[1]), told=float(min(told)),
        studies=len(still.low),
    )  # fmt: skip
