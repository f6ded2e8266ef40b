"""Asana: the tasks of a project as CSV, each an action with the day on which it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, Reading

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

_MARKS: Final = {"task id", "created at", "completed at", "name", "due date"}
_PERSONAL: Final = {"assignee", "assignee email"}
_ALSO: Final = {"name": ("title",), "due date": ("due",), "completed at": ("done",),
                "created at": ("date",), "notes": ("notes",)}  # fmt: skip


def recognises(head: Head) -> bool:
    """The columns that every export of tasks has."""
    return bool(head.records) and {_fold(cell) for cell in head.records[0]} >= _MARKS


def reads(head: Head) -> Reading:
    """Tasks as decisions: what was agreed, by when, and when it was done."""
    own = headers.cleaned(list(head.records[0]))
    return Reading(
        headers=own,
        also={name: _ALSO[_fold(name)] for name in own if _fold(name) in _ALSO},
        derived={"type": "'decision'"},
        personal=frozenset(name for name in own if _fold(name) in _PERSONAL),
        times=next((name for name in own if _fold(name) == "created at"), ""),
    )


def _fold(header: str) -> str:
    return " ".join(header.lower().split())


FORMAT: Final = Format(
    name="asana",
    title="Asana",
    kinds=frozenset({"activities"}),
    marks="columns called Task ID, Created At, Completed At, Name and Due Date",
    recognises=recognises,
    reads=reads,
)
