"""Moments of people, and the shape in which methods answer."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.means import mean_interval
from pipeline.statistics.moments import Moments, PairedMoments


def test_moments_are_those_of_numpy_also_of_short_floats() -> None:
    before, after = (np.array(v, np.float32) for v in ([0.1, 0.7, 2.3], [1.9, 0.2, 3.3]))
    wide = before.astype(np.float64), after.astype(np.float64)
    one, both = Moments.of(before), PairedMoments.of(before=before, after=after)
    assert (one.n[0], one.mean[0], one.var[0]) == (3, wide[0].mean(), wide[0].var(ddof=1))
    assert (both.mean_before[0], both.mean_after[0]) == (wide[0].mean(), wide[1].mean())
    assert both.cov[0] == pytest.approx(np.cov(*wide)[0, 1], rel=1e-12)
    assert both.var_change[0] == (wide[1] - wide[0]).var(ddof=1)


@pytest.mark.parametrize("people", [[], [1.0]])
def test_fewer_than_two_people_have_no_spread(people: list[float]) -> None:
    one, both = Moments.of(people), PairedMoments.of(before=people, after=people)
    assert one.n[0] == both.n[0] == len(people)
    for spread in (one.var, both.var_before, both.var_after, both.cov, both.var_change):
        assert spread.shape == (1,)
        assert np.isnan(spread[0])


def test_an_estimate_of_one_cell_is_the_first_of_several() -> None:
    one = mean_interval(Moments.of([1.0, 2, 4]))
    several = one.padded(3)
    for name in Estimate.__slots__:
        found = getattr(several, name)
        assert found.shape == (3,)
        assert found[0] == getattr(one, name)[0]
        assert np.isnan(found[1:]).all()
    assert one.padded(1).estimate.tolist() == one.estimate.tolist()
