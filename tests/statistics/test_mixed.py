"""The mixed model of two waves, against statsmodels and against the likelihood itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation
from scipy.optimize import minimize

from pipeline.statistics.means import paired_t, welch_t
from pipeline.statistics.mixed import Mixed, mixed_change
from pipeline.statistics.moments import Moments, PairedMoments


def waves(
    seed: int, pairs: int, before: int, after: int, *, r: float = 0.6
) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n = pairs + before + after
    both = rng.multivariate_normal([50, 53], 80 * np.array([[1, r], [r, 1]]), n)
    x, y = both[:, 0].copy(), both[:, 1].copy()
    x[pairs + before :] = np.nan
    y[pairs : pairs + before] = np.nan
    return x, y


def reckoned(x: np.ndarray, y: np.ndarray, **more: Any) -> Mixed:
    both = ~np.isnan(x) & ~np.isnan(y)
    return mixed_change(
        PairedMoments.of(before=x[both], after=y[both]),
        Moments.of(x[~np.isnan(x)]),
        Moments.of(y[~np.isnan(y)]),
        **more,
    )


@pytest.mark.parametrize(("seed", "r"), [(1, 0.7), (2, 0.3), (3, 0.2), (4, 0.9)])
def test_it_is_the_mixed_model_of_statsmodels(seed: int, r: float) -> None:
    x, y = waves(seed, 40, 25, 30, r=r)
    frame = pd.DataFrame(
        {
            "value": np.concatenate([x, y]),
            "after": np.repeat([0, 1], len(x)),
            "person": np.tile(np.arange(len(x)), 2),
        }
    ).dropna()
    wanted = smf.mixedlm("value ~ after", frame, groups=frame["person"]).fit(reml=True)
    found = reckoned(x, y)
    # Their optimiser stops about here; the next test goes further.
    assert found.estimate.estimate[0] == pytest.approx(wanted.params["after"], rel=1e-4)
    # Their own error also counts what is unknown of the spreads, which t does here by its df:
    # so the textbook's error, with the spreads that they find.
    person, scale = float(wanted.cov_re.iloc[0, 0]), float(wanted.scale)
    information = np.zeros((2, 2))
    for _, one in frame.groupby("person"):
        design = np.column_stack([np.ones(len(one)), one["after"]])
        spread = person * np.ones((len(one), len(one))) + scale * np.eye(len(one))
        information += design.T @ np.linalg.inv(spread) @ design
    error = np.sqrt(np.linalg.inv(information)[1, 1])
    assert found.estimate.std_error[0] == pytest.approx(error, rel=1e-3)
    assert found.estimate.df[0] == 40 - 1 + 55 / 2


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 30), st.integers(0, 20), st.integers(0, 20))
def test_no_other_model_of_its_kind_is_likelier(
    seed: int, pairs: int, before: int, after: int
) -> None:
    """Restricted likelihood person by person, with scipy's densities."""
    x, y = waves(seed, pairs, before, after)
    both = ~np.isnan(x) & ~np.isnan(y)

    def minus(at: np.ndarray) -> float:
        rho, spread = at[0], np.exp(at[1])
        cov = spread * np.array([[1, rho], [rho, 1]])
        information = both.sum() * np.linalg.inv(cov)
        information += np.diag([before / spread, after / spread])
        inverse = np.linalg.inv(cov)
        left = inverse @ np.array([x[both].sum(), y[both].sum()])
        left += np.array([np.nansum(x[~both]), np.nansum(y[~both])]) / spread
        level = np.linalg.solve(information, left)
        told = (
            stats.multivariate_normal(level, cov).logpdf(np.column_stack([x[both], y[both]])).sum()
        )
        told += stats.norm(level[0], np.sqrt(spread)).logpdf(x[~both & ~np.isnan(x)]).sum()
        told += stats.norm(level[1], np.sqrt(spread)).logpdf(y[~both & ~np.isnan(y)]).sum()
        return float(-told + 0.5 * np.linalg.slogdet(information)[1])

    found = reckoned(x, y)
    rho = float(found.correlation[0])
    start = [rho, np.log(np.nanvar(np.concatenate([x, y])))]
    mine = min(minus(np.array([rho, s])) for s in np.linspace(start[1] - 2, start[1] + 2, 400))
    best = minimize(minus, start, method="L-BFGS-B", bounds=[(0, 1 - 1e-6), (None, None)])
    assert mine <= best.fun + 1e-3


def test_all_in_both_is_the_paired_t_of_the_change() -> None:
    x, y = waves(5, 30, 0, 0)
    found, wanted = reckoned(x, y), paired_t(PairedMoments.of(before=x, after=y))
    assert found.estimate.estimate[0] == pytest.approx(wanted.estimate[0], rel=1e-9)
    assert found.estimate.std_error[0] == pytest.approx(wanted.std_error[0], rel=1e-6)
    assert found.estimate.df[0] == wanted.df[0]


def test_people_measured_once_make_it_surer() -> None:
    x, y = waves(6, 40, 60, 60)
    both = ~np.isnan(x) & ~np.isnan(y)
    alone = paired_t(PairedMoments.of(before=x[both], after=y[both]))
    apart = welch_t(Moments.of(y[~np.isnan(y)]), Moments.of(x[~np.isnan(x)]))
    found = reckoned(x, y).estimate
    assert found.std_error[0] < alone.std_error[0]
    assert found.std_error[0] < apart.std_error[0]


def test_swapping_the_periods_flips_the_sign() -> None:
    x, y = waves(7, 20, 10, 15)
    one, other = reckoned(x, y).estimate, reckoned(y, x).estimate
    assert one.estimate[0] == pytest.approx(-other.estimate[0], rel=1e-9)
    assert one.conf_low[0] == pytest.approx(-other.conf_high[0], rel=1e-7)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([], []),
        ([1.0], [2.0]),
        ([1.0, np.nan], [np.nan, 2.0]),
        ([3.0, 3, 3], [3.0, 3, 3]),
        ([1.0, 2, 3], [2.0, 3, 4]),  # everyone changed alike
    ],
)
def test_no_interval_where_none_can_be_had(x: list[float], y: list[float]) -> None:
    found = reckoned(np.array(x), np.array(y)).estimate
    assert np.isnan(found.conf_low[0])
    assert np.isnan(found.p_value[0])
