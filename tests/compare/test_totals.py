"""Figures that arrive already added up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.compare.totals import natural

TOTALS = {
    "kind": "totals",
    "files": ["t.csv"],
    "columns": {"period": "Year", "school": "School"},
    "measures": {"rate": {"count": "Dropouts", "of": "Students"}},
}
DROPOUT = {"label": "Dropout rate", "from": "t.rate", "type": "binary", "better": "lower"}


def study(house: Any, **outcome: Any) -> Any:
    return house.study(sources={"t": TOTALS}, outcomes={"dropout": DROPOUT | outcome})


def entry(period: str, by: str = "", **figures: Any) -> dict[str, Any]:
    return {"source": "t", "measure": "t.rate", "period": period, "by": by, **figures}


def compared(house: Any, *entries: dict[str, Any], **outcome: Any) -> Any:
    return house.compare(study(house, **outcome), totals=entries, measures=[])


def test_levels_and_change_of_the_whole(house: Any) -> None:
    rows = compared(house, entry("Y1", count=96.0, of=1200.0), entry("Y3", count=78.0, of=1200.0))
    assert list(rows["id"]) == [
        "dropout/level/all@Y1",
        "dropout/level/all@Y3",
        "dropout/change/all",
    ]
    change = house.found(rows, "dropout/change/all")
    assert change["estimate"] == pytest.approx(-0.015)
    assert change["effect"] == pytest.approx(2 * (np.arcsin(0.065**0.5) - np.arcsin(0.08**0.5)))
    assert (change["method"], change["unit"], change["n"]) == ("newcombe", "%", 2400)
    level = house.found(rows, "dropout/level/all@Y1")
    assert (level["estimate"], level["n"], level["method"]) == (0.08, 1200, "wilson")


def test_a_complete_breakdown_adds_up_to_the_whole(house: Any) -> None:
    rows = compared(
        house,
        entry("Y1", "school=B", count=10.0, of=100.0),
        entry("Y1", "school=A", count=20.0, of=300.0),
    )
    whole = house.found(rows, "dropout/level/all@Y1")
    assert (whole["estimate"], whole["n"]) == (0.075, 400)
    assert [i for i in rows["id"] if "school" in i] == [
        "dropout/level/all/school=A@Y1",
        "dropout/level/all/school=B@Y1",
    ]


def test_a_breakdown_with_a_withheld_part_adds_up_to_nothing(house: Any) -> None:
    rows = compared(
        house,
        entry("Y1", "school=A", count=20.0, of=300.0),
        entry("Y1", "school=B", withheld=True),
    )
    whole = house.found(rows, "dropout/level/all@Y1")
    assert (whole["status"], whole["reason"]) == ("not-estimable", "no values in Y1")
    part = house.found(rows, "dropout/level/all/school=B@Y1")
    assert (part["status"], part["reason"]) == ("not-estimable", "withheld by the source")


def test_a_bare_figure_has_no_interval(house: Any) -> None:
    rows = compared(
        house, entry("Y1", value=91.2), entry("Y3", value=92.6), type="continuous", unit="%"
    )
    level = house.found(rows, "dropout/level/all@Y3")
    assert (level["estimate"], level["method"]) == (92.6, "as_given")
    assert np.isnan([level["n"], level["conf_low"], level["conf_high"]]).all()
    change = house.found(rows, "dropout/change/all")
    assert change["estimate"] == pytest.approx(1.4)
    assert np.isnan(change["p_value"])
    assert change["status"] == "published"


def test_a_share_written_in_percent_is_a_share(house: Any) -> None:
    rows = compared(house, entry("Y1", value=8.0), entry("Y3", value=6.5))
    assert house.found(rows, "dropout/level/all@Y1")["estimate"] == 0.08


def test_a_count_beyond_its_total_is_no_share(house: Any) -> None:
    rows = compared(house, entry("Y1", count=12.0, of=10.0))
    row = house.found(rows, "dropout/level/all@Y1")
    assert row["reason"] == "the count is larger than its total"


def test_the_declared_breakdown_comes_first(house: Any) -> None:
    given = study(house).model_copy(
        update={"design": study(house).design.model_copy(update={"subgroups": ("school",)})}
    )
    entries = [
        entry("Y1", by, count=1.0, of=10.0) for by in ("grade=9", "grade=10", "school=A", "")
    ]
    rows = house.compare(given, totals=entries, measures=[])
    assert [i for i in rows["level"] if i] == ["A", "9", "10"]


def test_crossed_breakdowns_are_one_breakdown_that_adds_up(house: Any) -> None:
    entries = [entry("Y1", f"school={s}; frl={f}", count=1.0, of=10.0) for s in "AB" for f in "yn"]
    rows = compared(house, *entries)
    assert house.found(rows, "dropout/level/all@Y1")["n"] == 40
    crossed = house.found(rows, "dropout/level/all/school × frl=A × n@Y1")
    assert crossed["subgroup"] == "school × frl"


@pytest.mark.parametrize(
    ("first", "then"), [("Grade 9", "Grade 10"), ("A", "B"), ("2", "10"), ("10", "Grade 9")]
)
def test_natural_order(first: str, then: str) -> None:
    assert natural(first) < natural(then)
