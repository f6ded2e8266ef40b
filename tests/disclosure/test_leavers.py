"""Those who were measured once: what levels and changes would tell of them together."""

from __future__ import annotations

import math

import pytest

from pipeline.disclosure.bundles import key_of
from pipeline.disclosure.leavers import Found, leavers, without_leavers
from tests.disclosure.made import AFTER, BEFORE, change, found, level, published, shown
from tests.disclosure.test_certified import BLANK

PAIRS = "late/change/participants"
OF_SCHOOL = f"{PAIRS}/school=A"
WHOLE = f"late/level/participants@{BEFORE}"


def rows(n: int, pairs: int, school: str = "", share: float = 0.5) -> list[dict[str, object]]:
    """A level of all at the start, those paired, and everybody of them at the end."""
    return [
        level(n, "late", school=school, period=BEFORE, mean=share),
        level(pairs, "late", school=school),
        change(pairs, "late", school=school, means=(share, 0.5)),
    ]


@pytest.mark.parametrize(("left", "is_counted"), [(0, True), (1, False), (9, False), (20, True)])
def test_a_change_of_a_school_is_counted_unless_few_left(left: int, *, is_counted: bool) -> None:
    row = found(rows(100 + left, 100, "A"), OF_SCHOOL)
    assert row.is_published
    assert ("n" in row.figures) == ("mean_before" in row.figures) == is_counted
    assert "estimate" in row.figures
    assert row.reason == ("" if is_counted else "privacy")


@pytest.mark.parametrize(("left", "is_counted"), [(0, True), (1, False), (9, False), (20, True)])
def test_a_level_of_everyone_is_a_round_figure_if_few_left(left: int, *, is_counted: bool) -> None:
    """The change of everyone is the answer to the question: it is told in full."""
    made = rows(500 + left, 500, share=0.4567)
    before, paired = found(made, WHOLE), found(made, PAIRS)
    assert {"n", "mean_before"} <= paired.figures.keys()
    assert ("n" in before.figures) == is_counted
    assert before.figures["mean_after"].shown == ("45.7%" if is_counted else "46%")


def test_those_who_left_and_were_all_alike_are_not_told_of() -> None:
    """Twelve who left, none of them late: as many as may be told of, but too much alike."""
    made = [level(112, "late", school="A", period=BEFORE, mean=50 / 112),
            level(100, "late", school="A"), change(100, "late", school="A")]  # fmt: skip
    assert "n" not in found(made, OF_SCHOOL).figures


def test_those_who_came_are_not_told_of_either() -> None:
    made = [level(100, "late", school="A", period=BEFORE), level(104, "late", school="A"),
            change(100, "late", school="A")]  # fmt: skip
    assert "n" not in found(made, OF_SCHOOL).figures


def test_what_is_made_of_the_same_people_is_not_counted_either() -> None:
    impact = change(200, "late", school="A", means=(0.1, 0.2)) | {
        "id": "late/impact/contrast/school=A", "analysis": "impact", "group": "contrast",
        "n_before": 100, "n_after": 100, "model": "did",
    }  # fmt: skip
    told = published([*rows(103, 100, "A"), impact]).row("late/impact/contrast/school=A")
    assert told is not None
    assert told.is_published
    assert not {"n", "n_before", "n_after", "df", "statistic"} & told.figures.keys()
    assert shown([*rows(103, 103, "A"), impact], "late/impact/contrast/school=A", "n") == "200"


def test_a_school_that_is_not_counted_takes_another_with_it() -> None:
    """Everyone less school B would be school A."""
    made = [
        *rows(123, 100),
        *rows(53, 50, "A"),
        *rows(70, 50, "B"),
    ]
    told = {row.level: row for row in published(made).rows if row.analysis == "change"}
    assert "n" in told[""].figures
    assert "n" not in told["A"].figures
    assert "n" not in told["B"].figures


