"""What hiding costs: how many results are hidden, and how many people stand in hidden groups.

The share of people is told in a band that is worth at least as many people as the smallest group
that may be shown, so that it does not give a hidden group away itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.disclosure.bands import WHOLE, WIDTHS, band_of
from pipeline.disclosure.display import count
from pipeline.tables.published import PublishedCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.disclosure.primary import Row
    from pipeline.study.schema import Study
    from pipeline.tables.published import Figure, PublishedRow

ROLES: Final = ("before", "after")


def published(
    study: Study, exact: Sequence[Row], shown: Sequence[PublishedRow]
) -> Iterator[PublishedCount]:
    """How many results there are and are hidden, and which share of people is in hidden levels.

    Args:
        study: The study file.
        exact: Rows of ESTIMATES.
        shown: The same rows as they are published.
    """
    yield _count("rows", count(len(shown)))
    yield _count("rows_hidden", count(sum(row.status == "suppressed" for row in shown)))
    figure = people_hidden(_levels(study, exact, shown), minimum_n=study.privacy.minimum_n)
    if figure is not None:
        yield _count("people_hidden", figure)


def people_hidden(levels: Iterable[tuple[float, bool]], *, minimum_n: int) -> Figure | None:
    """The band of the share of people who are in hidden levels; None where none is told.

    Args:
        levels: People of each level of a breakdown, and whether they are hidden.
        minimum_n: Smallest group that may be shown.

    >>> people_hidden([(600, False), (380, False), (8, True), (12, True)], minimum_n=10).shown
    '2 to 3%'
    >>> people_hidden([(40, False), (8, True)], minimum_n=10).shown
    'under 50%'
    >>> people_hidden([(12, True)], minimum_n=10) is None
    True
    """
    told = list(levels)
    people = sum(n for n, _ in told)
    width = next((one for one in WIDTHS if one * people / WHOLE >= minimum_n), None)
    if width is None or not any(is_hidden for _, is_hidden in told):
        return None
    return band_of(sum(n for n, is_hidden in told if is_hidden) / people, width).figure


def _levels(
    study: Study, exact: Sequence[Row], shown: Sequence[PublishedRow]
) -> Iterator[tuple[float, bool]]:
    """The levels of breakdowns in the two periods that are compared."""
    periods = {period.id for role in ROLES if (period := study.role(role)) is not None}
    for row, told in zip(exact, shown, strict=True):
        is_level = row["analysis"] == "level" and row["subgroup"]
        if is_level and row["period_after"] in periods and row["n_after"] > 0:
            yield float(row["n_after"]), told.status == "suppressed"


def _count(what: str, figure: Figure | None) -> PublishedCount:
    return PublishedCount(id=f"privacy/{what}", source="", file="", what=what, figure=figure)
