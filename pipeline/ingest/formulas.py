"""What a measure of the study file is in one file: a column as it stands, or an expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.engine.session import identifier
from pipeline.ingest import headers
from pipeline.study.expressions import parse_expression

if TYPE_CHECKING:
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How the value of one slot comes about in one file.

    Attributes:
        sql: Over identifiers that are the names in `columns`.
        columns: Names of the columns that it uses.
        words: Those of them that it compares with words; the others hold numbers.
        is_measured: A column as it stands; otherwise it is computed.
        divides: It may divide by zero, which gives no number.
        told: Header, or name of the measure, under which a problem is told.
    """

    sql: str
    columns: tuple[str, ...]
    words: tuple[str, ...] = ()
    is_measured: bool
    divides: bool
    told: str


def formula_of(source: Metrics, layout: Layout, text: str) -> Formula:
    """A header as it stands where the file or the study file has it, else an expression."""
    header = headers.known(layout.reading, (text,))
    if text in source.columns or header is not None:
        return Formula(
            sql=identifier(text), columns=(text,), is_measured=True, divides=False, told=text
        )
    expression = parse_expression(text)
    return Formula(
        sql=expression.sql,
        columns=expression.columns,
        words=expression.text_columns,
        is_measured=expression.is_column,
        divides="/" in text and "case" not in text.lower(),
        told=text,
    )
