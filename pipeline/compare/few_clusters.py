"""Contrasts of few schools or classes: what can still be said, and a test by drawing again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import adjusted, clustered, contrasts
from pipeline.compare.answer import Answer, reasons
from pipeline.compare.clustered import FEW, MANY
from pipeline.statistics import clusters
from pipeline.statistics.estimate import Estimate
from pipeline.statistics.impact import ancova, did
from pipeline.statistics.resampling import seed_of, wild_clusters
from pipeline.statistics.wwc import ICC, ICC_ACHIEVEMENT, cluster_corrected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.statistics.clusters import Products
    from pipeline.statistics.resampling import Redrawn

    Floats = NDArray[np.float64]

ONE_CLUSTER = "one school or class in a group: it cannot be told apart from the programme"
LEAST_DRAWN: Final = 6
"""Clusters of a group from which drawing signs is no less sure than the formula."""
_ACHIEVEMENT: Final = ("achievement", "academic", "test", "score", "math", "reading", "literacy")


def changes(case: Case) -> Answer:
    """How much more participants changed than the comparison group."""
    return told(case, clustered.did(case))


def ancova_after(case: Case) -> Answer:
    """How far apart the groups are after, among people who started alike."""
    return told(case, clustered.ancova(case))


def adjusted_after(case: Case) -> Answer:
    """The same, among people alike in columns of the roster too."""
    return told(case, adjusted.by_clusters(case))


def difference(case: Case) -> Answer:
    """How far apart the groups are after, whatever they were before."""
    return told(case, clustered.difference(case))


def baseline(case: Case) -> Answer:
    """How far apart the groups were before; without a test."""
    return told(case, clustered.baseline(case))


def is_few(case: Case) -> bool:
    """Whether whole clusters were compared and a group has so few that a test is set beside."""
    return bool(_is_few(case)[0])


def told(case: Case, answer: Answer) -> Answer:
    """The answer, a lone cluster in a group being the first reason why there is none."""
    said = [(answer.reason == words, words) for words in sorted(set(answer.reason) - {""})]
    cells = len(answer.reason)
    return replace(answer, reason=reasons(cells, (_is_one(case), ONE_CLUSTER), *said))


def handbook(case: Case) -> Answer:
    """The test that the What Works Clearinghouse asks for where errors were not by cluster.

    A test and no interval: its share of the spread between clusters is supposed, so counting
    everyone twice would make an interval narrower though nothing more is known.
    """
    comparison, participants = groups = clustered.ends(case)
    first, second = (sample.pairs for sample in reversed(contrasts.two(case)))
    if case.measured.is_randomized and case.measured.people is not None:
        estimate = adjusted.by_clusters(case).numbers["estimate"]
    elif case.measured.is_randomized:
        estimate = ancova(first, second).estimate.estimate
    else:
        estimate = did(first, second).estimate
    p = clustered.products_of(case, "impact")
    # What the clusters show counts where it is worse than what is supposed of them.
    shown = clusters.intraclass(clusters.fit(p), between=2)
    icc = np.fmax(ICC_ACHIEVEMENT if _is_achievement(case) else ICC, shown)
    with np.errstate(all="ignore"):
        n = comparison.n + participants.n
        squares = (participants.n - 1) * participants.var + (comparison.n - 1) * comparison.var
        unit = np.sqrt(squares / (n - 2)) / (1 - 3 / (4 * n - 9))
    found = cluster_corrected(
        estimate / unit, participants.n, comparison.n, clusters.count(p), icc=icc
    )
    is_none = _is_one(case)
    tested = replace(
        Estimate.none(p.cells),
        estimate=estimate,
        statistic=np.where(is_none, np.nan, found.statistic),
        df=np.where(is_none, np.nan, found.df),
        p_value=np.where(is_none, np.nan, found.p_value),
    )
    answer = clustered.impact_of(case, tested, p, *groups)
    known = np.isfinite(tested.p_value)
    reason = np.where(known, "", answer.reason).astype(object)
    return replace(answer, reason=reason, kept=answer.kept & known & _is_few(case))


def wild(case: Case) -> Answer:
    """The primary contrast, tested by giving the errors of whole clusters new signs.

    The whole only: drawing for each breakdown would take long and mean little.
    """
    randomized = case.measured.is_randomized
    p = clustered.adjusted(case) if randomized else clustered.products_of(case, "impact")
    name = f"{case.measured.name}/impact/contrast/wild"
    fitted = clusters.fit(_first_cell(p))
    drawn = wild_clusters(fitted, 1, seed=seed_of(name), conf_level=case.conf_level)
    found = clustered.bounded(case, _drawn(p.cells, float(fitted.coefficients[0, 1]), drawn))
    answer = clustered.impact_of(case, found, p, *clustered.ends(case))
    return replace(answer, kept=answer.kept & (np.arange(p.cells) == 0))


def wild_change(case: Case) -> Answer:
    """The primary change of a group, tested the same way; of the whole group."""
    p = clustered.products_of(case, "change")
    fitted = clusters.fit(_first_cell(p))
    name = f"{case.measured.name}/change/{case.group}/wild"
    drawn = wild_clusters(fitted, 0, seed=seed_of(name), conf_level=case.conf_level)
    found = clustered.bounded(case, _drawn(p.cells, float(fitted.coefficients[0, 0]), drawn))
    answer = clustered.paired_of(case, found, p)
    return replace(answer, kept=answer.kept & (np.arange(p.cells) == 0))


def is_wild_change(case: Case) -> bool:
    """Whether a group has so few clusters that the formula wants a companion."""
    cells = clustered.cells_of(case, "change")
    (side,) = clustered.sides_of(case, "change")
    return LEAST_DRAWN <= float(side.clusters(cells)[0]) < MANY


def is_wild(case: Case) -> bool:
    """Whether a group has so few clusters that the formula wants a companion."""
    cells = clustered.cells_of(case, "impact")
    found = [float(s.clusters(cells)[0]) for s in clustered.sides_of(case, "impact")]
    return LEAST_DRAWN <= min(found) < MANY


def _is_one(case: Case) -> NDArray[np.bool_]:
    return _is_nested(case) & (_fewest(case) < 2)  # noqa: PLR2004


def _is_few(case: Case) -> NDArray[np.bool_]:
    return _is_nested(case) & (_fewest(case) < FEW)


def _fewest(case: Case) -> Floats:
    """Clusters of the group that has fewer, an entry per slot."""
    cells = clustered.cells_of(case, "impact")
    counts = [one.clusters(cells) for one in clustered.sides_of(case, "impact")]
    return np.asarray(np.minimum(*counts))


def _is_nested(case: Case) -> bool:
    """Whether each cluster is wholly in one group, as where clusters were assigned."""
    if case.measured.assigns_clusters:
        return True
    first, second = (
        set(one.cluster[(one.cell == 0) & (one.cluster >= 0)].tolist())
        for one in clustered.sides_of(case, "impact")
    )
    return not first & second


def _is_achievement(case: Case) -> bool:
    """Whether the handbook's larger share between schools is supposed: test scores."""
    words = f"{case.measured.outcome.domain} {case.measured.outcome.label}".lower()
    return any(word in words for word in _ACHIEVEMENT)


def _first_cell(p: Products) -> Products:
    first = p.cell == 0
    return replace(
        p, cells=1, cell=p.cell[first], n=p.n[first], xx=p.xx[first], xy=p.xy[first],
        yy=p.yy[first],
    )  # fmt: skip


def _drawn(cells: int, estimate: float, drawn: Redrawn) -> Estimate:
    told = {
        "estimate": estimate,
        "p_value": drawn.p_value,
        "conf_low": drawn.low,
        "conf_high": drawn.high,
    }
    columns = {key: _whole(cells, value) for key, value in told.items()}
    return replace(Estimate.none(cells), **columns)


def _whole(cells: int, value: float) -> Floats:
    column = np.full(cells, np.nan)
    column[0] = value if np.isfinite(value) else np.nan
    return column
