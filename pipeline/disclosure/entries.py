"""What logs say in words, as a reader may see it: challenges, thanks, and actions still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure.held import held, why_held
from pipeline.disclosure.identifying import identifying
from pipeline.tables.published import PublishedEntry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.disclosure.held import Held
    from pipeline.tables.schema import Rows

TOLD: Final = frozenset({"challenge", "recognition", "decision"})
"""Types of entries whose words are told; the others are counted."""


def entries(
    activities: Rows, *, known: Iterable[str] = ()
) -> tuple[tuple[PublishedEntry, ...], list[Held], list[str]]:
    """Entries in order of their days, those that are held back, and notes on others left out.

    Of decisions only those that are open, or were due or done in the last month of their log.

    Args:
        activities: ACTIVITIES.
        known: Texts with names that are no person's, such as those of partners.
    """
    known = tuple(known)
    today: dict[str, str] = {}
    for record in activities.records():
        today[record["source"]] = max(today.get(record["source"], ""), record["date"])
    found, back, notes = [], [], []
    for record in activities.records():
        if record["type"] not in TOLD or not _is_news(record, today[record["source"]]):
            continue
        where = f"{record['source']}/{record['row']}"
        if not record["date"]:
            notes.append(f"Entry {where} is not told in words: it has no date.")
            continue
        text = f"{record['title']}\n{record['notes']}".strip("\n")
        why = why_held(record, text, known=known)
        if why:
            back.append(held(record, text, what="entry", why=why))
            continue
        found.append(
            PublishedEntry(
                id=where, kind=record["type"], date=record["date"], title=record["title"],
                notes=record["notes"], partner=_partner(record, known), due=record["due"],
                done=record["done"], today=today[record["source"]],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.date, one.id))), back, notes


def _partner(record: dict[str, Any], known: tuple[str, ...]) -> str:
    """Whose entry it is, unless a person stands there in place of a partner."""
    return "" if identifying(record["partner"], known=known) else str(record["partner"])


def _is_news(record: dict[str, Any], today: str) -> bool:
    if record["type"] != "decision":
        return True
    month = today[:7]
    is_recent = month in {record["due"][:7], record["done"][:7]}
    return bool(record["due"]) and (is_recent or not record["done"])
