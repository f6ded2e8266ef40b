"""Questions as survey tools write them in headers: their text, their rows, their choices."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.ingest import choices
from pipeline.ingest.cells import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.ingest.format import Head

_TAG: Final = re.compile(r"<[^<>]{1,200}>")
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One column of a question that has several.

    Attributes:
        at: Position of the column in the file, from 0.
        question: Text of the question, or its name.
        choice: What this column stands for: a row of a grid, or a choice.
    """

    at: int
    question: str
    choice: str


def spoken(text: str) -> str:
    """A question without markup, its spaces once.

    >>> spoken("<p>How much do you&nbsp;agree?</p>")
    'How much do you agree?'
    """
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def called(question: str, choice: str) -> str:
    """What one column of a question of several columns is called.

    >>> called("How much do you agree?", "Adults here know me")
    'How much do you agree? [Adults here know me]'
    """
    return f"{question} [{choice}]"


def data_of(head: Head, first: int) -> list[Sequence[str]]:
    """The first records of data that hold anything."""
    return [record for record in head.records[first:] if any(cell.strip() for cell in record)]


def ticks(parts: Iterable[Part], data: Sequence[Sequence[str]]) -> list[list[Part]]:
    """The questions of several choices: each column is empty, or says its own choice.

    A grid has other answers in its columns. Where nobody has answered yet nothing is known.

    Args:
        parts: Columns of questions that have several.
        data: The first records.
    """
    by_question: dict[str, list[Part]] = {}
    for part in parts:
        by_question.setdefault(part.question, []).append(part)
    return [
        group
        for group in by_question.values()
        if len(group) >= _SEVERAL and _are_ticks(group, data)
    ]


def derived(groups: Iterable[Sequence[Part]]) -> dict[str, str]:
    """The columns made of ticks: one for each choice, and one with all that were picked."""
    made: dict[str, str] = {}
    for group in groups:
        cells = [f"c{part.at}" for part in group]
        for part in group:
            name = called(part.question, part.choice)
            made[name] = choices.ticked(f"c{part.at}", cells)
        made[group[0].question] = choices.named([part.choice for part in group], cells)
    return made


def _are_ticks(group: Sequence[Part], data: Sequence[Sequence[str]]) -> bool:
    seen: list[set[str]] = []
    for part in group:
        cells = (record[part.at] for record in data if part.at < len(record))
        seen.append({fold(cell) for cell in cells if cell.strip()})
    has_gaps = any(
        any(not _cell(record, part.at) for part in group)
        and any(_cell(record, part.at) for part in group)
        for record in data
    )
    own = all(found <= {fold(part.choice)} for found, part in zip(seen, group, strict=True))
    ones = all(found <= {"1"} for found in seen)
    numbered = all(found <= {str(n)} for n, found in enumerate(seen, start=1))
    return any(seen) and (own or (has_gaps and (ones or numbered)))


def _cell(record: Sequence[str], at: int) -> str:
    return record[at].strip() if at < len(record) else ""
