"""The stage: exact results to what may leave the building."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.disclosure import (
    accounts,
    agreement,
    counts,
    entries,
    goals,
    rows,
    scaling,
    strict,
    utility,
    voices,
)
from pipeline.disclosure.differencing import without_lone_means
from pipeline.disclosure.hiding import hidden
from pipeline.disclosure.leavers import leavers, without_leavers
from pipeline.disclosure.public import public
from pipeline.study.schema import Interviews
from pipeline.tables.published import Published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from pipeline.study.schema import Study
    from pipeline.tables.published import Figure
    from pipeline.tables.schema import Rows


def protect(  # noqa: PLR0913  everything that passes the door
    study: Study,
    *,
    estimates: Rows,
    attainment: Rows,
    tidy: Callable[[str], Rows],
    as_of: date,
    inputs: Iterable[tuple[str, str]],
    versions: Mapping[str, str],
) -> Published:
    """Everything that the pages of one study may say.

    Args:
        study: The study file.
        estimates: ESTIMATES, exact.
        attainment: ATTAINMENT, exact.
        tidy: Reads a tidy table by its name: files, accounts, waves, testimonials, segments.
        as_of: The day that the goals were judged on.
        inputs: Each file that was read, with its hash.
        versions: Software by name.
    """
    minimum_n = study.privacy.minimum_n
    exact = estimates.records()
    out_of_sight = hidden(exact, minimum_n=minimum_n, shares=rows.shares(study))
    scales = rows.scales(study, exact)
    safe = without_lone_means(exact, minimum_n=minimum_n, shares=rows.shares(study))
    few = leavers(exact, minimum_n=minimum_n, shares=rows.shares(study))
    safe = without_leavers(safe, few)
    is_strict = study.privacy.profile == "strict"
    if is_strict:
        safe = strict.coarse(exact, safe, rows.shares(study))
    shown = tuple(
        rows.published(row, hidden=out_of_sight, scales=scales, minimum_n=minimum_n) for row in safe
    )
    known = _names(study)
    quotes, notes = voices.quotes(tidy("testimonials"), minimum_n=minimum_n, known=known)
    told, held_back = entries.entries(tidy("activities"), known=known)
    named = {name: s.themes for name, s in study.sources.items() if isinstance(s, Interviews)}
    promised = tuple(
        goals.published(
            goal, hidden=out_of_sight, scales=scales, minimum_n=minimum_n, round_=few.levels
        )
        for goal in attainment.records()
    )
    if is_strict:
        shown, promised = public(
            study, exact=exact, safe=safe, shown=shown, goals=attainment.records(),
            promised=promised,
        )  # fmt: skip
    return certain(
        Published(
            rows=shown,
            goals=promised,
            counts=(
                *counts.published(tidy("files"), tidy("waves"), minimum_n=minimum_n),
                *accounts.published(tidy("accounts"), tidy("files"), minimum_n=minimum_n),
                *agreement.published(study, strict.sure(shown)),
                *scaling.published(promised),
                *voices.reading(tidy("segments"), minimum_n=minimum_n),
                *voices.chosen(tidy("files"), tidy("testimonials"), quotes),
                *utility.published(study, exact, shown),
            ),
            quotes=quotes,
            themes=voices.themes(tidy("segments"), minimum_n=minimum_n, named=named, known=known),
            notes=(*notes, *held_back),
            as_of=as_of.isoformat(),
            minimum_n=minimum_n,
            authority=study.privacy.authority,
            versions=dict(versions),
            inputs=tuple(inputs),
            entries=told,
        )
    )


def certain(published: Published) -> Published:
    """The same, when every figure is a number; anything else is a fault of ours.

    Raises:
        AssertionError: A figure is not a number, or infinite.
    """
    told: list[tuple[str, Figure | None]] = [(one.id, one.figure) for one in published.counts]
    for row in published.rows:
        told += [(f"{row.id}#{column}", figure) for column, figure in row.figures.items()]
    for goal in published.goals:
        told += [(f"{goal.id}#{column}", figure) for column, figure in goal.figures.items()]
    for what, figure in told:
        if figure is not None and not math.isfinite(figure.value):
            raise AssertionError(f"{what} is {figure.value}, not a number")
    return published


def _names(study: Study) -> tuple[str, ...]:
    """Names that are no person's: of the partnership and its partners."""
    about = study.study
    return (about.title, about.summary, *(partner.name for partner in about.partners))
