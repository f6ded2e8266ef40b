"""Expressions reckon and do nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import Problem
from pipeline.study.expressions import Expression, parse_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

ROW = {"a": 6.0, "b": -1.5, "z": 0.0, "n": None, "Days Absent": 18.0, "enrolled": 180.0}
WORDS = {"status": "Graduated", "empty": None}


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET enable_external_access = false")
        yield connection


def value(database: duckdb.DuckDBPyConnection, text: str) -> Any:
    """What an expression gives for one row of numbers and words."""
    expression = parse_expression(text)
    cells: list[str] = [f'? :: DOUBLE AS "{name}"' for name in ROW]
    cells += [f'? :: VARCHAR AS "{name}"' for name in WORDS]
    row = f"SELECT {', '.join(cells)}"
    query = f"SELECT {expression.sql} FROM ({row})"  # noqa: S608
    (found,) = database.execute(query, [*ROW.values(), *WORDS.values()]).fetchone() or (None,)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('100 * (1 - "Days Absent" / enrolled)', 90.0),
        ("`Days Absent` / enrolled >= 0.10", 1),
        ('"Days Absent" / enrolled > 0.10', 0),
        ("a + b * 2", 3.0),
        ("(a + b) * 2", 9.0),
        ("-a - -b", -7.5),
        ("a / 4", 1.5),
        ("a / z", None),
        ("a / (b + 1.5)", None),
        ("n + 1", None),
        ("n > 1", None),
        ("abs(b)", 1.5),
        ("round(a / 4, 1)", 1.5),
        ("round(b)", -2.0),
        ("least(a, b, 3)", -1.5),
        ("greatest(a, b)", 6.0),
        ("coalesce(n, a)", 6.0),
        ("case when a > 5 then 1 when a > 3 then 2 else 3 end", 1.0),
        ("case when n > 5 then 1 end", None),
        ("case status when 'Graduated' then 1 else 0 end", 1.0),
        ("case a when 5 then 1 when 6 then 2 end", 2.0),
        ("case when a = 6 then null else 1 end", None),
        ("status = 'Graduated'", 1),
        ("status == 'graduated'", 0),
        ("status <> 'Graduated'", 0),
        ("status != 'Left' and a = 6", 1),
        ("status in ('Graduated', 'Moved')", 1),
        ("status not in ('Graduated')", 0),
        ("empty is null", 1),
        ("empty is not null or n is not null", 0),
        ("a in (5, 6, 7)", 1),
        ("a in (-6)", 0),
        ("a between 5 and 7", 1),
        ("a not between 5 and 7", 0),
        ("not (a > 5)", 0),
        ("a > 5 and not b > 0", 1),
        ("a > 5 or n > 0", 1),
        ("a > 5 and n > 0", None),
        ("A + 1", 7.0),
        ("a\n+\nb", 4.5),
        ("9223372036854775807 + a > 0", 1),
    ],
)
def test_an_expression_gives_what_it_says(
    database: duckdb.DuckDBPyConnection, text: str, expected: float | None
) -> None:
    assert value(database, text) == expected


def test_an_expression_tells_what_it_reads() -> None:
    assert parse_expression("100 * (1 - absent / enrolled)") == Expression(
        sql='(100e0 * (1e0 - ("absent" / NULLIF("enrolled", 0e0))))',
        columns=("absent", "enrolled"),
    )
    assert parse_expression("status = 'A' and x > 1 and w is null") == Expression(
        sql='CAST(((("status" = \'A\') AND ("x" > 1e0)) AND ("w" IS NULL)) AS INTEGER)',
        columns=("status", "x", "w"),
        text_columns=("status", "w"),
        is_condition=True,
    )
    assert parse_expression("gpa") == Expression(sql='"gpa"', columns=("gpa",), is_column=True)


def test_a_column_of_numbers_that_is_asked_for_stays_one_of_numbers() -> None:
    assert parse_expression("x is not null and x > 1").text_columns == ()
    assert parse_expression("x > 1 or x is null").text_columns == ()


def test_words_that_mean_something_in_sql_are_plain_headers_here() -> None:
    for word in ("select", "date", "left", "comment", "set", "interval", "current_date", "all"):
        assert parse_expression(f"{word} + 1").columns == (word,)


def test_quotes_within_headers_stay_headers(database: duckdb.DuckDBPyConnection) -> None:
    expression = parse_expression('"say ""hi""" + `back"tick`')
    assert expression.columns == ('say "hi"', 'back"tick')
    row = 'SELECT 1 AS "say ""hi""", 2 AS "back""tick"'
    assert database.execute(f"SELECT {expression.sql} FROM ({row})").fetchone() == (3,)  # noqa: S608


