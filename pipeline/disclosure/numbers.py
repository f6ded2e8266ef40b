"""Estimates and goals as a reader may see them: what is hidden, what is left out, what is round.

Those who are counted and those who have no value make everybody, and everybody is the same for
every outcome and period. So where some group is hidden, who has no value is told of whole groups
alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pipeline.disclosure import goals, rows, strict
from pipeline.disclosure.differencing import without_lone_means
from pipeline.disclosure.exposed import exposed
from pipeline.disclosure.hiding import Hidden, search
from pipeline.disclosure.identifying import identifying
from pipeline.disclosure.leavers import leavers, without_leavers
from pipeline.disclosure.public import public

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.study.schema import Study
    from pipeline.tables.published import PublishedGoal, PublishedRow

Row = dict[str, Any]


def numbers(
    study: Study, exact: Sequence[Row], attained: Sequence[Row], *, known: tuple[str, ...]
) -> tuple[tuple[PublishedRow, ...], tuple[PublishedGoal, ...]]:
    """The rows and the goals of a study, in their order.

    Args:
        study: The study file.
        exact: Rows of ESTIMATES.
        attained: Rows of ATTAINMENT.
        known: Texts with names that are no person's.
    """
    minimum_n, shares = study.privacy.minimum_n, rows.shares(study)
    found = search(exact, minimum_n=minimum_n, shares=shares)
    scales = rows.scales(study, exact)
    few = leavers(exact, minimum_n=minimum_n, shares=shares)
    lone = without_lone_means(exact, minimum_n=minimum_n, shares=shares)
    named = [row for row in lone if not _is_person(row, known)]
    is_strict = study.privacy.profile == "strict"
    while True:
        out_of_sight = Hidden(found.hidden)
        safe = without_leavers(_without_missing(named, out_of_sight), few)
        safe = strict.coarse(exact, safe, shares) if is_strict else safe
        shown = tuple(
            rows.published(row, hidden=out_of_sight, scales=scales, minimum_n=minimum_n)
            for row in safe
        )
        left = exposed(shown, exact, minimum_n=minimum_n, is_whole=found.is_whole)
        if not left or not found.cover(left):
            break
    promised = tuple(
        goals.published(
            goal, hidden=out_of_sight, scales=scales, minimum_n=minimum_n, round_=few.levels
        )
        for goal in attained
    )
    if is_strict:
        return public(study, exact=exact, safe=safe, shown=shown, goals=attained, promised=promised)
    return shown, promised


def _without_missing(rows: Sequence[Row], hidden: Hidden) -> list[Row]:
    """Rows without how many of a level have no value, where any level is hidden."""
    if not any(key.subgroup for key in hidden.bundles):
        return list(rows)
    return [row | {"n_missing": math.nan} if row["subgroup"] else row for row in rows]


def _is_person(row: Row, known: tuple[str, ...]) -> bool:
    """Whether a log names a person in place of a partner."""
    return row["subgroup"] == "partner" and bool(identifying(row["level"], known=known))
