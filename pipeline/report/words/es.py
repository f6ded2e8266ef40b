"""Spanish: the grammar that the sentences of `es.toml` need."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.language import Language, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_SMALL = (
    "ninguna", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
    "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho",
    "diecinueve", "veinte", "veintiuna", "veintidós", "veintitrés", "veinticuatro", "veinticinco",
    "veintiséis", "veintisiete", "veintiocho", "veintinueve",
)  # fmt: skip
_TENS = (
    "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
)  # fmt: skip
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
_HUNDRED = 100
_SOUNDS_LIKE_Y = re.compile(r"h?[ií](?![aeoáéó])", re.IGNORECASE)

COMMON = {
    "student": "estudiante",
    "students": "estudiantes",
    "participant": "participante",
    "participants": "participantes",
    "person": "persona",
    "people": "personas",
    "family": "familia",
    "families": "familias",
    "parent": "madre o padre",
    "teacher": "docente",
    "mentor": "mentor o mentora",
    "partner": "integrante de la alianza",
    "employer": "empleador",
    "point": "punto",
    "points": "puntos",
    "credits": "créditos",
    "days": "días",
    "hours": "horas",
    "dollars": "dólares",
    "in 100": "de cada 100",
    "at most": "a lo más",
    "at least": "por lo menos",
    "percentiles": "percentiles",
    "to": "a",
    "under": "menos de",
    "over": "más de",
    "or more": "o más",
    "steps": "pasos",
}
"""Units, and words for people and their roles, that need no translation in a study file."""


def number(count: int) -> str:
    """A count in words, in the feminine: what is counted is goals, actions and things.

    >>> number(3), number(31)
    ('tres', 'treinta y una')
    """
    if count < len(_SMALL):
        return _SMALL[count]
    if count < _HUNDRED:
        tens, ones = divmod(count, 10)
        return f"{_TENS[tens]} y {_SMALL[ones]}" if ones else _TENS[tens]
    return "más de noventa y nueve"


def listing(things: Sequence[str]) -> str:
    """Things in a row; "y" becomes "e" before its own sound.

    >>> listing(["a", "b", "c"]), listing(["a", "Inglés"])
    ('a, b y c', 'a e Inglés')
    """
    *first, last = [thing for thing in things if thing] or [""]
    between = "e" if _SOUNDS_LIKE_Y.match(last) else "y"
    return f"{', '.join(first)} {between} {last}" if first else last


def day(when: date) -> str:
    """A date in prose: 18 de agosto de 2026."""
    return f"{when.day} de {_MONTHS[when.month - 1]} de {when.year}"


def month(when: str) -> str:
    """A month in prose.

    >>> month("2026-03")
    'marzo de 2026'
    """
    return f"{_MONTHS[int(when[5:7]) - 1]} de {when[:4]}"


SPANISH = Language(
    code="es",
    name="Español",
    texts=texts(Path(__file__).with_name("es.toml")),
    number=number,
    listing=listing,
    day=day,
    month=month,
    common=COMMON,
)
