"""What a draft of a study file is made of, and names for its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.ingest.guess_survey import Wave
    from pipeline.ingest.looks import Look


@dataclass(slots=True)
class Found:
    """One line of what was recognised: the files, what they are, how many rows, how sure."""

    files: str
    what: str
    rows: int
    is_sure: bool


@dataclass(slots=True)
class Draft:
    """What was understood, and the study file that follows from it.

    Attributes:
        content: The study file, key by key.
        found: What each file was taken for.
        left: Files that nothing could be made of.
    """

    content: dict[str, Any] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """Looks by what they are."""

    surveys: list[list[Wave]] = field(default_factory=list)
    rosters: list[Look] = field(default_factory=list)
    records: list[list[Look]] = field(default_factory=list)
    totals: list[Look] = field(default_factory=list)
    logs: list[tuple[str, Look]] = field(default_factory=list)
    codebooks: list[Look] = field(default_factory=list)


def free(name: str, taken: dict[str, Any]) -> str:
    """A name that is not taken yet."""
    unused, n = name, 2
    while unused in taken:
        unused, n = f"{name}_{n}", n + 1
    return unused


def label(measure: str) -> str:
    """A measure's name as readers see it."""
    return measure.replace("_", " ").capitalize()
