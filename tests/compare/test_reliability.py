"""The reliability of scales, from answers as ingest keeps them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.statistics.scales import alpha, omega

ATTITUDE = Path(__file__).parents[1] / "data/attitude/attitude.csv"

SURVEY = {
    "kind": "survey",
    "waves": [{"period": "Y1", "files": "a.csv"}, {"period": "Y3", "files": "b.csv"}],
    "answers": {"five": [["no", "1"], ["yes", "5"]]},
    "items": {name: {"column": name, "answers": "five"} for name in ("a", "b", "c")},
    "scales": {"whole": {"items": ["a", "b", "c"]}, "pair": {"items": ["a", "b"]}},
}


def answers(n: int, *, period: str = "Y1", missing: int = 0) -> list[dict[str, Any]]:
    rng = np.random.default_rng(n)
    common = rng.normal(size=n)
    told = []
    for at in range(n):
        for item in "abc":
            value = float(np.clip(round(3 + common[at] + rng.normal(0, 0.8)), 1, 5))
            is_left_out = item == "c" and at < missing
            told.append({"source": "s", "period": period, "respondent": f"r{at:03}", "item": item,
                         "value": np.nan if is_left_out else value})  # fmt: skip
    return told


def found(house: Any, given: list[dict[str, Any]], scale: str = "whole") -> dict[str, Any]:
    outcome = {**house.OUTCOME, "from": f"s.{scale}", "label": "Scale"}
    study = house.study(sources={"s": SURVEY}, outcomes={"scale": outcome})
    measures = [{"name": f"s.{scale}", "source": "s", "linkable": False}]
    rows = house.compare(study, [], measures=measures, responses=given)
    return {row["id"]: row for row in rows.records() if row["analysis"] == "reliability"}


def table(given: list[dict[str, Any]], items: str) -> np.ndarray:
    people = sorted({one["respondent"] for one in given})
    by = {(one["respondent"], one["item"]): one["value"] for one in given}
    whole = np.array([[by[person, item] for item in items] for person in people])
    return np.asarray(whole[np.isfinite(whole).all(axis=1)])


def test_it_is_alpha_and_omega_of_those_who_answered_everything(house: Any) -> None:
    given = answers(60, missing=10)
    row = found(house, given)["scale/reliability/all@Y1"]
    covariance = np.cov(table(given, "abc").T)
    wanted = alpha(covariance, 50)
    assert (row["n"], row["method"], row["status"]) == (50, "alpha", "published")
    assert row["estimate"] == pytest.approx(wanted.alpha, rel=1e-12)
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((wanted.low, wanted.high))
    assert (row["effect_name"], row["effect"]) == ("omega", pytest.approx(omega(covariance)))


def test_two_items_are_told_by_their_correlation(house: Any) -> None:
    given = answers(80)
    row = found(house, given, "pair")["scale/reliability/all@Y1"]
    r = np.corrcoef(table(given, "ab").T)[0, 1]
    assert (row["effect_name"], row["effect"]) == ("spearman_brown", pytest.approx(2 * r / (1 + r)))


def test_few_people_have_no_reliability(house: Any) -> None:
    row = found(house, answers(29))["scale/reliability/all@Y1"]
    assert (row["status"], row["n"]) == ("not-estimable", 29)
    assert "fewer than 30" in row["reason"]


def test_each_wave_has_its_own_and_other_outcomes_have_none(house: Any) -> None:
    both = [*answers(40), *answers(50, period="Y3")]
    whole = [name for name in found(house, both) if "item=" not in name]
    assert whole == ["scale/reliability/all@Y1", "scale/reliability/all@Y3"]
    assert found(house, []) == {}


def test_each_item_is_told_what_the_others_make_without_it(house: Any) -> None:
    with ATTITUDE.open(encoding="utf-8") as file:
        clerks = [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    names = list(clerks[0])
    survey = {
        "kind": "survey",
        "waves": [{"period": "Y3", "files": ["b.csv"]}],
        "items": {name: {"column": name, "type": "number"} for name in names},
        "scales": {"all": {"items": names}},
    }
    study = house.study(
        sources={"roster": house.ROSTER, "m": house.METRICS, "s": survey},
        outcomes={"mood": house.OUTCOME | {"from": "s.all"}},
    )
    responses = [
        {"source": "s", "period": "Y3", "respondent": f"r{at}", "item": name, "value": value}
        for at, one in enumerate(clerks)
        for name, value in one.items()
    ]
    rows = house.compare(study, measures=[{"name": "s.all", "source": "s"}], responses=responses)
    row = house.found(rows, "mood/reliability/all/item=rating@Y3")
    assert round(row["estimate"], 3) == 0.810  # R: psych::alpha(attitude)
    assert row["n"] == 30
