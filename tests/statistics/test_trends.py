"""Lines, against scipy's and statsmodels' least squares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.moments import PairedMoments
from pipeline.statistics.trends import slope_of_pairs


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(3, 80))
def test_the_slope_is_that_of_least_squares(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(500, 40, n)
    y = 0.6 * x + rng.normal(0, 20, n)
    found, wanted = slope_of_pairs(PairedMoments.of(before=x, after=y)), stats.linregress(x, y)
    assert found.estimate[0] == pytest.approx(wanted.slope, rel=1e-9)
    assert found.std_error[0] == pytest.approx(wanted.stderr, rel=1e-7)
    assert found.p_value[0] == pytest.approx(wanted.pvalue, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("x", [[], [1.0], [2.0, 2, 2], [1.0, 2]])
def test_no_interval_where_none_can_be_had(x: list[float]) -> None:
    found = slope_of_pairs(PairedMoments.of(before=x, after=x))
    assert np.isnan(found.conf_low[0])
