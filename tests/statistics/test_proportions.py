"""Shares and their changes against scipy, statsmodels, brute force and published tables."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.stats import contingency_tables, proportion

from pipeline.statistics.proportions import (
    mcnemar,
    newcombe,
    newcombe_paired,
    wilson,
    wilson_of_effective,
)
from tests.statistics.people import OFTEN, one_table, shares, tables

Share = tuple[int, int]
LEVELS = st.sampled_from([0.9, 0.95, 0.99])


@OFTEN
@given(share=shares, level=LEVELS)
def test_wilson_is_that_of_scipy(share: Share, level: float) -> None:
    reference = stats.binomtest(*share).proportion_ci(level, method="wilson")
    assert np.ravel(wilson(*share, conf_level=level)) == pytest.approx(
        [reference.low, reference.high], rel=1e-9, abs=1e-12
    )


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_reproduces_newcombe_1998_table_i(x: int, n: int, low: float, high: float) -> None:
    assert np.ravel(wilson(x, n)) == pytest.approx([low, high], abs=5e-5)


def test_wilson_ends_exactly_at_nobody_and_everyone() -> None:
    n = np.arange(1, 400)
    assert (wilson(0 * n, n)[0] == 0).all()
    assert (wilson(n, n)[1] == 1).all()
    assert 0 < wilson(1, 1)[0] < wilson(1, 1)[1]


def test_wilson_never_leaves_0_to_1() -> None:
    """Weighted people may be a trifle short of nobody or everyone: not a place for rounding."""
    trifle, n = 10.0 ** -np.arange(5, 18)[:, None], np.arange(1, 100)[None, :]
    assert (wilson(trifle, n + 0 * trifle)[0] >= 0).all()
    assert (wilson(n - trifle, n + 0 * trifle)[1] <= 1).all()


def test_wilson_of_nobody_asked_is_missing() -> None:
    assert np.isnan(wilson(0, 0)).all()


def of_korn_and_graubard(
    share: float, n: int, error: float, df: float, level: float
) -> tuple[float, float]:
    """Wilson's limits are the shares from which the one found is z standard errors away."""
    t, z = stats.t(df).ppf((1 + level) / 2), stats.norm.ppf((1 + level) / 2)
    alike = share * (1 - share) / (error * t / z) ** 2 if error else n
    low, high = np.sort(np.roots([1 + z**2 / alike, -2 * share - z**2 / alike, share**2]))
    return float(low), float(high)


@OFTEN
@given(share=st.floats(0.05, 0.95), error=st.floats(0.01, 0.2), df=st.integers(2, 40), level=LEVELS)
def test_a_share_of_clusters_has_the_interval_of_as_many_independent_people(
    share: float, error: float, df: int, level: float
) -> None:
    found = wilson_of_effective(share, 100, error, df, conf_level=level)
    wanted = of_korn_and_graubard(share, 100, error, df, level)
    assert (float(found[0]), float(found[1])) == pytest.approx(wanted, rel=1e-6)


def test_clusters_that_are_as_people_make_wilsons_interval_wider_only_by_t() -> None:
    simple = np.sqrt(0.3 * 0.7 / 50)
    known = wilson_of_effective(0.3, 50, simple, 1e9)
    assert np.ravel(known) == pytest.approx(np.ravel(wilson(15, 50)), rel=1e-6)


@pytest.mark.parametrize(("share", "error"), [(0.0, 0.0), (1.0, 0.0), (0.4, np.nan), (0.4, 0.0)])
def test_where_the_error_says_nothing_the_people_asked_count(share: float, error: float) -> None:
    found = wilson_of_effective(share, 20, error, 4)
    assert np.ravel(found) == pytest.approx(np.ravel(wilson(20 * share, 20)))
    assert np.isnan(wilson_of_effective(np.nan, 0, np.nan, np.nan)).all()


@OFTEN
@given(first=shares, second=shares, level=LEVELS)
def test_newcombe_is_that_of_statsmodels(first: Share, second: Share, level: float) -> None:
    found = newcombe(*first, *second, conf_level=level)
    low, high = proportion.confint_proportions_2indep(
        *first, *second, method="newcomb", compare="diff", alpha=1 - level
    )
    assert float(found.conf_low) == pytest.approx(low, rel=1e-9, abs=1e-9)
    assert float(found.conf_high) == pytest.approx(high, rel=1e-9, abs=1e-9)


