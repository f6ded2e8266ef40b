"""Answers against, between and in favour, counted again one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from pipeline.compare.spread_out import parts


def run(
    house: Any, people: list[dict[str, Any]], *, levels: int = 5, is_compared: bool = False
) -> Any:
    outcome = house.OUTCOME | {"type": "ordinal", "favorable": 2}
    design = {
        "kind": "comparison-group", "participants": {"arm": ["1"]}, "comparison": {"arm": ["0"]},
    } if is_compared else {"kind": "one-group"}  # fmt: skip
    study = house.study(outcomes={"score": outcome}, design=design)
    measures = [{"name": "m.score", "low": 1, "high": levels, "levels": levels}]
    return house.compare(study, people, measures=measures)


def people(n: int = 80, seed: int = 3) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    made = []
    for at in range(n):
        one = {"arm": at % 2}
        for period in ("Y1", "Y3"):
            if rng.uniform() < 0.8:
                one[period] = int(rng.integers(1, 6))
        made.append(one)
    return made


def test_every_part_is_the_share_of_those_who_answered(house: Any) -> None:
    given = people()
    rows = run(house, given, is_compared=True)
    for arm, group in enumerate(("comparison", "participants")):
        for period in ("Y1", "Y3"):
            mine = np.array([p[period] for p in given if p["arm"] == arm and period in p])
            wanted = {"unfavorable": mine <= 2, "middle": mine == 3, "favorable": mine >= 4}
            for part, hits in wanted.items():
                row = house.found(rows, f"score/answers/{group}/{part}@{period}")
                assert (row["n"], row["estimate"]) == (len(mine), pytest.approx(hits.mean()))
                limits = proportion_confint(hits.sum(), len(mine), method="wilson")
                assert (row["conf_low"], row["conf_high"]) == pytest.approx(limits, rel=1e-9)
            level = house.found(rows, f"score/level/{group}@{period}")
            assert (level["n"], level["estimate"]) == (len(mine), pytest.approx((mine >= 4).mean()))


def test_without_a_middle_there_is_no_such_part(house: Any) -> None:
    rows = run(house, [p | {"Y1": 1 + at % 4, "Y3": 2} for at, p in enumerate(people())], levels=4)
    ids = {i for i in rows["id"].tolist() if "/answers/participants/" in i}
    assert ids == {
        f"score/answers/participants/{part}@{period}"
        for part in ("unfavorable", "favorable") for period in ("Y1", "Y3")
    }  # fmt: skip


def test_only_ordered_answers_have_parts(house: Any) -> None:
    rows = house.compare(house.study(), [{"Y1": 1, "Y3": 2, "arm": 1}] * 12)
    assert "answers" not in set(rows["analysis"].tolist())


def test_the_parts_add_up() -> None:
    for k in range(2, 8):
        for favorable in range(1, k):
            assert sum(parts(np.arange(1.0, k + 1), favorable).values()) == k * (k + 1) / 2
