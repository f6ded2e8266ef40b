"""From the tidy tables to outcomes as they were measured: the engine is asked once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.adjusted import people_of
from pipeline.compare.matched import match_people
from pipeline.compare.measured import Measured, Sample, sample_of_answers, sample_of_means
from pipeline.engine.base import GROUPS, Slots, Store
from pipeline.study.schema import Roster, Survey, Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.compare.adjusted import People
    from pipeline.compare.matched import MatchedPeople
    from pipeline.engine.base import Answers, ByCluster, Cells, Engine
    from pipeline.study.schema import Outcome, Study
    from pipeline.tables.schema import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the engine added up.

    Attributes:
        cells: Sums of every measure.
        answers: Answer counts of ordered items.
        people: People in the roster, shape (groups, slots).
        measures: MEASURES.
        roles: Positions of the periods before and after; -1 where none plays the role.
        by_cluster: Sums by cluster, by outcome; none where the study names no cluster.
        known: Those of both groups, by outcome; none where nothing is adjusted for.
        matched: Participants and their matches, by outcome; none where none are asked for.
    """

    cells: Cells
    answers: Answers
    people: NDArray[np.float64]
    measures: Rows
    roles: tuple[int, int]
    by_cluster: Mapping[str, ByCluster]
    known: Mapping[str, People]
    matched: Mapping[str, MatchedPeople]


def breakdowns(study: Study) -> tuple[str, ...]:
    """Breakdowns that are reported, then those that goals are narrowed to."""
    narrowed = (column for goal in study.goals for column in goal.where)
    return tuple(dict.fromkeys((*study.design.subgroups, *narrowed)))


def measured_outcomes(study: Study) -> dict[str, Outcome]:
    """Outcomes that are measured person by person."""
    return {
        name: outcome
        for name, outcome in study.outcomes.items()
        if not isinstance(study.sources[outcome.measure.split(".", 1)[0]], Totals)
    }


def gather(
    study: Study,
    *,
    tables: Callable[[str], Path],
    tidy: Callable[[str], Rows],
    engine: Engine,
    slots: Slots,
) -> Gathered:
    """Asks the engine for everything that the study's outcomes need."""
    measures = tidy("measures")
    codes = {name: at for at, name in enumerate(measures["name"].tolist())}
    wanted = {o.measure: codes[o.measure] for o in measured_outcomes(study).values()}
    roles = _roles(study)
    store = Store(
        pairs=tables("pairs"),
        between=tables("between"),
        measures=measures,
        wanted=tuple(sorted(set(wanted.values()))),
        slots=slots,
        middle=tuple(at for at in range(len(study.periods)) if at not in roles),
    )
    ordered = (o.measure for o in study.outcomes.values() if o.type == "ordinal")
    options = {codes[m]: _options(measures, codes[m]) for m in ordered if m in wanted}
    known, matched = _people(study, engine, store, codes, options, labels=tidy("codes"))
    return Gathered(
        cells=engine.cells(store),
        answers=engine.answers(store, options),
        people=engine.people(tables("students"), slots),
        measures=measures,
        roles=roles,
        by_cluster=_by_cluster(study, engine, store, codes, options),
        known=known,
        matched=matched,
    )


def _people(
    study: Study,
    engine: Engine,
    store: Store,
    codes: Mapping[str, int],
    options: Mapping[int, int],
    *,
    labels: Rows,
) -> tuple[dict[str, People], dict[str, MatchedPeople]]:
    """The people of every outcome, where columns are adjusted for or matched on."""
    design = study.design
    known: dict[str, People] = {}
    matched: dict[str, MatchedPeople] = {}
    is_wanted = bool(design.adjust_for) or design.match is not None
    if not is_wanted or design.kind == "one-group":
        return known, matched
    cluster = () if design.cluster is None else (design.cluster,)
    on = () if design.match is None else (*design.match.on, *design.match.exact)
    columns = tuple(dict.fromkeys((*store.slots.starts, *design.adjust_for, *on, *cluster)))
    for mine, asked, cuts in _by_cut(study, store, codes, options):
        rows = engine.paired_people(mine, columns, cuts)
        for name, code in asked.items():
            people = partial(
                people_of, rows[code], slots=store.slots, codes=labels, cluster=design.cluster
            )
            if design.adjust_for:
                known[name] = people(adjust_for=design.adjust_for)
            if design.match is not None:
                alike = people(adjust_for=design.match.on)
                matched[name] = match_people(rows[code], alike, design.match)
    return known, matched


