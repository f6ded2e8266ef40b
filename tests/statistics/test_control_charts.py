"""Charts over time, against the worked series, the published table, and formulas by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.statistics.control_charts import crossings_usual, longest_usual, p_chart, runs, xmr

SERIES = [72, 75, 71, 74, 73, 76, 74, 72, 78, 79, 80, 78, 81, 79, 80, 82]


def test_the_worked_series() -> None:
    found = xmr(SERIES, baseline=8)
    assert found.centre[0] == 73.375
    assert (round(found.low[0], 3), round(found.high[0], 3)) == (66.535, 80.215)
    assert np.flatnonzero(found.outside).tolist() == [12, 15]
    assert np.flatnonzero(found.shift).tolist() == list(range(8, 16))


def test_a_move_far_beyond_the_others_is_left_out_once() -> None:
    calm = [10.0, 11, 10, 11, 10, 11, 10, 11, 10, 11]
    jump = [*calm, 40, 41, 40, 41]
    assert xmr(jump).high[0] - xmr(jump).centre[0] == pytest.approx(2.66)


def test_a_point_on_the_centre_breaks_a_run() -> None:
    y = [0.0, 2, 0, 2, 0, 2, 0, 2]
    after = [1.5, 1.5, 1.5, 1, 1.5, 1.5, 1.5, 1.5]
    assert not xmr([*y, *after], baseline=8).shift.any()
    assert xmr([*y, *([1.5] * 7)], baseline=8).shift.sum() == 8  # with the last of the first


def test_two_of_three_in_the_outer_third() -> None:
    y = [0.0, 2, 0, 2, 0, 2, 0, 2, 1, 5.4, 1, 5.4, 1]  # limits 1 ± 5.32, outer third from 4.55
    found = xmr(y, baseline=8)
    assert np.flatnonzero(found.near).tolist() == [9, 11]


def test_too_short_a_baseline_has_no_limits() -> None:
    assert np.isnan(xmr(SERIES[:7]).high).all()
    assert not xmr(SERIES[:7]).outside.any()
    assert np.isnan(p_chart([1] * 7, [9] * 7).high).all()


@pytest.mark.parametrize("is_overdispersed", [False, True])
def test_shares_of_groups_that_differ_in_size(is_overdispersed: bool) -> None:
    rng = np.random.default_rng(1)
    n = rng.integers(40, 400, 20)
    x = rng.binomial(n, 0.3)
    found = p_chart(x, n, is_overdispersed=is_overdispersed)
    centre = x.sum() / n.sum()
    error = np.sqrt(centre * (1 - centre) / n)
    z = (x / n - centre) / error
    wide = np.abs(np.diff(z)).mean() / 1.128 if is_overdispersed else 1
    assert found.centre[0] == pytest.approx(centre)
    assert found.high == pytest.approx(np.minimum(centre + 3 * error * wide, 1))
    assert found.low == pytest.approx(np.maximum(centre - 3 * error * wide, 0))


@pytest.mark.parametrize(
    ("n", "longest", "crossings"),
    [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10), (36, 8, 13),
     (48, 9, 18), (60, 9, 23)],
)  # fmt: skip
def test_the_table_of_anhoej(n: int, longest: int, crossings: int) -> None:
    assert (longest_usual(n), crossings_usual(n)) == (longest, crossings)


def test_runs_of_the_worked_series() -> None:
    found = runs(SERIES)
    assert (found.median, found.useful) == (77, 16)
    assert (found.longest, found.crossings) == (8, 1)
    assert found.is_signal


def test_runs_leave_out_points_on_the_median() -> None:
    found = runs([1, 3, 2, 2, 1, 3, 1, 3])
    assert found.useful == 6
    assert not found.is_signal  # too few points to say
    assert runs([]).longest == 0
    assert not runs([5.0] * 20).is_signal


def test_false_signals_of_chance_are_rare() -> None:
    rng = np.random.default_rng(2)
    share = np.mean([runs(rng.normal(size=24)).is_signal for _ in range(2000)])
    assert share < 0.09
