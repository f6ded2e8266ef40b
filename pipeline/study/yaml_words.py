"""What the YAML reader complains of, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.problems import Problem
from pipeline.study.kinds.reading import NOT_YAML
from pipeline.study.positions import Span, place

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

QUOTE: Final = "Put the value in quotes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A complaint of the YAML reader and what we say instead.

    Attributes:
        marks: Words that its complaint holds, all of them.
        at_start: Point at the beginning of the thing it was reading, not at where it stopped.
    """

    marks: tuple[str, ...] = ()
    found: str
    expected: str
    advice: str
    at_start: bool = False

    def facts(self) -> dict[str, str]:
        """What a problem is told with."""
        return {"found": self.found, "expected": self.expected, "advice": self.advice}


SAYINGS: Final = (
    Saying(
        marks=("mapping values are not allowed",),
        found="found a second colon on the line",
        expected="expected one `key: value`",
        advice="Put the value in quotes if the colon belongs to it; else check the line above.",
    ),
    Saying(
        marks=("quoted scalar", "unexpected end of stream"),
        found="found a quotation mark that is never closed",
        expected="expected a closing one",
        advice="Close it at the end of the value.",
        at_start=True,
    ),
    Saying(
        marks=("quoted scalar", "unexpected document separator"),
        found="found a quotation mark that is never closed",
        expected="expected a closing one",
        advice="Close it at the end of the value.",
        at_start=True,
    ),
    Saying(
        marks=("double-quoted scalar", "escape"),
        found="found a backslash that begins no known sign",
        expected="expected text in double quotes without backslashes",
        advice="Use single quotes, or write the backslash twice.",
    ),
    Saying(
        marks=("double-quoted scalar", "hexadecimal"),
        found="found a backslash that begins no known sign",
        expected="expected text in double quotes without backslashes",
        advice="Use single quotes, or write the backslash twice.",
    ),
    Saying(
        marks=("flow sequence",),
        found='found a list "[" that is not closed here',
        expected='expected a comma or "]"',
        advice="Close the bracket, or put a value in quotes that holds a bracket, comma or colon.",
        at_start=True,
    ),
    Saying(
        marks=("flow mapping",),
        found='found a block "{" that is not closed here',
        expected='expected a comma or "}"',
        advice="Close the brace, or put a value in quotes that holds a brace, comma or colon.",
        at_start=True,
    ),
    Saying(
        marks=("could not find expected ':'",),
        found="found a line without a colon",
        expected="expected `key: value`",
        advice="Put a colon and a space after the key, or indent the line below its key.",
        at_start=True,
    ),
    Saying(
        marks=("block mapping", "<block end>"),
        found="found a line that does not fit the block above it",
        expected="expected the indentation of that block's keys",
        advice="Indent the keys of one block by the same number of spaces.",
    ),
    Saying(
        marks=("block collection", "<block end>"),
        found="found a line that does not fit the list above it",
        expected='expected "- " at the same depth',
        advice="Indent the entries of one list by the same number of spaces.",
    ),
    Saying(
        marks=("cannot start any token",),
        found="found a value that begins with a sign that YAML keeps for itself",
        expected="expected a letter, a digit or a quotation mark",
        advice=QUOTE,
    ),
    Saying(
        marks=("sequence entries are not allowed",),
        found='found "- " behind a key',
        expected="expected list entries on lines of their own",
        advice="Begin each entry on a new line, or write the list as [one, two].",
    ),
)
TOO_FAR_IN: Final = Saying(
    found="found a key further in than the line above allows",
    expected="expected the indentation of its neighbours",
    advice="Indent the keys of one block by the same number of spaces.",
)
UNREADABLE: Final = Saying(
    found="found something that is not YAML",
    expected="expected keys and values",
    advice="Check quotation marks, brackets and indentation here and in the line above.",
)


def in_plain_words(error: MarkedYAMLError, *, file: str, lines: tuple[str, ...]) -> Problem:
    """One complaint of the YAML reader as a problem with a remedy."""
    complaint = f"{error.context or ''} {error.problem or ''}"
    saying = next(
        (one for one in SAYINGS if all(mark in complaint for mark in one.marks)), UNREADABLE
    )
    stopped = error.problem_mark
    if saying is SAYINGS[0] and stopped is not None:
        before = lines[stopped.line][: stopped.column]
        saying = saying if ":" in before else TOO_FAR_IN
    is_at_start = saying.at_start and error.context_mark is not None
    mark = error.context_mark if is_at_start else error.problem_mark
    line, at = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if line > len(lines) or (line == len(lines) and not lines[-1]):
        line, at = last_line(lines)
    return Problem(NOT_YAML, place(file, lines, Span(line=line, at=at)), **saying.facts())


def last_line(lines: tuple[str, ...]) -> tuple[int, int]:
    """Line and character of the last thing written, for what is missing at the end."""
    written = [number for number, line in enumerate(lines, start=1) if line.strip()]
    last = written[-1] if written else 1
    return last, max(len(lines[last - 1].rstrip()), 1)
