"""From file to analysis: what became of every row, with nothing that tells of a few people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import display
from pipeline.tables.accounts import FATES
from pipeline.tables.published import PublishedCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.tables.schema import Rows

PEOPLE: Final = ("ineligible", "missing", "unpaired", "between", "analysed")
"""Fates whose rows are people with something in common."""
_Key = tuple[str, str, str, str]


def published(accounts: Rows, files: Rows, *, minimum_n: int) -> tuple[PublishedCount, ...]:
    """The account of every file, as a whole and for each outcome, and the reasons by source.

    Rows that were set aside are rows of files and are shown whatever their number. The others
    are people where the file has IDs or answers: a fate that few of them met is hidden, and with
    it the next smallest, since the fates of a file add up.
    """
    records = accounts.records()
    people = {(f["source"], f["file"]) for f in files.records() if f["key"] or f["period"]}
    grouped: dict[_Key, list[dict[str, Any]]] = {}
    for record in records:
        key = (record["source"], record["file"], record["period"], record["analysis"])
        grouped.setdefault(key, []).append(record)
    found: list[PublishedCount] = []
    for key, mine in grouped.items():
        fates = {fate: sum(r["rows"] for r in mine if r["fate"] == fate) for fate in FATES}
        hidden = _few(fates, minimum_n) if key[:2] in people else frozenset[str]()
        found += _of_file(key, fates, hidden)
    return (*found, *_reasons(records))


def _few(fates: Mapping[str, int], minimum_n: int) -> frozenset[str]:
    """Fates that few people met, and one more where that one alone could be worked out."""
    few = [fate for fate in PEOPLE if 0 < fates[fate] < minimum_n]
    others = sorted((f for f in PEOPLE if fates[f] and f not in few), key=lambda f: (fates[f], f))
    return frozenset(few + others[:1] if len(few) == 1 else few)


def _of_file(
    key: _Key, fates: Mapping[str, int], hidden: frozenset[str]
) -> Iterator[PublishedCount]:
    source, file, period, analysis = key
    place = f"{file}@{period}" if period else file
    for fate, rows in fates.items():
        yield PublishedCount(
            id=f"rows/{source}/{place}/{analysis or 'all'}/{fate}",
            source=source,
            file=file,
            what=fate,
            analysis=analysis,
            period=period,
            figure=None if fate in hidden else display.count(float(rows)),
        )


def _reasons(records: list[dict[str, Any]]) -> Iterator[PublishedCount]:
    """Why rows of a source were set aside, over all of its files."""
    counted: dict[tuple[str, str, str], int] = {}
    for record in records:
        if record["fate"] == "set-aside" and not record["analysis"]:
            key = (record["source"], record["code"], record["reason"])
            counted[key] = counted.get(key, 0) + record["rows"]
    for (source, code, reason), rows in counted.items():
        slug = re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-")
        yield PublishedCount(
            id=f"rows/{source}/{code}/{slug}",
            source=source,
            file="",
            what="reason",
            reason=reason,
            figure=display.count(float(rows)),
        )
