"""Files with several rows a student and period: gathered into one, each row still accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import typed
from pipeline.ingest.contract import Check, sound
from pipeline.ingest.file_kinds import MISSING_COLUMN
from pipeline.ingest.measures import COMPUTED_DECIMALS
from pipeline.ingest.row_kinds import NO_RESULT
from pipeline.problems import Place
from pipeline.study.expressions import parse_expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import Metrics


def gather(
    intake: Intake,
    table: str,
    *,
    file: int,
    columns: dict[str, str],
    into: str,
) -> None:
    """Makes one row a student and period, the first of its rows standing for all of them.

    Args:
        intake: The run.
        table: Table with `row`, `id`, `period`, of sound rows only.
        file: Its number in the books.
        columns: Column of the new table to the SQL of its aggregate.
        into: Name of the new table.
    """
    session = intake.session
    made = "".join(f", {sql} AS {name}" for name, sql in columns.items())
    session.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT min(row) AS row, id, period{made} "
        f"FROM {table} GROUP BY id, period ORDER BY 1"
    )
    session.execute(
        f"INSERT INTO gathered SELECT {file}, first_value(row) OVER (PARTITION BY id, period "
        f"ORDER BY row), row FROM {table}"
    )
    intake.books.gathered.add(file)


def measured(
    intake: Intake,
    table: str,
    source: Metrics,
    measures: Sequence[Measure],
    *,
    file: int,
    known: Sequence[str],
) -> None:
    """Turns gathered columns into the measures `v0`, `v1`, ..., held against their rules.

    Args:
        intake: The run.
        table: The gathered table.
        source: The source, with the expression of each measure.
        measures: What they may hold.
        file: Number of the file in the books.
        known: Columns that the expressions may use.
    """
    formulas = [parse_expression(str(text)) for text in source.measures.values()]
    for formula in formulas:
        wanted = [name for name in formula.columns if name not in known]
        if wanted:
            intake.problems.add(
                MISSING_COLUMN,
                Place(file=intake.books.entries[file].layout.file.shown),
                wanted=f'"{wanted[0]}"',
                near="",
                headers=f"{', '.join(known)} once it is gathered",
            )
            formulas = []
            break
    values = "".join(
        f", round(CAST({formula.sql} AS DOUBLE), {COMPUTED_DECIMALS}) AS e{i}"
        for i, formula in enumerate(formulas)
    )
    session = intake.session
    session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *{values} FROM {table} ORDER BY row"
    )
    measures = measures[: len(formulas)]
    rules = [
        [
            *typed.value_checks(f"e{i}", measure, measure.name),
            Check(
                kind=NO_RESULT,
                when=f"NOT isfinite(e{i})",
                column=measure.name,
                facts={"columns": ", ".join(formulas[i].columns)},
            ),
        ]
        for i, measure in enumerate(measures)
    ]
    broken = intake.books.judge(file, table, [check for per in rules for check in per])
    kept = "".join(
        f", {sound(f'e{i}', [c for c in per if c in broken])} AS v{i}"
        for i, per in enumerate(rules)
    )
    session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT row, id, period{kept} FROM {table} ORDER BY row"
    )
