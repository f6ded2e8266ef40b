"""Adjusted p-values against scipy, and family by family."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.multiplicity import benjamini_hochberg
from tests.statistics.people import OFTEN

P_VALUES = st.lists(
    st.tuples(
        st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.01, 0.01, 1.0, np.nan])),
        st.sampled_from(["attendance", "climate", "learning"]),
    ),
    max_size=60,
)


@OFTEN
@given(tests=P_VALUES)
def test_every_family_is_adjusted_as_scipy_adjusts_it_alone(tests: list[tuple[float, str]]) -> None:
    p = np.array([value for value, _ in tests])
    family = np.array([label for _, label in tests])
    found = benjamini_hochberg(p, family)
    for label in set(family):
        asked = (family == label) & ~np.isnan(p)
        if asked.any():
            wanted = stats.false_discovery_control(p[asked], method="bh")
            assert found[asked] == pytest.approx(wanted, rel=1e-9, abs=1e-300)
    assert np.isnan(found[np.isnan(p)]).all()


@OFTEN
@given(tests=P_VALUES)
def test_adjusting_only_raises_and_keeps_the_order(tests: list[tuple[float, str]]) -> None:
    p = np.array([value for value, _ in tests if not np.isnan(value)])
    found = benjamini_hochberg(p, np.zeros(p.size))
    assert (found >= p).all()
    assert (found <= 1).all()
    assert (np.diff(found[np.argsort(p, kind="stable")]) >= 0).all()


def test_one_question_needs_no_adjustment_and_none_gives_none() -> None:
    assert benjamini_hochberg([0.03], ["climate"])[0] == 0.03
    assert benjamini_hochberg([], []).size == 0
    assert np.isnan(benjamini_hochberg([np.nan], [0])).all()


def test_families_may_be_named_by_objects() -> None:
    labels = np.array(["a", "b", "a"], dtype=object)
    assert benjamini_hochberg([0.01, 0.04, 0.02], labels) == pytest.approx([0.02, 0.04, 0.02])


def test_short_floats_are_adjusted_with_all_digits() -> None:
    p = np.array([0.01, 0.03, 0.04, 0.2], np.float32)
    wanted = benjamini_hochberg(p.astype(np.float64), np.zeros(4))
    assert benjamini_hochberg(p, np.zeros(4)).tolist() == wanted.tolist()
