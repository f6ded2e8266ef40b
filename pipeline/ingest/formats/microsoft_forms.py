"""Microsoft Forms: a workbook of ID, start, completion, email and name, then the questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, Reading
from pipeline.ingest.headers import plain
from pipeline.ingest.questions import called, spoken

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

_ID: Final = {"id", "id.", "identificador"}
_STARTS: Final = {
    "start time",
    "hora de inicio",
    "hora de início",
    "heure de début",
    "startzeit",
    "ora di inizio",
    "begintijd",
}
_ENDS: Final = {
    "completion time",
    "hora de finalización",
    "hora de conclusão",
    "heure de fin",
    "fertigstellungszeit",
    "ora di completamento",
    "tijd van voltooien",
}
_PERSONAL: Final = {
    *("email", "e-mail", "correo electrónico", "adresse de messagerie", "posta elettronica"),
    *("name", "nombre", "nome", "nom", "naam"),
}
_EXTRAS: Final = {
    *("last modified time", "hora de la última modificación", "heure de la dernière modification"),
    *("uhrzeit der letzten änderung", "hora da última modificação", "ora ultima modifica"),
    *("total points", "quiz feedback", "grade posted time", "total de puntos", "language"),
    *("comentarios del cuestionario", "hora de publicación de la calificación", "idioma"),
}
_MARKING: Final = re.compile(r"(points|feedback|puntos|comentarios) - .+")
_BEGIN: Final = 3


def recognises(head: Head) -> bool:
    """The first three columns are the ID and the two times, in one of their languages."""
    if not head.records or len(head.records[0]) < _BEGIN:
        return False
    first, starts, ends = (plain(cell) for cell in head.records[0][:_BEGIN])
    return first in _ID and starts in _STARTS and ends in _ENDS


def reads(head: Head) -> Reading:
    """Columns by question; what Forms adds about a quiz is no question."""
    own = headers.cleaned([spoken(cell) for cell in head.records[0]])
    extras = frozenset(
        name for i, name in enumerate(own) if i < _BEGIN or _is_about(plain(name), i)
    )
    return Reading(
        headers=own,
        also={name: _also(name) for name in own if name not in extras and _also(name)},
        personal=frozenset(n for i, n in enumerate(own) if i <= _BEGIN + 1 and _is_personal(n)),
        times=own[_BEGIN - 1],
        ids=tuple(name for name in own if name not in extras and _is_id(name)),
        extras=extras,
    )


def _is_personal(name: str) -> bool:
    return plain(name) in _PERSONAL


def _is_about(name: str, at: int) -> bool:
    is_person = at <= _BEGIN + 1 and name in _PERSONAL
    return is_person or name in _EXTRAS or bool(_MARKING.fullmatch(name))


def _also(name: str) -> tuple[str, ...]:
    """A statement of a grid that is written after its question: `Question.Statement`."""
    question, mark, row = name.partition("?.")
    if not mark or not row.strip():
        return ()
    return (called(f"{question}?", row.strip()), row.strip())


def _is_id(name: str) -> bool:
    return bool(re.search(r"\b(id|number|número|code|código)\b", plain(name)))


FORMAT: Final = Format(
    name="microsoft-forms",
    title="Microsoft Forms",
    kinds=frozenset({"survey"}),
    marks="the columns ID, Start time and Completion time at the beginning",
    recognises=recognises,
    reads=reads,
)
