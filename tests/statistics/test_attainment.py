"""Goals: probabilities against scipy and simulation, progress and scores by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.attainment import (
    goal_attainment_t,
    people_equivalent,
    probability_met_mean,
    probability_met_proportion,
    progress,
    relative_change,
)
from tests.statistics.people import OFTEN, shares

LEVELS = st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 9)), min_size=1, max_size=8)


@OFTEN
@given(share=shares, target=st.floats(0.001, 0.999))
def test_the_chance_of_a_share_is_the_beta_posterior_of_scipy(
    share: tuple[int, int], target: float
) -> None:
    x, n = share
    posterior = stats.beta(x + 0.5, n - x + 0.5)
    above = probability_met_proportion(x, n, target, higher_is_better=True)
    below = probability_met_proportion(x, n, target, higher_is_better=False)
    assert below == pytest.approx(posterior.cdf(target), rel=1e-9, abs=1e-12)
    assert above == pytest.approx(posterior.sf(target), rel=1e-9, abs=1e-12)


@OFTEN
@given(
    mean=st.floats(-50, 50),
    error=st.floats(0.01, 20),
    df=st.integers(1, 500),
    target=st.floats(-50, 50),
)
def test_the_chance_of_a_mean_is_students_posterior(
    mean: float, error: float, df: int, target: float
) -> None:
    posterior = stats.t(df, loc=mean, scale=error)
    above = probability_met_mean(mean, error, df, target, higher_is_better=True)
    below = probability_met_mean(mean, error, df, target, higher_is_better=False)
    assert above == pytest.approx(posterior.sf(target), rel=1e-9, abs=1e-12)
    assert below == pytest.approx(posterior.cdf(target), rel=1e-9, abs=1e-12)


def test_the_dropout_goal_of_1200_students() -> None:
    chance = [
        float(probability_met_proportion(x, n, 0.068, higher_is_better=False))
        for x, n in ((78, 1200), (60, 1200), (85, 1210))
    ]
    assert chance == pytest.approx([0.655, 0.995, 0.372], abs=5e-4)


def test_a_target_outside_of_shares_is_surely_met_or_missed() -> None:
    assert probability_met_proportion(5, 10, 1.2, higher_is_better=False) == 1
    assert probability_met_proportion(5, 10, -0.1, higher_is_better=False) == 0


def test_without_people_or_error_there_is_no_chance() -> None:
    assert np.isnan(probability_met_proportion(0, 0, 0.5, higher_is_better=True))
    assert np.isnan(probability_met_proportion(1, 2, np.nan, higher_is_better=True))
    for error in (0.0, np.nan):
        assert np.isnan(probability_met_mean(3, error, 9, 2, higher_is_better=True))


@OFTEN
@given(start=st.integers(-90, 90), way=st.integers(-90, 90).filter(bool), made=st.floats(-2, 2))
def test_progress_is_the_share_of_the_way(start: int, way: int, made: float) -> None:
    assert progress(start, start + made * way, start + way) == pytest.approx(made, abs=1e-9)


def test_progress_to_where_one_stands_is_missing() -> None:
    assert np.isnan(progress(5, 7, 5))


def test_relative_change_from_nothing_is_missing() -> None:
    assert relative_change(8.0, 6.8) == pytest.approx(-0.15)
    assert relative_change(0.5, 0.4) == pytest.approx(-0.2)
    assert np.isnan(relative_change([0.0, -2.0, np.nan], [1.0, 1.0, 1.0])).all()


def test_a_change_of_a_share_in_people() -> None:
    assert people_equivalent(-0.015, 1200) == pytest.approx(18)
    assert np.isnan(people_equivalent(np.nan, 1200))


@OFTEN
@given(goals=LEVELS)
def test_goal_attainment_is_the_sum_over_its_standard_deviation(
    goals: list[tuple[int, int]],
) -> None:
    x, w = np.array(goals, dtype=float).T
    spread = 0.7 * np.eye(len(goals)) + 0.3  # the assumed correlations
    wanted = 50 + 10 * (w @ x) / np.sqrt(w @ spread @ w)
    assert goal_attainment_t(x, w) == pytest.approx(wanted, rel=1e-9)


def test_a_goal_not_measured_is_left_out() -> None:
    assert goal_attainment_t([1, np.nan], [2, 5]) == goal_attainment_t([1], [2])


@pytest.mark.parametrize(
    ("levels", "weights"), [([1, 2], [0, 0]), ([1, 2], [1, -1]), ([np.nan], [1]), ([], [])]
)
def test_goals_without_weight_have_no_score(levels: list[float], weights: list[float]) -> None:
    assert np.isnan(goal_attainment_t(levels, weights))


def test_a_negative_weight_spoils_its_own_score_only() -> None:
    levels, weights = [[1.0, 2.0]] * 3, [[3.0, -1.0], [1.0, 1.0], [1.0, -0.5]]
    found = goal_attainment_t(levels, weights)
    assert np.isnan(found).tolist() == [True, False, True]
    assert found[1] == pytest.approx(50 + 10 * 3 / np.sqrt(0.7 * 2 + 0.3 * 4))


def test_how_levels_lie_in_memory_decides_nothing() -> None:
    levels = np.random.default_rng(2).normal(size=(3000, 19))
    weights = np.random.default_rng(3).uniform(1, 2, size=(3000, 19))
    found = goal_attainment_t(levels, weights)
    other = goal_attainment_t(np.asfortranarray(levels), np.asfortranarray(weights))
    assert found.tolist() == other.tolist()
    x, w = levels.astype(np.float32), weights.astype(np.float32)
    wide = goal_attainment_t(x.astype(np.float64), w.astype(np.float64))
    assert goal_attainment_t(x, w).tolist() == wide.tolist()
