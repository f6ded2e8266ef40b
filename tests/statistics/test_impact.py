"""Comparisons with a group against ordinary least squares of statsmodels, and at their edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.api import OLS

from pipeline.statistics.impact import ancova, baseline_equivalence, did, did_pooled
from pipeline.statistics.moments import PairedMoments
from tests.statistics.people import OFTEN, changes, has_spread, paired_samples

People = list[tuple[float, float]]


def pairs(people: People) -> PairedMoments:
    before, after = np.array(people).T
    return PairedMoments.of(before=before, after=after)


def ols(first: People, second: People, *, on_change: bool) -> tuple[Any, Any]:
    """Least squares on the group, of the change or of after on before; and the mean start."""
    before, after = np.array([*first, *second]).T
    group = np.repeat([1.0, 0.0], [len(first), len(second)])
    if on_change:
        return OLS(after - before, np.column_stack([np.ones_like(group), group])).fit(), 0.0
    design = np.column_stack([np.ones_like(group), group, before - before.mean()])
    return OLS(after, design).fit(), before.mean()


def same(found: Any, fit: Any) -> None:
    """Coefficient of the group and everything about it."""
    slack = 1e-9 * fit.bse[1]
    low, high = fit.conf_int()[1]
    assert found.estimate[0] == pytest.approx(fit.params[1], rel=1e-9, abs=slack)
    assert found.std_error[0] == pytest.approx(fit.bse[1], rel=1e-9)
    assert found.df[0] == fit.df_resid
    assert found.statistic[0] == pytest.approx(fit.tvalues[1], rel=1e-8, abs=1e-9)
    assert found.p_value[0] == pytest.approx(fit.pvalues[1], rel=1e-8)
    assert found.conf_low[0] == pytest.approx(low, rel=1e-9, abs=slack)
    assert found.conf_high[0] == pytest.approx(high, rel=1e-9, abs=slack)


@OFTEN
@given(first=paired_samples, second=paired_samples)
def test_did_is_welch_on_the_changes(first: People, second: People) -> None:
    found = did(pairs(first), pairs(second))
    reference = stats.ttest_ind(changes(first), changes(second), equal_var=False)
    assert found.statistic[0] == pytest.approx(reference.statistic, rel=1e-9, abs=1e-9)
    assert found.df[0] == pytest.approx(reference.df, rel=1e-9)
    assert found.p_value[0] == pytest.approx(reference.pvalue, rel=1e-9)


@OFTEN
@given(first=paired_samples, second=paired_samples)
def test_pooled_did_is_least_squares_of_the_change_on_the_group(
    first: People, second: People
) -> None:
    same(did_pooled(pairs(first), pairs(second)), ols(first, second, on_change=True)[0])


@OFTEN
@given(first=paired_samples, second=paired_samples)
def test_ancova_is_least_squares_of_after_on_group_and_before(
    first: People, second: People
) -> None:
    if not has_spread(after for _, after in (*first, *second)):
        return
    fit, _ = ols(first, second, on_change=False)
    if fit.rsquared > 1 - 1e-6:  # what the line leaves over is then mostly rounding
        return
    found = ancova(pairs(first), pairs(second))
    same(found.estimate, fit)
    assert found.slope[0] == pytest.approx(fit.params[2], rel=1e-8, abs=1e-9)
    # with the start centred, the constant is the comparison group's adjusted mean
    assert found.adjusted_comparison[0] == pytest.approx(fit.params[0], rel=1e-9, abs=1e-7)
    assert found.adjusted_participants[0] == pytest.approx(
        fit.params[0] + fit.params[1], rel=1e-9, abs=1e-7
    )


@OFTEN
@given(first=paired_samples, second=paired_samples)
def test_r_squared_of_ancova_is_what_the_start_explains_within_groups(
    first: People, second: People
) -> None:
    (x1, y1), (x2, y2) = np.array(first).T, np.array(second).T
    x = np.concatenate([x1 - x1.mean(), x2 - x2.mean()])
    y = np.concatenate([y1 - y1.mean(), y2 - y2.mean()])
    if np.ptp(y) < 0.01:
        return
    wanted = (x @ y) ** 2 / ((x @ x) * (y @ y))
    found = ancova(pairs(first), pairs(second)).r_squared[0]
    assert found == pytest.approx(wanted, rel=1e-8, abs=1e-12)


def test_two_and_two_people_leave_one_degree_of_freedom() -> None:
    one, two = [(1.0, 2.0), (2, 5)], [(1.0, 1.0), (3, 2)]
    same(ancova(pairs(one), pairs(two)).estimate, ols(one, two, on_change=False)[0])
    few = ancova(pairs(one), PairedMoments.of(before=[3], after=[2])).estimate
    assert np.isnan([few.std_error, few.df]).all()


def test_groups_that_started_alike_have_the_same_did_and_ancova() -> None:
    one = PairedMoments.of(before=[1, 2, 3, 4], after=[3, 3, 5, 6])
    two = PairedMoments.of(before=[1, 2, 3, 4], after=[2, 1, 4, 4])
    assert did(one, two).estimate[0] == pytest.approx(ancova(one, two).estimate.estimate[0])


def test_where_nobody_differs_at_the_start_nothing_can_be_adjusted() -> None:
    flat = PairedMoments.of(before=[5, 5, 5], after=[1, 2, 4])
    found = ancova(flat, flat)
    assert np.isnan([found.estimate.estimate, found.slope, found.estimate.p_value]).all()


def test_a_line_through_everyone_has_no_interval() -> None:
    start = np.array([1.1, 2.3, 3.7, 8.2])
    for slope in (0.1, 0.7, 1.3):
        one = PairedMoments.of(before=start, after=slope * start + 2)
        two = PairedMoments.of(before=start[1:], after=slope * start[1:])
        found = ancova(one, two).estimate
        assert found.estimate[0] == pytest.approx(2)
        assert found.std_error[0] == 0
        assert np.isnan([found.conf_low, found.conf_high, found.p_value]).all()


def test_ancova_does_not_depend_on_the_unit() -> None:
    one, two = [(1.0, 2.0), (2, 5), (4, 4)], [(1.0, 1.0), (3, 2), (3, 5), (5, 3)]
    plain = ancova(pairs(one), pairs(two))
    small = ancova(*(pairs([(b / 1e4, a / 1e4) for b, a in group]) for group in (one, two)))
    assert small.estimate.std_error[0] == pytest.approx(plain.estimate.std_error[0] / 1e4)
    assert small.slope[0] == pytest.approx(plain.slope[0])
    assert small.r_squared[0] == pytest.approx(plain.r_squared[0])


@pytest.mark.parametrize("people", [[], [(1.0, 2.0)]])
def test_a_group_of_nobody_or_one_has_no_error(people: People) -> None:
    other = pairs([(1, 2), (2, 5), (3, 3)])
    few = PairedMoments.of(before=[b for b, _ in people], after=[a for _, a in people])
    for found in (did(few, other), did_pooled(few, other), ancova(few, other).estimate):
        assert np.isnan([found.std_error, found.conf_low, found.p_value]).all()


@pytest.mark.parametrize(
    ("effect", "wanted"),
    [
        (0.0, "none"),
        (-0.05, "none"),
        (0.05, "none"),
        (0.050001, "adjust"),
        (-0.25, "adjust"),
        (0.25, "adjust"),
        (0.2500001, "fails"),
        (-3.0, "fails"),
        (np.nan, "unknown"),
    ],
)
def test_baseline_equivalence_includes_its_bounds(effect: float, wanted: str) -> None:
    assert baseline_equivalence(effect) == wanted
    assert list(baseline_equivalence([effect, 0.1])) == [wanted, "adjust"]


@pytest.mark.parametrize(("compared", "is_pooled"), [(did, False), (did_pooled, True)])
def test_limits_of_a_difference_of_changes_are_of_the_level_that_was_asked(
    compared: Any, is_pooled: bool
) -> None:
    first: People = [(1, 3), (2, 2), (4, 7), (5, 9), (3, 6)]
    second: People = [(1, 2), (2, 2), (4, 5), (5, 5)]
    reference = stats.ttest_ind(changes(first), changes(second), equal_var=is_pooled)
    for level in (0.8, 0.95):
        low, high = reference.confidence_interval(level)
        found = compared(pairs(first), pairs(second), conf_level=level)
        assert (found.conf_low[0], found.conf_high[0]) == pytest.approx((low, high))
    usual = compared(pairs(first), pairs(second))
    low, _ = reference.confidence_interval(0.95)
    assert usual.conf_low[0] == pytest.approx(low)
