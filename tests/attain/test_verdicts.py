"""The rules of the verdict, each with its border."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attain.verdicts import Standing, elapsed, verdict, way

AHEAD = Standing(
    is_due=False, is_met=False, is_confirmed=None, is_late=False, is_first=False,
    progress=0.5, expected=0.5,
)  # fmt: skip
DUE = replace(AHEAD, is_due=True)


@pytest.mark.parametrize(
    ("progress", "expected"),
    [(0.5, "on-track"), (0.499, "at-risk"), (0.25, "at-risk"), (0.249, "off-track"),
     (-0.1, "off-track"), (1.2, "on-track")],
)  # fmt: skip
def test_before_the_deadline_the_pace_decides(progress: float, expected: str) -> None:
    assert verdict(replace(AHEAD, progress=progress)) == expected


def test_before_the_deadline_nothing_is_met_yet() -> None:
    assert verdict(replace(AHEAD, is_met=True, progress=0.0)) == "on-track"


@pytest.mark.parametrize(
    ("is_met", "is_confirmed", "expected"),
    [(True, True, "met"), (True, False, "met-within-noise"), (True, None, "met"),
     (False, True, "not-met"), (False, False, "not-met"), (None, True, "not-measured")],
)  # fmt: skip
def test_at_the_deadline_the_level_decides_and_noise_is_said(
    is_met: bool | None,
    is_confirmed: bool | None,
    expected: str,
) -> None:
    assert verdict(replace(DUE, is_met=is_met, is_confirmed=is_confirmed)) == expected


def test_without_a_way_a_goal_that_is_to_be_held_is_at_risk_until_the_loss_is_clear() -> None:
    lost = replace(AHEAD, progress=nan)
    assert verdict(replace(lost, is_confirmed=False)) == "at-risk"
    assert verdict(replace(lost, is_confirmed=True)) == "off-track"


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_the_way_is_the_same_seen_from_the_other_side(b: float, c: float, t: float) -> None:
    there, back = way(b, c, t, sign=-1), way(1 - b, 1 - c, 1 - t, sign=1)
    assert there == pytest.approx(back, rel=1e-6, abs=1e-6, nan_ok=True) or abs(t - b) < 1e-6


def test_the_time_gone_stays_between_none_and_all() -> None:
    first, by = date(2023, 6, 30), date(2026, 6, 30)
    assert elapsed(first, by, as_of=date(2020, 1, 1)) == 0
    assert elapsed(first, by, as_of=date(2030, 1, 1)) == 1
    assert elapsed(by, first, as_of=first) == 1
