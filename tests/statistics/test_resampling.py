"""Drawing again, against the same thing done person by person."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from pipeline.statistics import resampling
from pipeline.statistics.clusters import Products, cr2, fit


def made(seed: int, count: int = 10, effect: float = 0.0) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(count), rng.integers(4, 12, count))
    treated = (cluster % 2).astype(float)
    before = rng.normal(size=len(cluster))
    x = np.column_stack([np.ones(len(cluster)), treated, before])
    noise = rng.normal(size=count)[cluster] * 0.5 + rng.normal(size=len(cluster))
    return x, effect * treated + 0.6 * before + noise, cluster


def by_people(x: np.ndarray, y: np.ndarray, cluster: np.ndarray, weights: np.ndarray) -> float:
    """The wild cluster bootstrap as its paper has it: residuals, new outcomes, new regressions."""

    def t(outcome: np.ndarray) -> float:
        found = sm.OLS(outcome, x).fit()
        score = [x[cluster == c].T @ found.resid[cluster == c] for c in np.unique(cluster)]
        inverse = np.linalg.inv(x.T @ x)
        return float(found.params[1] / np.sqrt(sum((inverse @ s)[1] ** 2 for s in score)))

    null = sm.OLS(y, x[:, [0, 2]]).fit()
    found = abs(t(y))
    drawn = [abs(t(null.fittedvalues + null.resid * w[cluster])) for w in weights]
    return (1 + sum(d >= found * (1 - 1e-9) for d in drawn)) / (1 + len(drawn))


def test_wild_clusters_is_the_procedure_of_its_paper() -> None:
    x, y, cluster = made(7)
    seed = resampling.seed_of("a result")
    found = resampling.wild_clusters(fit(Products.of(x, y, cluster)), 1, seed=seed, draws=199)
    weights = resampling.six_weights(seed, (199, 10))
    assert found.p_value == pytest.approx(by_people(x, y, cluster, weights), abs=1e-12)


def test_the_interval_holds_what_the_test_does_not_contradict() -> None:
    x, y, cluster = made(8, count=14, effect=1.0)
    seed = 5
    fitted = fit(Products.of(x, y, cluster))
    found = resampling.wild_clusters(fitted, 1, seed=seed)
    assert found.low < cr2(fitted, [0, 1, 0]).estimate[0] < found.high

    def p_of(supposed: float) -> float:
        moved = fit(Products.of(x, y - supposed * x[:, 1], cluster))
        return resampling.wild_clusters(moved, 1, seed=seed).p_value

    assert p_of(found.low + 1e-3) > 0.05 >= p_of(found.low - 1e-3)
    assert p_of(found.high - 1e-3) > 0.05 >= p_of(found.high + 1e-3)


def test_nothing_with_one_cluster_or_no_spread() -> None:
    one = fit(Products.of(np.ones((4, 1)), [1.0, 2, 3, 4], [1, 1, 1, 1]))
    assert np.isnan(resampling.wild_clusters(one, 0, seed=1).p_value)
    alike = fit(Products.of(np.ones((4, 1)), [2.0, 2, 2, 2], [1, 1, 2, 2]))
    assert np.isnan(resampling.wild_clusters(alike, 0, seed=1).p_value)


def test_weights_have_mean_zero_and_variance_one() -> None:
    for weights in (resampling.signs(1, (200_000,)), resampling.six_weights(1, (200_000,))):
        assert weights.mean() == pytest.approx(0, abs=0.01)
        assert weights.var() == pytest.approx(1, abs=0.01)


def test_draws_never_change() -> None:
    """The stream of the bits is fixed: a published p-value can be reckoned again."""
    assert resampling.raw_draws(1, (2,)).tolist() == [9441442522235856127, 17532960557476522086]
