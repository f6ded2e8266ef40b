"""What people said, as a reader may see it: no name, no address, no group too small to hide in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, cast

from pipeline.disclosure import display
from pipeline.disclosure.held import held, why_held
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

    from pipeline.disclosure.held import Held
    from pipeline.study.schema_sources import Theme
    from pipeline.tables.schema import Rows

SCOPES: Final = frozenset({"partners", "public"})
"""Scopes that a report may show; anything else is for those who collected it.

Texts for partners stand in the monthly check-in alone; every other page shows the public ones.
"""

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def quotes(
    testimonials: Rows, *, minimum_n: int, known: Iterable[str] = ()
) -> tuple[tuple[PublishedQuote, ...], list[Held]]:
    """Quotes in the order of the file, and those that are held back.

    A role stands behind a quote only where as many cleared voices of that role as a group must
    have are published.

    Args:
        testimonials: TESTIMONIALS, past the consent gate.
        minimum_n: Smallest group that may be shown.
        known: Texts with names that are no person's, such as those of partners.
    """
    known = tuple(known)
    cleared, back = [], []
    for record in testimonials.records():
        if record["scope"] not in SCOPES:
            continue
        why = why_held(record, record["text"], known=known)
        if why:
            back.append(held(record, record["text"], what="quote", why=why))
        else:
            cleared.append(record)
    voices = Counter(_role(record) for record in cleared)
    return tuple(_quote(one, has_role=voices[_role(one)] >= minimum_n) for one in cleared), back


def _quote(record: dict[str, Any], *, has_role: bool) -> PublishedQuote:
    is_asked = record["attribution"] in {"name", "role"} and not identifying(record["role"])
    is_named = has_role and is_asked
    return PublishedQuote(
        # Not the ID in the file: that may be a person's.
        id=f"{record['source']}/{record['row']}",
        text=record["text"],
        attribution=record["role"].capitalize() if is_named else "",
        scope=cast("Literal['internal', 'partners', 'public']", record["scope"]),
        goal=record["goal"],
        language=record["language"] if _LANGUAGE.fullmatch(record["language"]) else "en",
        stance=record["stance"],
    )


def _role(record: dict[str, Any]) -> tuple[str, str]:
    """Whom a role is counted among: those who read a text for partners also read the public ones.

    A reader of public texts alone counts the public ones alone.
    """
    return record["scope"], record["role"]


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
    found: dict[tuple[str, str], set[str]] = {}
    roles: dict[tuple[str, str], dict[str, set[str]]] = {}
    said = _examples(segments, tuple(known))
    documents: dict[str, set[str]] = {}
    for record in segments.records():
        key = (record["source"], record["code"])
        found.setdefault(key, set()).add(record["document"])
        roles.setdefault(key, {}).setdefault(record["role"], set()).add(record["document"])
        documents.setdefault(record["source"], set()).add(record["document"])

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
            roles=tuple(
                sorted(r for r, of in roles[key].items() if size(of) and not identifying(r))
            ),
            label=about.label if about is not None else "",
            about=(about.about or "") if about is not None else "",
            stance=about.stance if about is not None else "",
            said=said.get(key, "") if is_shown else "",
        )

    order = sorted(found, key=lambda key: (key[0], -size(found[key]), key[1]))
    return tuple(map(told, order))


def _examples(segments: Rows, known: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """By theme the first text, in the order of the file, that tells of nobody."""
    found: dict[tuple[str, str], str] = {}
    for record in segments.records():
        key, text = (record["source"], record["code"]), record["text"]
        if text and key not in found and not why_held(record, text, known=known):
            found[key] = text
    return found


def without_example(segments: Rows, *, known: Iterable[str] = ()) -> list[Held]:
    """Of each theme without an example the first text that could be one, once approved."""
    known = tuple(known)
    shown = _examples(segments, known)
    found: dict[tuple[str, str], Held] = {}
    for record in segments.records():
        key, text = (record["source"], record["code"]), record["text"]
        if text and key not in shown and key not in found:
            why = why_held(record, text, known=known)
            found[key] = held(record, text, what="example", why=why)
    return list(found.values())


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
    public = [one for one in shown if one.scope == "public"]
    mine = {record["source"] for record in testimonials.records()}
    for source in dict.fromkeys(files["source"].tolist()):
        if source not in mine:
            continue
        rows = files.take(files["source"] == source)
        numbers = {
            "received": float(rows["rows_read"].sum()),
            "cleared": float((testimonials["source"] == source).sum()),
            "printed": float(sum(one.id.startswith(f"{source}/") for one in public)),
        }
        for what, number in numbers.items():
            yield PublishedCount(
                id=f"voices/{source}/{what}", source=source, file="", what=what,
                figure=display.count(number),
            )  # fmt: skip
