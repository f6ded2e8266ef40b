"""Waves of answers: options, scales, who is kept, who is linked."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.ingest.scoring import scale_value
from pipeline.study.schema import Scale

SURVEY = """\
  climate:
    kind: survey
    waves:
      - {period: "2023", files: fall.csv, invited: 50}
      - {period: "2025", files: spring.csv, invited: 45}
    %s
    keep: {Finished: ["1", "True"]}
    answers:
      agree: [[Strongly disagree, "1"], [Disagree, "2"], [Agree, "3"], [Strongly agree, "4"]]
      yes_no: [[No, "2"], [Yes, "1"]]
    items:
      belong: {column: Q1, answers: agree}
      known: {column: Q2, answers: agree}
      outsider: {column: Q3, answers: agree, reverse: true}
      trip: {column: Q4, answers: yes_no}
      hours: {column: Q5, type: number}
      helped: {column: Q6, type: text}
    scales:
      belonging: {items: [belong, known, outsider], score: mean}
"""
LINKED = SURVEY % "link: ID\n    link_to: roster"
ANONYMOUS = SURVEY % "respondents: parent"
OWN = SURVEY % "link: ID"
OUTCOMES = """\
  belonging: {label: Belonging, from: climate.belonging, type: continuous, better: higher}
  belong: {label: Belong, from: climate.belong, type: ordinal, better: higher}
  trip: {label: Trip, from: climate.trip, type: binary, better: higher}
  hours: {label: Hours, from: climate.hours, type: continuous, better: higher, range: [0, 60]}
