"""Chains of sums: a hidden group that no single sum gives away."""

from __future__ import annotations

import math

from pipeline.disclosure.chains import narrowed
from pipeline.disclosure.sums import lines
from pipeline.tables.estimates import ESTIMATES
from tests.disclosure.made import T, level, published

# Found by trying to work out what is hidden of random crowds: no sum alone gives schools A and B
# of the comparison group away, but everyone less school C less the participants does.
BLANK = {c.name: math.nan if c.type == "float64" else "" for c in ESTIMATES.columns}
CROWD = [
    *(level(n, "gpa", "participants", s) for s, n in (("A", 132), ("B", 55), ("C", 15), ("", 202))),
    *(level(n, "gpa", "comparison", s) for s, n in (("A", 3), ("B", 6), ("C", 131), ("", 140))),
    *(level(n, "gpa", "all", s) for s, n in (("A", 135), ("B", 61), ("C", 160), ("", 356))),
]


def test_a_group_that_a_chain_of_sums_shows_to_be_small_is_found_with_the_sums() -> None:
    found = list(lines([{**BLANK, **row} for row in CROWD], frozenset()))
    keys = {m.key for line in found for m in line.members}
    hidden = {k for k in keys if k.group == "comparison" and k.level}
    hidden |= {k for k in keys if k.group == "all" and k.level in {"A", "B"}}
    chain = narrowed(found, hidden, T)
    assert {line.whole.key.group for line in chain} == {"all"}
    assert len(chain) > 1
    assert not any(line.is_exposed(hidden, T) for line in found)


def test_where_more_is_hidden_no_chain_shows_it() -> None:
    found = list(lines([{**BLANK, **row} for row in CROWD], frozenset()))
    keys = {m.key for line in found for m in line.members}
    assert narrowed(found, {k for k in keys if k.level}, T) == []
    assert narrowed(found, set(), T) == []


def test_what_is_published_holds_against_chains() -> None:
    told = {row.id: row.is_published for row in published(CROWD).rows}
    assert not told["gpa/level/comparison/school=A@2025-26"]
    assert told["gpa/level/participants@2025-26"]
    assert told["gpa/level/comparison@2025-26"]
