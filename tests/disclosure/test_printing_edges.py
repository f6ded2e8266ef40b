"""Where printing turns: which number is whole, which is noise, which is its target."""

from __future__ import annotations

import math

import pytest

from pipeline.disclosure import display
from pipeline.disclosure.display import Family, Scale, beside, scale_of, share_decimals
from pipeline.disclosure.rounding import apart, rounded, same_side


def of(family: Family, decimals: int = 0) -> Scale:
    return Scale(family=family, unit="points", decimals=decimals)


LEVELS: list[tuple[Family, float, str]] = [
    ("percent", 0.4, "0.4%"), ("percent", 0.0, "0%"), ("percent", 99.6, "99.6%"),
    ("percent", 100.0, "100%"), ("percent", 1.4, "1%"), ("percent", 100.6, "101%"),
    ("percent", 98.6, "99%"), ("money", 4555.0, "$4,555"), ("money", 0.4, "$0.4"),
    ("money", 1.3, "$1"), ("unit", 0.4, "0.4 points"), ("unit", 1.3, "1 points"),
    ("unit", 0.6, "1 points"), ("unit", -0.6, "−1 points"), ("share", 0.0, "0%"),
]  # fmt: skip


@pytest.mark.parametrize(("family", "value", "shown"), LEVELS)
def test_a_level_is_dressed_and_is_none_or_all_only_where_it_is(
    family: Family, value: float, shown: str
) -> None:
    figure = of(family).level(value)
    assert figure is not None
    assert figure.shown == shown


CHANGES: list[tuple[Family, str, str]] = [
    ("percent", "+3 points", "3 points"), ("share", "+300 points", "300 points"),
    ("money", "+$3", "$3"), ("unit", "+3 points", "3 points"),
]  # fmt: skip


@pytest.mark.parametrize(("family", "change", "spread"), CHANGES)
def test_a_change_of_percent_is_in_points(family: Family, change: str, spread: str) -> None:
    changed, spreading = of(family).change(3.0), of(family).spread(3.0)
    assert changed is not None
    assert spreading is not None
    assert (changed.shown, spreading.shown) == (change, spread)


@pytest.mark.parametrize(("value", "shown"), [(0.4, "0.4"), (0.6, "1"), (1.3, "1"), (0.0, "0")])
def test_a_spread_is_none_only_where_it_is(value: float, shown: str) -> None:
    figure = of("unit").spread(value)
    assert figure is not None
    assert figure.shown == f"{shown} points"


def test_decimals_are_never_negative() -> None:
    assert of("unit", 2).with_decimals(-1).decimals == 0
    assert of("unit", 2).with_decimals(1) == of("unit", 1)


@pytest.mark.parametrize(
    ("unit", "family"),
    [("%", "percent"), ("dollars", "money"), ("$", "money"), ("days", "unit"), ("", "unit")],
)
def test_the_unit_says_how_a_number_is_dressed(unit: str, family: Family) -> None:
    made = scale_of(unit=unit, is_share=False, magnitude=50.0, value_range=None)
    assert made == Scale(family=family, unit=unit, decimals=1)


def test_a_share_is_printed_in_whole_percent() -> None:
    made = scale_of(unit="late", is_share=True, magnitude=0.1, value_range=None)
    assert made == Scale(family="share", unit="%", decimals=0)


def test_how_wide_a_range_is_does_not_depend_on_where_it_begins() -> None:
    made = scale_of(unit="", is_share=False, magnitude=5.0, value_range=(100.0, 110.0))
    assert made.decimals == 2


@pytest.mark.parametrize(
    ("value", "decimals"),
    [(10.7, 1), (10.3, 1), (10.0, 0), (10 + 0.75e-6, 0), (10 + 1.5e-6, 1), (1e-6, 1),
     (math.nan, 0), (math.inf, 0)],
)  # fmt: skip
def test_a_sum_is_whole_but_for_noise(value: float, decimals: int) -> None:
    assert display.amount_decimals(value) == decimals


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.0, "12"), (12.34, "12.3"), (99.94, "99.9"), (100.4, "100"), (0.0, "0"), (0.5, "0.5")],
)
def test_degrees_of_freedom_are_whole_where_they_are(value: float, shown: str) -> None:
    figure = display.degrees(value)
    assert figure is not None
    assert figure.shown == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.123, "0.12"), (0.004, "0.004"), (-0.1, "−0.10"), (0.00001, "0.00")]
)
def test_an_effect_has_two_decimals_and_at_most_four(value: float, shown: str) -> None:
    figure = display.effect(value)
    assert figure is not None
    assert figure.shown == shown


