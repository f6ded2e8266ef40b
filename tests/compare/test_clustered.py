"""Analyses of people in schools, against regressions on the people themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.clusters import Products, cr2, fit, intraclass
from pipeline.statistics.wwc import cluster_corrected

ARMS = {"participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}}


def pupils(
    seed: int, *, schools: int = 8, each: int = 12, nested: bool = True, effect: float = 3
) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    people = []
    for school in range(schools):
        level = rng.normal(0, 6)
        for _ in range(each):
            arm = school % 2 if nested else int(rng.integers(0, 2))
            before = rng.normal(50, 10) + level
            after = before * 0.7 + 20 + effect * arm + level * 0.5 + rng.normal(0, 8)
            people.append(
                {
                    "Y1": None if rng.random() < 0.1 else round(before),
                    "Y2": round(before) + 1,
                    "Y3": None if rng.random() < 0.1 else round(after),
                    "arm": arm,
                    "school": f"S{school:02}",
                    "frl": "no" if rng.random() < 0.5 else "yes",
                }
            )
    return people


def design(kind: str = "comparison-group", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "cluster": "school", "subgroups": ["frl"], **ARMS, **more}


def by_hand(people: list[dict[str, Any]], *, model: str) -> Any:
    both = [p for p in people if p["Y1"] is not None and p["Y3"] is not None]
    x, y = (np.array([float(p[name]) for p in both]) for name in ("Y1", "Y3"))
    arm = np.array([float(p["arm"]) for p in both])
    schools = [p["school"] for p in both]
    one = np.ones(len(both))
    if model == "change":
        return cr2(fit(Products.of(one[:, None], y - x, schools)), [1])
    if model == "did":
        return cr2(fit(Products.of(np.column_stack([one, arm]), y - x, schools)), [0, 1])
    if model == "baseline":
        return cr2(fit(Products.of(np.column_stack([one, arm]), x, schools)), [0, 1])
    columns = np.column_stack([one, arm, x - x.mean()])
    return cr2(fit(Products.of(columns, y, schools)), [0, 1, 0])


@pytest.mark.parametrize("nested", [True, False])
@pytest.mark.parametrize("kind", ["comparison-group", "randomized"])
def test_contrasts_are_those_of_the_people(house: Any, kind: str, nested: bool) -> None:
    people = pupils(1, nested=nested)
    rows = house.compare(house.study(design=design(kind)), people)
    ids = (
        {"did": "/did", "ancova": ""} if kind == "randomized" else {"did": "", "ancova": "/ancova"}
    )
    for model, suffix in ids.items():
        row, wanted = (
            house.found(rows, f"score/impact/contrast{suffix}"),
            by_hand(people, model=model),
        )
        assert row["method"] == "cr2"
        assert row["n_clusters"] == 8
        for name in ("estimate", "std_error", "df", "p_value", "conf_low", "conf_high"):
            assert row[name] == pytest.approx(getattr(wanted, name)[0], rel=1e-9), name
    start = house.found(rows, "score/baseline/contrast")
    assert start["conf_low"] == pytest.approx(
        by_hand(people, model="baseline").conf_low[0], rel=1e-9
    )
    assert np.isnan(start["p_value"])
    # four clusters a group, where each is wholly in one: the formula alone
    drawn = [i for i in rows["id"].tolist() if i.endswith("impact/contrast/wild")]
    assert bool(drawn) is not nested


@pytest.mark.parametrize("kind", ["comparison-group", "randomized"])
def test_six_clusters_a_group_are_drawn_again_beside_the_formula(house: Any, kind: str) -> None:
    rows = house.compare(house.study(design=design(kind)), pupils(1, schools=12))
    drawn = house.found(rows, "score/impact/contrast/wild")
    assert drawn["method"] == "wild_cluster"
    assert drawn["conf_low"] < drawn["estimate"] < drawn["conf_high"]
    assert drawn["estimate"] == pytest.approx(
        house.found(rows, "score/impact/contrast")["estimate"]
    )


def test_changes_levels_and_subgroups(house: Any) -> None:
    people = pupils(2)
    rows = house.compare(house.study(design=design()), people)
    for group, mine in {
        "participants": [p for p in people if p["arm"]],
        "all": people,
        "participants/frl=yes": [p for p in people if p["arm"] and p["frl"] == "yes"],
    }.items():
        row, wanted = house.found(rows, f"score/change/{group}"), by_hand(mine, model="change")
        assert row["std_error"] == pytest.approx(wanted.std_error[0], rel=1e-9)
        assert row["conf_high"] == pytest.approx(wanted.conf_high[0], rel=1e-9)
        ratio = row["effect"] / row["estimate"]
        assert row["effect_high"] == pytest.approx(row["conf_high"] * ratio, rel=1e-9)
    for period in ("Y1", "Y2", "Y3"):
        known = [p for p in people if p[period] is not None]
        y = [float(p[period]) for p in known]
        wanted = cr2(fit(Products.of(np.ones((len(y), 1)), y, [p["school"] for p in known])), [1])
        row = house.found(rows, f"score/level/all@{period}")
        assert row["conf_low"] == pytest.approx(wanted.conf_low[0], rel=1e-9)
        assert row["n_clusters"] == 8


def test_the_interval_is_wider_than_that_of_strangers(house: Any) -> None:
    people = pupils(3)
    with_schools = house.compare(house.study(design=design()), people)
    alone = house.compare(house.study(design={**design(), "cluster": None}), people)
    wide, narrow = (
        house.found(rows, "score/impact/contrast/difference") for rows in (with_schools, alone)
    )
    assert wide["estimate"] == pytest.approx(narrow["estimate"])
    assert wide["conf_high"] - wide["conf_low"] > 1.3 * (narrow["conf_high"] - narrow["conf_low"])


UNSIGNED = {"unmeasured", "detectable"}


def test_swapping_the_groups_flips_every_sign(house: Any) -> None:
    people = pupils(4)
    swapped = [p | {"arm": 1 - p["arm"]} for p in people]
    study = house.study(design=design())
    one, other = house.compare(study, people), house.compare(study, swapped)
    flipped = [
        r["id"]
        for r in one.records()
        if r["group"] == "contrast" and r["model"] != "wild" and r["analysis"] not in UNSIGNED
    ]
    assert len(flipped) > 6
    for name in flipped:
        a, b = house.found(one, name), house.found(other, name)
        assert a["estimate"] == pytest.approx(-b["estimate"], rel=1e-9)
        assert a["conf_low"] == pytest.approx(-b["conf_high"], rel=1e-9, nan_ok=True)
        if a["analysis"] != "attrition":  # there it is the share lost of both groups together
            assert a["effect"] == pytest.approx(-b["effect"], rel=1e-9, nan_ok=True)


def test_three_clusters_in_a_group_get_the_correction(house: Any) -> None:
    people = [
        p for p in pupils(5, schools=10) if p["arm"] == 0 or p["school"] in {"S01", "S03", "S05"}
    ]
    rows = house.compare(house.study(design=design(assigned_by="cluster")), people)
    row = house.found(rows, "score/impact/contrast")
    assert row["method"] == "cr2"
    assert row["n_clusters"] == 8
    assert row["df"] < 6
    handbook = house.found(rows, "score/impact/contrast/wwc")
    assert handbook["method"] == "wwc_cluster"
    assert handbook["estimate"] == row["estimate"]
    assert 0 < handbook["p_value"] < 1
    assert np.isnan(handbook["conf_low"])
    assert row["conf_low"] < row["estimate"] < row["conf_high"]
    assert not [r for r in rows.records() if r["model"] == "wild" and r["analysis"] == "impact"]
    start = house.found(rows, "score/baseline/contrast")
    assert start["conf_low"] < start["estimate"] < start["conf_high"]
    assert np.isfinite(start["effect"])
    assert np.isnan(start["p_value"])


def test_the_handbooks_test_is_that_of_the_handbook(house: Any) -> None:
    """Against the published formula on the people themselves."""
    people = [p for p in pupils(5, schools=6) if p["Y1"] is not None and p["Y3"] is not None]
    rows = house.compare(house.study(design=design(assigned_by="cluster")), people)
    row = house.found(rows, "score/impact/contrast/wwc")
    arm = np.array([p["arm"] for p in people], dtype=bool)
    y = np.array([float(p["Y3"]) for p in people])
    moved = y - np.array([float(p["Y1"]) for p in people])
    n1, n0 = arm.sum(), (~arm).sum()
    pooled = np.sqrt(
        ((n1 - 1) * y[arm].var(ddof=1) + (n0 - 1) * y[~arm].var(ddof=1)) / (n1 + n0 - 2)
    )
    g = (moved[arm].mean() - moved[~arm].mean()) / pooled * (1 - 3 / (4 * (n1 + n0) - 9))
    x = np.column_stack([np.ones(len(arm)), arm])
    shown = intraclass(fit(Products.of(x, moved, [p["school"] for p in people])), between=2)
    wanted = cluster_corrected([g], [n1], [n0], [6], icc=np.fmax(0.2, shown))
    assert row["statistic"] == pytest.approx(wanted.statistic[0], rel=1e-9)
    assert row["p_value"] == pytest.approx(wanted.p_value[0], rel=1e-9)


@pytest.mark.parametrize(("schools", "lost"), [(6, 0), (8, 0), (24, 0), (40, 1)])
def test_everyone_twice_narrows_no_interval(house: Any, schools: int, lost: int) -> None:
    """Whatever stands there as an interval of people in schools: every analysis, every group."""
    people = pupils(12, schools=schools)
    if lost:  # partly linked
        rng = np.random.default_rng(3)
        people = [
            p | ({"Y1": None} if (u := rng.random()) < 0.2 else {"Y3": None} if u < 0.45 else {})
            for p in people
        ]
    study = house.study(design=design(adjust_for=["frl"]))
    once, twice = house.compare(study, people), house.compare(study, people * 2)
    seen = set()
    for row in once.records():
        if row["analysis"] not in {"level", "change", "baseline", "impact", "gap"}:
            continue
        then = house.found(twice, row["id"])
        if np.isfinite(row["conf_low"]):
            width, wide = (r["conf_high"] - r["conf_low"] for r in (row, then))
            assert wide >= width * (1 - 1e-6), row["id"]
            seen.add(row["model"])
    assert {"did", "ancova", "difference", "paired"} <= seen
    if lost:
        assert {"mixed", "trimmed", "imputed", "reweighed"} <= seen


def test_shares_of_many_schools_have_a_logistic_model(house: Any) -> None:
    people = [
        p | {name: None if p[name] is None else int(p[name] > 52) for name in ("Y1", "Y2", "Y3")}
        for p in pupils(8, schools=30)
    ]
    study = house.study(
        design=design("randomized", adjust_for=["frl"]),
        outcomes={"score": {**house.OUTCOME, "type": "binary"}},
    )
    measures = [{"name": "m.score", "low": 0, "high": 1}]
    once, twice = (
        house.found(house.compare(study, p, measures=measures), "score/impact/contrast/logistic")
        for p in (people, people * 2)
    )
    assert once["method"] == "jackknife"
    linear = house.found(house.compare(study, people, measures=measures), "score/impact/contrast")
    assert once["estimate"] == pytest.approx(linear["estimate"], abs=0.03)
    assert (
        0.5
        < (once["conf_high"] - once["conf_low"]) / (linear["conf_high"] - linear["conf_low"])
        < 2
    )
    for name in ("estimate", "conf_low", "conf_high"):
        assert twice[name] == pytest.approx(once[name], rel=1e-6)


def test_one_cluster_in_a_group_is_described_only(house: Any) -> None:
    people = [p for p in pupils(6) if p["arm"] == 0 or p["school"] == "S01"]
    rows = house.compare(house.study(design=design()), people)
    row = house.found(rows, "score/impact/contrast")
    assert row["status"] == "not-estimable"
    assert "one school" in row["reason"]
    change = house.found(rows, "score/change/participants")
    assert change["method"] == "paired_t"  # about that one school, student by student
    assert change["status"] == "published"


def test_groups_within_schools_are_not_corrected_as_if_assigned_whole(house: Any) -> None:
    people = pupils(7, schools=3, each=30, nested=False)
    row = house.found(house.compare(house.study(design=design()), people), "score/impact/contrast")
    assert row["method"] == "cr2"
    assert row["n_clusters"] == 3


def test_shares(house: Any) -> None:
    people = [
        p | {name: None if p[name] is None else int(p[name] > 52) for name in ("Y1", "Y2", "Y3")}
        for p in pupils(8)
    ]
    outcome = {**house.OUTCOME, "type": "binary"}
    rows = house.compare(
        house.study(design=design(), outcomes={"score": outcome}), people,
        measures=[{"name": "m.score", "low": 0, "high": 1}],
    )  # fmt: skip
    row = house.found(rows, "score/impact/contrast")
    assert row["estimate"] == pytest.approx(by_hand(people, model="did").estimate[0])
    assert row["effect_name"] == "cox"
    level = house.found(rows, "score/level/all@Y3")
    assert level["method"] == "wilson_clustered"
    assert 0 <= level["conf_low"] < level["mean_after"] < level["conf_high"] <= 1
    assert house.found(rows, "score/change/participants")["effect_name"] == "cohens_h"


def test_ordered_answers(house: Any) -> None:
    people = [
        p
        | {n: None if p[n] is None else int(np.clip(p[n] // 15, 1, 5)) for n in ("Y1", "Y2", "Y3")}
        for p in pupils(9)
    ]
    outcome = {**house.OUTCOME, "type": "ordinal", "favorable": 2}
    rows = house.compare(
        house.study(design=design(), outcomes={"score": outcome}), people,
        measures=[{"name": "m.score", "low": 1, "high": 5, "levels": 5}],
    )  # fmt: skip
    cut = [p | {n: None if p[n] is None else int(p[n] >= 4) for n in ("Y1", "Y3")} for p in people]
    wanted = by_hand(cut, model="did")
    row = house.found(rows, "score/impact/contrast")
    assert row["estimate"] == pytest.approx(wanted.estimate[0])
    assert row["std_error"] == pytest.approx(wanted.std_error[0], rel=1e-9)
    middle = house.found(rows, "score/level/all@Y2")
    assert middle["conf_low"] < middle["mean_after"] < middle["conf_high"]


def test_a_gap_between_levels_of_one_school(house: Any) -> None:
    people = pupils(10)
    mine = [p for p in people if p["arm"]]
    rows = house.compare(house.study(design=design()), people)
    row = house.found(rows, "score/gap/participants/frl=yes-no")
    both = [p for p in mine if p["Y1"] is not None and p["Y3"] is not None]
    x = np.array([[1.0, p["frl"] == "yes"] for p in both])
    y = [float(p["Y3"] - p["Y1"]) for p in both]
    wanted = cr2(fit(Products.of(x, y, [p["school"] for p in both])), [0, 1])
    assert row["conf_low"] == pytest.approx(wanted.conf_low[0], rel=1e-9)
    assert row["n_clusters"] == len({p["school"] for p in both})


def test_schools_nobody_knows_are_one(house: Any) -> None:
    people = [p | ({"school": ""} if at % 7 == 0 else {}) for at, p in enumerate(pupils(12))]
    row = house.found(house.compare(house.study(design=design()), people), "score/change/all")
    assert row["n_clusters"] == 9


def test_how_alike_people_of_one_school_are(house: Any) -> None:
    people = pupils(13)
    rows = house.compare(house.study(design=design()), people)
    row = house.found(rows, "score/reliability/all/icc")
    known = [p for p in people if p["Y3"] is not None]
    y = np.array([float(p["Y3"]) for p in known])
    wanted = intraclass(fit(Products.of(np.ones((len(y), 1)), y, [p["school"] for p in known])))
    assert row["estimate"] == pytest.approx(wanted[0], rel=1e-9)
    assert (row["n"], row["n_clusters"], row["effect_name"]) == (len(y), 8, "design_effect")
    assert row["effect"] == pytest.approx(1 + (len(y) / 8 - 1) * wanted[0])
