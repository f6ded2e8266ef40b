"""What a goal shows: each figure in its own unit, and words only where they give nothing away."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pipeline.disclosure import goals
from pipeline.disclosure.bundles import Key
from pipeline.disclosure.display import Scale
from pipeline.disclosure.hiding import Hidden
from pipeline.tables.attainment import ATTAINMENT
from tests.disclosure.made import AFTER, BEFORE

ABOUT = ("late", "participants", "", "")
NOW = Key("level", *ABOUT, "", AFTER)
FIRST = Key("level", *ABOUT, "", BEFORE)
CHANGE = Key("change", *ABOUT, BEFORE, AFTER)
BETWEEN = Key("level", *ABOUT, "", "2023-24")
SCALES = {
    "late": Scale(family="share", unit="%", decimals=0),
    "gpa": Scale(family="unit", unit="points", decimals=2),
}
BLANK = {c.name: math.nan if c.type == "float64" else "" for c in ATTAINMENT.columns}
SHARE: dict[str, Any] = {
    **BLANK, "id": "late", "statement": "Fewer come late.", "outcome": "late",
    "population": "participants", "type": "binary", "n": 150.0, "baseline": 0.24, "target": 0.2,
    "current": 0.18, "met": "yes", "verdict": "met", "period_baseline": BEFORE,
    "period_current": AFTER, "by": "2026-06-30", "is_full_count": False,
    "level_ids": f"late/level/participants@2023-24 late/level/participants@{AFTER}",
}  # fmt: skip


def seen(*gone: Key, round_: frozenset[Key] = frozenset(), **more: Any) -> Any:
    hidden = Hidden(dict.fromkeys(gone, "complementary"))
    return goals.published(
        SHARE | more, hidden=hidden, scales=SCALES, minimum_n=10, round_=round_
    )  # fmt: skip


def figures(*gone: Key, **more: Any) -> dict[str, str]:
    found = seen(*gone, **more).figures
    return {name: figure.shown.replace("−", "-") for name, figure in found.items()}


NUMBERS = {
    "p_met": 0.7, "progress": 1.5, "elapsed": 0.8, "change": -0.06, "change_low": -0.11,
    "change_high": -0.01, "relative": -0.25, "people": 9.0, "target_first": 0.15,
    "detectable": 0.08, "p_decision": 0.3, "gas": 1.0, "gas_start": -2.0,
}  # fmt: skip
EXPECTED = {
    "p_attain": 0.6, "forecast": 0.17, "forecast_low": 0.12, "forecast_high": 0.22,
    "needed": -0.02, "usual": -0.03, "p_earlier": 0.995,
}  # fmt: skip
PRINTED = {
    "baseline": "24%", "target": "20%", "current": "18%", "n": "150", "p_met": "70 in 100",
    "progress": "150%", "elapsed": "80%", "change": "-6 points", "change_low": "-11 points",
    "change_high": "-1 points", "relative": "-25%", "people": "9", "target_first": "15%",
    "detectable": "8 points", "p_decision": "30 in 100", "gas": "+1", "gas_start": "-2",
}  # fmt: skip
PRINTED_AHEAD = {
    "p_attain": "60 in 100", "forecast": "17%", "forecast_low": "12%", "forecast_high": "22%",
    "needed": "-2 points", "usual": "-3 points", "p_earlier": "at least 99 in 100",
}  # fmt: skip


def test_every_figure_of_a_goal_is_in_its_unit() -> None:
    assert figures(**NUMBERS, **EXPECTED) == PRINTED | PRINTED_AHEAD


def test_what_follows_from_a_hidden_level_between_is_not_told() -> None:
    assert figures(BETWEEN, **NUMBERS, **EXPECTED) == PRINTED
    other = BETWEEN._replace(group="comparison")
    assert figures(other, **NUMBERS, **EXPECTED) == PRINTED | PRINTED_AHEAD


def test_a_hidden_level_between_of_a_school_is_found() -> None:
    of_school = {"population": "participants/school=A=B", "n": 150.0}
    hidden = BETWEEN._replace(subgroup="school", level="A=B")
    assert "forecast" not in figures(hidden, **of_school, **EXPECTED)
    assert "forecast" in figures(hidden._replace(level="A"), **of_school, **EXPECTED)


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (-1.0, "-1"), (2.0, "+2"), (math.nan, None)]
)
def test_a_step_has_its_sign(value: float, shown: str | None) -> None:
    assert figures(gas=value).get("gas") == shown


@pytest.mark.parametrize(
    ("chance", "value"), [(0.3, 0.3), (0.7, 0.7), (0.0, 0.01), (0.004, 0.01), (0.997, 0.99)]
)
def test_a_chance_is_drawn_as_it_is_printed(chance: float, value: float) -> None:
    assert seen(p_met=chance).figures["p_met"].value == value


TEXT = {c.name for c in ATTAINMENT.columns if c.type != "float64"} - {"id", "status", "reason"}
VERDICT: dict[str, Any] = {
    "met": "no", "confirmed": "yes", "change_id": "c", "level_ids": "late/level/participants@x",
    "verdict_first": "met", "is_measurable": "yes", "is_stretch": "no", "decision": "then",
    "reading": "as it says", "moved": "later", "by_first": "2026-01-31",
}  # fmt: skip


def test_the_words_of_a_goal_are_its_own() -> None:
    told = seen(**VERDICT, reason="as it is", is_full_count=True)
    assert set(told.text) == TEXT
    assert {name: told.text[name] for name in VERDICT} == VERDICT
    assert (told.id, told.status, told.reason) == ("late", "published", "as it is")
    assert told.text["is_full_count"] == "true"
    assert seen().text["is_full_count"] == "false"


@pytest.mark.parametrize("key", [NOW, FIRST, CHANGE])
def test_a_hidden_goal_keeps_what_was_promised_and_nothing_that_was_found(key: Key) -> None:
    told = seen(key, **VERDICT)
    assert (told.id, told.status, told.reason, told.figures) == (
        "late", "suppressed", "complementary", {},
    )  # fmt: skip
    kept = {"moved": "later", "by_first": "2026-01-31", "verdict": "suppressed"}
    assert {name: told.text[name] for name in (*VERDICT, "verdict")} == (
        dict.fromkeys(VERDICT, "") | kept
    )
    assert (told.text["statement"], told.text["population"]) == ("Fewer come late.", "participants")


@pytest.mark.parametrize(
    ("n", "status"), [(0, "published"), (1, "suppressed"), (9, "suppressed"), (10, "published")]
)
def test_few_people_hide_a_goal_and_nobody_does_not(n: int, status: str) -> None:
    told = seen(n=float(n))
    assert (told.status, told.reason) == (status, "primary" if status == "suppressed" else "")


def test_a_count_of_a_log_is_about_no_group() -> None:
    told = figures(NOW, type="count", n=5.0, round_=frozenset({NOW}), baseline=2.0, current=7.5)
    assert (told["n"], told["baseline"], told["current"]) == ("5", "2.0", "7.5")
    assert figures(type="count", target=10.0, baseline=2.0, current=7.0)["current"] == "7"


def test_of_two_reasons_the_first_cause_is_told() -> None:
    for reasons in (("primary", "complementary"), ("complementary", "primary")):
        hidden = Hidden(dict(zip((FIRST, NOW), reasons, strict=True)))
        told = goals.published(SHARE, hidden=hidden, scales=SCALES, minimum_n=10)
        assert told.reason == "primary"


def test_a_baseline_that_was_declared_is_no_level() -> None:
    assert seen(FIRST._replace(after=""), period_baseline="").status == "published"
    assert seen(FIRST, period_baseline="").status == "published"


@pytest.mark.parametrize("key", [NOW, FIRST, CHANGE])
def test_a_round_level_has_no_count_in_a_goal_either(key: Key) -> None:
    fine = {"n": 400.0, "target": math.nan}
    told = figures(round_=frozenset({key}), **fine)
    assert ("n" in told, told["current"]) == (False, "18%")
    assert figures(**fine)["current"] == "18.0%"
    assert figures(round_=frozenset({BETWEEN}), **fine)["n"] == "400"


@pytest.mark.parametrize(
    ("population", "n", "shown"),
    [("participants", 400.0, "18.0%"), ("participants", 200.0, "18.0%"),
     ("participants/school=A", 200.0, "18%"), ("participants/school=A", 400.0, "18.0%"),
     ("participants", 150.0, "18%")],
)  # fmt: skip
def test_a_share_is_as_fine_as_its_people_allow(population: str, n: float, shown: str) -> None:
    assert figures(population=population, n=n)["current"] == shown


@pytest.mark.parametrize(("n", "shown"), [(29.0, "3.1 points"), (30.0, "3.12 points")])
def test_a_mean_of_few_is_coarser_in_a_goal_too(n: float, shown: str) -> None:
    told = figures(outcome="gpa", type="continuous", n=n, target=3.5, current=3.12, baseline=2.5)
    assert told["current"] == shown
    assert figures(outcome="gpa", n=math.nan, target=3.5, current=3.12)["current"] == "3.1 points"


def test_what_has_no_scale_is_printed_whole() -> None:
    told = figures(outcome="?", type="continuous", baseline=24.4, current=18.4, target=20.0)
    assert [told[name] for name in ("baseline", "current", "target")] == ["24", "18", "20"]
    assert figures(outcome="?", type="continuous", current=18.4, target=math.nan)["current"] == "18"


def test_a_goal_that_was_not_measured_says_so() -> None:
    told = seen(current=math.nan, reason="no values")
    assert (told.status, told.reason) == ("not-estimable", "no values")
