"""Columns of dates and of days enrolled in student records, where something depends on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import numbers
from pipeline.ingest.contract import Check
from pipeline.ingest.intake import several
from pipeline.ingest.layout import header_of
from pipeline.ingest.vendor_kinds import TOO_FEW_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.ingest.typed import NumberColumn
    from pipeline.study.schema import Metrics


def day_header(intake: Intake, source: Metrics, layout: Layout) -> str | None:
    """The header of the dates, where something depends on them."""
    if "date" not in source.columns or ("period" in source.columns and source.pick is None):
        return None
    return header_of(layout, several(source.columns["date"]), intake.problems)


def days_check(source: Metrics, columns: Mapping[str, NumberColumn]) -> list[Check]:
    """The minimum-days rule on extracts that give the days of enrolment."""
    if source.minimum_days is None or "enrolled" not in columns:
        return []
    at = list(columns).index("enrolled")
    return [
        Check(
            kind=TOO_FEW_DAYS,
            when=f"n{at} < {source.minimum_days}",
            found=numbers.shown(f"n{at}"),
            column=columns["enrolled"].header,
            is_row=True,
            is_loss=False,
            facts={"minimum": source.minimum_days},
        )
    ]
