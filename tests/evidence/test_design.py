"""What a design could support, and what keeps it from more."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.evidence.design import Strength, ceiling, contrast_tier, evidence
from pipeline.evidence.wording import BANS
from pipeline.study.schema import Study


def study(kind: str, **more: Any) -> Study:
    design = {"kind": kind, **({} if kind == "one-group" else {"comparison": {"a": ["0"]}}), **more}
    source = {"kind": "metrics", "files": ["m.csv"], "columns": {"student_id": "id"}}
    outcome = {"label": "S", "from": "m.s", "type": "continuous", "better": "higher"}
    return Study.model_validate(
        {
            "version": "1",
            "study": {"title": "T", "partners": [{"id": "p", "name": "P"}]},
            "periods": [{"id": "Y1", "starts": "2022-08-01", "ends": "2023-06-01"}],
            "design": design,
            "sources": {"m": source},
            "outcomes": {"s": outcome},
        }
    )


@pytest.mark.parametrize(
    ("kind", "tier"),
    [("one-group", "tier-4"), ("comparison-group", "tier-3"), ("randomized", "tier-1")],
)
def test_the_design_sets_the_tier(kind: str, tier: str) -> None:
    assert ceiling(study(kind)).tier == tier
    assert evidence(kind, "impact") == tier  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["one-group", "comparison-group", "randomized"])
def test_a_change_is_never_more_than_tier_4_and_a_level_only_describes(kind: Any) -> None:
    assert evidence(kind, "change") == evidence(kind, "gap") == "tier-4"
    for analysis in ("level", "baseline", "response", "activity"):
        assert evidence(kind, analysis) == "descriptive"


def test_one_group_lacks_a_comparison() -> None:
    assert ceiling(study("one-group")).failed == ("There is no comparison group.",)


def test_an_unmatched_comparison_lacks_lottery_and_matching() -> None:
    failed = ceiling(study("comparison-group")).failed
    assert len(failed) == 2
    assert any("No lottery" in sentence for sentence in failed)
    assert any("not matched" in sentence for sentence in failed)


def test_high_attrition_lowers_a_lottery() -> None:
    assert ceiling(study("randomized"), Strength(attrition="high")).tier == "tier-2"
    assert ceiling(study("randomized"), Strength(attrition="low")).failed == ()


def test_attrition_that_nobody_assessed_is_told() -> None:
    assert any("not assessed" in sentence for sentence in ceiling(study("randomized")).failed)


@pytest.mark.parametrize(("people", "sites", "passed"), [(350, 2, True), (349, 1, False)])
def test_people_and_sites_are_held_against_the_law(
    people: int, sites: int, *, passed: bool
) -> None:
    told = ceiling(study("randomized"), Strength(people=people, sites=sites)).criteria
    held = {each.name: each.passed for each in told}
    assert (held["people"], held["sites"]) == (passed, passed)


def test_no_count_of_people_is_told() -> None:
    said = ceiling(study("randomized"), Strength(people=217, sites=1))
    assert not any("217" in each.detail for each in said.criteria)


def test_choosing_by_score_is_told() -> None:
    chosen = study("one-group", selected_on={"outcome": "s", "below": "90"})
    assert any("chosen by a score" in sentence for sentence in ceiling(chosen).failed)


@pytest.mark.parametrize("kind", ["one-group", "comparison-group", "randomized"])
def test_the_words_are_fit_for_every_tier(kind: str) -> None:
    found = ceiling(study(kind), Strength(people=10, sites=1))
    said = " ".join([found.title, found.sentence, *(each.detail for each in found.criteria)])
    assert [ban.rule for ban in BANS if ban.pattern.search(said)] == []


@pytest.mark.parametrize(
    ("kind", "model", "apart", "clusters", "attrition", "tier"),
    [
        ("randomized", "ancova", 0.0, float("nan"), "low", "tier-1"),
        ("randomized", "ancova", 0.4, float("nan"), None, "tier-1"),
        ("randomized", "ancova", 0.2, float("nan"), "high", "tier-2"),
        ("randomized", "ancova", 0.4, float("nan"), "high", "tier-3"),
        ("comparison-group", "did", 0.25, float("nan"), "high", "tier-2"),
        ("comparison-group", "matched", -0.1, 40.0, None, "tier-2"),
        ("comparison-group", "matched", -0.1, 3.0, None, "tier-3"),
        ("comparison-group", "did", 0.251, float("nan"), None, "tier-3"),
        ("comparison-group", "did", None, float("nan"), None, "tier-3"),
        ("comparison-group", "did", float("nan"), float("nan"), None, "tier-3"),
        ("comparison-group", "ancova", 0.0, float("nan"), None, "tier-3"),
        ("comparison-group", "difference", 0.0, float("nan"), None, "tier-3"),
    ],
)
def test_what_a_contrast_can_support(
    kind: Any, model: str, apart: float | None, clusters: float, attrition: Any, tier: str
) -> None:
    assert contrast_tier(kind, model, apart=apart, clusters=clusters, attrition=attrition) == tier


def test_the_best_of_the_main_results_is_the_ceiling() -> None:
    known = Strength(tiers=("tier-3", "tier-2"), apart=("Reading",), attrition="high")
    found = ceiling(study("comparison-group"), known)
    assert found.tier == "tier-2"
    assert any("too far apart to be compared in: Reading" in said for said in found.failed)
    assert any("Many people were lost" in said for said in found.failed)
