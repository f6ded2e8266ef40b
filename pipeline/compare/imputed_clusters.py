"""Answers with what is missing drawn many times over, where people come in clusters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import changes, clustered, contrasts, sides
from pipeline.compare.answer import Answer, of_effect, of_scaled
from pipeline.compare.imputed import told
from pipeline.compare.sides import Side
from pipeline.compare.weighed import change_unit
from pipeline.engine.base import COMPARISON, PARTICIPANTS
from pipeline.statistics import clusters
from pipeline.statistics.effect_sizes import cohens_h, shift_effect
from pipeline.statistics.estimate import Estimate
from pipeline.statistics.missing import DRAWS, pooled
from pipeline.statistics.missing_clusters import Sums, imputed_clusters
from pipeline.statistics.resampling import seed_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.engine.base import ClusterSums
    from pipeline.statistics.clusters import Products

    Floats = NDArray[np.float64]


FEWEST_CLUSTERS: Final = 20
"""Clusters without which the interval is far wider than it need be (docs/calibration.md)."""


def change(case: Case) -> Answer:
    """The change of everyone measured at least once; of the whole group."""
    one = _side(case, case.group)
    found = _pooled(case, _products([one]) if one is not None else None, (1.0,))
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
    both = [_side(case, group) for group in (PARTICIPANTS, COMPARISON)]
    known = [one for one in both if one is not None]
    is_random = case.measured.is_randomized
    weights = (0.0, 1.0, 0.0) if is_random else (0.0, 1.0)
    made = _products(known, is_adjusted=is_random) if len(known) == len(both) else None
    found = _pooled(case, made, weights)
    comparison, participants = contrasts.two(case)
    answer = contrasts.impact(case, found, *clustered.ends(case))
    n = participants.seen + comparison.seen
    counts = {"n": n, "n_before": comparison.seen, "n_after": participants.seen}
    left = {"n_missing": np.maximum(participants.eligible + comparison.eligible - n, 0.0)}
    return told(replace(answer, numbers={**answer.numbers, **counts, **left}))


def _side(case: Case, group: int) -> Side | None:
    """One group with what is missing drawn: a cell is a draw, y a level after, x one before."""
    rows = clustered.rows_of(case, group)
    first = rows.slot == 0
    pairs = _sums(rows, first, "n", ("x", "y", "xx", "yy", "xy"))
    before = _sums(rows, first, "nb", ("b", "", "bb", "", ""))
    after = _sums(rows, first, "na", ("", "a", "", "aa", ""))
    only = _less(before, pairs, ("n", "x", "xx")), _less(after, pairs, ("n", "y", "yy"))
    drawn = imputed_clusters(pairs, *only, seed=seed_of(f"{case.measured.name}/{group}"))
    if drawn is None:
        return None
    kept = drawn.n[0] > 0
    cluster = rows.cluster[first][kept]
    flat = {name: getattr(drawn, name)[:, kept].ravel() for name in Sums.__slots__}
    return Side(
        cell=np.repeat(np.arange(DRAWS), kept.sum()),
        cluster=np.tile(cluster, DRAWS),
        n=flat["n"], y=flat["y"], yy=flat["yy"], x=flat["x"], xx=flat["xx"], xy=flat["xy"],
    )  # fmt: skip


def _products(found: Sequence[Side], *, is_adjusted: bool = False) -> Products:
    """Changes compared, or levels after with levels before to adjust for."""
    if is_adjusted:
        return sides.products(DRAWS, found, is_adjusted=True)
    none = [np.zeros(len(one.n)) for one in found]
    moved = [
        replace(one, y=one.y - one.x, yy=one.yy - 2 * one.xy + one.xx, x=zero, xx=zero, xy=zero)
        for one, zero in zip(found, none, strict=True)
    ]
    return sides.products(DRAWS, moved)


def _pooled(case: Case, made: Products | None, weights: Sequence[float]) -> Estimate:
    cells = len(case.sample.eligible)
    if made is None:
        return Estimate.none(cells)
    if clusters.count(made).min() < FEWEST_CLUSTERS:
        return Estimate.none(cells)
    each = clusters.cr2(clusters.fit(made), weights)
    df = np.array([np.nanmean(each.df)]) if np.isfinite(each.df).any() else np.array([np.nan])
    shape = (DRAWS, 1)
    one = pooled(
        each.estimate.reshape(shape), each.std_error.reshape(shape) ** 2, df,
        conf_level=case.conf_level,
    )  # fmt: skip
    nothing = np.full(cells - 1, np.nan)
    padded = {n: np.concatenate([getattr(one, n), nothing]) for n in Estimate.__slots__}
    return clustered.bounded(case, Estimate(**padded))


def _sums(rows: ClusterSums, first: NDArray[np.bool_], n: str, names: tuple[str, ...]) -> Sums:
    """Sums of the whole group by cluster, under the names of pairs; 0 where there are none."""
    none = np.zeros(int(first.sum()))
    x, y, xx, yy, xy = (rows.sums[name][first] if name else none for name in names)
    return Sums(n=rows.sums[n][first], x=x, y=y, xx=xx, yy=yy, xy=xy)


def _less(everyone: Sums, pairs: Sums, names: tuple[str, ...]) -> Sums:
    """Everyone of one period less the pairs; what is not of that period is 0."""
    none = np.zeros_like(everyone.n)
    return Sums(
        **{
            name: getattr(everyone, name) - getattr(pairs, name) if name in names else none
            for name in Sums.__slots__
        }
    )
