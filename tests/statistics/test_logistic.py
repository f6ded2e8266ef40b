"""The logistic model against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from pipeline.statistics.logistic import fit_logistic, marginal_difference


def test_coefficients_and_difference_are_those_of_statsmodels() -> None:
    for seed in range(15):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(60, 400))
        arm, z = rng.integers(0, 2, n), rng.normal(50, 10, (n, 2))
        y = (rng.random(n) < 1 / (1 + np.exp(-0.5 * arm - 0.05 * (z[:, 0] - 50)))).astype(float)
        x = np.column_stack([np.ones(n), arm, z])
        found = fit_logistic(x, y)
        assert found is not None
        theirs = sm.Logit(y, x).fit(disp=0, tol=1e-12, maxiter=200)
        np.testing.assert_allclose(found.coefficients, theirs.params, rtol=1e-9)
        np.testing.assert_allclose(found.covariance, theirs.cov_params(), rtol=1e-9)
        ours = marginal_difference(x, found, at=1)
        margins = theirs.get_margeff(dummy=True)
        assert ours.estimate[0] == pytest.approx(margins.margeff[0], rel=1e-9)
        assert ours.std_error[0] == pytest.approx(margins.margeff_se[0], rel=1e-9)


def test_nothing_where_the_groups_are_told_apart_or_a_column_says_nothing() -> None:
    x = np.column_stack([np.ones(20), np.repeat([0, 1], 10)])
    assert fit_logistic(x, np.repeat([0, 1], 10)) is None
    assert fit_logistic(np.column_stack([x, x[:, 1]]), np.tile([0, 1], 10)) is None
    assert fit_logistic(np.zeros((0, 2)), np.zeros(0)) is None
