"""Every analysis is printed in its own unit, and holds no figure that it has no use for."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pipeline.disclosure import rows
from pipeline.disclosure.bundles import key_of
from pipeline.disclosure.display import Scale
from pipeline.disclosure.hiding import Hidden
from tests.disclosure.made import AFTER, level, published
from tests.disclosure.made import study as made_study
from tests.disclosure.test_certified import BLANK

POINTS = Scale(family="unit", unit="points", decimals=2)
SHARE = Scale(family="share", unit="%", decimals=0)
TOLD = {
    "id": "x", "outcome": "score", "group": "participants", "status": "published",
    "n": 401.0, "n_before": 180.0, "n_after": 221.0, "n_clusters": 12.0, "n_missing": 15.0,
    "mean_before": 0.4127, "mean_after": 0.5238, "sd_before": 0.1234, "sd_after": 0.2345,
    "estimate": 0.11114, "std_error": 0.04321, "statistic": 2.3456, "df": 396.6,
    "p_value": 0.0123, "p_adjusted": 0.0246, "conf_low": -0.02626, "conf_high": 0.19581,
    "conf_level": 0.95, "effect": 0.4567, "effect_low": -0.1234, "effect_high": 0.789,
}  # fmt: skip
COUNTS = {"n": "401", "n_before": "180", "n_after": "221", "n_clusters": "12", "n_missing": "15"}


def printed(analysis: str, model: str = "", scale: Scale | None = POINTS, **more: Any) -> Any:
    row: dict[str, Any] = {**BLANK, **TOLD, "analysis": analysis, "model": model, **more}
    scales = {"score": scale} if scale else {}
    found = rows.published(row, hidden=Hidden({}), scales=scales, minimum_n=10)
    return {name: figure.shown.replace("−", "-") for name, figure in found.figures.items()}


LEVELS = {"mean_before": "0.41 points", "mean_after": "0.52 points"}
SHARES = {"mean_before": "41%", "mean_after": "52%"}
SIGNED = {"estimate": "+0.11 points", "conf_low": "-0.03 points", "conf_high": "+0.20 points"}
PLAIN = {"estimate": "0.11 points", "conf_low": "-0.03 points", "conf_high": "0.20 points"}
FINER = {"estimate": "+0.111 points", "conf_low": "-0.026 points", "conf_high": "+0.196 points"}
PERCENTS = {"estimate": "11%", "conf_low": "-3%", "conf_high": "20%"}
AMOUNTS = {"estimate": "0.1", "conf_low": "0.0", "conf_high": "0.2"}
NUMBERS = {"estimate": "0.11", "conf_low": "-0.03", "conf_high": "0.20"}
SPREAD = {"sd_before": "0.12 points", "sd_after": "0.23 points", "std_error": "0.043 points"}
AT_95 = {"conf_level": "95%"}
TESTED = AT_95 | {
    "statistic": "2.35", "df": "397", "p_value": "0.012", "p_adjusted": "0.025",
    "effect": "0.46", "effect_low": "-0.12", "effect_high": "0.79",
}  # fmt: skip
TREND = {"statistic": "2.35", "effect": "0", "df": "397", "std_error": "0.043 points",
         "p_value": "0.012"}  # fmt: skip
PRINTED: list[tuple[str, str, dict[str, str]]] = [
    ("level", "", LEVELS | PLAIN | SPREAD | TESTED),
    ("change", "paired", LEVELS | SIGNED | SPREAD | TESTED),
    ("gap", "", {"mean_before": "+0.41 points", "mean_after": "+0.52 points"} | SIGNED | SPREAD
     | TESTED),
    ("change", "stuart_maxwell", {
        name: shown.replace("points", "steps")
        for name, shown in (LEVELS | SIGNED | SPREAD | TESTED).items()
    }),
    ("response", "", {"mean_after": "52%"} | PERCENTS | AT_95),
    ("reliability", "", NUMBERS | AT_95 | {"effect": "0.46", "statistic": "2.35"}),
    ("attrition", "", SHARES | {"estimate": "+11 points", "effect": "46%",
                                "statistic": "234.6 points"}),
    ("unmeasured", "", {"estimate": "0.11", "conf_low": "-0.03"}),
    ("nonresponse", "", SHARES | {"estimate": "+11 points", "effect": "0.46"}),
    ("reach", "", SHARES | {"estimate": "11%", "statistic": "2.35"}),
    ("gpra", "", PERCENTS | AT_95 | {"statistic": "235%", "effect_low": "-12%",
                                     "effect_high": "79%", "mean_before": "0.4"}),
    ("cost", "", AT_95 | {"estimate": "$0.1", "conf_low": "-$0.03", "conf_high": "$0.2"}),
    ("monthly", "", AMOUNTS),
    ("monthly", "usual", AMOUNTS | {"statistic": "2", "effect": "0", "df": "397"}),
    ("activity", "entries", {"estimate": "0.1", "mean_before": "0.4", "mean_after": "0.5"}),
    ("usual", "", PLAIN | {"statistic": "2", "effect": "0", "df": "397"}),
    ("trend", "slope", FINER | TREND),
    ("trend", "step", SIGNED | TREND),
    ("dose", "per-10", FINER | LEVELS | {"effect": "0.46"}),
    ("dose", "none", SIGNED | LEVELS | {"effect": "0.46"}),
    ("sides", "apart", LEVELS | SIGNED),
    ("sides", "parents", LEVELS | PLAIN),
    ("answers", "favorable", LEVELS | PLAIN),
    ("detectable", "", {"estimate": "0.11 points"}),
    ("bounds", "", {"mean_after": "0.52 points", "statistic": "2.35 points"} | PLAIN),
    ("weighted", "", LEVELS | PLAIN | {"effect": "0.46"}),
]  # fmt: skip


@pytest.mark.parametrize(("analysis", "model", "expected"), PRINTED)
def test_each_analysis_prints_what_it_says_in_its_unit(
    analysis: str, model: str, expected: dict[str, str]
) -> None:
    assert printed(analysis, model) == COUNTS | expected


def test_a_gain_in_rank_is_told_in_whole_percentiles() -> None:
    told = printed("improvement", estimate=11.44, conf_low=-2.6, conf_high=0.4)
    assert told == COUNTS | AT_95 | {
        "estimate": "+11 percentiles", "conf_low": "-3 percentiles", "conf_high": "+0.4 percentiles"
    }  # fmt: skip


def test_balance_tells_how_far_groups_are_apart_and_not_how_many_have_a_trait() -> None:
    sides = {name: shown for name, shown in COUNTS.items() if name != "n"}
    assert printed("balance") == sides | {"effect": "0.46"}


def test_a_share_has_no_spread_and_its_changes_are_in_points() -> None:
    told = {"mean_before": "41.3%", "mean_after": "52.4%", "std_error": "4.32 points"}
    points = {"estimate": "+11.1 points", "conf_low": "-2.6 points", "conf_high": "+19.6 points"}
    shares = {"estimate": "11.1%", "conf_low": "-2.6%", "conf_high": "19.6%"}
    assert printed("change", scale=SHARE) == COUNTS | TESTED | told | points
    assert printed("level", scale=SHARE) == COUNTS | TESTED | told | shares


def test_what_is_no_outcome_of_the_study_has_counts_only() -> None:
    assert printed("change", scale=None) == COUNTS


def test_the_same_codes_are_a_share_of_segments() -> None:
    assert printed("reliability", effect_name="observed")["effect"] == "46%"


@pytest.mark.parametrize(
    ("missing", "shown"), [(0, "0"), (1, None), (9, None), (10, "10"), (math.nan, None)]
)
def test_who_is_missing_is_counted_unless_they_are_few(missing: float, shown: str | None) -> None:
    assert printed("level", n_missing=missing).get("n_missing") == shown


def lost(before: float, after: float) -> dict[str, str]:
    more: dict[str, Any] = {
        "n_before": 100.0,
        "n_after": 200.0,
        "mean_before": before,
        "mean_after": after,
    }
    found: dict[str, str] = printed("attrition", **more)
    return found


@pytest.mark.parametrize("share", [0.0, 0.1, 0.0951, 0.5])
def test_what_was_lost_of_nobody_or_of_enough_is_told(share: float) -> None:
    assert {"n", "estimate", "mean_before"} <= lost(share, 0.4).keys()
    assert {"n", "estimate", "mean_before"} <= lost(0.4, share / 2).keys()


@pytest.mark.parametrize("share", [0.01, 0.09, 0.0949])
def test_what_was_lost_of_few_leaves_the_boundary_and_the_clusters(share: float) -> None:
    for found in (lost(share, 0.4), lost(0.4, share / 2)):
        assert found == {"n_clusters": "12", "statistic": "234.6 points"}


def decimals(scale: Scale = POINTS, **more: float) -> int:
    return rows.fitted(scale, {**BLANK, "subgroup": "", **more}).decimals


@pytest.mark.parametrize("column", ["n", "n_before", "n_after"])
def test_the_smaller_side_decides_how_fine_a_mean_is(column: str) -> None:
    most: dict[str, Any] = dict.fromkeys(("n", "n_before", "n_after"), 100.0)
    for n, expected in ((29.0, 1), (30.0, 2), (1.0, 1), (0.0, 2), (math.nan, 2)):
        assert decimals(**most | {column: n}) == expected


def test_clusters_are_no_people_and_nobody_is_few() -> None:
    assert decimals(n=100.0, n_clusters=5.0) == 2
    assert decimals() == 1


def test_a_side_without_a_count_has_the_people_of_the_row() -> None:
    whole = {"mean_before": 0.5, "mean_after": 0.5}
    assert decimals(SHARE, **whole, n=400.0) == 1
    assert decimals(SHARE, **whole, n=400.0, n_before=0.0, n_after=1.0) == 0
    assert decimals(SHARE, **whole, n=400.0, n_before=0.0, n_after=400.0) == 1
    assert decimals(SHARE, **whole, n=400.0, n_before=59.0, n_after=400.0) == 0
    assert decimals(SHARE, **whole, n=100.0, n_before=1.0, n_after=400.0) == 0
    assert decimals(SHARE, **whole, n=59.0, n_before=0.0, n_after=400.0) == 0


def scale(**means: float) -> Scale:
    """The scale of a grade average, from one row of the whole group."""
    row = {**BLANK, "outcome": "gpa", **means}
    return rows.scales(made_study(), [row])["gpa"]


@pytest.mark.parametrize(("mean", "expected"), [(-120.0, 0), (-15.0, 1), (9.0, 2), (math.nan, 2)])
def test_the_largest_level_on_either_side_of_none_decides(mean: float, expected: int) -> None:
    assert scale(mean_before=mean, mean_after=5.0).decimals == expected
    assert scale(mean_before=5.0, mean_after=mean).decimals == expected


def test_levels_of_a_breakdown_do_not_decide() -> None:
    whole, school = ({**BLANK, "outcome": "gpa", "subgroup": cut, "mean_after": mean}
                     for cut, mean in (("", 3.0), ("school", 300.0)))  # fmt: skip
    for made in ([whole, school], [school, whole]):
        assert rows.scales(made_study(), made)["gpa"].decimals == 2
    larger = whole | {"mean_after": 200.0}
    for made in ([whole, larger], [larger, whole]):
        assert rows.scales(made_study(), made)["gpa"].decimals == 0
    assert rows.scales(made_study(), [])["gpa"].decimals == 2


def test_a_hidden_row_says_why_and_keeps_its_words() -> None:
    row: dict[str, Any] = {**BLANK, **level(50), "label": "Grades", "reason": "as it is"}
    told = rows.published(row, hidden=Hidden({}), scales={"gpa": POINTS}, minimum_n=10)
    assert (told.status, told.reason, told.text["label"]) == ("published", "as it is", "Grades")
    gone = Hidden({key_of(row): "complementary"})
    held = rows.published(row, hidden=gone, scales={"gpa": POINTS}, minimum_n=10)
    assert (held.status, held.reason, held.figures) == ("suppressed", "complementary", {})
    assert held.text == told.text
    assert set(held.text) == set(rows.TEXT)


def test_what_cannot_be_estimated_prints_nothing() -> None:
    row = level(50, status="not-estimable", reason="no values")
    (told,) = published([row]).rows
    assert (told.id, told.figures) == (f"gpa/level/participants@{AFTER}", {})
