"""Shares, and impact on shares, are the algebra of zeros and ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.compare.measured import hits, pairs_of_table, share
from pipeline.statistics.moments import PairedMoments

SMALL = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
YES_NO = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=40)


@SMALL
@given(YES_NO)
def test_moments_of_a_table_are_those_of_its_people(pairs: list[tuple[int, int]]) -> None:
    table = np.zeros((1, 2, 2))
    for x, y in pairs:
        table[0, x, y] += 1
    before, after = zip(*pairs, strict=True)
    found, expected = pairs_of_table(table), PairedMoments.of(before=before, after=after)
    for name in ("n", "mean_before", "mean_after", "var_before", "var_after", "cov", "var_change"):
        assert getattr(found, name) == pytest.approx(getattr(expected, name), abs=1e-12)


def test_nobody_has_no_share() -> None:
    moments = share(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    assert np.isnan(moments.mean[0])
    assert np.isnan(moments.var).all()
    assert hits(moments).tolist() == [0, 1]


@SMALL
@given(YES_NO, YES_NO)
def test_impact_on_a_share_is_least_squares_on_zeros_and_ones(
    house: Any, ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    study = house.study(
        design={"kind": "randomized", "comparison": {"a": ["0"]}},
        outcomes={"score": house.OUTCOME | {"type": "binary"}},
    )
    people = [
        *house.people(*zip(*ours, strict=True), arm=1),
        *house.people(*zip(*theirs, strict=True), arm=0),
    ]
    row = house.found(house.compare(study, people), "score/impact/contrast")
    if row["status"] == "not-estimable":
        return
    x, y = (np.array(side, dtype=float) for side in zip(*ours, *theirs, strict=True))
    arm = np.repeat([1.0, 0.0], [len(ours), len(theirs)])
    design = np.column_stack([np.ones_like(x), arm, x])
    expected = np.linalg.lstsq(design, y, rcond=None)[0][1]
    assert row["estimate"] == pytest.approx(expected, abs=1e-9)
    assert (row["effect_name"], row["unit"]) == ("cox", "%")


def test_two_answers_of_which_one_counts_are_a_yes_or_no(house: Any) -> None:
    before, after = [1, 1, 2, 2, 1, 2, 1], [2, 1, 2, 1, 2, 2, 2]
    ordinal = house.study(outcomes={"score": house.OUTCOME | {"type": "ordinal", "favorable": "1"}})
    binary = house.study(outcomes={"score": house.OUTCOME | {"type": "binary"}})
    measures = [{"name": "m.score", "levels": 2}]
    one = house.compare(ordinal, house.people(before, after), measures=measures)
    two = house.compare(binary, house.people([x - 1 for x in before], [y - 1 for y in after]))
    found, expected = (house.found(rows, "score/change/participants") for rows in (one, two))
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, nan_ok=True), name
