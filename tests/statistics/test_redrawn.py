"""Drawing again: against scipy, against every possible lottery, and the same for a seed."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.redraws import bootstrap_t, bootstrap_weights, permuted_groups


def test_each_draw_has_as_many_people() -> None:
    weights = bootstrap_weights(7, 30, draws=500)
    assert (weights.sum(axis=1) == 30).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(30), abs=0.25)
    assert (bootstrap_weights(7, 30, draws=500) == weights).all()


def test_columns_share_their_draws() -> None:
    rng = np.random.default_rng(1)
    y = rng.normal(size=(40, 1))
    weights = bootstrap_weights(3, 40)
    one, two = bootstrap_t(np.column_stack([y, 2 * y + 0]), weights)
    assert two.low == pytest.approx(2 * one.low)
    assert two.p_value == one.p_value


def test_a_symmetric_sample_has_the_interval_of_t() -> None:
    rng = np.random.default_rng(2)
    y = rng.normal(1, 3, 200)
    found = bootstrap_t(y[:, None], bootstrap_weights(5, 200, draws=9999))[0]
    low, high = stats.ttest_1samp(y, 0).confidence_interval()
    assert found.low == pytest.approx(low, abs=0.05)
    assert found.high == pytest.approx(high, abs=0.05)


def test_no_spread_and_one_value() -> None:
    assert np.isnan(bootstrap_t(np.ones((20, 1)), bootstrap_weights(1, 20))[0].low)


def test_all_lotteries_of_few_people() -> None:
    rng = np.random.default_rng(3)
    y = rng.normal(size=9)
    arm = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0])
    seen = abs(y[arm == 1].mean() - y[arm == 0].mean())
    every = []
    for chosen in combinations(range(9), 4):
        mine = np.isin(np.arange(9), chosen)
        every.append(abs(y[mine].mean() - y[~mine].mean()) >= seen - 1e-12)
    found = permuted_groups(y, arm, np.ones((9, 1)), seed=1, draws=20_000)
    assert found.p_value == pytest.approx(np.mean(every), abs=0.01)


def test_many_people_agree_with_the_formula() -> None:
    rng = np.random.default_rng(4)
    n = 300
    x, arm = rng.normal(size=n), rng.integers(0, 2, n)
    y = 0.6 * x + 0.3 * arm + rng.normal(size=n)
    design = np.column_stack([np.ones(n), x])
    found = permuted_groups(y, arm, design, seed=2, draws=4999)
    full = np.column_stack([design, arm])
    beta, rss, *_ = np.linalg.lstsq(full, y, rcond=None)
    error = np.sqrt(rss[0] / (n - 3) * np.linalg.inv(full.T @ full)[2, 2])
    margin = stats.t.ppf(0.975, n - 3) * error
    assert found.low == pytest.approx(beta[2] - margin, abs=0.03)
    assert found.high == pytest.approx(beta[2] + margin, abs=0.03)


def test_swapping_the_groups_flips_the_interval() -> None:
    rng = np.random.default_rng(5)
    y, arm = rng.normal(size=60), np.repeat([0, 1], 30)
    one = permuted_groups(y, arm, np.ones((60, 1)), seed=1)
    two = permuted_groups(y, 1 - arm, np.ones((60, 1)), seed=1)
    assert one.low == pytest.approx(-two.high, rel=1e-6)
    assert one.p_value == two.p_value


def test_a_group_of_nobody() -> None:
    assert np.isnan(permuted_groups([1, 2], [1, 1], np.ones((2, 1)), seed=1).p_value)
