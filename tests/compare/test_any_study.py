"""Whatever a small study looks like, it is reckoned without a fault, and counts stay counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

ARMS = {"participants": {"arm": ["yes"]}, "comparison": {"arm": ["no"]}}
DESIGNS: tuple[dict[str, Any], ...] = (
    {"kind": "one-group"},
    {"kind": "one-group", "subgroups": ["frl"], "cluster": "school"},
    {"kind": "comparison-group", "subgroups": ["frl"], **ARMS},
    {"kind": "comparison-group", "adjust_for": ["frl"], "match": {"on": ["frl"]}, **ARMS},
    {"kind": "comparison-group", "adjust_for": ["frl"], "cluster": "school", **ARMS},
    {"kind": "randomized", "subgroups": ["frl"], "adjust_for": ["age"], **ARMS},
    {"kind": "randomized", "cluster": "school", "assigned_by": "cluster", **ARMS},
)
TYPES = ("continuous", "binary", "ordinal")


def people(rng: np.random.Generator, kind: str, n: int) -> list[dict[str, Any]]:
    """Few or no values, all alike, all missing, or a bit of everything."""
    span = {"continuous": (0, 100), "binary": (0, 2), "ordinal": (1, 6)}[kind]
    flat, holes = rng.random() < 0.15, rng.choice([0.0, 0.1, 0.5, 1.0])
    same = int(rng.integers(*span))
    found = []
    for _ in range(n):
        one: dict[str, Any] = {
            "arm": int(rng.integers(0, 2)),
            "frl": rng.choice(["yes", "no", ""]),
            "age": str(rng.integers(6, 30)),
            "school": f"S{rng.integers(0, rng.integers(1, 6))}",
        }
        for period in ("Y1", "Y2", "Y3"):
            if rng.random() >= holes:
                one[period] = same if flat else int(rng.integers(*span))
        found.append(one)
    return found


@pytest.mark.parametrize("seed", range(84))
def test_any_small_study_is_reckoned(house: Any, seed: int) -> None:
    rng = np.random.default_rng(seed)
    design, kind = DESIGNS[seed % len(DESIGNS)], TYPES[seed % len(TYPES)]
    n = int(rng.choice([0, 1, 2, 3, 9, 24, 70]))
    measures = [{"name": "m.score", "levels": 5 if kind == "ordinal" else 0}]
    outcome = house.OUTCOME | {"type": kind, "range": ["0", "100"]}
    if kind != "continuous":
        outcome.pop("range")
    study = house.study(design=design, outcomes={"score": outcome})
    rows = house.compare(study, people(rng, kind, n), measures=measures)
    ids = rows["id"].tolist()
    assert len(set(ids)) == len(ids)
    for row in rows.records():
        if row["reason"]:
            continue
        told = [row["conf_low"], row["estimate"], row["conf_high"]]
        if np.isfinite(told).all() and row["analysis"] not in {"unmeasured", "usual"}:
            assert told == sorted(told), row
        assert not row["n"] > n, row
        assert not row["p_value"] > 1, row
        assert not row["p_value"] < 0, row
