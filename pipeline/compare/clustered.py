"""Answers that allow for people coming in schools or classes: from sums by cluster."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from pipeline.compare import changes, contrasts, levels, sides
from pipeline.compare.answer import Answer, of_effect, of_estimate, of_scaled
from pipeline.engine.base import COMPARISON, PARTICIPANTS
from pipeline.statistics import clusters
from pipeline.statistics.effect_sizes import (
    cohens_h,
    cox_index,
    d_av,
    hedges_g,
    shift_effect,
    wwc_g,
)
from pipeline.statistics.proportions import wilson_of_effective

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.compare.sides import Side
    from pipeline.engine.base import ByCluster, ClusterSums
    from pipeline.statistics.clusters import Products
    from pipeline.statistics.estimate import Estimate
    from pipeline.statistics.moments import Moments

    Floats = NDArray[np.float64]

Basis = Literal["people", "clusters"]
"""What an error is reckoned from: people one by one, or clusters."""

FEW: Final = 4
"""Clusters of a group below which a banner warns of what is said of it."""

MANY: Final = 20
"""Clusters of each group from which a formula needs no companion."""

NO_ERROR = "too few clusters, or clusters too much alike"
_FIRST: Final = (0.0, 1.0)


def basis(case: Case, analysis: str) -> NDArray[np.object_]:
    """What the errors of an analysis are reckoned from, an entry per slot.

    With one cluster in all the answer is about that one, person by person.
    """
    cells = cells_of(case, analysis)
    if case.measured.by_cluster is None:
        return np.full(cells, "people", dtype=object)
    together = clusters.count(sides.products(cells, sides_of(case, analysis)))
    return np.where(together > 1, "clusters", "people").astype(object)


def sides_of(case: Case, analysis: str) -> list[Side]:
    """The sides of an analysis, cell by cell and cluster by cluster."""
    if analysis == "level":
        return [_period(case)]
    if analysis == "gap":
        side = sides.changes_of(rows_of(case, case.group))
        return [side.moved(case.first), side.moved(case.second)]
    if analysis == "change":
        rows = rows_of(case, case.group)
        if case.measured.is_paired:
            return [sides.changes_of(rows)]
        return [sides.AFTER(rows), sides.BEFORE(rows)]
    of = sides.PAIRS_BEFORE if analysis == "baseline" else sides.changes_of
    return [of(rows_of(case, group)) for group in (PARTICIPANTS, COMPARISON)]


def cells_of(case: Case, analysis: str) -> int:
    """How many slots an analysis has an answer for."""
    return len(case.first) if analysis == "gap" else len(case.sample.eligible)


def mean_level(case: Case) -> Answer:
    """The mean of everyone measured, with an interval that allows for clusters."""
    moments = case.sample.periods[case.period]
    p = products_of(case, "level")
    found = cr2(p, (1.0,), case)
    origin = moments.mean - found.estimate  # values are summed less an origin
    found = replace(found, conf_low=found.conf_low + origin, conf_high=found.conf_high + origin)
    untested = np.full(moments.n.shape, np.nan)
    numbers = of_estimate(found, conf_level=case.conf_level)
    numbers |= {"statistic": untested, "p_value": untested} | counted(p)
    return levels.answer(case, moments, numbers, too_few=moments.n < 2)  # noqa: PLR2004


def share_level(case: Case) -> Answer:
    """The share of everyone who answered, with the interval of as many as they are worth."""
    moments = case.sample.periods[case.period]
    p = products_of(case, "level")
    found = cr2(p, (1.0,), case)
    low, high = wilson_of_effective(
        moments.mean, moments.n, found.std_error, found.df, conf_level=case.conf_level
    )
    conf_level = np.full(moments.n.shape, case.conf_level)
    numbers = {"conf_low": low, "conf_high": high, "conf_level": conf_level} | counted(p)
    return levels.answer(case, moments, numbers, too_few=moments.n < 1)


def paired(case: Case) -> Answer:
    """The mean change of the same people, or the change of a share."""
    p = products_of(case, "change")
    return paired_of(case, bounded(case, cr2(p, (1.0,), case)), p)


def paired_of(case: Case, found: Estimate, p: Products) -> Answer:
    """A change of the same people with an interval from clusters."""
    pairs = case.sample.pairs
    numbers = changes.paired_counts(case.sample)
    if case.measured.is_share:
        effect = of_effect(shift_effect(cohens_h, pairs.mean_before, found))
    else:
        by_one = replace(
            pairs, mean_before=np.zeros_like(pairs.n), mean_after=np.ones_like(pairs.n)
        )
        effect = of_scaled(d_av(by_one).effect, found)
    return _change(
        case, found, numbers | effect, p, "cohens_h" if case.measured.is_share else "d_av"
    )


def independent(case: Case) -> Answer:
    """The difference of two waves whose people cannot be matched, their clusters being known."""
    p = products_of(case, "change")
    found = bounded(case, cr2(p, _FIRST, case))
    before, after = case.sample.before, case.sample.after
    numbers = changes.wave_counts(case.sample)
    if case.measured.is_share:
        effect = of_effect(shift_effect(cohens_h, before.mean, found))
    else:
        effect = of_scaled(_unit(after, before), found)
    name = "cohens_h" if case.measured.is_share else "hedges_g"
    return _change(case, found, numbers | effect, p, name)


def baseline(case: Case) -> Answer:
    """How far apart the groups were before, among those who are analysed; without a test."""
    p = products_of(case, "baseline")
    return baseline_of(case, bounded(case, cr2(p, _FIRST, case)), p)


def did(case: Case) -> Answer:
    """How much more participants changed than the comparison group."""
    p = products_of(case, "impact")
    return impact_of(case, bounded(case, cr2(p, _FIRST, case)), p, *ends(case))


def ancova(case: Case) -> Answer:
    """How far apart the groups are after, among people who started alike."""
    p = adjusted(case)
    return impact_of(case, bounded(case, cr2(p, (0.0, 1.0, 0.0), case)), p, *ends(case))


def difference(case: Case) -> Answer:
    """How far apart the groups are after, whatever they were before."""
    p = sides.products(cells_of(case, "impact"), _arms(case, sides.AFTER))
    found = bounded(case, cr2(p, _FIRST, case))
    comparison, participants = (sample.after for sample in contrasts.two(case))
    return impact_of(case, found, p, comparison, participants)


def gap(case: Case) -> Answer:
    """How much the distance between two levels of a breakdown changed."""
    p = products_of(case, "gap")
    answer = contrasts.gap_of(case, bounded(case, cr2(p, _FIRST, case)))
    return with_count(answer, p)


def impact_of(
    case: Case, found: Estimate, p: Products, comparison: Moments, participants: Moments
) -> Answer:
    """A contrast after with an interval from clusters."""
    if case.measured.is_share:
        effect, name = contrasts.cox_effect(found, comparison, participants), "cox"
    else:
        effect, name = of_scaled(_unit(participants, comparison), found), "hedges_g"
    groups = comparison, participants
    return with_count(contrasts.contrast(case, found, groups, effect, effect_name=name), p)


def baseline_of(case: Case, found: Estimate, p: Products) -> Answer:
    """A difference at the start with an interval from clusters."""
    comparison, participants = (contrasts.before_of(s.pairs) for s in contrasts.two(case))
    if case.measured.is_share:
        n = participants.n + comparison.n
        effect, name = cox_index(participants.mean, comparison.mean, n=n), "cox"
    else:
        effect, name = wwc_g(participants, comparison), "hedges_g"
    untested = np.full(p.cells, np.nan)
    numbers = {"effect": effect, "statistic": untested, "p_value": untested}
    groups = comparison, participants
    return with_count(contrasts.contrast(case, found, groups, numbers, effect_name=name), p)


def adjusted(case: Case) -> Products:
    """The regression of after on group and before."""
    found = _arms(case, sides.adjusted_of)
    return sides.products(cells_of(case, "impact"), found, is_adjusted=True)


def cr2(p: Products, contrast: Sequence[float], case: Case) -> Estimate:
    """One combination of the coefficients of a regression."""
    return clusters.cr2(clusters.fit(p), contrast, conf_level=case.conf_level)


def bounded(case: Case, found: Estimate) -> Estimate:
    """Differences of shares stay within -1 and 1."""
    if not case.measured.is_share:
        return found
    low, high = np.maximum(found.conf_low, -1), np.minimum(found.conf_high, 1)
    return replace(found, conf_low=low, conf_high=high)


def counted(p: Products) -> dict[str, Floats]:
    """How many clusters there are."""
    return {"n_clusters": clusters.count(p)}


def with_count(answer: Answer, p: Products) -> Answer:
    """The answer with its clusters counted."""
    return replace(answer, numbers={**answer.numbers, **counted(p)})


def _change(
    case: Case, found: Estimate, numbers: dict[str, Floats], p: Products, name: str
) -> Answer:
    told = np.isnan(found.conf_low), NO_ERROR
    return changes.answer(case, found, numbers | counted(p), told, effect_name=name)


def _unit(first: Moments, second: Moments) -> Floats:
    """The effect size of a difference of 1."""
    above = replace(first, mean=np.ones_like(first.n))
    return hedges_g(above, replace(second, mean=np.zeros_like(second.n))).effect


def ends(case: Case) -> tuple[Moments, Moments]:
    """The pairs of the comparison group and of participants, after."""
    comparison, participants = (contrasts.after_of(s.pairs) for s in contrasts.two(case))
    return comparison, participants


def products_of(case: Case, analysis: str) -> Products:
    """The regression of an analysis: a constant, and being of the first side."""
    return sides.products(cells_of(case, analysis), sides_of(case, analysis))


def _arms(case: Case, of: sides.Reading) -> list[Side]:
    return [of(rows_of(case, group)) for group in (PARTICIPANTS, COMPARISON)]


def rows_of(case: Case, group: int) -> ClusterSums:
    """Sums by cluster of one group."""
    return _by_cluster(case).compared.of(group)


def _by_cluster(case: Case) -> ByCluster:
    if case.measured.by_cluster is None:
        raise AssertionError(case.measured.name)
    return case.measured.by_cluster


def _period(case: Case) -> Side:
    """Everyone measured in the period that a level is about."""
    rows = rows_of(case, case.group)
    if case.period == case.measured.roles[0]:
        return sides.BEFORE(rows)
    if case.period == case.measured.roles[1]:
        return sides.AFTER(rows)
    return sides.MIDDLE(_by_cluster(case).between[case.period].of(case.group))
