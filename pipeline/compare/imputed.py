"""Answers with what is missing drawn many times over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import changes, clustered, contrasts
from pipeline.compare.answer import Answer, of_effect, of_scaled
from pipeline.compare.measured import pairs_of_table
from pipeline.compare.weighed import change_unit, without_means
from pipeline.engine.base import COMPARISON, PARTICIPANTS
from pipeline.statistics import impact as contrast
from pipeline.statistics.effect_sizes import cohens_h, shift_effect
from pipeline.statistics.means import paired_t
from pipeline.statistics.missing import (
    DRAWS,
    imputed_changes,
    imputed_tables,
    pooled,
    rest_of,
)
from pipeline.statistics.moments import Moments, PairedMoments, PairTable
from pipeline.statistics.resampling import seed_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.compare.measured import Measured, Sample
    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

FEWEST: Final = 10
"""Pairs, and half of the people, without which what is drawn is too wide to tell anything."""

LEAST: Final = 0.05
"""Share of those measured at all who lack a value, from which it is worth drawing."""


def is_patchy(sample: Sample) -> bool:
    """Whether so many people of the whole group lack one of both values."""
    seen, pairs = sample.seen[0], sample.pairs.n[0]
    return bool(pairs >= FEWEST and seen >= 2 * FEWEST and seen - pairs >= LEAST * seen)


def wants_change(case: Case) -> bool:
    """Whether a change has values to draw."""
    return is_patchy(case.sample)


def wants_impact(case: Case) -> bool:
    """Whether either group of a contrast has values to draw."""
    return lacks(case.measured)


def lacks(measured: Measured) -> bool:
    """Whether either group has values to draw."""
    return any(is_patchy(measured.samples[group]) for group in (PARTICIPANTS, COMPARISON))


def change(case: Case) -> Answer:
    """The change of everyone measured at least once; of the whole group."""
    sample = case.sample
    drawn = paired_t(_drawn(case, sample, case.group))
    found = clustered.bounded(case, _pooled(drawn, sample.seen - 1, case))
    return change_of(case, found)


def change_of(case: Case, found: Estimate) -> Answer:
    """A change of everyone measured at least once, however what is missing was filled in."""
    sample = case.sample
    numbers: dict[str, Floats] = {
        "n": sample.seen, "n_before": sample.before.n, "n_after": sample.after.n
    }  # fmt: skip
    if case.measured.is_share:
        numbers |= of_effect(shift_effect(cohens_h, sample.pairs.mean_before, found))
    else:
        numbers |= of_scaled(change_unit(case), found)
    name = "cohens_h" if case.measured.is_share else "d_av"
    return told(changes.answer(case, found, numbers, effect_name=name))


def impact(case: Case) -> Answer:
    """The contrast of everyone measured at least once, adjusted where a lottery formed groups."""
    comparison, participants = contrasts.two(case)
    both = _drawn(case, participants, PARTICIPANTS), _drawn(case, comparison, COMPARISON)
    is_random = case.measured.is_randomized
    drawn = contrast.ancova(*both).estimate if is_random else contrast.did(*both)
    df = participants.seen + comparison.seen - 2
    found = clustered.bounded(case, _pooled(drawn, df, case))
    return impact_of(case, found)


def impact_of(case: Case, found: Estimate) -> Answer:
    """A contrast of everyone measured at least once, however what is missing was filled in."""
    comparison, participants = contrasts.two(case)
    answer = contrasts.impact(case, found, *clustered.ends(case))
    n = participants.seen + comparison.seen
    counts = {"n": n, "n_before": comparison.seen, "n_after": participants.seen}
    left = {"n_missing": np.maximum(participants.eligible + comparison.eligible - n, 0.0)}
    return told(replace(answer, numbers={**answer.numbers, **counts, **left}))


def _drawn(case: Case, sample: Sample, group: int) -> PairedMoments:
    seed = seed_of(f"{case.measured.name}/{group}")
    pairs = PairedMoments(**{n: getattr(sample.pairs, n)[:1] for n in PairedMoments.__slots__})
    before = rest_of(_first(sample.before), contrasts.before_of(pairs))
    after = rest_of(_first(sample.after), contrasts.after_of(pairs))
    if case.measured.is_share:
        table = PairTable(counts=sample.table.counts[:1])
        return pairs_of_table(imputed_tables(table, before, after, seed=seed).counts)
    return imputed_changes(pairs, before, after, seed=seed)


def _first(moments: Moments) -> Moments:
    """Of the whole group only."""
    return Moments(n=moments.n[:1], mean=moments.mean[:1], var=moments.var[:1])


def _pooled(drawn: Estimate, df: Floats, case: Case) -> Estimate:
    shape = (DRAWS, -1)
    estimates, errors = drawn.estimate.reshape(shape), drawn.std_error.reshape(shape)
    one = pooled(estimates, errors**2, df[:1], conf_level=case.conf_level)
    nothing = np.full(len(df) - 1, np.nan)
    padded = {n: np.concatenate([getattr(one, n), nothing]) for n in type(one).__slots__}
    return type(one)(**padded)


def told(answer: Answer) -> Answer:
    """Without levels; the whole group alone, and not where too few pairs tell how to draw."""
    is_told = np.isfinite(answer.numbers["conf_low"]) & (np.arange(len(answer.kept)) == 0)
    return without_means(replace(answer, kept=answer.kept & is_told))
