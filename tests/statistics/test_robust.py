"""Means of the middle against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.robust import trimmed, trimmed_difference, trimmed_mean

VALUES = st.lists(st.integers(-20, 20), min_size=6, max_size=60)


def counted(values: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return np.unique(values, return_counts=True)


@given(VALUES)
def test_the_middle_is_that_of_scipy(values: list[int]) -> None:
    found = trimmed(*counted(values))
    assert found.mean == pytest.approx(stats.trim_mean(values, 0.2), abs=1e-12)
    cut = int(0.2 * len(values))
    pulled = np.sort(np.array(values, dtype=float))
    pulled[:cut], pulled[len(values) - cut :] = pulled[cut], pulled[len(values) - cut - 1]
    assert found.var == pytest.approx(pulled.var(ddof=1), abs=1e-12)


@given(VALUES, VALUES)
def test_two_middles_are_yuens_test(one: list[int], two: list[int]) -> None:
    first, second = trimmed(*counted(one)), trimmed(*counted(two))
    if first.var == 0 or second.var == 0:
        return
    found = trimmed_difference(first, second)
    wanted = stats.ttest_ind(one, two, trim=0.2, equal_var=False)
    assert found.statistic[0] == pytest.approx(wanted.statistic, rel=1e-9, abs=1e-12)
    assert found.p_value[0] == pytest.approx(wanted.pvalue, rel=1e-9)
    assert found.df[0] == pytest.approx(wanted.df, rel=1e-9)


@given(VALUES)
def test_one_middle_has_the_error_of_scipy(values: list[int]) -> None:
    found = trimmed_mean(trimmed(*counted(values)))
    error = stats.mstats.trimmed_stde(np.array(values, dtype=float), limits=(0.2, 0.2))
    if not error > 0:
        return
    # scipy divides by (1 - 2 trim) n, Yuen by the people who are left: alike for 10, 20, ...
    n = len(values)
    kept = n - 2 * int(0.2 * n)
    yuen = error * (0.6 * n) / np.sqrt(kept * (kept - 1)) * np.sqrt((n - 1) / n)
    assert found.std_error[0] == pytest.approx(yuen, rel=1e-9)


def test_nobody_and_one() -> None:
    assert np.isnan(trimmed([], []).mean)
    assert np.isnan(trimmed_mean(trimmed([3.0], [1])).conf_low[0])
