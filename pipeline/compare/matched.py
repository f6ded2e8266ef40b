"""Participants against people matched with them, then adjusted for what still differs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare import clustered, contrasts
from pipeline.compare.answer import NO_SPREAD
from pipeline.statistics import clusters
from pipeline.statistics.effect_sizes import cox_index, wwc_g
from pipeline.statistics.matching import nearest, propensity
from pipeline.statistics.moments import Moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.compare.adjusted import People
    from pipeline.compare.answer import Answer, Case
    from pipeline.statistics.clusters import Products
    from pipeline.statistics.estimate import Estimate
    from pipeline.study.schema import Match
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

_PARTICIPANT, _BEFORE = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedPeople:
    """Those who are matched.

    Attributes:
        people: With regressors and outcome weighed as their set asks; errors go by matched set,
            or by cluster where the study names one.
        weight: 1 for a participant, a share of 1 for each of their matches.
        takes_part: Whether each is a participant.
        before: Values before.
        after: Values after.
        has_clusters: Whether the study names a cluster.
    """

    people: People
    weight: Floats
    takes_part: NDArray[np.bool_]
    before: Floats
    after: Floats
    has_clusters: bool


def match_people(rows: Rows, people: People, match: Match) -> MatchedPeople:
    """Matches on the chance of taking part, given the start and the columns of `match.on`.

    Only people who are equal in the columns of `match.exact` are matched.
    """
    x = people.regressors
    takes_part = rows["arm"] == 1
    found = nearest(
        propensity(np.delete(x, _PARTICIPANT, axis=1), takes_part),
        takes_part,
        stratum(rows, match.exact),
        caliper=match.caliper,
        ratio=match.ratio,
    )
    kept = found.weight > 0
    root = np.sqrt(found.weight[kept])
    has_clusters = people.cluster is not None
    cluster = found.set_of if people.cluster is None else people.cluster
    return MatchedPeople(
        people=replace(
            people,
            regressors=x[kept] * root[:, None],
            after=people.after[kept] * root,
            slots=tuple(slot[kept] for slot in people.slots),
            cluster=cluster[kept],
        ),
        weight=found.weight[kept],
        takes_part=takes_part[kept],
        before=rows["before"][kept],
        after=rows["after"][kept],
        has_clusters=has_clusters,
    )


def stratum(rows: Rows, exact: Sequence[str]) -> NDArray[np.int64]:
    """A whole number for each combination of the columns that have to be equal."""
    place = np.zeros(len(rows["arm"]), dtype=np.int64)
    for name in exact:
        code = rows[f"g_{name}"].astype(np.int64) + 1
        _, place = np.unique(place * (int(code.max(initial=0)) + 1) + code, return_inverse=True)
    return place.astype(np.int64)


def impact(case: Case) -> Answer:
    """The contrast after among the matched, adjusted for the start and the columns."""
    mine, cells = _mine(case), len(case.sample.eligible)
    p = mine.people.products(cells)
    groups = _moments(mine, mine.after, cells)
    found = clustered.bounded(case, _participant(p, case))
    return _counted(mine, clustered.impact_of(case, found, p, *groups))


def baseline(case: Case) -> Answer:
    """How far apart the matched were before; without a test."""
    mine, cells = _mine(case), len(case.sample.eligible)
    x = mine.people.regressors
    start = replace(mine.people, regressors=x[:, :_BEFORE], after=x[:, _BEFORE])
    p = start.products(cells)
    comparison, participants = _moments(mine, mine.before, cells)
    if case.measured.is_share:
        n = participants.n + comparison.n
        effect, name = cox_index(participants.mean, comparison.mean, n=n), "cox"
    else:
        effect, name = wwc_g(participants, comparison), "hedges_g"
    untested = np.full(cells, np.nan)
    numbers = {"effect": effect, "statistic": untested, "p_value": untested}
    found = clustered.bounded(case, _participant(p, case))
    groups = comparison, participants
    answer = contrasts.contrast(case, found, groups, numbers, effect_name=name)
    # Twins who started exactly alike leave no error, and that is the best of starts.
    is_told = np.isfinite(effect) & (answer.reason == NO_SPREAD)
    answer = replace(answer, reason=np.where(is_told, "", answer.reason).astype(object))
    return _counted(mine, clustered.with_count(answer, p))


def _participant(p: Products, case: Case) -> Estimate:
    weights = np.eye(p.xy.shape[1])[_PARTICIPANT]
    return clusters.cr2(clusters.fit(p), weights, conf_level=case.conf_level)


def _mine(case: Case) -> MatchedPeople:
    if case.measured.matched is None:
        raise AssertionError(case.measured.name)
    return case.measured.matched


def _counted(mine: MatchedPeople, answer: Answer) -> Answer:
    """Matched sets are no clusters of the study: they are not counted as such."""
    if mine.has_clusters:
        return answer
    nothing = np.full(len(answer.reason), np.nan)
    return replace(answer, numbers={**answer.numbers, "n_clusters": nothing})


def _moments(mine: MatchedPeople, values: Floats, cells: int) -> tuple[Moments, Moments]:
    """Comparison and participants by slot, each match weighing its share."""
    slots = (np.zeros(len(values), dtype=np.int64), *mine.people.slots)
    comparison, participants = (
        _group(mine, values, slots, cells, is_in=is_in)
        for is_in in (~mine.takes_part, mine.takes_part)
    )
    return comparison, participants


def _group(
    mine: MatchedPeople,
    values: Floats,
    slots: Sequence[NDArray[np.int64]],
    cells: int,
    *,
    is_in: NDArray[np.bool_],
) -> Moments:
    n, weight, mean, squares = (np.zeros(cells) for _ in range(4))
    for slot in slots:
        kept = is_in & (slot >= 0)
        at, w, v = slot[kept], mine.weight[kept], values[kept]
        n += np.bincount(at, minlength=cells)
        weight += np.bincount(at, w, cells)
        mean += np.bincount(at, w * v, cells)
    with np.errstate(all="ignore"):
        mean = np.where(n > 0, mean / weight, np.nan)
        for slot in slots:
            kept = is_in & (slot >= 0)
            away = values[kept] - mean[slot[kept]]
            squares += np.bincount(slot[kept], mine.weight[kept] * away**2, cells)
        var = np.where(n > 1, squares / weight * n / (n - 1), np.nan)
    return Moments(n=n, mean=mean, var=var)
