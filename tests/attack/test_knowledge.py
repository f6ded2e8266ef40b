"""What the stranger knows beyond single sums: complete breakdowns, shares, periods, enrolment."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.attack.leak import Place
from pipeline.attack.stranger import attack
from tests.attack.had import leaks
from tests.attack.made import T, change, level, release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.attack.made import Row


def found(rows: list[Row], kind: str = "subtraction", *, enrolment: bool = True) -> set[str]:
    """Which rows give what away, without the start of their ids."""
    return {
        leak.id.removeprefix("gpa/") for leak in leaks(rows, minimum_n=T, enrolment=enrolment)
        if leak.kind == kind
    }  # fmt: skip


def school(n: int | None, name: str, **more: str) -> Row:
    return level(n, name, subgroup="school", **more)


# 60 people; in 2024 every language was shown and they added up to everybody
COMPLETE = [level(60, period_after="2024"), level(40, "A", period_after="2024"),
            level(20, "B", period_after="2024")]  # fmt: skip


# 20 participants, 12 of B; of everybody's languages A is shown
GRID = [level(None), level(25, "A"), level(None, "B"),
        level(None, group="participants"), level(None, "A", group="participants"),
        level(12, "B", group="participants"), level(32, group="comparison"),
        level(17, "A", group="comparison"), level(None, "B", group="comparison")]  # fmt: skip


def test_a_breakdown_that_adds_up_elsewhere_leaves_nobody_out() -> None:
    """All of A less those compared are no more than the participants of A."""
    assert found(GRID) == {"level/participants/language=A@2025"}
    own = {"group": "participants"}
    rows = [level(None), level(30, "A"), level(None, "B"), level(52, **own),
            level(None, "A", **own), level(24, "B", **own)]  # fmt: skip
    assert found(rows) == set()
    lines = [level(38), level(None, "A"), level(None, "B"),
             school(20, "S"), school(18, "T"), school(None, "U")]  # fmt: skip
    assert found(lines) == set()


HALF = [level(None), level(20, "A"), level(None, "B"), level(16, group="participants"),
        level(None, "A", group="participants"), level(None, "B", group="participants"),
        level(24, group="comparison"), level(None, "A", group="comparison"),
        level(13, "B", group="comparison")]  # fmt: skip
NOW = "level/participants/language"
ALL_YEAR = [level(60, period_after="2024"), level(30, group="participants", period_after="2024"),
            level(30, group="comparison", period_after="2024")]  # fmt: skip


def test_lines_that_add_up_make_others_exact() -> None:
    """24 compared less 13 leave 11 of A, so at most 9 of the 20 are participants."""
    assert found(HALF) == set()
    assert found([*HALF, *COMPLETE]) == {f"{NOW}=A@2025"}
    assert found([*HALF, *COMPLETE, *ALL_YEAR]) == {f"{NOW}=A@2025", f"{NOW}=B@2025"}


def test_a_line_that_falls_short_speaks_against_it() -> None:
    short = [{**row, "period_after": "2023"} for row in COMPLETE]
    short[0] |= {"n": "75", "n_after": "75"}
    assert found([*HALF, *COMPLETE, *short, *ALL_YEAR]) == {f"{NOW}=B@2025"}


@pytest.mark.parametrize("cells", [(28, 20), (20, 28), (29, 11), (11, 29)])
def test_what_is_inferred_and_clashes_hides_no_plain_subtraction(cells: tuple[int, int]) -> None:
    """If nobody were left out, A × T would be 2 and 10; that it is few stays certain."""

    def grid(year: str, cells: Mapping[str, int | None], margins: tuple[int, ...]) -> list[Row]:
        more = {"subgroup": "language × school", "period_after": year}
        names = (("language", "A"), ("language", "B"), ("school", "S"), ("school", "T"))
        return [level(60, period_after=year),
                *(level(n, name, subgroup=cut, period_after=year)
                  for n, (cut, name) in zip(margins, names, strict=True)),
                *(level(n, name, **more) for name, n in cells.items())]  # fmt: skip

    full = {"A × S": 15, "A × T": 15, "B × S": 15, "B × T": 15}
    now = {"A × S": cells[0], "A × T": None, "B × S": None, "B × T": cells[1]}
    rows = [*grid("2024", full, (30, 30, 30, 30)), *grid("2025", now, (30, 30, 30, 30))]
    assert "level/all/language × school=A × T@2025" in found(rows)


def test_levels_that_overlap_add_up_to_nothing() -> None:
    """Some are in two levels, as one line shows: then a lone hidden level is no rest."""
    year = {"period_after": "2024"}
    lone = [level(60), level(52, "A"), level(None, "B")]
    assert found(lone) == {"level/all/language=B@2025"}
    assert (
        found([*lone, level(60, **year), level(52, "A", **year), level(30, "B", **year)]) == set()
    )


def test_complete_says_so_of_every_breakdown() -> None:
    """Each comparison school is the rest of everybody there; only exact sums settle it."""
    rows = [level(40), school(18, "S"), school(22, "T"), level(25, group="participants"),
            school(None, "S", group="participants"), school(None, "T", group="participants"),
            level(15, group="comparison"), school(None, "S", group="comparison"),
            school(None, "T", group="comparison")]  # fmt: skip
    assert attack(release(rows), minimum_n=T) == []
    at_most = {leak.id for leak in attack(release(rows), minimum_n=16, complete=True)}
    assert "gpa/level/comparison/school=S@2025" in at_most


def test_what_everybody_knows_bounds_what_is_hidden() -> None:
    """At most 12 are A and Y, so 18 or more are A and N, and at most 7 of the 25 N are B."""
    cells = [level(None, f"{a} × {b}", subgroup="language × frl") for a in "AB" for b in "YN"]
    rows = [level(60), level(30, "A"), level(30, "B"), level(35, "Y", subgroup="frl"),
            level(25, "N", subgroup="frl"), *cells]  # fmt: skip
    assert attack(release(rows), minimum_n=T, complete=True) == []
    size = {Place("all", "language × frl", "A × Y"): 12.0}
    assert attack(release(rows), minimum_n=T, public=size) == []
    (leak,) = attack(release(rows), minimum_n=T, complete=True, public=size)
    assert leak.id == "gpa/level/all/language × frl=B × N@2025"


def test_that_a_place_is_small_is_no_leak_where_everybody_knows_it() -> None:
    rows = [level(60), level(52, "A"), level(None, "B")]
    size = {Place("all", "language", "B"): 9.0}
    assert found(rows) == {"level/all/language=B@2025"}
    assert attack(release(rows), minimum_n=T, public=size) == []


def three(
    part: int | None, other: int | None, both: int | None, name: str = "", **more: str
) -> list[Row]:
    """Participants, the comparison group and all of a language."""
    groups = ("participants", part), ("comparison", other), ("all", both)
    if more.get("analysis") == "change":
        return [change(n, name, group=group) for group, n in groups]
    return [level(n, name, group=group, **more) for group, n in groups]


def test_those_paired_are_some_of_those_counted() -> None:
    """Nobody left or came, so each language is as many in both years: B are 30, less 23."""
    year = {"period_after": "2024"}
    paired = {"analysis": "change"}
    before = [*three(107, 40, 147, **year), *three(84, None, None, "A", **year),
              *three(23, None, None, "B", **year)]  # fmt: skip
    now = [*three(107, 40, 147), *three(None, None, 117, "A"), *three(None, None, 30, "B")]
    both = [*three(107, 40, 147, **paired), *three(None, None, None, "A", **paired),
            *three(None, None, None, "B", **paired)]  # fmt: skip
    compared = "comparison/language=B"
    assert found([*before, *now]) == set()
    assert found([*before, *now, *both]) == {
        f"level/{compared}@2024", f"level/{compared}@2025", f"change/{compared}",
    }  # fmt: skip


@pytest.mark.parametrize(("pairs", "kinds"), [(60, set()), (50, set()), (51, {"leavers"})])
def test_few_who_left_are_found(pairs: int, kinds: set[str]) -> None:
    rows = [level(60, period_after="2024"), level(60), change(pairs)]
    assert {leak.kind for leak in leaks(rows, minimum_n=T)} == kinds


def test_few_who_are_in_no_level_are_found() -> None:
    rows = [level(60), level(40, "A"), level(15, "B")]
    assert found(rows, "rest") == {"level/all@2025"}
    assert found([level(60), level(40, "A"), level(20, "B")], "rest") == set()


def test_few_who_were_not_reached_or_have_no_value_are_found() -> None:
    reach = level(50, analysis="reach") | {"n_before": "55"}
    assert found([reach], "rest") == {"reach/all@2025"}
    assert found([level(60, n_missing="3")], "missing") == {"level/all@2025"}
    assert found([level(60, n_missing="0")], "missing") == set()


def test_a_reason_that_tells_small_groups_apart_is_found() -> None:
    assert len(found([level(60), level(None, "A", reason="primary")], "reason")) == 1
    assert found([level(60), level(None, "A", reason="hidden")], "reason") == set()


def test_enrolment_ties_outcomes_together() -> None:
    """Of 60, nobody has no grade; the marks of B and the absences of C are shown."""
    grades = [level(60, n_missing="0"), level(30, "A", n_missing="0"),
              level(23, "B", n_missing="0"), level(None, "C")]  # fmt: skip
    late = [level(60, outcome="late", n_missing="0"),
            *(level(None, name, outcome="late") for name in "ABC")]  # fmt: skip
    assert found(late) == set()
    assert "late/level/all/language=C@2025" in found([*grades, *late])
    assert "late/level/all/language=C@2025" not in found([*grades, *late], enrolment=False)


def shares(rows: Mapping[str, tuple[int, int] | None]) -> list[Row]:
    """Levels of a share by language: people and of how many of them it is true."""
    return [
        level(None if told is None else told[0], name, unit="%",
              mean_after="" if told is None else f"{told[1] / told[0]:.3f}")
        for name, told in rows.items()
    ]  # fmt: skip


def test_a_hidden_group_of_which_it_is_true_of_nobody_is_found() -> None:
    rows = shares({"": (60, 18), "A": (40, 18), "B": None, "C": None})
    assert found(rows, "share") == {"level/all/language=B@2025", "level/all/language=C@2025"}
    assert found(shares({"": (60, 38), "A": (40, 18), "B": None, "C": None}), "share") == {
        "level/all/language=B@2025", "level/all/language=C@2025",
    }  # fmt: skip
    assert found(shares({"": (60, 20), "A": (40, 18), "B": None, "C": None}), "share") == set()


@pytest.mark.parametrize(("n", "kinds"), [(300, {"share"}), (301, set())])
def test_none_of_many_people_are_no_secret(n: int, kinds: set[str]) -> None:
    rows = shares({"": (n + 40, 18), "A": (40, 18), "B": None})
    told = attack(release(rows), minimum_n=T, complete=True)
    assert {leak.kind for leak in told} == kinds


@settings(max_examples=80, deadline=None)
@given(
    people=st.lists(st.integers(1, 4), min_size=3, max_size=3),
    rest=st.integers(0, 2),
    is_exact=st.booleans(),
    seed=st.randoms(use_true_random=False),
)
def test_shares_are_bounded_as_by_trying_everything(
    people: list[int], rest: int, is_exact: bool, seed: object
) -> None:
    draw = seed.randint  # type: ignore[attr-defined]
    hits = [draw(0, n) for n in people]
    lost = 0 if is_exact else rest
    whole = (sum(people) + lost, sum(hits) + draw(0, lost))
    rows = shares({"": whole, "A": (people[0], hits[0]), "B": None, "C": None})
    least_n = 2
    told = {
        leak.id[-6] for leak in attack(release(rows), minimum_n=least_n, complete=is_exact)
        if leak.kind == "share"
    }  # fmt: skip
    n, true = whole[0] - people[0], whole[1] - hits[0]
    tables = [
        (b, c, x, y)
        for b, c in itertools.product(range(1, n + 1), repeat=2)
        if (b + c == n if is_exact else b + c <= n)
        for x, y in itertools.product(range(b + 1), range(c + 1))
        if (x + y == true if is_exact else x + y <= true <= x + y + n - b - c)
    ]
    expected = set()
    for at, name in enumerate("BC"):
        small = max(one[at] for one in tables) < least_n
        alike = all(one[at + 2] == 0 for one in tables) or all(
            one[at + 2] == one[at] for one in tables
        )
        expected |= {name} if alike and not small else set()
    assert told == expected


def test_what_is_said_names_the_sums() -> None:
    (leak,) = leaks([level(58), level(50, "A"), level(None, "B")], minimum_n=T)
    assert leak.said.endswith("fewer than 10: all − all, language=A")
