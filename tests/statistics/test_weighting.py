"""Weights against a general optimiser and against what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from pipeline.statistics.weighting import effective_n, entropy_weights, raked, weights_trimmed


def _dual(tilt: np.ndarray, z: np.ndarray) -> float:
    return float(np.log(np.exp(z @ tilt).sum()))


def test_entropy_weights_are_those_of_a_general_optimiser() -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        n, k = int(rng.integers(60, 200)), int(rng.integers(1, 4))
        x = rng.normal(size=(n, k))
        arm = (rng.random(n) < 1 / (1 + np.exp(1 - 0.5 * x[:, 0]))).astype(int)
        found = entropy_weights(x, arm)
        assert found is not None
        z = x[arm == 0] - x[arm == 1].mean(axis=0)
        best = minimize(_dual, np.zeros(k), args=(z,), method="BFGS", options={"gtol": 1e-10})
        wanted = np.exp(z @ best.x)
        wanted *= len(wanted) / wanted.sum()
        np.testing.assert_allclose(found[arm == 0], wanted, rtol=1e-4)
        weighted = np.average(x[arm == 0], axis=0, weights=found[arm == 0])
        np.testing.assert_allclose(weighted, x[arm == 1].mean(axis=0), atol=1e-8)
        assert (found[arm == 1] == 1).all()
        assert found[arm == 0].mean() == pytest.approx(1)


def test_no_weights_reach_where_nobody_is() -> None:
    x = np.r_[np.arange(10.0), 20 + np.arange(10.0)][:, None]
    assert entropy_weights(x, np.repeat([0, 1], 10)) is None
    assert entropy_weights(x, np.ones(20)) is None


def test_columns_that_say_the_same_twice_do_no_harm() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=80)
    arm = rng.random(80) < 0.4
    found = entropy_weights(np.column_stack([x, x, np.ones(80)]), arm)
    alone = entropy_weights(x[:, None], arm)
    assert found is not None
    assert alone is not None
    np.testing.assert_allclose(found, alone, rtol=1e-5)


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=40))
def test_weights_never_tell_of_more_people_than_there_are(w: list[float]) -> None:
    assert 1 - 1e-9 <= effective_n(w) <= len(w) + 1e-9
    ended = weights_trimmed(w)
    assert ended.mean() == pytest.approx(1)
    assert effective_n(ended) >= effective_n(w) - 1e-9
    assert ended.max() <= 5 * np.median(ended) * (1 + 1e-9) or len(w) == 1


def test_raking_meets_every_margin() -> None:
    rng = np.random.default_rng(2)
    one, two = rng.integers(0, 3, 200), rng.integers(0, 2, 200)
    w = raked([one, two], [[50, 30, 20], [40, 60]], start=np.ones(200))
    np.testing.assert_allclose(np.bincount(one, w) / w.sum(), [0.5, 0.3, 0.2], atol=1e-8)
    np.testing.assert_allclose(np.bincount(two, w) / w.sum(), [0.4, 0.6], atol=1e-8)


def test_one_margin_is_post_stratification() -> None:
    code = np.array([0, 0, 0, 1])
    w = raked([code], [[50, 50]], start=np.ones(4))
    np.testing.assert_allclose(w, [2 / 3, 2 / 3, 2 / 3, 2])
    assert effective_n(w) == pytest.approx(4**2 / (3 * 4 / 9 + 4))


def test_a_level_that_nobody_answered_from_is_left_out() -> None:
    w = raked([np.array([0, 0, 1])], [[10, 10, 80]], start=np.ones(3))
    np.testing.assert_allclose(w, [0.75, 0.75, 1.5])
