"""Forecasts, first promises, steps and decisions of goals, on estimates made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from scipy import stats  # noqa: TID251  the independent implementation

from pipeline.attain.outlook import measured_on

DROPOUT = {"outcome": "dropout", "population": "all", "target": {"relative_change": -15}}
GPA = {"outcome": "gpa", "target": {"level": 2.9}}
BEFORE = "2025-06-30"
"""A year before the deadline: three of the four periods are over."""


def path(house: Any, *counts: tuple[int, int]) -> list[dict[str, Any]]:
    return [house.share(f"Y{at}", x, n) for at, (x, n) in enumerate(counts)]


DROPOUTS = ((96, 1200), (90, 1190), (85, 1210))


def test_the_dropout_example(house: Any) -> None:
    found = house.judge(DROPOUT, *path(house, *DROPOUTS), as_of=BEFORE)
    assert found["progress"] == pytest.approx(0.813, abs=0.0005)
    assert found["p_attain"] == pytest.approx(0.57, abs=0.005)
    shown = [round(100 * found[name], 1) for name in ("forecast", "forecast_low", "forecast_high")]
    assert shown == [6.6, 4.8, 9.0]
    assert found["verdict"] == "on-track"


def test_the_attendance_example(house: Any) -> None:
    """Four years on a line, two years before the deadline: .702."""
    levels = [house.mean(f"Y{at}", v, n=10**9) for at, v in enumerate((91.2, 91.6, 92.3, 92.6))]
    goal = GPA | {"target": {"level": 93.5}, "by": "2028-06-30"}
    found = house.judge(goal, *levels)
    assert found["p_attain"] == pytest.approx(0.702, abs=0.002)
    assert found["forecast"] == pytest.approx(93.64, abs=0.01)


def test_two_periods_are_too_early_for_a_chance(house: Any) -> None:
    found = house.judge(DROPOUT, *path(house, *DROPOUTS[:2]), as_of="2024-06-30")
    assert found["p_attain"] != found["p_attain"]
    assert found["verdict"] == "on-track"  # by the way that was made


def test_at_the_deadline_there_is_nothing_left_to_forecast(house: Any) -> None:
    found = house.judge(DROPOUT, *path(house, *DROPOUTS, (78, 1200)))
    assert found["p_attain"] != found["p_attain"]
    assert found["p_earlier"] == pytest.approx(0.57, abs=0.005)  # what was said a year before
    assert found["verdict"] == "met-within-noise"


@pytest.mark.parametrize(
    ("last", "verdict"), [(85, "on-track"), (92, "at-risk"), (140, "off-track")]
)
def test_the_chance_decides_the_verdict(house: Any, last: int, verdict: str) -> None:
    found = house.judge(DROPOUT, *path(house, (96, 1200), (90, 1190), (last, 1210)), as_of=BEFORE)
    assert found["verdict"] == verdict


def test_who_keeps_to_an_agreed_plan_is_on_track_unless_the_chance_is_slight(house: Any) -> None:
    plan = DROPOUT | {"milestones": [{"by": "2025-06-30", "level": 8.2}]}
    slow = path(house, (96, 1200), (98, 1200), (97, 1200))
    assert house.judge(DROPOUT, *slow, as_of=BEFORE)["verdict"] == "off-track"
    kept = house.judge(plan, *path(house, (96, 1200), (90, 1200), (90, 1200)), as_of=BEFORE)
    assert 0.2 < kept["p_attain"] < 0.5
    assert kept["verdict"] == "on-track"


def test_counts_are_forecast_too(house: Any) -> None:
    entries = [e for y, n in (("Y0", 6), ("Y1", 8), ("Y2", 10))
               for e in house.entries(y, {"meeting": n})]  # fmt: skip
    goal = {"measure": "log.meetings", "baseline": {"value": 6}, "target": {"level": 10}}
    found = house.judge(goal, activities=entries, as_of=BEFORE)
    assert 0.5 < found["p_attain"] < 0.95
    assert found["forecast_low"] < 10 < found["forecast_high"]


def test_the_deadline_in_a_break_is_the_end_of_the_period_before(house: Any) -> None:
    study = house.study({"id": "g", "statement": "A promise.", "by": "2026-06-30"} | DROPOUT)
    after = date(2025, 6, 30)
    assert measured_on(study, date(2026, 7, 31), after=after) == date(2026, 6, 30)
    assert measured_on(study, date(2028, 1, 1), after=after) == date(2028, 1, 1)
    assert measured_on(study, date(2026, 1, 1), after=after) == date(2026, 1, 1)


REVISED: dict[str, Any] = DROPOUT | {
    "target": {"relative_change": -10},
    "revisions": [
        {"on": "2024-06-20", "field": "target", "from": {"relative_change": -15}},
    ],
}


def test_a_relaxed_target_is_judged_against_both(house: Any) -> None:
    found = house.judge(REVISED, *path(house, *DROPOUTS, (84, 1200)))
    assert found["target"] == pytest.approx(0.072)
    assert found["target_first"] == pytest.approx(0.068)
    assert (found["verdict"], found["verdict_first"]) == ("met-within-noise", "not-met")
    assert found["moved"] == "easier"


def test_a_target_relaxed_in_the_last_weeks_is_pointed_out(house: Any) -> None:
    late = [REVISED["revisions"][0] | {"on": "2026-05-01"}]
    assert house.judge(REVISED | {"revisions": late}, *path(house, *DROPOUTS))["moved"] == "late"
    early = [REVISED["revisions"][0] | {"on": "2026-04-01"}]
    assert house.judge(REVISED | {"revisions": early}, *path(house, *DROPOUTS))["moved"] == "easier"


@pytest.mark.parametrize(
    ("revision", "moved", "by"),
    [
        ({"on": "2024-01-01", "field": "by", "from": "2025-06-30"}, "easier", "2025-06-30"),
        ({"on": "2025-06-01", "field": "by", "from": "2025-06-30"}, "late", "2025-06-30"),
        ({"on": "2024-01-01", "field": "by", "from": "2027-06-30"}, "harder", "2027-06-30"),
        ({"on": "2024-01-01", "field": "target", "from": {"level": 7.5}}, "harder", "2026-06-30"),
        ({"on": "2024-01-01", "field": "owner", "from": "Another"}, "", ""),
    ],
)
def test_what_a_change_did(house: Any, revision: dict[str, Any], moved: str, by: str) -> None:
    found = house.judge(DROPOUT | {"revisions": [revision]}, *path(house, *DROPOUTS, (80, 1200)))
    assert (found["moved"], found["by_first"]) == (moved, by)


def test_harder_later_does_not_hide_that_it_was_made_easier(house: Any) -> None:
    both = [
        {"on": "2023-09-01", "field": "target", "from": {"relative_change": -20}},
        {"on": "2024-09-01", "field": "by", "from": "2027-06-30"},
    ]
    found = house.judge(DROPOUT | {"revisions": both}, *path(house, *DROPOUTS, (80, 1200)))
    assert found["moved"] == "easier"
    assert found["target_first"] == pytest.approx(0.064)


LEVELS = {-2: 8.5, -1: 8.0, 0: 6.8, 1: 6.0, 2: 5.0}


@pytest.mark.parametrize(
    ("x", "step"), [(108, -2), (100, -2), (96, -1), (82, -1), (81, 0), (72, 1), (70, 1), (30, 2)]
)
def test_steps_of_attainment(house: Any, x: int, step: int) -> None:
    goal = DROPOUT | {"baseline": {"value": 8.0}, "levels": LEVELS}
    found = house.judge(goal, house.share("Y3", x, 1200))
    assert (found["gas"], found["gas_start"]) == (step, -1)


def test_without_steps_there_is_none(house: Any) -> None:
    found = house.judge(DROPOUT, *path(house, *DROPOUTS))
    assert found["gas"] != found["gas"]


def test_a_decision_is_answered_by_the_chance_that_was_asked_for(house: Any) -> None:
    goal = DROPOUT | {"decide": {"change": 1, "sure": 75, "then": "Go on.", "otherwise": "Stop."}}
    for x, answer in ((60, "then"), (88, "otherwise")):
        found = house.judge(goal, *path(house, (96, 1200), (90, 1190), (85, 1210), (x, 1200)))
        error = (found["change_high"] - found["change_low"]) / (2 * stats.norm.ppf(0.975))
        wanted = stats.norm.cdf((-found["change"] - 0.01) / error)
        assert found["p_decision"] == pytest.approx(wanted, rel=1e-9)
        assert found["decision"] == answer


def test_what_could_be_told_from_chance(house: Any) -> None:
    """Before there is a change, as if as many others were measured again; then from its margin."""
    found = house.judge(DROPOUT, house.share("Y0", 96, 1200), as_of="2023-06-30")
    p, n = 0.08, 1200
    wanted = (stats.t.ppf(0.975, 2 * n - 2) + stats.t.ppf(0.8, 2 * n - 2)) * (
        2 * p * (1 - p) / n
    ) ** 0.5
    assert found["detectable"] == pytest.approx(wanted, rel=1e-9)
    assert found["is_measurable"] == "no"  # 1.2 points are promised, 3.1 could be told
    big = DROPOUT | {"target": {"relative_change": -50}}
    found = house.judge(big, house.share("Y0", 96, 1200), as_of="2023-06-30")
    assert found["is_measurable"] == "yes"
    found = house.judge(DROPOUT, *path(house, *DROPOUTS))
    half = (found["change_high"] - found["change_low"]) / 2
    wanted = half * (1 + stats.norm.ppf(0.8) / stats.norm.ppf(0.975))
    assert found["detectable"] == pytest.approx(wanted, rel=1e-9)


def test_a_pace_that_was_never_seen_is_a_stretch(house: Any) -> None:
    levels = [house.mean(f"Y{at}", v) for at, v in enumerate((2.50, 2.53, 2.55, 2.59))]
    goal = GPA | {"by": "2027-06-30", "target": {"level": 3.4}}
    found = house.judge(goal, *levels)
    assert found["needed"] == pytest.approx(0.81, rel=0.01)
    assert found["usual"] == pytest.approx(0.03, rel=0.01)
    assert found["is_stretch"] == "yes"
    assert house.judge(goal | {"target": {"level": 2.63}}, *levels)["is_stretch"] == "no"
    assert house.judge(goal, *levels[:3], as_of=BEFORE)["is_stretch"] == ""  # too short a history
