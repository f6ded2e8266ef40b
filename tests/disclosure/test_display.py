"""Printed numbers say what the numbers say."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.disclosure import display
from pipeline.disclosure.display import Family, Scale, scale_of
from pipeline.disclosure.rounding import rounded
from tests.disclosure.made import change, found, level, shown

if TYPE_CHECKING:
    from pipeline.tables.published import Figure

numbers = st.floats(-1e6, 1e6, allow_nan=False)
FAMILIES: Final[tuple[tuple[Family, str], ...]] = (
    ("share", "%"), ("percent", "%"), ("money", "$"), ("unit", "points"),
)  # fmt: skip
SCALES = [
    Scale(family=family, unit=unit, decimals=decimals)
    for family, unit in FAMILIES
    for decimals in (0, 1, 2)
]


def parsed(figure: Figure, scale: Scale | None = None) -> float:
    """The number that a print says."""
    text = re.sub(r"[^\d.\N{MINUS SIGN}]", "", figure.shown).replace("\N{MINUS SIGN}", "-")
    exact = Decimal(text)
    return float(exact.scaleb(-2) if scale and scale.family == "share" else exact)


@given(st.sampled_from(SCALES), numbers, st.sampled_from(["level", "change", "spread"]))
def test_what_is_printed_is_the_value(scale: Scale, value: float, kind: str) -> None:
    figure = getattr(scale, kind)(value)
    assert parsed(figure, scale) == figure.value


@given(st.sampled_from(SCALES), numbers)
def test_rounding_twice_changes_nothing(scale: Scale, value: float) -> None:
    once = scale.change(value)
    assert once is not None
    assert scale.change(once.value) == once


@given(st.sampled_from(SCALES), numbers)
def test_rounding_moves_a_number_by_half_a_step_at_most(scale: Scale, value: float) -> None:
    figure = scale.level(value)
    assert figure is not None
    half = 0.5 * 10.0 ** -(scale.decimals + scale.shift)
    assert abs(figure.value - value) <= half * (1 + 1e-9) + 1e-9 * abs(value)


@given(numbers, numbers, st.integers(0, 4))
def test_rounding_keeps_the_order(a: float, b: float, decimals: int) -> None:
    low, high = sorted((a, b))
    assert rounded(low, decimals) <= rounded(high, decimals)


@given(st.floats(-100, 100).filter(lambda x: abs(x) > 0.006))
def test_a_change_that_is_there_is_not_printed_as_none(value: float) -> None:
    figure = Scale(family="unit", unit="", decimals=0).change(value)
    assert figure is not None
    assert math.copysign(1, figure.value) == math.copysign(1, value)
    assert figure.value != 0


def test_nothing_is_printed_as_minus_zero_or_with_noise() -> None:
    scale = Scale(family="unit", unit="points", decimals=2)
    for value in (-0.0, 0.0, 0.3 - 0.1 - 0.2):
        figure = scale.change(value)
        assert figure is not None
        assert figure.shown == "0.00 points"
        assert math.copysign(1, figure.value) == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_printed(value: float) -> None:
    makers = (display.count, display.amount, display.p_value, display.percent, display.effect,
              display.degrees, SCALES[0].level)  # fmt: skip
    assert [make(value) for make in makers] == [None] * len(makers)
    assert display.number(value, 2) is None


def test_the_largest_float_can_be_printed() -> None:
    assert display.count(1e300) is not None


MAGNITUDES = [(651.3, 0), (100.0, 0), (99.9, 1), (10.0, 1), (9.99, 2), (0.0, 2)]


@pytest.mark.parametrize(("magnitude", "decimals"), MAGNITUDES)
def test_large_numbers_print_whole_and_small_ones_finer(magnitude: float, decimals: int) -> None:
    scale = scale_of(unit="points", is_share=False, magnitude=magnitude, value_range=None)
    assert scale.decimals == decimals


@pytest.mark.parametrize(
    ("magnitude", "width", "decimals"), [(3, 19.9, 2), (3, 20, 1), (50, 100, 1), (651, 500, 0)]
)
def test_a_wide_range_keeps_one_decimal_at_most(
    magnitude: float, width: float, decimals: int
) -> None:
    scale = scale_of(unit="", is_share=False, magnitude=magnitude, value_range=(0, width))
    assert scale.decimals == decimals


@pytest.mark.parametrize(("n", "printed"), [(29, "2.6 points"), (30, "2.58 points")])
def test_means_of_few_people_are_coarser(n: int, printed: str) -> None:
    rows = [level(400, mean=2.58), level(n, school="A", mean=2.58)]
    assert shown(rows, "gpa/level/participants/school=A@2025-26", "mean_after") == printed


def test_mathematics_prints_in_whole_points() -> None:
    rows = [change(400, "math", means=(619.3, 651.4))]
    assert shown(rows, "math/change/participants", "mean_after") == "651 points"
    assert shown(rows, "math/change/participants", "estimate") == "+32 points"


PERCENTS = [  # n, hits, of a whole group or a school, printed
    (399, 20, False, "5%"), (400, 20, False, "5.0%"), (399, 20, True, "5%"),
    (100, 30, True, "30.0%"), (100, 29, True, "29%"), (100, 70, True, "70.0%"),
    (100, 71, True, "71%"), (100, 30, False, "30%"),
]  # fmt: skip


@pytest.mark.parametrize(("n", "hits", "is_whole", "printed"), PERCENTS)
def test_a_percentage_has_a_decimal_where_many_people_stand_behind_it(
    n: int, hits: int, is_whole: bool, printed: str
) -> None:
    row = level(n, "late", school="" if is_whole else "A", mean=hits / n)
    rows = [row] if is_whole else [row, level(5 * n, "late", mean=0.2)]
    assert shown(rows, str(row["id"]), "mean_after") == printed


def test_a_share_prints_as_none_or_all_only_where_it_is() -> None:
    whole = "late/level/participants@2025-26"
    for hits, printed in ((0, "0%"), (1, "0.3%"), (349, "99.7%"), (350, "100%")):
        assert shown([level(350, "late", mean=hits / 350)], whole, "mean_after") == printed


def test_a_limit_beside_zero_does_not_print_as_zero() -> None:
    rows = [change(400, conf_low=0.003, conf_high=0.2, effect=0.1, effect_low=-0.004)]
    assert shown(rows, "gpa/change/participants", "conf_low") == "+0.003 points"
    assert shown(rows, "gpa/change/participants", "effect_low") == "\N{MINUS SIGN}0.004"


def test_answers_by_steps_carry_no_percent_sign() -> None:
    row = change(288, "late", means=(3.42, 3.61), model="stuart_maxwell", sd_before=1.1)
    for column, printed in (("mean_before", "3.42 steps"), ("estimate", "+0.19 steps"),
                            ("sd_before", "1.10 steps")):  # fmt: skip
        assert shown([row], "late/change/participants", column) == printed


def test_the_distance_of_a_gap_is_printed_as_a_difference() -> None:
    row = change(200, school="B-A", analysis="gap", means=(-0.3, -0.2))
    assert shown([row], str(row["id"]), "mean_before") == "\N{MINUS SIGN}0.30 points"


P = [(0.0496, "0.0496"), (0.0504, "0.0504"), (0.04996, "0.04996"), (0.05, "0.050"),
     (0.052, "0.052"), (0.0494, "0.049"), (0.1, "0.10"), (0.0009, "<0.001"), (0.001, "0.001"),
     (0.0, "<0.001"), (1.0, "1.00")]  # fmt: skip


@pytest.mark.parametrize(("value", "printed"), P)
def test_p_values_print_with_as_few_digits_as_say_the_same(value: float, printed: str) -> None:
    figure = display.p_value(value)
    assert figure is not None
    assert figure.shown == printed


@given(st.floats(0, 1) | st.floats(0.0495, 0.0505))
def test_no_p_value_crosses_the_line(value: float) -> None:
    figure = display.p_value(value)
    assert figure is not None
    if abs(value - 0.05) > 1e-15:
        assert (figure.value < 0.05) == (value < 0.05)
        assert (figure.value > 0.05) == (value > 0.05)
    if not figure.shown.startswith("<"):
        assert parsed(figure) == figure.value


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.996, "99.6%"), (1.0, "100%"), (1.004, "100.4%"), (0.0, "0%"), (0.004, "0.4%"),
     (-0.996, "\N{MINUS SIGN}99.6%"), (0.5, "50%"), (1 - 1e-15, "100%"), (0.99999, "99.999%")],
)  # fmt: skip
def test_a_share_of_the_way_is_whole_only_when_it_is(value: float, printed: str) -> None:
    figure = display.percent(value)
    assert figure is not None
    assert figure.shown == printed


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_relative_change_prints_as_its_target_only_where_it_is(value: float, aim: float) -> None:
    figure = display.percent(value, beside=aim)
    assert figure is not None
    if abs(value - aim) > 1e-11:
        assert (figure.value < aim) == (value < aim)


@pytest.mark.parametrize(
    ("hours", "printed"), [(2710.5, "2,710.5"), (2710.0, "2,710"), (2710 + 1e-9, "2,710")]
)
def test_hours_that_are_not_whole_keep_a_decimal(hours: float, printed: str) -> None:
    row = level(90, "log", "all", analysis="activity") | {"estimate": hours}
    assert shown([row], str(row["id"]), "estimate") == printed


def test_few_missing_people_stay_out() -> None:
    for missing, is_shown in ((9, False), (10, True), (0, True)):
        row = level(100, n_missing=missing)
        assert (_missing([row]) is not None) is is_shown


def _missing(rows: list[dict[str, object]]) -> Figure | None:
    return found(rows, "gpa/level/participants@2025-26").figures.get("n_missing")


def test_attrition_of_a_few_tells_only_whether_it_is_low() -> None:
    from pipeline.disclosure import rows

    lost = {
        "analysis": "attrition", "outcome": "a", "model": "cautious", "n": 200.0,
        "n_before": 100.0, "n_after": 100.0, "n_clusters": float("nan"), "n_missing": 35.0,
        "mean_before": 0.05, "mean_after": 0.3, "estimate": 0.25, "effect": 0.175,
        "statistic": 0.058,
    }  # fmt: skip
    few = rows._figures(lost, None, 10)
    assert {name for name, figure in few.items() if figure is not None} == {"statistic"}
    many = rows._figures(lost | {"mean_before": 0.2, "n_missing": 50.0}, None, 10)
    assert many["mean_before"] is not None
    assert many["estimate"] is not None
