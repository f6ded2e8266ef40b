"""Words follow the interval, the smallest change that matters, and the p-value that governs."""

from __future__ import annotations

import pytest

from pipeline.report.readings import change_verdict, goal_chips, reading
from pipeline.tables.published import Figure, PublishedRow
from tests import builders
from tests.report.pages import context


def a_row(outcome: str, low: float, estimate: float, high: float, p: float) -> PublishedRow:
    figures = {
        name: Figure(value=value, shown=str(value))
        for name, value in (
            ("estimate", estimate),
            ("conf_low", low),
            ("conf_high", high),
            ("p_adjusted", p),
        )
    }
    return builders.row(f"{outcome}/change/participants", figures)


@pytest.mark.parametrize(
    ("low", "estimate", "high", "clarity"),
    [
        (0.9, 2.1, 3.3, "clear"),
        (0.2, 0.5, 0.8, "small"),
        (-0.4, 1.2, 2.8, "chance"),
        (-0.4, 0.1, 0.6, "same"),
        (-3.3, -2.1, -0.9, "clear"),
    ],
)
def test_clarity_follows_the_interval_and_the_smallest_change_that_matters(
    low: float, estimate: float, high: float, clarity: str
) -> None:
    row = a_row("attendance", low, estimate, high, 0.9)
    assert reading(context(), row).clarity == clarity


def test_the_primary_outcome_is_read_without_adjustment_and_the_others_with_it() -> None:
    primary = reading(context(), a_row("attendance", 0.1, 2.0, 3.9, 0.09))
    other = reading(context(), a_row("math", 0.1, 2.0, 3.9, 0.09))
    assert (primary.clarity, other.clarity) == ("clear", "chance")


def test_no_interval_is_too_uncertain_to_read() -> None:
    row = builders.row("math/change/participants", {"estimate": Figure(value=2, shown="2")})
    assert reading(context(), row).clarity == "uncertain"


def test_hidden_and_absent_rows_say_so_and_point_nowhere() -> None:
    hidden = builders.row("math/change/participants", {}, status="suppressed")
    assert reading(context(), hidden).clarity == "hidden"
    assert reading(context(), None).clarity == "absent"
    assert reading(context(), hidden).is_right_way is None


def test_a_fall_is_right_where_lower_is_better() -> None:
    assert reading(context(), a_row("dropout", -0.03, -0.02, -0.01, 0.01)).is_right_way is True
    assert reading(context(), a_row("attendance", -3, -2, -1, 0.01)).is_right_way is False


def test_every_measured_goal_carries_two_verdicts_that_are_never_merged() -> None:
    for goal in builders.published().goals:
        chips = goal_chips(context().words, goal)
        assert len(chips) == (2 if change_verdict(goal) else 1)
    words = [chip.words for chip in goal_chips(context().words, builders.published().goals[0])]
    assert words == ["Target met", "Could be chance"]


def test_a_count_of_everything_has_no_chance_in_it() -> None:
    assert change_verdict(builders.published().goals[-1]) == "count"
