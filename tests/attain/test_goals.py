"""Goals held against levels: the worked examples of the design, the edges, and laws."""

from __future__ import annotations

from fractions import Fraction
from math import isnan
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.attain.promise import is_met

DROPOUT = {"outcome": "dropout", "population": "all", "target": {"relative_change": -15}}


def path(house: Any, *counts: tuple[int, int]) -> list[dict[str, Any]]:
    return [house.share(f"Y{k}", x, n) for k, (x, n) in enumerate(counts)]


@pytest.mark.parametrize(
    ("x", "n", "verdict", "p_met"),
    [(78, 1200, "met-within-noise", 0.655), (60, 1200, "met", 0.995), (85, 1210, "not-met", 0.372)],
)
def test_the_dropout_examples_of_the_design(
    house: Any, x: int, n: int, verdict: str, p_met: float
) -> None:
    goal = house.judge(DROPOUT, *path(house, (96, 1200), (90, 1190), (85, 1210), (x, n)))
    assert goal["verdict"] == verdict
    assert goal["p_met"] == pytest.approx(p_met, abs=0.0005)
    assert goal["target"] == pytest.approx(0.068, abs=1e-15)


def test_two_years_in_the_way_made_is_ahead_of_the_time_gone(house: Any) -> None:
    goal = house.judge(
        DROPOUT, *path(house, (96, 1200), (90, 1190), (85, 1210)), as_of="2025-06-30"
    )
    assert goal["progress"] == pytest.approx(0.813, abs=0.0005)
    assert goal["elapsed"] == pytest.approx(0.667, abs=0.001)
    assert goal["verdict"] == "on-track"


def test_the_change_is_told_in_people_and_with_newcombes_interval(house: Any) -> None:
    goal = house.judge(DROPOUT, *path(house, (96, 1200), (90, 1190), (85, 1210), (78, 1200)))
    assert goal["people"] == 18
    assert goal["relative"] == pytest.approx(-0.1875)
    assert (goal["change_low"], goal["change_high"]) == pytest.approx(
        (-0.035943, 0.005829), abs=1e-6
    )
    assert (goal["confirmed"], goal["is_full_count"]) == ("no", False)


def test_a_target_reached_to_the_digit_is_met_in_spite_of_binary_noise(house: Any) -> None:
    assert is_met(0.068, 8.0 * 0.85 / 100, sign=-1)
    assert not is_met(0.068 + 1e-9, 8.0 * 0.85 / 100, sign=-1)
    goal = house.judge(DROPOUT, house.share("Y0", 80, 1000), house.share("Y3", 68, 1000))
    assert goal["met"] == "yes"


def test_the_interval_is_that_of_the_change_row_between_the_compared_periods(house: Any) -> None:
    change = {
        "id": "gpa/change/participants", "analysis": "change", "status": "published",
        "conf_low": 0.1, "conf_high": 0.5,
    }  # fmt: skip
    levels = [house.mean("Y0", 2.5), house.mean("Y2", 2.9), house.mean("Y3", 2.8)]
    aim = {"outcome": "gpa", "target": {"level": 2.8}}
    goal = house.judge(aim, *levels, change)
    assert (goal["change_low"], goal["change_high"], goal["confirmed"]) == (0.1, 0.5, "yes")
    earlier = house.judge(aim, *levels, change, as_of="2025-06-30")
    assert earlier["change_low"] != 0.1


def test_a_change_row_of_other_people_does_not_lend_limits_that_leave_the_change_out(
    house: Any,
) -> None:
    change = {
        "id": "gpa/change/participants", "analysis": "change", "status": "published",
        "conf_low": -0.5, "conf_high": -0.1,
    }  # fmt: skip
    goal = house.judge(
        {"outcome": "gpa", "target": {"level": 2.8}},
        house.mean("Y0", 2.5), house.mean("Y3", 2.8), change,
    )  # fmt: skip
    assert goal["change_low"] < goal["change"] < goal["change_high"]


def test_a_declared_baseline_counts_in_percent_and_with_its_people(house: Any) -> None:
    aim = DROPOUT | {"baseline": {"value": 8.0, "n": 1200}}
    goal = house.judge(aim, house.share("Y3", 78, 1200))
    assert (goal["baseline"], goal["period_baseline"]) == (0.08, "")
    assert goal["change_low"] == pytest.approx(-0.035943, abs=1e-6)
    assert goal["verdict"] == "met-within-noise"
    assert goal["reading"].endswith("8.0% → 6.8%")


