"""Reliability, against statsmodels' factor model, scipy's F and the printed figures of R."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.multivariate.factor import Factor

from pipeline.statistics.scales import alpha, omega, spearman_brown

ATTITUDE = Path(__file__).parents[1] / "data/attitude/attitude.csv"


def attitude() -> np.ndarray:
    with ATTITUDE.open(encoding="utf-8") as file:
        return np.array([[float(v) for v in row] for row in list(csv.reader(file))[1:]])


def made(seed: int, n: int, k: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    noise = rng.normal(size=(n, k))
    return common * rng.uniform(0.5, 1.2, k) + noise * rng.uniform(0.5, 1.2, k)


def test_attitude_as_r_prints_it() -> None:
    s = np.cov(attitude().T)
    found = alpha(s, 30)
    assert found.alpha == pytest.approx(0.8431428, abs=5e-8)
    assert found.standardised == pytest.approx(0.8390838, abs=5e-8)
    assert (round(found.low, 3), round(found.high, 3)) == (0.739, 0.916)
    assert round(float(found.without[0]), 2) == 0.81
    assert omega(s) == pytest.approx(0.8405447, abs=5e-7)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 60), st.integers(2, 8))
def test_alpha_is_its_definition(seed: int, n: int, k: int) -> None:
    x = made(seed, n, k)
    found = alpha(np.cov(x.T), n)
    wanted = k / (k - 1) * (1 - x.var(axis=0, ddof=1).sum() / x.sum(axis=1).var(ddof=1))
    assert found.alpha == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    degrees = (n - 1, (n - 1) * (k - 1))
    assert found.low == pytest.approx(1 - (1 - wanted) * stats.f.ppf(0.975, *degrees), rel=1e-9)
    assert found.high == pytest.approx(1 - (1 - wanted) * stats.f.ppf(0.025, *degrees), rel=1e-9)
    for item in range(k):
        rest = np.delete(x, item, axis=1).sum(axis=1)
        r = np.corrcoef(x[:, item], rest)[0, 1]
        assert found.item_rest[item] == pytest.approx(r, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("seed", range(6))
def test_omega_is_that_of_a_factor_model(seed: int) -> None:
    x = made(seed, 400, 5)
    theirs = Factor(x, n_factor=1, method="ml").fit()
    loadings = np.abs(theirs.loadings[:, 0])
    wanted = loadings.sum() ** 2 / (loadings.sum() ** 2 + theirs.uniqueness.sum())
    assert omega(np.cov(x.T)) == pytest.approx(wanted, rel=1e-4)


def test_an_item_worded_the_other_way_shows() -> None:
    x = made(9, 200, 4)
    x[:, 2] *= -1
    found = alpha(np.cov(x.T), 200)
    assert found.item_rest[2] < 0 < min(np.delete(found.item_rest, 2))
    assert found.without[2] > found.alpha


def test_two_items() -> None:
    assert spearman_brown(0.5) == pytest.approx(2 / 3)
    x = made(3, 50, 2)
    assert alpha(np.cov(x.T), 50).standardised == pytest.approx(
        float(spearman_brown(np.corrcoef(x.T)[0, 1])), rel=1e-9
    )


@pytest.mark.parametrize(
    "s", [np.ones((1, 1)), np.zeros((3, 3)), np.full((3, 3), np.nan)], ids=["one", "flat", "none"]
)
def test_no_figure_where_there_is_none(s: np.ndarray) -> None:
    found = alpha(s, 20)
    assert np.isnan(found.alpha)
    assert np.isnan(found.low)
    assert np.isnan(omega(s))


@pytest.mark.parametrize("loaded", [(0.6, 0.7, 0.8), (0.2, 0.3, 0.25), (0.9, -0.3, 0.5)])
def test_three_items_have_one_factor_that_can_be_written_down(loaded: tuple[float, ...]) -> None:
    """Three correlations are told exactly by three loadings."""
    loadings = np.array(loaded)
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1)
    common = loadings.sum() ** 2
    wanted = common / (common + (1 - loadings**2).sum())
    spread = np.outer([1.0, 20, 300], [1.0, 20, 300])
    assert omega(r * spread) == pytest.approx(wanted, rel=1e-6)
    assert np.isnan(omega(r[:2, :2]))
    still = r.copy()
    still[1] = still[:, 1] = 0
    assert np.isnan(omega(still))


def test_two_people_are_enough_for_alpha_and_one_is_not() -> None:
    s = np.array([[2.0, 1, 1], [1, 2, 1], [1, 1, 2]])
    found = alpha(s, 2)
    assert found.alpha == pytest.approx(0.75)  # 3/2 (1 - 6/12)
    assert found.low == pytest.approx(1 - 0.25 * stats.f(1, 2).ppf(0.975))
    assert found.high == pytest.approx(1 - 0.25 * stats.f(1, 2).ppf(0.025))
    assert alpha(s, 2, conf_level=0.5).low == pytest.approx(1 - 0.25 * stats.f(1, 2).ppf(0.75))
    for n in (0, 1):
        nothing = alpha(s, n)
        assert np.isnan([nothing.alpha, nothing.low, nothing.high]).all()


def test_covariances_of_short_floats_are_reckoned_with_all_digits() -> None:
    s = np.cov(made(4, 40, 4).T).astype(np.float32)
    assert alpha(s, 40).alpha == alpha(s.astype(np.float64), 40).alpha
    assert omega(s) == omega(s.astype(np.float64))


@pytest.mark.parametrize(
    ("r", "wanted"), [(-0.5, -2.0), (0.0, 0.0), (-1.0, np.nan), (-1.5, np.nan)]
)
def test_two_items_that_run_against_each_other(r: float, wanted: float) -> None:
    assert spearman_brown(r) == pytest.approx(wanted, nan_ok=True)


def test_an_item_of_which_nothing_is_its_own_stops_at_the_least_part() -> None:
    """With r12 r13 / r23 above 1 (Heywood) the model has no inner solution."""
    r = np.array([[1.0, 0.9, 0.9], [0.9, 1, 0.7], [0.9, 0.7, 1]])
    unique = np.array([0.005, 1 - 0.81 / 0.995, 1 - 0.81 / 0.995])
    common = np.sqrt(1 - unique).sum() ** 2
    assert omega(r) == pytest.approx(common / (common + unique.sum()), rel=0.02)
