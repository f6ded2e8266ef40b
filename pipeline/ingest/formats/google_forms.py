"""Google Forms: a time stamp, then a column for each question under its full text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, Reading
from pipeline.ingest.headers import choice_of, plain
from pipeline.ingest.questions import data_of, spoken

if TYPE_CHECKING:
    from pipeline.ingest.format import Head

_STAMPS: Final = {
    "timestamp",
    "marca temporal",
    "zeitstempel",
    "horodateur",
    "carimbo de data/hora",
    "informazioni cronologiche",
}
_STAMP: Final = re.compile(
    r"\d{4}/\d{1,2}/\d{1,2} \d{1,2}:\d{2}:\d{2} [AaPp]\.?\s?[Mm]\.? \S+"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}(:\d{2})?"
)
_PERSONAL: Final = {
    *("email address", "email", "username", "dirección de correo electrónico"),
    *("nombre de usuario", "e-mail-adresse", "nutzername", "adresse e-mail", "nom d'utilisateur"),
}
_SCORES: Final = {"score", "puntuación", "punkte", "score total"}


def recognises(head: Head) -> bool:
    """The first column is called as Google calls it, and holds nothing but its time stamps."""
    if not head.records or not head.records[0] or plain(head.records[0][0]) not in _STAMPS:
        return False
    data = data_of(head, 1)
    return len(head.records[0]) > 1 and bool(data) and all(_STAMP.fullmatch(r[0]) for r in data)


def reads(head: Head) -> Reading:
    """Columns by question; a row of a grid answers to its own text too."""
    own = headers.cleaned([spoken(cell) for cell in head.records[0]])
    rows = {name: choice_of(name)[1] for name in own}
    known = _PERSONAL | _SCORES
    return Reading(
        headers=own,
        also={name: (row,) for name, row in rows.items() if row},
        personal=frozenset(name for name in own if plain(name) in _PERSONAL),
        times=own[0],
        ids=tuple(name for name in own[1:] if _is_id(name)),
        extras=frozenset(n for i, n in enumerate(own) if i == 0 or plain(n) in known),
    )


def _is_id(name: str) -> bool:
    return bool(re.search(r"\b(id|number|número|code|código)\b", plain(name)))


FORMAT: Final = Format(
    name="google-forms",
    title="Google Forms",
    kinds=frozenset({"survey"}),
    marks="a first column called Timestamp that holds the times of the responses",
    recognises=recognises,
    reads=reads,
)
