"""Estimates and goals as a reader may see them: what is hidden, what is left out, what is round.

Those who are counted and those who have no value make everybody, and everybody is the same for
every outcome and period. So where some group is hidden, who has no value is told of whole groups
alone.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import goals, primary, rows, strict
from pipeline.disclosure.differencing import without_lone_means
from pipeline.disclosure.exposed import exposed
from pipeline.disclosure.hiding import Hidden, search
from pipeline.disclosure.identifying import identifying
from pipeline.disclosure.leavers import leavers, without_leavers
from pipeline.disclosure.ledger import ledger
from pipeline.disclosure.public import public

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.study.schema import Study
    from pipeline.tables.published import Published, PublishedGoal, PublishedRow

Row = dict[str, Any]
OF_EVERYBODY: Final = frozenset({"level", "change"})
"""Analyses that say how many people have no value."""


def numbers(
    study: Study,
    exact: Sequence[Row],
    attained: Sequence[Row],
    *,
    known: tuple[str, ...],
    earlier: Sequence[Published] = (),
) -> tuple[tuple[PublishedRow, ...], tuple[PublishedGoal, ...]]:
    """The rows and the goals of a study, in their order.

    Args:
        study: The study file.
        exact: Rows of ESTIMATES.
        attained: Rows of ATTAINMENT.
        known: Texts with names that are no person's.
        earlier: What was given out before, the oldest first.
    """
    minimum_n, shares = study.privacy.minimum_n, rows.shares(study)
    past = ledger(exact, earlier, minimum_n=minimum_n)
    # what was given out and has become unsafe by its values is told no more
    unsafe = primary.unsafe(exact, minimum_n=minimum_n, shares=shares) if earlier else set()
    given_out = past.public - (unsafe - past.kept)
    found = search(exact, minimum_n=minimum_n, shares=shares, public=given_out, stay=past.stay)
    scales = rows.scales(study, exact)
    few = leavers(exact, minimum_n=minimum_n, shares=shares)
    lone = without_lone_means(exact, minimum_n=minimum_n, shares=shares)
    named = [row for row in lone if not _is_person(row, known)]
    is_strict = study.privacy.profile == "strict"
    tells_missing = True
    while True:
        out_of_sight = Hidden(found.hidden)
        told = _without_missing(named, out_of_sight, of_whole=tells_missing)
        safe = without_leavers(told, few)
        safe = strict.coarse(exact, safe, shares) if is_strict else safe
        shown = tuple(
            past.row(row)
            or rows.published(row, hidden=out_of_sight, scales=scales, minimum_n=minimum_n)
            for row in safe
        )
        look = partial(
            exposed, shown, exact,
            minimum_n=minimum_n, is_whole=found.is_whole, earlier=past.earlier,
        )  # fmt: skip
        left = look()
        if left and tells_missing and not look(enrolment=False):
            tells_missing = False
        elif not left or not found.cover(left):
            break
    told_before = Hidden({**found.hidden, **dict.fromkeys(past.kept, "complementary")})
    promised = tuple(
        past.goal(goal, about=goals.bundles(goal))
        or goals.published(
            goal, hidden=told_before, scales=scales, minimum_n=minimum_n, round_=few.levels
        )
        for goal in attained
    )
    if is_strict:
        return public(study, exact=exact, safe=safe, shown=shown, goals=attained, promised=promised)
    return shown, promised


def _without_missing(rows: Iterable[Row], hidden: Hidden, *, of_whole: bool) -> list[Row]:
    """Rows without how many people of a level have no value, where any level is hidden.

    Args:
        rows: Rows of ESTIMATES.
        hidden: Bundles that are hidden.
        of_whole: Whether it is told of whole groups; else of nobody.
    """
    has_hidden = any(key.subgroup for key in hidden.bundles)
    return [
        row | {"n_missing": math.nan}
        if (has_hidden and row["subgroup"]) or (not of_whole and row["analysis"] in OF_EVERYBODY)
        else row
        for row in rows
    ]


def _is_person(row: Row, known: tuple[str, ...]) -> bool:
    """Whether a log names a person in place of a partner."""
    return row["subgroup"] == "partner" and bool(identifying(row["level"], known=known))
