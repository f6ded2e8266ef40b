"""Every method that a result can name has a card, and its worked numbers are right."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.compare.methods import METHODS
from pipeline.evidence.cards import CARDS, Card
from pipeline.evidence.wording import BANS
from pipeline.statistics.attainment import goal_attainment_t, probability_met_proportion
from pipeline.statistics.clusters import Products, classical, cr2, design_effect, fit
from pipeline.statistics.coding import cohens_kappa, krippendorff_alpha
from pipeline.statistics.composition import mix_and_rate
from pipeline.statistics.control_charts import crossings_usual, longest_usual, p_chart, xmr
from pipeline.statistics.effect_sizes import cohens_h, cox_index, d_av, improvement_index, wwc_g
from pipeline.statistics.forecast import forecast_share
from pipeline.statistics.impact import ancova, did
from pipeline.statistics.interrupted import interrupted, interrupted_counts
from pipeline.statistics.leave_out import jackknife
from pipeline.statistics.logistic import fit_logistic, marginal_difference
from pipeline.statistics.matching import e_value_of_difference, nearest
from pipeline.statistics.means import mean_interval, paired_t, welch_t
from pipeline.statistics.missing import pooled
from pipeline.statistics.mixed import mixed_change
from pipeline.statistics.moments import Moments, PairedMoments, PairTable
from pipeline.statistics.multiplicity import benjamini_hochberg
from pipeline.statistics.nonresponse import bounds, tipping_point
from pipeline.statistics.ordinal import stuart_maxwell
from pipeline.statistics.power import multiplier, worth
from pipeline.statistics.proportions import (
    newcombe,
    newcombe_paired,
    wilson,
    wilson_of_effective,
)
from pipeline.statistics.redraws import bootstrap_t, bootstrap_weights, permuted_groups
from pipeline.statistics.resampling import seed_of, wild_clusters
from pipeline.statistics.robust import trimmed
from pipeline.statistics.scales import alpha, omega
from pipeline.statistics.selection import expected_gain, expected_share_improved
from pipeline.statistics.trends import slope_of_pairs
from pipeline.statistics.weighting import effective_n, entropy_weights
from pipeline.statistics.wwc import allowed, attrition, cluster_corrected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BY_NAME = {card.name: card for card in CARDS}
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
VISION = [
    [1520, 266, 124, 66],
    [234, 1512, 432, 78],
    [117, 362, 1772, 205],
    [36, 82, 179, 492],
]
ATTITUDE = Path(__file__).parents[1] / "data/attitude/attitude.csv"
STAR = Path(__file__).parents[1] / "data/star/star.csv"
NSW = Path(__file__).parents[2] / "data/raw/supported-work/nsw.csv"


def told(name: str, *numbers: str) -> None:
    """Asserts that the example of a card prints each of some numbers."""
    example = BY_NAME[name].example
    for number in numbers:
        assert number in example, (name, number)


def one(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float64)


def points(value: Floats) -> str:
    return f"{100 * value[0]:.1f}"


def test_every_method_that_compare_can_write_has_a_card() -> None:
    written = {method.name for method in METHODS} | {"as_given", "response", "activity"}
    assert written <= set(BY_NAME)


def test_names_are_unique_and_nothing_is_empty() -> None:
    assert len(BY_NAME) == len(CARDS)
    for card in CARDS:
        assert all(getattr(card, field.name) for field in fields(card))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_the_words_of_a_card_are_fit_for_every_tier(card: Card) -> None:
    said = " ".join(getattr(card, field.name) for field in fields(card))
    assert [ban.rule for ban in BANS if ban.pattern.search(said)] == []


def test_mean() -> None:
    found = mean_interval(Moments.of([2, 4, 6]), conf_level=0.95)
    assert f"{found.conf_low[0]:.2f} to {found.conf_high[0]:.2f}" == "-0.97 to 8.97"
    told("mean_t", "mean 4", "−0.97 to 8.97")


def test_wilson() -> None:
    low, high = wilson(one(81), one(263), conf_level=0.95)
    told("wilson", f"{100 * 81 / 263:.1f}%", f"{points(low)}% to {points(high)}%")
    low, high = wilson(one(320), one(400), conf_level=0.95)
    told("response", "80%", f"{points(low)}% to {points(high)}%")


def test_jeffreys() -> None:
    chance = probability_met_proportion(one(78), one(1200), one(0.068), higher_is_better=False)
    told("jeffreys", f"{100 * float(chance[0]):.0f}%")


def test_sleep_of_student() -> None:
    pairs = PairedMoments.of(before=FIRST, after=SECOND)
    found = paired_t(pairs, conf_level=0.95)
    told("paired_t", f"{found.estimate[0]:.2f}", f"t = {found.statistic[0]:.2f}")
    told("paired_t", f"p = {found.p_value[0]:.3f}")
    told("paired_t", f"{found.conf_low[0]:.2f} to {found.conf_high[0]:.2f}")
    apart = welch_t(Moments.of(SECOND), Moments.of(FIRST), conf_level=0.95)
    told("welch_t", f"t = {apart.statistic[0]:.2f}", f"df = {apart.df[0]:.1f}")
    told("welch_t", f"p = {apart.p_value[0]:.2f}")
    size = d_av(pairs)
    told("d_av", f"{size.effect[0]:.2f}", f"{size.low[0]:.2f} to {size.high[0]:.2f}")


def test_shares() -> None:
    table = PairTable(counts=np.array([[[0.0, 12], [2, 36]]]))
    found = newcombe_paired(table, conf_level=0.95)
    told("newcombe_paired", f"+{points(found.estimate)} points", f"p = {found.p_value[0]:.3f}")
    told("newcombe_paired", f"{points(found.conf_low)} to {points(found.conf_high)} points")
    told("mcnemar", f"mid-p = {found.p_value[0]:.3f}")
    apart = newcombe(one(56), one(70), one(48), one(80), conf_level=0.95)
    told("newcombe", f"+{points(apart.estimate)} points")
    told("newcombe", f"{points(apart.conf_low)} to {points(apart.conf_high)} points")
    told("cohens_h", f"{float(np.ravel(cohens_h(one(0.5), one(0.4)))[0]):.2f}")


def test_vision_of_stuart() -> None:
    table = PairTable(counts=np.array([VISION], dtype=np.float64))
    found = stuart_maxwell(table, conf_level=0.95)
    told("stuart_maxwell", f"χ² = {found.statistic[0]:.2f}", f"p = {found.p_value[0]:.3f}")
    told("stuart_maxwell", f"{found.estimate[0]:.2f} steps", "7,477")


def test_distance_between_groups() -> None:
    size = wwc_g(Moments.of([5, 6, 7]), Moments.of([4, 5, 6]))
    told("hedges_g", f"{size[0]:.2f}")
    told("cox", f"{cox_index(one(0.8), one(0.5), n=one(20))[0]:.2f}")


def test_supported_work() -> None:
    with NSW.open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    groups = [
        PairedMoments.of(
            before=[float(p["re75"]) for p in people if p["treat"] == arm],
            after=[float(p["re78"]) for p in people if p["treat"] == arm],
        )
        for arm in "10"
    ]
    change = did(*groups, conf_level=0.95)
    told("did_welch", f"${change.estimate[0]:,.0f}")
    told("did_welch", f"${change.conf_low[0]:,.0f} to ${change.conf_high[0]:,.0f}")
    for group in groups:
        told("did_welch", f"${group.mean_after[0] - group.mean_before[0]:,.0f}")
    names = ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75")
    treated = [float(p["treat"]) for p in people]
    columns = [np.ones(len(people)), np.array(treated)]
    columns += [np.array([float(p[n]) for p in people]) for n in names]
    earned = [float(p["re78"]) for p in people]
    several = fit(Products.of(np.column_stack(columns), earned, np.arange(len(people))))
    found = classical(several, np.eye(len(columns))[1])
    told("ancova_adjusted", f"${found.estimate[0]:,.0f}", f"${found.std_error[0]:,.0f}")
    adjusted = ancova(*groups, conf_level=0.95).estimate
    told("ancova", f"${adjusted.estimate[0]:,.0f}", f"p = {adjusted.p_value[0]:.3f}")
    told("ancova", f"${adjusted.conf_low[0]:,.0f} to ${adjusted.conf_high[0]:,.0f}")


def test_schools_of_project_star() -> None:
    with STAR.open(encoding="utf-8") as file:
        pupils = [p for p in csv.DictReader(file) if p["mathk"] and p["stark"]]
    y = np.array([float(p["mathk"]) for p in pupils])
    small = np.array([p["stark"] == "small" for p in pupils])
    schools = [p["schoolidk"] for p in pupils]
    assert len(set(schools)) == 79
    fitted = fit(Products.of(np.column_stack([np.ones(len(y)), small]), y, schools))
    found = cr2(fitted, [0, 1])
    alone = welch_t(Moments.of(y[small]), Moments.of(y[~small]))
    told("cr2", f"{found.estimate[0]:.2f} points", f"{found.std_error[0]:.2f}")
    told("cr2", f"{alone.std_error[0]:.2f}", "79 schools")
    drawn = wild_clusters(fitted, 1, seed=seed_of("star"))
    told("wild_cluster", f"{drawn.low:.2f} to {drawn.high:.2f}", f"p = {drawn.p_value:.3f}")
    told("wild_cluster", f"{found.conf_low[0]:.2f} to {found.conf_high[0]:.2f}")
    told("wild_cluster", f"p = {found.p_value[0]:.3f}")


def test_people_of_three_schools() -> None:
    y = [1.0, 2, 3, 4, 8, 9]
    found = cr2(fit(Products.of(np.ones((6, 1)), y, [1, 1, 2, 2, 3, 3])), [1])
    strangers = mean_interval(Moments.of(y))
    for each in (found, strangers):
        told("cr2_level", f"{each.conf_low[0]:.2f} to {each.conf_high[0]:.2f}".replace("-", "−"))
    low, high = wilson_of_effective(one(0.4), one(200), one(0.07), one(9))
    told("wilson_clustered", f"{points(low)}% to {points(high)}%")


def test_two_waves_of_partly_the_same_people() -> None:
    pairs = PairedMoments.of(before=[4, 6, 8, 10], after=[6, 7, 11, 12])
    before, after = Moments.of([4, 6, 8, 10, 20]), Moments.of([6, 7, 11, 12, 19])
    for found in (mixed_change(pairs, before, after).estimate, paired_t(pairs)):
        told("mixed", f"+{found.estimate[0]:.2f}")
        told("mixed", f"{found.conf_low[0]:.2f} to {found.conf_high[0]:.2f}")


def test_people_chosen_for_a_low_start() -> None:
    told("regression_to_mean", f"{float(expected_gain(0.25, 0.7)):.2f} standard deviations")
    told("regression_to_mean", f"{100 * float(expected_share_improved(0.25, 0.7)):.0f}%")


def test_who_is_matched_with_whom() -> None:
    found = nearest([0.9, 0.2, 0.8, 0.1, -2.0], [1, 1, 0, 0, 0], np.zeros(5))
    assert found.set_of.tolist() == [0, 1, 0, 1, -1]
    told("matched", "0.9 goes with 0.8", "0.2 with 0.1", "−2 with nobody")


def test_who_was_lost() -> None:
    found = attrition([85], [100], [92], [100])
    most = [100 * float(allowed(found.overall, name)[0]) for name in ("cautious", "optimistic")]
    told("wwc_attrition", f"{points(found.overall)}%", f"{points(found.differential)} points")
    told("wwc_attrition", *(f"{one:.1f}" for one in most))
    assert not found.is_low_cautious[0]
    assert found.is_low_optimistic[0]
    told("improvement_index", f"{float(np.ravel(improvement_index(0.25))[0]):.2f} percentiles")


def test_how_strong_something_unmeasured_would_have_to_be() -> None:
    told("e_value", f"R = {np.exp(0.91 * 0.5):.2f}", f"{float(e_value_of_difference(0.5)):.2f}")


def test_who_answered_and_what_the_others_could_do() -> None:
    split = mix_and_rate([50, 50], [60, 80], [30, 70], [60, 80])
    told("kitagawa", f"rises by {split.mix:.1f}")
    assert split.rate == 0
    index = float(np.ravel(cox_index(one(0.3), one(0.4), n=one(600)))[0])
    told("nonresponse", f"{index:.2f}".replace("-", "−"))
    found = bounds([0.7], [60], [100], lowest=0, highest=1)
    told("bounds", f"{100 * found.low[0]:.0f}% to {100 * found.high[0]:.0f}%")
    told("bounds", f"{100 * tipping_point([0.7], [60], [100], [0.55])[0]:.1f}%")
    told("detectable", f"{float(multiplier(np.inf)):.2f}")


def test_drawing_again() -> None:
    changes = np.array([0.0] * 18 + [1, 10])
    drawn = bootstrap_t(changes[:, None], bootstrap_weights(seed_of("card"), 20))[0]
    plain_t = mean_interval(Moments.of(changes), conf_level=0.95)
    told("bootstrap", f"average is {changes.mean():.2f}")
    told("bootstrap", f"{plain_t.conf_low[0]:.2f}".replace("-", "−"))
    told("bootstrap", f"{drawn.low:.2f}".replace("-", "−"))
    found = permuted_groups(
        [1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1], np.ones((6, 1)), seed=1, draws=9999
    )
    assert found.p_value == pytest.approx(0.1, abs=0.01)
    told("permuted", "p = 0.10")


def test_logistic_model_of_two_shares() -> None:
    x = np.column_stack([np.ones(100), np.repeat([1, 0], 50)])
    y = np.r_[np.repeat([1, 0], [30, 20]), np.repeat([1, 0], [20, 30])]
    fitted = fit_logistic(x, y)
    assert fitted is not None
    found = marginal_difference(x, fitted, at=1)
    told("logistic", f"+{points(found.estimate)} points")
    told("logistic", f"{points(found.conf_low)} to {points(found.conf_high)} points")


def test_weighed_to_the_roster_and_remembered() -> None:
    worth_of = effective_n([1, 1, 2, 2, 4])
    told("raked", f"worth {worth_of:.2f}", f"design factor of {5 / worth_of:.2f}")
    told("retrospective", f"+{np.mean(np.subtract([4, 4, 5, 3], [2, 3, 3, 3])):.2f}")


def test_over_many_periods() -> None:
    vectors = json.loads((ATTITUDE.parents[1] / "vectors.json").read_text(encoding="utf-8"))
    found = xmr(vectors["xmr"]["y"], baseline=len(vectors["xmr"]["y"][:8]))
    told("xmr", f"{found.centre[0]:.1f}", f"{found.low[0]:.1f} to {found.high[0]:.1f}")
    n = np.full(8, 100.0)
    share = p_chart(np.full(8, 10.0), n)
    told("p_chart", f"{points(share.low)}% to {points(share.high)}%")
    told("laney", f"{100 * (0.1 + 2 * (share.high[0] - 0.1)):.1f}%")
    told("runs", f"up to {longest_usual(24)} ", f"fewer than {crossings_usual(24)} crossings")
    step = interrupted(np.r_[np.arange(1.0, 9), np.arange(12.0, 20)], 8)
    told("its", f"{step.level.estimate[0]:.1f} higher")
    counts = interrupted_counts([100.0] * 8 + [80.0] * 8, [1000.0] * 16, 8)
    told("its_counts", f"ratio of {np.exp(counts.level.estimate[0]):.2f}")


def test_what_stands_beside() -> None:
    found = pooled([[1.0], [2.0], [4.0]], [[1.0], [1.5], [2.0]], [np.inf])
    told("imputed", f"{found.estimate[0]:.2f}", f"{found.std_error[0] ** 2:.2f}")
    told("imputed_clusters", f"{2 / 3 * ((np.array([1, 2, 3]) - 2) ** 2).sum():.2f}")
    left = jackknife(3.0, [1, 2, 3, 6])
    told("jackknife", f"{left.std_error[0] ** 2:.2f}", f"±{left.conf_high[0] - 3:.2f}")
    told("reweighed", f"{effective_n([1, 1, 2, 2, 4]):.2f} people")
    changes = [*range(1, 10), 90]
    told("trimmed", f"{np.mean(changes):.1f}", f"{trimmed(changes, np.ones(10)).mean:.1f}")
    index = float(np.ravel(cox_index(one(0.4), one(0.3), n=one(200)))[0])
    told("balance", f"{index:.2f}")
    weights = entropy_weights(np.array([[1.0], [0], [1], [3]]), np.array([1, 0, 0, 0]))
    assert weights is not None
    told("balanced", *(f"{weight:.2f}" for weight in weights[1:]))


def test_clerks_on_seven_items() -> None:
    with ATTITUDE.open(encoding="utf-8") as file:
        items = np.array([[float(v) for v in row.values()] for row in csv.DictReader(file)])
    covariance = np.cov(items.T)
    found = alpha(covariance, len(items))
    told("alpha", f"alpha {found.alpha:.2f}", f"omega {omega(covariance):.2f}")
    told("alpha", f"{found.low:.2f} to {found.high:.2f}")


def test_alike_within_a_class() -> None:
    told("icc", f"a factor of {float(design_effect(0.2, 25)):.1f}")
    told("icc", f"{float(worth(200, 25, 0.2)):.0f} strangers")


def test_delivery_and_voices() -> None:
    told("representation", f"{0.12 / 0.20:.2f}")
    line = PairedMoments.of(before=[0.0, 1.0, 2.0], after=[1.0, 2.0, 3.0])
    told("dose", f"{slope_of_pairs(line).estimate[0]:.1f} more for ten")
    chance = float(np.ravel(expected_share_improved(one(0.25), one(0.7)))[0])
    told("gpra", f"{100 * chance:.0f}% would do better")
    told("cost", *(f"${100_000 / (200 * gain):,.0f}" for gain in (0.10, 0.15, 0.05)))
    pairs = [("A", "A")] * 40 + [("B", "B")] * 30 + [("A", "B")] * 15 + [("B", "A")] * 15
    found = cohens_kappa(pairs)
    told("cohens_kappa", f"{found.observed:.2f}", f"kappa {found.value:.2f}")
    first, second = "0100000010", "1110010000"  # Krippendorff (2011), example A
    units = list(zip(first, second, strict=True))
    alpha_ = krippendorff_alpha(units)
    told("krippendorff_alpha", f"{alpha_.value:.3f}")
    ahead = forecast_share([0, 1, 2], [96, 90, 85], [1200, 1190, 1210], 3)
    shown = [f"{100 * v:.2f}%" for v in (ahead.expected, ahead.low, ahead.high)]
    chance = ahead.chance(0.068, higher_is_better=False)
    told("forecast", *shown, f"{100 * chance:.0f} in 100")
    told("goal_attainment", f"{float(goal_attainment_t([-1, -1, -1], [1, 1, 1])):.1f}")


def test_few_schools() -> None:
    found = cluster_corrected(one(0.25), one(100), one(100), one(8), icc=0.2)
    told("wwc_cluster", f"{found.uncorrected[0]:.2f}", f"{found.statistic[0]:.2f}")
    told("wwc_cluster", f"p = {found.p_value[0]:.2f}")


def test_benjamini_and_hochberg_1995() -> None:
    p = one(
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
    )  # fmt: skip
    adjusted = benjamini_hochberg(p, np.zeros(15, dtype=np.int64))
    told("bh", f"{adjusted[3]:.3f}", f"{adjusted[4]:.3f}")
