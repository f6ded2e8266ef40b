"""Why each outcome was analysed as it was: the rule of choice, a sentence or two each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.evidence.cards import CARDS

if TYPE_CHECKING:
    from pipeline.study.schema import Study
    from pipeline.tables.schema import Rows

_TITLES = {card.name: card.title for card in CARDS}

_CHANGE = {
    "paired": "The same {people} were measured in {before} and {after}, so each is compared with "
    "themselves ({title}).",
    "independent": "{People} cannot be matched between {before} and {after}, so the two periods "
    "are compared as separate groups ({title}).",
    "totals": "The figures arrive already added up, so nobody can be followed from {before} to "
    "{after} ({title}).",
}
_IMPACT = {
    "ancova": "A lottery decided who took part, so the groups are compared in {after}, adjusted "
    "for where each started ({title}).",
    "did": "No lottery formed the groups, so their changes are compared: what set them apart from "
    "the start drops out ({title}).",
}
_FAVOURABLE = "An answer counts when it is {which}."


def choices(study: Study, estimates: Rows) -> dict[str, str]:
    """Why each outcome was analysed as it was, by outcome, in study order.

    Reads only the text columns: no number passes through here.
    """
    is_primary = np.array(
        [
            analysis in {"change", "impact"} and not subgroup and identity.count("/") == 2  # noqa: PLR2004
            for identity, analysis, subgroup in zip(
                estimates["id"], estimates["analysis"], estimates["subgroup"], strict=True
            )
        ],
        dtype=np.bool_,
    )
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in estimates.take(is_primary).records():
        found.setdefault(row["outcome"], {}).setdefault(row["analysis"], row)
    return {name: _sentences(study, name, found[name]) for name in study.outcomes if name in found}


def people_analysed(estimates: Rows) -> float:
    """People in the largest change or comparison of groups; for `evidence.design.ceiling`."""
    is_main = np.isin(estimates["analysis"].astype(str), ["change", "impact"])
    n = estimates["n"][is_main & (estimates["subgroup"] == "")]
    return float(np.nanmax(n, initial=0.0))


def _sentences(study: Study, name: str, rows: dict[str, dict[str, str]]) -> str:
    outcome = study.outcomes[name]
    said = []
    if "change" in rows:
        row = rows["change"]
        is_total = study.sources[row["source"]].kind == "totals"
        said.append(_say(study, _CHANGE["totals" if is_total else row["model"]], row))
    if "impact" in rows:
        said.append(_say(study, _IMPACT[rows["impact"]["model"]], rows["impact"]))
    if outcome.type == "ordinal":
        top = outcome.favorable
        which = "the highest of all" if top == 1 else f"one of the highest {top}"
        said.append(_FAVOURABLE.format(which=which))
    return " ".join(said)


def _say(study: Study, sentence: str, row: dict[str, str]) -> str:
    many = study.study.people.many
    return sentence.format(
        people=many,
        People=many[:1].upper() + many[1:],
        before=row["period_before"],
        after=row["period_after"],
        title=_TITLES[row["method"]],
    )
