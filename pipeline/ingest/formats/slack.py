"""Slack: the daily figures of a workspace, as its analytics export them: counts, no message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, Reading

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

_DAY: Final = "date"
_ACTIVE: Final = "daily active members"
_POSTED: Final = ("messages posted", "messages in public channels")


def recognises(head: Head) -> bool:
    """A day, its active members, and its messages."""
    found = {_fold(cell) for cell in head.records[0]} if head.records else set()
    return {_DAY, _ACTIVE} <= found and bool(found & set(_POSTED))


def reads(head: Head) -> Reading:
    """A row a day: how many messages; nothing that anybody wrote is in the file."""
    own = headers.cleaned(list(head.records[0]))
    posted = next((n for want in _POSTED for n in own if _fold(n) == want), "")
    day = next((name for name in own if _fold(name) == _DAY), "")
    return Reading(
        headers=own,
        also={posted: ("count",), **({day: ("date",)} if day != "date" else {})},
        derived={"type": "'messages'"},
        times=day,
    )


def _fold(header: str) -> str:
    return " ".join(header.lower().split())


FORMAT: Final = Format(
    name="slack",
    title="Slack analytics",
    kinds=frozenset({"activities"}),
    marks="columns called Date, Daily active members, and Messages posted",
    recognises=recognises,
    reads=reads,
)
