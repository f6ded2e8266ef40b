"""What logs say in words, as a reader may see it: challenges, thanks, and actions still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure.identifying import identifying
from pipeline.tables.published import PublishedEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.tables.schema import Rows

TOLD: Final = frozenset({"challenge", "recognition", "decision"})
"""Types of entries whose words are told; the others are counted."""


def entries(
    activities: Rows, *, known: Iterable[str] = ()
) -> tuple[tuple[PublishedEntry, ...], list[str]]:
    """Entries in order of their days, and a note for each that is held back.

    Of decisions only those that are open, or were due or done in the last month of their log.

    Args:
        activities: ACTIVITIES.
        known: Texts with names that are no person's, such as those of partners.
    """
    known = tuple(known)
    today: dict[str, str] = {}
    for record in activities.records():
        today[record["source"]] = max(today.get(record["source"], ""), record["date"])
    found, notes = [], []
    for record in activities.records():
        if record["type"] not in TOLD or not _is_news(record, today[record["source"]]):
            continue
        where = f"{record['source']}/{record['row']}"
        if not record["date"]:
            notes.append(f"Entry {where} is not told in words: it has no date.")
            continue
        why = identifying(f"{record['title']} {record['notes']}", known=known)
        if why:
            notes.append(f"Entry {where} is held back: its text holds {why}.")
            continue
        found.append(
            PublishedEntry(
                id=where, kind=record["type"], date=record["date"], title=record["title"],
                notes=record["notes"], partner=record["partner"], due=record["due"],
                done=record["done"], today=today[record["source"]],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.date, one.id))), notes


def _is_news(record: dict[str, Any], today: str) -> bool:
    if record["type"] != "decision":
        return True
    if not record["due"]:
        return False
    month = today[:7]
    return not record["done"] or record["due"][:7] == month or record["done"][:7] == month
