"""Who is hidden, who falls with them, and what subtraction could give."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.disclosure.made import (
    AFTER,
    BEFORE,
    GROUPS,
    Person,
    Row,
    T,
    atoms,
    change,
    counted,
    found,
    hidden,
    level,
    published,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Place = tuple[str, str]
"""Group and school."""
WHOLE = f"gpa/level/participants@{AFTER}"


@pytest.mark.parametrize(("n", "reason"), [(T - 1, "primary"), (T, None), (1, "primary")])
def test_a_group_is_hidden_under_the_threshold_and_shown_at_it(n: int, reason: str | None) -> None:
    assert hidden([level(n)]).get(WHOLE) == reason


def test_nobody_is_no_small_group() -> None:
    row = level(0, status="not-estimable", reason="no values", mean=math.nan)
    assert hidden([row]) == {}


def test_a_hidden_row_holds_no_number() -> None:
    assert found([level(T - 1)], WHOLE).figures == {}


def test_few_pairs_hide_the_change_and_not_the_levels() -> None:
    rows = [level(50), level(50, period=BEFORE), change(8)]
    assert hidden(rows) == {"gpa/change/participants": "primary"}


def test_a_period_that_is_hidden_leaves_the_others_shown() -> None:
    rows = [level(8, period=BEFORE), level(50), change(30)]
    assert hidden(rows) == {
        f"gpa/level/participants@{BEFORE}": "primary", "gpa/change/participants": "primary",
    }  # fmt: skip


def test_a_period_in_between_hides_no_change() -> None:
    assert set(hidden([level(8, period="2023-24"), change(30)])) == {
        "gpa/level/participants@2023-24"
    }


@pytest.mark.parametrize("column", ["n", "n_before", "n_after"])
def test_any_count_of_its_own_hides_an_analysis(column: str) -> None:
    assert hidden([change(50) | {column: 9}]) == {"gpa/change/participants": "primary"}
    assert hidden([change(50) | {column: 10}]) == {}


def contrast(analysis: str, before: float, after: float, **more: object) -> Row:
    row = change(before + after, group="contrast")
    told = {
        "id": f"gpa/{analysis}/contrast", "analysis": analysis, "n_before": before,
        "n_after": after, "model": "did",
    }  # fmt: skip
    return row | told | more


@pytest.mark.parametrize("analysis", ["baseline", "impact"])
def test_a_contrast_falls_with_either_group(analysis: str) -> None:
    period = "" if analysis == "baseline" else AFTER
    row = contrast(analysis, 40, 40, period_after=period)
    for group in ("participants", "comparison"):
        rows = [level(9, group=group, period=BEFORE), row]
        assert hidden(rows)[f"gpa/{analysis}/contrast"] == "primary"
    assert hidden([level(10, period=BEFORE), row]) == {}


def test_every_model_of_a_question_falls_together() -> None:
    few = contrast("impact", 40, 9, id="gpa/impact/contrast/difference", model="difference")
    assert len(hidden([contrast("impact", 40, 40), few])) == 2


def test_a_gap_falls_with_either_of_its_levels() -> None:
    gap = change(60, school="B-A", id="gpa/gap/participants/school=B-A", analysis="gap")
    rows = [level(9, school="A"), level(51, school="B"), level(60), gap]
    assert hidden(rows)[str(gap["id"])] == "primary"


def test_one_hidden_level_takes_the_next_smallest_with_it() -> None:
    rows = [level(100), level(4, school="A"), level(40, school="B"), level(56, school="C")]
    assert hidden(rows) == {
        f"gpa/level/participants/school=A@{AFTER}": "primary",
        f"gpa/level/participants/school=B@{AFTER}": "complementary",
    }


def test_a_hidden_whole_is_not_the_sum_of_its_levels() -> None:
    rows = [level(100), level(105, group="all"),
            *(level(n, group=group, school=school) for group, school, n in (
                ("participants", "A", 50), ("participants", "B", 50), ("all", "A", 52),
                ("all", "B", 53)))]  # fmt: skip
    gone = hidden(rows)
    assert f"gpa/level/all@{AFTER}" in gone
    assert any(identity.startswith("gpa/level/all/school=") for identity in gone)


def test_ties_go_to_the_first_by_name() -> None:
    rows = [level(84), level(4, school="A"), level(40, school="C"), level(40, school="B")]
    assert f"gpa/level/participants/school=B@{AFTER}" in hidden(rows)
    assert hidden(rows) == hidden(rows[::-1])


@pytest.mark.parametrize(("second", "more"), [(6, 1), (7, 0)])
def test_small_groups_that_add_up_to_a_small_group_take_another(second: int, more: int) -> None:
    rows = [level(4 + second + 100), level(4, school="A"), level(second, school="B"),
            level(40, school="C"), level(60, school="D")]  # fmt: skip
    assert len(hidden(rows)) == 2 + more


@pytest.mark.parametrize(("everyone", "count"), [(105, 1), (109, 1), (110, 0), (100, 0)])
def test_few_people_in_neither_group_are_no_difference_of_two_shown(
    everyone: int, count: int
) -> None:
    rows = [level(100), level(everyone, group="all")]
    assert len(hidden(rows)) == count


@pytest.mark.parametrize(("known", "count"), [(96, 1), (90, 0), (100, 0)])
def test_few_people_of_unknown_level_are_no_difference(known: int, count: int) -> None:
    rows = [level(100), level(40, school="A"), level(known - 40, school="B")]
    assert len(hidden(rows)) == count


@pytest.mark.parametrize("withheld", [4, 30])
def test_a_level_that_the_source_withholds_is_not_had_by_subtraction(withheld: int) -> None:
    kept = level(math.nan, group="all", school="A", mean=math.nan, status="not-estimable",
                 reason="withheld by the source")  # fmt: skip
    rows = [level(100 + withheld, group="all"), kept, level(40, group="all", school="B"),
            level(60, group="all", school="C")]  # fmt: skip
    assert hidden(rows) == {f"gpa/level/all/school=B@{AFTER}": "complementary"}


def test_a_hidden_change_is_not_had_from_the_other_changes() -> None:
    rows = [change(100), change(8, school="A"), change(40, school="B"), change(52, school="C"),
            *(level(80, school=name) for name in "ABC"), level(240)]  # fmt: skip
    assert set(hidden(rows)) == {f"gpa/change/participants/school={name}" for name in "AB"}


def test_crossed_cells_are_not_had_from_their_margins() -> None:
    def crossed(n: float, cut: str) -> Row:
        return level(n, school=f"{cut[0]} × {cut[1]}", subgroup="school × grade",
                     id=f"gpa/level/participants/school × grade={cut}@{AFTER}")  # fmt: skip

    rows = [level(200), level(84, school="A"), level(116, school="B"), crossed(4, "A9"),
            crossed(80, "A8"), crossed(56, "B9"), crossed(60, "B8")]  # fmt: skip
    assert {i.split("=")[1][:2] for i in hidden(rows)} >= {"A9", "A8"}


SHARES = [(2, 50, True), (3, 50, False), (47, 50, False), (48, 50, True), (0, 300, True),
          (0, 301, False), (300, 300, True), (301, 301, False), (2, 300, True)]  # fmt: skip


@pytest.mark.parametrize(("hits", "n", "is_hidden"), SHARES)
def test_nearly_none_and_nearly_all_of_a_small_group_are_hidden(
    hits: int, n: int, is_hidden: bool
) -> None:
    rows = [level(n, "late", mean=hits / n), change(n, "late", means=(0.5, 0.5))]
    assert bool(hidden(rows)) is is_hidden
    assert len(hidden(rows)) in {0, 2}


def test_nearly_none_of_those_who_were_paired_hide_the_change_alone() -> None:
    rows = [level(100, "late", mean=0.05), change(50, "late", means=(0.3, 0.02))]
    assert hidden(rows) == {"late/change/participants": "primary"}


def test_schools_without_a_case_are_not_known_to_have_none_together() -> None:
    rows = [level(200, "late", mean=0.2), level(20, "late", school="A", mean=0.0),
            level(20, "late", school="B", mean=0.0), level(80, "late", school="C", mean=0.25),
            level(80, "late", school="D", mean=0.25)]  # fmt: skip
    assert len(hidden(rows)) == 3


def test_a_mean_is_no_share() -> None:
    assert hidden([level(50, mean=0.0)]) == {}


def test_answers_counted_by_steps_are_no_share() -> None:
    row = change(50, "late", means=(3.4, 3.6), model="stuart_maxwell")
    assert hidden([row]) == {}


def test_a_rate_of_answers_is_hidden_for_few_answers_only() -> None:
    def rate(n: float) -> Row:
        return level(n, "climate", "all", analysis="response", n_before=60, mean=n / 60)

    assert len(hidden([rate(9)])) == 1
    assert hidden([rate(10)]) == hidden([rate(60)]) == {}


def test_a_count_of_meetings_is_not_about_people() -> None:
    assert hidden([level(4, "log", "all", analysis="activity")]) == {}


KINDS = [
    Person(arm, school, before, after)
    for arm in (1, 0, -1)
    for school in ("A", "B", "C", "")
    for before, after in ((True, False), (False, False), (True, None), (None, False), (True, True))
]
SIZES = st.sampled_from([0, 0, 0, 0, 1, 2, 3, 6, 9, 10, 14, 40, 120])


@st.composite
def crowds(draw: st.DrawFn) -> list[Person]:
    """Some people; in some crowds everyone has a school, in some everyone is in a group."""
    arms = draw(st.sampled_from([(1, 0, -1), (1, 0), (1,)]))
    schools = draw(st.sampled_from([("A", "B", "C", ""), ("A", "B", "C"), ("A", "B")]))
    kinds = [one for one in KINDS if one.arm in arms and one.school in schools]
    sizes = draw(st.lists(SIZES, min_size=len(kinds), max_size=len(kinds)))
    return [one for one, size in zip(kinds, sizes, strict=True) for _ in range(size)]


people = crowds().filter(bool)


@settings(max_examples=120, deadline=None)
@given(people)
def test_no_figure_is_published_of_fewer_people_than_the_threshold(people: list[Person]) -> None:
    for row in published(counted(people)).rows:
        for column in ("n", "n_before", "n_after"):
            figure = row.figures.get(column)
            assert figure is None or figure.value == 0 or figure.value >= T, row.id


@settings(max_examples=200, deadline=None)
@given(people)
def test_no_line_gives_a_group_that_may_not_be_told_of(people: list[Person]) -> None:
    """By brute force over atoms of arm and school: what every line leaves after subtraction."""
    told = {r.id: r.is_published for r in published(counted(people)).rows}
    counts = atoms(people)
    schools = sorted({p.school for p in people} - {""})
    for table in (BEFORE, AFTER, "pairs"):

        def tally(group: str, school: str, table: str = table) -> tuple[int, int]:
            mine = [v for (t, arm, at), v in counts.items()
                    if t == table and arm in GROUPS[group] and school in {"", at}]  # fmt: skip
            return sum(n for n, _ in mine), sum(hits for _, hits in mine)

        def is_told(group: str, school: str, table: str = table) -> bool:
            cut = f"/school={school}" if school else ""
            what = "change" if table == "pairs" else "level"
            return told[f"late/{what}/{group}{cut}" + (f"@{table}" if what == "level" else "")]

        for group in GROUPS:
            _check((group, ""), [(group, school) for school in schools], tally, is_told)
        for school in ["", *schools]:
            parts = [(group, school) for group in ("participants", "comparison")]
            _check(("all", school), parts, tally, is_told)


def _check(
    whole: Place,
    parts: list[Place],
    tally: Callable[[str, str], tuple[int, int]],
    is_told: Callable[[str, str], bool],
) -> None:
    """What is left of the whole may be told of, and is not one hidden group by itself."""
    shown = [part for part in parts if is_told(*part)]
    rest = [tally(*whole)[k] - sum(tally(*part)[k] for part in shown) for k in (0, 1)]
    left = [part for part in parts if part not in shown and tally(*part)[0]]
    everyone = sum(tally(*part)[0] for part in parts) == tally(*whole)[0]
    if is_told(*whole):
        assert rest[0] == 0 or rest[0] >= T, (whole, parts)
        assert rest[0] == 0 or rest[0] > 300 or min(rest[1], rest[0] - rest[1]) > 2
        assert not (len(left) == 1 and everyone), (whole, left)
    elif tally(*whole)[0] and everyone:
        assert left or not shown, whole


@settings(max_examples=40, deadline=None)
@given(people, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(people: list[Person], chance: object) -> None:
    rows = counted(people)
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert hidden(rows) == hidden(mixed)


def test_a_planted_group_of_four_is_nowhere() -> None:
    many = [Person(arm, school, b, a) for arm, school, b, a in product(
        (1, 0), "BCD", (True, False), (True, False)) for _ in range(10)]  # fmt: skip
    planted = [Person(1, "A", before=True, after=False)] * 4
    rows = counted([*many, *planted])
    gone = hidden(rows)
    assert all(row["id"] in gone for row in rows if row["n"] == 4)
    assert any(reason == "complementary" for reason in gone.values())
