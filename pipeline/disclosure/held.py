"""Texts that are held back until a person has approved them, and why: never what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.disclosure.identifying import NAMED, fingerprint, identifying

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from pipeline.study.schema import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One text that no reader sees yet.

    Attributes:
        source: Source in the study file.
        file: Path relative to the study's folder.
        row: Row as a spreadsheet shows it.
        what: "quote", "example" or "entry".
        why: The kind of find, such as "a phone number".
        hash: What approves exactly this text.
    """

    source: str
    file: str
    row: int
    what: str
    why: str
    hash: str

    @property
    def note(self) -> str:
        """The same for readers of a report, without the hash: it would give a short text away."""
        return (
            f"{self.what.capitalize()} {self.source}/{self.row} is held back: it holds {self.why}."
        )


def why_held(record: Mapping[str, Any], text: str, *, known: Iterable[str]) -> str:
    """Why a text of a record is held back; empty where it may be shown.

    Args:
        record: The record, with what ingest found: `is_named` and `is_approved`.
        text: The words that would be shown.
        known: Texts whose names are no person's, such as those of partners.
    """
    if record["is_approved"]:
        return ""
    return NAMED if record["is_named"] else identifying(text, known=known)


def held(record: Mapping[str, Any], text: str, *, what: str, why: str) -> Held:
    """The text of a record as one that is held back."""
    return Held(
        source=record["source"],
        file=record["file"],
        row=int(record["row"]),
        what=what,
        why=why,
        hash=fingerprint(text),
    )


def names(study: Study) -> tuple[str, ...]:
    """Names that are no person's: of the partnership and its partners."""
    about = study.study
    return (about.title, about.summary, *(partner.name for partner in about.partners))
