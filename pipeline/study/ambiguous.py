"""A target written bare, such as `target: -15%`: told with everything it could mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from pipeline.problems import Problem
from pipeline.study.goals import readings
from pipeline.study.kinds.goals import AMBIGUOUS_TARGET, BARE_TARGET
from pipeline.study.parts import number
from pipeline.study.positions import TextNode, is_missing

if TYPE_CHECKING:
    from pipeline.study.positions import Document, Path


def is_bare_target(document: Document, path: Path) -> bool:
    """Whether a goal's target was written as one text where a block belongs."""
    match path:
        case ("goals", int(), "target"):
            node = document.find(path)
            return isinstance(node, TextNode) and not is_missing(node)
        case _:
            return False


def ambiguous_target(document: Document, path: Path) -> Problem:
    """The problem of a bare target, with every reading and what to write for each."""
    text = document.text(path) or ""
    goal = path[:-1]
    outcome = document.text((*goal, "outcome")) or ""
    ways = readings(
        text,
        _declared_baseline(document, goal),
        document.text(("outcomes", outcome, "type")) or "",
        unit=document.text(("outcomes", outcome, "unit")) or "",
    )
    place = document.value(path)
    found = " ".join(text[:60].split())
    if not ways:
        return Problem(BARE_TARGET, place, found=found)
    told = "; ".join(f"{way.name}: {way.words}" for way in ways)
    advice = " or ".join(f"`{{{way.key}: {way.amount}}}` ({way.name})" for way in ways)
    return Problem(AMBIGUOUS_TARGET, place, found=found, readings=told, advice=advice)


def _declared_baseline(document: Document, goal: Path) -> float | None:
    value = document.text((*goal, "baseline", "value"))
    try:
        typed = number(value)
    except PydanticCustomError:
        return None
    return typed if isinstance(typed, float) else None
