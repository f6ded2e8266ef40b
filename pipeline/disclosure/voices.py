"""What people said, as a reader may see it: no name, no address, no group too small to hide in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from pipeline.disclosure import display
from pipeline.disclosure.identifying import identifying
from pipeline.statistics.coding import last_new
from pipeline.tables.published import (
    PublishedCount,
    PublishedQuote,
    PublishedTheme,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Literal

    from pipeline.study.schema_sources import Theme
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
        stance=record["stance"],
    )


def themes(
    segments: Rows,
    *,
    minimum_n: int,
    named: Mapping[str, Mapping[str, Theme]] | None = None,
    known: Iterable[str] = (),
) -> tuple[PublishedTheme, ...]:
    """Themes by the interviews or discussions in which they came up, most frequent first.

    A theme that fewer than `minimum_n` conversations raised keeps its row, without a count,
    without who raised it and without what was said.

    Args:
        segments: SEGMENTS, in the order of the files.
        minimum_n: Smallest group that may be shown.
        named: What the study file says of each code, by source.
        known: Texts with names that are no person's.
    """
    known = tuple(known)
    found: dict[tuple[str, str], set[str]] = {}
    roles: dict[tuple[str, str], set[str]] = {}
    said: dict[tuple[str, str], list[str]] = {}
    documents: dict[str, set[str]] = {}
    for record in segments.records():
        key = (record["source"], record["code"])
        found.setdefault(key, set()).add(record["document"])
        roles.setdefault(key, set()).add(record["role"])
        documents.setdefault(record["source"], set()).add(record["document"])
        if record["text"]:
            said.setdefault(key, []).append(record["text"])

    def size(held: set[str]) -> int:
        return len(held) if len(held) >= minimum_n else 0

    def told(key: tuple[str, str]) -> PublishedTheme:
        source, code = key
        about = (named or {}).get(source, {}).get(code)
        is_shown = size(found[key]) > 0
        return PublishedTheme(
            id=f"{source}/{code}",
            source=source,
            theme=code,
            people=display.count(size(found[key])) if is_shown else None,
            of=display.count(size(documents[source])) if size(documents[source]) else None,
            roles=tuple(sorted(roles[key])) if is_shown else (),
            label=about.label if about is not None else "",
            about=(about.about or "") if about is not None else "",
            stance=about.stance if about is not None else "",
            said=_example(said.get(key, []), known) if is_shown else "",
        )

    order = sorted(found, key=lambda key: (key[0], -size(found[key]), key[1]))
    return tuple(map(told, order))


def _example(texts: list[str], known: tuple[str, ...]) -> str:
    """The first text, in the order of the file, that tells of nobody; empty where all do."""
    return next((text for text in texts if not identifying(text, known=known)), "")


def reading(segments: Rows, *, minimum_n: int) -> Iterator[PublishedCount]:
    """How many conversations were read, how many themes they hold, and when the last came up."""
    codes: dict[str, dict[str, list[str]]] = {}
    for record in segments.records():
        held = codes.setdefault(record["source"], {})
        held.setdefault(record["document"], []).append(record["code"])
    for source, documents in codes.items():
        n = len(documents)
        last = last_new(list(documents.values()))
        numbers = {
            "conversations": n,
            "themes": len({code for held in documents.values() for code in held}),
            "last_new": last,
            "after_last": n - last,
        }
        for what, number in numbers.items():
            figure = display.count(float(number)) if n >= minimum_n else None
            yield PublishedCount(
                id=f"voices/{source}/{what}", source=source, file="", what=what, figure=figure
            )


def chosen(
    files: Rows, testimonials: Rows, shown: Sequence[PublishedQuote]
) -> Iterator[PublishedCount]:
    """Of each source of testimonials: how many came, may be used, and are printed."""
    mine = {record["source"] for record in testimonials.records()}
    for source in dict.fromkeys(files["source"].tolist()):
        if source not in mine:
            continue
        rows = files.take(files["source"] == source)
        numbers = {
            "received": float(rows["rows_read"].sum()),
            "cleared": float((testimonials["source"] == source).sum()),
            "printed": float(sum(one.id.startswith(f"{source}/") for one in shown)),
        }
        for what, number in numbers.items():
            yield PublishedCount(
                id=f"voices/{source}/{what}", source=source, file="", what=what,
                figure=display.count(number),
            )  # fmt: skip