"""
HEAD = "ID,Finished,Q1,Q2,Q3,Q4,Q5,Q6\n"


def wave(
    changes: dict[int, str] | None = None, *, answers: str = "1,Agree,3,disagree,Yes,5,it was fun"
) -> str:
    rows = {i + 1: f"{i:04d},{answers}" for i in range(1, 41)} | (changes or {})
    return HEAD + "".join(f"{rows[row]}\n" for row in sorted(rows))


def both(**more: Any) -> dict[str, str]:
    return {"fall.csv": wave(**more), "spring.csv": wave()}


def test_answers_become_their_position_whatever_their_spelling(run: Any) -> None:
    changes = {
        2: "0001,True,strongly  AGREE,4,Strongly disagree,No,0,",
        3: "0002,1, 1 ,2,NA,2,NA,x",
    }
    done = run(LINKED, both(changes=changes), outcomes=OUTCOMES)
    assert done.codes() == []
    assert done.values("climate.belong")[(2, "2023")] == 4
    assert done.values("climate.known")[(2, "2023")] == 4
    assert done.values("climate.outsider")[(2, "2023")] == 4  # reversed
    assert done.values("climate.trip")[(2, "2023")] == 0
    assert done.values("climate.trip")[(4, "2023")] == 1
    assert done.values("climate.belonging")[(2, "2023")] == 4
    assert done.values("climate.belonging")[(3, "2023")] == 1.5  # two of three answered
    names = [m["name"] for m in done.table("measures")]
    assert names == [
        f"climate.{n}" for n in ("belong", "known", "outsider", "trip", "hours", "belonging")
    ]
    levels = {m["name"]: m["levels"] for m in done.table("measures")}
    assert levels["climate.belong"] == 4
    assert levels["climate.trip"] == 0
    assert levels["climate.belonging"] == 0


def test_responses_hold_answers_as_given_but_no_texts(run: Any) -> None:
    done = run(LINKED, both(), outcomes=OUTCOMES)
    responses = done.table("responses")
    first = [r for r in responses if r["period"] == "2023"][:6]
    assert [(r["item"], r["answer"], r["value"]) for r in first] == [
        ("belong", "Agree", 3),
        ("known", "3", 3),
        ("outsider", "disagree", 3),
        ("trip", "Yes", 1),
        ("hours", "5", 5),
        ("helped", "", None),
    ]
    assert {r["respondent"] for r in responses} <= {s["student"] for s in done.table("students")}
    for path in done.folder.iterdir():
        assert b"it was fun" not in path.read_bytes()


def test_an_unknown_answer_is_told_with_the_accepted_ones(run: Any) -> None:
    done = run(LINKED, both(changes={7: "0006,1,Sometimes,3,2,Yes,5,"}), outcomes=OUTCOMES)
    (told,) = done.told("D017")
    assert 'fall.csv, row 7, column "Q1": found the answer "Sometimes"' in told
    assert 'expected "Strongly disagree", "Disagree", "Agree", "Strongly agree"' in told
    assert (7, "2023") not in done.values("climate.belong")
    assert (7, "2023") in done.values("climate.known")


def test_responses_that_are_not_kept_are_counted_and_no_loss(run: Any) -> None:
    changes = {row: f"{row - 1:04d},0,Whatever,3,2,Yes,5," for row in range(2, 12)}
    done = run(LINKED, both(changes=changes), outcomes=OUTCOMES)
    assert not done.has_stopped
    assert set(done.codes()) == {"D030", "D039"}
    file = done.file("fall.csv")
    assert (file["rows_read"], file["rows_set_aside"], file["rows_used"]) == (40, 10, 30)
    assert file["period"] == "2023"
    assert done.table("waves") == [
        {"source": "climate", "period": "2023", "invited": 50, "answered": 30, "linked": 30},
        {"source": "climate", "period": "2025", "invited": 45, "answered": 40, "linked": 40},
    ]


def test_anonymous_respondents_are_people_of_their_own(run: Any) -> None:
    done = run(ANONYMOUS, both(), outcomes=OUTCOMES)
    assert done.codes() == []
    assert not any(m["linkable"] for m in done.table("measures"))
    pairs = [p for p in done.table("pairs") if p["measure"] == 0]
    assert len(pairs) == 80
    assert min(p["person"] for p in pairs) == 40  # after the people of the roster
    assert all((p["before"] is None) != (p["after"] is None) for p in pairs)
    assert {p["arm"] for p in pairs} == {1}
    assert done.table("waves")[0]["linked"] == 0
    assert done.table("responses")[0]["respondent"] == "wave 1, file 2, row 10"


def test_anonymous_respondents_are_in_no_group_where_there_are_two(run: Any) -> None:
    design = (
        'design: {kind: comparison-group, participants: {mentored: ["yes"]}, '
        'comparison: {mentored: ["no"]}}\n'
    )
    done = run(ANONYMOUS, both(), outcomes=OUTCOMES, design=design)
    assert {p["arm"] for p in done.table("pairs")} == {-1}


def test_respondents_with_an_id_of_their_own_are_paired_without_a_roster(run: Any) -> None:
    done = run(OWN, both(), outcomes=OUTCOMES)
    assert all(m["linkable"] for m in done.table("measures"))
    pairs = [p for p in done.table("pairs") if p["measure"] == 0]
    assert len(pairs) == 40
    assert all(p["before"] is not None and p["after"] is not None for p in pairs)


def test_unlinked_respondents_count_as_answers_but_are_not_used(run: Any) -> None:
    changes = {2: "x1,1,Agree,3,2,Yes,5,", 3: ",1,Agree,3,2,Yes,5,"}
    done = run(LINKED, both(changes=changes), outcomes=OUTCOMES)
    assert done.codes() == ["L002"]
    assert done.file("fall.csv")["rows_unmatched"] == 2
    assert done.table("waves")[0]["answered"] == 40
    assert done.table("waves")[0]["linked"] == 38


def test_a_respondent_who_answered_twice_in_conflict_is_set_aside(run: Any) -> None:
    done = run(LINKED, both(changes={42: "0001,1,Disagree,3,2,Yes,5,"}), outcomes=OUTCOMES)
    assert done.codes() == ["D018", "D018"]
    assert done.file("fall.csv")["rows_used"] == 39


def test_a_number_out_of_range_is_set_aside(run: Any) -> None:
    done = run(LINKED, both(changes={2: "0001,1,Agree,3,2,Yes,99,"}), outcomes=OUTCOMES)
    assert done.codes() == ["D015"]


def test_a_missing_wave_stops(run: Any) -> None:
    done = run(LINKED, {"fall.csv": wave()}, outcomes=OUTCOMES)
    assert done.has_stopped
    assert done.codes() == ["D001"]


@pytest.mark.parametrize(
    ("score", "values", "min_answered", "expected"),
    [
        ("mean", ("1", "2", "NULL", "NULL"), None, 1.5),
        ("mean", ("1", "NULL", "NULL", "NULL"), None, None),
        ("mean", ("1", "NULL", "NULL", "NULL"), 1, 1.0),
        ("sum", ("1", "2", "3", "4"), None, 10.0),
        ("sum", ("1", "2", "3", "NULL"), None, 8.0),
        ("mean", ("1", "1", "2"), None, 1.333333),
    ],
)
def test_scales_ask_for_half_of_the_items_where_nothing_is_said(
    score: str, values: tuple[str, ...], min_answered: int | None, expected: float | None
) -> None:
    from pipeline.engine.session import Session

    scale = Scale.model_validate(
        {"items": ["a", "b"], "score": score}
        | ({"min_answered": min_answered} if min_answered else {})
    )
    with Session() as session:
        assert session.one(f"SELECT {scale_value(scale, values)}") == expected