INJECTIONS = (
    "(select 1)",
    "(select a from b)",
    "a in (select 1)",
    "exists (select 1)",
    "a; drop table students",
    "1; copy t to 'x'",
    "a -- rest",
    "a /* rest */",
    "a # rest",
    "read_csv('/etc/passwd')",
    "read_text('/etc/passwd') = 'x'",
    "getenv('HOME')",
    "\"getenv\"('HOME')",
    "`getenv`('HOME')",
    "getenv ('HOME')",
    "glob('*')",
    "query('select 1')",
    "current_setting('x')",
    "sum(a)",
    "count(*)",
    "row_number() over ()",
    "sum(a) over (partition by b)",
    "a over ()",
    "cast(a as integer)",
    "try_cast(a as integer)",
    "a::integer",
    "list_transform([1], x -> x)",
    "x -> x + 1",
    "lambda x: x",
    "*",
    "a.*",
    "t.a",
    "columns('.*')",
    "a[1]",
    "[1, 2]",
    "{'k': 1}",
    "$1",
    "?",
    ":name",
    "@a",
    "a || b",
    "a like 'x%'",
    "a ~ 'x'",
    "a similar to 'x'",
    "a collate nocase",
    "a at time zone 'UTC'",
    "interval '1' day",
    "date '2020-01-01'",
    "a is distinct from b",
    "a is true",
    "a = true",
    "if(a, 1, 2)",
    "nullif(a, 0)",
    "abs(distinct a)",
    "abs(a) filter (where b)",
    "a in b",
    "a in (b)",
    "a in ()",
    "a, b",
    "(a, b)",
    "()",
    "a as b",
    "a from b",
    "a where b",
    "a union select 1",
    "a order by b",
    "a limit 1",
    "$$text$$",
    "e'\\x41'",
    "x'41'",
    "a ** 2",
    "a ^ 2",
    "a % 2",
    "a // 2",
    "a & b",
    "a << 1",
    "~a",
    "\x00",
    "a \\ b",
    "'unclosed",
    '"unclosed',
    "`unclosed",
    '""',
    "{{ a }}",
    "{% a %}",
    "a;",
    "",
    "  ",
    "1",
    "null",
    "'word'",
    "a = ",
    "+",
    "a +",
    "and",
    "case",
    "case end",
    "case when a > 1 end",
    "a between 1",
    "round(a, b)",
    "round(a, 1, 2)",
    "round(a, 99)",
    "round(a, 1.5)",
    "least(a)",
    "abs()",
    "abs(a, b)",
    "1e999 + a",
    "(a > 1) + 1",
    "a > 1 > 0",
    "not a",
    "a and b",
    "case when a then 1 end",
    "case when a > 1 then 'x' end",
    "a = 'x' and a > 1",
    "a + 'x'",
    "a + 1 = 'x'",
    "a = 'x' + 1",
    "not " * 30 + "a = 1",
    "(" * 30 + "a" + ")" * 30,
    "- " * 30 + "a",
    "a + " * 110 + "a",
    "a" * 501,
)


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_does_not_reckon_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_expression(text)
    assert str(caught.value).startswith("error[S070] expression:1:")


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("1 - getenv('HOME')", (5, 6), 'found the function "getenv"'),
        ("2 * Days Absent", (5, 11), 'found "Days" and "Absent" side by side'),
        ("absent / (enrolled", (11, 8), 'found "enrolled" where the expression cannot go on'),
        ("x = 'y' and x > 1", (13, 1), 'found the column "x" both as a number and as a word'),
        ("1 + (mentored = 1)", (6, 8), "found a condition"),
        ("a; b", (2, 1), 'found ";"'),
        ("a + 'b", (5, 1), "found a quotation mark ' that is never closed"),
        ("1 + 2", (1, 5), "found an expression without a column"),
    ],
)
def test_the_complaint_points_into_the_expression(
    text: str, place: tuple[int, int], found: str
) -> None:
    with pytest.raises(Problem) as caught:
        parse_expression(text)
    assert (caught.value.place.at, caught.value.place.width) == place
    assert caught.value.facts["found"] == found


