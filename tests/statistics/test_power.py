"""What a study could find, against the power that statsmodels and the noncentral t give."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.stats.power import TTestIndPower, TTestPower

from pipeline.statistics.power import (
    detectable_clusters,
    detectable_groups,
    detectable_paired,
    multiplier,
    worth,
)


def power_of(noncentral: float, df: float) -> float:
    edge = stats.t.ppf(0.975, df)
    return float(stats.nct.sf(edge, df, noncentral) + stats.nct.cdf(-edge, df, noncentral))


def test_with_many_degrees_of_freedom_it_is_the_familiar_two_point_eight() -> None:
    assert float(multiplier(1e9)) == pytest.approx(
        stats.norm.ppf(0.975) + stats.norm.ppf(0.8), rel=1e-6
    )


@pytest.mark.parametrize("n", [20, 60, 400])
def test_two_groups(n: int) -> None:
    found = float(detectable_groups(n, n))
    wanted = TTestIndPower().solve_power(nobs1=n, power=0.8, alpha=0.05)
    assert found == pytest.approx(wanted, rel=0.01)  # Bloom's is a central t
    assert power_of(found / np.sqrt(2 / n), 2 * n - 2) == pytest.approx(0.8, abs=0.01)
    assert float(detectable_groups(n, n, r_squared=0.5)) == pytest.approx(found * np.sqrt(0.5))


def test_the_same_people() -> None:
    found = float(detectable_paired(50, 0.6))
    wanted = TTestPower().solve_power(nobs=50, power=0.8, alpha=0.05) * np.sqrt(2 * 0.4)
    assert found == pytest.approx(wanted, rel=0.01)


def test_whole_schools() -> None:
    found = float(detectable_clusters(20, 20, 60, icc=0.15))
    error = np.sqrt((0.15 + 0.85 / 60) * (1 / 20 + 1 / 20))
    assert power_of(found / error, 38) == pytest.approx(0.8, abs=0.01)
    # with nothing shared within schools it is the groups' own, but for the degrees of freedom
    alone = float(detectable_clusters(200, 200, 10, icc=0.0))
    assert alone == pytest.approx(float(detectable_groups(2000, 2000)), rel=0.01)
    helped = detectable_clusters(20, 20, 60, icc=0.15, r_squared_between=0.8)
    assert float(helped) < found


def test_what_clustered_people_are_worth() -> None:
    assert float(worth(200, 25, 0.2)) == pytest.approx(34.48275862)


def test_no_figure_where_there_is_none() -> None:
    assert np.isnan(detectable_paired(1, 0.5))
    assert np.isnan(detectable_clusters(1, 1, 30, icc=0.1))
