"""Filled in within clusters: nothing missing, person by person, everyone twice, too little."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from pipeline.statistics.missing_clusters import Sums, filled_clusters, without_each


def sums(x: np.ndarray, y: np.ndarray, place: np.ndarray, count: int) -> Sums:
    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(place, values, count).astype(float)

    return Sums(n=total(np.ones_like(x)), x=total(x), y=total(y), xx=total(x * x),
                yy=total(y * y), xy=total(x * y))  # fmt: skip


def only(x: np.ndarray, place: np.ndarray, count: int) -> Sums:
    return sums(x, np.zeros_like(x), place, count)


def world(seed: int, clusters: int = 12, each: int = 40) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    place = np.repeat(np.arange(clusters), each)
    n = clusters * each
    x = rng.normal(50, 10, n)
    y = 20 + 0.6 * x + rng.normal(0, 8, clusters)[place] + rng.normal(0, 5, n)
    return x, y, place, rng.random(n) < 0.7


def test_nothing_missing_fills_nothing() -> None:
    x, y, place, _ = world(1)
    none = only(np.zeros(0), np.zeros(0, dtype=int), 12)
    found = filled_clusters(sums(x, y, place, 12), none, none)
    assert found is not None
    np.testing.assert_allclose(found.after, np.bincount(place, y))
    np.testing.assert_allclose(found.before, np.bincount(place, x))


def test_expected_values_are_those_of_a_mixed_model() -> None:
    """With many people a cluster both are the cluster's own line; statsmodels fits by REML."""
    x, y, place, kept = world(2, clusters=15, each=120)
    none = only(np.zeros(0), np.zeros(0, dtype=int), 15)
    found = filled_clusters(
        sums(x[kept], y[kept], place[kept], 15), only(x[~kept], place[~kept], 15), none
    )
    assert found is not None
    design = np.column_stack([np.ones(kept.sum()), x[kept]])
    model = MixedLM(y[kept], design, groups=place[kept]).fit(reml=True)
    for cluster in range(15):
        lost = ~kept & (place == cluster)
        own = model.fe_params[0] + model.random_effects[cluster].iloc[0]
        theirs = lost.sum() * own + model.fe_params[1] * x[lost].sum()
        ours = found.after[cluster] - y[kept & (place == cluster)].sum()
        assert ours == pytest.approx(theirs, rel=2e-3)


def test_starts_are_filled_in_the_other_way_about() -> None:
    x, y, place, kept = world(3)
    none = only(np.zeros(0), np.zeros(0, dtype=int), 12)
    pairs, lost = sums(x[kept], y[kept], place[kept], 12), only(x[~kept], place[~kept], 12)
    one, two = (
        filled_clusters(pairs, lost, none),
        filled_clusters(pairs.turned(), none, lost.turned()),
    )
    assert one is not None
    assert two is not None
    np.testing.assert_allclose(one.after, two.before)


def test_everyone_twice_changes_nothing() -> None:
    x, y, place, kept = world(4)
    none = only(np.zeros(0), np.zeros(0, dtype=int), 12)

    def errors(times: int) -> float:
        many = [np.tile(values[kept], times) for values in (x, y, place)]
        parts = (
            sums(many[0], many[1], many[2], 12),
            only(np.tile(x[~kept], times), np.tile(place[~kept], times), 12),
            none,
        )
        moved = [
            (one.after.sum() - one.before.sum()) / one.n.sum()
            for one in without_each(*parts)
            if one is not None
        ]
        return float(np.std(moved))

    assert errors(2) == pytest.approx(errors(1), rel=1e-9)


def test_too_little_to_fill_from() -> None:
    one = only(np.array([1.0]), np.array([0]), 3)
    few = sums(np.arange(4.0), np.arange(4.0), np.array([0, 1, 2, 2]), 3)
    assert filled_clusters(few, one, one) is None
    flat = sums(np.ones(9), np.ones(9), np.repeat([0, 1, 2], 3), 3)
    assert filled_clusters(flat, one, one) is None
    two = sums(np.arange(9.0), np.arange(9.0) ** 2, np.repeat([0, 1, 1], 3), 3)
    assert filled_clusters(two, one, one) is None
