"""People one by one, for the analyses that sums do not serve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.adjusted import people_of
from pipeline.compare.imputed import LEAST
from pipeline.compare.matched import balance_people, match_people, reweigh_people
from pipeline.compare.weighed import weigh
from pipeline.statistics.resampling import raw_draws, seed_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.compare.adjusted import People
    from pipeline.compare.weighed import Weighed
    from pipeline.engine.base import Engine, Store
    from pipeline.study.schema import Design, Study
    from pipeline.tables.schema import Rows


MOST_PEOPLE = 100_000
"""People up to whom some are weighed for others, which takes them one by one."""

MOST_LEVELS = 12
"""Levels of a breakdown up to which it may tell who was measured again: kinds, not schools."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """The people of one outcome.

    Attributes:
        known: Those measured twice, with the columns to adjust for; None where there are none.
        weighed: The same by what makes some count for more: everyone (nothing), matched,
            balanced, reweighed.
    """

    known: People | None
    weighed: Mapping[str, Weighed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The people of one outcome as the engine gives them.

    Attributes:
        rows: Everyone measured before.
        design: How the comparison was set up.
        store: Where they come from.
        labels: CODES.
    """

    rows: Rows
    design: Design
    store: Store
    labels: Rows

    @property
    def pairs(self) -> Rows:
        """Those measured twice."""
        return self.rows.take(self.rows["is_paired"].astype(bool))

    def people(self, rows: Rows, columns: Sequence[str]) -> People:
        """Some of them, with columns to adjust for."""
        return people_of(
            rows, slots=self.store.slots, codes=self.labels, adjust_for=columns,
            cluster=self.design.cluster,
        )  # fmt: skip


def asks(study: Study) -> bool:
    """Whether the design itself needs people one by one."""
    design = study.design
    is_lottery = design.kind == "randomized"
    return design.kind != "one-group" and bool(design.adjust_for or design.match or is_lottery)


def columns(study: Study, store: Store) -> tuple[str, ...]:
    """Every roster column that tells kinds of people apart, and those that the study names."""
    design, widths = study.design, store.slots.widths
    on = () if design.match is None else (*design.match.on, *design.match.exact)
    kinds = (name for name in store.slots.starts if widths[name] <= MOST_LEVELS)
    return tuple(dict.fromkeys((*kinds, *design.adjust_for, *on)))


def persons(
    study: Study,
    engine: Engine,
    asked: Iterator[tuple[Store, dict[str, int], dict[int, int]]],
    *,
    labels: Rows,
    patchy: Collection[str],
) -> dict[str, Persons]:
    """The people of every outcome that needs them.

    Args:
        study: The study file.
        engine: Where they are.
        asked: Outcomes whose answers count from the same place on.
        labels: CODES.
        patchy: Outcomes of which so many people lack a value that others stand for them.
    """
    found: dict[str, Persons] = {}
    for store, codes, cuts in asked:
        names = [name for name in codes if asks(study) or name in patchy]
        if not names:
            continue
        wanted = replace(store, wanted=tuple(sorted({codes[name] for name in names})))
        told = columns(study, store)
        cluster = () if study.design.cluster is None else (study.design.cluster,)
        fetched = tuple(dict.fromkeys((*store.slots.starts, *told, *cluster)))
        rows = engine.people_before(wanted, fetched, cuts)
        for name in names:
            mine = shuffled(rows[codes[name]], name)
            seen = Seen(rows=mine, design=study.design, store=store, labels=labels)
            found[name] = _of(study, seen, told, is_patchy=name in patchy)
    return found


def shuffled(rows: Rows, name: str) -> Rows:
    """People in an order that has nothing to do with them, the same each time.

    They come ordered by their values. Of two matches that are equally near the first is taken,
    and it must not be the one with the lower result.
    """
    return rows.take(np.argsort(raw_draws(seed_of(name), (len(rows),)), kind="stable"))


def _of(study: Study, seen: Seen, told: Sequence[str], *, is_patchy: bool) -> Persons:
    design, pairs = study.design, seen.pairs
    adjust_for = design.adjust_for
    known = seen.people(pairs, adjust_for) if asks(study) and adjust_for else None
    weighed: dict[str, Weighed] = {}
    if asks(study):
        told_of = adjust_for if design.match is None else design.match.on
        alike = seen.people(pairs, told_of)
        weighed["everyone"] = weigh(pairs, alike, np.ones(len(pairs)))
        if design.match is not None:
            weighed["matched"] = match_people(pairs, alike, design.match)
            adjust_for = told_of
        balanced = balance_people(pairs, alike) if design.kind == "comparison-group" else None
        if balanced is not None:
            weighed["balanced"] = balanced
    if is_patchy and 0 < len(pairs) <= MOST_PEOPLE and len(pairs) <= (1 - LEAST) * len(seen.rows):
        people = _answering(study, seen.people(pairs, adjust_for))
        weighed["reweighed"] = reweigh_people(seen.rows, seen.people(seen.rows, told), people)
    return Persons(known=known, weighed=weighed)


def _answering(study: Study, people: People) -> People:
    """As the primary analysis has it: changes compared, unless a lottery or matches say else."""
    design = study.design
    if design.kind == "randomized" or design.match is not None:
        return people
    x = people.regressors
    return replace(people, regressors=x[:, :2], after=people.after - x[:, 2])
