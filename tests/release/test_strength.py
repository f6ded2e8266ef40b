"""What the results say of a design: sizes and starts of the main outcomes, tiers of all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.evidence.design import ceiling
from pipeline.release.strength import strength
from tests import builders


def row(identity: str, tier: str = "descriptive", **figures: float) -> Any:
    told = {name: builders.plain(value) for name, value in figures.items()}
    found = builders.row(identity, told)
    return replace(found, text={**found.text, "evidence": tier, "effect_name": "high"})


def published(*rows: Any) -> Any:
    return replace(builders.published(), rows=rows)


def test_the_main_outcome_and_the_best_tier() -> None:
    names = list(builders.study().outcomes)
    main = next((n for n, o in builders.study().outcomes.items() if o.primary), names[0])
    other = next(n for n in names if n != main)
    found = strength(
        builders.study(),
        published(
            row(f"{main}/impact/contrast", "tier-3", n=400, n_clusters=6, estimate=1),
            row(f"{main}/baseline/contrast", effect=0.4),
            row(f"{main}/attrition/contrast", estimate=0.1),
            row(f"{other}/impact/contrast", "tier-2", n=90, estimate=1),
            row(f"{other}/baseline/contrast", effect=0.1),
        ),
    )
    assert (found.people, found.sites, found.attrition) == (400, 6, "high")
    assert len(found.apart) == 1
    assert set(found.tiers) == {"tier-3", "tier-2"}
    told = ceiling(builders.study(), found)
    assert told.tier == "tier-2"
    assert any("too far apart" in said for said in told.failed)


def test_one_group_rests_on_its_changes() -> None:
    study = builders.one_group()
    name = next(iter(study.outcomes))
    found = strength(study, published(row(f"{name}/change/all", "tier-4", n=50, estimate=1)))
    assert (found.people, found.attrition) == (50, None)
    assert ceiling(study, found).tier == "tier-4"


def test_nothing_is_known_before_there_are_results() -> None:
    found = strength(builders.study(), published())
    assert (found.people, found.tiers, found.apart) == (None, (), ())
