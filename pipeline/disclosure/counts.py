"""Counts about the data themselves: what became of the rows of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import display
from pipeline.tables.published import PublishedCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.tables.schema import Rows

WHATS: Final = ("rows_read", "rows_set_aside", "cells_set_aside", "rows_unmatched", "rows_used")


def published(files: Rows, waves: Rows) -> tuple[PublishedCount, ...]:
    """Rows of every file and source, match rates, invitations.

    These count rows of files, not people with a property, and are shown whatever their size.
    """
    records = files.records()
    found: list[PublishedCount] = []
    for source in dict.fromkeys(record["source"] for record in records):
        mine = [record for record in records if record["source"] == source]
        found += _counts(source, "", {what: sum(r[what] for r in mine) for what in WHATS})
        if any(record["key"] for record in mine):
            found += _match_rate(source, mine)
        for record in mine:
            found += _counts(source, record["file"], record)
    for wave in waves.records():
        for what in ("invited", "answered", "linked"):
            identity = f"data/{wave['source']}/{wave['period']}/{what}"
            found.append(_count(identity, wave["source"], "", what, wave[what]))
    return tuple(found)


def _counts(source: str, file: str, record: dict[str, Any]) -> Iterator[PublishedCount]:
    start = f"data/{source}/{file}/" if file else f"data/{source}/"
    return (_count(f"{start}{what}", source, file, what, record[what]) for what in WHATS)


def _count(identity: str, source: str, file: str, what: str, value: float) -> PublishedCount:
    figure = display.count(float(value))
    return PublishedCount(id=identity, source=source, file=file, what=what, figure=figure)


def _match_rate(source: str, records: Iterable[dict[str, Any]]) -> Iterator[PublishedCount]:
    """The share of the valid rows that were found in the roster; 100 % only when all were."""
    rows = list(records)
    used = sum(record["rows_used"] for record in rows)
    valid = used + sum(record["rows_unmatched"] for record in rows)
    if not valid:
        return
    share = used / valid
    decimals = 0
    while decimals < 3 and used < valid and display.rounded(share, decimals + 2) == 1:  # noqa: PLR2004
        decimals += 1
    yield PublishedCount(
        id=f"data/{source}/match_rate", source=source, file="", what="match_rate",
        figure=display.percent(share, decimals),
    )  # fmt: skip
