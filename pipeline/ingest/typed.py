"""Columns of text that hold numbers: how they are written, typed, and held to their rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, numbers
from pipeline.ingest.contract import Check
from pipeline.ingest.numbers import AMBIGUOUS, PLAIN, Style
from pipeline.ingest.row_kinds import (
    AMBIGUOUS_NUMBER,
    NOT_A_NUMBER,
    NOT_BINARY,
    NOT_ORDINAL,
    OUT_OF_RANGE,
    ROUNDED,
    SUPPRESSED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.engine.session import Session
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import AnySource

_LOOKED_AT: Final = 10_000
_EXACT_BELOW: Final = "9e6"
"""Below it, rounding to nine decimals is exact; above it, no more than nine fit anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a source says about cells that are no values."""

    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: AnySource) -> Tokens:
        """Those of one source."""
        withheld: tuple[str, ...] = tuple(getattr(source, "suppressed", ()))
        return cls(missing=tuple(source.missing), withheld=withheld)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberColumn:
    """A column of numbers.

    Attributes:
        text: SQL of its cells.
        header: Header in the file.
        style: How it writes numbers.
        has_words: Yes and no count as 1 and 0.
        is_whole: It counts something.
    """

    text: str
    header: str
    style: Style = PLAIN
    has_words: bool = False
    is_whole: bool = False

    def number(self, tokens: Tokens) -> str:
        """SQL of the number; null where there is none."""
        named = (*tokens.missing, *tokens.withheld)
        text = self.text
        if named:
            hidden = cells.one_of(cells.trimmed(text), named)
            text = f"(CASE WHEN {hidden} THEN NULL ELSE {text} END)"
        return numbers.number(text, self.style, has_words=self.has_words)

    def leftover(self, number: str, tokens: Tokens) -> str:
        """SQL of the text where it is neither a number nor missing; else null."""
        return f"CASE WHEN {number} IS NULL THEN {cells.present(self.text, tokens.missing)} END"


def styled(
    session: Session, table: str, columns: Sequence[NumberColumn], source: AnySource
) -> list[NumberColumn]:
    """The columns with the style that their cells prove or the study file declares."""
    return [replace(c, style=_style(session, table, c, source)) for c in columns]


def proved_style(
    session: Session,
    column: NumberColumn,
    source: AnySource,
    *,
    leftovers: str,
    fractions: str,
) -> Style:
    """The style of a column, from the cells that are no plain numbers.

    Args:
        session: Where they are.
        column: Which.
        source: What the study file declares.
        leftovers: Query of the distinct texts that are neither numbers nor missing.
        fractions: Query of whether plain numbers have a decimal point beyond doubt.
    """
    withheld = cells.is_withheld("text", Tokens.of(source).withheld)
    texts = session.tuples(
        f"SELECT text FROM ({leftovers}) t WHERE NOT {withheld} ORDER BY text LIMIT {_LOOKED_AT}"
    )
    if not texts and source.decimal != "comma":
        return PLAIN
    return numbers.style_of(
        (str(text) for (text,) in texts),
        declared=source.decimal,
        has_fractions=bool(session.one(fractions)),
        is_whole=column.is_whole,
    )


def number_checks(
    leftover: str, column: NumberColumn, tokens: Tokens, measure: Measure | None
) -> list[Check]:
    """The rules on cells that should be numbers.

    Args:
        leftover: SQL of the text where there is no number.
        column: The column.
        tokens: Cells that are no values.
        measure: The measure that the column holds as it stands, if it is one.
    """
    low, high = (None, None) if measure is None else (measure.low, measure.high)
    withheld = cells.is_withheld(leftover, tokens.withheld)
    two_ways = f"regexp_full_match({leftover}, {quoted(AMBIGUOUS)})"
    is_open = column.style.decimal == "point" and not column.style.has_groups
    either = two_ways if is_open else "false"
    is_binary = measure is not None and measure.kind == "binary"
    wrong = NOT_BINARY if is_binary else NOT_A_NUMBER
    facts = {"bounds": numbers.bounds(low, high), "header": column.header}
    there = f"{leftover} IS NOT NULL"
    return [
        Check(
            kind=wrong,
            when=f"{there} AND NOT {withheld} AND NOT {either}",
            found=leftover,
            column=column.header,
            facts=facts,
        ),
        Check(
            kind=AMBIGUOUS_NUMBER,
            when=f"{there} AND NOT {withheld} AND {either}",
            found=leftover,
            column=column.header,
        ),
        Check(
            kind=SUPPRESSED,
            when=f"{there} AND {withheld}",
            found=leftover,
            column=column.header,
            is_loss=False,
            is_listed=False,
        ),
    ]


def count_check(value: str, header: str, *, is_whole: bool) -> Check:
    """The rule on figures that count something: 0 or more, and whole where they count heads."""
    whole = f" OR {value} <> trunc({value})" if is_whole else ""
    return Check(
        kind=OUT_OF_RANGE,
        when=f"({value} < 0{whole})",
        found=numbers.shown(value),
        column=header,
        facts={"bounds": " that is whole and not negative" if is_whole else " of 0 or more"},
    )


def value_checks(value: str, measure: Measure, header: str, *, given: str = "true") -> list[Check]:
    """The rules on the values of a measure.

    Args:
        value: SQL of the value.
        measure: What it may hold.
        header: Under which a broken value is told.
        given: SQL condition of the rows that hold this measure.
    """
    shown = numbers.shown(value)
    match measure.kind:
        case "binary":
            return [
                Check(
                    kind=NOT_BINARY,
                    when=f"{given} AND {value} NOT IN (0, 1)",
                    found=shown,
                    column=header,
                    facts={"header": header},
                )
            ]
        case "ordinal":
            whole = f"{given} AND ({value} < 1 OR {value} <> trunc({value}))"
            rules = [Check(kind=NOT_ORDINAL, when=whole, found=shown, column=header)]
            return rules + _range_check(value, measure, header, given=f"{given} AND {value} >= 1")
        case _:
            return _range_check(value, measure, header, given=given)


def rounding_check(value: str, header: str, *, given: str = "true") -> Check:
    """The note on values with more than nine decimals."""
    return Check(
        kind=ROUNDED,
        when=f"{given} AND abs({value}) < {_EXACT_BELOW} AND {value} <> round({value}, 9)",
        found=numbers.shown(value),
        column=header,
        is_loss=False,
        is_listed=False,
    )


def rounded(value: str) -> str:
    """SQL of a measured value with at most nine decimals."""
    return f"CASE WHEN abs({value}) < {_EXACT_BELOW} THEN round({value}, 9) ELSE {value} END"


def has_point(number: str) -> str:
    """SQL of whether plain numbers were written with a decimal point beyond doubt.

    A point before exactly three digits may part thousands.
    """
    return (
        f"coalesce(bool_or({number} <> round({number}, 3) OR "
        f"({number} = round({number}, 2) AND {number} <> trunc({number}))), false)"
    )


def _range_check(value: str, measure: Measure, header: str, *, given: str) -> list[Check]:
    if measure.low is None or measure.high is None:
        return []
    return [
        Check(
            kind=OUT_OF_RANGE,
            when=f"{given} AND ({value} < {measure.low!r} OR {value} > {measure.high!r})",
            found=numbers.shown(value),
            column=header,
            facts={"bounds": numbers.bounds(measure.low, measure.high)},
        )
    ]


def _style(session: Session, table: str, column: NumberColumn, source: AnySource) -> Style:
    tokens = Tokens.of(source)
    number = column.number(tokens)
    leftover = column.leftover(number, tokens)
    return proved_style(
        session,
        column,
        source,
        leftovers=f"SELECT DISTINCT {leftover} AS text FROM {table} WHERE {leftover} IS NOT NULL",
        fractions=f"SELECT {has_point('v')} FROM (SELECT {number} AS v FROM {table})",
    )
