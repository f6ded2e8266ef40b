"""The published table as bytes and back: canonical JSON, the same bytes for the same content."""

from __future__ import annotations

import json
from typing import Any, Final

from pipeline.tables.published import (
    Figure,
    Published,
    PublishedCount,
    PublishedEntry,
    PublishedGoal,
    PublishedQuote,
    PublishedRow,
    PublishedTheme,
)

_PRIVATE: Final = dict.fromkeys(range(0xE000, 0xF900))
"""Signs for private use: they mean nothing to a reader, and pages mark languages by two of them."""


def to_json(published: Published) -> bytes:
    """Everything that may be shown, keys sorted, one line."""
    text = json.dumps(
        published, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False,
        default=_fields,
    )  # fmt: skip
    return text.encode()


def _fields(one: Any) -> dict[str, Any]:
    """The fields of a record; asdict would copy every text, which takes seconds."""
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}


def from_json(content: bytes) -> Published:
    """The same, typed again."""
    held = json.loads(content.decode().translate(_PRIVATE))
    return Published(
        rows=tuple(PublishedRow(**_with_figures(row)) for row in held["rows"]),
        goals=tuple(PublishedGoal(**_with_figures(goal)) for goal in held["goals"]),
        counts=tuple(
            PublishedCount(**{**one, "figure": _figure(one["figure"])}) for one in held["counts"]
        ),
        quotes=tuple(PublishedQuote(**quote) for quote in held["quotes"]),
        themes=tuple(_theme(theme) for theme in held["themes"]),
        notes=tuple(held["notes"]),
        as_of=held["as_of"],
        minimum_n=held["minimum_n"],
        authority=held["authority"],
        versions=held["versions"],
        inputs=tuple((file, digest) for file, digest in held["inputs"]),
        entries=tuple(PublishedEntry(**one) for one in held.get("entries", ())),
    )


def _with_figures(held: dict[str, Any]) -> dict[str, Any]:
    return {**held, "figures": {name: Figure(**one) for name, one in held["figures"].items()}}


def _figure(held: dict[str, Any] | None) -> Figure | None:
    return None if held is None else Figure(**held)


def _theme(held: dict[str, Any]) -> PublishedTheme:
    numbers = {"people": _figure(held["people"]), "of": _figure(held["of"])}
    return PublishedTheme(**{**held, **numbers, "roles": tuple(held["roles"])})
