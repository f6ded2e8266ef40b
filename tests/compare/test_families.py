"""Which p-values are adjusted, and together with which."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest


def outcomes(house: Any, count: int, **more: Any) -> dict[str, Any]:
    return {f"o{k}": house.OUTCOME | {"from": f"m.m{k}", **more} for k in range(count)}


def people(count: int) -> list[dict[str, Any]]:
    chance = np.random.default_rng(1)
    return [
        {"measure": k, "Y1": int(x), "Y3": int(y), "frl": "yn"[at % 2]}
        for k in range(count)
        for at, (x, y) in enumerate(chance.integers(0, 50, (12, 2)) + np.array([0, 4 * k]))
    ]


def compared(house: Any, declared: dict[str, Any], count: int = 3) -> Any:
    study = house.study(outcomes=declared, design={"kind": "one-group", "subgroups": ["frl"]})
    return house.compare(
        study, people(count), measures=[{"name": f"m.m{k}"} for k in range(count)], students=[]
    )


def benjamini_hochberg(p: list[float]) -> list[float]:
    order = sorted(range(len(p)), key=p.__getitem__, reverse=True)
    least, adjusted = 1.0, [0.0] * len(p)
    for rank, at in zip(range(len(p), 0, -1), order, strict=True):
        least = min(least, p[at] * len(p) / rank)
        adjusted[at] = least
    return adjusted


def test_outcomes_of_a_domain_are_adjusted_together(house: Any) -> None:
    rows = compared(house, outcomes(house, 3))
    found = [house.found(rows, f"o{k}/change/participants") for k in range(3)]
    expected = benjamini_hochberg([row["p_value"] for row in found])
    assert [row["p_adjusted"] for row in found] == pytest.approx(expected)


def test_an_outcome_declared_primary_keeps_its_p_value(house: Any) -> None:
    declared = outcomes(house, 3)
    declared["o0"] = declared["o0"] | {"primary": "true"}
    rows = compared(house, declared)
    first, *rest = (house.found(rows, f"o{k}/change/participants") for k in range(3))
    assert first["p_adjusted"] == first["p_value"]
    expected = benjamini_hochberg([row["p_value"] for row in rest])
    assert [row["p_adjusted"] for row in rest] == pytest.approx(expected)


def test_breakdowns_are_a_family_of_their_own(house: Any) -> None:
    rows = compared(house, outcomes(house, 2, primary="true"), 2)
    cuts = [
        house.found(rows, f"o{k}/change/participants/frl={level}")
        for k in range(2)
        for level in "ny"
    ]
    expected = benjamini_hochberg([row["p_value"] for row in cuts])
    assert [row["p_adjusted"] for row in cuts] == pytest.approx(expected)


def test_what_stands_beside_is_not_adjusted(house: Any) -> None:
    rows = compared(house, outcomes(house, 2), 2)
    for identity in ("o0/change/all", "o0/level/participants@Y1"):
        assert np.isnan(house.found(rows, identity)["p_adjusted"])


def test_domains_are_adjusted_apart(house: Any) -> None:
    declared = outcomes(house, 2)
    declared["o1"] = declared["o1"] | {"domain": "Other"}
    rows = compared(house, declared, 2)
    for k in range(2):
        row = house.found(rows, f"o{k}/change/participants")
        assert row["p_adjusted"] == row["p_value"]
