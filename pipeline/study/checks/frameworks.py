"""Costs and frameworks: they speak of outcomes and logs that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.study.kinds.sense import NOT_PER_PERSON
from pipeline.study.schema import Activities, Totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case


def check_frameworks(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with costs and frameworks."""
    yield from _federal(case)
    yield from _costs(case)


def _federal(case: Case) -> Iterator[Problem]:
    study = case.study
    for place, one in enumerate(study.frameworks.gpra):
        path = ("frameworks", "gpra", place, "outcome")
        outcome = study.outcomes.get(one.outcome)
        if outcome is None:
            yield case.unknown(path, one.outcome, what="an outcome", names=study.outcomes)
            continue
        source = study.sources.get(outcome.measure.partition(".")[0])
        if outcome.type != "continuous" or isinstance(source, Totals):
            yield case.at(path, NOT_PER_PERSON, outcome=one.outcome)


def _costs(case: Case) -> Iterator[Problem]:
    costs, sources = case.study.costs, case.study.sources
    if costs is None:
        return
    logs = [name for name, source in sources.items() if isinstance(source, Activities)]
    for key, names, what, known in (
        ("in_kind", costs.in_kind, "a log", logs),
        ("per", costs.per, "an outcome", list(case.study.outcomes)),
    ):
        for place, name in enumerate(names):
            if name not in known:
                yield case.unknown(("costs", key, place), name, what=what, names=known)
