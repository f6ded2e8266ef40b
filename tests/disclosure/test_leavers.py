"""Those who were measured once: what levels and changes would tell of them together."""

from __future__ import annotations

import pytest

from tests.disclosure.made import BEFORE, change, found, level, published, shown

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


def test_another_population_is_no_difference() -> None:
    """An analysis of all who were measured counts different people before and after."""
    made = [*rows(103, 100, "A")[:2], change(103, "late", school="A", n_after=100)]
    assert "n" in found(made, OF_SCHOOL).figures
