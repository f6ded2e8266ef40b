"""What an answer of a survey carries besides itself: the day on which it came, and whose side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.ingest.contract import Check
from pipeline.ingest.dates import read_dates
from pipeline.ingest.layout import header_of
from pipeline.ingest.row_kinds import AMBIGUOUS_DATE, NOT_A_DATE
from pipeline.problems import Place
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import Survey

_TIME: Final = re.compile(r"[ T]")
Marks = dict[str, str | None]
"""Header of `day` and of `side` in one file; None where the study file names none."""


def named(source: Survey) -> list[str]:
    """Headers of marks that a file has to have."""
    return [header for header in (source.submitted, source.sides) if header is not None]


def marks_of(intake: Intake, layout: Layout, source: Survey) -> Marks | None:
    """Where the marks of one file stand; None where one that is named is missing, and told."""
    wanted = {"day": source.submitted, "side": source.sides}
    found = {
        name: header_of(layout, (header,), intake.problems) if header is not None else None
        for name, header in wanted.items()
    }
    is_whole = all(found[name] is not None for name, header in wanted.items() if header is not None)
    return found if is_whole else None


def select(layout: Layout, marks: Marks) -> dict[str, str]:
    """The SQL of each mark."""
    return {
        name: layout.cell(header) if header is not None else "NULL::VARCHAR"
        for name, header in marks.items()
    }


def add_months(
    intake: Intake, layout: Layout, table: str, source: Survey, marks: Marks
) -> list[Check]:
    """Adds the month of each answer, and gives the check that each day can be read."""
    session = intake.session
    told = [
        str(day)
        for (day,) in session.tuples(f"SELECT DISTINCT day FROM {table} WHERE day IS NOT NULL")
    ]
    bare = {day: _TIME.split(day.strip(), maxsplit=1)[0] for day in told}
    readings, unsure = read_dates(bare.values(), source.dates)
    header = marks["day"] or ""
    if unsure is not None:
        place = Place(file=layout.file.shown, column=header)
        intake.problems.add(AMBIGUOUS_DATE, place, value=unsure)
    known = {day: iso[:7] for day, text in bare.items() if (iso := readings.get(text)) is not None}
    session.register(
        "_months",
        Rows({"day": np.array(list(known), dtype=object),
              "month": np.array(list(known.values()), dtype=object)}),
    )  # fmt: skip
    session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT t.*, CAST(m.month AS VARCHAR) AS month "
        f"FROM {table} t LEFT JOIN _months m ON t.day = CAST(m.day AS VARCHAR)"
    )
    if not header:
        return []
    return [
        Check(kind=NOT_A_DATE, when="day IS NOT NULL AND month IS NULL", found="day", column=header)
    ]
