"""Agreement of coders: statsmodels, published examples, edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as by_statsmodels

from pipeline.statistics.coding import coded_twice, cohens_kappa, krippendorff_alpha, last_new


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=4, max_size=80))
@example([(1, 2), (1, 2), (1, 2), (2, 0), (3, 1), (3, 1)])
def test_kappa_is_that_of_statsmodels(pairs: list[tuple[int, int]]) -> None:
    table = np.zeros((4, 4))
    for a, b in pairs:
        table[a, b] += 1
    used = (table.sum(axis=0) + table.sum(axis=1)) > 0
    table = table[np.ix_(used, used)]
    found = cohens_kappa(pairs)
    if len(table) < 2 or not np.isfinite(found.value):
        return
    with np.errstate(all="ignore"):
        wanted = by_statsmodels(table)
    assert found.value == pytest.approx(wanted.kappa, rel=1e-9, abs=1e-12)
    if np.isnan(wanted.kappa_low):  # there the variance, which is 0, is rounded to below
        assert (found.low, found.high) == pytest.approx((found.value, found.value), abs=1e-6)
        return
    assert found.low == pytest.approx(max(wanted.kappa_low, -1), rel=1e-6, abs=1e-6)
    assert found.high == pytest.approx(min(wanted.kappa_upp, 1), rel=1e-6, abs=1e-6)


def test_krippendorff_example_a() -> None:
    """Two coders, ten units, yes or no: alpha .095."""
    units = list(zip("0100000010", "1110010000", strict=True))
    assert krippendorff_alpha(units).value == pytest.approx(0.095, abs=0.0005)


def test_krippendorff_example_c() -> None:
    """Four coders, twelve units, some missing, five codes: alpha .743."""
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    units = [[v for v in unit if v is not None] for unit in zip(a, b, c, d, strict=True)]
    found = krippendorff_alpha(units)
    assert found.value == pytest.approx(0.743, abs=0.0005)
    assert found.units == 11  # one was read by a single coder


def test_edges() -> None:
    for found in (cohens_kappa([]), krippendorff_alpha([]), krippendorff_alpha([["a"]])):
        assert found.units == 0
        assert np.isnan(found.value)
    same = [("a", "a")] * 5
    assert np.isnan(cohens_kappa(same).value)
    assert np.isnan(krippendorff_alpha(same).value)
    assert cohens_kappa(same).observed == 1
    perfect = [("a", "a"), ("b", "b"), ("a", "a")]
    assert cohens_kappa(perfect).value == 1
    assert krippendorff_alpha(perfect).value == 1


def test_when_nothing_new_came() -> None:
    assert last_new([]) == 0
    assert last_new([["a"], ["a", "b"], ["b"], ["a"]]) == 2
    assert last_new([[], ["a"]]) == 2


def test_the_two_coders_who_share_most_are_compared() -> None:
    one, two = frozenset({"x"}), frozenset({"x", "y"})
    segments = {
        ("d", "1"): {"AK": one, "JM": one},
        ("d", "2"): {"AK": one, "JM": two, "ZZ": two},
        ("d", "3"): {"ZZ": one},
    }
    pairs, units = coded_twice(segments)
    assert pairs == [(one, one), (one, two)]
    assert sorted(len(unit) for unit in units) == [1, 2, 3]
    assert coded_twice({("d", "1"): {"AK": one}}) == ([], [[one]])
