"""What an analysis tells of, and what it is made of: the levels and changes that hide it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.disclosure.bundles import Key, Tally, tallies
from pipeline.disclosure.primary import dependents, is_unsafe
from tests.disclosure.made import AFTER, BEFORE, change, hidden, level
from tests.disclosure.test_certified import BLANK

if TYPE_CHECKING:
    from tests.disclosure.made import Row

SHARES = frozenset({"late"})
OF_LEVELS = (
    "change", "expected", "baseline", "impact", "improvement", "unmeasured", "detectable",
    "nonresponse", "bounds", "weighted", "dose", "cost", "answers",
)  # fmt: skip
SERIES = ("usual", "trend")
OF_ALL_LEVELS = ("gap", "mix")
BY_ITSELF = ("attrition", "balance", "reliability", "response", "retrospective", "reach", "gpra",
             "sides")  # fmt: skip
NO_LEVELS = ("attrition", "balance", "nonresponse", "mix", "detectable", "usual", "trend", "reach",
             "dose", "gpra", "gap")  # fmt: skip
ABOUT_PEOPLE = ("level", *OF_LEVELS, *SERIES, *OF_ALL_LEVELS, *BY_ITSELF)


@pytest.mark.parametrize("analysis", ABOUT_PEOPLE)
def test_nothing_is_told_of_few_people_by_any_analysis(analysis: str) -> None:
    rows: list[Row] = [change(n, analysis=analysis, id=str(n), school=str(n)) for n in (9, 10)]
    assert hidden(rows) == {"9": "primary"}


def row(**more: Any) -> dict[str, Any]:
    return {**BLANK, "outcome": "late", "analysis": "level", **more}


@pytest.mark.parametrize("analysis", ABOUT_PEOPLE)
def test_nobody_with_a_trait_matters_where_levels_are_told(analysis: str) -> None:
    told = row(analysis=analysis, n=50.0, n_after=50.0, mean_after=0.0)
    tells_levels = analysis not in {*NO_LEVELS, "response"}
    assert is_unsafe(told, minimum_n=10, shares=SHARES) is tells_levels
    assert not is_unsafe(told | {"outcome": "gpa"}, minimum_n=10, shares=SHARES)
    assert not is_unsafe(told | {"model": "stuart_maxwell"}, minimum_n=10, shares=SHARES)


def test_a_side_is_told_by_its_count_or_by_its_mean() -> None:
    told = tallies(row(n=50.0, n_before=20.0, mean_after=0.3), SHARES)
    assert {name: one.n for name, one in told.items()} == {"n": 50, "n_before": 20, "n_after": 50}
    assert [told["n_after"].hits, math.isnan(told["n_before"].hits)] == [15.0, True]
    assert set(tallies(row(n=50.0), SHARES)) == {"n"}
    assert tallies(row(n=50.0, n_before=20.0, mean_before=0.25), SHARES)["n_before"] == Tally(20, 5)


def test_who_was_not_reached_is_told_of_too() -> None:
    for rest, expected in ((0, False), (1, True), (9, True), (10, False)):
        told = row(analysis="reach", n=50.0, n_before=50.0 + rest)
        assert is_unsafe(told, minimum_n=10, shares=SHARES) is expected
    assert not is_unsafe(row(n=50.0, n_before=51.0), minimum_n=10, shares=SHARES)


def test_a_rate_of_answers_is_no_share_of_people_with_a_trait() -> None:
    for n, expected in ((0, False), (1, True), (9, True), (10, False), (58, False)):
        told = row(analysis="response", n=float(n), n_before=60.0, n_after=float(n),
                   mean_after=n / 60)  # fmt: skip
        assert is_unsafe(told, minimum_n=10, shares=SHARES) is expected


def key(analysis: str, group: str = "participants", level: str = "", **more: str) -> Key:
    told = {"outcome": "late", "subgroup": "school" if level else "", "before": BEFORE,
            "after": AFTER}  # fmt: skip
    return Key(analysis=analysis, group=group, level=level, **told | more)


def at(period: str, group: str = "participants", level: str = "", **more: str) -> Key:
    return key("level", group, level, before="", after=period, **more)


PARTS = {
    "at the start": at(BEFORE),
    "at the end": at(AFTER),
    "in between": at("2023-24"),
    "of another outcome": at(AFTER, outcome="gpa"),
    "of the others": at(AFTER, "comparison"),
    "of everyone": at(AFTER, "all"),
    "of a school": at(AFTER, level="A"),
    "of another school": at(AFTER, level="B"),
    "of a school at the start": at(BEFORE, level="B"),
    "of a school in between": at("2023-24", level="A"),
    "of a grade": at(AFTER, level="A", subgroup="grade"),
    "change": key("change"),
    "change of the others": key("change", "comparison"),
    "change of a school": key("change", level="A"),
    "change over longer": key("change", before="2023-24"),
}


def made_of(whole: Key) -> set[str]:
    """The parts with which an analysis falls."""
    found = dependents(one for one in [*PARTS.values(), whole])
    return {name for name, part in PARTS.items() if whole in found.get(part, ())}


@pytest.mark.parametrize("analysis", [one for one in OF_LEVELS if one != "change"])
def test_an_analysis_falls_with_the_levels_and_the_change_of_its_own_place(analysis: str) -> None:
    assert made_of(key(analysis)) == {"at the start", "at the end", "change"}
    assert made_of(key(analysis, level="A")) == {"of a school", "change of a school"}
    assert made_of(key(analysis, before="", after=BEFORE)) == {"at the start", "change"}
    assert made_of(key(analysis, before=BEFORE, after="")) == {"at the start", "change"}
    assert made_of(key(analysis, before="2023-24")) == {
        "in between", "at the end", "change over longer"
    }  # fmt: skip
    assert made_of(key(analysis, "contrast")) == {
        "at the start", "at the end", "change", "of the others", "change of the others"
    }  # fmt: skip


def test_a_change_falls_with_its_levels_and_not_with_itself() -> None:
    assert made_of(key("change", before="2023-24")) == {"in between", "at the end"}
    longer = key("change"), key("change", before="2023-24")
    assert not [whole for whole in longer if whole in dependents(longer).get(whole, ())]


@pytest.mark.parametrize("analysis", OF_ALL_LEVELS)
def test_a_gap_is_made_of_every_level_of_its_breakdown(analysis: str) -> None:
    whole = key(analysis, level="B-A", before="", after=AFTER)
    assert made_of(whole) == {"of a school", "of another school", "change of a school"}


@pytest.mark.parametrize("analysis", SERIES)
def test_a_series_is_made_of_the_levels_of_every_period(analysis: str) -> None:
    assert made_of(key(analysis)) == {"at the start", "at the end", "in between"}
    assert made_of(key(analysis, "all")) == {"of everyone"}


@pytest.mark.parametrize("analysis", ["level", *BY_ITSELF])
def test_what_stands_for_itself_is_made_of_nothing(analysis: str) -> None:
    assert made_of(key(analysis, after="2022-23")) == set()
    assert made_of(key(analysis, before="", after=AFTER, outcome="math")) == set()


def test_levels_are_no_parts_of_levels() -> None:
    assert dependents([level_ for level_ in PARTS.values() if level_.analysis == "level"]) == {}


def test_a_level_is_hidden_with_nothing_else() -> None:
    assert hidden([level(9), level(50, period=BEFORE)]) == {
        f"gpa/level/participants@{AFTER}": "primary"
    }


def test_nobody_and_an_unknown_number_are_no_small_group() -> None:
    assert [Tally(n).is_unsafe(10) for n in (0, -1, math.nan, 1, 9)] == [False] * 3 + [True] * 2


def test_who_is_in_the_whole_and_not_in_the_part() -> None:
    assert Tally(50, 20) - Tally(20, 5) == Tally(30, 15)
