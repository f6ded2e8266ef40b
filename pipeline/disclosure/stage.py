"""The stage: exact results to what may leave the building."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pipeline.disclosure import (
    accounts,
    agreement,
    counts,
    entries,
    scaling,
    strict,
    utility,
    voices,
)
from pipeline.disclosure.held import names
from pipeline.disclosure.ledger import AS_BEFORE
from pipeline.disclosure.numbers import numbers
from pipeline.study.schema import Interviews
from pipeline.tables.published import Published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from pipeline.disclosure.held import Held
    from pipeline.study.schema import Study
    from pipeline.study.schema_sources import Theme
    from pipeline.tables.published import Figure, PublishedRow
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
    earlier: Sequence[Published] = (),
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
        earlier: What was given out before, the oldest first.
    """
    minimum_n = study.privacy.minimum_n
    known = names(study)
    exact = estimates.records()
    shown, promised = numbers(study, exact, attainment.records(), known=known, earlier=earlier)
    quotes, unread = voices.quotes(tidy("testimonials"), minimum_n=minimum_n, known=known)
    told, untold, notes = entries.entries(tidy("activities"), known=known)
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
            themes=voices.themes(
                tidy("segments"), minimum_n=minimum_n, named=_themes(study), known=known
            ),
            notes=(*(one.note for one in (*unread, *untold)), *notes, *_kept(shown, minimum_n)),
            as_of=as_of.isoformat(),
            minimum_n=minimum_n,
            authority=study.privacy.authority,
            versions=dict(versions),
            inputs=tuple(inputs),
            entries=told,
        )
    )


def _kept(shown: Iterable[PublishedRow], minimum_n: int) -> list[str]:
    """Says that results stand as they were given out."""
    n_kept = sum(row.reason == AS_BEFORE for row in shown)
    if not n_kept:
        return []
    stand = "1 result stands" if n_kept == 1 else f"{n_kept:,} results stand"
    why = f"what was corrected since concerns fewer than {minimum_n} people"
    return [f"{stand} as published before: {why}, and the difference would tell of them."]


def _themes(study: Study) -> dict[str, dict[str, Theme]]:
    """What the study file says of the codes of interviews, by source."""
    return {name: s.themes for name, s in study.sources.items() if isinstance(s, Interviews)}


def held_back(study: Study, tidy: Callable[[str], Rows]) -> list[Held]:
    """Every text that a reader will not see before a person has approved it.

    Args:
        study: The study file.
        tidy: Reads a tidy table by its name: testimonials, segments, activities.
    """
    known = names(study)
    _, quotes = voices.quotes(tidy("testimonials"), minimum_n=study.privacy.minimum_n, known=known)
    _, untold, _ = entries.entries(tidy("activities"), known=known)
    return [*quotes, *voices.without_example(tidy("segments"), known=known), *untold]


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
