"""`measures:` expressions: read, typed, and written again as SQL that can only reckon.

An expression is cut into words of which only a short list passes, parsed by sqlglot, and then
written anew from the parts of the tree that are allowed. Nothing of the text goes into the SQL
as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from pipeline.problems import Problem
from pipeline.study.kinds.expressions import EXPRESSION
from pipeline.study.lexemes import ALLOWED, MisreadError, lexemes
from pipeline.study.positions import Span, place
from pipeline.study.sql import Writer

if TYPE_CHECKING:
    from pipeline.problems import Place
    from pipeline.study.lexemes import Lexeme

SELECT = "SELECT "


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
    words = lexemes(text)
    sql, starts = _rewritten(words)
    try:
        tree = sqlglot.parse_one(sql, dialect="duckdb")
    except ParseError as error:
        raise _unfinished(error, words, starts) from error
    _check_tree(tree, words)
    writer = Writer(places=dict(zip(starts, words, strict=True)), whole=len(text))
    root = tree.expressions[0]
    is_condition = writer.is_condition(root)
    inner = writer.condition(root) if is_condition else writer.number(root)
    if not writer.columns:
        found, width = "found an expression without a column", len(text)
        raise MisreadError(
            found, "expected at least one", "Name a header of the file.", width=width
        )
    return Expression(
        sql=f"CAST({inner} AS INTEGER)" if is_condition else inner,
        columns=tuple(writer.columns),
        text_columns=tuple(writer.text_columns()),
        is_condition=is_condition,
        is_column=isinstance(root, exp.Column),
    )


def _rewritten(words: tuple[Lexeme, ...]) -> tuple[str, list[int]]:
    """The words as SQL with one space between, and where each begins in it."""
    sql, starts = SELECT, []
    for word in words:
        starts.append(len(sql))
        sql += word.sql + " "
    return sql.rstrip(), starts


def _unfinished(error: ParseError, words: tuple[Lexeme, ...], starts: list[int]) -> MisreadError:
    """The parser's complaint at the word where it stopped."""
    first = error.errors[0] if error.errors else {}
    end = int(first.get("col") or 0)
    here = [word for word, start in zip(words, starts, strict=True) if start < end]
    word = here[-1] if here else words[-1]
    found = f'found "{word.text}" where the expression cannot go on'
    expected = "expected a column, a number or a sign that fits there"
    return MisreadError(found, expected, ALLOWED, start=word.start, width=word.width)


def _check_tree(tree: exp.Expr, words: tuple[Lexeme, ...]) -> None:
    """One SELECT of one expression and nothing beside it; a chain of at most 100 steps."""
    parts = {name for name, value in tree.args.items() if value}
    if (
        type(tree) is not exp.Select
        or parts - {"kind", "expressions"}
        or len(tree.expressions) != 1
    ):
        comma = next((word for word in words if word.text == ","), words[0])
        place = {"start": comma.start, "width": comma.width}
        raise MisreadError("found more than one expression", "expected one", ALLOWED, **place)
    level: list[exp.Expr] = [tree]
    for _ in range(100):
        level = [child for node in level for child in node.iter_expressions()]
        if not level:
            return
    raise MisreadError("found a very long chain", "expected a shorter one", "Split it.")
