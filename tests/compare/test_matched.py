"""A matched comparison: who is in it, how alike they are, and that it finds what is there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.clusters import Products, cr2, fit

ARMS = {"participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}}


def pupils(seed: int, n: int = 900, effect: float = 3.0) -> list[dict[str, Any]]:
    """Those who start low take part more often; low starters also gain more by themselves."""
    rng = np.random.default_rng(seed)
    people = []
    for _ in range(n):
        frl = rng.choice(["no", "yes"])
        before = rng.normal(50, 10) - 4 * (frl == "yes")
        arm = int(rng.random() < 1 / (1 + np.exp(1.5 + 0.08 * (before - 50))))
        after = 25 + 0.5 * before + effect * arm - 2 * (frl == "yes") + rng.normal(0, 5)
        people.append(
            {
                "Y1": round(before), "Y3": round(after), "arm": arm, "frl": frl,
                "sex": rng.choice(["f", "m"]), "school": f"S{rng.integers(12):02}",
            }
        )  # fmt: skip
    return people


def design(**more: Any) -> dict[str, Any]:
    match = {"on": ["frl"], "exact": ["sex"], **more.pop("match", {})}
    return {"kind": "comparison-group", "match": match, "subgroups": ["sex"], **ARMS, **more}


def test_the_matched_are_alike_and_the_effect_is_found(house: Any) -> None:
    rows = house.compare(house.study(design=design()), pupils(1))
    found = house.found(rows, "score/impact/contrast")
    raw = house.found(rows, "score/impact/contrast/difference")
    assert (found["model"], found["method"]) == ("matched", "matched")
    assert found["conf_low"] < 3 < found["conf_high"]
    assert abs(found["estimate"] - 3) < abs(raw["estimate"] - 3)
    before, after = (house.found(rows, f"score/baseline/contrast{x}") for x in ("", "/matched"))
    assert abs(before["effect"]) > 0.3
    assert abs(after["effect"]) < 0.1
    assert found["n_before"] == found["n_after"] == after["n"] / 2
    assert np.isnan(found["n_clusters"])
    did = house.found(rows, "score/impact/contrast/did")
    assert did["n"] == before["n"] > found["n"]


def test_of_those_equally_near_the_result_does_not_choose(house: Any) -> None:
    """Hundreds start alike; who is matched with whom must not hang on how they end."""
    rng = np.random.default_rng(7)
    people = [
        {
            "Y1": 50,
            "Y3": round(50 + rng.normal(0, 10)),
            "arm": int(at < 60),
            "frl": "no",
            "sex": "f",
        }
        for at in range(600)
    ]
    found = house.found(
        house.compare(house.study(design=design()), people), "score/impact/contrast"
    )
    assert found["n_before"] == 60
    assert abs(found["mean_before"] - np.mean([p["Y3"] for p in people[60:]])) < 4


def test_two_matches_share_the_weight_of_one(house: Any) -> None:
    rows = house.compare(house.study(design=design(match={"ratio": 2})), pupils(2))
    found = house.found(rows, "score/impact/contrast")
    assert found["n_after"] < found["n_before"] <= 2 * found["n_after"]
    assert abs(house.found(rows, "score/baseline/contrast/matched")["effect"]) < 0.1


def test_a_tight_caliper_leaves_people_out(house: Any) -> None:
    wide, tight = (
        house.found(
            house.compare(house.study(design=design(match={"caliper": c})), pupils(3)),
            "score/impact/contrast",
        )
        for c in (1.0, 0.001)
    )
    assert tight["n"] < wide["n"]


def test_with_schools_the_errors_are_theirs(house: Any) -> None:
    rows = house.compare(house.study(design=design(cluster="school")), pupils(4))
    assert house.found(rows, "score/impact/contrast")["n_clusters"] == 12


def test_one_match_each_is_a_regression_of_the_matched(house: Any) -> None:
    """Where everyone has a twin, the matched are everyone, and the errors go by pairs."""
    rng = np.random.default_rng(5)
    people: list[dict[str, Any]] = []
    for start in range(20, 80):
        for arm in (0, 1):
            after = round(start + 2 * arm + rng.normal(0, 4))
            people.append({"Y1": start, "Y3": after, "arm": arm, "frl": "no", "sex": "f"})
    row = house.found(house.compare(house.study(design=design()), people), "score/impact/contrast")
    x = np.array([[1.0, p["arm"], p["Y1"] - 49.5] for p in people])
    y, twins = [float(p["Y3"]) for p in people], np.repeat(np.arange(60), 2)
    wanted = cr2(fit(Products.of(x, y, twins)), [0, 1, 0])
    for name in ("estimate", "std_error", "df", "conf_low"):
        assert row[name] == pytest.approx(getattr(wanted, name)[0], rel=1e-8), name


def test_twins_who_started_exactly_alike_are_told_so(house: Any) -> None:
    people = [
        {"Y1": start, "Y3": start + 3 * arm + start % 3, "arm": arm, "frl": "no", "sex": "f"}
        for start in range(20, 60)
        for arm in (0, 1)
    ]
    rows = house.compare(house.study(design=design()), people)
    row = house.found(rows, "score/baseline/contrast/matched")
    assert (row["status"], row["effect"], row["estimate"]) == ("published", 0, 0)


def test_a_lottery_needs_no_match_to_lead(house: Any) -> None:
    rows = house.compare(house.study(design=design(kind="randomized")), pupils(6))
    assert house.found(rows, "score/impact/contrast")["model"] == "ancova"
    assert house.found(rows, "score/impact/contrast/matched")["method"] == "matched"


def test_nobody_to_match(house: Any) -> None:
    people = [p | {"sex": "f" if p["arm"] else "m"} for p in pupils(7, 60)]
    row = house.found(house.compare(house.study(design=design()), people), "score/impact/contrast")
    assert row["status"] == "not-estimable"
    assert row["n"] == 0
