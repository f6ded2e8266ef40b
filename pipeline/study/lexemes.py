"""The words of an expression: names, numbers, texts and signs, each with its place.

Only what is listed here passes; every name becomes a quoted identifier, so that no word of a
study file can turn into a command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

LONGEST: Final = 500
DEEPEST: Final = 25
KEYWORDS: Final = frozenset(
    {"and", "or", "not", "in", "between", "is", "null", "case", "when", "then", "else", "end"}
)
FUNCTIONS: Final = ("abs", "round", "least", "greatest", "coalesce")
ALLOWED: Final = (
    "Allowed are + - * /, comparisons, and, or, not, in, between, is null, case, abs, round, "
    "least, greatest, coalesce. Headers with spaces or signs go in double quotes."
)
LEXEME: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>--|/\*|\#)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<name>"(?:[^"]|"")*"|`[^`]*`)
  | (?P<text>'(?:[^']|'')*')
  | (?P<sign><=|>=|<>|!=|==|[-+*/(),=<>])
    """,
    re.VERBOSE,
)

What = Literal["number", "name", "text", "sign", "keyword", "function"]


class MisreadError(Exception):
    """An expression that cannot be read: what was found, what was expected, and where."""

    def __init__(
        self, found: str, expected: str, advice: str, *, start: int = 0, width: int = 1
    ) -> None:
        """The complaint and the stretch of the expression, counted from 0."""
        super().__init__(found)
        self.found, self.expected, self.advice = found, expected, advice
        self.start, self.width = start, width


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """One word of an expression.

    Attributes:
        what: Its part of speech.
        text: What it says: a name without quotes, keywords in small letters.
        start: Character of the expression at which it begins, from 0.
        width: Characters it takes there.
    """

    what: What
    text: str
    start: int
    width: int

    @property
    def sql(self) -> str:
        """The word as it goes to the parser."""
        if self.what == "name":
            return '"' + self.text.replace('"', '""') + '"'
        if self.what == "text":
            return "'" + self.text.replace("'", "''") + "'"
        return self.text


def lexemes(text: str) -> tuple[Lexeme, ...]:
    """The words of an expression.

    Raises:
        MisreadError: The expression is empty, too long or holds anything that is not allowed.
    """
    if not text.strip():
        raise MisreadError("found nothing", "expected an expression", ALLOWED)
    if len(text) > LONGEST:
        found, limit = f"found {len(text)} characters", f"expected at most {LONGEST}"
        raise MisreadError(found, limit, "Split it into several measures.")
    words: list[Lexeme] = []
    at = 0
    while at < len(text):
        found_here = LEXEME.match(text, at)
        if found_here is None:
            raise _unknown_sign(text, at)
        if found_here.lastgroup != "space":
            words.append(_lexeme(found_here))
        at = found_here.end()
    _check_neighbours(words)
    _check_depth(words)
    return tuple(words)


def _unknown_sign(text: str, at: int) -> MisreadError:
    sign = text[at]
    if sign in "'\"`":
        found = f"found a quotation mark {sign} that is never closed"
        return MisreadError(found, "expected a closing one", "Close it.", start=at)
    return MisreadError(f'found "{sign}"', "expected an expression over columns", ALLOWED, start=at)


def _lexeme(found: re.Match[str]) -> Lexeme:
    text, kind = found[0], found.lastgroup
    place = {"start": found.start(), "width": len(text)}
    if kind == "comment":
        expected = "expected an expression without comments"
        advice = "Write a space between two minus signs; put comments beside the study file."
        raise MisreadError(f'found "{text}"', expected, advice, **place)
    if kind == "name":
        name = text[1:-1].replace('""', '"') if text[0] == '"' else text[1:-1]
        if not name.strip():
            raise MisreadError("found an empty header", "expected a name", "", **place)
        return Lexeme(what="name", text=name, **place)
    if kind == "text":
        return Lexeme(what="text", text=text[1:-1].replace("''", "'"), **place)
    if kind == "word":
        return _word(text, place)
    if kind == "number":
        return Lexeme(what="number", text=text, **place)
    return Lexeme(what="sign", text="=" if text == "==" else text, **place)


def _word(text: str, place: dict[str, int]) -> Lexeme:
    small = text.lower()
    if small in ("true", "false"):
        advice = f"If the cells say so, compare with the word in quotes: flag = '{text}'."
        raise MisreadError(f"found {text}", "expected a column or a number", advice, **place)
    if small in KEYWORDS:
        return Lexeme(what="keyword", text=small, **place)
    return Lexeme(what="name", text=text, **place)


def _check_neighbours(words: list[Lexeme]) -> None:
    """Functions are known by their bracket; two values need something between them."""
    values = ("name", "number", "text")
    for index, word in enumerate(words[:-1]):
        after = words[index + 1]
        if word.what == "name" and after.text == "(" and after.what == "sign":
            words[index] = _function(word)
        elif word.what in values and after.what in values:
            both = f'"{word.text} {after.text}"'
            advice = f"If {both} is one header, put it in double quotes; else put a sign between."
            expected = "expected a sign such as + or = between them"
            width = after.start + after.width - word.start
            found = f'found "{word.text}" and "{after.text}" side by side'
            raise MisreadError(found, expected, advice, start=word.start, width=width)


def _function(word: Lexeme) -> Lexeme:
    name = word.text.lower()
    if name not in FUNCTIONS:
        expected = f"expected one of {', '.join(FUNCTIONS)}"
        found = f'found the function "{word.text}"'
        raise MisreadError(found, expected, ALLOWED, start=word.start, width=word.width)
    return Lexeme(what="function", text=name, start=word.start, width=word.width)


def _check_depth(words: list[Lexeme]) -> None:
    """Brackets within brackets, and everything else that nests, up to a limit."""
    depth = 0
    deepest = 0
    nested = 0
    before = "("
    for word in words:
        if word.what == "sign":
            depth += {"(": 1, ")": -1}.get(word.text, 0)
        nests = word.text in ("not", "case") and word.what == "keyword"
        nested += nests or (word.text in ("-", "+") and before in "(,=<>=+-*/!=")
        deepest = max(deepest, depth)
        before = word.text if word.what == "sign" else "a"
        if deepest + nested > DEEPEST:
            found, expected = "found too many brackets inside one another", f"at most {DEEPEST}"
            place = {"start": word.start, "width": word.width}
            raise MisreadError(found, f"expected {expected}", "Split it.", **place)
