"""The rules that a row of one measure keeps: a known metric, and a value within its range."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ingest import headers, typed
from pipeline.ingest.contract import Check
from pipeline.ingest.row_kinds import NOT_A_NUMBER, NOT_IN_LIST
from pipeline.ingest.typed import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.measures import Measure
    from pipeline.ingest.typed import NumberColumn
    from pipeline.study.schema import Metrics


def metric_check(header: str, spelled: dict[str, int]) -> Check:
    """Every row names a metric."""
    return Check(
        kind=NOT_IN_LIST,
        when="measure IS NULL AND metric_text IS NULL",
        column=header,
        is_row=True,
        facts={"accepted": headers.listed(list(spelled))},
    )


def cell_checks(column: NumberColumn, source: Metrics) -> list[Check]:
    """Every cell of a known metric is a number, missing or withheld."""
    checks = typed.number_checks("value_text", column, Tokens.of(source), None)
    return [replace(check, when=f"measure IS NOT NULL AND {check.when}") for check in checks]


def value_checks(column: NumberColumn, measures: Sequence[Measure]) -> list[Check]:
    """Every value is one that its measure may hold."""
    endless = Check(
        kind=NOT_A_NUMBER,
        when="measure IS NOT NULL AND NOT isfinite(value)",
        found="CAST(value AS VARCHAR)",
        column=column.header,
        facts={"bounds": ""},
    )
    return [endless] + [
        check
        for i, measure in enumerate(measures)
        for check in typed.value_checks("value", measure, column.header, given=f"measure = {i}")
    ]
