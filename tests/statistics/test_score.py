"""The score interval against its definition and the published tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from scipy import optimize, stats  # noqa: TID251  the independent implementation

from pipeline.statistics.score import miettinen_nurminen
from tests.statistics.people import SELDOM, shares

Share = tuple[int, int]


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0528, 0.3382),
        ((9, 10), (3, 10), 0.1700, 0.8406),
        ((10, 10), (0, 20), 0.7156, 1.0),
    ],
)
def test_miettinen_and_nurminen_as_newcombe_1998_prints_them(
    first: Share, second: Share, low: float, high: float
) -> None:
    assert np.ravel(miettinen_nurminen(*first, *second)) == pytest.approx([low, high], abs=5e-5)


def score(first: Share, second: Share, apart: float) -> float:
    """The score of a supposed difference, its nuisance share found by maximum likelihood."""
    (x1, n1), (x2, n2) = first, second
    found = optimize.minimize_scalar(
        lambda p2: -stats.binom.logpmf(x1, n1, p2 + apart) - stats.binom.logpmf(x2, n2, p2),
        bounds=(max(0.0, -apart) + 1e-11, min(1.0, 1 - apart) - 1e-11),
        method="bounded",
        options={"xatol": 1e-12},
    )
    p2 = float(found.x)
    p1 = p2 + apart
    variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
    return float(abs(x1 / n1 - x2 / n2 - apart) / np.sqrt(variance))


@SELDOM
@given(first=shares, second=shares)
def test_at_its_limits_the_score_is_just_significant(first: Share, second: Share) -> None:
    for limit in np.ravel(miettinen_nurminen(*first, *second)):
        if abs(limit) < 0.999:
            assert score(first, second, float(limit)) == pytest.approx(1.959964, abs=2e-3)


def test_nobody_against_everyone_ends_at_one() -> None:
    low, high = miettinen_nurminen([10, 0], [10, 20], [0, 20], [20, 20])
    assert high[0] == 1
    assert low[1] == -1


def test_an_empty_group_has_no_limits() -> None:
    assert np.isnan(miettinen_nurminen([0, 3], [0, 5], [2, 0], [4, 0])).all()
