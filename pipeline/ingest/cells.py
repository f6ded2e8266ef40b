"""What a cell of text means, as SQL: nothing, withheld, or something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MISSING: Final = ("NA", "N/A", "n/a", "NULL", ".", "-", "--")
"""Tokens that mean that nothing is known, besides the empty cell."""
_NUMBER: Final = r"\d+(\.\d+)?"
_BELOW: Final = r"(n\s*)?(<|≤|<=)|LE|LT|fewer than|less than|under|up to|menos de|menor que"
_ABOVE: Final = r"(n\s*)?(>|≥|>=)|GE|GT|more than|over|at least|más de|al menos"
_OPEN: Final = rf"({_BELOW}|{_ABOVE})\s*=?\s*{_NUMBER}\s*%?|{_NUMBER}\s*%?\s*(or more|o más|\+)"
_RANGE: Final = rf"{_NUMBER}\s*%?\s*(-|–|to|a)\s*{_NUMBER}\s*%?"
_WITHHELD: Final = rf"\*+|{_OPEN}|{_RANGE}|(too few|suppressed|redacted|insufficient n)\b.*"
_STRICT: Final = (
    r"^(n\s*)?(<|>)\s*\d|^(LT|GT)|^(fewer|less|more) than|^under|^over|^menos de|^más de"
)
_FIRST: Final = 8
"""Spellings that are tried before all others."""
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
    looks = f"regexp_full_match({sql}, {quoted(_WITHHELD)}, 'i') AND NOT {_falls(sql)}"
    return f"({named} OR ({looks}))"


def bounds(sql: str, *, is_whole: bool) -> tuple[str, str]:
    """SQL of the least and the most that a withheld cell can stand for; null where open.

    Args:
        sql: The trimmed text.
        is_whole: It counts, so that "fewer than 10" is at most 9.
    """
    first = f"try_cast(regexp_extract({sql}, {quoted(f'({_NUMBER})')}, 1) AS DOUBLE)"
    is_range = f"regexp_full_match({sql}, {quoted(_RANGE)}, 'i')"
    is_below = f"regexp_matches({sql}, {quoted(f'^({_BELOW})')}, 'i')"
    is_strict = f"regexp_matches({sql}, {quoted(_STRICT)}, 'i')"
    step = f"CASE WHEN {is_strict} THEN 1 ELSE 0 END" if is_whole else "0"
    is_above = f"regexp_full_match({sql}, {quoted(_OPEN)}, 'i') AND NOT {is_below}"
    above = f"WHEN {is_above} THEN {first} + {step}"
    low = f"CASE WHEN {is_range} THEN {first} WHEN {is_below} THEN 0 {above} END"
    high = f"CASE WHEN {is_range} THEN {_second(sql)} WHEN {is_below} THEN {first} - {step} END"
    return low, high


def _second(sql: str) -> str:
    """SQL of the number after the dash of a range."""
    pattern = quoted(rf"(-|–|to|a)\s*({_NUMBER})")
    return f"try_cast(regexp_extract({sql}, {pattern}, 2) AS DOUBLE)"


def _falls(sql: str) -> str:
    """SQL of whether a text of two numbers falls, as a school year such as 2023-24 does."""
    first = f"try_cast(regexp_extract({sql}, {quoted(f'^({_NUMBER})')}, 1) AS DOUBLE)"
    is_range = f"regexp_full_match({sql}, {quoted(_RANGE)}, 'i')"
    return f"coalesce({is_range} AND {_second(sql)} <= {first}, false)"


def lookup(sql: str, words: dict[str, int]) -> str:
    """The code of a text among known words; exact spellings first, because they are quick."""
    if not words:
        return "NULL::INTEGER"
    listed = list(words.items())
    loose = {fold(word): code for word, code in reversed(listed)}
    rest = _one_of_list(folded(sql), list(loose.items()))
    if listed[_FIRST:]:
        rest = f"coalesce({_one_of_list(sql, listed[_FIRST:])}, {rest})"
    # Each case costs a look at every row that no earlier one took: the likely ones stand first.
    return f"CASE {sql} {_cases(listed[:_FIRST])} ELSE {rest} END"


def _one_of_list(sql: str, words: Sequence[tuple[str, int]]) -> str:
    # A list is planned at once, however long it is; a hundred cases are not.
    spelled = ", ".join(quoted(word) for word, _ in words)
    codes = ", ".join(str(code) for _, code in words)
    return f"[{codes}][list_position([{spelled}], {sql})]"


def _cases(words: Iterable[tuple[str, int]]) -> str:
    return " ".join(f"WHEN {quoted(word)} THEN {code}" for word, code in words)
