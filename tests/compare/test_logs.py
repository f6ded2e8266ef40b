"""Response rates and sums of the activity log."""

from __future__ import annotations

from typing import Any

import numpy as np

SURVEY = {
    "kind": "survey",
    "waves": [{"period": "Y1", "files": ["a.csv"]}],
    "items": {"q": {"column": "Q"}},
}
LOG = {"kind": "activities", "files": ["l.csv"]}


def test_a_wave_gives_its_response_rate(house: Any) -> None:
    study = house.study(sources={"m": house.METRICS, "climate": SURVEY})
    waves = [
        {"source": "climate", "period": "Y1", "invited": 400, "answered": 320},
        {"source": "climate", "period": "Y3", "invited": 0, "answered": 300},
    ]
    rows = house.compare(study, house.people([1, 2, 3], [2, 2, 5]), waves=waves)
    row = house.found(rows, "climate/response/all@Y1")
    assert (row["estimate"], row["n"], row["n_before"], row["n_missing"]) == (0.8, 320, 400, 80)
    assert 0.757 < row["conf_low"] < 0.759
    late = house.found(rows, "climate/response/all@Y3")
    assert late["reason"] == "the number of people invited is not given"
    assert np.isnan(late["estimate"])


def test_a_log_is_counted_by_type_and_added_up(house: Any) -> None:
    study = house.study(sources={"m": house.METRICS, "log": LOG})
    entries = [
        {
            "source": "log",
            "row": 2,
            "person": -1,
            "type": "meeting",
            "hours": 1.5,
            "headcount": 8.0,
        },
        {"source": "log", "row": 3, "person": -1, "type": "meeting", "hours": 2.0},
        {"source": "log", "row": 4, "person": -1, "type": "event", "headcount": 40.0},
    ]
    rows = house.compare(study, house.people([1, 2, 3], [2, 2, 5]), activities=entries)
    told = {r["id"]: (r["estimate"], r["n"]) for r in rows.records() if r["outcome"] == "log"}
    assert list(told) == [
        "log/activity/all/hours",
        "log/activity/all/headcount",
        "log/activity/all/amount",
        "log/activity/all/events",
        "log/activity/all/meetings",
        "log/activity/all/type=event",
        "log/activity/all/type=meeting",
    ]
    assert told["log/activity/all/hours"] == (3.5, 2)
    assert told["log/activity/all/headcount"] == (48, 2)
    assert told["log/activity/all/meetings"] == (2, 2)
    assert told["log/activity/all/type=event"] == (1, 1)
    amount = house.found(rows, "log/activity/all/amount")
    assert (amount["status"], amount["reason"]) == ("not-estimable", "no entry gives it")
