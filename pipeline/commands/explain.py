"""A statistic, a verdict or an error code in plain words."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.problems import Kind
from pipeline.stages import HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERDICTS: Final = {
    "met": "The target was reached, and the change is more than chance.",
    "met-within-noise": "The target was reached, but the change is so small or rests on so few "
    "people that chance alone could have made it.",
    "on-track": "The deadline lies ahead, and at this pace the target will be reached.",
    "at-risk": "The deadline lies ahead; at this pace it is open whether the target is reached.",
    "off-track": "The deadline lies ahead, and at this pace the target will be missed.",
    "not-met": "The deadline has passed, and the target was not reached.",
    "too-early": "Too little time has passed, or too little was measured, to say.",
    "not-measured": "Nothing was measured for this goal in the period that it asks for.",
    "suppressed": "The group is so small that a figure could point to a person, so it is hidden.",
}
_CODE = re.compile(r"[A-Za-z]\d{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One term in plain words."""

    term: str
    title: str
    text: str

    def __str__(self) -> str:
        """As a person reads it."""
        head = f"{self.term}: {self.title}" if self.title else self.term
        return f"{head}\n{self.text}"


def explain(term: str) -> Explanation | None:
    """What a term means; None where nobody knows it."""
    wanted = _folded(term)
    if _CODE.fullmatch(term.strip()):
        kind = kinds().get(term.strip().upper())
        return None if kind is None else _of_kind(kind)
    if wanted in VERDICTS:
        return Explanation(term=wanted, title="a verdict on a goal", text=VERDICTS[wanted])
    from pipeline.evidence.cards import CARDS

    for card in CARDS:
        if wanted in {_folded(card.name), _folded(card.title)}:
            parts = (
                ("", card.what), ("How: ", card.formula), ("Example: ", card.example),
                ("Assumes: ", card.assumes), ("Do not trust it when: ", card.fails),
                ("Source: ", card.source),
            )  # fmt: skip
            text = "\n".join(f"{label}{said}" for label, said in parts if said)
            return Explanation(term=card.name, title=card.title, text=text)
    return None


def near(term: str) -> list[str]:
    """Terms that look like it."""
    from pipeline.evidence.cards import CARDS

    known = {_folded(name): name for card in CARDS for name in (card.name, card.title)}
    known |= {verdict: verdict for verdict in VERDICTS} | {code.lower(): code for code in kinds()}
    found = get_close_matches(_folded(term), known, n=3, cutoff=0.5)
    return [known[name] for name in found]


def kinds() -> dict[str, Kind]:
    """Every kind of problem that the package can tell, by its code."""
    found: dict[str, Kind] = {}
    for module in _modules_with_kinds(HOUSE):
        named = vars(importlib.import_module(module)).values()
        found |= {kind.code: kind for kind in named if isinstance(kind, Kind)}
    return dict(sorted(found.items()))


def _modules_with_kinds(house: Path) -> Iterator[str]:
    """Only these are imported: the whole package would take a second."""
    for path in sorted(house.rglob("*.py")):
        if " = Kind(" in path.read_text(encoding="utf-8"):
            yield ".".join(("pipeline", *path.relative_to(house).with_suffix("").parts))


def _of_kind(kind: Kind) -> Explanation:
    told = f"{_gaps(kind.found)}, {_gaps(kind.expected)}.".replace("  ", " ")
    parts = (kind.explains, f"It is told as: {told}", f"What to do: {_gaps(kind.remedy)}")
    return Explanation(term=kind.code, title=kind.severity, text="\n".join(p for p in parts if p))


def _gaps(sentence: str) -> str:
    """A sentence whose facts are not known: each gap is shown as dots."""
    return re.sub(r"\{[^}]*\}", "...", sentence)


def _folded(term: str) -> str:
    return re.sub(r"[\s_-]+", "-", term.strip().casefold())
