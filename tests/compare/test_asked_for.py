"""Federal measures and costs, against what is counted person by person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.selection import expected_share_improved

ARMS = {"participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}}


def people(n: int = 300, seed: int = 3) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    found = []
    for at in range(n):
        before = rng.normal(92, 5)
        after = 92 + 0.6 * (before - 92) + rng.normal(0, 4) + 2 * (at % 2)
        found.append({"Y1": round(before), "Y3": round(after), "arm": at % 2})
    return found


def run(house: Any, everyone: list[dict[str, Any]], **more: Any) -> Any:
    return house.compare(house.study(design={"kind": "comparison-group", **ARMS}, **more), everyone)


def test_attendance_of_those_at_ninety_or_below(house: Any) -> None:
    everyone = people()
    asked = {"gpra": [{"measure": "3", "outcome": "score"}]}
    row = house.found(run(house, everyone, frameworks=asked), "score/gpra/participants/gpra-3")
    low = [p for p in everyone if p["arm"] and p["Y1"] <= 90]
    better = sum(p["Y3"] > p["Y1"] for p in low)
    assert (row["n"], row["n_after"]) == (len(low), better)
    assert row["estimate"] == pytest.approx(better / len(low))
    assert row["conf_low"] < row["estimate"] < row["conf_high"]
    share = np.mean([p["Y1"] <= 90 for p in everyone])
    others = np.array([[p["Y1"], p["Y3"]] for p in everyone if not p["arm"]], dtype=float)
    r = np.corrcoef(others.T)[0, 1]
    wanted = float(np.ravel(expected_share_improved([share], [r]))[0])
    assert row["statistic"] == pytest.approx(wanted, rel=1e-9)
    assert row["evidence"] == "descriptive"


@pytest.mark.parametrize(
    ("measure", "cut", "looked", "better"),
    [
        (1, None, lambda _: True, lambda p: p["Y3"] > p["Y1"]),
        (2, 95, lambda p: p["Y1"] < 95, lambda p: p["Y3"] > p["Y1"]),
        (4, 90, lambda p: p["Y1"] > 90, lambda p: p["Y3"] < p["Y1"]),
        (5, None, lambda _: True, lambda p: p["Y3"] > p["Y1"]),
    ],
)
def test_each_measure_looks_where_it_says(
    house: Any, measure: int, cut: float | None, looked: Any, better: Any
) -> None:
    everyone = people()
    one = {"measure": str(measure), "outcome": "score"} | ({"cut": str(cut)} if cut else {})
    rows = run(house, everyone, frameworks={"gpra": [one]})
    row = house.found(rows, f"score/gpra/participants/gpra-{measure}")
    mine = [p for p in everyone if p["arm"] and looked(p)]
    assert (row["n"], row["n_after"]) == (len(mine), sum(better(p) for p in mine))


def test_without_a_comparison_group_the_ledger_has_a_range(house: Any) -> None:
    everyone = [p | {"arm": 1} for p in people()]
    study = house.study(frameworks={"gpra": [{"measure": "3", "outcome": "score"}]})
    row = house.found(house.compare(study, everyone), "score/gpra/participants/gpra-3")
    assert row["effect_low"] < row["statistic"] < row["effect_high"]


def test_nobody_where_the_measure_looks(house: Any) -> None:
    asked = {"gpra": [{"measure": "3", "outcome": "score", "cut": "1"}]}
    row = house.found(run(house, people(), frameworks=asked), "score/gpra/participants/gpra-3")
    assert (row["n"], row["reason"]) == (0, "nobody started where the measure looks")


COSTS: dict[str, Any] = {"funds": [{"what": "Staff", "amount": "90000"}]}


def test_what_a_result_costs(house: Any) -> None:
    everyone = people()
    rows = run(house, everyone, costs=COSTS)
    impact = house.found(rows, "score/impact/contrast")
    row = house.found(rows, "score/cost/participants")
    n = sum(p["arm"] for p in everyone)
    assert row["estimate"] == pytest.approx(90000 / (n * impact["estimate"]), rel=1e-9)
    assert row["conf_low"] == pytest.approx(90000 / (n * impact["conf_high"]), rel=1e-9)
    assert row["conf_high"] == pytest.approx(90000 / (n * impact["conf_low"]), rel=1e-9)
    assert house.found(rows, "costs/cost/participants/total")["estimate"] == 90000
    assert house.found(rows, "costs/cost/participants/person")["estimate"] == 90000 / n


def test_gifts_and_hours_count_where_the_study_says_so(house: Any) -> None:
    log = {"kind": "activities", "files": ["l.csv"], "hour_value": {"amount": 20, "source": "S"}}
    entries = [
        {"source": "log", "row": 2, "type": "contribution", "amount": 500.0, "period": "Y3",
         "person": -1, "date": "2024-10-01"},
        {"source": "log", "row": 3, "type": "volunteering", "hours": 10.0, "period": "Y2",
         "person": -1, "date": "2023-10-01"},
    ]  # fmt: skip
    sources = {"roster": house.ROSTER, "m": house.METRICS, "log": log}
    for in_kind, total in (([], 90000), (["log"], 90700)):
        study = house.study(
            design={"kind": "comparison-group", **ARMS}, sources=sources,
            costs=COSTS | {"in_kind": in_kind},
        )  # fmt: skip
        rows = house.compare(study, people(), activities=entries)
        assert house.found(rows, "costs/cost/participants/total")["estimate"] == total


@pytest.mark.parametrize(("shift", "why"), [(0, "could be nothing"), (-30, "the wrong way")])
def test_a_result_that_could_be_nothing_has_no_cost(house: Any, shift: int, why: str) -> None:
    everyone = [p | {"Y3": p["Y1"] + (shift if p["arm"] else 0) + at % 5}
                for at, p in enumerate(people())]  # fmt: skip
    row = house.found(run(house, everyone, costs=COSTS), "score/cost/participants")
    assert why in row["reason"]
    assert np.isnan(row["estimate"])
