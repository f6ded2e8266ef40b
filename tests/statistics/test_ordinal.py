"""Ordered answers against scipy and statsmodels, published tables, and at their edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation
from statsmodels.stats.contingency_tables import SquareTable

from pipeline.statistics.moments import PairedMoments
from pipeline.statistics.ordinal import (
    bhapkar,
    bowker,
    mann_whitney,
    sign_test,
    stuart_maxwell,
)
from pipeline.statistics.proportions import mcnemar
from tests.statistics.people import OFTEN, one_table, tables

VISION = [
    [1520, 266, 124, 66],
    [234, 1512, 432, 78],
    [117, 362, 1772, 205],
    [36, 82, 179, 492],
]
FULL = st.sampled_from([3, 4, 5]).flatmap(lambda k: tables(k, least=1))
ANY = st.sampled_from([2, 3, 5, 7]).flatmap(tables)
ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=40)


def steps(counts: Any) -> Any:
    """The step of every person."""
    k = len(counts)
    step = np.arange(k)[None, :] - np.arange(k)[:, None]
    return np.repeat(step.ravel(), np.asarray(counts, dtype=int).ravel())


def counted(answers: list[int]) -> Any:
    return np.bincount(answers, minlength=6)[None, 1:].astype(float)


@OFTEN
@given(counts=FULL)
def test_tests_of_margins_are_those_of_statsmodels(counts: Any) -> None:
    reference = SquareTable(counts, shift_zeros=False)
    stuart = reference.homogeneity(method="stuart_maxwell")
    found = stuart_maxwell(one_table(counts))
    assert found.statistic[0] == pytest.approx(stuart.statistic, rel=1e-9, abs=1e-9)
    assert found.df[0] == stuart.df
    assert found.p_value[0] == pytest.approx(stuart.pvalue, rel=1e-9)
    other = reference.homogeneity(method="bhapkar")
    wald = bhapkar(one_table(counts))
    assert wald.statistic[0] == pytest.approx(other.statistic, rel=1e-9, abs=1e-9)
    assert wald.p_value[0] == pytest.approx(other.pvalue, rel=1e-9)
    symmetry, ours = reference.symmetry(), bowker(one_table(counts))
    assert ours.statistic[0] == pytest.approx(symmetry.statistic, rel=1e-9, abs=1e-9)
    assert ours.df[0] == symmetry.df
    assert ours.p_value[0] == pytest.approx(symmetry.pvalue, rel=1e-9)


@OFTEN
@given(counts=ANY)
def test_the_mean_shift_is_the_mean_step_of_the_people(counts: Any) -> None:
    people = steps(counts)
    if people.size < 2:
        return
    found = stuart_maxwell(one_table(counts))
    assert found.estimate[0] == pytest.approx(people.mean(), rel=1e-9, abs=1e-12)
    assert found.std_error[0] == pytest.approx(stats.sem(people), rel=1e-9, abs=1e-9)


def test_vision_of_7477_women_stuart_1955() -> None:
    found = stuart_maxwell(one_table(VISION))
    assert found.statistic[0] == pytest.approx(11.957, abs=5e-4)
    assert found.df[0] == 3
    assert found.estimate[0] / found.std_error[0] == pytest.approx(3.459, abs=5e-4)


@OFTEN
@given(counts=tables(2, least=1))
def test_with_two_answers_every_test_is_mcnemar(counts: Any) -> None:
    chi2 = mcnemar(one_table(counts))["chi2"][0]
    assert stuart_maxwell(one_table(counts)).statistic[0] == pytest.approx(chi2)
    assert bowker(one_table(counts)).statistic[0] == pytest.approx(chi2)
    assert sign_test(one_table(counts)).statistic[0] ** 2 == pytest.approx(chi2)


@OFTEN
@given(counts=FULL, place=st.integers(0, 3), kept=st.integers(0, 9))
def test_an_answer_that_nobody_left_or_took_up_changes_no_test(
    counts: Any, place: int, kept: int
) -> None:
    wider = np.insert(np.insert(counts, place, 0, axis=0), place, 0, axis=1)
    wider[place, place] = kept
    one, two = stuart_maxwell(one_table(counts)), stuart_maxwell(one_table(wider))
    assert two.statistic[0] == pytest.approx(one.statistic[0], rel=1e-9, abs=1e-12)
    assert two.df[0] == one.df[0]
    assert bowker(one_table(wider)).df[0] == bowker(one_table(counts)).df[0]


def test_answers_that_fall_into_two_sets_have_no_test_of_margins() -> None:
    apart = np.array([[5, 2, 0, 0], [1, 5, 0, 0], [0, 0, 5, 3], [0, 0, 1, 5]])
    for found in (stuart_maxwell(one_table(apart)), bhapkar(one_table(apart))):
        assert np.isnan([found.statistic, found.df, found.p_value]).all()
    assert bowker(one_table(apart)).df[0] == 2


def test_where_nobody_changed_there_is_a_shift_of_none_and_no_test() -> None:
    same = one_table(np.diag([3, 4, 5]))
    found = stuart_maxwell(same)
    assert found.estimate[0] == 0
    assert np.isnan([found.statistic, found.df, found.p_value, found.conf_low]).all()
    assert np.isnan([bowker(same).p_value, bhapkar(same).p_value]).all()
    assert sign_test(same).p_value[0] == 1


@OFTEN
@given(steps_up=st.lists(st.integers(1, 9), min_size=1, max_size=6), down=st.integers(0, 5))
def test_answers_linked_only_through_others_are_one_piece(steps_up: list[int], down: int) -> None:
    counts = np.diag(np.array(steps_up, dtype=float), 1) + np.diag(
        [float(down)] * len(steps_up), -1
    )
    found = stuart_maxwell(one_table(counts))
    reference = SquareTable(counts, shift_zeros=False).homogeneity(method="stuart_maxwell")
    assert found.df[0] == len(steps_up)
    assert found.statistic[0] == pytest.approx(reference.statistic, rel=1e-9, abs=1e-9)
    if down == 0:  # everyone rose a step, and only rounding is left over
        assert np.isnan(bhapkar(one_table(counts)).statistic[0])


def test_where_everyone_rose_a_step_rounding_is_not_taken_for_a_spread() -> None:
    rose = np.diag([895.0, 796.0, 705.0, 231.0], 1)
    assert stuart_maxwell(one_table(rose)).statistic[0] != rose.sum()  # but for rounding it were
    assert np.isnan(bhapkar(one_table(rose)).statistic[0])


def test_where_everyone_moved_alike_bhapkar_is_missing_and_stuart_is_not() -> None:
    moved = one_table([[0, 9, 0], [0, 0, 0], [0, 0, 0]])
    assert stuart_maxwell(moved).statistic[0] == pytest.approx(9)
    assert np.isnan(bhapkar(moved).statistic[0])


def test_where_nobody_answered_everything_is_missing() -> None:
    nobody = one_table(np.zeros((4, 4)))
    for found in (stuart_maxwell(nobody), sign_test(nobody), bowker(nobody), bhapkar(nobody)):
        assert np.isnan([found.statistic, found.df, found.p_value]).all()


@OFTEN
@given(counts=ANY)
def test_the_sign_test_counts_who_rose_and_who_fell(counts: Any) -> None:
    people = steps(counts)
    if people.size < 2:
        return
    up, down = int((people > 0).sum()), int((people < 0).sum())
    found = sign_test(one_table(counts))
    assert found.estimate[0] == pytest.approx((up - down) / people.size)
    if up + down >= 25:
        wanted = stats.chi2.sf((up - down) ** 2 / (up + down), 1)
        assert found.p_value[0] == pytest.approx(wanted, rel=1e-9)
    moments = PairedMoments.of(before=np.zeros(people.size), after=np.sign(people))
    error = np.sqrt(moments.var_change * (people.size - 1)) / people.size
    assert found.std_error[0] == pytest.approx(error[0], rel=1e-9, abs=1e-9)


@OFTEN
@given(first=ANSWERS, second=ANSWERS)
def test_mann_whitney_is_that_of_scipy(first: list[int], second: list[int]) -> None:
    found = mann_whitney(counted(first), counted(second))
    n1, n2 = len(first), len(second)
    if len({*first, *second}) == 1:
        assert found.estimate[0] == 0.5
        assert np.isnan([found.statistic, found.p_value, found.conf_low]).all()
        return
    reference = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=False)
    assert found.estimate[0] == pytest.approx(reference.statistic / (n1 * n2), rel=1e-9, abs=1e-12)
    assert found.p_value[0] == pytest.approx(reference.pvalue, rel=1e-9)


@OFTEN
@given(first=ANSWERS, second=ANSWERS)
def test_the_interval_of_superiority_is_that_of_brunner_and_munzel(
    first: list[int], second: list[int]
) -> None:
    found = mann_whitney(counted(first), counted(second))
    if not found.std_error[0] > 1e-6:
        return
    reference = stats.brunnermunzel(second, first)
    # their statistic is the distance from one half in standard errors
    statistic = (found.estimate[0] - 0.5) / found.std_error[0]
    assert statistic == pytest.approx(reference.statistic, rel=1e-7, abs=1e-9)
    p_value = 2 * stats.t.sf(abs(statistic), found.df[0])
    assert p_value == pytest.approx(reference.pvalue, rel=1e-7)


def test_groups_that_do_not_overlap_are_surely_above_without_an_interval() -> None:
    found = mann_whitney([[0, 0, 5]], [[5, 0, 0]])
    assert found.estimate[0] == 1
    assert found.p_value[0] < 0.01
    assert np.isnan([found.conf_low, found.conf_high]).all()


@pytest.mark.parametrize(
    ("first", "second"), [([0, 0], [1, 2]), ([1, 2], [0, 0]), ([0, 0], [0, 0])]
)
def test_an_empty_group_has_no_superiority(first: list[int], second: list[int]) -> None:
    found = mann_whitney([first], [second])
    assert np.isnan([found.estimate, found.p_value, found.conf_low, found.std_error]).all()


def test_a_group_of_one_has_a_chance_and_no_interval() -> None:
    found = mann_whitney([[0, 1, 0]], [[2, 2, 2]])
    assert found.estimate[0] == 0.5
    assert np.isnan(found.conf_low[0])
