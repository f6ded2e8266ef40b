"""Which method answers which question. A new method is one function and one line here."""

from __future__ import annotations

from functools import partial

from pipeline.compare import adjusted, changes, contrasts, levels, lost, selected, weighed
from pipeline.compare import method as fits
from pipeline.compare.method import Method
from pipeline.compare.methods_beside import BESIDE
from pipeline.compare.methods_clusters import CLUSTERED

METHODS: tuple[Method, ...] = (
    Method(name="mean_t", analysis="level", model="", applies=fits.mean, reckon=levels.mean_level),
    Method(
        name="wilson", analysis="level", model="", applies=fits.share, reckon=levels.share_level
    ),
    Method(
        name="mixed",
        analysis="change",
        model="mixed",
        applies=fits.mixed_mean,
        reckon=changes.mixed_mean,
    ),
    Method(
        name="paired_t",
        analysis="change",
        model="paired",
        applies=fits.paired_mean,
        reckon=changes.paired_mean,
        leads=fits.wholly_linked,
    ),
    Method(
        name="welch_t",
        analysis="change",
        model="independent",
        applies=fits.independent_mean,
        reckon=changes.independent_mean,
    ),
    Method(
        name="newcombe_paired",
        analysis="change",
        model="paired",
        applies=fits.paired_share,
        reckon=changes.paired_share,
    ),
    Method(
        name="newcombe",
        analysis="change",
        model="independent",
        applies=fits.independent_share,
        reckon=changes.independent_share,
    ),
    Method(
        name="regression_to_mean",
        analysis="expected",
        model="",
        applies=selected.is_selected,
        reckon=selected.by_itself,
        basis=None,
    ),
    Method(
        name="stuart_maxwell",
        analysis="change",
        model="stuart_maxwell",
        applies=fits.paired_ordinal,
        reckon=changes.category_shift,
        leads=fits.never,
        unit="answer steps",
    ),
    Method(
        name="wwc_attrition",
        analysis="attrition",
        model="cautious",
        applies=lost.is_known,
        reckon=partial(lost.lost, boundary="cautious"),
        unit="%",
        basis=None,
    ),
    Method(
        name="wwc_attrition",
        analysis="attrition",
        model="optimistic",
        applies=lost.is_known,
        reckon=partial(lost.lost, boundary="optimistic"),
        leads=fits.never,
        unit="%",
        basis=None,
    ),
    Method(
        name="hedges_g",
        analysis="baseline",
        model="difference",
        applies=fits.contrasted_mean,
        reckon=contrasts.baseline_mean,
    ),
    Method(
        name="cox",
        analysis="baseline",
        model="difference",
        applies=fits.contrasted_share,
        reckon=contrasts.baseline_share,
    ),
    Method(
        name="ancova",
        analysis="impact",
        model="ancova",
        applies=fits.contrasted,
        reckon=contrasts.ancova_impact,
        leads=fits.randomized_only,
    ),
    Method(
        name="ancova_adjusted",
        analysis="impact",
        model="adjusted",
        applies=fits.adjusted,
        reckon=adjusted.by_people,
        leads=fits.randomized,
    ),
    Method(
        name="matched",
        analysis="baseline",
        model="matched",
        applies=fits.contrasted_by("matched"),
        reckon=partial(weighed.baseline, model="matched"),
        leads=fits.never,
        basis=None,
    ),
    Method(
        name="matched",
        analysis="impact",
        model="matched",
        applies=fits.contrasted_by("matched"),
        reckon=partial(weighed.impact, model="matched"),
        leads=fits.matched_only,
        basis=None,
    ),
    Method(
        name="did_welch",
        analysis="impact",
        model="did",
        applies=fits.contrasted,
        reckon=contrasts.did_impact,
        leads=fits.not_randomized,
    ),
    Method(
        name="welch_t",
        analysis="impact",
        model="difference",
        applies=fits.contrasted_mean,
        reckon=contrasts.difference_mean,
        leads=fits.never,
    ),
    Method(
        name="newcombe",
        analysis="impact",
        model="difference",
        applies=fits.contrasted_share,
        reckon=contrasts.difference_share,
        leads=fits.never,
    ),
    Method(
        name="did_welch", analysis="gap", model="did", applies=fits.paired, reckon=contrasts.gap
    ),
    *CLUSTERED,
    *BESIDE,
)
