"""How an expression is read: cut into words, parsed, and written anew.

Only a short list of words passes; sqlglot parses them, and the SQL is written anew from the parts
of the tree that are allowed. Nothing of the text goes into the SQL as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from pipeline.study.lexemes import ALLOWED, MisreadError, lexemes
from pipeline.study.sql import Writer

if TYPE_CHECKING:
    from pipeline.study.lexemes import Lexeme

SELECT: Final = "SELECT "


class Parsed(TypedDict):
    """The parts of an expression, as `Expression` explains them."""

    sql: str
    columns: tuple[str, ...]
    text_columns: tuple[str, ...]
    is_condition: bool
    is_column: bool


def read(text: str) -> Parsed:
    """An expression in its parts.

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
    return {
        "sql": f"CAST({inner} AS INTEGER)" if is_condition else inner,
        "columns": tuple(writer.columns),
        "text_columns": tuple(writer.text_columns()),
        "is_condition": is_condition,
        "is_column": isinstance(root, exp.Column),
    }


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
