"""The stranger: planted leaks are found, and its bounds are those of trying everything."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.attack.tables import CROSS
from tests.attack.had import leaks

T = 10
BLANK = dict.fromkeys(
    ("id", "analysis", "outcome", "group", "subgroup", "level", "period_before", "period_after",
     "model", "status", "n", "n_before", "n_after", "mean_after"), "",
)  # fmt: skip


def row(people: int | None, level: str = "", *, subgroup: str = "", **more: str) -> dict[str, str]:
    """A level row of participants; hidden where nobody is told."""
    subgroup = subgroup or ("school" if level else "")
    told = {**BLANK, "analysis": "level", "outcome": "gpa", "group": "participants",
            "subgroup": subgroup, "level": level, "period_after": "2025",
            "status": "suppressed" if people is None else "published",
            "n": "" if people is None else str(people),
            **more}  # fmt: skip
    return {**told, "id": f"gpa/level/{told['group']}/{subgroup}={level}"}


def found(*rows: dict[str, str], least: int = T) -> set[str]:
    return {leak.id.rpartition("=")[2] for leak in leaks(rows, minimum_n=least)}


def test_a_number_in_a_hidden_row_is_found() -> None:
    assert found(row(None, "A", mean_after="2.5")) == {"A"}
    assert found(row(None, "A", n="4")) == {"A"}


def test_a_small_group_that_is_shown_is_found() -> None:
    assert found(row(9, "A"), row(10, "B"), row(0, "C")) == {"A"}


@pytest.mark.parametrize("more", [{"analysis": "activity"}, {"outcome": "log.meetings"}])
def test_entries_of_a_log_are_no_people(more: dict[str, str]) -> None:
    assert found(row(3, "A", **more)) == set()


@pytest.mark.parametrize(("whole", "expected"), [(29, {"C"}), (30, set()), (24, {"C"})])
def test_one_hidden_level_falls_to_subtraction(whole: int, expected: set[str]) -> None:
    assert found(row(whole), row(20, "A"), row(None, "C")) == expected


def test_two_hidden_levels_that_are_few_together_fall_together() -> None:
    assert found(row(28), row(20, "A"), row(None, "B"), row(None, "C")) == {"B", "C"}
    assert found(row(35), row(20, "A"), row(None, "B"), row(None, "C")) == set()


def test_groups_are_subtracted_from_everyone() -> None:
    rows = row(50, group="all"), row(44, group="comparison"), row(None)
    assert {leak.column for leak in leaks(rows, minimum_n=T)} == {"n"}


def test_a_hidden_margin_is_no_shelter_for_its_cells() -> None:
    both = f"school{CROSS}frl"
    rows = [row(40), row(20, "A"), row(None, "B"),
            row(12, f"B{CROSS}Y", subgroup=both),
            row(None, f"B{CROSS}N", subgroup=both)]  # fmt: skip
    assert found(*rows) == {f"B{CROSS}N"}


def test_other_periods_and_parts_that_overlap_tell_nothing() -> None:
    assert found(row(24, period_after="2024"), row(20, "A"), row(None, "C")) == set()
    assert found(row(24), row(30, "A"), row(None, "C")) == set()


def test_what_is_said_holds_no_number_of_the_hidden_group() -> None:
    (leak,) = leaks([row(27), row(20, "A"), row(None, "C")], minimum_n=T)
    assert "7" not in leak.said


CELLS = [(a, b) for a in "XY" for b in "YN"]
PLACES = ["", "X", "Y", "/Y", "/N", *(f"{a}{CROSS}{b}" for a, b in CELLS)]


def crossed(shown: dict[str, int | None]) -> list[dict[str, str]]:
    def one(place: str, n: int | None) -> dict[str, Any]:
        if CROSS in place:
            return row(n, place, subgroup=f"school{CROSS}frl")
        return row(n, place.removeprefix("/"), subgroup="frl" if place.startswith("/") else "")

    return [one(place, n) for place, n in shown.items()]
