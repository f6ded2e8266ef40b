"""What people said, as a reader may see it: no name, no address, no group too small to hide in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from pipeline.disclosure import display
from pipeline.tables.published import PublishedQuote, PublishedTheme

if TYPE_CHECKING:
    from typing import Literal

    from pipeline.tables.schema import Rows

IDENTIFYING: Final = {
    "an e-mail address": re.compile(r"\S+@\S+\.\w"),
    "a phone number": re.compile(r"(?:\+?\d[\s().-]?){7,}"),
    "a date": re.compile(r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"),
    "a web address": re.compile(r"https?://|www\."),
    "a number of an ID": re.compile(r"\b\d{5,}\b"),
}
SCOPES: Final = frozenset({"internal", "partners", "public"})


def quotes(testimonials: Rows, *, minimum_n: int) -> tuple[tuple[PublishedQuote, ...], list[str]]:
    """Quotes in the order of the file, and a note for each that is held back."""
    records = testimonials.records()
    pools: dict[str, int] = {}
    for record in records:
        pools[record["role"]] = pools.get(record["role"], 0) + 1
    found, notes = [], []
    for record in records:
        named = next((what for what, it in IDENTIFYING.items() if it.search(record["text"])), None)
        if named is not None:
            notes.append(f"Testimonial {record['id']} is held back: its text holds {named}.")
            continue
        is_shown = record["attribution"] != "anonymous" and pools[record["role"]] >= minimum_n
        scope = record["scope"] if record["scope"] in SCOPES else "internal"
        found.append(
            PublishedQuote(
                id=f"{record['source']}/{record['id']}",
                text=record["text"],
                attribution=record["role"].capitalize() if is_shown else "",
                scope=cast("Literal['internal', 'partners', 'public']", scope),
                goal=record["goal"],
                language=record["language"] or "en",
            )
        )
    return tuple(found), notes


def themes(segments: Rows, *, minimum_n: int) -> tuple[PublishedTheme, ...]:
    """Themes by the interviews or discussions in which they came up, most frequent first.

    A theme that fewer than `minimum_n` conversations raised keeps its row without a count.
    """
    found: dict[tuple[str, str], set[str]] = {}
    roles: dict[tuple[str, str], set[str]] = {}
    documents: dict[str, set[str]] = {}
    for record in segments.records():
        key = (record["source"], record["code"])
        found.setdefault(key, set()).add(record["document"])
        roles.setdefault(key, set()).add(record["role"])
        documents.setdefault(record["source"], set()).add(record["document"])
    order = sorted(found, key=lambda key: (key[0], -_shown_size(found[key], minimum_n), key[1]))
    return tuple(
        PublishedTheme(
            id=f"{source}/{code}",
            source=source,
            theme=code,
            people=display.count(len(found[source, code]))
            if _shown_size(found[source, code], minimum_n)
            else None,
            of=display.count(len(documents[source]))
            if len(documents[source]) >= minimum_n
            else None,
            roles=tuple(sorted(roles[source, code])),
        )
        for source, code in order
    )


def _shown_size(documents: set[str], minimum_n: int) -> int:
    return len(documents) if len(documents) >= minimum_n else 0