def test_a_declared_baseline_without_people_is_a_fixed_figure(house: Any) -> None:
    aim = DROPOUT | {"baseline": {"value": 8.0}}
    goal = house.judge(aim, house.share("Y3", 78, 1200))
    assert (goal["change_low"], goal["change_high"]) == pytest.approx((-0.025, -0.005))
    assert goal["confirmed"] == "yes"


def test_the_reading_holds_no_level_that_was_measured(house: Any) -> None:
    goal = house.judge(DROPOUT, *path(house, (97, 1201), (90, 1190), (85, 1210), (78, 1200)))
    assert goal["reading"] == "−15% was read as relative to the baseline"


def test_a_figure_of_a_log_is_a_full_count_without_chance(house: Any) -> None:
    log = house.entries("Y0", {"meeting": 6, "event": 2}) + house.entries("Y3", {"meeting": 10})
    aim = {"measure": "log.meetings", "target": {"level": 10}}
    goal = house.judge(aim, activities=log)
    assert (goal["baseline"], goal["current"], goal["verdict"]) == (6, 10, "met")
    assert (goal["is_full_count"], goal["confirmed"], goal["change_id"]) == (True, "", "")
    assert isnan(goal["p_met"])
    assert isnan(goal["people"])


def test_a_kept_log_without_a_meeting_counts_none_and_a_silent_one_nothing(house: Any) -> None:
    aim = {"measure": "log.meetings", "baseline": {"value": 6}, "target": {"level": 10}}
    kept = house.judge(aim, activities=house.entries("Y3", {"event": 3}))
    assert (kept["current"], kept["verdict"]) == (0, "not-met")
    assert house.judge(aim)["verdict"] == "not-measured"


def test_hours_are_added_up(house: Any) -> None:
    aim = {"measure": "log.hours", "baseline": {"value": 6}, "target": {"level": 10}}
    assert house.judge(aim, activities=house.entries("Y3", {"event": 3}))["current"] == 4.5


def test_participants_of_a_totals_file_are_everyone_in_it(house: Any) -> None:
    goal = house.judge(DROPOUT | {"population": "participants"},
                       house.share("Y0", 96, 1200), house.share("Y3", 78, 1200))  # fmt: skip
    assert goal["population"] == "all"


def test_a_goal_about_one_level_of_a_breakdown_reads_the_rows_of_that_level(house: Any) -> None:
    who = "gpa/level/participants/frl=Y"
    aim = {"outcome": "gpa", "where": {"frl": ["Y"]}, "target": {"level": 2.8}}
    goal = house.judge(aim, house.mean("Y0", 2.5, who=who), house.mean("Y3", 2.9, who=who),
                       house.mean("Y3", 1.0))  # fmt: skip
    assert (goal["current"], goal["population"]) == (2.9, "participants/frl=Y")


def test_scale_scores_have_no_relative_change(house: Any) -> None:
    means = house.mean("Y0", 2.5), house.mean("Y3", 2.9)
    assert isnan(house.judge({"outcome": "gpa", "target": {"level": 2.8}}, *means)["relative"])
    who = "heard/level/participants"
    shares = house.share("Y0", 40, 100, who=who), house.share("Y3", 60, 100, who=who)
    heard = house.judge({"outcome": "heard", "target": {"level": 55}}, *shares)
    assert isnan(heard["relative"])
    assert heard["people"] == 20


def test_nothing_measured_is_said_and_gives_no_verdict(house: Any) -> None:
    goal = house.judge(DROPOUT)
    assert (goal["verdict"], goal["met"], goal["status"]) == ("not-measured", "", "not-estimable")
    assert goal["reason"]


def test_a_withheld_figure_is_told_as_withheld(house: Any) -> None:
    held = {"source": "card", "measure": "card.rate", "period": "Y3", "withheld": True}
    goal = house.judge(DROPOUT, house.share("Y0", 96, 1200), totals=[held])
    assert (goal["verdict"], goal["reason"]) == ("not-measured", "withheld by the source")


def test_the_baseline_alone_is_too_early_and_after_the_deadline_not_measured(house: Any) -> None:
    early = house.judge(DROPOUT, house.share("Y0", 96, 1200), as_of="2023-06-30")
    assert (early["verdict"], early["met"]) == ("too-early", "")
    late = house.judge(DROPOUT, house.share("Y0", 96, 1200))
    assert late["verdict"] == "not-measured"
    assert isnan(late["current"])


