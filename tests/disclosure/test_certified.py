"""What is hidden is proven hidden: every table that a reader could take for true is tried."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.disclosure.bundles import key_of
from pipeline.disclosure.certify import Programme
from pipeline.disclosure.hiding import hidden
from pipeline.disclosure.repair import Repairs
from pipeline.disclosure.sums import lines
from pipeline.disclosure.system import wanted
from pipeline.disclosure.tables import tables_of
from pipeline.tables.estimates import ESTIMATES
from tests.disclosure.made import level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.disclosure.bundles import Key
    from pipeline.disclosure.system import Table
    from tests.disclosure.made import Row

T = 3
BLANK = {c.name: math.nan if c.type == "float64" else "" for c in ESTIMATES.columns}
GROUPS = {"participants": (0,), "comparison": (1,), "all": (0, 1)}


def crowd(sizes: Sequence[Sequence[int]]) -> list[Row]:
    """Levels of a mean: schools by arm, with all their sums; everybody is of a known school."""
    rows = []
    for group, arms in GROUPS.items():
        columns = list(zip(*(sizes[arm] for arm in arms), strict=True))
        counts = {f"S{at}": sum(column) for at, column in enumerate(columns)}
        for school, n in {"": sum(counts.values()), **counts}.items():
            rows.append({**BLANK, **level(n, "gpa", group, school)})
    return rows


def completions(table: Table, gone: frozenset[Key]) -> dict[Key, set[int]]:
    """The sizes of each cell in all tables of whole numbers that fit what is shown."""
    people = {one.key: one.tally.n for one in table.members.values()}
    atoms = [k for k in people if k.level and k.group != "all"]
    most = max(int(people[k]) for k in atoms) + T
    open_ = [key for key in atoms if key in gone]
    shape = (min(most, 7),) * len(open_)
    grid = np.indices(shape).reshape(len(open_), math.prod(shape))
    sizes = {k: np.full(grid.shape[1], people[k]) for k in atoms}
    sizes |= dict(zip(open_, grid, strict=True))
    for key in people.keys() - atoms:
        arms = ("participants", "comparison") if key.group == "all" else (key.group,)
        mine = [k for k in atoms if k.group in arms and key.level in {"", k.level}]
        sizes[key] = np.sum([sizes[k] for k in mine], axis=0)
    fits = np.ones(grid.shape[1], dtype=bool)
    for key, n in people.items():
        fits &= (sizes[key] >= 1) if key in gone else (sizes[key] == n)
    return {key: set(found[fits].astype(int).tolist()) for key, found in sizes.items()}


def hides_both_arms(key: Key, gone: frozenset[Key]) -> bool:
    """Whether a cell is the sum of two that are hidden, and so of two people at least."""
    return {key._replace(group=one) for one in ("participants", "comparison")} <= gone


SMALL = st.lists(
    st.lists(st.sampled_from([1, 2, 3, 4, 5]), min_size=3, max_size=3), min_size=2, max_size=2
)


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_a_small_group_may_be_of_every_size(sizes: list[list[int]]) -> None:
    rows = crowd(sizes)
    gone = frozenset(hidden(rows, minimum_n=T, shares=frozenset()).bundles)
    table = next(t for t in tables_of(lines(rows, frozenset())) if t.lines)
    found = completions(table, gone)
    for one in table.members.values():
        key = one.key
        if key in gone and 0 < one.tally.n < T:
            parts = 2 if key.group == "all" and hides_both_arms(key, gone) else 1
            assert found[key] >= set(range(parts, T + 1)), key


@pytest.mark.parametrize("is_repaired", [False, True])
def test_two_hidden_in_every_sum_can_still_be_too_few(is_repaired: bool) -> None:
    """A square of hidden cells, each with another beside and below it: no room for a third."""
    rows = crowd([[1, 1, 9], [1, 1, 9]])
    table = tables_of(lines(rows, frozenset()))[0]
    keys = [one.key for one in table.members.values()]
    square = {k for k in keys if k.level in {"S0", "S1"} and k.group != "all"}
    gone = set(square)
    wants = wanted(table, gone, minimum_n=T)
    left = Programme(table, gone).unproven(wants, "most")
    assert {table.members[want.cell].key for want in left} == square
    if is_repaired:
        repairs = Repairs(table=table, hidden=gone, worth=lambda _: 0.0)
        for want in left:
            gone |= set(repairs.cells(want, "most"))
        assert len(gone) > len(square)
        for want in wanted(table, gone, minimum_n=T):
            assert repairs.cells(want, "most") == []


def test_a_share_that_would_be_certain_is_covered() -> None:
    """Two hidden groups of whom it is true of nobody: with them one of whom it is true."""
    told = {"A": (20, 0), "B": (20, 0), "C": (40, 20), "D": (60, 30)}
    n, hits = (sum(one[i] for one in told.values()) for i in (0, 1))
    rows = [
        {**BLANK, **level(m, "late", "participants", school, mean=k / m)}
        for school, (m, k) in {"": (n, hits), **told}.items()
    ]
    found = hidden(rows, minimum_n=10, shares=frozenset({"late"}))
    assert {k.level for k in found.bundles} == {"A", "B", "C"}


def test_people_of_unknown_level_give_room() -> None:
    """Where some are of an unknown school, the sum is no equation."""
    whole = [{**BLANK, **level(n, "gpa", "participants", s)} for s, n in
             (("", 60), ("A", 1), ("B", 1), ("C", 40))]  # fmt: skip
    table = tables_of(lines(whole, frozenset()))[0]
    gone = {key_of(whole[1]), key_of(whole[2])}
    assert Programme(table, gone).unproven(wanted(table, gone, minimum_n=T), "most") == []
    short = [row | {"n": 42.0, "n_after": 42.0} if not row["level"] else row for row in whole]
    table = tables_of(lines(short, frozenset()))[0]
    left = Programme(table, gone).unproven(wanted(table, gone, minimum_n=T), "most")
    assert {table.members[want.cell].key for want in left} == gone
