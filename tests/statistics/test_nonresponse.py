"""Bounds hold whatever the others say; at the tipping point nothing has changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.nonresponse import bounds, tipping_point


@given(
    st.lists(st.floats(1, 5), min_size=1, max_size=30),
    st.lists(st.floats(1, 5), max_size=30),
    st.floats(1, 5),
)
def test_the_truth_lies_within(answers: list[float], others: list[float], before: float) -> None:
    n, asked = len(answers), len(answers) + len(others)
    found = bounds([np.mean(answers)], [n], [asked], lowest=1, highest=5)
    truth = np.mean([*answers, *others])
    assert found.low[0] - 1e-9 <= truth <= found.high[0] + 1e-9
    tip = tipping_point([np.mean(answers)], [n], [asked], [before])[0]
    if not others:
        assert np.isnan(tip)
        return
    total = (n * np.mean(answers) + len(others) * tip) / asked
    assert total == pytest.approx(before, abs=1e-9)


def test_nobody_was_asked() -> None:
    assert np.isnan(bounds([np.nan], [0], [0], lowest=0, highest=1).low[0])
    assert np.isnan(tipping_point([np.nan], [0], [0], [0.5])[0])