def test_a_deadline_whose_own_period_was_not_measured_is_not_judged_on_an_older_one(
    house: Any,
) -> None:
    goal = house.judge(DROPOUT, *path(house, (96, 1200), (90, 1190), (85, 1210)))
    assert (goal["verdict"], goal["met"], goal["period_current"]) == ("not-measured", "", "Y2")
    assert goal["reason"] == "nothing was measured after Y2"


def test_periods_that_end_after_today_are_not_looked_at(house: Any) -> None:
    levels = path(house, (96, 1200), (90, 1190), (85, 1210), (10, 1200))
    goal = house.judge(DROPOUT, *levels, as_of="2026-06-29")
    assert goal["period_current"] == "Y2"


def test_a_deadline_in_the_break_after_the_last_period_is_judged_by_it(house: Any) -> None:
    levels = path(house, (96, 1200), (90, 1190), (85, 1210), (78, 1200))
    assert house.judge(DROPOUT | {"by": "2026-08-15"}, *levels)["verdict"] == "met-within-noise"
    assert house.judge(DROPOUT | {"by": "2027-06-15"}, *levels)["verdict"] == "on-track"


def test_one_person_is_measured_so_that_the_goal_can_be_hidden(house: Any) -> None:
    one = house.mean("Y3", 2.9, n=1) | {"status": "not-estimable", "reason": "too few people"}
    goal = house.judge({"outcome": "gpa", "target": {"level": 2.8}}, house.mean("Y0", 2.5), one)
    assert (goal["n"], goal["period_current"]) == (1, "Y3")


counts = st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda t: (min(t), max(t)))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=counts, end=counts, amount=st.integers(-90, -1))
def test_met_agrees_with_fractions(
    house: Any, start: tuple[int, int], end: tuple[int, int], amount: int
) -> None:
    goal = house.judge(
        DROPOUT | {"target": {"relative_change": amount}},
        house.share("Y0", *start), house.share("Y3", *end),
    )  # fmt: skip
    target = Fraction(*start) * (100 + amount) / 100
    assert goal["met"] == ("yes" if Fraction(*end) <= target else "no")
    assert goal["verdict"] in {"met", "met-within-noise", "not-met"}
    assert 0 <= goal["elapsed"] <= 1


def test_binary_noise_neither_makes_nor_breaks_a_goal() -> None:
    assert 0.1 + 0.2 > 0.3
    assert is_met(0.3, 0.1 + 0.2, sign=1)
    assert is_met(0.1 + 0.2, 0.3, sign=-1)
    assert not is_met(0.3 - 1e-9, 0.1 + 0.2, sign=1)


def test_a_milestone_that_is_due_says_what_is_expected_not_the_time(house: Any) -> None:
    levels = path(house, (96, 1200), (90, 1200), (90, 1200))
    aim = DROPOUT | {"milestones": [{"by": "2024-06-30", "level": 7.7}]}
    assert house.judge(DROPOUT, *levels, as_of="2025-06-30")["verdict"] == "at-risk"
    assert house.judge(aim, *levels, as_of="2025-06-30")["verdict"] == "on-track"


def test_a_milestone_that_is_not_due_yet_asks_for_nothing(house: Any) -> None:
    levels = path(house, (96, 1200), (90, 1200))
    aim = DROPOUT | {"milestones": [{"by": "2025-06-30", "level": 6.9}]}
    plain = house.judge(DROPOUT, *levels, as_of="2024-06-30")
    assert plain["verdict"] == house.judge(aim, *levels, as_of="2024-06-30")["verdict"]


def test_a_start_beyond_the_target_leaves_no_way_to_measure(house: Any) -> None:
    aim = DROPOUT | {"target": {"level": 9}}
    goal = house.judge(aim, house.share("Y0", 96, 1200), house.share("Y3", 78, 1200))
    assert goal["met"] == "yes"
    assert isnan(goal["progress"])


def test_a_milestone_counts_in_percent_and_one_that_was_missed_tells(house: Any) -> None:
    levels = path(house, (96, 1200), (95, 1200), (94, 1200))
    aim = DROPOUT | {"milestones": [{"by": "2025-06-30", "level": 7.2}]}
    assert house.judge(aim, *levels, as_of="2025-06-30")["verdict"] == "off-track"
