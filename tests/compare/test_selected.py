"""Participants who were chosen for a low start: the ledger of regression to the mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

CHOSEN = {"outcome": "score", "below": 45}


def design(**more: Any) -> dict[str, Any]:
    return {
        "kind": "comparison-group", "selected_on": CHOSEN,
        "participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}, **more,
    }  # fmt: skip


def nothing_happens(seed: int, n: int = 4000, r: float = 0.7) -> list[dict[str, Any]]:
    """The low are chosen, and nobody changes but by chance."""
    rng = np.random.default_rng(seed)
    both = rng.multivariate_normal([50, 50], 100 * np.array([[1, r], [r, 1]]), n)
    return [{"Y1": round(x), "Y3": round(y), "arm": int(x < 45)} for x, y in both]


def test_where_nothing_happens_the_ledger_expects_what_is_seen(house: Any) -> None:
    rows = house.compare(house.study(design=design()), nothing_happens(1))
    seen = house.found(rows, "score/change/participants")
    alone = house.found(rows, "score/expected/participants")
    assert alone["method"] == "regression_to_mean"
    assert seen["estimate"] > 2  # a rise that looks like success
    assert alone["estimate"] == pytest.approx(seen["estimate"], abs=0.6)
    assert alone["conf_low"] <= alone["estimate"] <= alone["conf_high"]
    assert alone["mean_after"] - alone["mean_before"] == pytest.approx(alone["estimate"])
    assert (alone["evidence"], alone["n"]) == ("descriptive", seen["n"])


def test_few_others_leave_what_is_supposed(house: Any) -> None:
    people = [p for p in nothing_happens(2, 300) if p["arm"]][:40]
    people += [{"Y1": 60, "Y3": 58, "arm": 0}, {"Y1": 50, "Y3": 58, "arm": 0}]
    rows = house.compare(house.study(design=design()), people)
    row = house.found(rows, "score/expected/participants")
    everyone = np.mean([p["Y1"] for p in people])
    away = everyone - np.mean([p["Y1"] for p in people if p["arm"]])
    assert row["estimate"] == pytest.approx(0.3 * away)
    assert row["conf_low"] == pytest.approx(0.2 * away)
    assert row["conf_high"] == pytest.approx(0.4 * away)


def test_with_nobody_else_it_cannot_be_told(house: Any) -> None:
    people = [p for p in nothing_happens(3, 300) if p["arm"]]
    study = house.study(design={"kind": "one-group", "selected_on": CHOSEN})
    row = house.found(house.compare(study, people), "score/expected/participants")
    assert row["status"] == "not-estimable"
    assert "nobody but the chosen" in row["reason"]


def test_without_a_choice_there_is_no_ledger(house: Any) -> None:
    rows = house.compare(house.study(), house.people([1, 2, 3], [2, 2, 5]))
    assert "expected" not in rows["analysis"].tolist()
