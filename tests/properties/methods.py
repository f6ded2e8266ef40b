"""Every method of statistics that works cell by cell, by what it is given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.statistics import (
    attainment,
    clusters,
    effect_sizes,
    impact,
    matching,
    means,
    ordinal,
    power,
    proportions,
    ratios,
    scales,
    score,
    selection,
    wwc,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.statistics.moments import Moments, PairedMoments, PairTable

OF_ONE: dict[str, Callable[[Moments], Any]] = {"mean_interval": means.mean_interval}
OF_TWO: dict[str, Callable[[Moments, Moments], Any]] = {
    "welch_t": means.welch_t,
    "pooled_t": means.pooled_t,
    "d_s": effect_sizes.d_s,
    "hedges_g": effect_sizes.hedges_g,
    "wwc_g": effect_sizes.wwc_g,
    "relative_change_independent": ratios.relative_change_independent,
}
OF_PAIRS: dict[str, Callable[[PairedMoments], Any]] = {
    "paired_t": means.paired_t,
    "d_av": effect_sizes.d_av,
    "g_av": effect_sizes.g_av,
    "d_z": effect_sizes.d_z,
    "glass": effect_sizes.glass,
    "becker_g": effect_sizes.becker_g,
    "relative_change_paired": ratios.relative_change_paired,
}
OF_TWO_PAIRS: dict[str, Callable[[PairedMoments, PairedMoments], Any]] = {
    "did": impact.did,
    "did_pooled": impact.did_pooled,
    "ancova": impact.ancova,
}
OF_YES_NO: dict[str, Callable[[PairTable], Any]] = {
    "newcombe_paired": proportions.newcombe_paired,
    "mcnemar": proportions.mcnemar,
    "conditional_odds_ratio": ratios.conditional_odds_ratio,
}
OF_ANSWERS: dict[str, Callable[[PairTable], Any]] = {
    "stuart_maxwell": ordinal.stuart_maxwell,
    "bhapkar": ordinal.bhapkar,
    "bowker": ordinal.bowker,
    "sign_test": ordinal.sign_test,
}
OF_COUNTS: dict[str, Callable[[Any, Any, Any, Any], Any]] = {
    "newcombe": proportions.newcombe,
    "risk_ratio": ratios.risk_ratio,
    "odds_ratio": ratios.odds_ratio,
    "miettinen_nurminen": score.miettinen_nurminen,
    "attrition": wwc.attrition,
}
OF_NUMBERS: dict[str, tuple[int, Callable[..., Any]]] = {
    "cohens_h": (2, effect_sizes.cohens_h),
    "cox_index": (2, effect_sizes.cox_index),
    "small_sample_factor": (1, effect_sizes.small_sample_factor),
    "improvement_index": (1, effect_sizes.improvement_index),
    "common_language": (1, effect_sizes.common_language),
    "share_above_average": (1, effect_sizes.share_above_average),
    "baseline_equivalence": (1, impact.baseline_equivalence),
    "wilson": (2, proportions.wilson),
    "wilson_of_effective": (4, proportions.wilson_of_effective),
    "design_effect": (2, clusters.design_effect),
    "spearman_brown": (1, scales.spearman_brown),
    "expected_gain": (2, selection.expected_gain),
    "expected_share_improved": (2, selection.expected_share_improved),
    "regression_expected": (3, selection.regression_expected),
    "multiplier": (1, power.multiplier),
    "detectable_paired": (2, power.detectable_paired),
    "detectable_groups": (2, power.detectable_groups),
    "detectable_clusters": (3, partial(power.detectable_clusters, icc=0.1)),
    "worth": (3, power.worth),
    "e_value": (1, matching.e_value),
    "e_value_of_difference": (1, matching.e_value_of_difference),
    "progress": (3, attainment.progress),
    "relative_change": (2, attainment.relative_change),
    "people_equivalent": (2, attainment.people_equivalent),
    "probability_met_proportion": (
        3,
        partial(attainment.probability_met_proportion, higher_is_better=True),
    ),
    "probability_met_mean": (4, partial(attainment.probability_met_mean, higher_is_better=True)),
    "cluster_corrected": (4, partial(wwc.cluster_corrected, icc=0.2)),
}
ELSEWHERE = {
    "from_t": "by every t-test",
    "two_ways": "by mcnemar and sign_test",
    "shift_effect": "takes a method",
    "mann_whitney": "takes two tables, below",
    "noncentral_limits": "by d_z and d_s",
    "benjamini_hochberg": "looks at all tests of a family together",
    "goal_attainment_t": "takes goals by cell, below",
    "signed_rank": "takes the people of one cell",
    "rank_biserial": "takes the people of one cell",
    "hodges_lehmann": "takes the people of one cell",
    "alpha": "takes the items of one scale",
    "omega": "takes the items of one scale",
    "xmr": "takes one series",
    "p_chart": "takes one series",
    "runs": "takes one series",
    "longest_usual": "takes a number of points",
    "crossings_usual": "takes a number of points",
    "slope_of_pairs": "tells of a line, not of a change: tests/statistics/test_trends.py",
    "propensity": "takes the people of one study",
    "nearest": "takes the people of one study",
    "mixed_change": "takes pairs and both waves: tests/statistics/test_mixed.py",
    "fit": "takes sums by cluster: tests/statistics/test_clusters.py",
    "cr2": "takes sums by cluster: tests/statistics/test_clusters.py",
    "classical": "takes sums by cluster: tests/statistics/test_clusters.py",
    "count": "takes sums by cluster: tests/statistics/test_clusters.py",
    "intraclass": "takes sums by cluster: tests/statistics/test_clusters.py",
    "wild_clusters": "takes sums by cluster and a seed: tests/statistics/test_resampling.py",
    "seed_of": "takes a name",
    "raw_draws": "takes a seed",
    "signs": "takes a seed",
    "allowed": "takes a share and a boundary: tests/statistics/test_wwc.py",
    "mix_and_rate": "takes the kinds of one cell: tests/statistics/test_composition.py",
    "bounds": "takes a range: tests/statistics/test_nonresponse.py",
    "tipping_point": "takes four numbers: tests/statistics/test_nonresponse.py",
    "fit_logistic": "takes the people of one study: tests/statistics/test_logistic.py",
    "marginal_difference": "takes the people of one study: tests/statistics/test_logistic.py",
    "bootstrap_weights": "takes a seed: tests/statistics/test_redrawn.py",
    "bootstrap_t": "takes people and draws: tests/statistics/test_redrawn.py",
    "permuted_groups": "takes the people of one study: tests/statistics/test_redrawn.py",
    "inverted": "takes a test: tests/statistics/test_resampling.py",
    "segments": "takes one series: tests/statistics/test_interrupted.py",
    "interrupted": "takes one series: tests/statistics/test_interrupted.py",
    "interrupted_counts": "takes one series: tests/statistics/test_interrupted.py",
    "uniforms": "takes a seed",
    "rest_of": "takes parts of waves: tests/statistics/test_missing.py",
    "imputed_changes": "takes pairs and a seed: tests/statistics/test_missing.py",
    "imputed_tables": "takes tables and a seed: tests/statistics/test_missing.py",
    "filled_clusters": "takes sums by cluster: tests/statistics/test_missing_clusters.py",
    "without_each": "takes sums by cluster: tests/statistics/test_missing_clusters.py",
    "forecast_share": "takes one series: tests/statistics/test_forecast.py",
    "forecast_count": "takes one series: tests/statistics/test_forecast.py",
    "forecast_mean": "takes one series: tests/statistics/test_forecast.py",
    "theil_sen": "takes one series: tests/statistics/test_forecast.py",
    "brier": "takes forecasts: tests/statistics/test_forecast.py",
    "probability_beyond": "takes one change: tests/statistics/test_forecast.py",
    "cohens_kappa": "takes codes: tests/statistics/test_coding.py",
    "krippendorff_alpha": "takes codes: tests/statistics/test_coding.py",
    "last_new": "takes codes: tests/statistics/test_coding.py",
    "coded_twice": "takes codes: tests/statistics/test_coding.py",
    "jackknife": "takes the answers without each cluster: tests/statistics/test_leave_out.py",
    "pooled": "takes the answers of many draws: tests/statistics/test_missing.py",
    "trimmed": "takes the people of one cell",
    "trimmed_mean": "takes the people of one cell",
    "trimmed_difference": "takes the people of two cells",
    "effective_n": "takes the people of one study",
    "weights_trimmed": "takes the people of one study",
    "entropy_weights": "takes the people of one study",
    "raked": "takes the people of one study",
    "six_weights": "takes a seed",
}


def joined(cells: Sequence[Any]) -> Any:
    """Several cells of moments as one, in order."""
    first = cells[0]
    names = type(first).__slots__
    return type(first)(**{n: np.concatenate([getattr(c, n) for c in cells]) for n in names})
