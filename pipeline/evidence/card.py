"""What a method card holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A method in plain words, for whoever doubts a number.

    Attributes:
        name: As the column `method` of the results names it.
        title: What readers call it.
        what: What it tells, without symbols.
        formula: How it is reckoned, as text.
        source: Where it comes from.
        example: Worked numbers; a test reckons them again.
        fails: When not to trust it.
        assumes: What must hold.
    """

    name: str
    title: str
    what: str
    formula: str
    source: str
    example: str
    fails: str
    assumes: str
