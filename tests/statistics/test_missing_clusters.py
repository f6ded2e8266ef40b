"""Draws within clusters: nothing missing, no clusters that differ, and person by person."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.missing import imputed_changes
from pipeline.statistics.missing_clusters import Sums, imputed_clusters
from pipeline.statistics.moments import Moments, PairedMoments


def sums(x: np.ndarray, y: np.ndarray, place: np.ndarray, count: int) -> Sums:
    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, values, count).astype(float)

    return Sums(n=total(np.ones_like(x)), x=total(x), y=total(y), xx=total(x * x),
                yy=total(y * y), xy=total(x * y))  # fmt: skip


def only(x: np.ndarray, place: np.ndarray, count: int) -> Sums:
    return sums(x, np.zeros_like(x), place, count)


def test_nothing_missing_draws_nothing() -> None:
    rng = np.random.default_rng(1)
    x, place = rng.normal(size=60), np.repeat(np.arange(6), 10)
    y = x + rng.normal(size=60)
    pairs = sums(x, y, place, 6)
    none = only(np.zeros(0), np.zeros(0, dtype=int), 6)
    found = imputed_clusters(pairs, none, none, seed=1)
    assert found is not None
    for name in Sums.__slots__:
        np.testing.assert_allclose(
            getattr(found, name), np.broadcast_to(getattr(pairs, name), found.n.shape)
        )


def test_totals_are_what_one_would_have_person_by_person() -> None:
    """Means over draws: the plain regression within clusters, about each cluster's own level."""
    rng = np.random.default_rng(2)
    place = np.repeat(np.arange(12), 40)
    x = rng.normal(50, 10, 480)
    y = 20 + 0.6 * x + rng.normal(0, 8, 12)[place] + rng.normal(0, 5, 480)
    kept = rng.random(480) < 0.7
    none = only(np.zeros(0), np.zeros(0, dtype=int), 12)
    pairs = sums(x[kept], y[kept], place[kept], 12)
    drawn = [
        imputed_clusters(pairs, only(x[~kept], place[~kept], 12), none, seed=seed)
        for seed in range(60)
    ]
    means = np.concatenate([one.y / one.n for one in drawn if one is not None])
    centred = [x[kept][place[kept] == c] - x[kept][place[kept] == c].mean() for c in range(12)]
    within = [y[kept][place[kept] == c] - y[kept][place[kept] == c].mean() for c in range(12)]
    slope = np.concatenate(centred) @ np.concatenate(within) / sum(c @ c for c in centred)
    for c in range(12):
        mine, lost = kept & (place == c), ~kept & (place == c)
        expected = y[mine].mean() + slope * (x[lost].mean() - x[mine].mean())
        whole = (y[mine].sum() + lost.sum() * expected) / (place == c).sum()
        assert means[:, c].mean() == pytest.approx(whole, abs=0.25)


def test_where_clusters_do_not_differ_it_is_as_without_them() -> None:
    rng = np.random.default_rng(3)
    place = np.repeat(np.arange(20), 30)
    x = rng.normal(size=600)
    y = 0.5 * x + rng.normal(size=600)
    kept = rng.random(600) < 0.6
    none = only(np.zeros(0), np.zeros(0, dtype=int), 20)
    pairs = sums(x[kept], y[kept], place[kept], 20)
    lost = only(x[~kept], place[~kept], 20)
    ours = []
    for seed in range(100):
        found = imputed_clusters(pairs, lost, none, seed=seed)
        assert found is not None
        ours += (found.y.sum(axis=1) / 600).tolist()
    plain = PairedMoments.of(before=x[kept], after=y[kept])
    nobody = Moments(n=np.zeros(1), mean=np.array([np.nan]), var=np.array([np.nan]))
    theirs = [
        value
        for seed in range(100)
        for value in imputed_changes(plain, Moments.of(x[~kept]), nobody, seed=seed).mean_after
    ]
    # with no spread between clusters their levels are drawn towards one another, all but wholly
    assert np.mean(ours) == pytest.approx(np.mean(theirs), abs=0.01)
    assert np.std(ours) == pytest.approx(np.std(theirs), rel=0.25)
    assert stats.ks_2samp(ours, theirs).statistic < 0.15


def test_too_little_to_draw_from() -> None:
    one = only(np.array([1.0]), np.array([0]), 3)
    few = sums(np.arange(4.0), np.arange(4.0), np.array([0, 1, 2, 2]), 3)
    assert imputed_clusters(few, one, one, seed=1) is None
    flat = sums(np.ones(9), np.ones(9), np.repeat([0, 1, 2], 3), 3)
    assert imputed_clusters(flat, one, one, seed=1) is None
    two = sums(np.arange(9.0), np.arange(9.0) ** 2, np.repeat([0, 1, 1], 3), 3)
    assert imputed_clusters(two, one, one, seed=1) is None
