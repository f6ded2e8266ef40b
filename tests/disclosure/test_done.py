"""What was done and said, as readers see it: who was reached, months, entries, themes, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.disclosure.made import AFTER, BEFORE, T, level, published

if TYPE_CHECKING:
    from pipeline.tables.published import PublishedRow

Row = dict[str, object]


def reach(n: float, of: float, school: str = "") -> Row:
    return {
        "id": "log/reach/all" + (f"/school={school}" if school else ""), "analysis": "reach",
        "outcome": "log", "group": "all", "subgroup": "school" if school else "", "level": school,
        "n": n, "n_before": of, "n_after": n, "estimate": n / of, "unit": "%",
        "status": "published",
    }  # fmt: skip


def states(rows: list[Row]) -> dict[str, str]:
    return {row.id: row.status for row in published(rows).rows}


@pytest.mark.parametrize(
    ("n", "status"), [(T - 1, "suppressed"), (T, "published"), (51, "suppressed"),
                      (50, "published"), (60, "published")]
)  # fmt: skip
def test_few_who_were_reached_or_not_are_hidden(n: int, status: str) -> None:
    """Of 60: 51 reached leave nine who were not; all 60 leave nobody."""
    assert states([reach(n, 60)])["log/reach/all"] == status


def test_a_hidden_school_is_not_had_by_subtraction() -> None:
    found = states([reach(60, 200), reach(5, 70, "A"), reach(25, 60, "B"), reach(30, 70, "C")])
    hidden = {name for name, status in found.items() if status == "suppressed"}
    assert "log/reach/all/school=A" in hidden
    assert len(hidden) > 1


def month(name: str, n: float, hits: float, **more: object) -> Row:
    return {
        "id": f"{name}/monthly/all@2026-03", "analysis": "monthly", "outcome": name,
        "group": "all", "period_after": "2026-03", "n": n, "n_after": hits, "estimate": hits / n,
        "conf_low": 0.1, "conf_high": 0.9, "unit": "%", "status": "published",
    } | more  # fmt: skip


def figures(row: Row) -> PublishedRow:
    return published([row]).rows[0]


@pytest.mark.parametrize(
    ("n", "hits", "is_told"), [(40, 20, True), (9, 5, False), (40, 2, False), (40, 38, False),
                               (40, 37, True)]
)  # fmt: skip
def test_a_month_of_answers_is_told_of_enough_people(n: int, hits: int, *, is_told: bool) -> None:
    assert ("estimate" in figures(month("voice.helped", n, hits)).figures) == is_told
    assert ("estimate" in figures(month("log.taking-part", n, hits)).figures) == is_told


def test_a_month_of_entries_is_told_whatever_their_number() -> None:
    found = figures(month("log.actions", 3, 1, n_missing=1.0))
    assert found.figures["estimate"].shown == "33%"
    assert found.figures["n_missing"].shown == "1"


def log(row: int, kind: str, title: str, **more: object) -> Row:
    return {"source": "log", "row": row, "type": kind, "date": "2026-03-02", "title": title,
            "notes": "", "partner": "lake", "due": "", "done": ""} | more  # fmt: skip


def test_entries_that_name_a_person_are_held_back_with_a_note() -> None:
    found = published(activities=[
        log(2, "challenge", "Buses leave early", notes="Ask Ms. Reed."),
        log(3, "challenge", "News comes late"),
        log(4, "recognition", "Thanks to Maria Lopez"),
        log(5, "meeting", "Not told in words"),
        log(6, "challenge", "When was it", date=""),
    ])  # fmt: skip
    assert [entry.title for entry in found.entries] == ["News comes late"]
    assert len(found.notes) == 3


def test_only_open_and_recent_decisions_are_told() -> None:
    found = published(activities=[
        log(2, "decision", "Open", due="2026-05-01"),
        log(3, "decision", "Done this month", due="2026-03-01", done="2026-03-01"),
        log(4, "decision", "Done long ago", date="2025-01-01", due="2025-02-01", done="2025-02-01"),
        log(5, "decision", "Without a day"),
    ])  # fmt: skip
    assert {entry.title for entry in found.entries} == {"Open", "Done this month"}


def segment(n: int, code: str = "trust", text: str = "They listen.") -> Row:
    return {"source": "talks", "document": f"d{n}", "segment": "1", "code": code,
            "role": "parent", "text": text}  # fmt: skip


def test_a_theme_of_few_conversations_is_not_quoted() -> None:
    few = published(segments=[segment(n) for n in range(T - 1)]).themes[0]
    assert (few.people, few.said, few.roles) == (None, "", ())
    many = published(segments=[segment(n) for n in range(T)]).themes[0]
    assert many.said == "They listen."


def test_what_names_somebody_is_not_the_example_of_a_theme() -> None:
    texts = ["Ask Ms. Reed.", *["They listen."] * T]
    found = published(segments=[segment(n, text=text) for n, text in enumerate(texts)]).themes[0]
    assert found.said == "They listen."


def test_conversations_are_counted_and_hidden_where_they_are_few() -> None:
    counts = {c.id: c.figure for c in published(segments=[segment(n) for n in range(12)]).counts}
    shown = counts["voices/talks/last_new"]
    assert shown is not None
    assert shown.shown == "1"
    few = {c.id: c.figure for c in published(segments=[segment(n) for n in range(4)]).counts}
    assert few["voices/talks/conversations"] is None


def goal(name: str, gas: float, start: float, **more: object) -> Row:
    return {
        "id": name, "statement": "S", "outcome": "late", "unit": "%", "population": "participants",
        "type": "binary", "better": "lower", "n": 150.0, "baseline": 0.24, "target": 0.2,
        "current": 0.18, "verdict": "met", "change": -0.06, "period_baseline": BEFORE,
        "period_current": AFTER, "by": "2026-06-30", "status": "published", "gas": gas,
        "gas_start": start, "level_ids": f"late/level/participants@{BEFORE}",
    } | more  # fmt: skip


def test_steps_of_all_goals_make_one_score() -> None:
    rows = [goal("a", -1, -2), goal("b", -1, -1), goal("c", -1, -1)]
    counts = {c.id: c.figure.shown for c in published(goals=rows).counts if c.figure}
    assert counts["attainment/now"] == "36"
    assert counts["attainment/goals"] == "3"
    shown = published(goals=rows).goals[0].figures
    assert (shown["gas"].shown, shown["gas_start"].shown) == ("−1", "−2")


def test_a_single_goal_has_no_score() -> None:
    counts = published(goals=[goal("a", 0, -1)]).counts
    assert not [c for c in counts if c.id.startswith("attainment/")]


def test_a_forecast_falls_with_a_level_between() -> None:
    told = goal("a", 0, -1, p_attain=0.4, forecast=0.19, forecast_low=0.1, forecast_high=0.3,
                level_ids="late/level/participants@2023-24")  # fmt: skip
    shown = published(goals=[told]).goals[0].figures
    assert shown["p_attain"].shown == "40 in 100"
    hidden = level(8, "late", period="2023-24")
    assert "p_attain" not in published([hidden], goals=[told]).goals[0].figures


def answers(n: float, counts: dict[str, float]) -> list[Row]:
    return [
        {
            "id": f"late/answers/participants/{part}@{AFTER}", "analysis": "answers",
            "outcome": "late", "group": "participants", "period_after": AFTER, "model": part,
            "n": n, "n_after": n, "mean_after": count / n, "estimate": count / n,
            "status": "published",
        }
        for part, count in counts.items()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ({"unfavorable": 12, "middle": 20, "favorable": 28}, "published"),
        ({"unfavorable": 2, "middle": 30, "favorable": 28}, "suppressed"),
        ({"unfavorable": 0, "middle": 30, "favorable": 30}, "suppressed"),
        ({"unfavorable": 3, "middle": 29, "favorable": 28}, "published"),
    ],
)
def test_answers_of_few_hide_the_whole_bar(counts: dict[str, float], status: str) -> None:
    """All three or none: two of three would tell the third."""
    assert set(states(answers(60, counts)).values()) == {status}


def test_answers_are_hidden_with_the_level_that_they_add_up_to() -> None:
    few = level(60, "late", mean=1 / 60)
    rows = answers(60, {"unfavorable": 25, "middle": 20, "favorable": 15})
    assert set(states([few, *rows]).values()) == {"suppressed"}