def test_where_everyone_is_a_round_figure_schools_do_not_add_up_to_more() -> None:
    made = [*rows(104, 100), *rows(54, 50, "A"), *rows(50, 50, "B")]
    told = {(row.level, row.period_after): row for row in published(made).rows
            if row.analysis == "level"}  # fmt: skip
    assert {place for place, row in told.items() if "n" in row.figures} == {
        (school, AFTER) for school in ("", "A", "B")
    }


def test_another_population_is_no_difference() -> None:
    """An analysis of all who were measured counts different people before and after."""
    made = [*rows(103, 100, "A")[:2], change(103, "late", school="A", n_after=100)]
    assert "n" in found(made, OF_SCHOOL).figures


NUMBERS = ("n", "n_before", "n_after", "n_missing", "n_clusters", "mean_before", "mean_after",
           "sd_before", "sd_after", "estimate", "std_error", "statistic", "df", "p_value",
           "effect")  # fmt: skip
KEPT = {"estimate", "std_error", "p_value", "effect"}


def without(row: dict[str, object], place: str = "A", period: str = BEFORE) -> set[str]:
    """The numbers that are left, where those who left school A or the whole may not be told of."""
    made = {**BLANK, **dict.fromkeys(NUMBERS, 1.0), **row}
    levels = {key_of({**BLANK, **level(1, "late", period=period)})}
    places = {("late", "participants", "school" if place else "", place)}
    few = Found(frozenset(places), frozenset(levels))
    (told,) = without_leavers([made], few)
    return {name for name in NUMBERS if not math.isnan(told[name])}


def bare(row: dict[str, object], **more: object) -> dict[str, object]:
    """What a row is about, without its numbers."""
    return {name: value for name, value in row.items() if isinstance(value, str)} | more


OF_PAIRS = ("change", "impact", "baseline", "dose", "expected", "answers")


@pytest.mark.parametrize("analysis", OF_PAIRS)
def test_what_counts_those_who_are_paired_keeps_only_what_tells_no_number(analysis: str) -> None:
    row = bare(change(1, "late", school="A"), analysis=analysis)
    assert without(row) == KEPT
    assert without(row, "B") == without(row | {"outcome": "gpa"}) == set(NUMBERS)
    assert without(row | {"model": "independent"}) == set(NUMBERS)


@pytest.mark.parametrize("analysis", ["gap", "level", "detectable"])
def test_what_counts_nobody_who_is_paired_keeps_its_numbers(analysis: str) -> None:
    assert without(bare(change(1, "late", school="A"), analysis=analysis)) == set(NUMBERS)


def test_a_round_level_keeps_its_means_and_nothing_that_tells_how_many() -> None:
    row = bare(level(1, "late", period=BEFORE))
    assert without(row) == KEPT - {"std_error"} | {"mean_before", "mean_after", "statistic", "df"}
    assert without(row, period="2023-24") == set(NUMBERS)
    assert without(bare(change(1, "late"))) == set(NUMBERS)


def few(everyone: float, pairs: float, **more: object) -> int:
    """How many levels of the whole group must be round figures; nobody came or left at the end."""
    made = [
        level(everyone, "late", period=BEFORE),
        level(100, "late"),
        change(pairs, "late") | more,
    ]
    found = leavers(({**BLANK, **row} for row in made), minimum_n=10, shares=frozenset({"late"}))
    assert not found.places
    return len(found.levels)


def test_only_those_who_left_matter_and_only_where_the_same_people_are_counted() -> None:
    assert [few(n, 100) for n in (99, 100, 101, 109, 110, 130)] == [0, 0, 1, 1, 1, 0]
    assert few(101, 100, n_before=99) == few(101, 100, n=99) == few(101, 100, n_after=99) == 0
    assert few(101, 100, analysis="impact") == 0
    assert few(math.nan, 100) == 0


def test_a_change_of_one_pair_is_of_the_same_people_too() -> None:
    assert few(2, 1) == 1
    assert few(1, 0, n_before=0, n_after=0) == 0
