"""Contrasts of few schools or classes: what can still be said, and a test by drawing again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import clustered, contrasts
from pipeline.compare.answer import Answer, reasons
from pipeline.compare.clustered import MANY
from pipeline.statistics import clusters
from pipeline.statistics.estimate import Estimate
from pipeline.statistics.impact import ancova, did
from pipeline.statistics.means import from_t
from pipeline.statistics.resampling import seed_of, wild_clusters
from pipeline.statistics.wwc import ICC, ICC_ACHIEVEMENT, cluster_corrected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.statistics.clusters import Products
    from pipeline.statistics.moments import Moments

    Floats = NDArray[np.float64]

ONE_CLUSTER = "one school or class in a group: it cannot be told apart from the programme"
LEAST_DRAWN: Final = 6
"""Clusters of a group from which drawing signs is no less sure than the formula."""
_ACHIEVEMENT: Final = ("achievement", "academic", "test", "score", "math", "reading", "literacy")


def few_did(case: Case) -> Answer:
    """How much more participants changed, where a group has fewer than four clusters."""
    comparison, participants = (sample.pairs for sample in contrasts.two(case))
    return impact(case, did(participants, comparison).estimate)


def few_ancova(case: Case) -> Answer:
    """The same, adjusted for the start."""
    comparison, participants = (sample.pairs for sample in contrasts.two(case))
    return impact(case, ancova(participants, comparison).estimate.estimate)


def few_baseline(case: Case) -> Answer:
    """How far apart few clusters were before; without a test."""
    comparison, participants = (contrasts.before_of(s.pairs) for s in contrasts.two(case))
    p = clustered.products_of(case, "baseline")
    found = _corrected(case, p, participants.mean - comparison.mean, (comparison, participants))
    return _told(case, clustered.baseline_of(case, found, p))


def wild(case: Case) -> Answer:
    """The primary contrast, tested by giving the errors of whole clusters new signs.

    The whole only: drawing for each breakdown would take long and mean little.
    """
    randomized = case.measured.is_randomized
    p = clustered.adjusted(case) if randomized else clustered.products_of(case, "impact")
    first = p.cell == 0
    whole = replace(
        p, cells=1, cell=p.cell[first], n=p.n[first], xx=p.xx[first], xy=p.xy[first],
        yy=p.yy[first],
    )  # fmt: skip
    name = f"{case.measured.name}/impact/contrast/wild"
    fitted = clusters.fit(whole)
    drawn = wild_clusters(fitted, 1, seed=seed_of(name), conf_level=case.conf_level)
    told = {
        "estimate": float(fitted.coefficients[0, 1]),
        "p_value": drawn.p_value,
        "conf_low": drawn.low,
        "conf_high": drawn.high,
    }
    columns = {key: _whole(p.cells, value) for key, value in told.items()}
    found = clustered.bounded(case, replace(Estimate.none(p.cells), **columns))
    answer = clustered.impact_of(case, found, p, *clustered.ends(case))
    return replace(answer, kept=answer.kept & (np.arange(p.cells) == 0))


def is_wild(case: Case) -> bool:
    """Whether a group has so few clusters that the formula wants a companion."""
    cells = clustered.cells_of(case, "impact")
    found = [float(s.clusters(cells)[0]) for s in clustered.sides_of(case, "impact")]
    return LEAST_DRAWN <= min(found) < MANY


def impact(case: Case, estimate: Floats) -> Answer:
    """A contrast with the error that is left once few clusters count as such."""
    p, groups = clustered.products_of(case, "impact"), clustered.ends(case)
    found = _corrected(case, p, estimate, groups)
    return _told(case, clustered.impact_of(case, found, p, *groups))


def _corrected(
    case: Case, p: Products, estimate: Floats, groups: tuple[Moments, Moments]
) -> Estimate:
    """An estimate with the error that is left once clusters count as such."""
    comparison, participants = groups
    # What the clusters show counts where it is worse than what is supposed of them.
    shown = clusters.intraclass(clusters.fit(p), between=2)
    icc = np.fmax(ICC_ACHIEVEMENT if _is_achievement(case) else ICC, shown)
    with np.errstate(all="ignore"):
        n = comparison.n + participants.n
        squares = (participants.n - 1) * participants.var + (comparison.n - 1) * comparison.var
        unit = np.sqrt(squares / (n - 2)) / (1 - 3 / (4 * n - 9))
        g = estimate / unit
        corrected = cluster_corrected(g, participants.n, comparison.n, clusters.count(p), icc=icc)
        # t = g / error holds where g is 0 too, and the quotient would say nothing.
        alone = np.sqrt(n / (participants.n * comparison.n) + g**2 / (2 * n))
        error = np.where(_is_one(case), np.nan, unit * alone / corrected.factor)
    found = from_t(estimate, error, corrected.df, conf_level=case.conf_level)
    return clustered.bounded(case, found)


def _told(case: Case, answer: Answer) -> Answer:
    """The answer, a lone cluster in a group being the first reason why there is none."""
    told = [(answer.reason == words, words) for words in sorted(set(answer.reason) - {""})]
    cells = len(answer.reason)
    return replace(answer, reason=reasons(cells, (_is_one(case), ONE_CLUSTER), *told))


def _is_one(case: Case) -> NDArray[np.bool_]:
    cells = clustered.cells_of(case, "impact")
    counts = [one.clusters(cells) for one in clustered.sides_of(case, "impact")]
    return np.asarray(np.minimum(*counts) < 2)  # noqa: PLR2004


def _is_achievement(case: Case) -> bool:
    """Whether the handbook's larger share between schools is supposed: test scores."""
    words = f"{case.measured.outcome.domain} {case.measured.outcome.label}".lower()
    return any(word in words for word in _ACHIEVEMENT)


def _whole(cells: int, value: float) -> Floats:
    column = np.full(cells, np.nan)
    column[0] = value if np.isfinite(value) else np.nan
    return column
