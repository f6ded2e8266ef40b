"""Goals as readers see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.disclosure.made import AFTER, BEFORE, T, change, level, published

if TYPE_CHECKING:
    from pipeline.tables.published import PublishedGoal

Row = dict[str, object]


def goal(**more: object) -> Row:
    told: Row = {
        "id": "late", "statement": "Fewer come late.", "outcome": "late", "unit": "%",
        "population": "participants", "type": "binary", "better": "lower", "n": 150.0,
        "baseline": 0.24, "target": 0.2, "current": 0.18, "met": "yes", "confirmed": "yes",
        "verdict": "met", "progress": 1.5, "elapsed": 1.0, "p_met": 0.9, "change": -0.06,
        "period_baseline": BEFORE, "period_current": AFTER, "by": "2026-06-30",
        "change_id": "late/change/participants", "reading": "as it says", "status": "published",
        "level_ids": f"late/level/participants@{BEFORE}",
    }  # fmt: skip
    return told | more


def seen(row: Row, *rows: Row) -> PublishedGoal:
    return published(rows, [row]).goals[0]


def of(row: Row, column: str) -> str:
    return seen(row).figures[column].shown


HIDDEN = {
    "the level now": level(9, "late"),
    "the level before": level(9, "late", period=BEFORE),
    "the pairs between": change(9, "late"),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_a_goal_of_a_hidden_group_is_hidden_whole(what: str) -> None:
    found = seen(goal(), HIDDEN[what])
    assert (found.status, found.figures, found.text["verdict"]) == ("suppressed", {}, "suppressed")
    told = ("met", "confirmed", "reading", "change_id", "level_ids")
    assert [found.text[name] for name in told] == [""] * len(told)
    assert found.text["statement"] == "Fewer come late."


@pytest.mark.parametrize(("n", "status"), [(T - 1, "suppressed"), (T, "published")])
def test_a_goal_about_few_people_is_hidden(n: int, status: str) -> None:
    assert seen(goal(n=float(n))).status == status


def test_a_level_may_hold_a_slash() -> None:
    name = "Asian/Pacific"
    row = goal(population=f"participants/school={name}")
    assert seen(row, level(9, "late", school=name)).status == "suppressed"
    assert seen(row, level(9, "late", school="Asian")).status == "published"


def test_another_group_or_period_hides_no_goal() -> None:
    others = level(9, "late", "comparison"), level(9, "late", period="2023-24"), level(9, "gpa")
    assert seen(goal(), *others).status == "published"


def test_a_goal_that_is_not_measured_holds_its_target() -> None:
    row = goal(current=None, n=None, target=0.068, verdict="not-measured", met="")
    assert (seen(row).status, of(row, "target")) == ("not-estimable", "6.8%")


def test_a_target_between_two_percents_stays_readable() -> None:
    row = goal(baseline=0.08, target=0.068, current=0.065, n=150.0)
    assert [of(row, c) for c in ("baseline", "target", "current")] == ["8.0%", "6.8%", "6.5%"]


def test_a_goal_just_missed_does_not_print_as_met() -> None:
    row = goal(target=0.2, current=0.20001, met="no", progress=0.99975, n=50.0)
    assert (of(row, "target"), of(row, "current")) == ("20.000%", "20.001%")
    assert of(row, "progress") == "99.98%"


def test_a_relative_change_short_of_its_target_does_not_print_as_it() -> None:
    row = goal(baseline=0.2, target=0.17, current=0.1702, relative=-0.149, met="no")
    assert of(row, "relative") == "\N{MINUS SIGN}14.9%"


def test_the_noise_of_a_product_is_no_miss() -> None:
    assert of(goal(target=8.0 * 0.85 / 100, current=0.068, met="yes"), "current") == "6.8%"


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_a_printed_level_is_never_on_the_other_side_of_its_target(now: float, aim: float) -> None:
    found = seen(goal(current=now, target=aim, met="yes" if now <= aim else "no")).figures
    if now > aim + 1e-11:
        assert found["current"].value > found["target"].value
    if now < aim:
        assert found["current"].value <= found["target"].value


def test_chance_is_never_none_and_never_certain() -> None:
    told = [of(goal(p_met=p), "p_met") for p in (0.0, 0.5, 1.0)]
    assert told == ["at most 1 in 100", "50 in 100", "at least 99 in 100"]


def test_hours_of_a_log_keep_what_is_not_whole() -> None:
    row = goal(type="count", outcome="log.hours", n=None, baseline=None, target=2000.0,
               current=2710.5, change_id="", population="all")  # fmt: skip
    assert (of(row, "current"), of(row, "target")) == ("2,710.5", "2,000.0")
