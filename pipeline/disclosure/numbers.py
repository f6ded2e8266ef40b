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
from pipeline.disclosure.hiding import hidden
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
    out_of_sight = hidden(exact, minimum_n=minimum_n, shares=shares)
    scales = rows.scales(study, exact)
    few = leavers(exact, minimum_n=minimum_n, shares=shares)
    safe = without_lone_means(exact, minimum_n=minimum_n, shares=shares)
    has_hidden = any(key.subgroup for key in out_of_sight.bundles)
    named = (
        row | {"n_missing": math.nan} if has_hidden and row["subgroup"] else row
        for row in safe
        if not _is_person(row, known)
    )
    safe = without_leavers(named, few)
    is_strict = study.privacy.profile == "strict"
    safe = strict.coarse(exact, safe, shares) if is_strict else safe
    shown = tuple(
        rows.published(row, hidden=out_of_sight, scales=scales, minimum_n=minimum_n) for row in safe
    )
    promised = tuple(
        goals.published(
            goal, hidden=out_of_sight, scales=scales, minimum_n=minimum_n, round_=few.levels
        )
        for goal in attained
    )
    if is_strict:
        return public(study, exact=exact, safe=safe, shown=shown, goals=attained, promised=promised)
    return shown, promised


def _is_person(row: Row, known: tuple[str, ...]) -> bool:
    """Whether a log names a person in place of a partner."""
    return row["subgroup"] == "partner" and bool(identifying(row["level"], known=known))
