"""What a cell of text means, as SQL: nothing, withheld, or something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

MISSING: Final = ("NA", "N/A", "n/a", "NULL", ".", "-", "--")
"""Tokens that mean that nothing is known, besides the empty cell."""
_WITHHELD: Final = r"\*+|(n\s*)?(<|>|≤|≥)\s*=?\s*\d+(\.\d+)?\s*%?|(GE|GT|LE|LT)\s?\d+(\.\d+)?\s*%?"
_BLANKS: Final = " \t\r\n\u00a0"


def one_of(sql: str, words: Iterable[str]) -> str:
    """Whether a text is one of some words, letter by letter."""
    listed = ", ".join(quoted(word) for word in words)
    return f"{sql} IN ({listed})" if listed else "false"


def folded(sql: str) -> str:
    """A text without what does not make it another: case, and spaces around and within."""
    return f"lower(regexp_replace(trim({sql}, {quoted(_BLANKS)}), '\\s+', ' ', 'g'))"


def fold(text: str) -> str:
    """The same as `folded`, in Python.

    >>> fold("  Strongly   AGREE ")
    'strongly agree'
    """
    return " ".join(text.split()).lower()


def trimmed(sql: str) -> str:
    """A text without blanks around it; null where nothing remains."""
    # Few cells have blanks around them, and to look is much quicker than to trim.
    has_blanks = f"{sql} < '!' OR ascii(right({sql}, 1)) <= 32 OR contains({sql}, chr(160))"
    stripped = f"nullif(trim({sql}, {quoted(_BLANKS)}), '')"
    return f"(CASE WHEN {has_blanks} THEN {stripped} ELSE {sql} END)"


def present(sql: str, missing: Iterable[str]) -> str:
    """A trimmed text, or null where it means that nothing is known."""
    return known(trimmed(sql), missing)


def known(sql: str, missing: Iterable[str]) -> str:
    """A text that is trimmed already, or null where it means that nothing is known."""
    return f"(CASE WHEN {one_of(sql, (*MISSING, *missing))} THEN NULL ELSE {sql} END)"


def is_withheld(sql: str, tokens: Iterable[str]) -> str:
    """Whether a trimmed text says that the source withholds the figure."""
    named = one_of(f"lower({sql})", [token.strip().lower() for token in tokens])
    return f"({named} OR regexp_full_match({sql}, {quoted(_WITHHELD)}, 'i'))"


def lookup(sql: str, words: dict[str, int]) -> str:
    """The code of a text among known words; exact spellings first, because they are quick."""
    if not words:
        return "NULL::INTEGER"
    exact = " ".join(f"WHEN {quoted(word)} THEN {code}" for word, code in words.items())
    loose = {fold(word): code for word, code in reversed(words.items())}
    cases = " ".join(f"WHEN {quoted(word)} THEN {code}" for word, code in loose.items())
    return f"CASE {sql} {exact} ELSE CASE {folded(sql)} {cases} END END"
