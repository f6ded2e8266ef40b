"""Columns that name a person or tell how to reach one: never stored, never echoed."""

from __future__ import annotations

import re
from typing import Final

MASK: Final = "(masked)"
"""What stands for a value of such a column."""
_PERSONAL: Final = re.compile(
    r"(first|last|middle|given|family|full|sur|student|preferred|maiden|nick|participant|"
    r"recipient\w*|parent|guardian|respondent) ?names?|name|names|surname|vorname|nachname|"
    r"nombre|apellidos?|e ?mails?( address(es)?)?|\w+ e ?mail|correo electr\w+|.*\bphones?\b.*|"
    r"mobile|cell|telephone|dob|(date of )?birth( ?(date|day))?|birthdate|(home |street |ip ?)?"
    r"address|ip ?address|ssn|social security( number)?|username|user ?name|login|"
    r"recipient ?(last|first) ?name|latitude|longitude|location ?(latitude|longitude)"
)


def is_personal(header: str) -> bool:
    """A header that names a person or tells how to reach one.

    >>> is_personal("Last_Name"), is_personal("School name"), is_personal("Parent Email")
    (True, False, True)
    """
    return bool(_PERSONAL.fullmatch(re.sub(r"[\W_]+", " ", _spaced(header)).strip().lower()))


def is_masked(column: str | None, personal: frozenset[str]) -> bool:
    """What was found under a header may not be shown: it, or the vendor, says that it is personal.

    >>> is_masked("Phone", frozenset()), is_masked("Q7", frozenset({"Q7"}))
    (True, True)
    """
    return column is not None and (column in personal or is_personal(column))


def _spaced(header: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
