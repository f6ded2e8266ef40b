"""How many reasonable analyses agree with the primary one: counted where numbers are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.disclosure.display import count
from pipeline.evidence.agreement import is_reasonable
from pipeline.tables.published import PublishedCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.study.schema import Study
    from pipeline.tables.published import PublishedRow

ANALYSES: Final = ("change", "impact")


def published(study: Study, rows: Iterable[PublishedRow]) -> Iterator[PublishedCount]:
    """For each primary row with others beside it: how many, of one sign, of one conclusion.

    An analysis has the primary's conclusion if both intervals leave out zero on the same side,
    or neither leaves it out.
    """
    rows = tuple(rows)
    for primary in rows:
        if not is_primary(primary):
            continue
        others = beside(study, primary, rows)
        if others:
            told = {
                "analyses": len(others),
                "sign": sum(_sign(one) == _sign(primary) for one in others),
                "conclusion": sum(_side(one) == _side(primary) for one in others),
            }
            for what, n in told.items():
                yield PublishedCount(
                    id=f"agree/{primary.id}/{what}", source="", file="", what=what, figure=count(n)
                )


def is_primary(row: PublishedRow) -> bool:
    """Whether a row is the primary answer of a whole group."""
    return (
        row.text["analysis"] in ANALYSES
        and row.id.count("/") == 2  # noqa: PLR2004  outcome/analysis/group
        and "estimate" in row.figures
    )


def beside(
    study: Study, primary: PublishedRow, rows: Iterable[PublishedRow]
) -> tuple[PublishedRow, ...]:
    """The other reasonable analyses of the same question."""
    start = f"{primary.id}/"
    return tuple(
        row
        for row in rows
        if row.id.startswith(start)
        and not row.text["subgroup"]
        and is_reasonable(study.design.kind, row.text["model"])
        and "estimate" in row.figures
    )


def _sign(row: PublishedRow) -> int:
    value = row.figures["estimate"].value
    return (value > 0) - (value < 0)


def _side(row: PublishedRow) -> int:
    """On which side of zero the whole interval lies; 0 where it holds zero or is not known."""
    low, high = row.figures.get("conf_low"), row.figures.get("conf_high")
    if low is None or high is None:
        return 0
    return (low.value > 0) - (high.value < 0)
