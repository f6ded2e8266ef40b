"""What in a text could tell who is meant. Held back rather than changed: a person decides."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    "ene", "abr", "ago", "dic",
)  # fmt: skip
_MONTH: Final = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?"
PATTERNS: Final = {
    "an e-mail address": re.compile(r"\S+@\S+\.\w"),
    "a web address": re.compile(
        r"https?://|\bwww\.|\b[\w-]+\.(?:com|org|net|edu|gov|us|info|io)\b", re.IGNORECASE
    ),
    "a phone number": re.compile(r"(?:\+?\d[\s().-]{0,2}){7,}"),
    "a date": re.compile(
        r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"
        rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+)?{_MONTH}\b",
        re.IGNORECASE,
    ),
    "a long number": re.compile(r"\d{5,}"),
    "a name with a title": re.compile(
        r"\b(?:Mr|Ms|Mrs|Miss|Mx|Dr|Prof|Professor|Coach|Principal|Sr|Sra|Srta)\b\.?\s+[^\W\d_]"
    ),
}
WORD: Final = re.compile(r"[^\W\d_][^\W\d_'\N{RIGHT SINGLE QUOTATION MARK}-]*")
_ORDINARY: Final = (
    "January February March July September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays "
    "Thursdays Fridays Saturdays Sundays Christmas Thanksgiving Easter English Spanish French "
    "American Algebra Geometry Biology Chemistry Physics History Math Mathematics Science "
    "Grade School College University High Middle Elementary"
)
ORDINARY: Final = frozenset(_ORDINARY.split())
"""Words with a capital that name no person, wherever in a sentence they stand."""
_OPENERS: Final = "a an and at but for from in my of on our since so the this to we with"
OPENERS: Final = frozenset(_OPENERS.split())
"""Words that open a sentence, before the name of a partner."""


def identifying(text: str, *, known: Iterable[str] = ()) -> str:
    """What a text holds that could tell who is meant, "" where nothing was found.

    Args:
        text: A quote.
        known: Texts whose capitalised words are no person's names: those of partners.

    >>> identifying("My mentor Maria Lopez called."), identifying("Ask Ms. Reed.")
    ('a name', 'a name with a title')
    >>> identifying("On Tuesday my mentor called. Nobody had done that before.")
    ''
    """
    plain = unicodedata.normalize("NFKC", text)
    found = (what for what, pattern in PATTERNS.items() if pattern.search(plain))
    return next(found, "a name" if _has_name(plain, known) else "")


def _has_name(text: str, known: Iterable[str]) -> bool:
    """Whether two words with a capital stand side by side and are not a name of a partner."""
    names = tuple(known)
    pairs = {pair for name in names for pair in _pairs(name)}
    words = {word for name in names for word in WORD.findall(name)}

    def is_harmless(pair: tuple[str, str]) -> bool:
        is_opened = pair[0].lower() in OPENERS and pair[1] in words
        return is_opened or pair in pairs or bool(ORDINARY.intersection(pair))

    return not all(map(is_harmless, _pairs(text)))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Neighbouring words with a capital, an initial between them or not."""
    words = list(WORD.finditer(text))
    shown = [word for word in words if not _is_initial(text, word)]
    return [
        (first.group(), then.group())
        for first, then in pairwise(shown)
        if _is_name_like(first.group())
        and _is_name_like(then.group())
        and re.fullmatch(r"\s+(?:[^\W\d_]\.?\s+)?", text[first.end() : then.start()])
    ]


def _is_initial(text: str, word: re.Match[str]) -> bool:
    return len(word.group()) == 1 and word.group().isupper() and text[word.end() :][:1] == "."


def _is_name_like(word: str) -> bool:
    return word[0].isupper() and any(letter.islower() for letter in word)
