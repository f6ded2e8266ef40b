"""Contrasts and changes in which some people count for more than others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import changes, clustered, contrasts
from pipeline.compare.answer import NO_SPREAD, TOO_FEW, of_effect, of_scaled
from pipeline.engine.base import PARTICIPANTS
from pipeline.statistics import clusters
from pipeline.statistics.effect_sizes import cohens_h, cox_index, d_av, shift_effect, wwc_g
from pipeline.statistics.moments import Moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.compare.adjusted import People
    from pipeline.compare.answer import Answer, Case
    from pipeline.statistics.clusters import Products
    from pipeline.statistics.estimate import Estimate
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

_PARTICIPANT: Final = 1
_BEFORE: Final = 2
MEANS: Final = ("mean_before", "mean_after", "sd_before", "sd_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """People of both groups, and how much each counts.

    Attributes:
        people: With regressors and outcome weighed; errors go by `people.cluster`.
        weight: How much each counts.
        takes_part: Whether each is a participant.
        before: Values before.
        after: Values after.
        has_clusters: Whether errors go by clusters of the study.
    """

    people: People
    weight: Floats
    takes_part: NDArray[np.bool_]
    before: Floats
    after: Floats
    has_clusters: bool


def weigh(
    rows: Rows, people: People, weight: Floats, *, together: NDArray[np.int64] | None = None
) -> Weighed:
    """People with their weights; those who weigh nothing are left out.

    Args:
        rows: The same people as the engine gives them.
        people: As adjusted for.
        weight: How much each counts.
        together: What errors go by where the study names no cluster; each alone if not given.
    """
    kept = weight > 0
    root = np.sqrt(weight[kept])
    by = people.cluster
    if by is None:
        by = np.arange(len(weight), dtype=np.int64) if together is None else together
    return Weighed(
        people=replace(
            people,
            regressors=people.regressors[kept] * root[:, None],
            after=people.after[kept] * root,
            slots=tuple(slot[kept] for slot in people.slots),
            cluster=by[kept],
        ),
        weight=weight[kept],
        takes_part=(rows["arm"] == 1)[kept],
        before=rows["before"][kept],
        after=rows["after"][kept],
        has_clusters=people.cluster is not None,
    )


def impact(case: Case, model: str) -> Answer:
    """The contrast after, adjusted for the start and the columns."""
    mine, cells = case.measured.weighed[model], len(case.sample.eligible)
    p = mine.people.products(cells)
    groups = moments(mine, mine.after, cells)
    found = clustered.bounded(case, _participant(p, case))
    return _kept(mine, _counted(mine, clustered.impact_of(case, found, p, *groups)))


def baseline(case: Case, model: str) -> Answer:
    """How far apart the groups were before; without a test."""
    mine, cells = case.measured.weighed[model], len(case.sample.eligible)
    x = mine.people.regressors
    start = replace(mine.people, regressors=x[:, :_BEFORE], after=x[:, _BEFORE])
    p = start.products(cells)
    comparison, participants = moments(mine, mine.before, cells)
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
    return _kept(mine, _counted(mine, clustered.with_count(answer, p)))


def change(case: Case, model: str) -> Answer:
    """The change of one group; the means stay those of the people as they are."""
    mine, cells = case.measured.weighed[model], len(case.sample.eligible)
    inside = mine.takes_part == (case.group == PARTICIPANTS)
    root = np.sqrt(mine.weight[inside])
    by = mine.people.cluster
    moved = replace(
        mine.people,
        regressors=root[:, None],
        after=(mine.after - mine.before)[inside] * root,
        slots=tuple(slot[inside] for slot in mine.people.slots),
        cluster=None if by is None else by[inside],
    )
    p = moved.products(cells)
    fitted = clusters.cr2(clusters.fit(p), (1.0,), conf_level=case.conf_level)
    found, pairs = clustered.bounded(case, fitted), case.sample.pairs
    numbers: dict[str, Floats] = {"n": pairs.n, "n_before": pairs.n, "n_after": pairs.n}
    if case.measured.is_share:
        numbers |= of_effect(shift_effect(cohens_h, pairs.mean_before, found))
    else:
        numbers |= of_scaled(change_unit(case), found)
    if mine.has_clusters:
        numbers |= clustered.counted(p)
    told = (pairs.n < 2, TOO_FEW), (np.isnan(found.conf_low), NO_SPREAD)  # noqa: PLR2004
    name = "cohens_h" if case.measured.is_share else "d_av"
    return _kept(mine, changes.answer(case, found, numbers, *told, effect_name=name))


def change_unit(case: Case) -> Floats:
    """The effect size of a change of 1 among pairs."""
    pairs = case.sample.pairs
    nothing, one = np.zeros_like(pairs.n), np.ones_like(pairs.n)
    return d_av(replace(pairs, mean_before=nothing, mean_after=one)).effect


def without_means(answer: Answer) -> Answer:
    """The answer without levels: a level of weighed or drawn people is nobody's."""
    nothing = np.full(len(answer.reason), np.nan)
    return replace(answer, numbers={**answer.numbers, **dict.fromkeys(MEANS, nothing)})


def moments(mine: Weighed, values: Floats, cells: int) -> tuple[Moments, Moments]:
    """Comparison and participants by slot."""
    slots = (np.zeros(len(values), dtype=np.int64), *mine.people.slots)
    comparison, participants = (
        _group(mine, values, slots, cells, is_in=is_in)
        for is_in in (~mine.takes_part, mine.takes_part)
    )
    return comparison, participants


def _participant(p: Products, case: Case) -> Estimate:
    weights = np.eye(p.xy.shape[1])[_PARTICIPANT]
    return clusters.cr2(clusters.fit(p), weights, conf_level=case.conf_level)


def _counted(mine: Weighed, answer: Answer) -> Answer:
    """Matched sets and people are no clusters of the study: they are not counted as such."""
    if mine.has_clusters:
        return answer
    nothing = np.full(len(answer.reason), np.nan)
    return replace(answer, numbers={**answer.numbers, "n_clusters": nothing})


def _kept(mine: Weighed, answer: Answer) -> Answer:
    """Where people know of no breakdown, there is an answer for whole groups only."""
    if mine.people.slots or len(answer.kept) == 1:
        return answer
    return replace(answer, kept=answer.kept & (np.arange(len(answer.kept)) == 0))


def _group(
    mine: Weighed,
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
