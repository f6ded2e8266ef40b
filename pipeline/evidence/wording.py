"""Which words a design can carry. Data; the sentence builders and the gate both read it.

The design sets a ceiling (a tier). Words that claim more than the tier supports may not be
printed: a before-after comparison may say that something rose, never what made it rise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Tier = Literal["descriptive", "tier-4", "tier-3", "tier-2", "tier-1"]
Direction = Literal["up", "down", "level"]

TIERS: tuple[Tier, ...] = ("descriptive", "tier-4", "tier-3", "tier-2", "tier-1")
"""From the least that may be said to the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verbs:
    """The verbs of one tier, in the past tense.

    Attributes:
        up: What an outcome did that went up.
        down: What an outcome did that went down.
        level: What an outcome did that did not move.
        raised: What the partnership did to an outcome; empty where that may not be said.
        lowered: The same, downwards.
    """

    up: str
    down: str
    level: str
    raised: str = ""
    lowered: str = ""

    def moved(self, direction: Direction) -> str:
        """What the outcome did."""
        return {"up": self.up, "down": self.down, "level": self.level}[direction]

    def did(self, direction: Direction) -> str:
        """What the partnership did to the outcome; empty where the tier forbids it."""
        return {"up": self.raised, "down": self.lowered, "level": ""}[direction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """A wording that some tiers may not use.

    Attributes:
        rule: Short name, for messages.
        pattern: What is looked for in the text of a page, ignoring case.
        up_to: The strongest tier that may not say it.
        instead: What to write.
    """

    rule: str
    pattern: re.Pattern[str]
    up_to: Tier
    instead: str


def _ban(rule: str, pattern: str, up_to: Tier, instead: str) -> Ban:
    return Ban(rule=rule, pattern=re.compile(pattern, re.IGNORECASE), up_to=up_to, instead=instead)


_MOVED = {"up": "rose", "down": "fell", "level": "stayed level"}
VERBS: dict[Tier, Verbs] = {
    "descriptive": Verbs(**_MOVED),
    "tier-4": Verbs(**_MOVED),
    "tier-3": Verbs(**_MOVED),
    "tier-2": Verbs(**_MOVED, raised="raised", lowered="lowered"),
    "tier-1": Verbs(**_MOVED, raised="raised", lowered="lowered"),
}

_SAY_WHAT_MOVED = 'write "rose", "fell", "was x points higher after"'
_SAY_ASSOCIATED = 'write "was associated with", "rose more than in the comparison group"'

BANS: tuple[Ban, ...] = (
    _ban("proof", r"\b(proves?|proved|proven|proof that)\b", "tier-1", "say how sure we are"),
    _ban(
        "significance",
        r"\b(in|non-?)?significan(t|tly|ce)\b|\btrend(s|ed|ing)? towards?\b|\bno effects?\b",
        "tier-1",
        'write "clear change" or "could be chance", with the interval',
    ),
    _ban("cause", r"\b(caus(e|es|ed|ing|al|ally)|attributable to)\b", "tier-2", _SAY_ASSOCIATED),
    _ban("impact", r"\bimpact(s|ed|ful|ing)?\b", "tier-2", _SAY_ASSOCIATED),
    _ban("effect", r"\beffects?\b(?![ -](size|sizes)\b)", "tier-2", _SAY_ASSOCIATED),
    _ban("effective", r"\b(in)?effective(ly|ness)?\b", "tier-2", _SAY_ASSOCIATED),
    _ban(
        "consequence",
        r"\b(led to|leads to|due to|because of|thanks to|(as a |the )result of|resulted in)\b",
        "tier-3",
        _SAY_WHAT_MOVED,
    ),
    _ban("improvement", r"\bimprov(e|es|ed|ing|ement|ements)\b", "tier-3", _SAY_WHAT_MOVED),
    _ban("help", r"\b(helped|boosted|drove|made a difference)\b", "tier-3", _SAY_WHAT_MOVED),
    _ban(
        "raising",
        r"\b(partnership|program(me)?|mentoring|intervention|it|we)\s+(has |have |had )?"
        r"(raised|lowered|reduced|increased|decreased)\b",
        "tier-3",
        _SAY_WHAT_MOVED,
    ),
    _ban(
        "association",
        r"\b(associated|correlated|linked) with\b",
        "tier-4",
        _SAY_WHAT_MOVED,
    ),
)
"""Every ban, in the order in which findings are told."""


def is_banned(ban: Ban, tier: Tier) -> bool:
    """Whether a tier may not use a wording."""
    return TIERS.index(tier) <= TIERS.index(ban.up_to)


def weaker(one: Tier, other: Tier) -> Tier:
    """The tier that supports less."""
    return min(one, other, key=TIERS.index)
