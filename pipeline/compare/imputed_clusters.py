"""Answers with what is missing filled in, where people come in clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import clustered
from pipeline.compare.imputed import change_of, impact_of
from pipeline.engine.base import COMPARISON, PARTICIPANTS
from pipeline.statistics.estimate import Estimate
from pipeline.statistics.leave_out import jackknife
from pipeline.statistics.missing_clusters import Filled, Sums, filled_clusters, without_each

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pipeline.compare.answer import Answer, Case
    from pipeline.engine.base import ClusterSums

    Floats = NDArray[np.float64]
    Parts = tuple[Sums, Sums, Sums]

FEWEST_CLUSTERS: Final = 10
"""Clusters without which the error is too unsure (docs/calibration.md)."""


def change(case: Case) -> Answer:
    """The change of everyone measured at least once; of the whole group."""
    labels, parts = _parts(case, (case.group,))
    found = _jackknife(case, labels, parts, lambda groups: _moved(groups[0]))
    return change_of(case, found)


def impact(case: Case) -> Answer:
    """How much more participants changed, everyone measured at least once.

    After a lottery too: the start that is filled in is no measured start to adjust for.
    """
    labels, parts = _parts(case, (PARTICIPANTS, COMPARISON))
    found = _jackknife(case, labels, parts, lambda groups: _moved(groups[0]) - _moved(groups[1]))
    return impact_of(case, found)


def _moved(one: Filled | None) -> float:
    if one is None or not one.n.sum() > 0:
        return np.nan
    return float((one.after.sum() - one.before.sum()) / one.n.sum())


def _parts(case: Case, groups: Sequence[int]) -> tuple[list[NDArray[np.int64]], list[Parts]]:
    """Clusters and sums of pairs, before only and after only, group by group."""
    labels, parts = [], []
    for group in groups:
        rows = clustered.rows_of(case, group)
        first = rows.slot == 0
        pairs = _sums(rows, first, "n", ("x", "y", "xx", "yy", "xy"))
        before = _sums(rows, first, "nb", ("b", "", "bb", "", ""))
        after = _sums(rows, first, "na", ("", "a", "", "aa", ""))
        labels.append(rows.cluster[first])
        parts.append(
            (pairs, _less(before, pairs, ("n", "x", "xx")), _less(after, pairs, ("n", "y", "yy")))
        )
    return labels, parts


def _jackknife(
    case: Case,
    labels: Sequence[NDArray[np.int64]],
    parts: Sequence[Parts],
    answer: Callable[[Sequence[Filled | None]], float],
) -> Estimate:
    """The answer, and its error from leaving out each cluster, from both groups at once."""
    cells = len(case.sample.eligible)
    whole = [filled_clusters(*one) for one in parts]
    every = np.unique(np.concatenate([*labels]))
    estimate = answer(whole)
    if len(every) < FEWEST_CLUSTERS:
        return Estimate.none(cells)
    left = [dict(zip(mine.tolist(), without_each(*one), strict=True))
            for mine, one in zip(labels, parts, strict=True)]  # fmt: skip
    without = [
        answer([known.get(out, all_) for known, all_ in zip(left, whole, strict=True)])
        for out in every.tolist()
    ]
    one = jackknife(estimate, without, groups=len(parts), conf_level=case.conf_level)
    return clustered.bounded(case, one.padded(cells))


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
