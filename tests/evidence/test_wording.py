"""Which words a tier may use."""

from __future__ import annotations

import pytest

from pipeline.evidence import wordings
from pipeline.evidence.gate import gate
from pipeline.evidence.wording import BANS, TIERS, VERBS, is_banned, weaker


def test_every_tier_has_verbs() -> None:
    assert set(VERBS) == set(TIERS)


@pytest.mark.parametrize("tier", TIERS)
def test_the_verbs_of_a_tier_pass_its_own_bans(tier: str) -> None:
    verbs = VERBS[tier]  # type: ignore[index]
    said = [verbs.moved(way) for way in ("up", "down", "level")] + [verbs.did("up")]
    for ban in BANS:
        if is_banned(ban, tier):  # type: ignore[arg-type]
            assert not any(ban.pattern.search(words) for words in said)


def test_only_matched_and_random_designs_may_say_what_was_done_to_an_outcome() -> None:
    assert [tier for tier in TIERS if VERBS[tier].did("up")] == ["tier-2", "tier-1"]


def test_a_ban_never_loosens_as_the_tier_weakens() -> None:
    for ban in BANS:
        banned = [is_banned(ban, tier) for tier in TIERS]
        assert banned == sorted(banned, reverse=True)


def test_weaker_is_the_tier_that_supports_less() -> None:
    assert weaker("tier-1", "tier-4") == "tier-4"
    assert weaker("descriptive", "tier-4") == "descriptive"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_language_has_the_same_tiers_and_rules(language: str) -> None:
    assert set(wordings.VERBS[language]) == set(TIERS)
    told = [(ban.rule, ban.up_to) for ban in wordings.BANS[language]]
    assert told == [(ban.rule, ban.up_to) for ban in BANS]
    for tier in TIERS:
        verbs = wordings.VERBS[language][tier]
        said = [verbs.moved(way) for way in ("up", "down", "level")] + [verbs.did("up")]
        assert bool(verbs.did("up")) == bool(VERBS[tier].did("up"))
        for ban in wordings.BANS[language]:
            if is_banned(ban, tier):
                assert not any(ban.pattern.search(words) for words in said)


CLAIMS = {
    "proof": "Esto demuestra que la tutoría funciona.",
    "significance": "La diferencia es significativa.",
    "cause": "La tutoría causó el aumento.",
    "impact": "El impacto fue grande.",
    "effect": "El efecto de la tutoría fue de 3 puntos.",
    "effective": "La tutoría fue eficaz.",
    "consequence": "La asistencia subió gracias a la tutoría.",
    "improvement": "La asistencia mejoró.",
    "help": "La tutoría ayudó a los estudiantes.",
    "raising": "El programa elevó la asistencia.",
    "association": "Participar se asoció con una mayor asistencia.",
}


@pytest.mark.parametrize("rule", CLAIMS)
def test_a_claim_in_spanish_is_held_to_the_same_ceiling(rule: str) -> None:
    strongest = next(ban.up_to for ban in BANS if ban.rule == rule)
    page = f"<html lang='es'><body><p>{CLAIMS[rule]}</p></body></html>"
    assert rule in {finding.rule for finding in gate(page, strongest)}
    stronger = TIERS[TIERS.index(strongest) + 1 :]
    for tier in stronger:
        assert rule not in {finding.rule for finding in gate(page, tier)}


@pytest.mark.parametrize(
    "said",
    [
        "La asistencia subió de 90% a 93%; el tamaño del efecto es 0.4.",
        "No se puede atribuir a la alianza.",
        "El cambio podría ser azar.",
    ],
)
def test_what_a_plain_design_may_say_in_spanish(said: str) -> None:
    assert gate(f"<p>{said}</p>", "tier-4") == []
