"""`measures:` expressions: read, typed, and written again as SQL that can only reckon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.problems import Problem
from pipeline.study.kinds.expressions import EXPRESSION
from pipeline.study.lexemes import MisreadError
from pipeline.study.positions import Span, place

if TYPE_CHECKING:
    from pipeline.problems import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """What a measure is computed by.

    Attributes:
        sql: Portable SQL (DuckDB, Spark) over quoted columns. A number, or 1 and 0 where the
            expression is a condition; NULL where a column is missing or a divisor is 0.
        columns: The columns it reads, in order of their first mention.
        text_columns: Those of them that are compared with words; the others hold numbers.
        is_condition: Whether it is a condition, which makes a binary measure.
        is_column: Whether it is one column as it stands.
    """

    sql: str
    columns: tuple[str, ...]
    text_columns: tuple[str, ...] = ()
    is_condition: bool = False
    is_column: bool = False


def parse_expression(text: str) -> Expression:
    """An expression of the study file, ready for the engine.

    >>> parse_expression("absent / enrolled >= 0.10").sql
    'CAST((("absent" / NULLIF("enrolled", 0e0)) >= 0.10e0) AS INTEGER)'

    Raises:
        Problem: The expression holds something that is not allowed; the place is in the text.
    """
    try:
        return read_expression(text)
    except MisreadError as misread:
        raise problem_of(misread, in_text(misread, text)) from misread


def problem_of(misread: MisreadError, place: Place) -> Problem:
    """A misread expression as a problem at a place."""
    facts = {"found": misread.found, "expected": misread.expected, "advice": misread.advice}
    return Problem(EXPRESSION, place, **facts)


def in_text(misread: MisreadError, text: str) -> Place:
    """The place within the expression alone, for one that stands in no file."""
    span = Span(line=1, at=misread.start + 1, width=misread.width)
    return place("expression", (text.replace("\n", " "),), span)


def read_expression(text: str) -> Expression:
    """The same as parse_expression, with the complaint as it is.

    Raises:
        MisreadError: The expression holds something that is not allowed.
    """
    # The parser is a large library, and many a study has no expression.
    from pipeline.study.parser import read

    return Expression(**read(text))
