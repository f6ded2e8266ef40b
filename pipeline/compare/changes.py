"""How much one group changed from the period before to the period after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import (
    NO_PAIRS,
    NO_SPREAD,
    TOO_FEW,
    Answer,
    missing,
    nobody_in,
    of_effect,
    of_estimate,
    of_scaled,
    of_two,
    reasons,
)
from pipeline.compare.measured import hits
from pipeline.statistics.effect_sizes import cohens_h, d_av, hedges_g, shift_effect
from pipeline.statistics.means import paired_t, welch_t
from pipeline.statistics.mixed import mixed_change
from pipeline.statistics.moments import Moments
from pipeline.statistics.ordinal import stuart_maxwell
from pipeline.statistics.proportions import newcombe, newcombe_paired

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.compare.measured import Sample
    from pipeline.statistics.estimate import Estimate
    from pipeline.statistics.moments import PairTable

_FEWEST = 2


def paired_mean(case: Case) -> Answer:
    """The mean change of the same people."""
    pairs = case.sample.pairs
    estimate = paired_t(pairs, conf_level=case.conf_level)
    told = (pairs.n < _FEWEST, TOO_FEW), (pairs.var_change == 0, NO_SPREAD)
    numbers = paired_counts(case.sample) | of_effect(d_av(pairs))
    return answer(case, estimate, numbers, *told, effect_name="d_av")


def mixed_mean(case: Case) -> Answer:
    """The change of everyone, whether measured twice or once.

    The means are those that the model expects of everyone.
    """
    sample = case.sample
    found = mixed_change(sample.pairs, sample.before, sample.after, conf_level=case.conf_level)
    told = (sample.pairs.n < _FEWEST, TOO_FEW), (np.isnan(found.estimate.conf_low), NO_SPREAD)
    numbers = wave_counts(sample) | {"mean_before": found.before, "mean_after": found.after}
    with np.errstate(all="ignore"):
        unit = 1 / np.sqrt((sample.before.var + sample.after.var) / 2)
        numbers |= of_scaled(np.where(np.isfinite(unit), unit, np.nan), found.estimate)
    return answer(case, found.estimate, numbers, *told, effect_name="d_av")


def independent_mean(case: Case) -> Answer:
    """The difference of two waves whose people cannot be matched."""
    before, after = case.sample.before, case.sample.after
    estimate = welch_t(after, before, conf_level=case.conf_level)
    is_few = (before.n < _FEWEST) | (after.n < _FEWEST)
    told = (is_few, TOO_FEW), (before.var + after.var == 0, NO_SPREAD)
    numbers = wave_counts(case.sample) | of_effect(hedges_g(after, before))
    return answer(case, estimate, numbers, *told, effect_name="hedges_g")


def paired_share(case: Case) -> Answer:
    """The change of a share among the same people."""
    sample = case.sample
    estimate = newcombe_paired(sample.table, conf_level=case.conf_level)
    effect = of_effect(shift_effect(cohens_h, sample.pairs.mean_before, estimate))
    return answer(case, estimate, paired_counts(sample) | effect, effect_name="cohens_h")


def independent_share(case: Case) -> Answer:
    """The difference of the shares in two waves whose people cannot be matched."""
    before, after = case.sample.before, case.sample.after
    estimate = newcombe(hits(after), after.n, hits(before), before.n, conf_level=case.conf_level)
    effect = of_effect(shift_effect(cohens_h, before.mean, estimate))
    return answer(case, estimate, wave_counts(case.sample) | effect, effect_name="cohens_h")


def category_shift(case: Case) -> Answer:
    """How far the same people moved over all answers, not only across one line."""
    table = case.sample.answers
    if table is None:
        raise AssertionError(case.measured.name)
    estimate = stuart_maxwell(table, conf_level=case.conf_level)
    numbers = _counts(case.sample) | _answer_moments(table)
    return answer(case, estimate, numbers, (estimate.std_error == 0, NO_SPREAD))


def answer(
    case: Case,
    estimate: Estimate,
    numbers: dict[str, NDArray[np.float64]],
    *told: tuple[NDArray[np.bool_], str],
    effect_name: str = "",
) -> Answer:
    """A change with its interval; `told` are further reasons why there is none."""
    sample = case.sample
    absent = [
        (sample.before.n == 0, nobody_in(case.before)),
        (sample.after.n == 0, nobody_in(case.after)),
        (numbers["n"] == 0, NO_PAIRS),
    ]
    eligible = sample.eligible
    return Answer(
        numbers=of_estimate(estimate, conf_level=case.conf_level)
        | numbers
        | {"n_missing": missing(eligible, numbers["n"])},
        reason=reasons(len(eligible), *absent, *told, (np.isnan(estimate.estimate), TOO_FEW)),
        kept=sample.is_kept,
        effect_name=effect_name,
    )


def _counts(sample: Sample) -> dict[str, NDArray[np.float64]]:
    n = sample.pairs.n
    return {"n": n, "n_before": n, "n_after": n}


def paired_counts(sample: Sample) -> dict[str, NDArray[np.float64]]:
    """Means, spreads and counts of pairs."""
    pairs = sample.pairs
    before = Moments(n=pairs.n, mean=pairs.mean_before, var=pairs.var_before)
    after = Moments(n=pairs.n, mean=pairs.mean_after, var=pairs.var_after)
    return of_two(before, after) | {"n": pairs.n}


def wave_counts(sample: Sample) -> dict[str, NDArray[np.float64]]:
    """Means, spreads and counts of two waves."""
    return of_two(sample.before, sample.after) | {"n": sample.seen}


def _answer_moments(table: PairTable) -> dict[str, NDArray[np.float64]]:
    """Mean answer before and after, answers counted 1 to k."""
    told = {}
    for name, axis in (("before", 2), ("after", 1)):
        counts = table.counts.sum(axis=axis)
        answer = np.arange(1.0, counts.shape[1] + 1)
        n, total, squares = counts.sum(axis=1), counts @ answer, counts @ answer**2
        at_all, spread = n > 0, n > 1
        nan = np.full(n.shape, np.nan)
        told[f"mean_{name}"] = np.divide(total, n, out=nan.copy(), where=at_all)
        var = np.divide(n * squares - total**2, n * (n - 1), out=nan.copy(), where=spread)
        told[f"sd_{name}"] = np.sqrt(var)
    return told
