"""Counts about the data themselves: what became of the rows of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import display
from pipeline.tables.published import PublishedCount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.tables.schema import Rows

WHATS: Final = ("rows_read", "rows_set_aside", "cells_set_aside", "rows_unmatched", "rows_used")
TELLING: Final = frozenset({"rows_read", "rows_used"})
"""What tells how many people a file holds."""


def published(files: Rows, waves: Rows, *, minimum_n: int) -> tuple[PublishedCount, ...]:
    """Rows of every file and source, match rates, invitations.

    Rows that were set aside or not found are rows of files, not people with a property, and are
    shown whatever their number. Where so few rows of people were used that they are a small
    group, how many were read and used is hidden, and so is the share that was found.
    """
    records = files.records()
    found: list[PublishedCount] = []
    for source in dict.fromkeys(record["source"] for record in records):
        mine = [record for record in records if record["source"] == source]
        found += _of_source(source, mine, minimum_n)
    for wave in waves.records():
        for what in ("invited", "answered", "linked"):
            identity = f"data/{wave['source']}/{wave['period']}/{what}"
            is_few = 0 < wave[what] < minimum_n
            found.append(_count(identity, wave["source"], "", what, None if is_few else wave[what]))
    return tuple(found)


def _of_source(source: str, records: list[dict[str, Any]], minimum_n: int) -> list[PublishedCount]:
    """The rows of all files of a source, then those of each file."""
    is_few = {r["file"]: _is_people(r) and 0 < r["rows_used"] < minimum_n for r in records}
    totals = {what: sum(record[what] for record in records) for what in WHATS}
    used = totals["rows_used"]
    few = any(is_few.values()) or (any(map(_is_people, records)) and 0 < used < minimum_n)
    found = list(_counts(source, "", totals, is_few=few))
    if any(record["normalised"] for record in records) and not few:
        found += _match_rate(source, used, used + totals["rows_unmatched"])
    for record in records:
        found += _counts(source, record["file"], record, is_few=is_few[record["file"]])
    return found


def _is_people(record: dict[str, Any]) -> bool:
    """Whether a row of a file is a person: it has an ID, or is an answer in a wave."""
    return bool(record["key"] or record["period"])


def _counts(
    source: str, file: str, record: dict[str, Any], *, is_few: bool
) -> Iterator[PublishedCount]:
    start = f"data/{source}/{file}/" if file else f"data/{source}/"
    hidden = TELLING if is_few else frozenset[str]()
    for what in WHATS:
        value = None if what in hidden else record[what]
        yield _count(f"{start}{what}", source, file, what, value)


def _count(identity: str, source: str, file: str, what: str, value: float | None) -> PublishedCount:
    figure = None if value is None else display.count(float(value))
    return PublishedCount(id=identity, source=source, file=file, what=what, figure=figure)


def _match_rate(source: str, used: float, valid: float) -> Iterator[PublishedCount]:
    """The share of the valid rows that were found in the roster; 100 % only when all were."""
    if valid:
        yield PublishedCount(
            id=f"data/{source}/match_rate", source=source, file="", what="match_rate",
            figure=display.percent(used / valid),
        )  # fmt: skip
