"""The bounds of the stranger are those of trying every table of whole numbers."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.attack.bounds import Sum, System, components, narrow
from pipeline.attack.model import Model, Target
from pipeline.attack.programme import Contradiction, Programme
from pipeline.attack.tables import CROSS, Evidence
from pipeline.attack.work import Known, model
from tests.attack.test_sums import PLACES, crossed

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 11
GRID = [("", ["X", "Y"]), ("", ["/Y", "/N"]), ("", PLACES[5:]),
        *((a, [f"{a}{CROSS}{b}" for b in "YN"]) for a in "XY"),
        *((f"/{b}", [f"{a}{CROSS}{b}" for a in "XY"]) for b in "YN")]  # fmt: skip


def tables(shown: dict[str, int | None], *, is_exact: bool) -> Iterator[dict[str, int]]:
    """Every table that agrees with what is shown, with somebody in every hidden place."""
    hidden = [place for place, n in shown.items() if n is None]
    for values in itertools.product(range(1, MOST), repeat=len(hidden)):
        full = {p: n for p, n in shown.items() if n is not None}
        full |= dict(zip(hidden, values, strict=True))
        rests = [full[whole] - sum(full[p] for p in parts) for whole, parts in GRID]
        if all(rest == 0 if is_exact else rest >= 0 for rest in rests):
            yield full


def _is_in(cell: str, place: str) -> bool:
    """Whether a cell is a part of a place, or the place itself."""
    level, other = cell.split(CROSS)
    return place in {"", level, f"/{other}", cell}


def places(made: Model, shown: dict[str, int | None]) -> dict[int, str]:
    """Which place a variable counts."""
    ids = {row["id"]: place for row, place in zip(crossed(shown), shown, strict=True)}
    return {v: ids[target.row["id"]] for v, target in made.targets.items()}


@settings(max_examples=120, deadline=None)
@given(
    cells=st.lists(st.integers(1, 2), min_size=4, max_size=4),
    lost=st.integers(0, 2),
    hide=st.sets(st.sampled_from(PLACES[1:]), min_size=1, max_size=4),
    is_exact=st.booleans(),
    least=st.integers(2, 6),
)
def test_bounds_are_those_of_trying_every_table(
    cells: list[int], lost: int, hide: set[str], is_exact: bool, least: int
) -> None:
    counts = dict(zip(PLACES[5:], cells, strict=True))
    full = {place: sum(n for cell, n in counts.items() if _is_in(cell, place)) for place in PLACES}
    full[""] += 0 if is_exact else lost
    shown = {place: None if place in hide else full[place] for place in PLACES}
    made = model(crossed(shown), Known(minimum_n=least, is_complete=is_exact, infers=False))
    at = places(made, shown)
    possible = list(tables(shown, is_exact=is_exact))
    highest = {p: max(one[p] for one in possible) for p in hide}
    lowest = {p: min(one[p] for one in possible) for p in hide}
    told = {at[v]: most for v, most in made.settled().items()}
    assert told == {p: n for p, n in highest.items() if n < least}
    told = {at[v]: fewest for v, fewest in made.settled(is_most=False).items()}
    assert told == {p: n for p, n in lowest.items() if n > 1}


@settings(max_examples=150, deadline=None)
@example(
    truth=[2, 0, 0, 3], lines=[{0, 1, 2}, {0, 1, 3}, {0, 2, 3}], exact=[False, False, True], goal=1
)
@given(
    truth=st.lists(st.integers(0, 3), min_size=4, max_size=4),
    lines=st.lists(st.sets(st.integers(0, 3), min_size=2, max_size=3), min_size=2, max_size=4),
    exact=st.lists(st.booleans(), min_size=4, max_size=4),
    goal=st.integers(1, 5),
)
def test_sums_of_any_shape_are_bounded_as_by_trying_everything(
    truth: list[int], lines: list[set[int]], exact: list[bool], goal: int
) -> None:
    """Every number is at most 5; each line of them makes its total, or no more than that."""
    made = Model(10, Evidence(set(), set(), set()))
    for at in range(4):
        made.system.variable(f"{at}", 0, 5)
        made.targets[at] = Target({}, "n", float(goal), "subtraction", at)
    rules = [
        (sorted(line), sum(truth[at] for at in line), is_exact)
        for line, is_exact in zip(lines, exact, strict=False)
    ]
    for line, total, is_exact in rules:
        whole = made.system.variable("total", total, total)
        made.system.sums.append(Sum(whole, tuple(line), is_exact=is_exact))
    possible = [one for one in itertools.product(range(6), repeat=4) if _holds(one, rules)]
    highest = [max(one[at] for one in possible) for at in range(4)]
    assert made.settled().keys() == {at for at, n in enumerate(highest) if n < goal}
    lowest = [min(one[at] for one in possible) for at in range(4)]
    assert made.settled(is_most=False).keys() == {at for at, n in enumerate(lowest) if n > 1}


def _holds(one: tuple[int, ...], rules: list[tuple[list[int], int, bool]]) -> bool:
    made = [(sum(one[at] for at in line), total, is_exact) for line, total, is_exact in rules]
    return all(n == total if is_exact else n <= total for n, total, is_exact in made)


def test_no_push_along_a_single_sum_finds_what_a_programme_does() -> None:
    """Two crossed lines, each with two hidden cells: only together do they settle any."""
    system = System()
    a, b, c, d = (system.variable(name) for name in "abcd")
    nine, ten, six = (system.variable(str(n), n, n) for n in (9, 10, 6))
    system.sums = [Sum(nine, (a, b), is_exact=True), Sum(ten, (b, c), is_exact=True),
                   Sum(six, (a, c), is_exact=True), Sum(ten, (d,), is_exact=False)]  # fmt: skip
    assert narrow(system) is None
    assert system.upper[a] > 2.5
    (found,) = [Programme(system, v, s) for v, s in components(system) if a in v]
    with pytest.raises(Contradiction):  # 2 a = 5 has no solution in whole numbers
        found.short({a: 9.0}, is_most=True)


def test_halves_are_no_people() -> None:
    system = System()
    a, b, c = (system.variable(name) for name in "abc")
    five = system.variable("5", 5, 5)
    system.sums = [Sum(five, (a, b), is_exact=False), Sum(five, (b, c), is_exact=False),
                   Sum(five, (a, c), is_exact=False)]  # fmt: skip
    total = system.variable("total")
    system.sums.append(Sum(total, (a, b, c), is_exact=True))
    narrow(system)
    ((variables, sums),) = components(system)
    assert Programme(system, variables, sums).short({total: 9.0}, is_most=True) == {total: 7}


def test_a_sum_that_cannot_hold_is_named() -> None:
    system = System()
    whole, part = system.variable("w", 3, 3), system.variable("p", 4, 4)
    system.sums = [Sum(whole, (part,), is_exact=False)]
    assert narrow(system) == system.sums[0]


def test_what_is_inferred_and_cannot_hold_is_taken_back() -> None:
    """Every line but one adds up; in that one a hidden level would have to be of nobody."""
    made = Model(10, Evidence(set(), set(), set()))
    whole, part = made.system.variable("w", 9, 9), made.system.variable("p", 1, 5)
    made.system.sums = [Sum(whole, (part,), is_exact=True, by="school")]
    assert made.settled() == {}
    assert not made.system.sums[0].is_exact
