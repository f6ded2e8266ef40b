"""A change split in two: the parts are the whole, and each is what it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.composition import mix_and_rate

KINDS = st.lists(
    st.tuples(st.integers(0, 50), st.floats(0, 10), st.integers(0, 50), st.floats(0, 10)),
    min_size=1,
    max_size=6,
)


@given(KINDS)
def test_mix_and_rate_are_the_whole_change(kinds: list[tuple[int, float, int, float]]) -> None:
    n0, m0, n1, m1 = (np.array(column, dtype=float) for column in zip(*kinds, strict=True))
    found = mix_and_rate(n0, m0, n1, m1)
    if not (n0.sum() and n1.sum()):
        assert np.isnan(found.mix)
        return
    change = np.average(m1, weights=n1) - np.average(m0, weights=n0)
    assert found.mix + found.rate == pytest.approx(change, abs=1e-9)


def test_by_hand() -> None:
    """Deaths per 1,000 of two populations with two ages, reckoned on paper."""
    found = mix_and_rate([60, 40], [5, 20], [30, 70], [4, 18])
    assert found.mix == pytest.approx(-0.3 * 4.5 + 0.3 * 19)
    assert found.rate == pytest.approx(0.45 * -1 + 0.55 * -2)


def test_a_kind_that_is_new_is_mix() -> None:
    found = mix_and_rate([10, 0], [5, np.nan], [10, 10], [5, 9])
    assert found.rate == 0
    assert found.mix == pytest.approx(2)
