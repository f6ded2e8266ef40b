"""SurveyMonkey: two header rows, the question over its rows or choices; expanded or condensed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import headers
from pipeline.ingest.format import Format, Reading
from pipeline.ingest.headers import plain
from pipeline.ingest.questions import Part, called, data_of, derived, spoken, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.format import Head

_RESPONDENT: Final = {"respondent id", "respondentid", "id del encuestado"}
_COLLECTOR: Final = {"collector id", "collectorid", "id del recopilador"}
EXTRAS: Final = {
    *_RESPONDENT,
    *_COLLECTOR,
    *("start date", "startdate", "end date", "enddate", "date created", "date modified"),
    *("ip address", "ipaddress", "email address", "emailaddress", "email"),
    *("first name", "firstname", "last name", "lastname", "lastname "),
    *("custom data", "custom data 1", "customdata", "custom value", "custom value 1"),
    *("fecha de inicio", "fecha de finalización", "dirección ip", "correo electrónico"),
    *("nombre", "apellido", "apellidos", "datos personalizados 1"),
}
_PERSONAL: Final = {
    *("ip address", "ipaddress", "email address", "emailaddress", "email", "first name"),
    *("firstname", "last name", "lastname", "dirección ip", "correo electrónico", "nombre"),
    *("apellido", "apellidos"),
}
_ONE_ANSWER: Final = {
    "",
    "response",
    "open-ended response",
    "respuesta",
    "respuesta abierta",
}
_OTHER: Final = ("other (please specify)", "otro (especifique)")
_ROWS: Final = 2


def recognises(head: Head) -> bool:
    """Respondent and collector begin the first row, and nothing stands below them in the second."""
    if len(head.records) < _ROWS or len(head.records[0]) < _ROWS:
        return False
    first, second = head.records[0], head.records[1]
    is_named = plain(first[0]) in _RESPONDENT and plain(first[1]) in _COLLECTOR
    return is_named and not any(cell.strip() for cell in second[:_ROWS])


def reads(head: Head) -> Reading:
    """Columns by question, those of a grid as `Question [Row]`."""
    questions, below = _questions(head.records[0]), [spoken(cell) for cell in head.records[1]]
    below += [""] * (len(questions) - len(below))
    parts = [
        Part(at=at, question=question, choice=below[at])
        for at, question in enumerate(questions)
        if not _is_alone(question, below[at]) and plain(below[at]) not in _OTHER
    ]
    groups = ticks(parts, data_of(head, _ROWS))
    ticked = {part.at for group in groups for part in group}
    named = [
        _name(question, below[at], is_tick=at in ticked) for at, question in enumerate(questions)
    ]
    own = headers.cleaned(named)
    grid = [part for part in parts if part.at not in ticked and part.at < len(own)]
    return Reading(
        header_rows=_ROWS,
        headers=own,
        also={own[part.at]: (part.choice,) for part in grid},
        derived=derived(groups),
        personal=frozenset(name for name in own if plain(name) in _PERSONAL),
        times=next((n for n in own if plain(n) in {"end date", "enddate", "date modified"}), ""),
        ids=tuple(n for n in own if plain(n).startswith(("custom", "datos personalizados"))),
        extras=frozenset(name for name in own if plain(name) in EXTRAS),
    )


def _questions(row: Sequence[str]) -> list[str]:
    """The first row with each question over all of its columns."""
    found: list[str] = []
    for cell in row:
        text = spoken(cell)
        is_below_extra = bool(found) and plain(found[-1]) in EXTRAS
        found.append(text or ("" if is_below_extra or not found else found[-1]))
    return found


def _is_alone(question: str, below: str) -> bool:
    return not question or plain(question) in EXTRAS or plain(below) in _ONE_ANSWER


def _name(question: str, below: str, *, is_tick: bool) -> str:
    if _is_alone(question, below):
        return question
    # A column of ticks leaves the name to the column that says yes or no.
    return f"{question} - {below}" if is_tick else called(question, below)


FORMAT: Final = Format(
    name="surveymonkey",
    title="SurveyMonkey",
    kinds=frozenset({"survey"}),
    marks="two header rows that begin with Respondent ID and Collector ID",
    recognises=recognises,
    reads=reads,
)
