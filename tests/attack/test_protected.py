"""What hiding lets through, and what the stranger makes of it: random crowds, planted leaks."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.attack.work import Known, worked_out
from pipeline.release.results import results_csv
from tests.attack.had import leaks
from tests.disclosure.made import T, counted, published
from tests.disclosure.test_hiding import KINDS, SIZES, crowds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.disclosure.made import Person

SCHOOLS = ("A", "B", "C")
GUARDED = Known(minimum_n=T, infers=False)
"""All but a guess: that a breakdown leaves nobody out because the shown sums of others come out."""


def released(people: Sequence[Person]) -> list[dict[str, str]]:
    """results.csv of a crowd, as a reader has it."""
    content = results_csv(published(counted(people))).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


@settings(max_examples=150, deadline=None)
@given(crowds().filter(bool))
def test_nothing_hidden_can_be_had_from_what_hiding_lets_through(people: list[Person]) -> None:
    assert list(worked_out(released(people), GUARDED)) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(SIZES, min_size=12, max_size=12))
def test_a_small_school_beside_others_that_are_laid_open_is_found(sizes: list[int]) -> None:
    """Every school but the smallest is shown again, as if it had never been hidden with it."""
    kinds = [one for one in KINDS if one.arm == 1 and one.school in SCHOOLS and one.before is True]
    people = [one for one, n in zip(kinds, sizes, strict=False) for _ in range(n)]
    schools = Counter(one.school for one in people)
    small = [school for school, n in schools.items() if n < T]
    assume(len(small) == 1)
    assume(sum(schools.values()) - schools[small[0]] >= T)
    rows = released(people)
    for row in rows:
        is_level = row["analysis"] == "level" and row["group"] == "participants"
        if is_level and row["period_after"] == "2024-25" and row["level"] not in small:
            people_there = schools[row["level"]] if row["level"] else sum(schools.values())
            row.update(status="published", reason="", n=str(people_there))
    found = {leak.id for leak in leaks(rows, minimum_n=T)}
    assert any(f"school={small[0]}@2024-25" in identity for identity in found)
