"""Which words a tier may use."""

from __future__ import annotations

import pytest

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
