"""How far a design can carry a conclusion: a ceiling, and what keeps it there.

The tiers are those of the Every Student Succeeds Act, section 8101(21)(A), as the Institute of
Education Sciences reads them: 1 strong, 2 moderate, 3 promising, 4 a rationale. Only the What
Works Clearinghouse or a state decides whether a study meets one; this says what it could.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.evidence.wording import TIERS, Tier

if TYPE_CHECKING:
    from pipeline.study.schema import Study

Kind = Literal["one-group", "comparison-group", "randomized"]
Attrition = Literal["low", "high"]

FEWEST_PEOPLE = 350
"""People that tiers 1 and 2 ask for."""

FEWEST_SITES = 2
"""Sites that tiers 1 and 2 ask for."""

APART = 0.25
"""Standard deviations by which groups may differ at the start and still be compared."""

FEWEST_CLUSTERS = 4
"""Clusters of both groups together with which chance can be told from a school's own year."""

QUASI = frozenset({"did", "matched", "balanced", "imputed", "reweighed", "trimmed", ""})
"""Models that take the start off or make the groups alike, for groups that no lottery formed."""

_BY_DESIGN: dict[str, Tier] = {
    "one-group": "tier-4",
    "comparison-group": "tier-3",
    "randomized": "tier-1",
}
_TITLES = {
    "one-group": "Before and after, one group",
    "comparison-group": "Participants and a comparison group",
    "randomized": "Assigned by lottery",
}
_SENTENCES = {
    "one-group": "It can say how much participants changed, not why they changed.",
    "comparison-group": "It can say whether participants changed more than others, not whether "
    "they would have done so anyway.",
    "randomized": "Chance alone decided who took part, so a difference that chance does not "
    "explain is the programme's.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One condition, and whether it holds; `detail` is a sentence without counts of people."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most that a design could support.

    Attributes:
        tier: descriptive, or tier-4 to tier-1.
        title: The design in a few words.
        sentence: What it can say.
        criteria: Conditions that were looked at, failed ones included.
    """

    tier: Tier
    title: str
    sentence: str
    criteria: tuple[Criterion, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """What does not hold, a sentence each."""
        return tuple(each.detail for each in self.criteria if not each.passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """What the results say of a design, where they are known.

    Attributes:
        people: People in the largest main analysis.
        sites: Sites or clusters that they come from.
        attrition: Losses of the main outcome against the cautious boundary.
        apart: Labels of outcomes whose groups started too far apart.
        tiers: What each main result could support.
    """

    people: float | None = None
    sites: float | None = None
    attrition: Attrition | None = None
    apart: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()


def ceiling(study: Study, strength: Strength | None = None) -> Ceiling:
    """What the design of a study could support, and which conditions hold.

    Args:
        study: The study file.
        strength: What its results say of it; nothing before there are any.

    Returns:
        The ceiling; details never state how many people there are.

    Source:
        METHODS 2.3; What Works Clearinghouse, Standards Handbook, version 4.1 (2020).
    """
    kind, known = study.design.kind, strength or Strength()
    tier = max(known.tiers, key=TIERS.index, default=_BY_DESIGN[kind])
    if kind == "randomized" and known.attrition == "high" and not known.tiers:
        tier = "tier-2"
    criteria = [*_formed(study), *_alike(kind, known), *_sized(known)]
    if kind == "randomized" or (kind != "one-group" and known.attrition is not None):
        criteria.append(_attrition(known.attrition))
    return Ceiling(
        tier=tier, title=_TITLES[kind], sentence=_SENTENCES[kind], criteria=tuple(criteria)
    )


def contrast_tier(
    kind: Kind,
    model: str,
    *,
    apart: float | None,
    clusters: float,
    attrition: str | None,
) -> Tier:
    """The most that one contrast of participants and comparison group could support.

    Args:
        kind: Kind of the design.
        model: How it was analysed.
        apart: How far apart those analysed were at the start, in standard deviations; None or
            NaN where nobody knows.
        clusters: Clusters of both groups together; NaN where people are on their own.
        attrition: low or high against the cautious boundary; None where nobody knows.

    Returns:
        tier-1 a lottery that few left; tier-2 a lottery that many left, or groups that were
        matched or whose changes are compared, if they started no further apart than 0.25; tier-3
        other groups, and where too few clusters leave chance in doubt.

    Source:
        METHODS 2.3; What Works Clearinghouse, Standards Handbook 4.1 (2020), figure II.1.
    """
    is_alike = apart is not None and abs(apart) <= APART
    if clusters < FEWEST_CLUSTERS:
        return "tier-3"
    if kind == "randomized" and attrition != "high":
        return "tier-1"
    if is_alike and (kind == "randomized" or model in QUASI):
        return "tier-2"
    return "tier-3"


def evidence(kind: Kind, analysis: str) -> Tier:
    """The most that one analysis could support under a design."""
    if analysis == "impact":
        return _BY_DESIGN[kind]
    return "tier-4" if analysis in {"change", "gap"} else "descriptive"


def _formed(study: Study) -> list[Criterion]:
    """How the groups came about."""
    design = study.design
    has_comparison = design.kind != "one-group"
    is_lottery = design.kind == "randomized"
    found = [
        _told(
            "comparison",
            has_comparison,
            ("There is a comparison group.", "There is no comparison group."),
        )
    ]
    if has_comparison:
        words = (
            "A lottery decided who takes part.",
            "No lottery decided who takes part: the groups may differ in ways nobody measured.",
        )
        found.append(_told("lottery", is_lottery, words))
    if has_comparison and not is_lottery:
        words = (
            "The groups were matched on how they started.",
            "The groups were not matched on how they started.",
        )
        found.append(_told("matched", design.match is not None, words))
    if design.selected_on is not None:
        words = (
            "",
            "Participants were chosen by a score, and extreme scores drift to the middle.",
        )
        found.append(_told("selection", False, words))  # noqa: FBT003  a fact, no switch
    return found


def _alike(kind: Kind, known: Strength) -> list[Criterion]:
    """Whether the groups started alike, where there are results."""
    if kind == "one-group" or not known.tiers:
        return []
    words = (
        "The groups started near enough in every main outcome.",
        f"The groups started too far apart to be compared in: {'; '.join(known.apart)}.",
    )
    return [_told("baseline", not known.apart, words)]


def _sized(known: Strength) -> list[Criterion]:
    """How large the study is, where known."""
    people, sites, found = known.people, known.sites, []
    if people is not None:
        words = (
            f"At least {FEWEST_PEOPLE} people are analysed.",
            f"Fewer than {FEWEST_PEOPLE} people are analysed; tiers 1 and 2 ask for as many.",
        )
        found.append(_told("people", people >= FEWEST_PEOPLE, words))
    if sites is not None:
        words = (
            "People come from two or more sites.",
            "All people come from one site; tiers 1 and 2 ask for two.",
        )
        found.append(_told("sites", sites >= FEWEST_SITES, words))
    return found


def _attrition(attrition: Attrition | None) -> Criterion:
    words = {
        "low": "Few people were lost, and about as many from each group.",
        "high": "Many people were lost, or more from one group than from the other.",
        None: "Whether people were lost more from one group than the other was not assessed.",
    }
    return Criterion(name="attrition", passed=attrition == "low", detail=words[attrition])


def _told(name: str, passed: bool, words: tuple[str, str]) -> Criterion:  # noqa: FBT001
    return Criterion(name=name, passed=bool(passed), detail=words[0] if passed else words[1])
