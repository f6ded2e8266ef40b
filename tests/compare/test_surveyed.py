"""Surveys against the roster: who answered, weighed levels, worst cases, and what is remembered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.weighting import effective_n

ROSTER = {"kind": "roster", "files": ["r.csv"], "columns": {"student_id": "id", "kind": "kind"}}
AGREE = [["no"], ["rather"], ["yes"]]
SURVEY = {
    "kind": "survey",
    "waves": [{"period": "Y1", "files": ["a.csv"]}, {"period": "Y3", "files": ["b.csv"]}],
    "link": "id",
    "link_to": "roster",
    "answers": {"three": AGREE},
    "items": {
        "glad": {"column": "q1", "answers": "three"},
        "glad_then": {"column": "q2", "answers": "three", "retrospective": "glad"},
    },
}
OUTCOME = {"label": "Glad", "from": "s.glad", "type": "ordinal", "better": "higher", "favorable": 1}


def study(house: Any, **design: Any) -> Any:
    return house.study(
        design={"kind": "one-group", "subgroups": ["kind"], **design},
        sources={"roster": ROSTER, "s": SURVEY},
        outcomes={"glad": OUTCOME},
    )


def rostered() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Half of the roster are of kind a; most answers are of kind b, who are gladder."""
    people: list[dict[str, Any]] = []
    for kind, answers in (("a", [1] * 8 + [3] * 4), ("b", [3] * 30 + [2] * 10)):
        people += [{"Y1": 2, "Y3": value, "kind": kind, "arm": 1} for value in answers]
    students = [{"kind": kind, "arm": 1} for kind in "ab" for _ in range(50)]
    return people, students


MEASURES = ({"name": "s.glad", "levels": 3},)


def test_weighed_levels_are_those_of_the_kinds(house: Any) -> None:
    people, students = rostered()
    rows = house.compare(study(house), people, measures=MEASURES, students=students)
    row = house.found(rows, "glad/weighted/participants@Y3")
    assert row["estimate"] == pytest.approx(0.5 * 4 / 12 + 0.5 * 30 / 40)
    assert row["mean_before"] == pytest.approx(34 / 52)
    weights = np.r_[np.full(12, 26 / 12), np.full(40, 26 / 40)]
    assert row["effect"] == pytest.approx(52 / effective_n(weights))
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_who_answered(house: Any) -> None:
    people, students = rostered()
    rows = house.compare(study(house), people, measures=MEASURES, students=students)
    row = house.found(rows, "glad/nonresponse/all/kind=a")
    assert (row["mean_before"], row["mean_after"]) == (0.5, pytest.approx(12 / 52))
    assert (row["n_before"], row["n"]) == (50, 12)
    assert row["effect"] < -0.25


def test_worst_and_best_case(house: Any) -> None:
    people, students = rostered()
    rows = house.compare(study(house), people, measures=MEASURES, students=students)
    row = house.found(rows, "glad/bounds/participants")
    assert row["conf_low"] == pytest.approx(34 / 100)
    assert row["conf_high"] == pytest.approx((34 + 48) / 100)
    assert row["effect_name"] == "holds"  # nobody was glad before: no value of the others undoes it


def test_what_is_remembered_stands_apart(house: Any) -> None:
    responses = []
    for at in range(30):
        for period, item, value in (("Y1", "glad", 1 + at % 3), ("Y3", "glad", 3),
                                    ("Y3", "glad_then", 1 + (at % 2))):  # fmt: skip
            responses.append(
                {"source": "s", "period": period, "respondent": f"r{at}", "item": item,
                 "answer": "x", "value": float(value)}
            )  # fmt: skip
    people, students = rostered()
    rows = house.compare(
        study(house), people, measures=MEASURES, students=students, responses=responses
    )
    row = house.found(rows, "glad/retrospective/all")
    assert (row["n"], row["mean_before"], row["mean_after"]) == (30, 0, 1)
    shift = house.found(rows, "glad/retrospective/all/shift")
    assert (shift["mean_before"], shift["mean_after"]) == (pytest.approx(1 / 3), 0)
    assert shift["evidence"] == "descriptive"


def test_an_anonymous_survey_has_no_weights(house: Any) -> None:
    people, students = rostered()
    mine = {key: one for key, one in SURVEY.items() if key not in {"link", "link_to"}}
    anonymous = house.study(
        design={"kind": "one-group", "subgroups": ["kind"]},
        sources={"roster": ROSTER, "s": mine},
        outcomes={"glad": OUTCOME},
    )
    rows = house.compare(
        anonymous,
        [one | {"arm": -1} for one in people],
        measures=({"name": "s.glad", "levels": 3, "linkable": False},),
        students=students,
    )
    assert not {"weighted", "nonresponse"} & set(rows["analysis"].tolist())
