"""Leaving out each cluster: against the textbook, CR3 and the edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.leave_out import jackknife
from pipeline.statistics.mixed import mixed_change
from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.robust import trimmed


def test_of_single_people_it_is_the_error_of_a_mean() -> None:
    values = np.random.default_rng(1).normal(3, 2, 25)
    left = [np.delete(values, at).mean() for at in range(25)]
    found = jackknife(values.mean(), left)
    wanted = stats.ttest_1samp(values, 0)
    assert found.std_error[0] == pytest.approx(stats.sem(values), rel=1e-9)
    assert found.p_value[0] == pytest.approx(wanted.pvalue, rel=1e-9)
    interval = wanted.confidence_interval()
    assert (found.conf_low[0], found.conf_high[0]) == pytest.approx(interval, rel=1e-9)


@pytest.mark.parametrize(
    ("whole", "without", "groups"),
    [(np.nan, [1.0, 2.0, 3.0], 1), (1.0, [1.0], 1), (1.0, [], 1), (1.0, [1.0, 2.0], 2),
     (1.0, [1.0, np.nan, 2.0], 1)],
)  # fmt: skip
def test_nothing_is_said_of_nothing(whole: float, without: list[float], groups: int) -> None:
    found = jackknife(whole, without, groups=groups)
    assert np.isnan(found.conf_low[0])
    assert np.isnan(found.std_error[0])


def test_alike_answers_have_no_spread() -> None:
    assert jackknife(2.0, [2.0, 2.0, 2.0]).std_error[0] == 0


def test_the_middle_of_everyone_twice_is_the_same() -> None:
    values = np.random.default_rng(2).normal(size=33)
    for counts in (np.ones(33), np.arange(33) % 4 + 1.0):
        once, twice = (trimmed(values, c, is_whole=False).mean for c in (counts, 2 * counts))
        assert once == pytest.approx(twice, rel=1e-12)
        many = np.repeat(values, (1000 * counts).astype(int))
        assert once == pytest.approx(stats.trim_mean(many, 0.2), rel=1e-9)


def test_the_mixed_model_of_everyone_twice_is_the_same() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=60)
    y = x + rng.normal(size=60)

    def change(times: int) -> float:
        pairs = PairedMoments.of(before=np.tile(x[:30], times), after=np.tile(y[:30], times))
        before = Moments.of(np.tile(x[:45], times))
        after = Moments.of(np.tile(np.r_[y[:30], y[45:]], times))
        return float(mixed_change(pairs, before, after, is_restricted=False).estimate.estimate[0])

    assert change(1) == pytest.approx(change(2), rel=1e-7)
