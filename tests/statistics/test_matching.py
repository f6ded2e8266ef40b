"""Matching, against statsmodels' logit and against matching done the plain way."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.statistics.matching import e_value, e_value_of_difference, nearest, propensity


def made(seed: int, n: int = 120, level: float = -1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), rng.normal(50, 10, n), rng.integers(0, 2, n)])
    chance = 1 / (1 + np.exp(-(level + 0.05 * (x[:, 1] - 50) + x[:, 2])))
    return x, (rng.random(n) < chance).astype(float)


def plainly(
    along: np.ndarray, t: np.ndarray, stratum: np.ndarray, caliper: float, ratio: int
) -> np.ndarray:
    """Every pair looked at, round by round."""
    reach = caliper * along.std(ddof=1)
    set_of = np.full(len(along), -1)
    order = sorted(np.flatnonzero(t == 1), key=lambda i: (-along[i], i))
    for _ in range(ratio):
        for i in order:
            free = [
                j for j in np.flatnonzero(t == 0)
                if set_of[j] < 0 and stratum[j] == stratum[i] and abs(along[j] - along[i]) <= reach
            ]  # fmt: skip
            if free:
                j = min(free, key=lambda j: (abs(along[j] - along[i]), along[j], -j))
                set_of[i] = set_of[j] = i
    return set_of


@pytest.mark.parametrize("seed", range(5))
def test_the_chance_of_taking_part_is_a_logistic_regression(seed: int) -> None:
    x, t = made(seed)
    wanted = sm.Logit(t, x).fit(disp=0, tol=1e-12)
    assert propensity(x, t) == pytest.approx(x @ wanted.params, rel=1e-5, abs=1e-6)


def test_groups_that_do_not_overlap_do_no_harm() -> None:
    x = np.column_stack([np.ones(10), np.arange(10.0)])
    found = propensity(x, [0] * 5 + [1] * 5)
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 20
    assert (nearest(found, [0] * 5 + [1] * 5, np.zeros(10)).set_of == -1).sum() >= 8


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(1, 3),
    st.sampled_from([0.05, 0.2, 1.0, 9.0]),
)  # fmt: skip
def test_it_is_matching_done_the_plain_way(seed: int, n: int, ratio: int, caliper: float) -> None:
    rng = np.random.default_rng(seed)
    along, t = rng.normal(size=n), rng.integers(0, 2, n)
    stratum = rng.integers(0, 3, n)
    found = nearest(along, t, stratum, caliper=caliper, ratio=ratio)
    assert found.set_of.tolist() == plainly(along, t, stratum, caliper, ratio).tolist()


def test_nobody_is_used_twice_and_weights_add_up() -> None:
    x, t = made(9, 300)
    found = nearest(propensity(x, t), t, np.zeros(300), ratio=2)
    others = t == 0
    assert found.weight[~others].sum() == pytest.approx(found.weight[others].sum())
    sizes = np.unique(found.set_of[others & (found.set_of >= 0)], return_counts=True)[1]
    assert sizes.max() <= 2
    assert (found.weight[found.set_of < 0] == 0).all()


def test_matching_makes_the_groups_alike() -> None:
    x, t = made(3, 3000, level=-2.5)
    found = nearest(propensity(x, t), t, x[:, 2], caliper=0.2)
    kept = found.set_of >= 0

    def apart(mask: np.ndarray) -> float:
        a, b = x[mask & (t == 1), 1], x[mask & (t == 0), 1]
        return float(abs(a.mean() - b.mean()) / x[:, 1].std())

    assert apart(kept) < 0.05 < apart(np.ones(3000, dtype=bool))


@pytest.mark.parametrize("t", [[], [1], [0], [1, 1], [0, 0, 0]])
def test_nobody_to_match(t: list[int]) -> None:
    found = nearest(np.zeros(len(t)), t, np.zeros(len(t)))
    assert (found.set_of == -1).all()
    assert found.weight.sum() == 0


def test_e_value_as_published() -> None:
    assert float(e_value(3.9)) == pytest.approx(7.26, abs=0.005)
    assert float(e_value(1 / 3.9)) == pytest.approx(float(e_value(3.9)))
    assert float(e_value(1.0)) == 1
    assert np.isnan(e_value(0.0))
    assert float(e_value_of_difference(-0.5)) == pytest.approx(float(e_value(np.exp(0.455))))
