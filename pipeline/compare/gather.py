"""From the tidy tables to outcomes as they were measured: the engine is asked once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.imputed import is_patchy
from pipeline.compare.measured import Measured, Sample, sample_of_answers, sample_of_means
from pipeline.compare.persons import persons
from pipeline.engine.base import COMPARISON, GROUPS, PARTICIPANTS, Slots, Store
from pipeline.study.schema import Activities, Roster, Survey, Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.compare.persons import Persons
    from pipeline.engine.base import ByCluster, Engine
    from pipeline.study.schema import Outcome, Study
    from pipeline.tables.schema import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What the engine added up.

    Attributes:
        samples: Every outcome in every group, as the engine added it up.
        people: People in the roster, shape (groups, slots).
        measures: MEASURES.
        roles: Positions of the periods before and after; -1 where none plays the role.
        by_cluster: Sums by cluster, by outcome; none where the study names no cluster.
        persons: People one by one, by outcome, where an analysis needs them.
        moved: How many changed by how much, by outcome that is a mean.
        changed: People measured twice, by outcome that is a mean, where an analysis needs them
            one by one.
        polled: Those who answered, by period and outcome of a survey whose people are known.
    """

    samples: Mapping[str, tuple[Sample, ...]]
    people: NDArray[np.float64]
    measures: Rows
    roles: tuple[int, int]
    by_cluster: Mapping[str, ByCluster]
    persons: Mapping[str, Persons]
    moved: Mapping[str, Rows]
    changed: Mapping[str, Rows]
    polled: Mapping[str, Mapping[str, Rows]]


def _changed(
    study: Study, engine: Engine, store: Store, means: Mapping[str, int]
) -> dict[str, Rows]:
    has_dose = any(isinstance(one, Activities) and one.dose for one in study.sources.values())
    if not has_dose:
        asked = {one.outcome for one in study.frameworks.gpra}
        means = {name: code for name, code in means.items() if name in asked}
    if not means:
        return {}
    found = engine.changed(store, tuple(sorted(set(means.values()))))
    return {name: found[code] for name, code in means.items()}


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
    samples = _samples(study, engine, store, codes, options)
    patchy = [name for name, groups in samples.items() if _is_patchy(groups)]
    means = {name: codes[o.measure] for name, o in measured_outcomes(study).items()
             if o.type == "continuous"}  # fmt: skip
    cluster = study.design.cluster or ""
    moved = engine.changes(store, tuple(sorted(set(means.values()))), cluster)
    return Gathered(
        samples=samples,
        people=engine.people(tables("students"), slots),
        measures=measures,
        roles=roles,
        by_cluster=_by_cluster(study, engine, store, codes, options),
        persons=persons(
            study, engine, _by_cut(study, store, codes, options), labels=tidy("codes"),
            patchy=patchy,
        ),
        moved={name: moved[code] for name, code in means.items()},
        changed=_changed(study, engine, store, means),
        polled=_polled(study, engine, _by_cut(study, store, codes, options)),
    )  # fmt: skip


def _polled(
    study: Study,
    engine: Engine,
    asked: Iterator[tuple[Store, dict[str, int], dict[int, int]]],
) -> dict[str, dict[str, Rows]]:
    """Those who answered surveys of people in the roster, by period and outcome."""
    found: dict[str, dict[str, Rows]] = {}
    cluster = () if study.design.cluster is None else (study.design.cluster,)
    for store, codes, cuts in asked:
        names = [name for name in codes if _is_linked_survey(study, study.outcomes[name])]
        if not names:
            continue
        mine = replace(store, wanted=tuple(sorted({codes[name] for name in names})))
        told = tuple(dict.fromkeys((*store.slots.starts, *cluster)))
        for role in ("before", "after"):
            period = study.role("before" if role == "before" else "after")
            if period is not None:
                rows = engine.people_of_period(mine, told, cuts, role)
                found.setdefault(period.id, {}).update({name: rows[codes[name]] for name in names})
    return found


def _is_linked_survey(study: Study, outcome: Outcome) -> bool:
    source = study.sources[outcome.measure.split(".", 1)[0]]
    return isinstance(source, Survey) and source.link_to is not None


def _samples(
    study: Study,
    engine: Engine,
    store: Store,
    codes: Mapping[str, int],
    options: Mapping[int, int],
) -> dict[str, tuple[Sample, ...]]:
    """Every outcome in every group."""
    cells, answers, roles = engine.cells(store), engine.answers(store, options), _roles(study)
    found: dict[str, tuple[Sample, ...]] = {}
    for name, outcome in measured_outcomes(study).items():
        code = codes[outcome.measure]
        found[name] = tuple(
            sample_of_answers(answers, code, group, roles, favorable=outcome.favorable)
            if outcome.type == "ordinal"
            else sample_of_means(cells, code, group, roles)
            for group in range(len(GROUPS))
        )
    return found


def _is_patchy(groups: tuple[Sample, ...]) -> bool:
    return is_patchy(groups[PARTICIPANTS]) or is_patchy(groups[COMPARISON])


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
                sample,
                gathered.people[group] if is_rostered and is_linkable else None,
                is_linkable=is_linkable,
            )
            for group, sample in enumerate(gathered.samples[name])
        )
        people = gathered.persons.get(name)
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
            people=people.known if people else None,
            weighed=people.weighed if people else {},
            moved=gathered.moved.get(name),
        )


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
