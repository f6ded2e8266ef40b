"""How many analyses agree is counted from what is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from pipeline.disclosure.agreement import published
from tests import builders


def row(identity: str, estimate: float, low: float | None, high: float | None, **text: str) -> Any:
    figures = {"estimate": builders.plain(estimate)}
    if low is not None and high is not None:
        figures |= {"conf_low": builders.plain(low), "conf_high": builders.plain(high)}
    return builders.row(identity, figures, **text)


def counted(rows: list[Any], **changes: Any) -> dict[str, float]:
    found = list(published(builders.study(**changes), iter(rows)))
    assert {(one.source, one.file) for one in found} <= {("", "")}
    assert [one.id.rpartition("/")[2] for one in found] == [one.what for one in found]
    return {one.id: one.figure.value for one in found if one.figure}


PRIMARY = "attendance/impact/contrast"


def test_signs_and_conclusions() -> None:
    rows = [
        row(PRIMARY, 2.0, 1.0, 3.0, model="did"),
        row(f"{PRIMARY}/ancova", 1.0, -0.5, 2.5, model="ancova"),
        row(f"{PRIMARY}/imputed", 2.1, 1.2, 3.0, model="imputed"),
        row(f"{PRIMARY}/trimmed", -0.1, -1.0, 0.8, model="trimmed"),
        row(f"{PRIMARY}/matched", -2.0, -3.0, -1.0, model="matched"),
    ]
    assert counted(rows) == {
        f"agree/{PRIMARY}/analyses": 4,
        f"agree/{PRIMARY}/sign": 2,
        f"agree/{PRIMARY}/conclusion": 1,
    }


def test_a_difference_afterwards_counts_only_after_a_lottery() -> None:
    rows = [
        row(PRIMARY, 2.0, 1.0, 3.0, model="ancova"),
        row(f"{PRIMARY}/difference", 2.0, 1.0, 3.0, model="difference"),
    ]
    assert counted(rows) == {}
    design = {
        "kind": "randomized", "participants": {"a": ["1"]}, "comparison": {"a": ["0"]}
    }  # fmt: skip
    assert counted(rows, design=design)[f"agree/{PRIMARY}/analyses"] == 1


def test_other_units_and_groups_do_not_count() -> None:
    rows = [
        row("attendance/change/participants", 2.0, 1.0, 3.0, model="paired"),
        row("attendance/change/participants/stuart_maxwell", 0.2, 0.1, 0.3, model="stuart_maxwell"),
        row("attendance/change/participants/frl=Y", 2.0, 1.0, 3.0, model="paired"),
        row("attendance/change/participants/frl=Y/imputed", 2.0, 1.0, 3.0, model="imputed"),
    ]
    assert counted(rows) == {}


Told = tuple[float, float | None, float | None]


def beside(primary: Told, other: Told) -> tuple[float, float]:
    """Of one other analysis: whether its sign and its conclusion are the primary's."""
    found = counted([row(PRIMARY, *primary, model="did"), row(f"{PRIMARY}/b", *other, model="b")])
    assert found.pop(f"agree/{PRIMARY}/analyses") == 1
    sign, conclusion = found.values()
    return sign, conclusion


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(2, 3, 1), (2, -1, 0), (-2, -3, 1), (-2, 0, 0), (2, 0, 0), (0, 0, 1), (0.5, 2, 1),
     (-0.5, -2, 1), (-0.5, 0, 0), (0.5, 0, 0)],
)  # fmt: skip
def test_a_sign_is_up_down_or_neither(first: float, second: float, expected: int) -> None:
    assert beside((first, None, None), (second, None, None))[0] == expected
    assert beside((second, None, None), (first, None, None))[0] == expected


SIDES: dict[int, list[tuple[float | None, float | None]]] = {
    1: [(1, 3), (0.1, 0.2)],
    -1: [(-3, -1), (-0.2, -0.1)],
    0: [(-1, 1), (0, 2), (-2, 0), (-0.5, 0.5), (None, -1), (None, None)],
}


def test_a_conclusion_is_on_which_side_of_zero_the_whole_interval_lies() -> None:
    for first, mine in SIDES.items():
        for second, others in SIDES.items():
            for one, other in product(mine, others):
                assert beside((2, *one), (2, *other))[1] == (first == second), (one, other)


def test_a_limit_alone_is_no_interval() -> None:
    low = row(PRIMARY, 2.0, None, None, model="did")
    half = replace(low, figures=low.figures | {"conf_low": builders.plain(1.0)})
    high = replace(low, figures=low.figures | {"conf_high": builders.plain(-1.0)})
    whole = row(f"{PRIMARY}/b", 2.0, -1.0, 1.0, model="b")
    for one in (half, high):
        assert counted([one, whole])[f"agree/{PRIMARY}/conclusion"] == 1


def test_what_has_no_estimate_is_neither_primary_nor_beside_it() -> None:
    bare = builders.row(f"{PRIMARY}/b", {}, model="b")
    assert counted([row(PRIMARY, 2.0, 1.0, 3.0, model="did"), bare]) == {}
    first, other = (row(f"{PRIMARY}{cut}", 2.0, 1.0, 3.0, model="b") for cut in ("", "/b"))
    assert counted([replace(first, figures={}), other]) == {}


def test_changes_and_impacts_of_whole_groups_are_primary_and_nothing_else_is() -> None:
    def pair(start: str) -> list[Any]:
        return [row(f"{start}{cut}", 2.0, 1.0, 3.0, model=f"b{cut}") for cut in ("", "/b")]

    told = [*pair("a/level/participants"), *pair("a/change/participants"), *pair(PRIMARY),
            *pair("a/change/participants/frl=Y"), *pair("a/change/comparison/c")]  # fmt: skip
    assert set(counted(told)) == {
        f"agree/{start}/{what}"
        for start in ("a/change/participants", PRIMARY)
        for what in ("analyses", "sign", "conclusion")
    }
