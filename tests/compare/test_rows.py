"""Which rows a study gives: their ids, order, counts and reasons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

ARMED = {"kind": "comparison-group", "comparison": {"a": ["0"]}}
FRL = {"kind": "comparison-group", "comparison": {"a": ["0"]}, "subgroups": ["frl"]}


def ids(rows: Any) -> list[str]:
    return list(rows["id"])


def two_arms(house: Any, **more: Any) -> list[dict[str, Any]]:
    return [
        *house.people([1, 2, 3, 5], [2, 4, 4, 9], arm=1, **more),
        *house.people([1, 3, 4, 7], [2, 3, 4, 8], arm=0, **more),
    ]


def test_one_group_gives_levels_and_changes_of_participants_and_all(house: Any) -> None:
    rows = house.compare(house.study(), house.people([1, 2, 3], [2, 2, 5]))
    assert ids(rows) == [
        "score/level/participants@Y1",
        "score/level/participants@Y3",
        "score/level/all@Y1",
        "score/level/all@Y3",
        "score/change/participants",
        "score/change/all",
        "score/detectable/participants",
    ]
    assert set(rows["status"]) == {"published"}
    assert rows["evidence"].tolist() == ["descriptive"] * 4 + ["tier-4"] * 2 + ["descriptive"]


def test_a_comparison_group_adds_baseline_and_impact(house: Any) -> None:
    rows = house.compare(house.study(design=ARMED), two_arms(house))
    assert [i for i in ids(rows) if "/contrast" in i] == [
        "score/attrition/contrast",
        "score/attrition/contrast/optimistic",
        "score/baseline/contrast",
        "score/impact/contrast",
        "score/impact/contrast/ancova",
        "score/impact/contrast/difference",
        "score/improvement/contrast",
        "score/unmeasured/contrast",
        "score/detectable/contrast",
    ]
    impact = house.found(rows, "score/impact/contrast")
    assert (impact["model"], impact["method"], impact["evidence"]) == ("did", "did_welch", "tier-3")
    assert (impact["n"], impact["n_before"], impact["n_after"]) == (8, 4, 4)


def test_a_lottery_makes_ancova_the_primary_answer(house: Any) -> None:
    study = house.study(design={"kind": "randomized", "comparison": {"a": ["0"]}})
    rows = house.compare(study, two_arms(house))
    assert [i for i in ids(rows) if "/impact/" in i] == [
        "score/impact/contrast",
        "score/impact/contrast/did",
        "score/impact/contrast/difference",
    ]
    impact = house.found(rows, "score/impact/contrast")
    assert (impact["model"], impact["evidence"]) == ("ancova", "tier-1")


def test_baseline_looks_at_people_measured_twice(house: Any) -> None:
    people = [*two_arms(house), {"Y1": 900, "Y3": None, "arm": 1}]
    rows = house.compare(house.study(design=ARMED), people)
    baseline = house.found(rows, "score/baseline/contrast")
    assert baseline["mean_after"] == 11 / 4
    assert baseline["mean_before"] == 15 / 4
    assert baseline["estimate"] == -1
    assert baseline["n_missing"] == 1
    assert baseline["period_after"] == ""
    assert np.isnan(baseline["p_value"])


def test_breakdowns_follow_the_whole_in_declared_order(house: Any) -> None:
    people = [*two_arms(house, frl="yes"), *two_arms(house, frl="no")]
    rows = house.compare(house.study(design=FRL), people)
    changes = [i for i in ids(rows) if i.startswith("score/change/participants")]
    assert changes == [
        "score/change/participants",
        "score/change/participants/frl=no",
        "score/change/participants/frl=yes",
    ]
    level = house.found(rows, "score/level/comparison/frl=yes@Y1")
    assert (level["subgroup"], level["level"], level["period_after"]) == ("frl", "yes", "Y1")


def test_a_level_in_which_nobody_is_gets_no_row(house: Any) -> None:
    people = [
        *house.people([1, 2], [2, 4], arm=1, frl="yes"),
        *house.people([1, 2], [2, 4], arm=0, frl="no"),
    ]
    rows = house.compare(house.study(design=FRL), people)
    assert "score/change/participants/frl=yes" in ids(rows)
    assert "score/change/participants/frl=no" not in ids(rows)
    assert "score/change/all/frl=no" in ids(rows)


def test_two_levels_give_the_change_of_their_gap(house: Any) -> None:
    people = [
        *house.people([1, 2, 3], [2, 4, 6], arm=1, frl="yes"),
        *house.people([5, 6, 7], [6, 6, 7], arm=1, frl="no"),
    ]
    rows = house.compare(house.study(design=FRL), people)
    gap = house.found(rows, "score/gap/participants/frl=yes-no")
    assert gap["mean_before"] == -4
    assert gap["mean_after"] == pytest.approx(4 - 19 / 3)
    assert gap["estimate"] == pytest.approx(2 - 1 / 3)
    assert (gap["n"], gap["n_before"], gap["n_after"]) == (6, 3, 3)


def test_three_levels_give_no_gap(house: Any) -> None:
    people = [
        person
        for level in ("a", "b", "c")
        for person in house.people([1, 2, 3], [2, 4, 6], arm=1, frl=level)
    ]
    assert not [i for i in ids(house.compare(house.study(design=FRL), people)) if "/gap/" in i]


def test_every_measured_period_has_a_level_and_no_other(house: Any) -> None:
    people = [{"Y1": 1, "Y2": 4, "Y3": 3}, {"Y1": 2, "Y2": 6, "Y3": 4}]
    rows = house.compare(house.study(), people)
    assert house.found(rows, "score/level/participants@Y2")["estimate"] == 5
    assert "score/level/all@Y2" in ids(rows)


def test_without_roles_the_first_and_the_last_period_are_compared(house: Any) -> None:
    periods = [{k: v for k, v in p.items() if k != "role"} for p in house.PERIODS]
    rows = house.compare(house.study(periods=periods), house.people([1, 2, 3], [2, 2, 5]))
    assert house.found(rows, "score/change/participants")["period_after"] == "Y3"


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([], "no values in Y1"),
        ([{"Y1": 1}, {"Y1": 2}], "no values in Y3"),
        ([{"Y3": 1}, {"Y3": 2}], "no values in Y1"),
        ([{"Y1": 1, "Y3": 1}], "too few people"),
        ([{"Y1": 1, "Y3": 3}, {"Y1": 5, "Y3": 7}], "no spread: everyone is alike"),
    ],
)
def test_what_cannot_be_estimated_says_why(
    house: Any, people: list[dict[str, Any]], reason: str
) -> None:
    row = house.found(house.compare(house.study(), people), "score/change/participants")
    assert (row["status"], row["reason"]) == ("not-estimable", reason)


def test_people_of_the_roster_without_both_values_are_missing(house: Any) -> None:
    people = [*house.people([1, 2, 4], [2, 4, 5]), {"Y1": 3}, {}]
    rows = house.compare(house.study(), people)
    row = house.found(rows, "score/change/participants/paired")
    assert (row["n"], row["n_missing"]) == (3, 2)
    whole = house.found(rows, "score/change/participants")
    assert (whole["model"], whole["n"], whole["n_missing"]) == ("mixed", 4, 1)


def test_without_a_roster_those_measured_once_are_missing(house: Any) -> None:
    people = [*house.people([1, 2, 4], [2, 4, 5]), {"Y1": 3}, {}]
    study = house.study(sources={"m": house.METRICS})
    row = house.found(house.compare(study, people), "score/change/participants/paired")
    assert (row["n"], row["n_missing"]) == (3, 1)


def test_few_pairs_make_the_waves_separate_samples(house: Any) -> None:
    once = [{"Y1": k} for k in range(12)] + [{"Y3": k} for k in range(3, 15)]
    pairs = house.people([1, 2], [3, 4])
    row = house.found(house.compare(house.study(), once + pairs), "score/change/participants")
    assert (row["model"], row["method"]) == ("independent", "welch_t")
    assert (row["n"], row["n_before"], row["n_after"]) == (26, 14, 14)
    more = house.people([1, 2, 5, 7], [3, 4, 4, 8])
    rows = house.compare(house.study(), once + more)
    row = house.found(rows, "score/change/participants")
    assert (row["model"], row["method"], row["n"]) == ("mixed", "mixed", 28)
    assert row["mean_after"] - row["mean_before"] == pytest.approx(row["estimate"])
    pairs_only = house.found(rows, "score/change/participants/paired")
    assert (pairs_only["method"], pairs_only["n"]) == ("paired_t", 4)


def test_nearly_all_measured_twice_are_compared_with_themselves(house: Any) -> None:
    people = [*house.people([1, 2, 5, 7, 9], [3, 4, 4, 8, 9]), {"Y1": 3}]
    rows = house.compare(house.study(), people)
    row = house.found(rows, "score/change/participants")
    assert (row["model"], row["method"], row["n"]) == ("paired", "paired_t", 5)
    assert "score/change/participants/paired" not in ids(rows)


def test_a_share_of_people_measured_once_or_twice_stays_paired(house: Any) -> None:
    people = [*house.people([0, 1, 1, 0], [1, 1, 0, 1]), {"Y1": 1}, {"Y3": 0}]
    outcomes = {"score": {**house.OUTCOME, "type": "binary"}}
    row = house.found(
        house.compare(house.study(outcomes=outcomes), people), "score/change/participants"
    )
    assert (row["model"], row["method"], row["n"]) == ("paired", "newcombe_paired", 4)


def test_anonymous_answers_are_never_paired_and_belong_to_everyone(house: Any) -> None:
    people = [*({"Y1": k, "arm": -1} for k in (1, 2, 3)), *({"Y3": k, "arm": -1} for k in (2, 4))]
    measures = [{"name": "m.score", "linkable": False}]
    rows = house.compare(house.study(design=ARMED), people, measures=measures)
    assert ids(rows) == [
        "score/level/all@Y1",
        "score/level/all@Y3",
        "score/change/all",
        "score/detectable/all",
    ]
    change = house.found(rows, "score/change/all")
    assert (change["method"], change["n"]) == ("welch_t", 5)
    assert np.isnan(change["n_missing"])


def test_a_share_is_counted_from_yes_and_no(house: Any) -> None:
    outcome = house.OUTCOME | {"type": "binary"}
    people = house.people([0] * 4 + [0] * 3 + [1] + [1] * 2, [0] * 4 + [1] * 3 + [0] + [1] * 2)
    rows = house.compare(house.study(outcomes={"score": outcome}), people)
    change = house.found(rows, "score/change/participants")
    assert (change["method"], change["unit"], change["effect_name"]) == (
        "newcombe_paired",
        "%",
        "cohens_h",
    )
    assert change["estimate"] == pytest.approx(0.2)
    assert (change["mean_before"], change["mean_after"]) == (0.3, 0.5)
    level = house.found(rows, "score/level/participants@Y3")
    assert (level["method"], level["estimate"], level["n"]) == ("wilson", 0.5, 10)


def test_an_ordered_item_is_the_share_of_its_top_answers_and_the_whole_table(house: Any) -> None:
    outcome = house.OUTCOME | {"type": "ordinal", "favorable": 2}
    before, after = [1, 2, 3, 4, 5, 3, 2, None], [2, 4, 4, 4, 5, 5, 1, 5]
    people = house.people(before, after)
    measures = [{"name": "m.score", "levels": 5}]
    study = house.study(outcomes={"score": outcome})
    rows = house.compare(study, people, measures=measures)
    change = house.found(rows, "score/change/participants")
    assert change["method"] == "newcombe_paired"
    assert change["mean_before"] == pytest.approx(2 / 7)
    assert change["mean_after"] == pytest.approx(5 / 7)
    level = house.found(rows, "score/level/participants@Y3")
    assert (level["estimate"], level["n"]) == (6 / 8, 8)
    shift = house.found(rows, "score/change/participants/stuart_maxwell")
    assert shift["mean_before"] == pytest.approx(20 / 7)
    assert shift["estimate"] == pytest.approx(5 / 7)
    assert shift["unit"] == "answer steps"


def test_the_middle_of_an_ordered_item_is_a_share_too(house: Any) -> None:
    outcome = house.OUTCOME | {"type": "ordinal", "favorable": 1}
    people = [{"Y1": 1, "Y2": 3, "Y3": 3}, {"Y1": 3, "Y2": 2, "Y3": 3}]
    measures = [{"name": "m.score", "levels": 3}]
    study = house.study(outcomes={"score": outcome})
    rows = house.compare(study, people, measures=measures)
    assert house.found(rows, "score/level/all@Y2")["estimate"] == 0.5


def test_two_outcomes_may_read_one_measure(house: Any) -> None:
    outcomes = {"a": house.OUTCOME, "b": house.OUTCOME | {"label": "Again"}}
    rows = house.compare(house.study(outcomes=outcomes), house.people([1, 2, 3], [2, 2, 5]))
    assert [i.split("/")[0] for i in ids(rows)] == ["a"] * 7 + ["b"] * 7


def test_ids_are_unique(house: Any) -> None:
    people = [*two_arms(house, frl="yes"), *two_arms(house, frl="no")]
    listed = ids(house.compare(house.study(design=FRL), people))
    assert len(set(listed)) == len(listed)


def test_a_goal_narrowed_to_a_column_gets_its_breakdown(house: Any) -> None:
    goal = {
        "id": "g",
        "statement": "S",
        "outcome": "score",
        "where": {"frl": ["yes"]},
        "target": {"level": "5"},
        "by": "2025-06-01",
    }
    people = house.people([1, 2, 3], [2, 2, 5], frl="yes")
    rows = house.compare(house.study(goals=[goal]), people)
    assert "score/change/participants/frl=yes" in ids(rows)
