"""Rules that records of every layout keep: an ID, and a period that the study knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import cells, headers
from pipeline.ingest.contract import Check
from pipeline.ingest.row_kinds import NO_ID, SHEET_NUMBERS, UNKNOWN_PERIOD
from pipeline.problems import Place

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout


def id_checks(intake: Intake, layout: Layout, header: str) -> list[Check]:
    """Every record has an ID; a workbook that stored IDs as numbers is told of."""
    if layout.has_numbers(header):
        place = Place(file=layout.file.shown, column=header)
        intake.problems.add(SHEET_NUMBERS, place)
    return [Check(kind=NO_ID, when=has_no_id("id"), column=header, is_row=True)]


def has_no_id(sql: str) -> str:
    """Whether an ID is empty or blank; quick, because few begin with a blank."""
    blank = f"CASE WHEN {sql} < '!' OR {sql} >= chr(160) THEN {cells.trimmed(sql)} IS NULL END"
    return f"({sql} IS NULL OR coalesce({blank}, false))"


def period_checks(intake: Intake, header: str) -> list[Check]:
    """Every record has a period of the study: `period` is its position, `period_text` the cell."""
    return [
        Check(
            kind=UNKNOWN_PERIOD,
            when="period IS NULL",
            found="coalesce(period_text, '')",
            column=header,
            is_row=True,
            facts={"accepted": headers.listed([p.id for p in intake.study.periods])},
        )
    ]
