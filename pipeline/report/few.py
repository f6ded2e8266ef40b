"""Whether results rest on too few schools or classes for their margins to be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.context import figure_of

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.tables.published import PublishedRow

_FEW_OF_TWO_GROUPS, _FEW_OF_ONE = 8, 4
_FOR_FEW = "wwc"
"""Model of the test that stands beside a contrast where a group has fewer than four clusters."""


def is_of_few(context: Context, row: PublishedRow) -> bool:
    """Whether the margin of a result rests on a handful of clusters, or has none for that."""
    if f"{row.id}/{_FOR_FEW}" in context.rows:
        return True
    count = figure_of(row, "n_clusters")
    enough = _FEW_OF_TWO_GROUPS if row.text["group"] == "contrast" else _FEW_OF_ONE
    return count is not None and count.value < enough


def of_few(context: Context) -> tuple[PublishedRow, ...]:
    """The main results that rest on few clusters, in the order of the study file."""
    if context.study.design.cluster is None:
        return ()
    rows = (context.impact(n) or context.change(n) for n in context.study.outcomes)
    return tuple(row for row in rows if row is not None and is_of_few(context, row))