def _by_cut(
    study: Study, store: Store, codes: Mapping[str, int], options: Mapping[int, int]
) -> Iterator[tuple[Store, dict[str, int], dict[int, int]]]:
    """Outcomes whose answers count from the same place on: store, codes, first that counts."""
    tops: dict[int, dict[str, int]] = {}
    for name, outcome in measured_outcomes(study).items():
        top = outcome.favorable if outcome.type == "ordinal" else 0
        tops.setdefault(top, {})[name] = codes[outcome.measure]
    for top, asked in tops.items():
        cuts = {code: options[code] - top + 1 for code in asked.values()} if top else {}
        yield replace(store, wanted=tuple(sorted(set(asked.values())))), asked, cuts


def _by_cluster(
    study: Study,
    engine: Engine,
    store: Store,
    codes: Mapping[str, int],
    options: Mapping[int, int],
) -> dict[str, ByCluster]:
    """Sums by cluster of every outcome; ordered answers count as favourable or not."""
    if study.design.cluster is None:
        return {}
    found: dict[str, ByCluster] = {}
    for mine, asked, cuts in _by_cut(study, store, codes, options):
        sums = engine.by_cluster(mine, study.design.cluster, cuts)
        found |= {name: sums[code] for name, code in asked.items()}
    return found


def outcomes(study: Study, gathered: Gathered) -> Iterator[Measured]:
    """Every outcome that is measured person by person, in study order."""
    measures = gathered.measures
    codes = {name: at for at, name in enumerate(measures["name"].tolist())}
    kind = study.design.kind
    for name, outcome in measured_outcomes(study).items():
        code = codes[outcome.measure]
        is_linkable = bool(measures["linkable"][code])
        is_rostered = _is_rostered(study, outcome)
        comparison, participants, everyone = (
            _eligible(
                _sample(gathered, outcome, code, group),
                gathered.people[group] if is_rostered and is_linkable else None,
                is_linkable=is_linkable,
            )
            for group in range(len(GROUPS))
        )
        yield Measured(
            name=name,
            outcome=outcome,
            samples=(comparison, participants, everyone),
            is_linkable=is_linkable,
            has_comparison=kind != "one-group",
            is_randomized=kind == "randomized",
            roles=gathered.roles,
            by_cluster=gathered.by_cluster.get(name),
            assigns_clusters=study.design.assigned_by == "cluster",
            is_selected=_is_selected(study, name),
            people=gathered.known.get(name),
            matched=gathered.matched.get(name),
        )


def _sample(gathered: Gathered, outcome: Outcome, code: int, group: int) -> Sample:
    roles = gathered.roles
    if outcome.type == "ordinal":
        return sample_of_answers(gathered.answers, code, group, roles, favorable=outcome.favorable)
    return sample_of_means(gathered.cells, code, group, roles)


def _eligible(sample: Sample, people: NDArray[np.float64] | None, *, is_linkable: bool) -> Sample:
    """Of the roster; else whoever was measured; of anonymous answers nobody knows."""
    if people is not None:
        return replace(sample, eligible=np.maximum(people, sample.seen))
    return replace(sample, eligible=sample.seen) if is_linkable else sample


def _is_selected(study: Study, name: str) -> bool:
    chosen = study.design.selected_on
    return chosen is not None and chosen.outcome == name


def _is_rostered(study: Study, outcome: Outcome) -> bool:
    source = study.sources[outcome.measure.split(".", 1)[0]]
    has_roster = any(isinstance(each, Roster) for each in study.sources.values())
    return has_roster and not (isinstance(source, Survey) and source.link_to is None)


def _roles(study: Study) -> tuple[int, int]:
    ids = [period.id for period in study.periods]
    before, after = study.role("before"), study.role("after")
    return ids.index(before.id) if before else -1, ids.index(after.id) if after else -1


def _options(measures: Rows, code: int) -> int:
    """How many answers an ordered item has: as declared, else as many as were given."""
    declared, highest = int(measures["levels"][code]), float(measures["high"][code])
    return declared or (int(highest) if np.isfinite(highest) else 1)
