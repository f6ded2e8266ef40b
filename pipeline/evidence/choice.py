"""Why an outcome was analysed as it was: the rule of choice, a sentence or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.evidence.cards import CARDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.study.schema import Study

_TITLES: Final = {card.name: card.title for card in CARDS}
_CHANGE: Final = {
    "paired": "The same {people} were measured in {before} and {after}, so each is compared with "
    "themselves ({title}).",
    "mixed": "Many {people} were measured in {before} or in {after} only; they count beside those "
    "measured in both, who are compared with themselves ({title}).",
    "independent": "{People} cannot be matched between {before} and {after}, so the two periods "
    "are compared as separate groups ({title}).",
    "totals": "The figures arrive already added up, so nobody can be followed from {before} to "
    "{after} ({title}).",
}
_IMPACT: Final = {
    "ancova": "A lottery decided who took part, so the groups are compared in {after}, adjusted "
    "for where each started ({title}).",
    "adjusted": "A lottery decided who took part, so the groups are compared in {after}, adjusted "
    "for where each started and for {columns} ({title}).",
    "matched": "No lottery formed the groups, so each participant is set against the nearest of "
    "the others: by the start, and by {matched_on}; what still differs is adjusted for ({title}).",
    "did": "No lottery formed the groups, so their changes are compared: what set them apart from "
    "the start drops out ({title}).",
}
_CLUSTERS: Final = {
    "cr2": "{People} come in clusters ({cluster}), so the margin of error is reckoned from how "
    "clusters differ ({title}).",
}
_FAVOURABLE: Final = "An answer counts when it is {which}."


def choice(
    study: Study,
    outcome: str,
    *,
    change: Mapping[str, str] | None,
    impact: Mapping[str, str] | None,
) -> str:
    """Why one outcome was analysed as it was.

    Args:
        study: The study file.
        outcome: Its name there.
        change: Text columns of the primary change, if there is one.
        impact: Text columns of the primary contrast, if there is one. No number passes here.
    """
    said = []
    if change is not None:
        source = study.sources.get(change["source"])
        is_total = source is not None and source.kind == "totals"
        said.append(_say(study, _CHANGE["totals" if is_total else change["model"]], change))
    if impact is not None and impact["model"] in _IMPACT:
        said.append(_say(study, _IMPACT[impact["model"]], impact))
    main = impact or change
    if main is not None and main["method"] in _CLUSTERS:
        said.append(_say(study, _CLUSTERS[main["method"]], main))
    if said and study.outcomes[outcome].type == "ordinal":
        top = study.outcomes[outcome].favorable
        which = "the highest of all" if top == 1 else f"one of the highest {top}"
        said.append(_FAVOURABLE.format(which=which))
    return " ".join(said)


def _say(study: Study, sentence: str, row: Mapping[str, str]) -> str:
    many, match = study.study.people.many, study.design.match
    return sentence.format(
        people=many,
        People=many[:1].upper() + many[1:],
        before=row["period_before"],
        after=row["period_after"],
        title=_TITLES.get(row["method"], row["method"]),
        cluster=study.design.cluster or "",
        columns=", ".join(study.design.adjust_for),
        matched_on=", ".join((*match.on, *match.exact) if match else ()),
    )