@OFTEN
@given(first=shares, second=shares)
def test_the_test_beside_newcombe_is_the_pooled_z_of_statsmodels(
    first: Share, second: Share
) -> None:
    found = newcombe(*first, *second)
    (x1, n1), (x2, n2) = first, second
    if x1 + x2 in {0, n1 + n2}:
        assert np.isnan(found.p_value)
        return
    z, p = proportion.proportions_ztest([x1, x2], [n1, n2])
    assert float(found.statistic) == pytest.approx(z, rel=1e-9, abs=1e-9)
    assert float(found.p_value) == pytest.approx(p, rel=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_reproduces_his_table_ii_of_1998(
    first: Share, second: Share, low: float, high: float
) -> None:
    found = newcombe(*first, *second)
    assert (float(found.conf_low), float(found.conf_high)) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_with_an_empty_group_is_missing() -> None:
    found = newcombe([0, 3, 2], [0, 5, 4], [2, 0, 1], [4, 0, 3])
    for value in (found.estimate, found.std_error, found.p_value, found.conf_low, found.conf_high):
        assert np.isnan(value).tolist() == [True, True, False]
    assert np.isnan(found.df[:2]).all()
    assert found.df[2] == np.inf  # a normal reference
    assert found.estimate[2] == pytest.approx(2 / 4 - 1 / 3)
    assert found.std_error[2] == pytest.approx(np.sqrt(1 / 16 + 2 / 27))


def by_hand(
    both: int, gained: int, lost: int, neither: int, *, level: float = 0.95
) -> tuple[float, float]:
    """Method 10 as Newcombe (1998, p. 2639) writes it, one table at a time."""
    n = both + gained + lost + neither
    (l1, u1), (l2, u2) = (
        stats.binomtest(hits, n).proportion_ci(level, method="wilson")
        for hits in (both + gained, both + lost)
    )
    p1, p2 = (both + gained) / n, (both + lost) / n
    product = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    excess = float(both * neither - gained * lost)
    if excess > n / 2:
        excess -= n / 2
    elif excess > 0:
        excess = 0
    phi = excess / math.sqrt(product) if product else 0.0
    under = (p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2
    over = (p2 - l2) ** 2 - 2 * phi * (p2 - l2) * (u1 - p1) + (u1 - p1) ** 2
    return p1 - p2 - math.sqrt(max(under, 0)), p1 - p2 + math.sqrt(max(over, 0))


@OFTEN
@given(counts=st.tuples(*[st.integers(0, 80)] * 4).filter(any), level=LEVELS)
@example(counts=(0, 1, 1, 0), level=0.95)  # a correlation of -1
@example(counts=(0, 3, 0, 5), level=0.95)  # nobody before: no correlation
@example(counts=(5, 0, 1, 4), level=0.95)  # between half of the people and all
def test_the_paired_interval_is_method_10_by_hand(
    counts: tuple[int, int, int, int], level: float
) -> None:
    both, gained, lost, neither = counts
    found = newcombe_paired(one_table([[neither, gained], [lost, both]]), conf_level=level)
    assert (found.conf_low[0], found.conf_high[0]) == pytest.approx(
        by_hand(*counts, level=level), rel=1e-9, abs=1e-9
    )
    shifts = np.repeat([1, -1, 0], [gained, lost, both + neither])
    assert found.estimate[0] == pytest.approx(shifts.mean())
    assert found.std_error[0] == pytest.approx(shifts.std() / np.sqrt(len(shifts)), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((36, 12, 2, 0), 0.0569, 0.3404), ((20, 12, 2, 16), 0.0562, 0.3292)],
)
def test_the_paired_interval_reproduces_newcombe_1998(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    both, gained, lost, neither = counts
    found = newcombe_paired(one_table([[neither, gained], [lost, both]]))
    assert (found.conf_low[0], found.conf_high[0]) == pytest.approx((low, high), abs=5e-5)


def test_where_nobody_changed_the_change_is_none_and_not_certain() -> None:
    found = newcombe_paired(one_table([[30, 0], [0, 20]]))
    assert found.estimate[0] == 0
    assert found.p_value[0] == 1
    assert found.conf_low[0] < 0 < found.conf_high[0]


def test_where_nobody_was_measured_there_is_no_change() -> None:
    found = newcombe_paired(one_table([[0, 0], [0, 0]]))
    for value in (found.estimate, found.std_error, found.p_value, found.conf_low, found.conf_high):
        assert np.isnan(value).all()


@OFTEN
@given(counts=tables(2))
def test_mcnemar_is_that_of_statsmodels(counts: Any) -> None:
    if counts[0, 1] + counts[1, 0] == 0:
        return
    found = mcnemar(one_table(counts))
    exact = contingency_tables.mcnemar(counts, exact=True)
    plain = contingency_tables.mcnemar(counts, exact=False, correction=False)
    assert found["p_exact"][0] == pytest.approx(exact.pvalue, rel=1e-9)
    assert found["chi2"][0] == pytest.approx(plain.statistic, rel=1e-9)
    assert found["p_chi2"][0] == pytest.approx(plain.pvalue, rel=1e-9)
    if counts[0, 1] != counts[1, 0]:  # statsmodels takes (0 - 1) squared where they are alike
        corrected = contingency_tables.mcnemar(counts, exact=False, correction=True)
        assert found["chi2_cc"][0] == pytest.approx(corrected.statistic, rel=1e-9)
        assert found["p_cc"][0] == pytest.approx(corrected.pvalue, rel=1e-9)


@OFTEN
@given(gained=st.integers(0, 60), lost=st.integers(0, 60))
def test_the_mid_p_is_that_of_fagerland_2013(gained: int, lost: int) -> None:
    found = mcnemar(one_table([[3, gained], [lost, 4]]))["p_mid"][0]
    coin = stats.binom(gained + lost, 0.5)
    if gained == lost:
        wanted = 1 - coin.pmf(gained) / 2 if gained else 1.0
    else:
        wanted = 2 * coin.cdf(min(gained, lost)) - coin.pmf(min(gained, lost))
    assert found == pytest.approx(wanted, rel=1e-9)


def test_mcnemar_reproduces_the_stem_cell_table_of_fagerland_2013() -> None:
    found = mcnemar(one_table([[12, 7], [1, 1]]))
    assert found["p_exact"][0] == pytest.approx(0.0703, abs=5e-5)
    assert found["p_mid"][0] == pytest.approx(0.0391, abs=5e-5)
    assert found["p_chi2"][0] == pytest.approx(0.0339, abs=5e-5)


def test_the_p_value_is_mid_p_below_25_who_changed_sides_and_chi_square_from_there() -> None:
    few = mcnemar(one_table([[5, 16], [8, 5]]))
    many = mcnemar(one_table([[5, 16], [9, 5]]))
    assert few["p_value"][0] == few["p_mid"][0] != few["p_chi2"][0]
    assert many["p_value"][0] == many["p_chi2"][0] != many["p_mid"][0]


def test_where_nobody_changed_sides_every_p_value_is_one() -> None:
    found = mcnemar(one_table([[5, 0], [0, 5]]))
    assert {found[name][0] for name in found if name.startswith("p_")} == {1.0}


def test_one_person_who_changed_sides_tells_little() -> None:
    found = mcnemar(one_table([[0, 1], [0, 0]]))
    assert (found["chi2"][0], found["chi2_cc"][0], found["p_exact"][0]) == (1, 0, 1)
    assert found["p_chi2"][0] == pytest.approx(0.317310508)
    assert found["p_mid"][0] == pytest.approx(0.5)
    alike = mcnemar(one_table([[0, 1], [1, 0]]))
    assert (alike["chi2"][0], alike["chi2_cc"][0], alike["p_cc"][0]) == (0, 0, 1)
    unmoved = mcnemar(one_table([[1, 0], [0, 0]]))
    assert (unmoved["chi2"][0], unmoved["p_value"][0]) == (0, 1)


def test_where_nobody_was_measured_mcnemar_is_missing() -> None:
    assert all(np.isnan(value).all() for value in mcnemar(one_table(np.zeros((2, 2)))).values())
