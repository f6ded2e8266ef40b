"""What stands beside a primary answer: with holes in the data, outliers, and groups apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.clusters import Products, cr2, fit
from pipeline.statistics.matching import propensity
from pipeline.statistics.weighting import weights_trimmed

ARMS = {"participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}}


def people(
    seed: int, n: int = 800, *, effect: float = 3.0, lost: float = 1.0
) -> list[dict[str, Any]]:
    """Those who start low are lost more often, and low starters rise by themselves."""
    rng = np.random.default_rng(seed)
    found: list[dict[str, Any]] = []
    for _ in range(n):
        before, arm = rng.normal(50, 10), int(rng.random() < 0.4)
        after = 40 + 0.2 * before + effect * arm + rng.normal(0, 6)
        one: dict[str, Any] = {
            "Y1": round(before), "Y3": round(after), "arm": arm, "truth": after - before,
            "frl": rng.choice(["no", "yes"]), "school": f"S{rng.integers(15):02}",
        }  # fmt: skip
        if rng.random() < lost / (1 + np.exp((before - 47) / 4)):
            del one["Y3"]
        elif rng.random() < 0.05:
            del one["Y1"]
        found.append(one)
    return found


def design(kind: str = "comparison-group", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "subgroups": ["frl"], **ARMS, **more}


def test_drawn_and_weighed_come_nearer_to_the_truth_than_the_pairs(house: Any) -> None:
    everyone = people(1)
    rows = house.compare(house.study(design=design()), everyone)
    truth = np.mean([one["truth"] for one in everyone if one["arm"] == 1])
    pairs = house.found(rows, "score/change/participants/paired")["estimate"]
    for model in ("imputed", "reweighed"):
        found = house.found(rows, f"score/change/participants/{model}")
        assert abs(found["estimate"] - truth) < 0.5 * abs(pairs - truth), model
        assert found["conf_low"] < truth < found["conf_high"]
        assert np.isnan(found["mean_before"])
    assert house.found(rows, "score/change/participants/imputed")["n"] == sum(
        one["arm"] == 1 for one in everyone
    )


def test_whole_groups_and_the_comparison_of_changes(house: Any) -> None:
    rows = house.compare(house.study(design=design()), people(2))
    beside = [i for i in rows["id"].tolist() if i.endswith(("imputed", "reweighed", "trimmed"))]
    assert not [i for i in beside if "frl=" in i]  # they are drawn and weighed for the whole
    for model in ("imputed", "reweighed"):
        found = house.found(rows, f"score/impact/contrast/{model}")
        assert found["conf_low"] < 3 < found["conf_high"]
    assert house.found(rows, "score/impact/contrast")["model"] == "did"


def test_whole_data_have_nothing_drawn(house: Any) -> None:
    rows = house.compare(house.study(design=design()), people(3, lost=0.0))
    models = set(rows["model"].tolist())
    assert "reweighed" not in models
    whole = [{**one, "Y1": one.get("Y1", 50)} for one in people(3, lost=0.0)]
    rows = house.compare(house.study(design=design()), whole)
    assert not {"imputed", "reweighed"} & set(rows["model"].tolist())


def test_with_few_schools_nothing_is_filled_in(house: Any) -> None:
    few = [one | {"school": f"S{at % 8}"} for at, one in enumerate(people(4))]
    rows = house.compare(house.study(design=design(cluster="school")), few)
    models = set(rows["model"].tolist())
    assert not {"imputed", "trimmed", "redrawn"} & models
    assert house.found(rows, "score/change/participants/reweighed")["n_clusters"] == 8


def test_with_many_schools_values_are_filled_in_within_them(house: Any) -> None:
    rng = np.random.default_rng(11)
    level = rng.normal(0, 4, 30)
    everyone = []
    for one in people(12):
        school = int(rng.integers(30))
        shift = round(level[school])
        moved: dict[str, Any] = {key: one[key] + shift for key in ("Y1", "Y3") if key in one}
        everyone.append({**one, **moved, "school": f"S{school:02}"})
    rows = house.compare(house.study(design=design(cluster="school")), everyone)
    truth = np.mean([one["truth"] for one in everyone if one["arm"] == 1])
    pairs = house.found(rows, "score/change/participants")["estimate"]
    drawn = house.found(rows, "score/change/participants/imputed")
    assert drawn["method"] == "imputed_clusters"
    assert abs(drawn["estimate"] - truth) < abs(pairs - truth)
    assert drawn["conf_low"] < truth < drawn["conf_high"]
    contrast = house.found(rows, "score/impact/contrast/imputed")
    assert contrast["conf_low"] < 3 < contrast["conf_high"]
    twice = house.compare(house.study(design=design(cluster="school")), everyone * 2)
    for name in ("score/change/participants/imputed", "score/impact/contrast/imputed"):
        width, then = (
            one["conf_high"] - one["conf_low"]
            for one in (house.found(rows, name), house.found(twice, name))
        )
        assert then >= width * (1 - 1e-9), name


def test_weights_are_those_of_a_logistic_regression(house: Any) -> None:
    everyone = [one | {"arm": 1} for one in people(5) if "Y1" in one]
    rows = house.compare(house.study(design={"kind": "one-group"}), everyone)
    x = np.array([[1.0, one["Y1"]] for one in everyone])
    again = np.array(["Y3" in one for one in everyone])
    # one group: everyone takes part, so the group tells nothing
    chance = 1 / (1 + np.exp(-propensity(x - [0, x[:, 1].mean()], again)))
    weight = weights_trimmed(np.where(again, 1 / chance, 0))[again]
    change = np.array([one["Y3"] - one["Y1"] for one in everyone if "Y3" in one], dtype=float)
    root = np.sqrt(weight)
    wanted = cr2(fit(Products.of(root[:, None], change * root, np.arange(len(change)))), [1.0])
    row = house.found(rows, "score/change/participants/reweighed")
    for name in ("estimate", "std_error", "df"):
        assert row[name] == pytest.approx(getattr(wanted, name)[0], rel=1e-6), name


def test_one_wild_value_moves_the_mean_and_not_the_middle(house: Any) -> None:
    everyone = people(6, lost=0.0)
    everyone = [one for one in everyone if "Y1" in one]
    rows = house.compare(house.study(design=design()), everyone)
    everyone[0] = {**everyone[0], "Y3": 9000, "arm": 1}
    wild = house.compare(house.study(design=design()), everyone)
    for name in ("score/change/participants", "score/impact/contrast"):
        calm, torn = (house.found(r, name)["estimate"] for r in (rows, wild))
        assert abs(torn - calm) > 10
        calm, torn = (house.found(r, f"{name}/trimmed")["estimate"] for r in (rows, wild))
        assert abs(torn - calm) < 0.2


def test_balance_needs_columns_or_a_match(house: Any) -> None:
    rows = house.compare(house.study(design=design()), people(7))
    assert "balanced" not in set(rows["model"].tolist())
    rows = house.compare(house.study(design=design(adjust_for=["frl"])), people(7))
    found = house.found(rows, "score/impact/contrast/balanced")
    assert found["conf_low"] < 3 < found["conf_high"]


def test_swapping_the_groups_flips_every_sign(house: Any) -> None:
    everyone = people(8)
    swapped = [{**one, "arm": 1 - one["arm"]} for one in everyone]
    study = house.study(design=design())
    there, back = (house.compare(study, one) for one in (everyone, swapped))
    for model in ("trimmed", "reweighed", "ancova"):
        one, two = (house.found(r, f"score/impact/contrast/{model}") for r in (there, back))
        assert one["estimate"] == pytest.approx(-two["estimate"], rel=1e-6)
        assert one["conf_low"] == pytest.approx(-two["conf_high"], rel=1e-6)


def test_before_there_are_results_the_smallest_change_is_planned(house: Any) -> None:
    everyone = [{**one, "Y3": None} for one in people(9) if "Y1" in one]
    one_group = house.compare(house.study(design={"kind": "one-group"}), everyone)
    row = house.found(one_group, "score/detectable/participants")
    mine = [one["Y1"] for one in everyone if one["arm"] == 1]
    n, spread = len(mine), np.std(mine, ddof=1)
    assert row["model"] == "planned"
    assert row["n"] == n
    assert row["estimate"] == pytest.approx(2.8 * spread * np.sqrt(2 * 0.3 / n), rel=0.02)
    two = house.compare(house.study(design=design()), everyone)
    assert house.found(two, "score/detectable/contrast")["estimate"] > 0


def test_next_years_study_finds_what_this_years_error_allows(house: Any) -> None:
    rows = house.compare(house.study(design=design()), people(10))
    error = house.found(rows, "score/impact/contrast")["std_error"]
    row = house.found(rows, "score/detectable/contrast")
    assert row["estimate"] == pytest.approx(2.8 * error, rel=0.01)
