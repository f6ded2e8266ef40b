"""Interrupted series against statsmodels, and the edges."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from pipeline.statistics.interrupted import interrupted, interrupted_counts, segments


def test_segments_by_hand() -> None:
    assert segments(4, 2).tolist() == [[1, -2, 0, 0], [1, -1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]]


def test_given_the_memory_it_is_generalised_least_squares() -> None:
    for seed in range(10):
        rng = np.random.default_rng(seed)
        n, first = int(rng.integers(20, 60)), 10
        e = rng.normal(size=n)
        for t in range(1, n):
            e[t] += 0.4 * e[t - 1]
        y = 50 + 0.2 * np.arange(n) + 2 * (np.arange(n) >= first) + e
        found = interrupted(y, first)
        rho = found.correlation
        lags = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
        theirs = sm.GLS(y, segments(n, first), sigma=rho**lags).fit()
        for at, one in ((2, found.level), (3, found.slope)):
            assert one.estimate[0] == pytest.approx(theirs.params[at], rel=1e-9)
            assert one.std_error[0] == pytest.approx(theirs.bse[at], rel=1e-9)
        assert 1 <= found.level.df[0] <= n - 4


def test_the_memory_is_the_likeliest_of_restricted_likelihood() -> None:
    """A fine grid of the textbook formula, with dense matrices, finds no better one."""
    rng = np.random.default_rng(3)
    n, first = 40, 20
    e = rng.normal(size=n)
    for t in range(1, n):
        e[t] += 0.5 * e[t - 1]
    x = segments(n, first)
    lags = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))

    def criterion(rho: float) -> float:
        v = rho**lags / (1 - rho**2)
        inverse = np.linalg.inv(v)
        information = x.T @ inverse @ x
        left = e - x @ np.linalg.solve(information, x.T @ inverse @ e)
        squares = left @ inverse @ left
        return float(
            (n - 4) * np.log(squares) + np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1]
        )

    best = interrupted(e, first).correlation
    grid = [criterion(r) for r in np.linspace(-0.85, 0.95, 400)]
    assert criterion(best) <= min(grid) + 1e-6


def test_counts_are_those_of_quasi_poisson() -> None:
    rng = np.random.default_rng(4)
    people = rng.integers(400, 900, 30).astype(float)
    counts = rng.negative_binomial(5, 5 / (5 + 0.1 * people)).astype(float)
    found = interrupted_counts(counts, people, 14)
    model = sm.GLM(
        counts, segments(30, 14), family=sm.families.Poisson(), offset=np.log(people)
    ).fit(scale="X2", tol=1e-12)
    assert found.correlation == pytest.approx(model.scale, rel=1e-9)
    for at, one in ((2, found.level), (3, found.slope)):
        assert one.estimate[0] == pytest.approx(model.params[at], rel=1e-9)
        assert one.std_error[0] == pytest.approx(model.bse[at], rel=1e-9)


def test_a_clean_step_is_found() -> None:
    rng = np.random.default_rng(5)
    y = np.r_[np.arange(10.0), np.arange(10.0) + 15] + rng.normal(0, 0.1, 20)
    found = interrupted(y, 10)
    assert found.level.estimate[0] == pytest.approx(5, abs=0.3)
    assert found.path == pytest.approx(1, abs=0.1)
    counts = interrupted_counts([100.0] * 8 + [80.0] * 8, [1000.0] * 16, 8)
    assert np.exp(counts.level.estimate[0]) == pytest.approx(0.8)


def test_seven_points_are_too_few() -> None:
    assert np.isnan(interrupted(np.arange(20.0), 7).level.estimate[0])
    assert np.isnan(interrupted(np.arange(15.0), 8).level.estimate[0])
    assert np.isnan(interrupted_counts(np.zeros(20), np.ones(20), 10).level.estimate[0])
