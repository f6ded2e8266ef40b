"""What earlier releases give away together with the present one."""

from __future__ import annotations

import pytest

from pipeline.attack.stranger import attack
from tests.attack.made import T, change, level, release

NOW = [level(60), level(20, "A"), level(None, "B"), level(None, "C")]
BEFORE = [level(60), level(None, "A"), level(35, "B"), level(None, "C")]
C = "gpa/level/all/language=C@2025"


def test_what_either_release_shows_is_known() -> None:
    assert attack(release(NOW), minimum_n=T) == []
    assert attack(release(BEFORE), minimum_n=T) == []
    (leak,) = attack(release(NOW), minimum_n=T, earlier=[release(BEFORE)])
    assert (leak.id, leak.kind) == (C, "subtraction")
    assert leak.said.startswith("with an earlier release, ")


def test_a_release_beside_itself_gives_nothing_away() -> None:
    assert attack(release(NOW), minimum_n=T, earlier=[release(NOW), release(NOW)]) == []


def test_three_releases_are_put_together() -> None:
    rows = [level(90), level(20, "A"), level(None, "B"), level(None, "C"), level(None, "D")]
    second = [level(90), level(None, "A"), level(35, "B"), level(None, "C"), level(None, "D")]
    third = [level(90), level(None, "A"), level(None, "B"), level(30, "C"), level(None, "D")]
    earlier = [release(second), release(third)]
    assert attack(release(rows), minimum_n=T, earlier=earlier[:1]) == []
    assert [leak.id[-6] for leak in attack(release(rows), minimum_n=T, earlier=earlier)] == ["D"]


def test_other_data_do_not_add_up() -> None:
    """Everybody is 80 in the earlier release, so B may have been another number of people."""
    other = [level(80), *BEFORE[1:]]
    assert attack(release(NOW), minimum_n=T, earlier=[release(other)]) == []


def test_a_row_that_is_no_longer_told_still_counts() -> None:
    now = [row for row in NOW if row["level"] != "B"]
    assert attack(release(now), minimum_n=T) == []
    (leak,) = attack(release(now), minimum_n=T, earlier=[release(BEFORE)])
    assert leak.id == C


def test_a_hidden_row_that_is_no_longer_told_is_still_hidden() -> None:
    (leak,) = attack(release(NOW[:2]), minimum_n=T, earlier=[release(BEFORE)])
    assert leak.id == C


def test_years_of_one_change_are_told_apart() -> None:
    """The id of a change is the same from year to year; its periods are not."""
    year = [{**row, "period_after": "2024"} for row in (change(57), change(33, "B"))]
    now = [change(60), change(20, "A"), change(None, "B"), change(None, "C")]
    assert attack(release(now), minimum_n=T, earlier=[release(year)]) == []


@pytest.mark.parametrize(
    ("was", "kinds"), [(60, set()), (59, {"correction"}), (51, {"correction"}), (50, set())]
)
def test_a_correction_of_a_few_people_tells_of_them(was: int, kinds: set[str]) -> None:
    found = attack(release([level(60)]), minimum_n=T, earlier=[release([level(was)])])
    assert {leak.kind for leak in found} == kinds
    assert all("earlier release" in leak.said for leak in found)
