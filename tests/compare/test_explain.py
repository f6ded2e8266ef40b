"""The rule of choice is told in a sentence."""

from __future__ import annotations

from typing import Any

from pipeline.compare.explain import choices, people_analysed
from pipeline.compare.methods import METHODS


def test_pairs_are_explained(house: Any) -> None:
    rows = house.compare(house.study(), house.people([1, 2, 3], [2, 2, 5]))
    assert choices(house.study(), rows) == {
        "score": "The same students were measured in Y1 and Y3, so each is compared with "
        "themselves (Paired t)."
    }


def test_a_lottery_and_answers_are_explained(house: Any) -> None:
    study = house.study(
        design={"kind": "randomized", "comparison": {"a": ["0"]}},
        outcomes={"score": house.OUTCOME | {"type": "ordinal"}},
    )
    people = [
        *house.people([1, 2, 3, 4], [2, 2, 4, 4], arm=1),
        *house.people([1, 2, 3, 4], [1, 2, 3, 3], arm=0),
    ]
    rows = house.compare(study, people, measures=[{"name": "m.score", "levels": 4}])
    said = choices(study, rows)["score"]
    assert "A lottery decided who took part" in said
    assert said.endswith("An answer counts when it is one of the highest 2.")


def test_separate_waves_are_explained(house: Any) -> None:
    measures = [{"name": "m.score", "linkable": False}]
    people = [{"Y1": 1}, {"Y1": 2}, {"Y3": 2}, {"Y3": 5}]
    rows = house.compare(house.study(), people, measures=measures)
    assert choices(house.study(), rows)["score"].startswith("Students cannot be matched")


def test_the_largest_analysis_tells_how_many_people(house: Any) -> None:
    rows = house.compare(house.study(), house.people([1, 2, 3], [2, 2, 5]))
    assert people_analysed(rows) == 3


def test_a_method_has_one_line_for_each_question_it_answers() -> None:
    asked = [(method.name, method.analysis, method.model) for method in METHODS]
    assert len(set(asked)) == len(asked)
