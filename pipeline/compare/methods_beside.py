"""The methods that stand beside a primary answer, to see whether it depends on the analysis."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.compare import imputed, imputed_clusters, left_out, middle, redrawn, weighed
from pipeline.compare import method as fits
from pipeline.compare.method import Method

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.compare.answer import Answer, Case


@dataclass(frozen=True, slots=True)
class Levelless:
    """An answer of weighed people, without their levels."""

    reckon: Callable[..., Answer]
    model: str

    def __call__(self, case: Case) -> Answer:
        """The answer about one case."""
        return weighed.without_means(self.reckon(case, self.model))


def is_of_a_group(case: Case) -> bool:
    """Not everyone at once: people are weighed within participants and comparison group."""
    return case.sample is not case.measured.samples[-1]


BESIDE: tuple[Method, ...] = (
    Method(
        name="balanced",
        analysis="baseline",
        model="balanced",
        applies=fits.contrasted_by("balanced"),
        reckon=Levelless(weighed.baseline, "balanced"),
        leads=fits.never,
        basis=None,
    ),
    Method(
        name="imputed",
        analysis="change",
        model="imputed",
        applies=fits.paired,
        reckon=imputed.change,
        leads=fits.never,
        wants=imputed.wants_change,
    ),
    Method(
        name="imputed_clusters",
        analysis="change",
        model="imputed",
        applies=fits.in_clusters(fits.paired),
        reckon=imputed_clusters.change,
        leads=fits.never,
        basis="clusters",
        wants=imputed.wants_change,
    ),
    Method(
        name="imputed_clusters",
        analysis="impact",
        model="imputed",
        applies=fits.in_clusters(fits.contrasted),
        reckon=imputed_clusters.impact,
        leads=fits.never,
        basis="clusters",
        wants=imputed.wants_impact,
    ),
    Method(
        name="reweighed",
        analysis="change",
        model="reweighed",
        applies=fits.paired_by("reweighed"),
        reckon=partial(weighed.change, model="reweighed"),
        leads=fits.never,
        basis=None,
        wants=is_of_a_group,
    ),
    Method(
        name="trimmed",
        analysis="change",
        model="trimmed",
        applies=fits.paired_middle,
        reckon=middle.change,
        leads=fits.never,
    ),
    Method(
        name="jackknife",
        analysis="change",
        model="mixed",
        applies=fits.in_clusters(fits.mixed_mean),
        reckon=left_out.mixed,
        leads=fits.never,
        basis="clusters",
        wants=left_out.wants,
    ),
    Method(
        name="jackknife",
        analysis="change",
        model="trimmed",
        applies=fits.in_clusters(fits.paired_middle),
        reckon=left_out.trimmed_change,
        leads=fits.never,
        basis="clusters",
        wants=left_out.wants,
    ),
    Method(
        name="balanced",
        analysis="impact",
        model="balanced",
        applies=fits.contrasted_by("balanced"),
        reckon=Levelless(weighed.impact, "balanced"),
        leads=fits.never,
        basis=None,
    ),
    Method(
        name="imputed",
        analysis="impact",
        model="imputed",
        applies=fits.contrasted,
        reckon=imputed.impact,
        leads=fits.never,
        wants=imputed.wants_impact,
    ),
    Method(
        name="reweighed",
        analysis="impact",
        model="reweighed",
        applies=fits.contrasted_by("reweighed"),
        reckon=Levelless(weighed.impact, "reweighed"),
        leads=fits.never,
        basis=None,
    ),
    Method(
        name="bootstrap",
        analysis="change",
        model="redrawn",
        applies=fits.paired_middle,
        reckon=redrawn.change,
        leads=fits.never,
        wants=redrawn.wants,
    ),
    Method(
        name="permuted",
        analysis="impact",
        model="permuted",
        applies=redrawn.is_drawable,
        reckon=redrawn.lottery,
        leads=fits.never,
        wants=redrawn.wants_lottery,
    ),
    Method(
        name="logistic",
        analysis="impact",
        model="logistic",
        applies=redrawn.is_logistic,
        reckon=redrawn.logistic,
        leads=fits.never,
    ),
    Method(
        name="trimmed",
        analysis="impact",
        model="trimmed",
        applies=fits.contrasted_middle,
        reckon=middle.did,
        leads=fits.never,
    ),
    Method(
        name="jackknife",
        analysis="impact",
        model="logistic",
        applies=fits.in_clusters(redrawn.is_logistic),
        reckon=left_out.logistic,
        leads=fits.never,
        basis="clusters",
        wants=left_out.wants_fitting,
    ),
    Method(
        name="jackknife",
        analysis="impact",
        model="trimmed",
        applies=fits.in_clusters(fits.contrasted_middle),
        reckon=left_out.trimmed_did,
        leads=fits.never,
        basis="clusters",
        wants=left_out.wants_both,
    ),
)
