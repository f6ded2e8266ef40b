"""Means and changes in means against scipy and statsmodels, and at their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from pipeline.statistics.means import from_t, mean_interval, paired_t, pooled_t, welch_t
from pipeline.statistics.moments import Moments, PairedMoments
from tests.statistics.people import OFTEN, paired_samples, samples

if TYPE_CHECKING:
    from pipeline.statistics.estimate import Estimate

Scores = list[float]
LEVELS = st.sampled_from([0.9, 0.95, 0.99])


def same(found: Estimate, reference: Any, level: float) -> None:
    """Statistic, df, p-value and interval of a t-test of scipy."""
    limits = reference.confidence_interval(level)
    ours = (found.statistic, found.df, found.p_value, found.conf_low, found.conf_high)
    theirs = (reference.statistic, reference.df, reference.pvalue, limits.low, limits.high)
    # A limit near 0 is the difference of two figures as large as the standard error.
    slack = 1e-9 * float(found.std_error[0])
    for one, other in zip(ours, theirs, strict=True):
        assert one[0] == pytest.approx(other, rel=1e-9, abs=slack)


@OFTEN
@given(people=paired_samples, level=LEVELS)
def test_paired_t_is_that_of_scipy(people: list[tuple[float, float]], level: float) -> None:
    before, after = np.array(people).T
    found = paired_t(PairedMoments.of(before=before, after=after), conf_level=level)
    same(found, stats.ttest_rel(after, before), level)


@OFTEN
@given(first=samples, second=samples, level=LEVELS)
def test_welch_and_pooled_t_are_those_of_scipy(first: Scores, second: Scores, level: float) -> None:
    one, two = Moments.of(first), Moments.of(second)
    same(
        welch_t(one, two, conf_level=level), stats.ttest_ind(first, second, equal_var=False), level
    )
    same(pooled_t(one, two, conf_level=level), stats.ttest_ind(first, second), level)


@OFTEN
@given(first=samples, second=samples)
def test_standard_errors_are_those_of_statsmodels(first: Scores, second: Scores) -> None:
    one, two = Moments.of(first), Moments.of(second)
    both = CompareMeans(DescrStatsW(first), DescrStatsW(second))
    assert welch_t(one, two).std_error[0] == pytest.approx(both.std_meandiff_separatevar, rel=1e-9)
    assert pooled_t(one, two).std_error[0] == pytest.approx(both.std_meandiff_pooledvar, rel=1e-9)


@OFTEN
@given(people=samples, level=LEVELS)
def test_mean_with_its_interval_is_that_of_scipy(people: Scores, level: float) -> None:
    found = mean_interval(Moments.of(people), conf_level=level)
    same(found, stats.ttest_1samp(people, 0), level)


def test_paired_t_reproduces_sleep_of_student_1908() -> None:
    before = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    after = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = paired_t(PairedMoments.of(before=before, after=after))
    assert found.estimate[0] == pytest.approx(1.58)
    assert found.statistic[0] == pytest.approx(4.0621, abs=5e-5)
    assert found.p_value[0] == pytest.approx(0.002833, abs=5e-7)


def test_where_everyone_changed_alike_there_is_the_change_and_no_certainty() -> None:
    found = paired_t(PairedMoments.of(before=[1, 2, 3], after=[2, 3, 4]))
    assert found.estimate[0] == 1
    assert found.std_error[0] == 0
    assert np.isnan([found.statistic, found.p_value, found.conf_low, found.conf_high]).all()


def test_one_pair_has_a_change_and_nothing_else_and_none_has_nothing() -> None:
    single = paired_t(PairedMoments.of(before=[1], after=[4]))
    assert single.estimate[0] == 3
    assert np.isnan([single.std_error, single.df, single.p_value, single.conf_low]).all()
    assert np.isnan(paired_t(PairedMoments.of(before=[], after=[])).estimate[0])


def test_two_people_are_enough_for_one_degree_of_freedom() -> None:
    found = paired_t(PairedMoments.of(before=[0, 0], after=[1, 2]))
    assert found.df[0] == 1
    assert found.conf_high[0] - found.conf_low[0] == pytest.approx(2 * 12.7062047 * 0.5)


def test_a_group_of_one_leaves_a_difference_without_error() -> None:
    for method in (welch_t, pooled_t):
        found = method(Moments.of([5]), Moments.of([1, 2, 3]))
        assert found.estimate[0] == 3
        assert np.isnan([found.std_error, found.p_value, found.conf_low]).all()


def test_welch_allows_one_group_without_spread() -> None:
    found = welch_t(Moments.of([2, 2, 2]), Moments.of([1, 2, 3, 4]))
    assert found.df[0] == 3
    assert found.p_value[0] == pytest.approx(stats.ttest_1samp([1, 2, 3, 4], 2).pvalue)


def test_two_groups_without_spread_differ_without_an_interval() -> None:
    for method in (welch_t, pooled_t):
        found = method(Moments.of([2, 2, 2]), Moments.of([5, 5]))
        assert (found.estimate[0], found.std_error[0], found.df[0]) == (-3, 0, 3)
        assert np.isnan([found.conf_low, found.conf_high, found.p_value]).all()


def test_missing_moments_stay_missing() -> None:
    nothing = Moments.of([])
    for found in (mean_interval(nothing), welch_t(nothing, Moments.of([1, 2]))):
        assert np.isnan([found.estimate, found.std_error, found.df, found.conf_high]).all()


def test_welch_of_two_means_that_are_equally_certain() -> None:
    """Two people and eight, with one variance of the mean: not the case without any."""
    few = Moments(n=np.array([2.0]), mean=np.array([5.0]), var=np.array([2.0]))
    many = Moments(n=np.array([8.0]), mean=np.array([1.0]), var=np.array([8.0]))
    found = welch_t(few, many)
    assert found.df[0] == pytest.approx(4 / (1 / 1 + 1 / 7))
    reference = stats.ttest_ind_from_stats(5, 2**0.5, 2, 1, 8**0.5, 8, equal_var=False)
    assert found.p_value[0] == pytest.approx(reference.pvalue)


@pytest.mark.parametrize(("error", "df"), [(1.0, 0.5), (np.inf, 5.0), (np.nan, 5.0), (1.0, np.nan)])
def test_too_little_freedom_or_no_error_leaves_the_estimate_alone(error: float, df: float) -> None:
    found = from_t(np.array([3.0]), np.array([error]), np.array([df]), conf_level=0.95)
    assert found.estimate[0] == 3
    rest = [found.std_error, found.df, found.statistic, found.p_value, found.conf_low]
    assert np.isnan(rest).all()


def test_one_degree_of_freedom_is_enough_and_less_where_it_is_asked_for() -> None:
    one, half = np.array([1.0]), np.array([0.5])
    assert from_t(one, one, one, conf_level=0.5).conf_high[0] == pytest.approx(2)  # Cauchy
    least = from_t(one, one, half, conf_level=0.95, least_df=0.5)
    assert least.p_value[0] == pytest.approx(2 * stats.t(0.5).sf(1))
