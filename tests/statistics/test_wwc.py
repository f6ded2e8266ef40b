"""Rules of the What Works Clearinghouse: the model behind the table, limits, and edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats  # noqa: TID251  the independent implementation

from pipeline.statistics.effect_sizes import d_s
from pipeline.statistics.means import pooled_t
from pipeline.statistics.moments import Moments
from pipeline.statistics.wwc import CAUTIOUS, OPTIMISTIC, attrition, cluster_corrected
from tests.statistics.people import OFTEN


def bias(lost: float, strength: float) -> float:
    """How far selection of a strength moves the mean of those who stay: Deke and Chiang (2017)."""
    return strength * stats.norm.pdf(stats.norm.ppf(lost)) / (1 - lost)


@pytest.mark.parametrize("overall", range(8, 57))
def test_the_cautious_row_is_that_of_the_model_it_was_made_with(overall: int) -> None:
    def excess(apart: float) -> float:
        more, less = (overall + apart / 2) / 100, (overall - apart / 2) / 100
        return bias(more, 0.45) - bias(less, 0.39) - 0.055

    if excess(1e-9) > 0:  # at the end of the row even equal losses bias too much
        assert CAUTIOUS[overall] < 0.3
        return
    assert optimize.brentq(excess, 1e-9, 14) == pytest.approx(CAUTIOUS[overall], abs=0.085)


def test_both_rows_hold_58_entries_and_the_optimistic_one_allows_more() -> None:
    assert len(CAUTIOUS) == len(OPTIMISTIC) == 58
    assert (np.array(OPTIMISTIC) > np.array(CAUTIOUS)).all()


def test_losing_nobody_is_low_and_losing_most_is_high() -> None:
    found = attrition([100, 40], [100, 100], [100, 40], [100, 100])
    assert list(found.is_low_cautious) == [True, False]
    assert list(found.is_low_optimistic) == [True, False]
    assert list(found.overall) == [0, pytest.approx(0.6)]


def test_57_percent_is_the_last_row_and_a_trifle_more_is_high() -> None:
    found = attrition([430, 429], [1000, 1000], [430, 430], [1000, 1000])
    assert list(found.is_low_cautious) == [True, False]


def test_between_two_rows_the_stricter_one_counts() -> None:
    # 18.5 % lost: 5.7 points are allowed at 18 %, 5.5 at 19 %
    strict = attrition(1630 / 2 - 28, 1000, 1630 / 2 + 28, 1000)
    assert strict.overall == pytest.approx(0.185)
    assert strict.differential == pytest.approx(0.056)
    assert not strict.is_low_cautious


def test_the_boundary_itself_is_low() -> None:
    # 5 % lost and 6.1 points apart, the very figure of the table
    found = attrition(950 - 30.5, 1000, 950 + 30.5, 1000)
    assert found.differential == pytest.approx(0.061)
    assert found.is_low_cautious


def test_nobody_assigned_is_neither_low_nor_known() -> None:
    found = attrition(0, 0, 5, 10)
    assert np.isnan([found.overall, found.differential]).all()
    assert not found.is_low_cautious
    assert not found.is_low_optimistic


@OFTEN
@given(g=st.floats(-2, 2), n=st.integers(10, 400), clusters=st.integers(4, 40))
def test_without_correlation_within_clusters_nothing_is_taken_off(
    g: float, n: int, clusters: int
) -> None:
    found = cluster_corrected(g, n, n, clusters, icc=0)
    assert found.factor == pytest.approx(1)
    assert found.df == pytest.approx(2 * n - 2)
    assert found.statistic == pytest.approx(float(found.uncorrected))


@OFTEN
@given(icc=st.floats(0.01, 0.3))
def test_more_correlation_takes_off_more(icc: float) -> None:
    some = cluster_corrected(0.3, 200, 200, 20, icc=icc)
    more = cluster_corrected(0.3, 200, 200, 20, icc=icc + 0.01)
    assert more.factor < some.factor < 1
    assert more.p_value > some.p_value


def test_the_uncorrected_t_is_near_that_of_the_groups() -> None:
    rng = np.random.default_rng(4)
    one, two = Moments.of(rng.normal(0.1, 1, 300)), Moments.of(rng.normal(0, 1, 300))
    found = cluster_corrected(d_s(one, two).effect, one.n, two.n, 30, icc=0.0)
    assert found.uncorrected[0] == pytest.approx(pooled_t(one, two).statistic[0], rel=0.01)


@pytest.mark.parametrize(("n1", "n2", "clusters"), [(0, 50, 5), (50, 0, 5), (4, 4, 1), (0, 0, 0)])
def test_without_people_or_clusters_to_spare_there_is_no_test(
    n1: int, n2: int, clusters: int
) -> None:
    found = cluster_corrected(0.2, n1, n2, clusters, icc=0.9)
    assert np.isnan(found.statistic)
    assert np.isnan(found.p_value)
