"""The stage: tidy tables in, every estimate out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.compare import (
    answering,
    balance,
    coded,
    costed,
    delivered,
    derived,
    detectable,
    dosed,
    federal,
    gather,
    logs,
    mixture,
    monthly,
    questions,
    reached,
    reliability,
    retrospective,
    rostered,
    series,
    sided,
    spread_out,
    totals,
)
from pipeline.compare.blocks import pack
from pipeline.compare.carried import carried
from pipeline.compare.delivered import Log
from pipeline.compare.families import adjusted
from pipeline.engine.base import PARTICIPANTS, Slots
from pipeline.engine.registry import ENGINES
from pipeline.study.schema import Activities, Interviews, Survey, Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from pipeline.compare.blocks import Block
    from pipeline.compare.gather import Gathered
    from pipeline.engine.session import Session
    from pipeline.study.schema import Study
    from pipeline.tables.schema import Rows


def compare(study: Study, *, tables: Callable[[str], Path], session: Session) -> Rows:
    """Every analysis of every outcome, exact, as rows of ESTIMATES.

    Args:
        study: The study file.
        tables: Path of a tidy table, by its name.
        session: Where the engine works.

    Returns:
        Rows in the order of outcome, analysis, group, subgroup, level and model.
    """

    def tidy(name: str) -> Rows:
        return session.read_parquet(tables(name))

    slots = Slots.of(tidy("codes"), gather.breakdowns(study))
    engine = ENGINES[0](session)
    gathered = gather.gather(study, tables=tables, tidy=tidy, engine=engine, slots=slots)
    asked = questions.Asked.of(study, slots)
    place = {name: at for at, name in enumerate((*study.outcomes, *study.sources))}
    found: list[Block] = []
    invited = _invited(study, tidy)
    for measured in gather.outcomes(study, gathered):
        at = place[measured.name]
        found += questions.blocks(asked, measured, at=at)
        found += balance.blocks(measured, period=asked.before, at=at)
        found += mixture.blocks(asked, measured, at=at)
        found += detectable.planned(asked, measured, at=at)
        found += answering.responders(asked, measured, at=at)
        if rostered.is_wanted(asked, measured):
            for period, polled in gathered.polled.items():
                found += rostered.blocks(
                    asked, measured, polled[measured.name], gathered.people, period=period, at=at
                )
        found += answering.worst_cases(asked, measured, invited, at=at)
        found += spread_out.blocks(asked, measured, at=at)
    found += [*derived.blocks(study, found), *detectable.found_again(found)]
    found += _tabled(study, tidy)
    found += list(series.blocks(study, found, tidy("activities")))
    found += _reliabilities(study, tidy)
    found += _logged(study, tidy, first=len(study.outcomes))
    found += _coded(study, tidy)
    for log in _logs(study, tidy):
        who = reached.persons(log)
        some = engine.people(tables("students"), slots, who) if who else None
        found += _done(log, gathered, slots, some, place=place)
    found += _asked_for(study, gathered, found, place=place)
    found += _month_by_month(study, tidy, float(gathered.people[PARTICIPANTS][0]))
    return carried(study, adjusted(pack(found)))


def _invited(study: Study, tidy: Callable[[str], Rows]) -> dict[str, float]:
    """People invited in the period after, by survey."""
    after, waves = study.role("after"), tidy("waves")
    mine = waves.take((waves["period"] == (after.id if after else "")) & (waves["invited"] > 0))
    return dict(zip(mine["source"].tolist(), mine["invited"].astype(float).tolist(), strict=True))


def _tabled(study: Study, tidy: Callable[[str], Rows]) -> Iterator[Block]:
    """Outcomes whose figures arrive already added up."""
    figures = tidy("totals")
    for at, (name, outcome) in enumerate(study.outcomes.items()):
        if isinstance(study.sources[outcome.measure.split(".", 1)[0]], Totals):
            yield from totals.blocks(study, name, outcome, figures, at=at)


def _reliabilities(study: Study, tidy: Callable[[str], Rows]) -> Iterator[Block]:
    """Scales of several items, wave by wave, and questions about the past."""
    answers = tidy("responses")
    for at, (name, outcome) in enumerate(study.outcomes.items()):
        yield from reliability.blocks(study, name, outcome, answers, at=at)
        yield from retrospective.blocks(study, name, outcome, answers, at=at)
        yield from sided.blocks(study, name, outcome, answers, at=at)


def _asked_for(
    study: Study, gathered: Gathered, found: list[Block], *, place: Mapping[str, int]
) -> Iterator[Block]:
    """What frameworks and funders ask for."""
    for rank, one in enumerate(study.frameworks.gpra):
        if one.outcome in gathered.changed:
            rows = gathered.changed[one.outcome]
            outcome = study.outcomes[one.outcome]
            yield federal.block(study, one, outcome, rows, at=place[one.outcome], rank=rank)
    people = float(gathered.people[PARTICIPANTS][0])
    if study.costs is not None:
        yield from costed.blocks(study, study.costs, found, people=people, at=len(place))


def _month_by_month(
    study: Study, tidy: Callable[[str], Rows], participants: float
) -> Iterator[Block]:
    """Series by month for the check-in; nothing where none is asked for."""
    if not study.reports or study.reports.checkin is None:
        return
    every = [one for log in _logs(study, tidy) for one in monthly.of_log(log, participants)]
    every += monthly.of_surveys(study, tidy("responses"))
    at = len(study.outcomes) + len(study.sources) + 1
    yield from monthly.blocks(every, tidy("activities"), at=at)


def _done(
    log: Log, gathered: Gathered, slots: Slots, some: NDArray[np.float64] | None,
    *, place: Mapping[str, int],
) -> Iterator[Block]:  # fmt: skip
    """What was done, whom it reached, and how change goes with how much people had."""
    yield from delivered.blocks(log)
    if some is not None:
        yield from reached.blocks(log, gathered.people, some, slots)
    if log.about.dose is not None:
        for name, rows in gathered.changed.items():
            outcome = log.study.outcomes[name]
            yield from dosed.blocks(log, log.about.dose, name, outcome, rows, at=place[name])


def _coded(study: Study, tidy: Callable[[str], Rows]) -> Iterator[Block]:
    """How far readers of interviews agree."""
    segments = tidy("segments")
    for at, (name, source) in enumerate(study.sources.items(), start=len(study.outcomes)):
        if isinstance(source, Interviews):
            yield from coded.blocks(name, segments.take(segments["source"] == name), at=at)


def _logs(study: Study, tidy: Callable[[str], Rows]) -> Iterator[Log]:
    """Every activity log with its entries."""
    entries = tidy("activities")
    for at, (name, source) in enumerate(study.sources.items(), start=len(study.outcomes)):
        if isinstance(source, Activities):
            mine = entries.take(entries["source"] == name)
            yield Log(study=study, source=name, about=source, rows=mine, at=at)


def _logged(study: Study, tidy: Callable[[str], Rows], *, first: int) -> Iterator[Block]:
    """Response rates of surveys and sums of activity logs."""
    waves, log = tidy("waves"), tidy("activities")
    for at, (name, source) in enumerate(study.sources.items(), start=first):
        if isinstance(source, Survey):
            mine = waves.take(waves["source"] == name)
            yield from logs.responses(study, name, mine, at=at)
        elif isinstance(source, Activities):
            mine = log.take(log["source"] == name)
            yield from logs.activities(study, name, mine, at=at)
