"""What was done against what was agreed, whom it reached, and how change goes with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats  # noqa: TID251  the independent implementation

LOG: dict[str, Any] = {
    "kind": "activities", "files": ["l.csv"], "agreed": {"meeting": 4, "training": 2},
    "hour_value": {"amount": 20, "source": "A rate."},
    "dose": {"types": ["mentoring"], "per": "hours", "cuts": [5, 10]},
}  # fmt: skip
PARTNERS = {
    "title": "T",
    "partners": [{"id": "a", "name": "A"}, {"id": "b", "name": "First partner"}],
}


def entry(row: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"source": "log", "row": row, "type": kind, "date": "2024-10-01", "period": "Y3",
            "person": -1} | more  # fmt: skip


def study(house: Any, **log: Any) -> Any:
    return house.study(
        study=PARTNERS, sources={"m": house.METRICS, "log": LOG | log},
        design={"kind": "one-group", "subgroups": ["frl"]},
    )  # fmt: skip


def some(house: Any, entries: list[dict[str, Any]], n: int = 60, **log: Any) -> Any:
    rng = np.random.default_rng(4)
    people = [
        {
            "Y1": int(x),
            "Y3": int(x + rng.integers(-3, 9)),
            "arm": 1,
            "frl": "no" if at % 3 else "yes",
        }
        for at, x in enumerate(rng.integers(40, 60, n))
    ]
    return people, house.compare(study(house, **log), people, activities=entries)


ENTRIES = [
    entry(2, "meeting", partner="A; First partner", hours=1.0),
    entry(3, "meeting", partner="a", date="2023-10-01", period="Y2"),
    entry(4, "meeting", partner="b"),
    entry(5, "volunteering", hours=3.0, partner="a"),
    entry(6, "volunteering", hours=1.5, partner="a"),
    entry(7, "contribution", amount=100.0, partner="a", date="2023-10-01", period="Y2"),
    entry(8, "contribution", amount=300.0, partner="b", date="2023-10-02", period="Y2"),
    entry(9, "contribution", amount=50.0, partner="b"),
    entry(10, "decision", due="2024-10-20", done="2024-10-20"),
    entry(11, "decision", due="2024-10-20", done="2024-10-21"),
    entry(12, "decision", due="2024-10-20"),
    entry(13, "decision", due="2025-03-01"),
    entry(14, "event", date="2024-11-01"),
]


def test_each_period_beside_what_was_agreed(house: Any) -> None:
    _, rows = some(house, ENTRIES)
    held = house.found(rows, "log/activity/all/meetings@Y3")
    assert (held["estimate"], held["mean_before"]) == (2, 4)
    assert house.found(rows, "log/activity/all/meetings@Y2")["estimate"] == 1
    none = house.found(rows, "log/activity/all/agreed-training@Y3")
    assert (none["estimate"], none["mean_before"]) == (0, 2)
    worth = house.found(rows, "log/activity/all/value@Y3")
    assert (worth["estimate"], worth["mean_after"]) == (90, 4.5)


def test_actions_are_on_time_late_open_or_not_due_yet(house: Any) -> None:
    _, rows = some(house, ENTRIES)
    row = house.found(rows, "log/activity/all/on-time@Y3")
    # the log ends on November 1: what is due in March cannot be late yet
    assert (row["n"], row["n_after"], row["n_missing"]) == (3, 1, 1)
    assert row["estimate"] == pytest.approx(1 / 3)


def test_partners_who_came_and_who_gave(house: Any) -> None:
    _, rows = some(house, ENTRIES)
    came = house.found(rows, "log/activity/all/partner=a/attendance")
    assert (came["n"], came["n_after"], came["estimate"]) == (3, 2, pytest.approx(2 / 3))
    assert house.found(rows, "log/activity/all/partner=b/amount")["estimate"] == 350
    again = house.found(rows, "log/activity/all/renewal")
    assert (again["n"], again["n_after"]) == (2, 1)
    largest = house.found(rows, "log/activity/all/concentration")
    assert largest["estimate"] == pytest.approx(350 / 450)


def test_a_partner_whom_nobody_declared_is_not_printed(house: Any) -> None:
    _, rows = some(house, [entry(2, "meeting", partner="Maria Lopez")])
    assert not [i for i in rows["id"] if "Maria" in i]


def sessions(n: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(6)
    return [
        entry(100 + at, "mentoring", person=int(person), hours=float(rng.integers(1, 8)),
              date=f"2024-{1 + at % 9:02}-11")
        for at, person in enumerate(rng.integers(0, n, 90))
    ]  # fmt: skip


def test_the_dose_is_that_of_a_regression_on_people(house: Any) -> None:
    entries = [*sessions(60), entry(999, "mentoring", person=1, hours=500.0, date="2022-09-01")]
    people, rows = some(house, entries)
    hours = np.zeros(60)
    for one in entries[:-1]:  # what was before the period before ended does not count
        hours[one["person"]] += one["hours"]
    change = np.array([p["Y3"] - p["Y1"] for p in people], dtype=float)
    wanted = stats.linregress(hours / 10, change)
    row = house.found(rows, "score/dose/participants/slope")
    assert row["estimate"] == pytest.approx(wanted.slope, rel=1e-9)
    assert row["std_error"] == pytest.approx(wanted.stderr, rel=1e-9)
    assert row["effect"] == pytest.approx(wanted.rvalue, rel=1e-9)
    bins = {"0": hours == 0, "under 5": (hours > 0) & (hours < 5),
            "5 to under 10": (hours >= 5) & (hours < 10), "10 or more": hours >= 10}  # fmt: skip
    for name, inside in bins.items():
        row = house.found(rows, f"score/dose/participants/dose={name}")
        assert row["n"] == inside.sum()
        assert row["estimate"] == pytest.approx(change[inside].mean(), rel=1e-9)
        found = stats.ttest_1samp(change[inside], 0).confidence_interval()
        assert row["conf_low"] == pytest.approx(found.low, rel=1e-9)
        assert row["evidence"] == "descriptive"
    whole = house.found(rows, "score/dose/participants")
    assert whole["n"] == sum(int(inside.sum()) for inside in bins.values())


def test_without_cuts_there_are_thirds_of_those_who_came(house: Any) -> None:
    dose = {"types": ["mentoring"], "per": "entries"}
    people, rows = some(house, sessions(60), dose=dose)
    counts = [r["n"] for r in rows.records() if r["id"].startswith("score/dose/participants/dose=")]
    assert sum(counts) == len(people)
    assert len(counts) >= 2


def test_whom_it_reached_beside_who_is_enrolled(house: Any) -> None:
    entries = sessions(60)
    people, rows = some(house, entries)
    reached = {one["person"] for one in entries}
    row = house.found(rows, "log/reach/all")
    assert (row["n"], row["n_before"]) == (len(reached), 60)
    part = house.found(rows, "log/reach/all/frl=yes")
    all_ = [at for at, p in enumerate(people) if p["frl"] == "yes"]
    n = len(set(all_) & reached)
    assert part["n"] == n
    assert part["statistic"] == pytest.approx((n / len(reached)) / (len(all_) / 60), rel=1e-9)
    again = house.found(rows, "log/activity/all/again")
    days = {(one["person"], one["date"]) for one in entries}
    twice = sum(sum(p == person for p, _ in days) > 1 for person in reached)
    assert (again["n"], again["n_after"]) == (len(reached), twice)


def test_a_log_without_people_or_dose_says_nothing_of_them(house: Any) -> None:
    plain = {"kind": "activities", "files": ["l.csv"]}
    made = house.study(sources={"m": house.METRICS, "log": plain})
    rows = house.compare(made, house.people([1, 2, 3], [2, 2, 5]), activities=ENTRIES)
    assert not {"reach", "dose"} & set(rows["analysis"].tolist())
    assert not [i for i in rows["id"] if i.endswith(("/again", "/value@Y3"))]


def test_coders_of_interviews(house: Any) -> None:
    made = house.study(
        sources={"m": house.METRICS, "talks": {"kind": "interviews", "files": ["t.csv"]}}
    )
    rng = np.random.default_rng(2)
    segments, pairs = [], []
    for at in range(40):
        first = str(rng.choice(["x", "y", "z"]))
        second = first if rng.random() < 0.8 else "x"
        pairs.append((first, second))
        for coder, code in (("coder 1", first), ("coder 2", second)):
            segments.append({"source": "talks", "document": f"d{at // 4}", "segment": str(at),
                             "code": code, "coder": coder, "role": "student"})  # fmt: skip
    segments.append({"source": "talks", "document": "d9", "segment": "99", "code": "x",
                     "coder": "coder 1", "role": "student"})  # fmt: skip
    rows = house.compare(made, house.people([1, 2, 3], [2, 2, 5]), segments=segments)
    row = house.found(rows, "talks/reliability/all/cohens_kappa")
    table = np.zeros((3, 3))
    for a, b in pairs:
        table["xyz".index(a), "xyz".index(b)] += 1
    observed = np.trace(table) / 40
    expected = (table.sum(0) * table.sum(1)).sum() / 1600
    assert row["n"] == 40
    assert row["estimate"] == pytest.approx((observed - expected) / (1 - expected), rel=1e-9)
    assert row["conf_low"] < row["estimate"] < row["conf_high"]
    alone = [one for one in segments if one["coder"] == "coder 1"]
    rows = house.compare(made, house.people([1, 2, 3], [2, 2, 5]), segments=alone)
    row = house.found(rows, "talks/reliability/all/cohens_kappa")
    assert row["reason"] == "no segment was read by two coders"