PERCENTS = [(1 + 0.75e-12, "100%"), (1 + 1.5e-12, "100.0000000002%"), (1e-12, "0.0000000001%")]


@pytest.mark.parametrize(("value", "shown"), PERCENTS)
def test_only_noise_prints_as_all_or_none(value: float, shown: str) -> None:
    figure = display.percent(value)
    assert figure is not None
    assert figure.shown == shown


Sides = tuple[tuple[float, float], ...]
SIDES: list[tuple[Sides, bool, int]] = [
    ((), True, 0),
    (((0.5, 400),), False, 1),
    (((0.5, 399),), False, 0),
    (((0.5, 400), (0.5, 0)), False, 1),  # nobody is no side
    (((0.5, 400), (math.nan, 5)), False, 1),
    (((0.5, 400), (1.0, 1)), False, 0),
    (((0.5, 400), (0.5, 100)), False, 0),
    (((0.5, 400), (0.5, 100)), True, 1),
    (((0.5, 100), (0.2, 100)), True, 0),
    (((0.2999, 100),), True, 1),  # thirty, but for noise
    (((0.7001, 100),), True, 1),
    (((0.2949, 100),), True, 0),
]


@pytest.mark.parametrize(("sides", "is_whole", "decimals"), SIDES)
def test_every_side_needs_enough_people_for_a_decimal(
    sides: Sides, is_whole: bool, decimals: int
) -> None:
    assert share_decimals(sides, is_whole=is_whole) == decimals


TARGETS: list[tuple[Family, int, float, float, bool, int]] = [
    ("share", 0, 0.18, 0.2, False, 0),
    ("share", 0, 0.18, 0.068, False, 1),
    ("share", 0, 0.18, 0.064, False, 1),
    ("share", 0, 0.18, 0.2 + 1.5e-9, False, 1),  # a target between two percents
    ("share", 0, 0.18, 0.2 + 0.75e-9, False, 0),
    ("share", 0, 0.5, 1e-9, False, 0),
    ("share", 0, 0.196, 0.2, False, 1),
    ("share", 0, 0.19999, 0.2, False, 0),  # too near for two more decimals
    ("share", 0, 0.19999, 0.2, True, 3),
    ("share", 2, math.nan, 0.2, False, 2),
    ("unit", 0, 3.0, 8.5, False, 0),
    ("unit", 2, 3.001, 3.002, True, 3),
    ("unit", 2, -0.001, 0.001, True, 3),
    ("unit", 0, 1 + 0.75e-12, 1.0, True, 0),  # noise
    ("unit", 0, 1 + 1.5e-12, 1.0, True, 12),
    ("unit", 0, 0.1 + 0.5e-12, 0.1, True, 0),
    ("unit", 0, 1e-12, 0.0, True, 0),
    ("unit", 0, 100 + 0.5e-10, 100.0, True, 0),
    ("unit", 0, 100 + 1.5e-10, 100.0, True, 10),
    ("unit", 0, -100 + 0.5e-10, -100.0, True, 0),
]


@pytest.mark.parametrize(
    ("family", "decimals", "value", "target", "is_missed", "expected"), TARGETS
)
def test_a_level_beside_its_target_has_the_decimals_that_tell_them_apart(
    family: Family, decimals: int, value: float, target: float, is_missed: bool, expected: int
) -> None:
    made = beside(of(family, decimals), value, target, is_missed=is_missed)
    assert made == of(family, expected)


def test_at_most_two_decimals_are_added() -> None:
    assert apart(0.04, 0, others=(0.0,)) == 2
    assert apart(0.004, 0, others=(0.0,)) == 0


def test_what_a_number_is_does_not_keep_it_from_being_told_from_others() -> None:
    assert apart(0.0, 2, others=(0.0, 0.001)) == 3


def test_a_line_is_told_from_the_next_float_and_no_finer_than_that() -> None:
    assert same_side(math.nextafter(0.05, 1), 3, line=0.05) == 17
    assert same_side(math.nextafter(0.005, 1), 3, line=0.005) == 3
    assert same_side(math.nextafter(1e-5, 1), 3, line=1e-5) == 3


def test_the_largest_float_keeps_its_digits() -> None:
    assert rounded(1e308, 17) == 10**308