def test_a_complaint_is_one_sentence_with_a_caret_and_a_remedy() -> None:
    with pytest.raises(Problem) as caught:
        parse_expression("1 + (mentored = 1)")
    assert str(caught.value) == (
        "error[S070] expression:1:6: found a condition, expected a number. Turn it into a number: "
        "case when ... then 1 else 0 end.\n"
        "  1 + (mentored = 1)\n"
        "       ^^^^^^^^"
    )


@given(st.text(max_size=80))
def test_no_text_ends_in_anything_but_an_expression_or_a_problem(text: str) -> None:
    try:
        expression = parse_expression(text)
    except Problem:
        return
    assert expression.columns


PIECES = st.sampled_from(
    [
        *("a", "b", '"c d"', "1", "0.5", "'w'", "(", ")", ",", "+", "-", "*", "/", "=", "<", ">="),
        *("and", "or", "not", "in", "between", "is", "null", "case", "when", "then", "else", "end"),
        *("abs(", "round(", "least(", "coalesce(", ";", "--", "select", "::", "[", "over"),
    ]
)


@given(pieces=st.lists(PIECES, max_size=14))
def test_whatever_is_accepted_runs_over_its_own_columns_alone(
    database: duckdb.DuckDBPyConnection, pieces: list[str]
) -> None:
    try:
        expression = parse_expression(" ".join(pieces))
    except Problem:
        return
    cells = [
        f'NULL::{"VARCHAR" if name in expression.text_columns else "DOUBLE"} AS "{name}"'
        for name in expression.columns
    ]
    row = f"SELECT {', '.join(cells)}"
    kind = f"SELECT typeof({expression.sql}) FROM ({row})"  # noqa: S608
    (found,) = database.execute(kind).fetchone() or ("",)
    assert found == ("INTEGER" if expression.is_condition else "DOUBLE")


NUMBERS = st.one_of(st.just("a"), st.just("b"), st.integers(0, 9).map(str), st.just("0.5"))
SUMS = st.recursive(
    NUMBERS,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
    ),
    max_leaves=8,
)


def by_python(text: str, row: dict[str, float]) -> float | None:
    """The same expression by Python's own arithmetic; no value where it divides by zero."""
    try:
        return float(eval(text, {"__builtins__": {}}, row))  # noqa: S307  text of this file
    except ZeroDivisionError:
        return None


@given(text=SUMS, a=st.integers(-9, 9), b=st.integers(-9, 9))
def test_arithmetic_agrees_with_another_language(
    database: duckdb.DuckDBPyConnection, text: str, a: int, b: int
) -> None:
    row = {"a": float(a), "b": float(b)}
    if not ("a" in text or "b" in text):
        return
    sql = parse_expression(text).sql
    query = f"SELECT {sql} FROM (SELECT ?::DOUBLE AS a, ?::DOUBLE AS b)"  # noqa: S608
    (found,) = database.execute(query, [row["a"], row["b"]]).fetchone() or (None,)
    expected = by_python(text, row)
    assert (found is None) == (expected is None)
    assert expected is None or math.isclose(found, expected, rel_tol=1e-12, abs_tol=1e-12)
