"""Answers whose error comes from leaving out each school or class in turn; of whole groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import changes, clustered, contrasts
from pipeline.compare.answer import of_scaled
from pipeline.compare.imputed_clusters import FEWEST_CLUSTERS
from pipeline.compare.middle import DISTINCT
from pipeline.compare.weighed import change_unit, without_means
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS
from pipeline.statistics.leave_out import jackknife
from pipeline.statistics.logistic import fit_logistic, marginal_difference
from pipeline.statistics.mixed import mixed_change
from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.robust import trimmed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from pipeline.compare.adjusted import People
    from pipeline.compare.answer import Answer, Case
    from pipeline.statistics.estimate import Estimate
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

COUNTS: Final = ("n", "n_before", "n_after")

MOST_FITTED: Final = 4_000_000
"""People times clusters up to which a model is fitted again without each cluster."""


def mixed(case: Case) -> Answer:
    """The change of everyone measured once or twice."""
    rows = clustered.rows_of(case, case.group)
    first = rows.slot == 0
    sums = {name: column[first] for name, column in rows.sums.items()}
    found = mixed_change(*without_sums(sums), is_restricted=False).estimate.estimate
    answer = _change(case, float(found[0]), found[1:])
    counts = changes.wave_counts(case.sample)
    return replace(answer, numbers={**answer.numbers, **{k: counts[k] for k in COUNTS}})


def trimmed_change(case: Case) -> Answer:
    """The mean change without the fifth at either end."""
    rows = _moved(case, case.group)
    return _change(case, _middle(rows), _middles(rows)[1])


def trimmed_did(case: Case) -> Answer:
    """How much more the middle of participants changed than that of the comparison group."""
    rows = [_moved(case, group) for group in (PARTICIPANTS, COMPARISON)]
    whole = [_middle(one) for one in rows]
    known = [dict(zip(*_middles(one), strict=True)) for one in rows]
    every = sorted({*known[0], *known[1]})
    left = [[mine.get(out, all_) for out in every] for mine, all_ in zip(known, whole, strict=True)]
    return _impact(case, whole[0] - whole[1], np.array(left[0]) - np.array(left[1]))


def logistic(case: Case) -> Answer:
    """The contrast of a share by a logistic model, in percentage points."""
    people = _people(case)
    by = _by(people)
    every = np.arange(len(by))
    without = [_difference(people, every[by != out]) for out in np.unique(by)]
    return _impact(case, _difference(people, every), without)


def wants_fitting(case: Case) -> bool:
    """Whether a model can be fitted again without each cluster in reasonable time."""
    by = _by(_people(case))
    count = len(np.unique(by))
    return count >= FEWEST_CLUSTERS and count * len(by) <= MOST_FITTED


def wants(case: Case) -> bool:
    """Whether there are enough clusters for an error from leaving out each."""
    return _clusters(case, case.group) >= FEWEST_CLUSTERS


def wants_both(case: Case) -> bool:
    """The same in either of two groups."""
    return min(_clusters(case, group) for group in (PARTICIPANTS, COMPARISON)) >= FEWEST_CLUSTERS


def _clusters(case: Case, group: int) -> int:
    rows = clustered.rows_of(case, group)
    return int(((rows.slot == 0) & (rows.sums["n"] > 0)).sum())


def _difference(people: People, kept: NDArray[np.intp]) -> float:
    x = people.regressors[kept]
    x = x[:, (x != 0).any(axis=0)]  # a level that only the left-out cluster had
    # values are less their mean: yes is what lies above it
    fitted = fit_logistic(x, (people.after[kept] > 0).astype(np.float64))
    return np.nan if fitted is None else float(marginal_difference(x, fitted, at=1).estimate[0])


def _people(case: Case) -> People:
    if case.measured.people is None:
        raise AssertionError(case.measured.name)
    return case.measured.people


def _by(people: People) -> NDArray[np.int64]:
    if people.cluster is None:
        raise AssertionError(people.names)
    return people.cluster


def _moved(case: Case, group: int) -> Rows:
    rows = case.measured.moved
    if rows is None:
        raise AssertionError(case.measured.name)
    return rows if group == ALL else rows.take(rows["arm"] == (group == PARTICIPANTS))


def _middle(rows: Rows) -> float:
    values, place = np.unique(rows["change"], return_inverse=True)
    return _trimmed(values, _counted(place, rows["n"], len(values)))


def _middles(rows: Rows) -> tuple[list[int], list[float]]:
    """Clusters, and the mean of the middle without each."""
    values, place = np.unique(rows["change"], return_inverse=True)
    total = _counted(place, rows["n"], len(values))
    order = np.argsort(rows["cl"], kind="stable")
    clusters, starts = np.unique(rows["cl"][order], return_index=True)
    left = [
        _trimmed(values, total - _counted(place[mine], rows["n"][mine], len(values)))
        for mine in (np.split(order, starts[1:]) if len(clusters) else ())
    ]
    return clusters.tolist(), left


def _counted(place: NDArray[np.intp], n: Floats, distinct: int) -> Floats:
    return np.bincount(place, n, distinct).astype(np.float64)


def _trimmed(values: Floats, counts: Floats) -> float:
    kept = counts > 0
    if kept.sum() < DISTINCT:
        return np.nan
    return trimmed(values[kept], counts[kept], is_whole=False).mean


def _without(column: Floats) -> Floats:
    """The sum over all clusters, then the sum without each."""
    total = column.sum()
    return np.concatenate([[total], total - column])


def without_sums(sums: Mapping[str, Floats]) -> tuple[PairedMoments, Moments, Moments]:
    """Pairs and both waves of all clusters, then without each; shape (1 + clusters,).

    Args:
        sums: Of ClusterSums, by cluster.
    """
    s = {name: _without(column) for name, column in sums.items()}
    n = s["n"]
    pairs = PairedMoments(
        n=n,
        mean_before=_over(s["x"], n),
        mean_after=_over(s["y"], n),
        var_before=_spread(n, s["x"], s["x"], s["xx"]),
        var_after=_spread(n, s["y"], s["y"], s["yy"]),
        cov=_spread(n, s["x"], s["y"], s["xy"]),
        var_change=_spread(n, s["y"] - s["x"], s["y"] - s["x"], s["xx"] + s["yy"] - 2 * s["xy"]),
    )
    before, after = (
        Moments(n=s[k], mean=_over(s[v], s[k]), var=_spread(s[k], s[v], s[v], s[v * 2]))
        for k, v in (("nb", "b"), ("na", "a"))
    )
    return pairs, before, after


def _over(top: Floats, bottom: Floats) -> Floats:
    ratio = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=bottom > 0)
    return ratio


def _spread(n: Floats, first: Floats, second: Floats, product: Floats) -> Floats:
    return _over(product - _over(first * second, n), n - 1)


def _change(case: Case, whole: float, without: ArrayLike) -> Answer:
    found = _found(case, jackknife(whole, without, conf_level=case.conf_level))
    n = case.sample.pairs.n
    numbers = {"n": n, "n_before": n, "n_after": n} | of_scaled(change_unit(case), found)
    return _whole(changes.answer(case, found, numbers, effect_name="d_av"))


def _impact(case: Case, whole: float, without: ArrayLike) -> Answer:
    found = _found(case, jackknife(whole, without, groups=2, conf_level=case.conf_level))
    return _whole(contrasts.impact(case, found, *clustered.ends(case)))


def _found(case: Case, one: Estimate) -> Estimate:
    return clustered.bounded(case, one.padded(len(case.sample.eligible)))


def _whole(answer: Answer) -> Answer:
    told = np.isfinite(answer.numbers["conf_low"])
    first = np.arange(len(answer.reason)) == 0
    return without_means(replace(answer, kept=answer.kept & first & told))
