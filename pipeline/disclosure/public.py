"""A release for everybody: the strict profile over what the standard profile would show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.disclosure import strict, strict_goals
from pipeline.disclosure.banded import banded
from pipeline.disclosure.rows import shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.disclosure.banded import Levels
    from pipeline.disclosure.met_counts import Fact
    from pipeline.disclosure.primary import Row
    from pipeline.study.schema import Study
    from pipeline.tables.published import PublishedGoal, PublishedRow


def public(
    study: Study,
    *,
    exact: Sequence[Row],
    safe: Sequence[Row],
    shown: Sequence[PublishedRow],
    goals: Sequence[Row],
    promised: Sequence[PublishedGoal],
) -> tuple[tuple[PublishedRow, ...], tuple[PublishedGoal, ...]]:
    """Rows and goals as anybody may see them.

    Args:
        study: The study file.
        exact: Rows of ESTIMATES.
        safe: The same without what the standard profile leaves out.
        shown: The same as the standard profile shows them.
        goals: Rows of ATTAINMENT.
        promised: The same as the standard profile shows them.
    """
    mine = shares(study)
    told = [
        goal
        for goal, one in zip(goals, promised, strict=True)
        if one.status != "suppressed" and strict_goals.is_share(goal)
    ]

    def verdicts(levels: Levels) -> Iterator[Fact]:
        return strict_goals.facts(study, told, levels)

    bands = banded(exact, shown, mine, verdicts)
    return (
        strict.in_bands(exact, safe, shown, bands, mine),
        strict_goals.in_bands(study, goals, promised, bands),
    )
