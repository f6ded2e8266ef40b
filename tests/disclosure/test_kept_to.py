"""Releases after others: what stays as it was given out, and what stays hidden."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.disclosure.bundles import key_of
from pipeline.disclosure.ledger import Ledger, ledger
from tests.disclosure.made import AFTER, BEFORE, T, change, level, published
from tests.disclosure.test_certified import BLANK
from tests.disclosure.test_published_goals import goal

if TYPE_CHECKING:
    from pipeline.tables.published import Published


def table(period: str = AFTER, mean: float = 0.5, **sizes: int) -> list[dict[str, object]]:
    rows = [level(n, school=name, period=period, mean=mean) for name, n in sizes.items()]
    return [level(sum(sizes.values()), period=period, mean=mean), *rows]


def told(rows: list[dict[str, object]], *earlier: list[dict[str, object]]) -> dict[str, str]:
    """What is told of each row after some releases: its people, or why it is not told."""
    given_out: list[Published] = []
    for one in (*earlier, rows):
        given_out.append(published(one, earlier=given_out))
    return {
        row.id.partition("participants")[2]: row.figures["n"].shown
        if row.status == "published"
        else row.status
        for row in given_out[-1].rows
    }


def at(school: str, period: str = AFTER) -> str:
    return (f"/school={school}" if school else "") + f"@{period}"


@pytest.mark.parametrize("gap", [1, T - 1, -1, 1 - T])
def test_a_correction_of_few_people_leaves_the_number_that_was_given_out(gap: int) -> None:
    now = told(table(A=20 + gap, B=31, C=32), table(A=20, B=31, C=32))
    assert now == {at(""): "83", at("A"): "20", at("B"): "31", at("C"): "32"}


@pytest.mark.parametrize("gap", [T, 3 * T])
def test_a_correction_of_many_people_is_told(gap: int) -> None:
    now = told(table(A=20 + gap, B=31, C=32), table(A=20, B=31, C=32))
    assert now[at("A")] == str(20 + gap)
    assert now[at("")] == str(83 + gap)


def test_small_corrections_add_up_until_they_may_be_told() -> None:
    first, second, third = (table(A=20 + more, B=31, C=32) for more in (0, 6, 12))
    assert told(second, first)[at("A")] == "20"
    assert told(third, first, second)[at("A")] == "32"


def test_a_number_that_comes_near_to_an_older_one_is_not_told_either() -> None:
    """48, then 60, then 50: the last differs by ten from the second, and by two from the first."""
    first, second, third = (table(A=n, B=31, C=32) for n in (48, 60, 50))
    assert told(second, first)[at("A")] == "60"
    assert told(third, first, second)[at("A")] == "60"


def test_a_number_that_stays_says_so_and_brings_its_other_figures() -> None:
    first = published(table(mean=0.5, A=20, B=31, C=32))
    now = published(table(mean=0.9, A=23, B=31, C=32), earlier=[first])
    rows = {row.id: row for row in now.rows}
    kept = next(row for name, row in rows.items() if "school=A" in name)
    assert kept.reason == "as published before"
    assert kept.figures == next(row for row in first.rows if row.id == kept.id).figures
    assert any("as published before" in note and "fewer than 10" in note for note in now.notes)
    assert not first.notes


def test_a_new_period_is_told_and_old_ones_stay() -> None:
    old = table(BEFORE, A=20, B=31, C=32)
    now = told([*table(BEFORE, A=22, B=31, C=32), *table(A=25, B=30, C=40)], old)
    assert now[at("A", BEFORE)] == "20"
    assert now[at("A")] == "25"


def test_what_was_hidden_stays_hidden_when_it_has_grown() -> None:
    first = table(A=4, B=31, C=32)
    was = told(first)
    assert was[at("A")] == "suppressed"
    now = told(table(A=40, B=31, C=32), first)
    assert {name for name, said in now.items() if said == "suppressed"} >= {
        name for name, said in was.items() if said == "suppressed"
    }


def test_what_was_given_out_is_not_hidden_for_the_sake_of_others() -> None:
    """C has become small. To hide A or B would protect nobody: the sum of all goes."""
    now = told(table(A=20, B=21, C=4), table(A=20, B=21, C=42))
    assert now == {at(""): "suppressed", at("A"): "20", at("B"): "21", at("C"): "suppressed"}


def test_analyses_of_one_place_stay_together() -> None:
    """The change has no people of its own to compare; it stays because the level does."""
    first = [*table(A=20, B=31, C=32), change(30, school="B"), change(18, school="A")]
    now = [*table(A=24, B=31, C=32), change(30, school="B"), change(18, school="A", means=(0.1, 1))]
    was = {row.id: row for row in published(first).rows}
    rows = {row.id: row for row in published(now, earlier=[published(first)]).rows}
    mine = next(name for name in rows if "change" in name and "school=A" in name)
    assert rows[mine].figures == was[mine].figures


def test_other_values_of_a_place_stay_and_those_of_other_places_are_told() -> None:
    """A gained two people at the end; its start is as it was, and so is all of B."""
    first = [*table(BEFORE, A=20, B=31, C=32), *table(A=20, B=31, C=32)]
    now = [*table(BEFORE, 0.9, A=20, B=31, C=32), *table(mean=0.9, A=22, B=31, C=32)]
    was = {row.id: row.figures for row in published(first).rows}
    is_ = {row.id: row.figures for row in published(now, earlier=[published(first)]).rows}
    stayed = {name.partition("participants")[2] for name in was if was[name] == is_[name]}
    assert stayed == {at("A", BEFORE), at("A"), at("", BEFORE), at("")}


def test_a_number_that_stays_has_the_words_of_today() -> None:
    first = [row | {"label": "Old", "domain": "One"} for row in table(A=20, B=31, C=32)]
    now = [row | {"label": "New", "domain": "Two"} for row in table(A=23, B=31, C=32)]
    made = published(now, earlier=[published(first)])
    assert {(row.text["label"], row.text["domain"]) for row in made.rows} == {("New", "Two")}
    kept = {row.id for row in made.rows if row.reason}
    texts = {row.id: row.text for row in published(first).rows}
    assert all(row.text["unit"] == texts[row.id]["unit"] for row in made.rows if row.id in kept)


def test_a_number_that_was_told_in_part_still_says_so() -> None:
    first = published(table(A=20, B=31, C=32))
    part = replace(first, rows=tuple(replace(row, reason="privacy") for row in first.rows))
    now = published(table(A=23, B=31, C=32), earlier=[part])
    assert {row.reason for row in now.rows} == {"privacy", ""}


def read(now: list[dict[str, object]], *earlier: list[dict[str, object]]) -> Ledger:
    """The ledger alone; what was given out is taken as it is, each by itself."""
    exact = [{**BLANK, **row} for row in now]
    return ledger(exact, [published(one) for one in earlier], minimum_n=T)


@pytest.mark.parametrize("column", ["n", "n_before", "n_after"])
def test_every_count_of_people_is_looked_at(column: str) -> None:
    found = read([change(50) | {column: 53}], [change(50)])
    assert len(found.carried) == 1


def test_people_without_a_value_are_looked_at() -> None:
    found = read([level(50, n_missing=23)], [level(50, n_missing=20)])
    assert len(found.carried) == 1


def test_a_count_that_is_no_longer_there_is_left_alone() -> None:
    (row,) = now = [level(50)]
    found = read(now, [level(50, n_missing=20)])
    assert found.public == {key_of({**BLANK, **row})}


def test_a_row_of_which_one_count_has_moved_far_is_told_anew() -> None:
    found = read([change(50) | {"n_after": 80}], [change(50)])
    assert (found.carried, found.public) == ({}, frozenset())


def test_the_last_that_was_given_out_counts() -> None:
    found = read([level(60)], [level(30)], [level(60)])
    assert len(found.public) == 1
    assert not read([level(60)], [level(60)], [level(30)]).public


def test_entries_of_a_log_are_no_people() -> None:
    entries = [{**level(n), "analysis": "activity"} for n in (40, 43)]
    assert not read(entries[1:], entries[:1]).carried


def test_what_was_hidden_once_and_told_later_need_not_stay_hidden() -> None:
    assert read([level(60)], [level(4)]).stay
    assert not read([level(60)], [level(4)], [level(60)]).stay
    assert not read([level(60)], [level(4)], [level(30)]).stay


def test_without_a_correction_nothing_changes() -> None:
    rows = table(A=4, B=31, C=32, D=33)
    first = published(rows)
    second = published(rows, earlier=[first])
    assert [(row.id, row.status, row.figures) for row in second.rows] == [
        (row.id, row.status, row.figures) for row in first.rows
    ]
    assert second.notes == first.notes


def test_a_share_that_has_become_bare_is_told_no_more() -> None:
    """As many people as before, and nearly none of them: the number that was given out is old."""
    first = [level(50, "late", mean=0.4), level(60, "late", "comparison", mean=0.4)]
    now = [level(50, "late", mean=0.0), level(60, "late", "comparison", mean=0.4)]
    made = published(now, earlier=[published(first)])
    assert made.rows[0].status == "suppressed"


def promised(n: float = 20, current: float = 0.5) -> dict[str, object]:
    about = {"id": "gpa", "outcome": "gpa", "type": "continuous", "unit": "points", "target": 3}
    return goal(**about, population="participants/school=A", n=n, current=current, baseline=0.3)


def test_a_goal_stays_with_the_numbers_that_it_tells_of() -> None:
    first = published(table(A=20, B=31, C=32), [promised()])
    now = published(table(A=23, B=31, C=32), [promised(23, 0.9)], earlier=[first])
    assert now.goals == first.goals
    assert now.goals[0].figures["n"].shown == "20"


def test_a_goal_about_other_people_is_told_anew() -> None:
    mine = promised() | {"population": "participants/school=B", "n": 31}
    first = published(table(A=20, B=31, C=32), [mine])
    now = published(table(A=23, B=31, C=32), [mine | {"current": 0.9}], earlier=[first])
    assert now.goals[0].figures["current"].value == pytest.approx(0.9)


def test_a_goal_that_counts_entries_is_told_anew() -> None:
    mine = promised() | {"type": "count", "n": math.nan}
    first = published(table(A=20, B=31, C=32), [mine])
    now = published(table(A=23, B=31, C=32), [mine | {"current": 9}], earlier=[first])
    assert now.goals[0].figures["current"].value == 9


def test_a_goal_that_was_hidden_is_not_told_because_it_stays() -> None:
    first = published(table(A=20, B=31, C=32), [promised(n=4)])
    assert first.goals[0].status == "suppressed"
    now = published(table(A=23, B=31, C=32), [promised(23)], earlier=[first])
    assert now.goals[0].status == "suppressed"
    told = published(table(A=20, B=31, C=32), [promised()])
    again = published(table(A=23, B=31, C=32), [promised(23)], earlier=[told, first])
    assert again.goals[0].figures == told.goals[0].figures


def test_a_new_goal_about_a_number_that_stays_is_not_told() -> None:
    first = published(table(A=20, B=31, C=32))
    now = published(table(A=23, B=31, C=32), [promised(23, 0.9)], earlier=[first])
    assert now.goals[0].status == "suppressed"
