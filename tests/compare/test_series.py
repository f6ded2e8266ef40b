"""Outcomes of many months: the usual range, runs, a break, and a range that starts anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from pipeline.statistics.control_charts import xmr
from pipeline.statistics.interrupted import interrupted


def months(count: int) -> list[dict[str, Any]]:
    first = date(2023, 1, 1)
    found = []
    for at in range(count):
        starts = first + timedelta(days=30 * at)
        ends = starts + timedelta(days=29)
        found.append({"id": f"M{at:02}", "starts": str(starts), "ends": str(ends)})
    return found


def monthly(house: Any, levels: list[float], *, began: str | None = None, **tables: Any) -> Any:
    study = house.study(
        study={"title": "T", "partners": [{"id": "p", "name": "P"}], "began": began},
        periods=months(len(levels)),
    )
    people = [
        {f"M{at:02}": round(1000 * (level + shift)) for at, level in enumerate(levels)}
        for shift in (-1, 0, 1) * 5
    ]
    return house.compare(
        study, people, measures=[{"name": "m.score", "decimals": 3, "low": -100, "high": 100}],
        **tables,
    )  # fmt: skip


LEVELS = (50 + np.random.default_rng(1).normal(0, 2, 20)).round(3).tolist()


def test_the_usual_range_is_that_of_the_levels(house: Any) -> None:
    rows = monthly(house, LEVELS)
    row, wanted = house.found(rows, "score/usual/participants"), xmr(LEVELS)
    assert row["method"] == "xmr"
    assert row["estimate"] == pytest.approx(wanted.centre[0])
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((wanted.low[0], wanted.high[0]))
    assert (row["n"], row["effect"]) == (15, 20)
    assert house.found(rows, "score/usual/participants/runs")["effect"] == 20


def test_a_jump_is_a_signal_and_a_break(house: Any) -> None:
    jumped = [*LEVELS[:10], *(one + 9 for one in LEVELS[10:])]
    began = months(20)[10]["starts"]
    rows = monthly(house, jumped, began=began)
    assert house.found(rows, "score/usual/participants")["effect_name"] == "signal"
    row, wanted = house.found(rows, "score/trend/participants"), interrupted(jumped, 10)
    assert row["estimate"] == pytest.approx(wanted.level.estimate[0])
    assert row["conf_low"] == pytest.approx(wanted.level.conf_low[0])
    assert row["evidence"] == "tier-4"
    slope = house.found(rows, "score/trend/participants/slope")
    assert slope["estimate"] == pytest.approx(wanted.slope.estimate[0])


def test_a_logged_decision_starts_the_range_anew(house: Any) -> None:
    jumped = [*LEVELS[:8], *(one + 9 for one in LEVELS[8:])]
    entry = {
        "source": "log", "row": 2, "date": months(20)[8]["starts"], "type": "decision",
        "title": "Rebase score: new attendance rules",
    }  # fmt: skip
    rows = monthly(house, jumped, activities=[entry])
    row = house.found(rows, "score/usual/participants")
    assert (row["period_before"], row["effect"]) == ("M09", 11)
    other = monthly(house, jumped, activities=[entry | {"title": "Rebase other"}])
    assert house.found(other, "score/usual/participants")["effect"] == 20


def test_nine_periods_or_a_gap_say_nothing(house: Any) -> None:
    assert "usual" not in set(monthly(house, LEVELS[:9])["analysis"].tolist())
    gap = [*LEVELS[:10], float("nan"), *LEVELS[10:]]
    study = house.study(periods=months(21))
    people = [
        {f"M{at:02}": round(level) for at, level in enumerate(gap) if np.isfinite(level)}
        for _ in range(12)
    ]
    rows = house.compare(study, people)
    assert "usual" not in set(rows["analysis"].tolist())
