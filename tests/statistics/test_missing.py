"""What is missing, drawn: against draws person by person, and against formulas."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.statistics.means import paired_t
from pipeline.statistics.missing import (
    DRAWS,
    imputed_changes,
    imputed_tables,
    pooled,
    rest_of,
)
from pipeline.statistics.moments import Moments, PairedMoments, PairTable


def moments(values: list[float] | np.ndarray) -> Moments:
    return Moments.of(values)


def paired(x: np.ndarray, y: np.ndarray) -> PairedMoments:
    one = np.cov(x, y)
    return PairedMoments(
        n=np.array([float(len(x))]), mean_before=np.array([x.mean()]),
        mean_after=np.array([y.mean()]), var_before=one[:1, 0], var_after=one[1:, 1],
        cov=one[:1, 1], var_change=np.array([(y - x).var(ddof=1)]),
    )  # fmt: skip


def test_the_rest_is_everyone_less_the_pairs() -> None:
    rng = np.random.default_rng(1)
    for n, k in ((50, 20), (9, 8), (7, 7), (5, 0), (3, 1)):
        x = rng.normal(500, 3, n)
        found = rest_of(moments(x), moments(x[:k]))
        wanted = moments(x[k:])
        for name in ("n", "mean", "var"):
            np.testing.assert_allclose(
                getattr(found, name), getattr(wanted, name), rtol=1e-8, atol=1e-9
            )


def _by_person(
    rng: np.random.Generator, x: np.ndarray, y: np.ndarray, only_x: np.ndarray, only_y: np.ndarray
) -> tuple[float, float, float]:
    """One draw as the textbook has it, person by person: mean change, its variance, covariance."""
    drawn = []
    for a, b, rest in ((x, y, only_x), (y, x, only_y)):
        z = np.column_stack([np.ones(len(a)), a])
        beta, *_ = np.linalg.lstsq(z, b, rcond=None)
        left = ((b - z @ beta) ** 2).sum()
        sigma = np.sqrt(left / rng.chisquare(len(a) - 2))
        beta = beta + sigma * np.linalg.cholesky(np.linalg.inv(z.T @ z)) @ rng.normal(size=2)
        drawn.append(beta[0] + beta[1] * rest + sigma * rng.normal(size=len(rest)))
    before = np.concatenate([x, only_x, drawn[1]])
    after = np.concatenate([y, drawn[0], only_y])
    change = after - before
    return change.mean(), change.var(ddof=1), np.cov(before, after)[0, 1]


def test_draws_from_sums_are_those_person_by_person() -> None:
    """The same distribution: 4000 draws of each, compared quantile by quantile."""
    rng = np.random.default_rng(3)
    x = rng.normal(50, 10, 25)
    y = 20 + 0.7 * x + rng.normal(0, 6, 25)
    only_x, only_y = rng.normal(45, 9, 8), rng.normal(58, 8, 5)
    p, b, a = paired(x, y), moments(only_x), moments(only_y)
    ours = []
    for seed in range(4000 // DRAWS):
        found = imputed_changes(p, b, a, seed=seed)
        ours += list(
            zip(found.mean_after - found.mean_before, found.var_change, found.cov, strict=True)
        )
    theirs = [_by_person(rng, x, y, only_x, only_y) for _ in range(4000)]
    for at in range(3):
        one, two = np.array(ours)[:, at], np.array(theirs)[:, at]
        assert stats.ks_2samp(one, two).pvalue > 1e-3, at


def test_draws_of_yes_and_no_are_those_person_by_person() -> None:
    rng = np.random.default_rng(4)
    table = np.array([[[12.0, 8.0], [3.0, 17.0]]])
    ours = np.concatenate(
        [
            imputed_tables(
                PairTable(counts=table),
                Moments(n=np.array([10.0]), mean=np.array([0.4]), var=np.array([np.nan])),
                Moments(n=np.array([6.0]), mean=np.array([0.5]), var=np.array([np.nan])),
                seed=seed,
            ).counts
            for seed in range(200)
        ]
    )
    assert (ours.sum(axis=(1, 2)) == 56).all()
    theirs = []
    for _ in range(4000):
        full = table[0].copy()
        for given, people in ((0, 6), (1, 4)):
            chance = rng.beta(table[0, given, 1] + 0.5, table[0, given, 0] + 0.5)
            yes = rng.binomial(people, chance)
            full[given] += (people - yes, yes)
        for given, people in ((0, 3), (1, 3)):
            chance = rng.beta(table[0, 1, given] + 0.5, table[0, 0, given] + 0.5)
            yes = rng.binomial(people, chance)
            full[:, given] += (people - yes, yes)
        theirs.append(full)
    for i in (0, 1):
        for j in (0, 1):
            mine, other = ours[:, i, j], np.array(theirs)[:, i, j]
            assert abs(mine.mean() - other.mean()) < 0.15
            assert abs(mine.std() - other.std()) < 0.12


def test_nothing_missing_draws_nothing() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=12)
    p = paired(x, x + rng.normal(size=12))
    none = Moments(n=np.zeros(1), mean=np.array([np.nan]), var=np.array([np.nan]))
    found = imputed_changes(p, none, none, seed=1)
    for name in PairedMoments.__dataclass_fields__:
        np.testing.assert_allclose(getattr(found, name), getattr(p, name)[0], rtol=1e-9)
    complete = paired_t(p)
    each = paired_t(found)
    shape = (DRAWS, 1)
    answer = pooled(each.estimate.reshape(shape), each.std_error.reshape(shape) ** 2, complete.df)
    np.testing.assert_allclose(answer.estimate, complete.estimate, rtol=1e-9)
    # Barnard and Rubin's degrees of freedom stay a little below those of complete data
    np.testing.assert_allclose(answer.df, 11 * 12 / 14, rtol=1e-9)


def test_rubins_rules_by_hand() -> None:
    q, v = np.array([[1.0], [2.0], [4.0]]), np.array([[1.0], [1.5], [2.0]])
    found = pooled(q, v, np.array([30.0]))
    between = (1 + 1 / 3) * 7 / 3
    total = 1.5 + between
    share = between / total
    old, observed = 2 / share**2, 31 / 33 * 30 * (1 - share)
    df = 1 / (1 / old + 1 / observed)
    margin = stats.t.ppf(0.975, df) * np.sqrt(total)
    assert found.estimate[0] == pytest.approx(7 / 3)
    assert found.df[0] == pytest.approx(df)
    assert found.conf_high[0] == pytest.approx(7 / 3 + margin, rel=1e-9)


def test_what_is_missing_by_the_start_does_not_bias() -> None:
    """Those who start low are lost more often; with all their starts known the truth is found."""
    rng = np.random.default_rng(6)
    found, naive = [], []
    for seed in range(200):
        x = rng.normal(50, 10, 150)
        y = 25 + 0.5 * x + 3 + rng.normal(0, 6, 150)
        kept = rng.random(150) < 1 / (1 + np.exp(-(x - 48) / 5))
        p, b = paired(x[kept], y[kept]), moments(x[~kept])
        none = Moments(n=np.zeros(1), mean=np.array([np.nan]), var=np.array([np.nan]))
        drawn = imputed_changes(p, b, none, seed=seed)
        found.append((drawn.mean_after - drawn.mean_before).mean() - (y - x).mean())
        naive.append((y - x)[kept].mean() - (y - x).mean())
    assert abs(np.mean(found)) < 0.15
    assert abs(np.mean(naive)) > 1


def test_too_few_pairs_are_not_drawn_from() -> None:
    x = np.array([1.0, 2.0, 4.0])
    some = moments([1.0, 2.0])
    found = imputed_changes(paired(x, x * 2), some, some, seed=1)
    assert np.isnan(found.mean_after).all()
