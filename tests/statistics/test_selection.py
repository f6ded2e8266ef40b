"""Regression to the mean, against integrals, simulation and the worked numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats  # noqa: TID251  the independent implementation

from pipeline.statistics.selection import (
    expected_gain,
    expected_share_improved,
    regression_expected,
)


@pytest.mark.parametrize(
    ("r", "q", "share"),
    [(0.5, 0.25, 0.759), (0.7, 0.25, 0.699), (0.8, 0.25, 0.662), (0.9, 0.25, 0.614),
     (0.7, 0.15, 0.739)],
)  # fmt: skip
def test_worked_shares(r: float, q: float, share: float) -> None:
    assert round(float(expected_share_improved(q, r)), 3) == share


@settings(max_examples=40, deadline=None)
@given(st.floats(0.02, 1), st.floats(-0.5, 0.99))
def test_the_share_is_the_integral(q: float, r: float) -> None:
    cut = min(float(stats.norm.ppf(q)), 12.0)
    wanted = integrate.quad(
        lambda x: stats.norm.cdf(-(1 - r) * x / np.sqrt(1 - r * r)) * stats.norm.pdf(x),
        -12, cut, epsabs=1e-13, epsrel=1e-12, limit=200,
    )[0] / q  # fmt: skip
    assert float(expected_share_improved(q, r)) == pytest.approx(wanted, rel=1e-7)


def test_the_gain_is_that_of_a_truncated_normal() -> None:
    assert float(expected_gain(0.25, 0.7)) == pytest.approx(0.3813319, abs=5e-8)
    for q, r in ((0.1, 0.6), (0.5, 0.8), (0.9, 0.3)):
        low = stats.truncnorm(-np.inf, stats.norm.ppf(q)).mean()
        assert float(expected_gain(q, r)) == pytest.approx(-(1 - r) * low, rel=1e-9)


def test_people_who_did_not_change_at_all() -> None:
    rng = np.random.default_rng(1)
    both = rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], 400_000)
    low = both[both[:, 0] < np.quantile(both[:, 0], 0.25)]
    change = low[:, 1] - low[:, 0]
    assert float(expected_gain(0.25, 0.7)) == pytest.approx(change.mean(), abs=0.01)
    assert float(expected_share_improved(0.25, 0.7)) == pytest.approx(
        (change > 0).mean(), abs=0.005
    )
    told = float(regression_expected(low[:, 0].mean(), both[:, 0].mean(), 0.7))
    assert told == pytest.approx(change.mean(), abs=0.01)


@pytest.mark.parametrize(("q", "r"), [(0, 0.5), (np.nan, 0.5), (0.5, np.nan), (0.5, 1.0)])
def test_no_figure_where_there_is_none(q: float, r: float) -> None:
    assert np.isnan(expected_share_improved(q, r))
    assert np.isnan(expected_gain(0, 0.5))
    assert np.isnan(expected_gain(1, 0.5))
