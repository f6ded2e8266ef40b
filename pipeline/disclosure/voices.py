"""What people said, as a reader may see it: no name, no address, no group too small to hide in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from pipeline.disclosure import display
from pipeline.disclosure.identifying import identifying
from pipeline.tables.published import PublishedQuote, PublishedTheme

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from pipeline.tables.schema import Rows

SCOPES: Final = frozenset({"partners", "public"})
"""Scopes that a report may show; anything else is for those who collected it."""


def quotes(
    testimonials: Rows, *, minimum_n: int, known: Iterable[str] = ()
) -> tuple[tuple[PublishedQuote, ...], list[str]]:
    """Quotes in the order of the file, and a note for each that is held back.

    A role stands behind a quote only where as many cleared voices of that role as a group must
    have are published.

    Args:
        testimonials: TESTIMONIALS, past the consent gate.
        minimum_n: Smallest group that may be shown.
        known: Texts with names that are no person's, such as those of partners.
    """
    known = tuple(known)
    cleared, notes = [], []
    for record in testimonials.records():
        if record["scope"] not in SCOPES:
            continue
        found = identifying(record["text"], known=known)
        if found:
            notes.append(f"Testimonial {record['id']} is held back: its text holds {found}.")
        else:
            cleared.append(record)
    voices = Counter(record["role"] for record in cleared)
    return tuple(_quote(one, has_role=voices[one["role"]] >= minimum_n) for one in cleared), notes


def _quote(record: dict[str, Any], *, has_role: bool) -> PublishedQuote:
    is_named = has_role and record["attribution"] in {"name", "role"}
    return PublishedQuote(
        id=f"{record['source']}/{record['id']}",
        text=record["text"],
        attribution=record["role"].capitalize() if is_named else "",
        scope=cast("Literal['internal', 'partners', 'public']", record["scope"]),
        goal=record["goal"],
        language=record["language"] or "en",
    )


def themes(segments: Rows, *, minimum_n: int) -> tuple[PublishedTheme, ...]:
    """Themes by the interviews or discussions in which they came up, most frequent first.

    A theme that fewer than `minimum_n` conversations raised keeps its row, without a count and
    without who raised it.
    """
    found: dict[tuple[str, str], set[str]] = {}
    roles: dict[tuple[str, str], set[str]] = {}
    documents: dict[str, set[str]] = {}
    for record in segments.records():
        key = (record["source"], record["code"])
        found.setdefault(key, set()).add(record["document"])
        roles.setdefault(key, set()).add(record["role"])
        documents.setdefault(record["source"], set()).add(record["document"])

    def size(held: set[str]) -> int:
        return len(held) if len(held) >= minimum_n else 0

    order = sorted(found, key=lambda key: (key[0], -size(found[key]), key[1]))
    return tuple(
        PublishedTheme(
            id=f"{source}/{code}",
            source=source,
            theme=code,
            people=display.count(size(found[source, code])) if size(found[source, code]) else None,
            of=display.count(size(documents[source])) if size(documents[source]) else None,
            roles=tuple(sorted(roles[source, code])) if size(found[source, code]) else (),
        )
        for source, code in order
    )
