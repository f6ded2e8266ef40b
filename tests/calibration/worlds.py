"""Invented studies, many at once: people before and after, with the truth known.

Each study is a row of an array, so that one call of a method answers for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import ndtr, ndtri

from pipeline.statistics.moments import Moments, PairedMoments, PairTable
from pipeline.statistics.resampling import seed_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Shape = Literal["normal", "skewed", "ordinal", "half", "rare"]

R = 0.6
"""Correlation of two measurements of a person."""

CUTS = (-1.0, -0.2, 0.5, 1.2)
"""Where a latent value passes into the next of five answers."""

SHARES = {"half": (0.3, 0.7), "rare": (0.05, 0.2)}
"""Between which shares of yes the studies lie: no interval of counts is right at every one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What people are like.

    Attributes:
        n: People of a group.
        shape: How values are spread; half and rare are shares.
        moved: By how many standard deviations the latent value moves.
        missing: Share without a value after.
        clusters: Clusters of a group; 0 for people on their own.
        icc: Share of the spread that lies between clusters.
    """

    n: int
    shape: Shape = "normal"
    moved: float = 0.0
    missing: float = 0.0
    clusters: int = 0
    icc: float = 0.0

    @property
    def is_share(self) -> bool:
        """Whether values are yes or no."""
        return self.shape in SHARES


def generator(name: str) -> np.random.Generator:
    """Random numbers that are the same for a name."""
    return np.random.Generator(np.random.PCG64(seed_of(name)))


def people(world: World, rng: np.random.Generator, studies: int) -> tuple[Floats, Floats]:
    """Values before and after, shape (studies, n); NaN where missing."""
    size = (studies, world.n)
    person = _standard(world, rng, size)
    before, after = (
        np.sqrt(R) * person + np.sqrt(1 - R) * _standard(world, rng, size) for _ in range(2)
    )
    bar = _bars(world, studies)
    before, after = _seen(world, before, bar), _seen(world, after + world.moved, bar)
    if world.missing:
        after = np.where(rng.random(size) < world.missing, np.nan, after)
    return before, after


def truth(world: World, studies: int) -> Floats:
    """How far the mean moves in each study."""
    return level(world, studies) - level(replace(world, moved=0.0), studies)


def level(world: World, studies: int) -> Floats:
    """The true mean after, of each study."""
    if world.is_share:
        return ndtr(world.moved - _bars(world, studies))
    if world.shape == "ordinal":
        return np.full(studies, 1 + sum(ndtr(world.moved - cut) for cut in CUTS))
    return np.full(studies, world.moved)


def cluster_values(world: World, rng: np.random.Generator, studies: int) -> tuple[Floats, Floats]:
    """Values and cluster of each person, shape (studies, n), clusters numbered within a group."""
    place = np.arange(world.n) * world.clusters // world.n
    shared = rng.standard_normal((studies, world.clusters))[:, place]
    own = rng.standard_normal((studies, world.n))
    values = np.sqrt(world.icc) * shared + np.sqrt(1 - world.icc) * own + world.moved
    return _seen(world, values, _bars(world, studies)), np.broadcast_to(place, values.shape)


def moments(values: Floats) -> Moments:
    """Of each study; NaN values are left out."""
    known = ~np.isnan(values)
    n = known.sum(axis=1).astype(np.float64)
    filled = np.where(known, values, 0.0)
    mean = filled.sum(axis=1) / n
    away = np.where(known, values - mean[:, None], 0.0)
    return Moments(n=n, mean=mean, var=(away**2).sum(axis=1) / (n - 1))


def paired(before: Floats, after: Floats) -> PairedMoments:
    """Those with both values, of each study."""
    both = ~np.isnan(before) & ~np.isnan(after)
    x, y = np.where(both, before, np.nan), np.where(both, after, np.nan)
    one, two = moments(x), moments(y)
    away = np.where(both, (x - one.mean[:, None]) * (y - two.mean[:, None]), 0.0)
    cov = away.sum(axis=1) / (one.n - 1)
    return PairedMoments(
        n=one.n, mean_before=one.mean, mean_after=two.mean, var_before=one.var,
        var_after=two.var, cov=cov, var_change=moments(y - x).var,
    )  # fmt: skip


def table(before: Floats, after: Floats) -> PairTable:
    """Yes and no before and after, of each study."""
    both = ~np.isnan(before) & ~np.isnan(after)
    cells = [[((before == i) & (after == j) & both).sum(axis=1) for j in (0, 1)] for i in (0, 1)]
    return PairTable(counts=np.moveaxis(np.array(cells, dtype=np.float64), 2, 0))


def _standard(world: World, rng: np.random.Generator, size: tuple[int, int]) -> Floats:
    if world.shape == "skewed":
        return rng.exponential(size=size) - 1
    return rng.standard_normal(size)


def _bars(world: World, studies: int) -> Floats:
    """Above which a latent value is a yes, study by study, evenly over the shares."""
    low, high = SHARES.get(world.shape, (0.5, 0.5))
    return -ndtri(low + (high - low) * (np.arange(studies) + 0.5) / studies)


def _seen(world: World, latent: Floats, bars: Floats) -> Floats:
    if world.shape == "ordinal":
        return np.asarray(1.0 + sum((latent > cut).astype(np.float64) for cut in CUTS))
    if world.is_share:
        return (latent > bars[:, None]).astype(np.float64)
    return latent
