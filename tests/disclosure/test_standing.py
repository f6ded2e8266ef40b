"""How a sum stands while more of it is hidden, held against looking it over anew each time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.disclosure.bundles import Key, Tally
from pipeline.disclosure.standing import Standing
from pipeline.disclosure.sums import CROSS, Line, Member, lines
from tests.disclosure.made import AFTER, change, level
from tests.disclosure.test_certified import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = 10


def member(
    name: str, n: float, hits: float = math.nan, *, told: bool = True, kept: bool = False
) -> Member:
    key = Key("level", "late", "all", "school", name, "", AFTER)
    return Member(key, Tally(n, hits), told, kept, key)


def order(one: Member) -> tuple[float, Key]:
    return one.tally.n, one.key


def is_exposed(line: Line, gone: Iterable[Key]) -> bool:
    """The same question, asked of the whole line at once."""
    gone = set(gone)
    shown = [p for p in line.parts if p.is_told and p.key not in gone]
    secret = [p for p in line.parts if p.key in gone and p.tally.n > 0 and not p.is_withheld]
    kept = sum(p.is_withheld for p in line.parts)
    n = line.whole.tally.n - sum(p.tally.n for p in shown)
    hits = line.whole.tally.hits - sum(p.tally.hits for p in shown)
    others = not kept and n > sum(p.tally.n for p in secret)
    if line.whole.key in gone:
        return bool(shown) and not secret and not kept and not others and line.whole.tally.n > 0
    if not line.whole.is_told or n < 0:
        return False
    if Tally(n, hits).is_unsafe(T) or (len(secret) + kept == 1 and not others):
        return True
    return 0 < n < T + len(secret) + kept - 1


SIZES = st.sampled_from([0, 1, 2, 4, 5, 6, 9, 10, 11, 12, 20, 60])


@st.composite
def sums(draw: st.DrawFn) -> tuple[Line, list[Key]]:
    """A line, and some of its members in the order in which they are hidden."""
    parts = []
    has_hits = draw(st.booleans())
    for name in "ABCDE"[: draw(st.integers(1, 5))]:
        n = draw(SIZES)
        is_known = has_hits or draw(st.booleans())
        hits: float = draw(st.integers(0, n)) if is_known else math.nan
        told, kept = draw(st.sampled_from([(True, False)] * 6 + [(False, False), (False, True)]))
        parts.append(member(name, n, hits, told=told, kept=kept))
    rest = draw(st.sampled_from([0, 0, 0, 1, 5, 10, 30, -1, -3]))
    whole_n = max(sum(part.tally.n for part in parts) + rest, 0.0)
    hits = sum(0 if math.isnan(one.tally.hits) else one.tally.hits for one in parts)
    told = draw(st.sampled_from([True, True, True, False]))
    is_whole_known = has_hits or draw(st.booleans())
    whole = member("", whole_n, hits if is_whole_known else math.nan, told=told)
    keys = draw(st.permutations([one.key for one in (*parts, whole)]))
    return Line(whole, tuple(parts)), keys[: draw(st.integers(0, len(keys)))]


@settings(max_examples=400, deadline=None)
@given(sums())
def test_a_sum_stands_as_it_would_if_looked_over_anew(made: tuple[Line, list[Key]]) -> None:
    line, keys = made
    standing = Standing(line, order)
    gone: list[Key] = []
    for key in [None, *keys]:
        if key is not None:
            standing.hide(key)
            gone.append(key)
        assert standing.is_exposed(T) == is_exposed(line, gone)
        told = [one for one in line.members if one.is_told and one.key not in gone]
        open_ = sorted((one for one in told if one.tally.n > 0), key=order)
        for one in open_:
            assert standing.is_exposed(T, one.key) == is_exposed(line, [*gone, one.key])
        for most in (1, 2, 9):
            assert standing.open_to_hide(set(gone), most) == open_[:most]


def of(*parts: Member, whole: Member) -> Standing:
    return Standing(Line(whole, parts), order)


@pytest.mark.parametrize(("rest", "expected"), [(0, False), (1, True), (9, True), (10, False)])
def test_few_of_unknown_level_are_had_by_subtraction(rest: int, *, expected: bool) -> None:
    standing = of(member("A", 50), member("B", 40), whole=member("", 90 + rest))
    assert standing.is_exposed(T) is expected


@pytest.mark.parametrize(("second", "expected"), [(5, True), (6, True), (7, False), (20, False)])
def test_two_that_make_the_least_that_may_be_told_give_each_other_away(
    second: int, *, expected: bool
) -> None:
    """Of four and six hidden, ten remain: nine is the most that either can be."""
    few, more = member("A", 4), member("B", second)
    standing = of(few, more, member("C", 50), whole=member("", 54 + second))
    standing.hide(few.key)
    standing.hide(more.key)
    assert standing.is_exposed(T) is expected


@pytest.mark.parametrize(("whole", "expected"), [(49, False), (50, True), (52, True), (90, False)])
def test_parts_that_overlap_add_up_to_nothing(whole: int, *, expected: bool) -> None:
    """Fifty are shown of a whole, and one part of it is hidden."""
    standing = of(member("A", 5), member("B", 50), whole=member("", whole))
    standing.hide(member("A", 5).key)
    assert standing.is_exposed(T) is expected


@pytest.mark.parametrize(("n", "expected"), [(0, False), (1, True), (40, True)])
def test_a_hidden_whole_of_somebody_is_not_the_sum_of_what_is_shown(
    n: int, *, expected: bool
) -> None:
    whole = member("", n)
    standing = of(member("A", n), whole=whole)
    standing.hide(whole.key)
    assert standing.is_exposed(T) is expected


def found(*rows: dict[str, object]) -> dict[str, set[str]]:
    """The parts of each whole, by group and level."""
    told: dict[str, set[str]] = {}
    for line in lines(({**BLANK, **row} for row in rows), frozenset()):
        if line.table[-1] == "n":
            place = f"{line.whole.key.group} {line.whole.key.level}".strip()
            parts = {f"{one.key.group} {one.key.level}".strip() for one in line.parts}
            told[place] = told.get(place, set()) | parts
    return told


def crossed(name: str, subgroup: str = "school × grade") -> dict[str, object]:
    return level(50, school=name, subgroup=subgroup)


def of_grade(name: str) -> dict[str, object]:
    return level(50, school=name, subgroup="grade")


def test_a_crossed_cell_is_a_part_of_the_margins_that_are_there() -> None:
    whole, school, cell = level(200), level(100, school="A"), crossed(f"A{CROSS}9")
    name = f"participants A{CROSS}9"
    assert found(whole, cell) == {"participants": {name}}
    assert found(whole, school, cell) == {
        "participants": {"participants A"}, "participants A": {name}
    }  # fmt: skip
    assert found(whole, school, of_grade("9"), cell) == {
        "participants": {"participants A", "participants 9"},
        "participants A": {name}, "participants 9": {name},
    }  # fmt: skip
    assert found(whole, of_grade("9"), cell)["participants 9"] == {name}


def test_a_level_that_reads_like_three_is_a_part_of_the_whole() -> None:
    odd = f"A{CROSS}B{CROSS}9"
    assert found(level(200), level(100, school="A"), crossed(odd)) == {
        "participants": {"participants A", f"participants {odd}"}
    }


def test_everyone_is_the_sum_of_those_groups_that_are_there() -> None:
    everyone, ours, others = (level(90, group=one) for one in ("all", "participants", "comparison"))
    assert found(everyone, ours) == {"all": {"participants"}}
    assert found(others, everyone, ours) == {"all": {"participants", "comparison"}}
    assert found(everyone) == found(ours, others) == {}


@pytest.mark.parametrize("analysis", ["gap", "mix"])
def test_distances_and_mixes_are_no_counts_that_add_up(analysis: str) -> None:
    rows = [level(90, analysis=analysis), level(40, school="A", analysis=analysis)]
    assert found(*rows) == {}
    assert found(*rows, level(90), level(40, school="A")) == {"participants": {"participants A"}}


def test_each_column_of_each_model_is_a_table_of_its_own() -> None:
    rows: Sequence[dict[str, object]] = [
        change(90, model=model, school=school) for model in ("paired", "imputed")
        for school in ("", "A")
    ]  # fmt: skip
    told = list(lines(({**BLANK, **row} for row in rows), frozenset()))
    assert len({one.cell for line in told for one in line.members}) == 2 * len(told) == 12
    assert {line.table for line in told} == {
        ("change", "gpa", model, column)
        for model in ("paired", "imputed") for column in ("n", "n_before", "n_after")
    }  # fmt: skip
