"""English: the grammar that the sentences of `en.toml` need."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.language import Language, texts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_SMALL = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_HUNDRED = 100

COMMON = {
    word: word
    for word in (
        "student",
        "students",
        "points",
        "percentiles",
        "steps",
        "in 100",
        "at most",
        "at least",
    )
}
"""Words that stand in a study file without being written there, and units of our own."""


def number(count: int) -> str:
    """A count of things on the page in words; digits are kept for published numbers.

    >>> number(3), number(24)
    ('three', 'twenty-four')
    """
    if count < len(_SMALL):
        return _SMALL[count]
    if count < _HUNDRED:
        tens, ones = divmod(count, 10)
        return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]
    return "more than ninety-nine"


def listing(things: Sequence[str]) -> str:
    """Things in a row.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = [thing for thing in things if thing] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def day(when: date) -> str:
    """A date in prose: August 18, 2026."""
    return f"{_MONTHS[when.month - 1]} {when.day}, {when.year}"


def month(when: str) -> str:
    """A month in prose.

    >>> month("2026-03")
    'March 2026'
    """
    return f"{_MONTHS[int(when[5:7]) - 1]} {when[:4]}"


ENGLISH = Language(
    code="en",
    name="English",
    texts=texts(Path(__file__).with_name("en.toml")),
    number=number,
    listing=listing,
    day=day,
    month=month,
    common=COMMON,
)
