"""Which row holds the headers, and which header a study file means."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.format import Reading

LOOKED_AT: Final = 50
"""Records within which the headers must stand."""
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d]")
_CHOICE = re.compile(r"(.+?)\s*\[([^\[\]]+)\]")


def header_row(records: Sequence[Sequence[str]], expected: frozenset[str]) -> int | None:
    """Position of the record with the headers, or None where every record is blank.

    It is the first record that holds most of the headers that the study file names; where it
    holds none of them, the first that is as wide as most.
    """
    wanted = {plain(name) for name in expected}
    hits = [len(wanted & {plain(cell) for cell in record}) for record in records]
    if hits and max(hits) > 0:
        return hits.index(max(hits))
    widths = [sum(bool(cell.strip()) for cell in record) for record in records]
    filled = Counter(width for width in widths if width)
    if not filled:
        return None
    usual = max(filled, key=lambda width: (filled[width], width))
    return next(i for i, width in enumerate(widths) if width >= usual)


def fit(records: Sequence[Sequence[str]], expected: frozenset[str]) -> int:
    """How many of the expected headers stand in the row that holds most of them."""
    wanted = {plain(name) for name in expected}
    return max((len(wanted & {plain(cell) for cell in row}) for row in records), default=0)


def plain(text: str) -> str:
    """A header without what does not make it another: case, spaces, invisible marks.

    >>> plain(" Student  Number ")
    'student number'
    """
    return " ".join(_INVISIBLE.sub("", text).split()).casefold()


def cleaned(record: Sequence[str]) -> tuple[str, ...]:
    """A header row as it is used: no marks, spaces once, no unnamed columns at its end."""
    names = [" ".join(_INVISIBLE.sub("", cell).split()) for cell in record]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def match(headers: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The first wanted header that the file has, letter by letter, else loosely."""
    known = set(headers)
    for name in wanted:
        tidy = " ".join(name.split())
        if tidy in known:
            return tidy
    for name in wanted:
        alike = [h for h in headers if plain(h) == plain(name)]
        if alike:
            return alike[0]
    return None


def names(reading: Reading) -> tuple[str, ...]:
    """Every column that a study file may name: those of the file, then the derived ones."""
    return (*reading.headers, *reading.derived)


def known(reading: Reading, wanted: Sequence[str]) -> str | None:
    """The column that is meant: by its name, else by another name that it answers to."""
    found = match(names(reading), wanted)
    if found is not None:
        return found
    for name in wanted:
        alike = _answering(reading, name)
        if alike:
            return alike[0]
    return None


def times(reading: Reading, found: str, wanted: Sequence[str]) -> int:
    """How many columns the name that was wanted may mean."""
    if match(names(reading), wanted) is not None:
        return names(reading).count(found)
    alike = [_answering(reading, name) for name in wanted]
    return max((len(columns) for columns in alike if found in columns), default=1)


def choice(reading: Reading, wanted: Sequence[str]) -> str | None:
    """A name such as `Question [Choice]` whose question is a column of several choices."""
    for name in wanted:
        question, option = choice_of(name)
        if option and known(reading, (question,)) is not None:
            return name
    return None


def choice_of(name: str) -> tuple[str, str]:
    """The question and the choice that a name such as `Question [Choice]` means.

    >>> choice_of("What helped? [Tutoring]"), choice_of("What helped?")
    (('What helped?', 'Tutoring'), ('What helped?', ''))
    """
    found = _CHOICE.fullmatch(" ".join(name.split()))
    return (found[1], found[2]) if found else (name, "")


def _answering(reading: Reading, name: str) -> list[str]:
    """Columns that answer to a name, letter by letter, else loosely."""
    asked = " ".join(name.split())
    exact = [header for header, also in reading.also.items() if asked in also]
    loose = plain(name)
    return exact or [h for h, also in reading.also.items() if loose in map(plain, also)]


def repeated(headers: Sequence[str]) -> dict[str, int]:
    """Headers that stand more than once, with how often."""
    return {name: n for name, n in Counter(headers).items() if name and n > 1}


def did_you_mean(wanted: Sequence[str], headers: Sequence[str]) -> str:
    """The header that was probably meant, as the end of a sentence."""
    by_plain = {plain(h): h for h in headers if h}
    for name in wanted:
        near = get_close_matches(plain(name), list(by_plain), n=1, cutoff=0.6)
        if near:
            return f' like "{by_plain[near[0]]}"'
    return ""


def listed(names: Sequence[str], *, at_most: int = 12) -> str:
    """Names in a sentence."""
    shown = ", ".join(name for name in names[:at_most] if name)
    return shown + (f" and {len(names) - at_most} more" if len(names) > at_most else "")
