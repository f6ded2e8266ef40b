"""Ratios against statsmodels, scipy and simulation, and at their edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.stats.contingency_tables import Table2x2

from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.ratios import (
    conditional_odds_ratio,
    odds_ratio,
    relative_change_independent,
    relative_change_paired,
    risk_ratio,
)
from tests.statistics.people import OFTEN, one_table

COUNTS = st.tuples(*[st.integers(1, 300)] * 4)
POSITIVE = st.lists(st.integers(200, 900), min_size=8, max_size=30).filter(lambda x: np.ptp(x) > 0)


def limits(found: Any) -> tuple[float, float]:
    return float(np.ravel(found.conf_low)[0]), float(np.ravel(found.conf_high)[0])


@OFTEN
@given(counts=COUNTS)
def test_risk_and_odds_ratios_are_those_of_statsmodels(counts: tuple[int, int, int, int]) -> None:
    yes1, no1, yes2, no2 = counts
    reference = Table2x2([[yes1, no1], [yes2, no2]])
    groups = (yes1, yes1 + no1, yes2, yes2 + no2)
    risk, odds = risk_ratio(*groups), odds_ratio(*groups)
    assert float(risk.estimate) == pytest.approx(reference.riskratio, rel=1e-9)
    assert limits(risk) == pytest.approx(reference.riskratio_confint(), rel=1e-9)
    assert float(risk.p_value) == pytest.approx(reference.riskratio_pvalue(), rel=1e-9)
    assert float(odds.estimate) == pytest.approx(reference.oddsratio, rel=1e-9)
    assert limits(odds) == pytest.approx(reference.oddsratio_confint(), rel=1e-9)
    assert float(odds.p_value) == pytest.approx(reference.oddsratio_pvalue(), rel=1e-9)


@pytest.mark.parametrize("groups", [(0, 10, 5, 10), (5, 10, 0, 10), (0, 0, 5, 10), (0, 0, 0, 0)])
def test_a_ratio_to_or_of_nobody_is_missing(groups: tuple[int, int, int, int]) -> None:
    for found in (risk_ratio(*groups), odds_ratio(*groups)):
        assert np.isnan([found.estimate, found.conf_low, found.p_value]).all()


def test_everyone_in_both_groups_is_a_risk_ratio_of_one_without_interval() -> None:
    found = risk_ratio(10, 10, 20, 20)
    assert found.estimate == 1
    assert np.isnan([found.conf_low, found.p_value]).all()
    assert np.isnan(odds_ratio(10, 10, 15, 20).estimate)


@OFTEN
@given(gained=st.integers(0, 60), lost=st.integers(0, 60))
def test_gained_over_lost_has_the_exact_limits_of_scipy(gained: int, lost: int) -> None:
    if gained + lost == 0:
        return
    found = conditional_odds_ratio(one_table([[3, gained], [lost, 4]]))
    reference = stats.binomtest(gained, gained + lost).proportion_ci(method="exact")
    low, high = reference.low / (1 - reference.low), np.inf
    if lost:
        high = reference.high / (1 - reference.high)
        assert found.estimate[0] == pytest.approx(gained / lost)
    else:
        assert found.estimate[0] == np.inf
    # scipy searches for these limits to 1e-12 of a share
    assert limits(found) == pytest.approx((low, high), rel=1e-7, abs=1e-9)


def test_gained_over_lost_where_nobody_changed_sides_is_missing() -> None:
    found = conditional_odds_ratio(one_table([[3, 0], [0, 4]]))
    assert np.isnan([found.estimate, found.conf_low, found.conf_high, found.p_value]).all()


@OFTEN
@given(people=POSITIVE)
def test_relative_change_of_pairs_is_the_delta_method_on_the_people(people: list[int]) -> None:
    before = np.array(people, dtype=float)
    after = before[::-1] * 1.25 + 3
    found = relative_change_paired(PairedMoments.of(before=before, after=after))
    # to first order the log ratio is a mean over people of these
    parts = after / after.mean() - before / before.mean()
    error = parts.std(ddof=1) / np.sqrt(len(people))
    ratio = after.mean() / before.mean()
    assert found.estimate[0] == pytest.approx(ratio - 1, rel=1e-9)
    wanted = ratio * np.exp(np.array([-1, 1]) * stats.norm.ppf(0.975) * error) - 1
    assert limits(found) == pytest.approx(tuple(wanted), rel=1e-7, abs=1e-9)


@OFTEN
@given(first=POSITIVE, second=POSITIVE)
def test_relative_change_of_waves_is_the_delta_method(first: list[int], second: list[int]) -> None:
    found = relative_change_independent(Moments.of(first), Moments.of(second))
    one, two = (float(stats.sem(wave) / np.mean(wave)) for wave in (first, second))
    error = np.hypot(one, two)
    ratio = np.mean(second) / np.mean(first)
    wanted = ratio * np.exp(np.array([-1, 1]) * stats.norm.ppf(0.975) * error) - 1
    assert limits(found) == pytest.approx(tuple(wanted), rel=1e-9, abs=1e-9)


def test_relative_change_reaches_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1908)
    before = rng.gamma(9, 10, (4000, 40))
    after = 0.8 * before + rng.normal(0, 10, before.shape)
    cells = [PairedMoments.of(before=x, after=y) for x, y in zip(before, after, strict=True)]
    hits = [limits(relative_change_paired(cell)) for cell in cells]
    assert np.mean([low < -0.2 < high for low, high in hits]) == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("start", [[-1, 0, 1, 2], [-3, -2, -1, -2], [0, 0, 0, 0]])
def test_a_start_that_could_be_zero_has_no_relative_change(start: list[float]) -> None:
    after = [5.0, 6, 7, 9]
    paired = relative_change_paired(PairedMoments.of(before=start, after=after))
    apart = relative_change_independent(Moments.of(start), Moments.of(after))
    for found in (paired, apart):
        assert np.isnan([found.estimate, found.std_error, found.conf_low, found.p_value]).all()


def test_relative_change_of_nobody_or_one_is_missing() -> None:
    for people in ([], [4.0]):
        found = relative_change_paired(PairedMoments.of(before=people, after=people))
        assert np.isnan([found.estimate, found.conf_low]).all()


@OFTEN
@given(counts=COUNTS)
def test_errors_of_ratios_are_those_of_their_logarithms(counts: tuple[int, int, int, int]) -> None:
    yes1, no1, yes2, no2 = counts
    reference = Table2x2([[yes1, no1], [yes2, no2]])
    groups = (yes1, yes1 + no1, yes2, yes2 + no2)
    for found, log, error in (
        (risk_ratio(*groups), reference.log_riskratio, reference.log_riskratio_se),
        (odds_ratio(*groups), reference.log_oddsratio, reference.log_oddsratio_se),
    ):
        assert found.statistic == pytest.approx(log / error, rel=1e-9, abs=1e-12)
        assert found.std_error == pytest.approx(np.exp(log) * error, rel=1e-9)
        assert found.df == np.inf


@pytest.mark.parametrize("groups", [(5, 10, 10, 10), (10, 10, 5, 10), (5, 10, 0, 10), (0, 9, 5, 9)])
def test_odds_of_everyone_or_nobody_have_no_ratio(groups: tuple[int, int, int, int]) -> None:
    found = odds_ratio(*groups)
    for value in (found.estimate, found.std_error, found.df, found.statistic, found.conf_high):
        assert np.isnan(value)


@OFTEN
@given(gained=st.integers(0, 40), lost=st.integers(0, 40), level=st.sampled_from([0.8, 0.95]))
def test_gained_over_lost_has_the_exact_p_value_and_limits_of_any_level(
    gained: int, lost: int, level: float
) -> None:
    found = conditional_odds_ratio(one_table([[3, gained], [lost, 4]]), conf_level=level)
    assert np.isnan([found.std_error[0], found.df[0], found.statistic[0]]).all()
    if gained + lost == 0:
        return
    reference = stats.binomtest(gained, gained + lost)
    assert found.p_value[0] == pytest.approx(reference.pvalue, rel=1e-9)
    share = reference.proportion_ci(level, method="exact")
    assert found.conf_low[0] == pytest.approx(share.low / (1 - share.low), rel=1e-6, abs=1e-9)
    if lost:
        assert found.conf_high[0] == pytest.approx(share.high / (1 - share.high), rel=1e-6)


def test_relative_change_is_missing_where_a_mean_is_not_above_0() -> None:
    start, fallen = [5.0, 6, 7, 6.5], [-1.0, -2, -1, -4]
    for after in (fallen, [0.0, 0, 0, 0], [-1.0, 1, 2, -2]):
        paired = relative_change_paired(PairedMoments.of(before=start, after=after))
        apart = relative_change_independent(Moments.of(start), Moments.of(after))
        for found in (paired, apart):
            assert np.isnan([found.estimate[0], found.conf_high[0], found.df[0]]).all()


@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_relative_change_has_no_unit(unit: float) -> None:
    start, after = np.array([5.0, 6, 7, 6.5]), np.array([6.0, 8, 7, 9])
    plain = relative_change_paired(PairedMoments.of(before=start, after=after))
    other = relative_change_paired(PairedMoments.of(before=start * unit, after=after * unit))
    apart = [
        relative_change_independent(Moments.of(start * u), Moments.of(after * u)) for u in (1, unit)
    ]
    for one, two in ((plain, other), (apart[0], apart[1])):
        for name in ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"):
            assert getattr(two, name)[0] == pytest.approx(getattr(one, name)[0])


def test_a_start_is_clear_of_0_where_its_own_interval_is() -> None:
    """Three people, mean 1: the interval reaches 0 at a standard deviation of sqrt(3) / 4.303."""
    edge = np.sqrt(3) / stats.t(2).ppf(0.975)
    for spread, is_clear in ((edge * 0.999, True), (edge * 1.001, False)):
        start = Moments.of([1 - spread, 1, 1 + spread])
        found = relative_change_independent(start, Moments.of([2.0, 3, 4]))
        assert np.isfinite(found.estimate[0]) == is_clear
