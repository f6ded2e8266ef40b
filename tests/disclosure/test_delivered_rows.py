"""What was done, as readers see it: sums of entries in full, people only from enough on."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.disclosure import delivered, scaling
from pipeline.tables.published import PublishedGoal
from tests import builders
from tests.disclosure.test_certified import BLANK
from tests.disclosure.test_printed_rows import TOLD

T = 10


def row(**more: Any) -> dict[str, Any]:
    return {**BLANK, **TOLD, **more}


def shown(found: Any) -> dict[str, str | None]:
    return {name: figure and figure.shown.replace("−", "-") for name, figure in found.items()}


HIDDEN = dict.fromkeys(
    ("n", "n_before", "n_after", "n_clusters", "estimate", "mean_before", "mean_after")
)


@pytest.mark.parametrize("model", ["served", "again"])
@pytest.mark.parametrize(
    ("n", "n_after", "is_told"),
    [(9.0, float("nan"), False), (10.0, float("nan"), True), (1.0, float("nan"), False),
     (30.0, 9.0, False), (30.0, 1.0, False), (30.0, 10.0, True), (30.0, 21.0, False),
     (30.0, 20.0, True), (30.0, 30.0, True), (30.0, 0.0, True), (0.0, 0.0, True)],
)  # fmt: skip
def test_people_who_were_served_are_told_of_where_none_could_be_meant(
    model: str, n: float, n_after: float, *, is_told: bool
) -> None:
    found = delivered.activity(row(model=model, n=n, n_after=n_after), T)
    assert (found == HIDDEN) is not is_told
    assert delivered.activity(row(model="entries", n=n, n_after=n_after), T) != HIDDEN


ACTIVITIES = [
    ("entries", "%", {"estimate": "11%", "mean_before": "0.4", "mean_after": "0.5"}),
    ("value", "money", {"estimate": "$0.1", "mean_before": "$0.41", "mean_after": "0.5"}),
    ("hours", "hours", {"estimate": "0.1", "mean_before": "0.4", "mean_after": "0.5"}),
]


@pytest.mark.parametrize(("model", "unit", "expected"), ACTIVITIES)
def test_what_was_given_is_printed_in_its_unit(
    model: str, unit: str, expected: dict[str, str]
) -> None:
    found = shown(delivered.activity(row(model=model, unit=unit, n_missing=3.0), T))
    assert found == expected | {"n_missing": "3"}


def test_money_is_printed_in_whole_dollars() -> None:
    found = shown(delivered.activity(row(unit="money", estimate=4555.4), T))
    assert found["estimate"] == "$4,555"


@pytest.mark.parametrize(
    ("n", "n_after", "minimum_n", "is_told"),
    [(3.0, 3.0, T, True), (2.0, 2.0, T, False), (40.0, 2.0, T, False), (40.0, 38.0, T, False),
     (40.0, 37.0, T, True), (40.0, 3.0, T, True), (2.0, 2.0, 2, True), (1.0, 1.0, 2, False)],
)  # fmt: skip
def test_who_improved_is_told_from_three_on(
    n: float, n_after: float, minimum_n: int, *, is_told: bool
) -> None:
    found = delivered.federal(row(n=n, n_after=n_after), minimum_n)
    nothing = dict.fromkeys((*delivered.COUNTS, *delivered.LIMITS))
    assert (found == nothing) is not is_told


MONTHS = {"n": 9.0, "n_after": 5.0, "unit": "hours"}


@pytest.mark.parametrize(
    ("outcome", "is_of_people"),
    [("log.taking-part", True), ("voice.helped", True), ("log.sessions", False),
     ("log.meetings", False), ("log.events", False), ("log.actions", False),
     ("sessions.taking-part", True)],
)  # fmt: skip
def test_a_month_of_few_people_is_hidden_and_of_few_entries_is_not(
    outcome: str, *, is_of_people: bool
) -> None:
    nothing = dict.fromkeys((*delivered.COUNTS, *delivered.LIMITS))
    month = delivered.monthly(row(outcome=outcome, model="", **MONTHS), T)
    assert (month == nothing) is is_of_people
    usual = shown(delivered.monthly(row(outcome=outcome, model="usual", **MONTHS), T))
    assert usual == {"estimate": "0.1", "conf_low": "0.0", "conf_high": "0.2", "statistic": "2",
                     "effect": "0", "df": "397"}  # fmt: skip


def test_a_month_of_enough_people_is_told_with_who_is_missing() -> None:
    month = row(outcome="voice.helped", model="", unit="%", n=40.0, n_after=20.0, n_missing=3.0)
    assert shown(delivered.monthly(month, T)) == {
        "estimate": "11%", "conf_low": "-3%", "conf_high": "20%", "n_missing": "3",
    }  # fmt: skip


def goal(name: str, now: float | None, start: float | None) -> PublishedGoal:
    told = {"gas": now, "gas_start": start}
    figures = {what: builders.plain(value) for what, value in told.items() if value is not None}
    return PublishedGoal(id=name, text={}, figures=figures, status="published")


def test_two_goals_make_a_score_and_those_without_both_steps_do_not_count() -> None:
    rows = [goal("a", -1, -2), goal("b", 1, -2), goal("c", 2, None), goal("d", None, -2)]
    found = list(scaling.published(iter(rows)))
    assert [one.id for one in found] == [
        "attainment/start", "attainment/now", "attainment/goals",
    ]  # fmt: skip
    assert [one.what for one in found] == ["start", "now", "goals"]
    assert [one.figure.shown for one in found if one.figure] == ["25", "50", "2"]
    assert {(one.source, one.file) for one in found} == {("", "")}
    assert list(scaling.published(iter(rows[1:]))) == []
