"""Forecasts: the worked examples, statsmodels, and what the edges say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats  # noqa: TID251  the independent implementation

from pipeline.statistics.estimate import Estimate
from pipeline.statistics.forecast import (
    Forecast,
    brier,
    forecast_count,
    forecast_mean,
    forecast_share,
    probability_beyond,
)
from pipeline.statistics.trends import theil_sen


def test_the_dropout_example() -> None:
    found = forecast_share([0, 1, 2], [96, 90, 85], [1200, 1190, 1210], 3)
    assert round(found.slope, 4) == -0.0701
    assert round(found.slope_error, 4) == 0.0773
    assert [round(100 * v, 2) for v in (found.expected, found.low, found.high)] == [6.6, 4.82, 8.97]
    assert round(found.chance(0.068, higher_is_better=False), 2) == 0.57
    assert np.isinf(found.df)


def test_the_attendance_example() -> None:
    found = forecast_mean([0, 1, 2, 3], [91.2, 91.6, 92.3, 92.6], 5)
    shown = [round(v, 2) for v in (found.expected, found.low, found.high)]
    assert shown == [93.64, 92.68, 94.60]
    assert round(found.chance(93.5, higher_is_better=True), 3) == 0.702


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_shares_are_those_of_a_logistic_model(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = int(rng.integers(3, 8))
    t, n = np.sort(rng.uniform(0, 6, points)), rng.integers(20, 2000, points).astype(float)
    x = rng.binomial(n.astype(int), rng.uniform(0.05, 0.95, points)).astype(float)
    if not ((x > 0) & (x < n)).all():
        return
    model: Any = sm.GLM(
        np.column_stack([x, n - x]), sm.add_constant(t), family=sm.families.Binomial()
    ).fit(tol=1e-13)
    spread = max(model.pearson_chi2 / (points - 2), 1.0)
    found = forecast_share(t, x, n, 7.0)
    place = np.array([1.0, 7.0])
    assert found.middle == pytest.approx(place @ model.params, rel=1e-7, abs=1e-9)
    odds = np.exp(found.middle)
    own = (spread - 1) * (1 + odds) ** 2 / (n.mean() * odds)
    wanted = spread * (place @ model.cov_params() @ place) + own
    assert found.error == pytest.approx(np.sqrt(wanted), rel=1e-6)
    assert found.low <= found.expected <= found.high


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_means_are_those_of_least_squares(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = int(rng.integers(3, 9))
    t, y = np.sort(rng.uniform(0, 6, points)), rng.normal(50, 10, points)
    found = forecast_mean(t, y, 8.0)
    model: Any = sm.OLS(y, sm.add_constant(t)).fit().get_prediction([[1.0, 8.0]])
    frame = model.summary_frame()
    assert found.expected == pytest.approx(frame["mean"][0], rel=1e-9)
    assert found.low == pytest.approx(frame["obs_ci_lower"][0], rel=1e-8)
    assert found.high == pytest.approx(frame["obs_ci_upper"][0], rel=1e-8)
    wanted = stats.t.sf((55 - found.middle) / model.se_obs[0], points - 2)
    assert found.chance(55, higher_is_better=True) == pytest.approx(wanted, rel=1e-8)


@pytest.mark.filterwarnings("ignore:Perfect separation")  # counts that lie on the line
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_counts_are_those_of_a_poisson_model(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = int(rng.integers(3, 9))
    t, y = np.arange(float(points)), rng.poisson(rng.uniform(2, 40), points).astype(float)
    if not (y > 0).all():
        return
    model: Any = sm.GLM(y, sm.add_constant(t), family=sm.families.Poisson()).fit(tol=1e-13)
    found = forecast_count(t, y, points + 1.0)
    place = np.array([1.0, points + 1.0])
    assert found.middle == pytest.approx(place @ model.params, rel=1e-7)
    spread = max(model.pearson_chi2 / (points - 2), 1.0)
    wanted = spread * (place @ model.cov_params() @ place) + spread / np.exp(found.middle)
    assert found.error == pytest.approx(np.sqrt(wanted), rel=1e-6)


def test_a_line_is_no_surer_than_its_levels() -> None:
    straight = [90.0, 91.0, 92.0, 93.0]
    assert np.isnan(forecast_mean([0, 1, 2, 3], straight, 4).chance(94, higher_is_better=True))
    found = forecast_mean([0, 1, 2, 3], straight, 4, errors=[1.0] * 4)
    assert found.chance(94, higher_is_better=True) == pytest.approx(0.5)
    assert found.error > 1


def test_chances_of_both_sides_add_up_and_the_impossible_is_said() -> None:
    found = forecast_share([0, 1, 2], [96, 90, 85], [1200, 1190, 1210], 3)
    for target in (0.01, 0.068, 0.5):
        up, down = (found.chance(target, higher_is_better=side) for side in (True, False))
        assert up + down == pytest.approx(1)
    assert found.chance(1.2, higher_is_better=True) == 0
    assert found.chance(1.2, higher_is_better=False) == 1
    assert found.chance(0.0, higher_is_better=True) == 1
    counted = forecast_count([0, 1, 2], [6, 8, 9], 3)
    assert counted.chance(-1, higher_is_better=True) == 1
    assert 0 < counted.chance(10, higher_is_better=True) < 1


@pytest.mark.parametrize("points", [0, 1, 2])
def test_too_few_points_say_nothing(points: int) -> None:
    t, y = list(range(points)), [5.0] * points
    for found in (forecast_mean(t, y, 3), forecast_share(t, y, [10] * points, 3),
                  forecast_count(t, y, 3)):  # fmt: skip
        assert np.isnan(found.expected)
        assert np.isnan(found.chance(1, higher_is_better=True))


def test_nobody_or_everybody_has_no_line_in_log_odds() -> None:
    for x in ([0, 0, 0], [10, 10, 10]):
        assert np.isnan(forecast_share([0, 1, 2], x, [10, 10, 10], 3).expected)
    assert np.isnan(forecast_count([0, 1, 2], [0, 0, 0], 3).expected)
    assert np.isnan(forecast_share([0, 1, 1], [1, 2, 3], [9, 9, 9], 3).expected)


def test_noise_from_year_to_year_makes_a_share_less_sure() -> None:
    calm = forecast_share([0, 1, 2, 3], [100, 102, 98, 100], [1000] * 4, 4)
    wild = forecast_share([0, 1, 2, 3], [160, 40, 150, 50], [1000] * 4, 4)
    assert wild.error > 3 * calm.error
    assert np.isinf(calm.df)
    assert wild.df == 2


def test_the_middle_slope_is_that_of_scipy() -> None:
    rng = np.random.default_rng(5)
    t, y = np.arange(9.0), rng.normal(size=9)
    assert theil_sen(t, y) == pytest.approx(stats.theilslopes(y, t).slope, rel=1e-12)
    assert np.isnan(theil_sen([1.0], [2.0]))


def test_brier_scores() -> None:
    assert brier([1.0, 0.0], [True, False]) == 0
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert brier([0.8, 0.3], [True, True]) == pytest.approx((0.04 + 0.49) / 2)
    assert np.isnan(brier([], []))


def test_the_chance_of_a_change_so_large() -> None:
    none = np.array([np.nan])
    found = Estimate(
        estimate=np.array([2.0]), std_error=np.array([0.8]), df=np.array([30.0]), statistic=none,
        p_value=none, conf_low=none, conf_high=none,
    )  # fmt: skip
    wanted = stats.t.sf((1.0 - 2.0) / 0.8, 30)
    assert probability_beyond(found, 1.0, higher_is_better=True) == pytest.approx(wanted)
    wanted = stats.t.cdf((-1.0 - 2.0) / 0.8, 30)
    assert probability_beyond(found, 1.0, higher_is_better=False) == pytest.approx(wanted)
    assert np.isnan(probability_beyond(Estimate.none(1), 1.0, higher_is_better=True))


def line(middle: float, error: float, df: float = np.inf, scale: str = "identity") -> Forecast:
    return Forecast(
        expected=middle, low=np.nan, high=np.nan, slope=0.0, slope_error=0.0, middle=middle,
        error=error, df=df, scale=scale,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("error", "target"), [(np.nan, 1.0), (np.inf, 1.0), (0.0, 1.0), (-1.0, 1.0), (1.0, np.nan)]
)
def test_no_chance_without_an_error_or_a_target(error: float, target: float) -> None:
    assert np.isnan(line(0.0, error).chance(target, higher_is_better=True))


def test_a_chance_is_that_of_the_line_on_its_scale() -> None:
    assert line(2.0, 0.5, 3).chance(2.4, higher_is_better=True) == pytest.approx(stats.t(3).sf(0.8))
    assert line(0.5, 0.5, scale="log").chance(2.0, higher_is_better=False) == pytest.approx(
        stats.norm.cdf((np.log(2) - 0.5) / 0.5)
    )
    # 0 is far below every count, and 1 far above every share
    assert line(0.5, 0.5, scale="log").chance(0.0, higher_is_better=True) == 1
    assert line(0.5, 0.5, scale="logit").chance(1.0, higher_is_better=True) == 0
    for target, above in ((-0.5, 1.0), (1.5, 0.0)):
        share = line(0.0, 1.0, scale="logit")
        assert share.chance(target, higher_is_better=True) == above
        assert share.chance(target, higher_is_better=False) == 1 - above


@pytest.mark.filterwarnings("ignore:Perfect separation")  # the reference, on few people
def test_one_who_said_yes_or_no_makes_a_line_and_a_year_without_anyone_does_not() -> None:
    for x in ([0, 1, 0], [8, 9, 8], [1, 0, 1]):
        found = forecast_share([0, 1, 2], x, [9, 9, 9], 3)
        model: Any = sm.GLM(
            np.column_stack([x, np.array([9, 9, 9]) - x]), sm.add_constant(np.arange(3.0)),
            family=sm.families.Binomial(),
        ).fit(tol=1e-13)  # fmt: skip
        assert found.slope == pytest.approx(model.params[1], rel=1e-6, abs=1e-9)
    assert forecast_share([0, 1, 2], [1, 0, 1], [1, 1, 2], 3).error > 0
    assert np.isnan(forecast_share([0, 1, 2, 3], [2, 0, 3, 2], [9, 0, 9, 9], 4).expected)
    assert np.isnan(forecast_share([0, 1, 2, 3], [0, 0, 0, 0], [9, 0, 9, 9], 4).expected)
    assert np.isnan(forecast_count([0, 1, 2], [3, -1, 4], 3).expected)
    assert np.isnan(forecast_mean([0, 1, 2], [3, np.nan, 4], 3).expected)
    one = forecast_count([0, 1, 2], [0, 1, 0], 3)
    assert one.expected > 0


@pytest.mark.parametrize("level", [0.5, 0.9])
def test_limits_are_the_quantiles_of_the_line(level: float) -> None:
    t = [0, 1, 2, 3]
    found = [
        forecast_share(t, [160, 40, 150, 50], [1000] * 4, 4, conf_level=level),
        forecast_share(t, [100, 102, 98, 100], [1000] * 4, 4, conf_level=level),
        forecast_count(t, [16, 4, 15, 5], 4, conf_level=level),
        forecast_mean(t, [9.0, 7, 8, 8], 4, conf_level=level),
    ]
    back: list[Any] = [special.expit, special.expit, np.exp, float]
    for one, scale in zip(found, back, strict=True):
        reach = stats.t(one.df).ppf((1 + level) / 2) * one.error
        assert one.low == pytest.approx(scale(one.middle - reach))
        assert one.expected == pytest.approx(scale(one.middle))
        assert one.high == pytest.approx(scale(one.middle + reach))
        assert one.chance(one.low, higher_is_better=True) == pytest.approx((1 + level) / 2)
    assert [one.df for one in found] == [2, np.inf, 2, 2]


def test_a_level_that_is_not_asked_for_is_95_percent() -> None:
    t, n = [0, 1, 2, 3], [90, 80, 70, 90]
    x = [9, 8, 7, 5]
    assert forecast_share(t, x, n, 4) == forecast_share(t, x, n, 4, conf_level=0.95)
    assert forecast_count(t, x, 4) == forecast_count(t, x, 4, conf_level=0.95)
    assert forecast_mean(t, x, 4) == forecast_mean(t, x, 4, conf_level=0.95)


def test_slopes_have_the_errors_of_the_models() -> None:
    t = np.arange(5.0)
    x, n, y = np.array([9.0, 8, 30, 5, 4]), np.full(5, 90.0), np.array([9.0, 7, 8, 6, 8])
    design = sm.add_constant(t)
    share: Any = sm.GLM(np.column_stack([x, n - x]), design, family=sm.families.Binomial())
    count: Any = sm.GLM(x, design, family=sm.families.Poisson())
    for found, model in (
        (forecast_share(t, x, n, 6), share.fit(tol=1e-13)),
        (forecast_count(t, x, 6), count.fit(tol=1e-13)),
    ):
        spread = model.pearson_chi2 / 3
        assert spread > 1
        assert found.slope == pytest.approx(model.params[1], rel=1e-6)
        assert found.slope_error == pytest.approx(model.bse[1] * np.sqrt(spread), rel=1e-6)
    straight: Any = sm.OLS(y, design).fit()
    found = forecast_mean(t, y, 6)
    assert found.slope == pytest.approx(straight.params[1])
    assert found.slope_error == pytest.approx(straight.bse[1])


def test_errors_of_levels_widen_a_line_that_is_straighter_and_no_other() -> None:
    t, y = [0, 1, 2, 3], [9.0, 7, 8, 8]
    plain = forecast_mean(t, y, 4)
    assert forecast_mean(t, y, 4, errors=[0.01] * 4) == plain
    assert forecast_mean(t, y, 4, errors=[np.nan] * 4) == plain
    wide = forecast_mean(t, y, 4, errors=[2.0, np.nan, 4.0, np.nan])
    ratio = np.sqrt(10 / (1.8 / 2))  # the mean square error over what is left about the line
    assert wide.error == pytest.approx(plain.error * ratio)
    assert wide.middle == plain.middle
    assert np.isnan(forecast_mean(t, [5.0] * 4, 4, errors=[0.0] * 4).expected)


def test_a_change_known_without_error_has_no_chance() -> None:
    none = np.array([np.nan])
    for error, known in ((0.0, False), (0.5, True)):
        found = Estimate(
            estimate=np.array([2.0]), std_error=np.array([error]), df=np.array([np.inf]),
            statistic=none, p_value=none, conf_low=none, conf_high=none,
        )  # fmt: skip
        chance = probability_beyond(found, 1.0, higher_is_better=True)
        assert chance == pytest.approx(stats.norm.cdf(2.0)) if known else np.isnan(chance)


def test_short_floats_are_forecast_with_all_digits() -> None:
    short = [np.array(v, np.float32) for v in ([0.1, 1.3, 2.7], [9, 8, 30], [90, 80, 95])]
    (t, x, n), wide = short, [v.astype(np.float64) for v in short]
    assert forecast_share(t, x, n, 4) == forecast_share(wide[0], wide[1], wide[2], 4)
    assert forecast_count(t, x, 4) == forecast_count(wide[0], wide[1], 4)
    errors = np.array([0.1, 0.3, 40.7], np.float32)
    assert forecast_mean(t, x, 4, errors=errors) == forecast_mean(
        wide[0], wide[1], 4, errors=errors.astype(np.float64)
    )
    chances = np.array([0.1, 0.7], np.float32)
    assert brier(chances, [True, False]) == brier(chances.astype(np.float64), [True, False])


def test_a_jump_from_none_to_some_has_no_line_and_says_on_which_scale() -> None:
    """The likeliest line is endlessly steep."""
    t = [0, 1, 2]
    for found, scale in (
        (forecast_share(t, [9, 9, 8], [9, 9, 9], 3), "logit"),
        (forecast_share(t, [0, 0, 0], [9, 9, 9], 3), "logit"),
        (forecast_count(t, [0, 0, 5], 3), "log"),
        (forecast_count(t, [0, 0, 0], 3), "log"),
        (forecast_mean(t[:2], [5, 6], 3), "identity"),
        (forecast_mean(t, [5, 5, 5], 3), "identity"),
    ):
        assert np.isnan([found.expected, found.low, found.slope, found.error, found.df]).all()
        assert found.scale == scale


def test_a_time_with_little_weight_still_counts() -> None:
    """Weights below 1, and a first and a last time that few were counted at."""
    for x, n in (([1, 1, 0, 1], [1, 2, 1, 2]), ([0, 1, 2, 0], [1, 900, 900, 1])):
        found = forecast_share([0, 1, 2, 3], x, n, 4)
        model: Any = sm.GLM(
            np.column_stack([x, np.array(n) - x]), sm.add_constant(np.arange(4.0)),
            family=sm.families.Binomial(),
        ).fit(tol=1e-13)  # fmt: skip
        assert found.slope == pytest.approx(model.params[1], rel=1e-6, abs=1e-9)
    one = Estimate(
        estimate=np.array([2.0, 9.0]), std_error=np.array([1.0, 9.0]), df=np.array([3.0, 9.0]),
        statistic=np.zeros(2), p_value=np.zeros(2), conf_low=np.zeros(2), conf_high=np.zeros(2),
    )  # fmt: skip
    wanted = stats.t(3).sf(-1.0)  # the first cell
    assert probability_beyond(one, 1.0, higher_is_better=True) == pytest.approx(wanted)
