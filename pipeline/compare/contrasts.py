"""Participants set against a comparison group, and one level of a breakdown against another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import (
    NO_SPREAD,
    TOO_FEW,
    Answer,
    missing,
    of_effect,
    of_estimate,
    of_two,
    reasons,
)
from pipeline.compare.measured import hits
from pipeline.engine.base import COMPARISON, PARTICIPANTS
from pipeline.statistics.effect_sizes import cox_index, hedges_g, shift_effect, wwc_g
from pipeline.statistics.impact import ancova, did
from pipeline.statistics.means import welch_t
from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.proportions import newcombe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.compare.measured import Sample
    from pipeline.statistics.estimate import Estimate

_FEWEST = 2
Numbers = dict[str, "NDArray[np.float64]"]


def baseline_mean(case: Case) -> Answer:
    """How far apart the groups were before, among those who are analysed."""
    comparison, participants = (before_of(s.pairs) for s in two(case))
    estimate = welch_t(participants, comparison, conf_level=case.conf_level)
    effect = {"effect": wwc_g(participants, comparison)}
    return _baseline(case, estimate, comparison, participants, effect)


def baseline_share(case: Case) -> Answer:
    """The same for a share, with the Cox index."""
    comparison, participants = (before_of(s.pairs) for s in two(case))
    estimate = _newcombe(participants, comparison, case)
    n = participants.n + comparison.n
    effect = {"effect": cox_index(participants.mean, comparison.mean, n=n)}
    return _baseline(case, estimate, comparison, participants, effect)


def did_impact(case: Case) -> Answer:
    """How much more participants changed than the comparison group."""
    comparison, participants = (s.pairs for s in two(case))
    estimate = did(participants, comparison, conf_level=case.conf_level)
    return impact(case, estimate, after_of(comparison), after_of(participants))


def ancova_impact(case: Case) -> Answer:
    """How far apart the groups are after, among people who started alike."""
    comparison, participants = (s.pairs for s in two(case))
    estimate = ancova(participants, comparison, conf_level=case.conf_level).estimate
    return impact(case, estimate, after_of(comparison), after_of(participants))


def difference_mean(case: Case) -> Answer:
    """How far apart the groups are after, whatever they were before."""
    comparison, participants = (s.after for s in two(case))
    estimate = welch_t(participants, comparison, conf_level=case.conf_level)
    return impact(case, estimate, comparison, participants)


def difference_share(case: Case) -> Answer:
    """The same for a share."""
    comparison, participants = (s.after for s in two(case))
    return impact(case, _newcombe(participants, comparison, case), comparison, participants)


def gap(case: Case) -> Answer:
    """How much the distance between two levels of a breakdown changed.

    `mean_before` and `mean_after` are the distance, first less second level.
    """
    return gap_of(case, did(*gap_sides(case), conf_level=case.conf_level))


def gap_sides(case: Case) -> tuple[PairedMoments, PairedMoments]:
    """The pairs of both levels."""
    pairs = case.sample.pairs
    return _taken(pairs, case.first), _taken(pairs, case.second)


def gap_of(case: Case, estimate: Estimate) -> Answer:
    """A change of a distance, with its interval."""
    first, second = gap_sides(case)
    n = first.n + second.n
    eligible = case.sample.eligible[case.first] + case.sample.eligible[case.second]
    return Answer(
        numbers=of_estimate(estimate, conf_level=case.conf_level)
        | {
            "n": n,
            "n_before": second.n,
            "n_after": first.n,
            "n_missing": missing(eligible, n),
            "mean_before": first.mean_before - second.mean_before,
            "mean_after": first.mean_after - second.mean_after,
        },
        reason=_why(estimate, second.n, first.n),
        kept=np.full(n.shape, fill_value=True),
    )


def _baseline(
    case: Case,
    estimate: Estimate,
    comparison: Moments,
    participants: Moments,
    effect: Numbers,
) -> Answer:
    """No test: equivalence is judged by the size of the difference, not by its p-value."""
    untested = np.full(comparison.n.shape, np.nan)
    return contrast(
        case,
        estimate,
        (comparison, participants),
        effect | {"statistic": untested, "p_value": untested},
        effect_name="cox" if case.measured.is_share else "hedges_g",
    )


def impact(case: Case, estimate: Estimate, comparison: Moments, participants: Moments) -> Answer:
    """A contrast after, with the interval of people one by one."""
    if case.measured.is_share:
        effect = cox_effect(estimate, comparison, participants)
    else:
        # the estimate over the raw spread after: adjusting must not shrink the yardstick
        above = Moments(n=participants.n, mean=estimate.estimate, var=participants.var)
        below = Moments(n=comparison.n, mean=np.zeros_like(comparison.n), var=comparison.var)
        effect = of_effect(hedges_g(above, below))
    name = "cox" if case.measured.is_share else "hedges_g"
    return contrast(case, estimate, (comparison, participants), effect, effect_name=name)


def cox_effect(estimate: Estimate, comparison: Moments, participants: Moments) -> Numbers:
    """From the comparison group's share to the one that an estimate would lead to."""
    index = partial(cox_index, n=participants.n + comparison.n)
    return of_effect(shift_effect(index, comparison.mean, estimate))


def contrast(
    case: Case,
    estimate: Estimate,
    groups: tuple[Moments, Moments],
    numbers: Numbers,
    *,
    effect_name: str,
) -> Answer:
    """Two groups with what sets them apart; the comparison group first."""
    comparison, participants = groups
    samples = two(case)
    n = comparison.n + participants.n
    return Answer(
        numbers=of_estimate(estimate, conf_level=case.conf_level)
        | of_two(comparison, participants)
        | {"n": n, "n_missing": missing(samples[0].eligible + samples[1].eligible, n)}
        | numbers,
        reason=_why(estimate, comparison.n, participants.n),
        kept=samples[0].is_kept | samples[1].is_kept,
        effect_name=effect_name,
    )


def _why(
    estimate: Estimate, comparison: NDArray[np.float64], participants: NDArray[np.float64]
) -> NDArray[np.object_]:
    is_few = (comparison < _FEWEST) | (participants < _FEWEST) | np.isnan(estimate.estimate)
    is_flat = ~(estimate.conf_high > estimate.conf_low)  # nothing varies: no interval either
    return reasons(len(comparison), (is_few, TOO_FEW), (is_flat, NO_SPREAD))


def two(case: Case) -> tuple[Sample, Sample]:
    """The comparison group and participants."""
    samples = case.measured.samples
    return samples[COMPARISON], samples[PARTICIPANTS]


def _newcombe(participants: Moments, comparison: Moments, case: Case) -> Estimate:
    return newcombe(
        hits(participants),
        participants.n,
        hits(comparison),
        comparison.n,
        conf_level=case.conf_level,
    )


def before_of(pairs: PairedMoments) -> Moments:
    """The start of pairs."""
    return Moments(n=pairs.n, mean=pairs.mean_before, var=pairs.var_before)


def after_of(pairs: PairedMoments) -> Moments:
    """The end of pairs."""
    return Moments(n=pairs.n, mean=pairs.mean_after, var=pairs.var_after)


def _taken(pairs: PairedMoments, slots: NDArray[np.intp]) -> PairedMoments:
    return PairedMoments(
        n=pairs.n[slots],
        mean_before=pairs.mean_before[slots],
        mean_after=pairs.mean_after[slots],
        var_before=pairs.var_before[slots],
        var_after=pairs.var_after[slots],
        cov=pairs.cov[slots],
        var_change=pairs.var_change[slots],
    )
