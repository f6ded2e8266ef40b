"""Targets: what was written, the level it asks for, and every way to read a bare amount."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.study import schema
from pipeline.study.goals import Level, Points, Relative, reading, readings, target_level


def test_fifteen_percent_less_than_eight_percent_is_6_8_percent() -> None:
    """METHODS 2.5: 96 of 1 200 dropped out, the goal is 15 % less."""
    assert target_level(Relative(-15), baseline=8.0) == 6.8


def test_a_change_and_a_level_are_taken_as_they_stand() -> None:
    assert target_level(Points(-1.5), baseline=8.0, outcome_type="binary") == 6.5
    assert target_level(Level(6.8), baseline=8.0) == 6.8


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (schema.Target(relative_change=-15), Relative(-15)),
        (schema.Target(change=2), Points(2)),
        (schema.Target(level=85), Level(85)),
    ],
)
def test_a_target_is_read_by_its_key(target: schema.Target, expected: object) -> None:
    assert reading(target) == expected


def test_a_target_without_a_reading_never_passes_silently() -> None:
    with pytest.raises(AssertionError):
        reading(schema.Target())


@given(st.floats(-1e6, 1e6), st.floats(-100, 1000))
def test_the_level_of_a_relative_target_is_that_far_from_the_baseline(
    baseline: float, percent: float
) -> None:
    level = target_level(Relative(percent), baseline)
    assert level - baseline == pytest.approx(baseline * percent / 100, rel=1e-9, abs=1e-6)


@given(st.floats(-1e6, 1e6), st.floats(-1e3, 1e3))
def test_a_target_of_no_change_is_the_baseline(baseline: float, level: float) -> None:
    assert target_level(Relative(0), baseline) == pytest.approx(baseline)
    assert target_level(Points(0), baseline) == baseline
    assert target_level(Level(level), baseline) == level


@pytest.mark.parametrize(
    ("text", "baseline", "outcome_type", "unit", "expected"),
    [
        (
            "-15%",
            8.0,
            "binary",
            "",
            ["relative: 8.0 % → 6.8 %", "percentage points: 8.0 % → −7.0 %, impossible"],
        ),
        (
            "-15%",
            None,
            "binary",
            "",
            [
                "relative: 15 percent less than the baseline",
                "percentage points: 15 points less than the baseline",
            ],
        ),
        (
            "85 %",
            8.0,
            "binary",
            "",
            [
                "relative: 8.0 % → 14.8 %",
                "percentage points: 8.0 % → 93.0 %",
                "level: 8.0 % → 85.0 %",
            ],
        ),
        ("10%", 250.0, "continuous", "points", ["relative: 250.0 points → 275.0 points"]),
        (
            "+20%",
            60.0,
            "continuous",
            "%",
            ["relative: 60.0 % → 72.0 %", "percentage points: 60.0 % → 80.0 %"],
        ),
        (
            "10",
            250.0,
            "continuous",
            "points",
            [
                "relative: 250.0 points → 275.0 points",
                "change: 250.0 points → 260.0 points",
                "level: 250.0 points → 10.0 points",
            ],
        ),
        (
            "by 2.5 percent",
            None,
            "ordinal",
            "",
            [
                "relative: 2.5 percent more than the baseline",
                "percentage points: 2.5 points more than the baseline",
                "level: 2.5 %",
            ],
        ),
        ("\N{MINUS SIGN}15%", 8.25, "binary", "", None),
        ("fewer", 8.0, "binary", "", []),
    ],
)
def test_a_bare_amount_has_these_readings(
    text: str, baseline: float | None, outcome_type: str, unit: str, expected: list[str] | None
) -> None:
    found = readings(text, baseline, outcome_type, unit=unit)
    told = [f"{one.name}: {one.words}" for one in found]
    second = "percentage points: 8.25 % → −6.75 %, impossible"
    assert told == (["relative: 8.25 % → 7.01 %", second] if expected is None else expected)


@given(st.decimals(0, 999, places=1), st.sampled_from(["", "-", "+"]), st.sampled_from(["", "%"]))
def test_every_reading_says_how_to_write_it(amount: object, sign: str, percent: str) -> None:
    for one in readings(f"{sign}{amount}{percent}", None, "binary"):
        target = schema.Target.model_validate({one.key: one.amount})
        assert reading(target)
