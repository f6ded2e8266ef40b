"""Ranks against scipy, enumeration, their own definition, and at their edges."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.ranks import hodges_lehmann, rank_biserial, signed_rank
from tests.statistics.people import OFTEN

WILCOXON: Any = stats.wilcoxon
MOOD = [952, -147, 1022, 430, 620, 590, 490, -80, 10]
"""Depression of nine patients before less after, in thousandths: Hollander and Wolfe, 3.1."""
UNTIED = st.lists(st.integers(-400, 400).filter(bool), min_size=1, max_size=25, unique_by=abs)
TIED = st.lists(st.integers(-6, 6).filter(bool), min_size=1, max_size=60)
MANY = st.lists(st.integers(-900, 900), min_size=1, max_size=60)

Changes = list[int]


@OFTEN
@given(change=UNTIED)
def test_up_to_25_untied_changes_the_p_value_is_the_exact_one_of_scipy(change: Changes) -> None:
    found = signed_rank(change)
    assert found.is_exact
    for alternative, ours in (
        ("two-sided", found.p_value),
        ("greater", found.p_greater),
        ("less", found.p_less),
    ):
        reference = WILCOXON(change, method="exact", alternative=alternative)
        assert ours == pytest.approx(reference.pvalue, rel=1e-9)


@OFTEN
@given(change=st.lists(st.integers(-90, 90).filter(bool), min_size=1, max_size=8, unique_by=abs))
def test_the_exact_p_value_counts_every_assignment_of_signs(change: Changes) -> None:
    ranks = np.argsort(np.argsort(np.abs(change))) + 1
    sums = [sum(r for r, up in zip(ranks, signs, strict=True) if up)
            for signs in product([False, True], repeat=len(change))]  # fmt: skip
    found = signed_rank(change)
    assert found.p_greater == pytest.approx(np.mean(np.array(sums) >= found.rose), rel=1e-12)
    assert found.rose + found.fell == len(change) * (len(change) + 1) / 2


@OFTEN
@given(change=TIED)
def test_tied_changes_have_the_normal_p_value_of_scipy(change: Changes) -> None:
    found = signed_rank(change)
    if found.is_exact:
        return
    reference = stats.wilcoxon(
        np.array(change, dtype=np.float64), method="approx", correction=False
    )
    assert found.p_value == pytest.approx(reference.pvalue, rel=1e-9)


@OFTEN
@given(change=MANY, zeros=st.integers(0, 30))
def test_those_who_did_not_change_keep_their_ranks_if_more_than_a_tenth(
    change: Changes, zeros: int
) -> None:
    people = [*change, *[0] * zeros]
    found = signed_rank(people)
    none = people.count(0)
    assert found.is_pratt == (none > 0.1 * len(people))
    if found.n == 0 or found.is_exact:
        return
    reference = WILCOXON(
        people,
        zero_method="pratt" if found.is_pratt else "wilcox",
        method="approx",
        correction=False,
    )
    assert min(found.rose, found.fell) == pytest.approx(reference.statistic)
    assert found.p_value == pytest.approx(reference.pvalue, rel=1e-9)


def test_depression_of_hollander_and_wolfe() -> None:
    found = signed_rank(MOOD)
    assert found.rose == 40
    assert found.p_greater == 0.01953125
    assert rank_biserial(found) == pytest.approx(7 / 9)
    assert hodges_lehmann(MOOD).estimate[0] == 460


@OFTEN
@given(change=st.lists(st.integers(-90, 90), min_size=1, max_size=40))
def test_hodges_lehmann_is_the_median_of_all_means_of_two(change: Changes) -> None:
    means = [(a + b) / 2 for i, a in enumerate(change) for b in change[i:]]
    assert hodges_lehmann(change).estimate[0] == np.median(means)


@OFTEN
@given(
    change=st.lists(st.integers(-4000, 4000), min_size=6, max_size=20, unique=True),
    level=st.sampled_from([0.8, 0.9, 0.95]),
)
def test_the_interval_holds_the_shifts_that_the_exact_test_does_not_reject(
    change: Changes, level: float
) -> None:
    found = hodges_lehmann(change, conf_level=level)
    inside, outside = 1e-7, -1e-7
    for step, holds in ((inside, True), (outside, False)):
        for limit, sign in ((found.conf_low[0], 1), (found.conf_high[0], -1)):
            shifted = np.array(change) - (limit + sign * step)
            assert (signed_rank(shifted).p_value >= 1 - level) == holds


def test_exact_to_25_people_and_zeros_keep_their_ranks_from_a_tenth() -> None:
    assert signed_rank([*range(1, 26)]).is_exact
    assert not signed_rank([*range(1, 27)]).is_exact
    assert not signed_rank([0, 0, *range(1, 19)]).is_pratt
    assert signed_rank([0, 0, *range(1, 18)]).is_pratt


def test_five_people_are_too_few_for_an_interval_at_95_percent() -> None:
    assert np.isnan(hodges_lehmann([1, 2, 3, 4, 5]).conf_low[0])
    six = hodges_lehmann([1, 2, 3, 4, 5, 6])
    assert (six.conf_low[0], six.conf_high[0]) == (1, 6)


def test_the_interval_of_many_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1945)
    found = [hodges_lehmann(rng.laplace(1, 3, 40)) for _ in range(1500)]
    hits = [f.conf_low[0] <= 1 <= f.conf_high[0] for f in found]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.015)


def test_everyone_up_everyone_down_and_a_balance() -> None:
    assert rank_biserial(signed_rank([1, 2, 3])) == 1
    assert rank_biserial(signed_rank([-1, -2, -3])) == -1
    assert rank_biserial(signed_rank([1, -1])) == 0


@pytest.mark.parametrize("change", [[], [0, 0, 0], [np.nan, np.nan], [np.nan, 0]])
def test_where_nobody_changed_there_is_no_test(change: list[float]) -> None:
    found = signed_rank(change)
    assert found.n == 0
    assert np.isnan([found.p_value, found.rose, rank_biserial(found)]).all()


def test_those_not_measured_are_left_out() -> None:
    assert signed_rank([*MOOD, np.nan]) == signed_rank(MOOD)
    assert hodges_lehmann([*MOOD, np.nan]).estimate[0] == 460
    assert np.isnan(hodges_lehmann([np.nan]).estimate[0])


@pytest.mark.parametrize(
    ("n", "level", "rank"),
    [(25, 0.95, 90), (20, 0.95, 53), (30, 0.95, 137), (30, 0.9, 152), (26, 0.95, 98)],
)
def test_the_limits_are_the_means_of_two_that_the_tables_say(
    n: int, level: float, rank: int
) -> None:
    """To 25 people the critical sum and one more; beyond, n(n+1)/4 less z errors, by hand."""
    change = np.random.default_rng(n).normal(size=n)
    means = sorted((a + b) / 2 for i, a in enumerate(change) for b in change[i:])
    found = hodges_lehmann(change, conf_level=level)
    assert found.conf_low[0] == means[rank - 1]
    assert found.conf_high[0] == means[-rank]
    if level == 0.95:
        assert hodges_lehmann(change).conf_low[0] == means[rank - 1]


def test_exact_only_without_ties_and_without_zeros_that_keep_ranks() -> None:
    assert signed_rank([1, -2, 3]).is_exact
    assert not signed_rank([1, -1, 3]).is_exact
    assert not signed_rank([0, 1, -2, 3]).is_exact
    assert not signed_rank([0]).is_exact
    assert rank_biserial(signed_rank([3])) == 1


def test_a_shift_is_one_cell_and_reckoned_with_all_digits() -> None:
    short = np.array([0.1, 0.7, 2.3], np.float32)
    found = hodges_lehmann(short)
    for one in (found, hodges_lehmann([])):
        for value in (one.estimate, one.std_error, one.df, one.conf_low, one.p_value):
            assert value.shape == (1,)
    wide = short.astype(np.float64)
    assert found.estimate[0] == (wide[1] + (wide[0] + wide[2]) / 2) / 2
