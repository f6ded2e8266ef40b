"""Effect sizes against independent formulas, published examples, and at their edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats  # noqa: TID251  the independent implementation

from pipeline.statistics.effect_sizes import (
    becker_g,
    cohens_h,
    common_language,
    cox_index,
    d_av,
    d_s,
    d_z,
    g_av,
    glass,
    hedges_g,
    improvement_index,
    share_above_average,
    shift_effect,
    small_sample_factor,
    wwc_g,
)
from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.noncentral import noncentral_limits
from pipeline.statistics.proportions import newcombe
from tests.statistics.people import OFTEN, SELDOM, paired_samples, samples

Scores = list[float]
People = list[tuple[float, float]]


def pairs(people: People) -> PairedMoments:
    before, after = np.array(people).T
    return PairedMoments.of(before=before, after=after)


@OFTEN
@given(df=st.integers(2, 5000))
def test_the_small_sample_factor_is_hedges_ratio_of_gammas(df: int) -> None:
    # by Pochhammer's symbol, another route to the ratio
    exact = special.poch((df - 1) / 2, 0.5) / np.sqrt(df / 2)
    assert small_sample_factor(df) == pytest.approx(exact, rel=1e-9)


@pytest.mark.parametrize(("df", "factor"), [(4, 0.79788), (9, 0.91387), (18, 0.95765)])
def test_the_small_sample_factor_as_tabulated(df: int, factor: float) -> None:
    assert small_sample_factor(df) == pytest.approx(factor, abs=5e-6)


def below(t: float, df: float, shift: float) -> float:
    """P(T < t) of the noncentral t, by integrating over the standard deviation."""
    width = 12 / np.sqrt(2 * df)
    edges = max(0.0, 1 - width), 1 + width
    turns = [point for point in (1.0, shift / t if t else 0.0) if edges[0] < point < edges[1]]
    found, _ = integrate.quad(
        lambda s: special.ndtr(t * s - shift) * 2 * s * df * stats.chi2.pdf(df * s * s, df),
        *edges,
        epsabs=1e-12,
        epsrel=1e-11,
        limit=400,
        points=turns,
    )
    return float(found)


@pytest.mark.parametrize("t", [-40.0, -3.2, 0.0, 0.4, 2.1, 4.0621, 7.2438, 25.0, 120.0])
@pytest.mark.parametrize("df", [3, 9, 18, 57.5, 400, 2889, 54568])
def test_noncentral_limits_leave_their_tails_by_numerical_integration(t: float, df: float) -> None:
    low, high = noncentral_limits(np.array([t]), np.array([df]), conf_level=0.95)
    assert below(t, df, float(low[0])) == pytest.approx(0.975, abs=1e-8)
    assert below(t, df, float(high[0])) == pytest.approx(0.025, abs=1e-8)


@pytest.mark.parametrize("t", [-60.0, 3.0, 12.7, 34.0, 130.0])
@pytest.mark.parametrize("df", [1, 1.5, 2, 3])
@pytest.mark.parametrize("level", [0.95, 0.999])
def test_noncentral_limits_of_a_handful_of_people_leave_their_tails(
    t: float, df: float, level: float
) -> None:
    low, high = noncentral_limits(np.array([t]), np.array([df]), conf_level=level)
    assert below(t, df, float(low[0])) == pytest.approx((1 + level) / 2, abs=1e-8)
    assert below(t, df, float(high[0])) == pytest.approx((1 - level) / 2, abs=1e-8)


def test_noncentral_limits_without_a_statistic_are_missing() -> None:
    low, high = noncentral_limits(np.array([np.nan, 1.0, 1.0]), np.array([9.0, 0.0, np.nan]))
    assert np.isnan([*low, *high]).all()


@SELDOM
@given(people=paired_samples, level=st.sampled_from([0.9, 0.95, 0.99]))
def test_d_z_is_t_over_root_n_with_noncentral_limits(people: People, level: float) -> None:
    m = pairs(people)
    found = d_z(m, conf_level=level)
    root = np.sqrt(len(people))
    t = float(found.effect[0]) * root
    before, after = np.array(people).T
    assert t == pytest.approx(stats.ttest_rel(after, before).statistic, rel=1e-9, abs=1e-9)
    tail, df = (1 - level) / 2, len(people) - 1
    assert stats.nct.cdf(t, df, found.low[0] * root) == pytest.approx(1 - tail, abs=1e-8)
    assert stats.nct.cdf(t, df, found.high[0] * root) == pytest.approx(tail, abs=1e-8)


def of_bonett() -> PairedMoments:
    """110.4 and 102.1, standard deviations 15.3 and 14.6, r = .75, 25 people."""
    one, two, r = 15.3, 14.6, 0.75
    change = one**2 + two**2 - 2 * r * one * two
    return PairedMoments(
        n=np.array([25.0]),
        mean_before=np.array([102.1]),
        mean_after=np.array([110.4]),
        var_before=np.array([one**2]),
        var_after=np.array([two**2]),
        cov=np.array([r * one * two]),
        var_change=np.array([change]),
    )


def test_d_av_reproduces_the_example_of_statpsych() -> None:
    found = d_av(of_bonett())
    assert found.effect[0] == pytest.approx(0.5550319, abs=5e-8)
    assert (found.low[0], found.high[0]) == pytest.approx((0.2394905, 0.8705732), abs=5e-8)


def test_glass_reproduces_the_example_of_statpsych() -> None:
    found = glass(of_bonett())
    assert found.effect[0] == pytest.approx(0.5424837, abs=5e-8)
    assert (found.low[0], found.high[0]) == pytest.approx((0.2258515, 0.8591158), abs=5e-8)


@OFTEN
@given(people=paired_samples)
def test_paired_effects_from_the_people_themselves(people: People) -> None:
    before, after = np.array(people).T
    m, change = pairs(people), after.mean() - before.mean()
    spread = np.sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2)
    factor = special.poch((len(people) - 2) / 2, 0.5) / np.sqrt((len(people) - 1) / 2)
    pooled, start = change / spread, change / before.std(ddof=1)
    assert d_av(m).effect[0] == pytest.approx(pooled, rel=1e-9, abs=1e-12)
    assert g_av(m).effect[0] == pytest.approx(factor * pooled, rel=1e-9, abs=1e-12)
    assert glass(m).effect[0] == pytest.approx(start, rel=1e-9, abs=1e-12)
    assert becker_g(m).effect[0] == pytest.approx(factor * start, rel=1e-9, abs=1e-12)


@OFTEN
@given(first=samples, second=samples)
def test_differences_of_groups_are_t_over_root_of_the_harmonic_n(
    first: Scores, second: Scores
) -> None:
    one, two = Moments.of(first), Moments.of(second)
    n1, n2 = len(first), len(second)
    d = stats.ttest_ind(first, second).statistic * np.sqrt(1 / n1 + 1 / n2)
    factor = special.poch((n1 + n2 - 3) / 2, 0.5) / np.sqrt((n1 + n2 - 2) / 2)
    assert d_s(one, two).effect[0] == pytest.approx(d, rel=1e-9, abs=1e-12)
    assert hedges_g(one, two).effect[0] == pytest.approx(factor * d, rel=1e-9, abs=1e-12)
    approximate = d * (1 - 3 / (4 * (n1 + n2) - 9))
    assert wwc_g(one, two)[0] == pytest.approx(approximate, rel=1e-9, abs=1e-12)
    assert hedges_g(one, two).low[0] == pytest.approx(factor * d_s(one, two).low[0])


@OFTEN
@given(p1=st.floats(0.001, 0.999), p2=st.floats(0.001, 0.999))
def test_effects_of_shares_are_differences_on_their_scales(p1: float, p2: float) -> None:
    h = np.arccos(1 - 2 * p1) - np.arccos(1 - 2 * p2)  # the same angle, by the double
    assert cohens_h(p1, p2) == pytest.approx(h, rel=1e-9, abs=1e-9)
    cox = (special.logit(p1) - special.logit(p2)) / 1.65
    assert cox_index(p1, p2) == pytest.approx(cox, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("shares", [(0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0), (np.nan, 0.5)])
def test_the_cox_index_of_nobody_or_everyone_is_missing(shares: tuple[float, float]) -> None:
    assert np.isnan(cox_index(*shares))
    assert np.isnan(cox_index(*shares, n=40))


def test_cohens_h_of_nobody_against_everyone_is_pi() -> None:
    assert cohens_h(1.0, 0.0) == pytest.approx(np.pi)


@OFTEN
@given(d=st.floats(-4, 4))
def test_translations_of_d_are_normal_probabilities(d: float) -> None:
    assert share_above_average(d) == pytest.approx(stats.norm.cdf(d), rel=1e-9)
    assert common_language(d) == pytest.approx(stats.norm(d, np.sqrt(2)).sf(0), rel=1e-9)
    assert improvement_index(d) == pytest.approx(100 * (stats.norm.cdf(d) - 0.5), abs=1e-9)


def test_a_shift_of_shares_carries_its_limits_to_the_scale_of_the_index() -> None:
    shift = newcombe(np.array([56]), np.array([70]), np.array([48]), np.array([80]))
    found = shift_effect(cohens_h, np.array([0.6]), shift)
    assert found.effect[0] == pytest.approx(cohens_h(0.8, 0.6))
    assert found.low[0] == pytest.approx(cohens_h(0.6 + shift.conf_low[0], 0.6))
    assert found.high[0] == pytest.approx(cohens_h(0.6 + shift.conf_high[0], 0.6))


@pytest.mark.parametrize("method", [d_av, g_av, d_z, glass, becker_g])
@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([1], [2]), ([3, 3, 3], [3, 3, 3]), ([1.0, 1], [2.0, 2])]
)
def test_a_paired_effect_without_people_or_spread_is_missing(
    method: object, before: Scores, after: Scores
) -> None:
    assert callable(method)
    found = method(PairedMoments.of(before=before, after=after))
    assert np.isnan([found.effect, found.low, found.high]).all()


@pytest.mark.parametrize(
    ("first", "second"), [([], []), ([1], [2]), ([], [1, 2]), ([2, 2], [2, 2]), ([1, 1], [2, 2])]
)
def test_an_effect_between_groups_without_people_or_spread_is_missing(
    first: Scores, second: Scores
) -> None:
    one, two = Moments.of(first), Moments.of(second)
    for found in (d_s(one, two), hedges_g(one, two)):
        assert np.isnan([found.effect, found.low, found.high]).all()
    assert np.isnan(wwc_g(one, two)).all()


@pytest.mark.parametrize("df", [-3.0, 0.0, 0.5, 1.0, np.nan])
def test_up_to_one_degree_of_freedom_there_is_no_small_sample_factor(df: float) -> None:
    assert np.isnan(small_sample_factor(df))
    assert small_sample_factor([2, 2.5])[0] == pytest.approx(1 / np.sqrt(np.pi))


def test_two_people_have_an_effect() -> None:
    """Changes 1 and 3: t = 2; yardsticks 1/2, and the mean of 1/2 and 9/2."""
    two = PairedMoments.of(before=[0.0, 1], after=[1, 4])
    assert d_z(two).effect[0] == pytest.approx(2 / np.sqrt(2))
    assert d_av(two).effect[0] == pytest.approx(2 / np.sqrt(2.5))
    assert glass(two).effect[0] == pytest.approx(2 / np.sqrt(0.5))


@SELDOM
@given(first=samples, second=samples, level=st.sampled_from([0.8, 0.9, 0.99]))
def test_the_limits_between_groups_leave_their_tails(
    first: Scores, second: Scores, level: float
) -> None:
    one, two, n1, n2 = Moments.of(first), Moments.of(second), len(first), len(second)
    found = d_s(one, two, conf_level=level)
    root, df, tail = np.sqrt(n1 * n2 / (n1 + n2)), n1 + n2 - 2, (1 - level) / 2
    t = float(found.effect[0]) * root
    assert below(t, df, float(found.low[0]) * root) == pytest.approx(1 - tail, abs=1e-7)
    assert below(t, df, float(found.high[0]) * root) == pytest.approx(tail, abs=1e-7)
    factor = special.poch((df - 1) / 2, 0.5) / np.sqrt(df / 2)
    g = hedges_g(one, two, conf_level=level)
    assert (g.low[0], g.high[0]) == pytest.approx((factor * found.low[0], factor * found.high[0]))


def test_a_limit_beyond_nobody_or_everyone_stops_there() -> None:
    shift = newcombe(np.array([5]), np.array([10]), np.array([5]), np.array([10]))
    low = shift_effect(cohens_h, np.array([0.05]), shift)
    assert low.low[0] == pytest.approx(cohens_h(0.0, 0.05))
    high = shift_effect(cohens_h, np.array([0.95]), shift)
    assert high.high[0] == pytest.approx(cohens_h(1.0, 0.95))


def test_the_cox_index_of_few_people_is_corrected() -> None:
    """Odds 3 and 1/3 among 12 people: ln 9 / 1.65, less 3/39 of it."""
    wanted = np.log(9) / 1.65 * (1 - 3 / 39)
    assert cox_index(0.75, 0.25, n=np.float32(12)) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("unit", [1e-4, 1e4])
def test_the_unit_of_an_outcome_decides_nothing(unit: float) -> None:
    before, after = np.array([1.0, 2, 4, 3]), np.array([2.0, 2, 7, 5])
    plain, other = (PairedMoments.of(before=before * u, after=after * u) for u in (1, unit))
    for method in (d_av, g_av, d_z, glass, becker_g):
        one, two = method(plain), method(other)
        assert two.effect[0] == pytest.approx(one.effect[0])
        assert (two.low[0], two.high[0]) == pytest.approx((one.low[0], one.high[0]))
    groups = [(Moments.of(before * u), Moments.of(after * u)) for u in (1, unit)]
    for between in (d_s, hedges_g):
        assert between(*groups[1]).low[0] == pytest.approx(between(*groups[0]).low[0])
    assert wwc_g(*groups[1])[0] == pytest.approx(wwc_g(*groups[0])[0])


@pytest.mark.parametrize(("corrected", "plain"), [(g_av, d_av), (becker_g, glass)])
def test_a_correction_for_few_people_shrinks_the_limits_as_well(corrected: Any, plain: Any) -> None:
    """n = 8, so that the factor of 7 degrees of freedom is 0.889; at two levels."""
    people = pairs([(1, 3), (2, 2), (4, 7), (5, 5), (3, 6), (6, 8), (2, 5), (4, 4)])
    for level in (0.8, 0.95):
        found, whole = corrected(people, conf_level=level), plain(people, conf_level=level)
        factor = found.effect[0] / whole.effect[0]
        assert 0.88 < factor < 0.95
        assert found.low[0] == pytest.approx(factor * whole.low[0])
        assert found.high[0] == pytest.approx(factor * whole.high[0])
    assert corrected(people).low[0] == corrected(people, conf_level=0.95).low[0]
    assert corrected(people, conf_level=0.8).low[0] > corrected(people).low[0]
