"""Errors that allow for clusters, against the textbook formulas written out with matrices."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.statistics import clusters
from pipeline.statistics.clusters import Products, cr2, fit


def dense_cr2(
    x: np.ndarray, y: np.ndarray, cluster: np.ndarray, c: np.ndarray
) -> tuple[float, ...]:
    """Estimate, error and degrees of freedom, as printed in Pustejovsky and Tipton (2018)."""
    m = np.linalg.inv(x.T @ x)
    beta = m @ x.T @ y
    residual = y - x @ beta
    hat = x @ m @ x.T
    own = np.eye(len(y)) - hat
    variance, columns = 0.0, []
    for name in np.unique(cluster):
        at = np.flatnonzero(cluster == name)
        block = own[np.ix_(at, at)]
        values, vectors = np.linalg.eigh((block + block.T) / 2)
        inverse_root = np.where(values > 1e-9, 1 / np.sqrt(np.where(values > 1e-9, values, 1)), 0)
        adjust = vectors @ np.diag(inverse_root) @ vectors.T
        w = adjust @ x[at] @ m @ c
        variance += float(w @ residual[at]) ** 2
        columns.append(own[:, at] @ w)
    g = np.stack(columns, axis=1)
    inner = g.T @ g
    squares = (inner**2).sum()
    df = np.trace(inner) ** 2 / squares if squares > 0 else np.nan
    return float(c @ beta), float(np.sqrt(variance)), float(df)


@st.composite
def schools(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(3, 12))
    sizes = rng.integers(1, 9, count)
    cluster = np.repeat(np.arange(count), sizes)
    treated = (
        rng.integers(0, 2, count)[cluster]
        if draw(st.booleans())
        else rng.integers(0, 2, len(cluster))
    ).astype(float)
    before = rng.normal(500, 40, len(cluster)) + rng.normal(0, 20, count)[cluster]
    y = (
        0.5 * before
        + 3 * treated
        + rng.normal(0, 25, count)[cluster]
        + rng.normal(0, 30, len(cluster))
    )
    x = np.column_stack([np.ones(len(y)), treated, before])[:, : draw(st.integers(1, 3))]
    return x, y, cluster


@settings(max_examples=150, deadline=None)
@given(schools())
def test_it_is_the_formula_with_matrices(drawn: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    x, y, cluster = drawn
    k = x.shape[1]
    c = np.eye(k)[min(1, k - 1)]
    if np.linalg.cond(x / np.abs(x).max(axis=0).clip(1)) > 1e6 or len(np.unique(x[:, -1])) < min(
        k, 2
    ):
        return
    found = cr2(fit(Products.of(x, y, cluster)), c)
    estimate, error, df = dense_cr2(x, y, cluster, c)
    assert found.estimate[0] == pytest.approx(estimate, rel=1e-7, abs=1e-7)
    if error > 1e-6 and np.isfinite(df):
        assert found.std_error[0] == pytest.approx(error, rel=1e-7)
        assert found.df[0] == pytest.approx(df, rel=1e-6)


def test_one_person_a_cluster_is_hc2() -> None:
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(30), rng.integers(0, 2, 30), rng.normal(size=30)])
    y = x @ [1, 2, 3] + rng.normal(size=30) * (1 + x[:, 1])
    found = cr2(fit(Products.of(x, y, np.arange(30))), [0, 1, 0])
    wanted = sm.OLS(y, x).fit(cov_type="HC2")
    assert found.estimate[0] == pytest.approx(wanted.params[1], rel=1e-12)
    assert found.std_error[0] == pytest.approx(wanted.bse[1], rel=1e-12)


def test_without_clusters_it_is_least_squares() -> None:
    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(40), rng.normal(size=40)])
    y = x @ [5, -1] + rng.normal(size=40)
    found = clusters.classical(fit(Products.of(x, y, np.arange(40) // 4)), [0, 1])
    wanted = sm.OLS(y, x).fit()
    assert found.std_error[0] == pytest.approx(wanted.bse[1], rel=1e-11)
    assert found.p_value[0] == pytest.approx(wanted.pvalues[1], rel=1e-9)
    assert found.df[0] == 38


def test_many_cells_are_each_their_own() -> None:
    rng = np.random.default_rng(3)
    parts = []
    for _ in range(5):
        cluster = np.repeat(np.arange(6), rng.integers(2, 6, 6))
        x = np.column_stack([np.ones(len(cluster)), cluster % 2])
        parts.append(Products.of(x, rng.normal(size=len(cluster)), cluster))
    together = Products(
        cells=6,  # the last has nobody
        cell=np.concatenate([np.full(6, at) for at in range(5)]),
        **{
            name: np.concatenate([getattr(p, name) for p in parts])
            for name in ("n", "xx", "xy", "yy")
        },
    )
    found = cr2(fit(together), [0, 1])
    for at, part in enumerate(parts):
        alone = cr2(fit(part), [0, 1])
        for name in ("estimate", "std_error", "df", "conf_low", "p_value"):
            assert getattr(found, name)[at] == getattr(alone, name)[0]  # to the last bit
    assert np.isnan(found.estimate[5])
    assert np.isnan(found.std_error[5])


@pytest.mark.parametrize("is_between", [True, False])
def test_every_row_twice_narrows_nothing(is_between: bool) -> None:
    rng = np.random.default_rng(4)
    cluster = np.repeat(np.arange(10), 8)
    treated = (cluster % 2 if is_between else rng.integers(0, 2, 80)).astype(float)
    x = np.column_stack([np.ones(80), treated, rng.normal(size=80)])
    y = rng.normal(size=10)[cluster] + rng.normal(size=80)
    once = cr2(fit(Products.of(x, y, cluster)), [0, 1, 0])
    twice = cr2(fit(Products.of(np.vstack([x, x]), np.tile(y, 2), np.tile(cluster, 2))), [0, 1, 0])
    assert twice.estimate[0] == pytest.approx(once.estimate[0], rel=1e-12)
    assert twice.std_error[0] >= once.std_error[0] * (1 - 1e-9)
    width = [float((e.conf_high - e.conf_low)[0]) for e in (once, twice)]
    assert width[1] >= width[0] * (1 - 1e-9)


@pytest.mark.parametrize(
    ("x", "y", "cluster"),
    [
        (np.ones((0, 1)), [], []),
        (np.ones((1, 1)), [3.0], [1]),
        (np.ones((4, 1)), [3.0, 4, 5, 6], [1, 1, 1, 1]),  # one cluster
        (np.ones((4, 1)), [3.0, 3, 3, 3], [1, 1, 2, 2]),  # everyone alike
        (np.column_stack([np.ones(4), np.ones(4)]), [3.0, 4, 5, 6], [1, 1, 2, 2]),
    ],
)
def test_no_interval_where_none_can_be_had(
    x: np.ndarray, y: list[float], cluster: list[int]
) -> None:
    found = cr2(fit(Products.of(x, y, cluster)), np.eye(x.shape[1])[-1])
    assert np.isnan(found.conf_low[0])
    assert np.isnan(found.p_value[0])


def test_intraclass_correlation_of_equal_clusters() -> None:
    """With equal sizes: (MSB - MSW) / (MSB + (m - 1) MSW), from an analysis of variance."""
    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(12), 7)
    y = rng.normal(0, 2, 12)[cluster] + rng.normal(0, 3, 84)
    frame = y.reshape(12, 7)
    between = 7 * frame.mean(axis=1).var(ddof=1)
    within = frame.var(axis=1, ddof=1).mean()
    found = clusters.intraclass(fit(Products.of(np.ones((84, 1)), y, cluster)))
    assert found[0] == pytest.approx((between - within) / (between + 6 * within), rel=1e-12)


def test_intraclass_correlation_is_never_below_zero() -> None:
    y = np.tile([1.0, 2, 3], 4)  # every cluster has the same mean
    found = clusters.intraclass(fit(Products.of(np.ones((12, 1)), y, np.repeat(np.arange(4), 3))))
    assert found[0] == 0


def test_design_effect_of_kish() -> None:
    assert clusters.design_effect(0.2, 25) == pytest.approx(5.8)


def test_a_regressor_that_says_nothing_new_changes_nothing() -> None:
    rng = np.random.default_rng(6)
    cluster = np.repeat(np.arange(9), 5)
    x = np.column_stack([np.ones(45), rng.integers(0, 2, 45), rng.normal(size=45)])
    y = rng.normal(size=45)
    plain = cr2(fit(Products.of(x, y, cluster)), [0, 1, 0])
    more = np.column_stack([x, np.zeros(45), 3 * x[:, 2] - x[:, 0]])
    fitted = fit(Products.of(more, y, cluster))
    found = cr2(fitted, [0, 1, 0, 0, 0])
    for name in ("estimate", "std_error", "df", "conf_low"):
        assert getattr(found, name)[0] == pytest.approx(getattr(plain, name)[0], rel=1e-8)
    assert fitted.rank[0] == 3
    assert np.isnan(cr2(fitted, [0, 0, 1, 0, 0]).estimate[0])  # shared with its copy
    assert np.isnan(cr2(fitted, [0, 0, 0, 1, 0]).estimate[0])
    exact = clusters.classical(fitted, [0, 1, 0, 0, 0])
    assert exact.df[0] == 42
    assert exact.std_error[0] == pytest.approx(sm.OLS(y, x).fit().bse[1], rel=1e-9)


def crowd(seed: int, count: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """People of clusters of unequal sizes, with a constant and covariates."""
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(count), rng.integers(1, 7, count))
    x = np.column_stack([np.ones(len(cluster)), rng.normal(size=(len(cluster), columns - 1))])
    y = 2 + rng.normal(size=count)[cluster] + rng.normal(size=len(cluster)) + x.sum(axis=1)
    return x, y, cluster


def side_by_side(parts: list[Products]) -> Products:
    """Cells of several analyses, each with a cluster of nobody, and a last cell without any."""
    k = parts[0].xy.shape[1]
    nobody = Products(
        cells=1, cell=np.zeros(1, dtype=np.intp), n=np.zeros(1), xx=np.zeros((1, k, k)),
        xy=np.zeros((1, k)), yy=np.zeros(1),
    )  # fmt: skip
    rows = [row for part in parts for row in (part, nobody)]
    names = ("n", "xx", "xy", "yy")
    return Products(
        cells=len(parts) + 1,
        cell=np.repeat(np.arange(len(rows)) // 2, [len(row.n) for row in rows]),
        **{name: np.concatenate([getattr(row, name) for row in rows]) for name in names},
    )


def test_cells_of_any_size_and_unit_are_each_their_own_also_with_clusters_of_nobody() -> None:
    drawn = [crowd(seed, count, 3) for seed, count in ((1, 3), (2, 5), (3, 9))]
    parts = [Products.of(x, y * 1000.0**at, cluster) for at, (x, y, cluster) in enumerate(drawn)]
    together = fit(side_by_side(parts))
    contrast = [0, 1, 0]
    found = [cr2(together, contrast), clusters.classical(together, contrast)]
    within = clusters.intraclass(together)
    assert clusters.count(together.products).tolist() == [3, 5, 9, 0]
    for at, part in enumerate(parts):
        alone = fit(part)
        for one, wanted in zip(
            found, [cr2(alone, contrast), clusters.classical(alone, contrast)], strict=True
        ):
            for name in ("estimate", "std_error", "df", "conf_low", "p_value"):
                assert getattr(one, name)[at] == pytest.approx(getattr(wanted, name)[0], rel=1e-9)
        assert within[at] == pytest.approx(clusters.intraclass(alone)[0], rel=1e-9)
    for one in found:
        assert np.isnan([one.estimate[3], one.std_error[3], one.df[3], one.p_value[3]]).all()
    assert np.isnan(within[3])


@pytest.mark.parametrize("unit", [1e-5, 1e-3, 1e3, 1e5])
def test_the_unit_of_a_regressor_decides_nothing(unit: float) -> None:
    x, y, cluster = crowd(7, 8, 3)
    plain = fit(Products.of(x, y, cluster))
    other = fit(Products.of(x * [1, unit, 1], y, cluster))
    for method in (cr2, clusters.classical):
        one, two = method(plain, [0, 1, 0]), method(other, [0, 1, 0])
        assert two.estimate[0] * unit == pytest.approx(one.estimate[0], rel=1e-8)
        assert two.std_error[0] * unit == pytest.approx(one.std_error[0], rel=1e-8)
        assert two.df[0] == pytest.approx(one.df[0], rel=1e-8)
        mixed = method(other, [1, unit, 0]).estimate[0]
        assert mixed == pytest.approx(method(plain, [1, 1, 0]).estimate[0], rel=1e-8)


def of_donner_and_koval(residual: np.ndarray, cluster: np.ndarray, between: int) -> float:
    """Person by person: the analysis of variance of residuals, sizes unequal."""
    sizes = np.bincount(cluster)
    k, n = len(sizes), len(residual)
    means = np.bincount(cluster, residual) / sizes
    ms_between = (sizes * means**2).sum() / (k - between)
    ms_within = ((residual - means[cluster]) ** 2).sum() / (n - k)
    n0 = (n - (sizes**2).sum() / n) / (k - 1)
    return float((ms_between - ms_within) / (ms_between + (n0 - 1) * ms_within))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("between", [1, 2])
def test_intraclass_correlation_of_unequal_clusters(seed: int, between: int) -> None:
    x, y, cluster = crowd(seed, 6, between + 1)
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    found = clusters.intraclass(fit(Products.of(x, y, cluster)), between=between)[0]
    assert found == pytest.approx(max(of_donner_and_koval(residual, cluster, between), 0), rel=1e-9)


def test_intraclass_correlation_is_1_where_clusters_are_alike_within() -> None:
    y = np.repeat([1.1, 2.3, 7.7], 3)
    found = clusters.intraclass(fit(Products.of(np.ones((9, 1)), y, np.repeat([0, 1, 2], 3))))
    assert found[0] == pytest.approx(1)
    assert found[0] <= 1


@pytest.mark.parametrize(
    ("cluster", "between"), [([0, 1, 2, 3], 1), ([0, 0, 0, 0], 1), ([0, 0, 1, 1], 2), ([], 1)]
)
def test_no_intraclass_correlation_without_two_people_somewhere_or_clusters_to_spare(
    cluster: list[int], between: int
) -> None:
    n = len(cluster)
    fitted = fit(Products.of(np.ones((n, 1)), [1.0, 2, 4, 9][:n], cluster))
    found = clusters.intraclass(fitted, between=between)
    assert found.shape == (1,)
    assert np.isnan(found[0])
    assert np.isnan(
        clusters.intraclass(fit(Products.of(np.ones((4, 0)), np.ones(4), [0, 0, 1, 1])))
    )


def test_no_intraclass_correlation_where_more_is_fitted_than_there_are_clusters() -> None:
    x, y, cluster = crowd(12, 2, 3)
    assert np.isnan(clusters.intraclass(fit(Products.of(x, y, cluster)), between=3)[0])


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_a_line_through_everyone_has_no_error(scale: float) -> None:
    start = scale * np.array([1.1, 2.3, 3.7, 8.2, 0.3, 5.9])
    x = np.column_stack([np.ones(6), start])
    fitted = fit(Products.of(x, 2.7 * scale + 0.7 * start, np.arange(6) // 2))
    for found in (cr2(fitted, [0, 1]), clusters.classical(fitted, [0, 1])):
        assert found.estimate[0] == pytest.approx(0.7)
        assert found.std_error[0] == 0
        assert np.isnan([found.conf_low[0], found.p_value[0]]).all()


def test_two_clusters_have_an_interval_and_one_has_no_error() -> None:
    treated = np.array([0.0, 1, 0, 1, 0, 1])
    x = np.column_stack([np.ones(6), treated])
    y = [1.0, 4, 2, 4, 0, 5]
    two = cr2(fit(Products.of(x, y, [0, 0, 0, 1, 1, 1])), [0, 1])
    assert two.conf_low[0] < two.estimate[0] < two.conf_high[0]
    one = cr2(fit(Products.of(x, y, [0] * 6)), [0, 1])
    assert one.estimate[0] == pytest.approx(13 / 3 - 1)
    assert np.isnan([one.std_error[0], one.df[0]]).all()


def test_three_people_leave_one_degree_of_freedom_and_two_none() -> None:
    x = np.array([[1.0, 0], [1, 1], [1, 2]])
    found = clusters.classical(fit(Products.of(x, [1.0, 3, 4], [0, 1, 2])), [0, 1])
    assert found.df[0] == 1
    assert found.std_error[0] == pytest.approx(sm.OLS([1.0, 3, 4], x).fit().bse[1])
    none = clusters.classical(fit(Products.of(x[:2], [1.0, 3], [0, 1])), [0, 1])
    assert none.estimate[0] == pytest.approx(2)
    assert np.isnan([none.std_error[0], none.df[0]]).all()


def test_a_level_that_is_not_asked_for_is_95_percent() -> None:
    fitted = fit(Products.of(*crowd(9, 7, 2)))
    for method in (cr2, clusters.classical):
        plain, asked = method(fitted, [0, 1]), method(fitted, [0, 1], conf_level=0.95)
        assert (plain.conf_low, plain.conf_high) == (asked.conf_low, asked.conf_high)
        assert method(fitted, [0, 1], conf_level=0.5).conf_low > plain.conf_low


def test_short_floats_are_widened_before_they_are_multiplied() -> None:
    x, y, cluster = crowd(10, 5, 3)
    x, y = x.astype(np.float32), y.astype(np.float32)
    short, wide = Products.of(x, y, cluster), Products.of(x.astype(float), y.astype(float), cluster)
    for name in ("xx", "xy", "yy", "n"):
        assert (getattr(short, name) == getattr(wide, name)).all()
    assert Products.of(np.ones((0, 2)), [], []).n.shape == (0,)


@pytest.mark.parametrize("unit", [1e-12, 1e-5, 1.0, 1e5, 1e12])
def test_what_cannot_be_told_is_missing_in_any_unit_and_the_rest_is_not(unit: float) -> None:
    x, y, cluster = crowd(11, 7, 3)
    plain = cr2(fit(Products.of(x, y, cluster)), [0, 0, 1])
    more = np.column_stack([x * [1, unit, unit], 3 * unit * x[:, 1], np.zeros(len(y))])
    part = Products.of(more, y, cluster)
    other = Products.of(more * [1, 1e6, 1e6, 1e6, 1], y, cluster)
    fitted = fit(side_by_side([other, part]))
    assert fitted.rank.tolist() == [3, 3, 0]
    told = cr2(fitted, [0, 0, 1, 0, 0])
    assert told.estimate[1] * unit == pytest.approx(plain.estimate[0], rel=1e-7)
    assert told.estimate[0] * unit * 1e6 == pytest.approx(plain.estimate[0], rel=1e-7)
    assert told.std_error[1] * unit == pytest.approx(plain.std_error[0], rel=1e-7)
    assert np.isnan(told.estimate[2])
    for untold in ([0, 1, 0, 0, 0], [0, -1, 0, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, -1]):
        found = cr2(fitted, untold)
        assert np.isnan([found.estimate, found.std_error, found.p_value]).all()
    both = [0, 3, 0, 9, 0]  # what both tell together is told
    assert cr2(fitted, both).estimate[1] * unit == pytest.approx(
        3 * cr2(fit(Products.of(x, y, cluster)), [0, 1, 0]).estimate[0], rel=1e-7
    )


@pytest.mark.parametrize("others", [2, 5])
def test_a_cluster_that_alone_has_the_programme_is_the_formula_with_matrices(others: int) -> None:
    rng = np.random.default_rng(others)
    cluster = np.repeat(np.arange(others + 1), 4)
    x = np.column_stack([np.ones(len(cluster)), cluster == 0, rng.normal(size=len(cluster))])
    y = rng.normal(size=len(cluster)) + 2 * x[:, 1]
    for contrast in ([0, 1, 0], [0, 0, 1]):
        found = cr2(fit(Products.of(x, y, cluster)), contrast)
        estimate, error, df = dense_cr2(x, y, cluster, np.array(contrast))
        assert found.estimate[0] == pytest.approx(estimate)
        assert found.std_error[0] == pytest.approx(error, rel=1e-6)
        assert found.df[0] == pytest.approx(df, rel=1e-5)
