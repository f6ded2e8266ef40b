"""Records of the same person and period: the same twice, or in conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest.contract import Check
from pipeline.ingest.row_kinds import CONFLICTING, REPEATED
from pipeline.ingest.vendor_kinds import NOT_PICKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake


GONE: Final = "(nth > 1 OR NOT is_same)"
"""SQL of the rows of `_again` that do not count."""


def set_aside(
    intake: Intake,
    table: str,
    *,
    key: Sequence[str],
    values: Sequence[str],
    what: str,
    column: str | None,
) -> None:
    """Takes repeated records out of a table, and notes them in the books; see `note`."""
    if note(intake, table, key=key, values=values, what=what, column=column):
        intake.session.execute(
            f"DELETE FROM {table} USING _again WHERE {table}.file = _again.file "
            f"AND {table}.row = _again.row AND {GONE}"
        )


def note(
    intake: Intake,
    table: str,
    *,
    key: Sequence[str],
    values: Sequence[str],
    what: str,
    column: str | None,
) -> bool:
    """Notes repeated records in the books; whether there are any.

    Of records that agree in every value the first counts; of records that disagree none does.
    They are in the table `_again`, by file and row.

    Args:
        intake: The run.
        table: A table or view with `file` and `row`; rows without a key are left alone.
        key: Columns that must be there once together.
        values: Columns in which records may disagree.
        what: What the key is called in a sentence, such as "student and period".
        column: Header under which the problem is told.
    """
    session = intake.session
    keys = ", ".join(key)
    known = " AND ".join(f"{column} IS NOT NULL" for column in key)
    listed = ", ".join(f"coalesce(CAST({value} AS VARCHAR), '')" for value in values)
    content = f"concat_ws(chr(31), {listed})" if values else "''"
    session.execute(
        f"CREATE OR REPLACE TEMP TABLE _again AS SELECT file, row, "
        f"row_number() OVER (PARTITION BY {keys} ORDER BY file, row) AS nth, "
        f"first_value(file) OVER (PARTITION BY {keys} ORDER BY file, row) AS first_file, "
        f"first_value(row) OVER (PARTITION BY {keys} ORDER BY file, row) AS first_row, "
        f"nth_value(file, 2) OVER w AS second_file, nth_value(row, 2) OVER w AS second_row, "
        f"min({content}) OVER (PARTITION BY {keys}) = max({content}) OVER (PARTITION BY {keys}) "
        f"AS is_same FROM {table} SEMI JOIN (SELECT {keys} FROM {table} WHERE {known} "
        f"GROUP BY {keys} HAVING count(*) > 1) USING ({keys}) "
        f"WINDOW w AS (PARTITION BY {keys} ORDER BY file, row "
        f"ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
    )
    repeated = Check(kind=REPEATED, column=column, is_row=True, is_loss=False, facts={"what": what})
    conflicting = Check(kind=CONFLICTING, column=column, is_row=True, facts={"what": what})
    _note(intake, repeated, "is_same AND nth > 1")
    _note(intake, conflicting, "NOT is_same")
    return bool(session.one("SELECT count(*) FROM _again"))


def pick_one(
    intake: Intake, table: str, *, key: Sequence[str], order: str, column: str | None
) -> None:
    """Of several records of a key takes one, and notes the others in the books.

    Args:
        intake: The run.
        table: A table with `file` and `row`; rows without a key are left alone.
        key: Columns that are one student, period and measure.
        order: SQL of the order in which the first is taken; ties go by file and row.
        column: Header under which the others are told of.
    """
    session = intake.session
    keys = ", ".join(key)
    known = " AND ".join(f"{column} IS NOT NULL" for column in key)
    over = f"OVER (PARTITION BY {keys} ORDER BY {order}, file, row)"
    session.execute(
        f"CREATE OR REPLACE TEMP TABLE _again AS SELECT file, row, row_number() {over} AS nth, "
        f"first_value(file) {over} AS first_file, first_value(row) {over} AS first_row, "
        f"first_value(file) {over} AS second_file, first_value(row) {over} AS second_row "
        f"FROM {table} WHERE {known}"
    )
    _note(intake, Check(kind=NOT_PICKED, column=column, is_row=True, is_loss=False), "nth > 1")
    session.execute(
        f"DELETE FROM {table} USING _again WHERE {table}.file = _again.file "
        f"AND {table}.row = _again.row AND nth > 1"
    )


def are_distinct(intake: Intake, table: str, *, code: str, size: int) -> bool:
    """Whether the codes from 0 to `size` in a table are all different: one quick pass.

    Args:
        intake: The run.
        table: Table, view or subquery with a name.
        code: SQL of the code; rows where it is null do not matter.
        size: Upper bound of the codes.
    """
    found, different = intake.session.tuples(
        f"SELECT count(code), coalesce(bit_count(bitstring_agg(code, 0, {max(size, 1)})), 0) "
        f"FROM (SELECT CAST({code} AS BIGINT) AS code FROM {table})"
    )[0]
    return int(found) == int(different)


def _note(intake: Intake, check: Check, condition: str) -> None:
    session, books = intake.session, intake.books
    other_file = "CASE WHEN nth = 1 THEN second_file ELSE first_file END"
    other_row = "CASE WHEN nth = 1 THEN second_row ELSE first_row END"
    for (file,) in session.tuples(f"SELECT DISTINCT file FROM _again WHERE {condition} ORDER BY 1"):
        number = books.number(int(file), check)
        names = " ".join(
            f"WHEN {i} THEN {quoted(' of ' + entry.layout.file.name)}"
            for i, entry in enumerate(books.entries)
            if i != file
        )
        elsewhere = f"CASE {other_file} {names} ELSE '' END" if names else "''"
        session.execute(
            f"INSERT INTO broken SELECT file, row, {number}, "
            f"'row ' || {other_row} || {elsewhere} FROM _again "
            f"WHERE {condition} AND file = {file}"
        )
