"""A parsed expression written anew as SQL: numbers and conditions, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlglot import exp

from pipeline.study.lexemes import ALLOWED, MisreadError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.study.lexemes import Lexeme

ARITHMETIC: Final[dict[type, str]] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
COMPARISON: Final[dict[type, str]] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
JOINED: Final[dict[type, str]] = {exp.And: "AND", exp.Or: "OR"}
SEVERAL: Final[dict[type, str]] = {
    exp.Least: "LEAST",
    exp.Greatest: "GREATEST",
    exp.Coalesce: "COALESCE",
}
MOST_DECIMALS: Final = 9


@dataclass(slots=True, kw_only=True)
class Writer:
    """Writes the allowed parts of a tree; what it does not know it refuses.

    Attributes:
        places: The words of the expression by their start in the SQL that was parsed.
        whole: Characters of the whole expression, for complaints about all of it.
        columns: The columns met so far, in order, and what they hold: a number, a text, or
            nothing known where only their presence was asked.
    """

    places: dict[int, Lexeme]
    whole: int
    columns: dict[str, str] = field(default_factory=dict)

    def text_columns(self) -> Iterable[str]:
        """The columns that hold words, or of which only the presence was asked."""
        return (name for name, holds in self.columns.items() if holds != "number")

    def is_condition(self, node: exp.Expr) -> bool:
        """Whether a part says yes or no."""
        inner = node.unnest()
        return isinstance(inner, (*COMPARISON, *JOINED, exp.Not, exp.In, exp.Between, exp.Is))

    def number(self, node: exp.Expr) -> str:
        """A part that is a number, as SQL."""
        match node.unnest():
            case exp.Column() as column:
                return self.column(column, "number")
            case exp.Literal(is_string=False) as literal:
                return self.literal(literal)
            case exp.Neg(this=inner):
                return f"(-{self.number(inner)})"
            case exp.Div(this=above, expression=below):
                return f"({self.number(above)} / NULLIF({self.number(below)}, 0e0))"
            case exp.Null():
                return "NULL"
            case other:
                return self.composed(other)

    def composed(self, node: exp.Expr) -> str:
        """A number that is made of others."""
        sign = ARITHMETIC.get(type(node))
        if sign is not None:
            return f"({self.number(node.this)} {sign} {self.number(node.expression)})"
        name = SEVERAL.get(type(node))
        if name is not None:
            return self.several(name, node)
        match node:
            case exp.Abs():
                return f"ABS({self.number(node.this)})"
            case exp.Round():
                return self.rounded(node)
            case exp.Case():
                return self.case(node)
            case _:
                raise self.no_number(node)

    def condition(self, node: exp.Expr) -> str:
        """A part that says yes or no, as SQL."""
        inner = node.unnest()
        joined = JOINED.get(type(inner))
        if joined is not None:
            return f"({self.condition(inner.this)} {joined} {self.condition(inner.expression)})"
        if isinstance(inner, exp.Not):
            return f"(NOT {self.condition(inner.this)})"
        return self.compared(inner)

    def compared(self, node: exp.Expr) -> str:
        """A condition on values."""
        sign = COMPARISON.get(type(node))
        if sign is not None:
            left, right = self.alike((node.this, node.expression))
            return f"({left} {sign} {right})"
        match node:
            case exp.Is(expression=exp.Null()):
                return f"({self.present(node.this)} IS NULL)"
            case exp.In():
                return self.among(node)
            case exp.Between():
                value, low, high = self.alike((node.this, node.args["low"], node.args["high"]))
                return f"({value} BETWEEN {low} AND {high})"
            case _:
                raise self.no_condition(node)

    def column(self, node: exp.Column, holds: str) -> str:
        """A column, and what it holds; it cannot hold both numbers and words."""
        name = node.name
        if self.columns.get(name) not in (None, "", holds) and holds:
            found = f'found the column "{name}" both as a number and as a word'
            advice = "Compare it with numbers only, or with words in quotes only."
            raise self.misread(node, found, "expected one of the two", advice)
        self.columns[name] = holds or self.columns.get(name, "")
        return '"' + name.replace('"', '""') + '"'

    def literal(self, node: exp.Literal) -> str:
        """A number as a double, so that nothing overflows and both engines agree."""
        digits = str(node.this).lower()
        if float(digits) in (float("inf"), float("-inf")):
            raise self.misread(node, f"found {digits[:20]}", "expected a smaller number", "")
        return digits if "e" in digits else f"{digits.rstrip('.')}e0"

    def several(self, name: str, node: exp.Expr) -> str:
        """A function of two numbers or more."""
        values = [node.this, *node.expressions]
        if len(values) < 2:  # noqa: PLR2004  the least of one is that one
            found = f"found {name.lower()} of one value"
            raise self.misread(node, found, "expected two or more", "Separate them by commas.")
        return f"{name}({', '.join(self.number(value) for value in values)})"

    def rounded(self, node: exp.Round) -> str:
        """A rounded number, to a written number of decimals."""
        decimals = node.args.get("decimals")
        digits = str(decimals.this) if isinstance(decimals, exp.Literal) else ""
        is_plain = digits.isdecimal() and int(digits) <= MOST_DECIMALS
        if node.args.get("truncate") is not None or not (decimals is None or is_plain):
            expected = f"expected round(value) or round(value, decimals) with 0 to {MOST_DECIMALS}"
            raise self.misread(node, "found round with other arguments", expected, "")
        return f"ROUND({self.number(node.this)}, {int(digits or 0)})"

    def case(self, node: exp.Case) -> str:
        """Numbers by conditions, or by the values of one column."""
        whens = "".join(
            f" WHEN {self.when(node, one)} THEN {self.number(one.args['true'])}"
            for one in node.args["ifs"]
        )
        default = node.args.get("default")
        otherwise = f" ELSE {self.number(default)}" if default is not None else ""
        return f"(CASE{whens}{otherwise} END)"

    def when(self, node: exp.Case, one: exp.If) -> str:
        """One branch: `case x when 1` is written out as `x = 1`."""
        if node.this is None:
            return self.condition(one.this)
        left, right = self.alike((node.this, one.this))
        return f"({left} = {right})"

    def among(self, node: exp.In) -> str:
        """A value among listed ones."""
        others = {name for name, value in node.args.items() if value} - {"this", "expressions"}
        values = node.expressions
        are_written = all(isinstance(one.unnest(), exp.Literal | exp.Neg) for one in values)
        if others or not values or not are_written:
            expected, advice = "expected values in brackets", "Write it as in grade in (9, 10)."
            raise self.misread(node, "found `in` without a list", expected, advice)
        value, *listed = self.alike((node.this, *values))
        return f"({value} IN ({', '.join(listed)}))"

    def alike(self, parts: tuple[exp.Expr, ...]) -> tuple[str, ...]:
        """Parts that are compared with each other: all numbers, or words and columns of words."""
        if not any(_is_word(part.unnest()) for part in parts):
            return tuple(self.number(part) for part in parts)
        return tuple(self.word(part.unnest()) for part in parts)

    def word(self, node: exp.Expr) -> str:
        """A word in quotes, or a column of words."""
        if isinstance(node, exp.Column):
            return self.column(node, "text")
        if _is_word(node):
            return "'" + str(node.this).replace("'", "''") + "'"
        advice = "Compare a column with a word, as in status = 'Graduated'."
        raise self.misread(
            node, "found a word compared with a number", "expected two alike", advice
        )

    def present(self, node: exp.Expr) -> str:
        """What is asked to be null: a column of any kind, or a number."""
        inner = node.unnest()
        return self.column(inner, "") if isinstance(inner, exp.Column) else self.number(inner)

    def no_number(self, node: exp.Expr) -> MisreadError:
        """The complaint that something else stands where a number belongs."""
        if _is_word(node):
            found, advice = f"found the word '{node.this}'", "Put headers in double quotes."
            return self.misread(node, found, "expected a number or a column", advice)
        if self.is_condition(node):
            advice = "Turn it into a number: case when ... then 1 else 0 end."
            return self.misread(node, "found a condition", "expected a number", advice)
        return self.misread(node, "found something else", "expected a number", ALLOWED)

    def no_condition(self, node: exp.Expr) -> MisreadError:
        """The complaint that something else stands where a condition belongs."""
        advice = "Compare it with something, as in mentored = 1."
        return self.misread(node, "found a value", "expected a condition", advice)

    def misread(self, node: exp.Expr, found: str, expected: str, advice: str) -> MisreadError:
        """A complaint at the first word of a part whose place is known."""
        for one in node.find_all(exp.Identifier):
            word = self.places.get(int(one.meta.get("start", -1)))
            if word is not None:
                return MisreadError(found, expected, advice, start=word.start, width=word.width)
        return MisreadError(found, expected, advice, start=0, width=self.whole)


def _is_word(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)
