"""Sides of a partnership, and how much of a change is who is counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from pipeline.statistics.composition import mix_and_rate

SURVEY: dict[str, Any] = {
    "kind": "survey", "sides": "Side", "respondents": "partner",
    "waves": [{"period": "Y1", "files": ["a.csv"]}, {"period": "Y3", "files": ["b.csv"]}],
    "answers": {"agree": [[f"a{k}", str(k)] for k in range(1, 6)]},
    "items": {"heard": {"column": "Q", "text": "We are heard", "answers": "agree"}},
}  # fmt: skip
HEARD = {"label": "Heard", "from": "pulse.heard", "type": "ordinal", "favorable": 2,
         "better": "higher"}  # fmt: skip


def answers(n: int = 60, seed: int = 1) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    return [
        {"source": "pulse", "period": period, "respondent": f"{period}{at}", "item": "heard",
         "value": float(rng.integers(1, 6)), "side": ("A", "B", "C")[at % 3]}
        for period in ("Y1", "Y3") for at in range(n)
    ]  # fmt: skip


def run(house: Any, rows: list[dict[str, Any]]) -> Any:
    study = house.study(
        sources={"m": house.METRICS, "pulse": SURVEY},
        outcomes={"score": house.OUTCOME, "heard": HEARD},
    )
    measures = [{"name": "m.score"}, {"name": "pulse.heard", "low": 1, "high": 5, "levels": 5,
                                      "source": "pulse", "linkable": False}]  # fmt: skip
    people = [{"Y1": 50, "Y3": 52 + at % 3, "arm": 1} for at in range(20)]
    return house.compare(study, people, measures=measures, responses=rows)


def test_each_side_and_how_far_they_are_apart(house: Any) -> None:
    given = answers()
    rows = run(house, given)
    shares = {}
    for side in "ABC":
        mine = [a for a in given if a["period"] == "Y3" and a["side"] == side]
        hits = sum(a["value"] >= 4 for a in mine)
        row = house.found(rows, f"heard/sides/all/side={side}@Y3")
        assert (row["n"], row["estimate"]) == (len(mine), pytest.approx(hits / len(mine)))
        shares[side] = (hits, len(mine))
    top, low = (pick(shares, key=lambda s: shares[s][0] / shares[s][1]) for pick in (max, min))
    apart = house.found(rows, "heard/sides/all/apart@Y3")
    assert apart["estimate"] == pytest.approx(
        shares[top][0] / shares[top][1] - shares[low][0] / shares[low][1]
    )
    wanted = confint_proportions_2indep(*shares[top], *shares[low], method="newcomb")
    assert (apart["conf_low"], apart["conf_high"]) == pytest.approx(wanted, rel=1e-6)
    assert house.found(rows, "heard/sides/all@Y3")["n"] == 60


def test_few_answers_of_a_side_are_not_set_against_others(house: Any) -> None:
    rows = run(house, [a for at, a in enumerate(answers()) if a["side"] == "A" or at % 9 < 3])
    apart = house.found(rows, "heard/sides/all/apart@Y3")
    assert apart["reason"] == "too few answers of a side"


def test_without_sides_there_is_nothing_to_set_apart(house: Any) -> None:
    rows = run(house, [a | {"side": ""} for a in answers()])
    assert "sides" not in set(rows["analysis"].tolist())


CARD: dict[str, Any] = {
    "kind": "totals",
    "files": ["c.csv"],
    "measures": {"rate": {"count": "c", "of": "o"}},
}


def figures(period: str, *parts: tuple[int, int]) -> list[dict[str, Any]]:
    def one(by: str, x: int, n: int) -> dict[str, Any]:
        return {"source": "card", "measure": "card.rate", "period": period, "by": by,
                "count": float(x), "of": float(n), "value": float("nan"),
                "withheld": False}  # fmt: skip

    found = [one(f"frl={level}", x, n) for level, (x, n) in zip("YN", parts, strict=True)]
    x, n = (sum(part[k] for part in parts) for k in (0, 1))
    return [one("", x, n), *found]


def graduated(house: Any, rows: list[dict[str, Any]]) -> Any:
    outcome = {"label": "Graduated", "from": "card.rate", "type": "binary", "better": "higher"}
    study = house.study(sources={"m": house.METRICS, "card": CARD}, outcomes={"grad": outcome})
    return house.compare(study, [{"Y1": 1, "Y3": 2, "arm": 1}], totals=rows)


def test_the_change_of_figures_is_split_into_mix_and_rate(house: Any) -> None:
    rows = graduated(house, [*figures("Y1", (67, 120), (212, 300)),
                             *figures("Y3", (122, 168), (223, 257))])  # fmt: skip
    row = house.found(rows, "grad/mix/all/frl")
    wanted = mix_and_rate(
        np.array([120.0, 300]), np.array([67 / 120, 212 / 300]),
        np.array([168.0, 257]), np.array([122 / 168, 223 / 257]),
    )  # fmt: skip
    assert row["estimate"] == pytest.approx(wanted.mix, rel=1e-9)
    assert row["estimate"] < 0  # more of those who graduate less often


def test_levels_that_do_not_add_up_split_nothing(house: Any) -> None:
    broken = figures("Y3", (122, 168), (223, 257))
    broken[0]["of"] = 500.0
    rows = graduated(house, [*figures("Y1", (67, 120), (212, 300)), *broken])
    assert not [i for i in rows["id"] if "/mix/" in i]
