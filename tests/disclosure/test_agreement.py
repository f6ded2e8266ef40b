"""How many analyses agree is counted from what is shown."""

from __future__ import annotations

from typing import Any

from pipeline.disclosure.agreement import published
from tests import builders


def row(identity: str, estimate: float, low: float | None, high: float | None, **text: str) -> Any:
    figures = {"estimate": builders.plain(estimate)}
    if low is not None and high is not None:
        figures |= {"conf_low": builders.plain(low), "conf_high": builders.plain(high)}
    return builders.row(identity, figures, **text)


def counted(rows: list[Any], **changes: Any) -> dict[str, float]:
    found = published(builders.study(**changes), rows)
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
