"""The same people behind several tables: what one hides, the next must not show."""

from __future__ import annotations

from pipeline.disclosure.families import families
from pipeline.disclosure.sums import lines
from tests.disclosure.made import AFTER, BEFORE, T, hidden, level
from tests.disclosure.test_certified import BLANK

SIZES = {"": 124, "A": 4, "B": 40, "C": 40, "D": 40}


def table(sizes: dict[str, int], outcome: str = "gpa", period: str = AFTER) -> list[dict]:  # type: ignore[type-arg]
    return [level(n, outcome, school=s, period=period) for s, n in sizes.items()]


def test_one_place_is_hidden_in_both_periods() -> None:
    """By size alone, B would be hidden at the start and C at the end."""
    start = SIZES | {"B": 39, "": 123}
    end = SIZES | {"C": 39, "": 123}
    gone = hidden([*table(start, period=BEFORE), *table(end)])
    levels = {identity.partition("school=")[2] for identity in gone}
    assert {one.partition("@")[0] for one in levels} == {"A", "B", "C"}
    assert len(gone) == 6


def test_tables_of_other_people_are_hidden_for_themselves() -> None:
    start = SIZES | {"B": 25, "": 109}
    end = SIZES | {"C": 25, "": 109}
    gone = hidden([*table(start, period=BEFORE), *table(end)])
    assert len(gone) == 4


def test_a_table_without_a_small_group_stays_shown() -> None:
    """Of the same people, one more was counted: ten may be told of."""
    start, end = SIZES | {"A": T - 1, "": 129}, SIZES | {"A": T, "": 130}
    gone = hidden([*table(start, period=BEFORE), *table(end)])
    assert all(identity.endswith(BEFORE) for identity in gone)


def test_a_family_counts_nearly_the_same_people() -> None:
    rows = [{**BLANK, **row} for sizes, period in
            ((SIZES, BEFORE), (SIZES | {"B": 35, "": 119}, AFTER),
             (SIZES | {"B": 20, "": 104}, "x"))
            for row in table(sizes, period=period)]  # fmt: skip
    (family,) = families(lines(rows, frozenset()), T)
    assert {key.after for cells in family for key, _ in cells.values()} == {BEFORE, AFTER}
