"""Two means of many people must not tell the mean of the few who are in one of them only."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pipeline.disclosure.differencing import without_lone_means


def row(model: str, comparison: int, participants: int, **more: Any) -> dict[str, Any]:
    suffix = "" if model == "did" else f"/{model}"
    return {
        "id": f"score/impact/contrast{suffix}",
        "analysis": "impact", "outcome": "score", "group": "contrast", "subgroup": "", "level": "",
        "period_before": "Y1", "period_after": "Y3", "model": model, "estimate": 2.0,
        "n": comparison + participants, "n_before": comparison, "n_after": participants,
        "mean_before": 50.0, "mean_after": 52.0,
        "sd_before": 9.0, "sd_after": 9.0, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("comparison", "participants", "shown"),
    [(100, 100, True), (100, 94, False), (295, 100, False), (100, 90, True), (300, 100, True)],
)
def test_means_of_the_matched_go_where_few_were_left_out(
    comparison: int, participants: int, *, shown: bool
) -> None:
    rows = [row("matched", comparison, participants), row("did", 300, 100)]
    first, second = without_lone_means(iter(rows), minimum_n=10, shares=frozenset())
    assert math.isfinite(first["mean_after"]) == shown
    for column in ("mean_before", "sd_before", "sd_after"):
        assert math.isfinite(first[column]) == shown
    assert first["estimate"] == 2
    assert second == rows[1]


@pytest.mark.parametrize(
    ("drawn", "shown"),
    [(304, False), (301, False), (309, False), (310, True), (300, True), (296, False)],
)
def test_counts_of_drawn_people_go_where_they_tell_of_few(drawn: int, *, shown: bool) -> None:
    rows = [row("did", 300, 100), row("imputed", drawn, 100)]
    first, second = without_lone_means(iter(rows), minimum_n=10, shares=frozenset())
    assert math.isfinite(second["n"]) == shown
    assert second["estimate"] == 2
    assert first == rows[0]


def test_another_group_is_not_compared() -> None:
    rows = [row("matched", 100, 94), row("did", 300, 100, subgroup="sex", level="f")]
    assert without_lone_means(iter(rows), minimum_n=10, shares=frozenset()) == rows


def test_those_left_out_who_are_all_alike_are_told_of_by_their_share() -> None:
    """72 of 189 and 62 of 179: all ten who were left out say yes."""
    matched = row("matched", 179, 179, mean_before=0.25, mean_after=62 / 179)
    whole = row("did", 409, 189, mean_before=0.25, mean_after=72 / 189)
    first, _ = without_lone_means([matched, whole], minimum_n=10, shares=frozenset({"score"}))
    assert math.isnan(first["mean_after"])
    kept, _ = without_lone_means([matched, whole], minimum_n=10, shares=frozenset())
    assert kept == matched


def test_another_analysis_keeps_its_counts_and_means() -> None:
    """Of all who were measured, or of people who were drawn while nothing is told of all."""
    rows = [row("ancova", 304, 94), row("did", 300, 100)]
    assert without_lone_means(rows, minimum_n=10, shares=frozenset()) == rows
    (alone,) = without_lone_means([row("imputed", 304, 100)], minimum_n=10, shares=frozenset())
    assert alone == row("imputed", 304, 100)


def test_a_difference_afterwards_tells_of_everyone_too() -> None:
    rows = [row("matched", 295, 100), row("difference", 300, 100)]
    first, _ = without_lone_means(rows, minimum_n=10, shares=frozenset())
    assert math.isnan(first["mean_after"])


def test_a_side_that_only_one_of_them_tells_of_is_no_difference() -> None:
    nothing = {"n_before": math.nan, "mean_before": math.nan}
    whole, part = row("did", 300, 100), row("matched", 200, 90)
    for rows in ([whole, part | nothing], [whole | nothing, part]):
        assert without_lone_means(rows, minimum_n=10, shares=frozenset())[1]["mean_after"] == 52
        few = [one | {"n_after": n} for one, n in zip(rows, (100, 95), strict=True)]
        told = without_lone_means(few, minimum_n=10, shares=frozenset())[1]
        assert math.isnan(told["mean_after"])
