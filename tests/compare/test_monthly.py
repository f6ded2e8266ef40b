"""Month by month: counted by hand, months that are over, what is usual and where it starts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.control_charts import p_chart, runs

LOG: dict[str, Any] = {"kind": "activities", "files": ["l.csv"]}
CHECKIN: dict[str, Any] = {"checkin": {}}


def entry(day: str, kind: str = "mentoring", person: int = -1, **more: Any) -> dict[str, Any]:
    return {"source": "log", "row": 2, "type": kind, "date": day, "period": "Y3",
            "person": person} | more  # fmt: skip


def some(house: Any, entries: list[dict[str, Any]], **more: Any) -> Any:
    study = house.study(
        sources={"m": house.METRICS, "log": LOG}, reports=more.pop("reports", CHECKIN)
    )
    people = [{"Y1": 50 + at % 7, "Y3": 52 + at % 5, "arm": 1} for at in range(40)]
    return house.compare(study, people, activities=entries)


def months(years: tuple[int, ...] = (2023, 2024)) -> list[str]:
    """The months of two school years, September to May."""
    return [f"{y + (m < 9):04}-{m:02}" for y in years for m in (9, 10, 11, 12, 1, 2, 3, 4, 5)]


def steady(seed: int = 1) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    return [
        entry(f"{month}-15", person=int(person))
        for month in months()
        for person in rng.choice(40, int(rng.integers(14, 22)), replace=False)
    ] + [entry("2025-05-28")]


def test_who_came_is_counted_once_a_month(house: Any) -> None:
    entries = [entry("2024-10-01", person=1), entry("2024-10-20", person=1),
               entry("2024-10-21", person=2), entry("2024-11-25", person=3)]  # fmt: skip
    rows = some(house, entries)
    row = house.found(rows, "log.taking-part/monthly/all@2024-10")
    assert (row["n"], row["n_after"], row["estimate"]) == (40, 2, 2 / 40)
    assert house.found(rows, "log.sessions/monthly/all@2024-10")["estimate"] == 3
    assert house.found(rows, "log.sessions/monthly/all@2024-11")["estimate"] == 1


def test_months_between_school_years_and_months_not_over_are_left_out(house: Any) -> None:
    rows = some(house, [entry("2024-04-30"), entry("2024-09-30"), entry("2024-10-03")])
    found = [r["period_after"] for r in rows.records() if r["outcome"] == "log.sessions"]
    # July and June lie in a break; August begins on the first; October has three days only
    assert found == ["2024-04", "2024-05", "2024-08", "2024-09"]


def test_what_is_usual_is_that_of_the_chart(house: Any) -> None:
    entries = steady()
    rows = some(house, entries)
    row = house.found(rows, "log.taking-part/monthly/all/usual")
    came = [len({e["person"] for e in entries if e["date"][:7] == m and e["person"] >= 0})
            for m in sorted({r["period_after"] for r in rows.records()
                             if r["outcome"] == "log.taking-part" and not r["model"]
                             and r["period_after"] >= "2023-09"})]  # fmt: skip
    chart = p_chart(
        np.array(came), np.full(len(came), 40.0), baseline=8 if len(came) > 16 else None
    )
    assert row["n"] == len(came)
    assert row["estimate"] == pytest.approx(chart.centre[-1])
    told = runs(np.array(came) / 40)
    found = house.found(rows, "log.taking-part/monthly/all/runs")
    assert (found["estimate"], found["statistic"]) == (pytest.approx(told.median), told.longest)


def test_a_month_far_below_is_a_signal(house: Any) -> None:
    entries = [e for e in steady() if e["date"][:7] != "2025-05"]
    entries += [entry("2025-05-20", person=1), entry("2025-05-28", person=2)]
    row = house.found(some(house, entries), "log.taking-part/monthly/all/usual")
    assert (row["effect"], row["effect_name"]) == (1, "low")


def test_a_logged_decision_starts_the_usual_range_anew(house: Any) -> None:
    decision = entry("2024-01-10", "decision", title="Rebase log.taking-part: evening places")
    row = house.found(some(house, [*steady(), decision]), "log.taking-part/monthly/all/usual")
    assert row["period_after"] == "2024-02"


def test_few_months_have_no_usual_range(house: Any) -> None:
    rows = some(house, [entry(f"2024-{m:02}-20", person=m) for m in (9, 10, 11, 12)])
    assert not [i for i in rows["id"] if i.endswith("/usual")]


def test_actions_of_a_month(house: Any) -> None:
    entries = [
        entry("2024-09-01", "decision", due="2024-10-05", done="2024-10-05"),
        entry("2024-09-01", "decision", due="2024-10-06", done="2024-10-09"),
        entry("2024-09-01", "decision", due="2024-10-07"),
        entry("2024-09-01", "decision", due="2024-12-24"),
        entry("2024-11-25", "meeting"),
    ]
    row = house.found(some(house, entries), "log.actions/monthly/all@2024-10")
    assert (row["n"], row["n_after"], row["n_missing"]) == (3, 1, 1)


def test_without_a_check_in_nothing_is_reckoned_by_month(house: Any) -> None:
    rows = some(house, steady(), reports={})
    assert "monthly" not in set(rows["analysis"].tolist())


@pytest.mark.parametrize(("options", "favourable"), [(5, {4, 5}), (2, {2}), (3, {3})])
def test_answers_with_a_day_are_told_by_month(
    house: Any, options: int, favourable: set[int]
) -> None:
    survey = {
        "kind": "survey", "submitted": "When",
        "waves": [{"period": "Y3", "files": ["a.csv"]}],
        "answers": {"list": [[f"a{k}", str(k)] for k in range(1, options + 1)]},
        "items": {"q": {"column": "Q", "text": "It helped", "answers": "list"}},
    }  # fmt: skip
    study = house.study(sources={"m": house.METRICS, "pulse": survey}, reports=CHECKIN)
    rng = np.random.default_rng(options)
    answers = [
        {"source": "pulse", "period": "Y3", "respondent": f"r{at}", "item": "q",
         "value": float(rng.integers(1, options + 1)), "month": f"2024-{9 + at % 3:02}"}
        for at in range(90)
    ]  # fmt: skip
    answers.append(answers[0] | {"respondent": "late", "month": ""})
    people = [{"Y1": 50, "Y3": 52 + at % 3, "arm": 1} for at in range(40)]
    rows = house.compare(study, people, responses=answers)
    mine = [one for one in answers if one["month"] == "2024-10"]
    row = house.found(rows, "pulse.q/monthly/all@2024-10")
    assert row["n"] == len(mine)
    assert row["n_after"] == sum(one["value"] in favourable for one in mine)
    assert row["label"] == "It helped"
