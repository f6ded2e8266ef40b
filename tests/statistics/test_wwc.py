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
from pipeline.statistics.wwc import CAUTIOUS, OPTIMISTIC, allowed, attrition, cluster_corrected
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


def test_from_one_row_to_the_next_the_table_moves_by_a_third_of_a_point_at_most() -> None:
    for row, ends in ((CAUTIOUS, (5.7, 0.0)), (OPTIMISTIC, (10.0, 2.3))):
        steps = np.diff(row)
        assert np.abs(steps).max() <= 0.35
        assert np.abs(np.diff(steps)).max() <= 0.35
        assert (row[0], row[-1]) == ends


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
    beyond = attrition(950 - 30.6, 1000, 950 + 30.6, 1000)
    assert not beyond.is_low_cautious


def test_what_is_allowed_is_the_stricter_row_and_nothing_beyond_the_table() -> None:
    lost = [0, 0.035, 0.185, 0.56, 0.575, 1, np.nan]
    assert allowed(lost, "cautious") == pytest.approx([0.057, 0.059, 0.055, 0.002, 0, 0, 0])
    assert allowed([0, 0.57], "optimistic") == pytest.approx([0.1, 0.023])


def test_one_person_assigned_to_a_group_is_somebody() -> None:
    found = attrition([1, 9, 5, 0], [1, 9, 5, 0], [0, 1, 0, 4], [9, 1, 0, 8])
    assert found.differential[:2] == pytest.approx([1, 0])
    assert np.isnan([*found.overall[2:], *found.differential[2:]]).all()


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
@given(
    size=st.integers(2, 9), groups=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    g=st.floats(-2, 2), icc=st.floats(0, 0.5),
)  # fmt: skip
def test_what_clusters_leave_is_the_spread_of_a_quadratic_form(
    size: int, groups: tuple[int, int], g: float, icc: float
) -> None:
    """Person by person: variance within groups is y'Ay, and y has the covariance V."""
    n1, n2 = groups[0] * size, groups[1] * size
    total, clusters = n1 + n2, sum(groups)
    centring = np.eye(total)
    centring[:n1, :n1] -= 1 / n1
    centring[n1:, n1:] -= 1 / n2
    covariance = np.kron(np.eye(clusters), (1 - icc) * np.eye(size) + icc)
    form = centring @ covariance
    mean_of = np.repeat([1 / n1, -1 / n2], [n1, n2])
    inflated = (mean_of @ covariance @ mean_of) / (1 / n1 + 1 / n2)
    found = cluster_corrected(g, n1, n2, clusters, icc=icc)
    if np.trace(form) < 1e-6:
        return
    assert found.df == pytest.approx(np.trace(form) ** 2 / np.trace(form @ form), rel=1e-8)
    assert found.factor == pytest.approx(np.sqrt(np.trace(form) / (total - 2) / inflated))
    t = g / np.sqrt(1 / n1 + 1 / n2 + g**2 / (2 * total))  # the variance of Hedges's g
    assert found.uncorrected == pytest.approx(t)
    assert found.p_value == pytest.approx(2 * stats.t(found.df).sf(abs(t * found.factor)))


def test_the_example_of_the_source() -> None:
    found = cluster_corrected(0.25, 100, 100, 8, icc=0.2)
    assert found.statistic == pytest.approx(0.7132, abs=5e-5)
    assert found.df == pytest.approx(109.3, abs=0.05)


def test_half_a_degree_of_freedom_is_left_or_none() -> None:
    assert cluster_corrected(0.2, 2, 2, 1, icc=0.25).factor == pytest.approx(np.sqrt(0.5 / 3.5))
    assert cluster_corrected(0.2, 1, 3, 2, icc=0.1).statistic > 0
    assert cluster_corrected(0.2, 3, 1, 2, icc=0.1).statistic > 0
    for clusters, icc in ((2, 1.0), (1, 0.4)):  # none, and less than none
        nothing = cluster_corrected(0.2, 2, 2, clusters, icc=icc)
        assert np.isnan([nothing.statistic, nothing.df, nothing.factor]).all()


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
