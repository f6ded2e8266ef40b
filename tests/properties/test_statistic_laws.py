"""What must hold whatever the people: swapping, shifting, scaling, duplicating, relabelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.statistics.effect_sizes import cohens_h, cox_index
from pipeline.statistics.impact import ancova
from pipeline.statistics.means import mean_interval, paired_t
from pipeline.statistics.moments import Moments, PairedMoments
from pipeline.statistics.multiplicity import benjamini_hochberg
from pipeline.statistics.ordinal import mann_whitney, sign_test, stuart_maxwell
from pipeline.statistics.proportions import mcnemar, newcombe, newcombe_paired, wilson
from pipeline.statistics.ranks import hodges_lehmann, rank_biserial, signed_rank
from pipeline.statistics.ratios import odds_ratio, relative_change_paired, risk_ratio
from pipeline.statistics.score import miettinen_nurminen
from tests.properties import methods
from tests.statistics.people import (
    OFTEN,
    figures,
    has_spread,
    one_table,
    paired_samples,
    samples,
    shares,
    tables,
)

if TYPE_CHECKING:
    from collections.abc import Callable

Scores = list[float]
People = list[tuple[float, float]]
Share = tuple[int, int]

SIGNED = ("estimate", "conf_low", "conf_high", "statistic", "effect", "low", "high", "")
FLIPS = {"conf_low": "conf_high", "conf_high": "conf_low", "low": "high", "high": "low"}
BETWEEN = {n: m for n, m in methods.OF_TWO.items() if not n.startswith("relative")}
PAIRED = {n: m for n, m in methods.OF_PAIRS.items() if not n.startswith("relative")}
STANDARDISED = {"d_av", "g_av", "d_z", "glass", "becker_g", "d_s", "hedges_g", "wwc_g"}


def pairs(people: People) -> PairedMoments:
    before, after = np.array(people).T
    return PairedMoments.of(before=before, after=after)


def values(result: Any) -> dict[str, float]:
    """Figures of one cell by the last part of their name."""
    return {name: float(np.ravel(value)[0]) for name, value in figures(result).items()}


def close(found: dict[str, float], wanted: dict[str, float], scale: float = 1.0) -> None:
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, rel=1e-7, abs=1e-7 * scale, nan_ok=True), name


def flipped(told: dict[str, float]) -> dict[str, float]:
    """The same in the other direction: signs change, and the limits change places."""
    wanted = {}
    for name, value in told.items():
        head, _, last = name.rpartition(".")
        source = f"{head}.{FLIPS[last]}".lstrip(".") if last in FLIPS else name
        wanted[name] = -told[source] if last in SIGNED else value
    return wanted


# --- Swapping ---


@OFTEN
@given(people=paired_samples, name=st.sampled_from(sorted(set(PAIRED) - {"glass", "becker_g"})))
def test_swapping_before_and_after_flips_the_sign(people: People, name: str) -> None:
    back = pairs([(after, before) for before, after in people])
    close(values(PAIRED[name](back)), flipped(values(PAIRED[name](pairs(people)))))


@OFTEN
@given(first=samples, second=samples, name=st.sampled_from(sorted(BETWEEN)))
def test_swapping_the_groups_flips_the_sign(first: Scores, second: Scores, name: str) -> None:
    one, two = Moments.of(first), Moments.of(second)
    close(values(BETWEEN[name](two, one)), flipped(values(BETWEEN[name](one, two))))


@OFTEN
@given(
    first=paired_samples, second=paired_samples, name=st.sampled_from(sorted(methods.OF_TWO_PAIRS))
)
def test_swapping_participants_and_comparison_flips_the_impact(
    first: People, second: People, name: str
) -> None:
    method = methods.OF_TWO_PAIRS[name]
    one, two = (
        values(method(pairs(first), pairs(second))),
        values(method(pairs(second), pairs(first))),
    )
    wanted = flipped({key: value for key, value in one.items() if not key.startswith("adjusted")})
    close(two, wanted)
    if "adjusted_comparison" in one:
        assert two["adjusted_comparison"] == pytest.approx(one["adjusted_participants"])


@OFTEN
@given(first=shares, second=shares)
def test_swapping_two_shares_flips_every_comparison(first: Share, second: Share) -> None:
    there, back = (*first, *second), (*second, *first)
    close(values(newcombe(*back)), flipped(values(newcombe(*there))))
    low, high = (float(limit) for limit in miettinen_nurminen(*there))
    assert [float(x) for x in miettinen_nurminen(*back)] == pytest.approx([-high, -low], abs=1e-9)
    for ratio in (risk_ratio, odds_ratio):
        one, two = ratio(*there), ratio(*back)
        assert float(two.conf_low) == pytest.approx(1 / float(one.conf_high), nan_ok=True)
        assert float(two.p_value) == pytest.approx(float(one.p_value), nan_ok=True)
    p1, p2 = first[0] / first[1], second[0] / second[1]
    assert cohens_h(p2, p1) == pytest.approx(-cohens_h(p1, p2))
    assert cox_index(p2, p1) == pytest.approx(-cox_index(p1, p2), nan_ok=True)


@OFTEN
@given(counts=st.sampled_from([2, 3, 5]).flatmap(tables))
def test_swapping_before_and_after_flips_the_shift_of_answers(counts: Any) -> None:
    there, back = one_table(counts), one_table(counts.T)
    close(values(sign_test(back)), flipped(values(sign_test(there))))
    one, two = values(stuart_maxwell(there)), values(stuart_maxwell(back))
    close(two, flipped(one) | {"statistic": one["statistic"]})
    if len(counts) == 2:
        one, two = values(newcombe_paired(there)), values(newcombe_paired(back))
        close(two, flipped(one) | {"statistic": one["statistic"]})


# --- Shifting and scaling ---


@OFTEN
@given(people=paired_samples, by=st.integers(-500, 500), name=st.sampled_from(sorted(PAIRED)))
def test_points_given_to_everyone_twice_change_nothing(people: People, by: int, name: str) -> None:
    moved = pairs([(before + by, after + by) for before, after in people])
    close(values(PAIRED[name](moved)), values(PAIRED[name](pairs(people))), scale=10)


@OFTEN
@given(people=paired_samples, by=st.integers(-500, 500))
def test_points_given_afterwards_are_added_to_the_change(people: People, by: int) -> None:
    one = values(paired_t(pairs(people)))
    two = values(paired_t(pairs([(before, after + by) for before, after in people])))
    for name in ("estimate", "conf_low", "conf_high"):
        assert two[name] == pytest.approx(one[name] + by, abs=1e-6)
    assert two["std_error"] == pytest.approx(one["std_error"], rel=1e-7)


@OFTEN
@given(
    first=paired_samples, second=paired_samples, by=st.integers(-500, 500),
    name=st.sampled_from(sorted(methods.OF_TWO_PAIRS)),
)  # fmt: skip
def test_points_given_to_participants_afterwards_are_their_impact(
    first: People, second: People, by: int, name: str
) -> None:
    method = methods.OF_TWO_PAIRS[name]
    given_points = [(before, after + by) for before, after in first]
    one, two = (values(method(pairs(group), pairs(second))) for group in (first, given_points))
    estimate = next(key for key in one if key.endswith("estimate"))
    assert two[estimate] == pytest.approx(one[estimate] + by, abs=1e-6)


@OFTEN
@given(
    people=paired_samples, by=st.sampled_from([0.01, 0.5, 3.0, 1000.0]),
    name=st.sampled_from(sorted(PAIRED)),
)  # fmt: skip
def test_another_unit_scales_a_change_and_leaves_its_effect(
    people: People, by: float, name: str
) -> None:
    one = values(PAIRED[name](pairs(people)))
    two = values(PAIRED[name](pairs([(by * before, by * after) for before, after in people])))
    scaled = set() if name in STANDARDISED else {"estimate", "std_error", "conf_low", "conf_high"}
    close(two, {key: by * v if key in scaled else v for key, v in one.items()}, scale=by)


@OFTEN
@given(
    first=samples, second=samples, by=st.sampled_from([0.01, 0.5, 3.0, 1000.0]),
    name=st.sampled_from(sorted(BETWEEN)),
)  # fmt: skip
def test_another_unit_scales_a_difference_and_leaves_its_effect(
    first: Scores, second: Scores, by: float, name: str
) -> None:
    one = values(BETWEEN[name](Moments.of(first), Moments.of(second)))
    two = values(
        BETWEEN[name](Moments.of(np.multiply(by, first)), Moments.of(np.multiply(by, second)))
    )
    scaled = set() if name in STANDARDISED else {"estimate", "std_error", "conf_low", "conf_high"}
    close(two, {key: by * v if key in scaled else v for key, v in one.items()}, scale=by)


@OFTEN
@given(people=st.lists(st.integers(100, 900), min_size=4, max_size=20).filter(has_spread))
def test_a_relative_change_knows_no_unit(people: list[int]) -> None:
    before = np.array(people, dtype=float)
    one = relative_change_paired(PairedMoments.of(before=before, after=before[::-1] + 50))
    two = relative_change_paired(PairedMoments.of(before=7 * before, after=7 * (before[::-1] + 50)))
    same = {name: v for name, v in values(one).items() if name != "df"}
    close(values(two), same)


# --- The people themselves ---


@OFTEN
@given(people=paired_samples, seed=st.integers(0, 99), name=st.sampled_from(sorted(PAIRED)))
def test_the_order_of_people_does_not_matter(people: People, seed: int, name: str) -> None:
    mixed = [people[i] for i in np.random.default_rng(seed).permutation(len(people))]
    close(values(PAIRED[name](pairs(mixed))), values(PAIRED[name](pairs(people))))


@OFTEN
@given(people=paired_samples, times=st.integers(2, 5))
def test_the_same_people_again_leave_the_change_and_shrink_its_error(
    people: People, times: int
) -> None:
    n = len(people)
    one, two = values(paired_t(pairs(people))), values(paired_t(pairs(people * times)))
    assert two["estimate"] == pytest.approx(one["estimate"], rel=1e-9, abs=1e-9)
    shrunk = np.sqrt((n - 1) / (times * n - 1))  # the divisor n - 1 does not grow as n does
    assert two["std_error"] == pytest.approx(one["std_error"] * shrunk, rel=1e-9)
    assert two["df"] == times * n - 1


@OFTEN
@given(people=samples, times=st.integers(2, 5))
def test_the_same_people_again_leave_the_mean_and_shrink_its_error(
    people: Scores, times: int
) -> None:
    n = len(people)
    one = values(mean_interval(Moments.of(people)))
    two = values(mean_interval(Moments.of(people * times)))
    assert two["estimate"] == pytest.approx(one["estimate"], rel=1e-9, abs=1e-9)
    shrunk = np.sqrt((n - 1) / (times * n - 1))
    assert two["std_error"] == pytest.approx(one["std_error"] * shrunk, rel=1e-9)


@OFTEN
@given(first=paired_samples, second=paired_samples, times=st.integers(2, 4))
def test_the_same_groups_again_leave_the_adjusted_difference_and_shrink_its_error(
    first: People, second: People, times: int
) -> None:
    one = values(ancova(pairs(first), pairs(second)))
    two = values(ancova(pairs(first * times), pairs(second * times)))
    n = len(first) + len(second)
    assert two["estimate.estimate"] == pytest.approx(one["estimate.estimate"], rel=1e-7, abs=1e-7)
    shrunk = np.sqrt((n - 3) / (times * n - 3))
    error = one["estimate.std_error"] * shrunk
    assert two["estimate.std_error"] == pytest.approx(error, rel=1e-7, abs=1e-9, nan_ok=True)


@OFTEN
@given(share=shares, other=shares, times=st.integers(2, 6))
def test_the_same_answers_again_narrow_every_interval(
    share: Share, other: Share, times: int
) -> None:
    low, high = (float(limit) for limit in wilson(*share))
    again = [float(limit) for limit in wilson(times * share[0], times * share[1])]
    assert again[1] - again[0] < high - low
    one = values(newcombe(*share, *other))
    two = values(newcombe(*(times * count for count in (*share, *other))))
    assert two["estimate"] == pytest.approx(one["estimate"])
    assert two["std_error"] == pytest.approx(one["std_error"] / np.sqrt(times))
    assert two["conf_high"] - two["conf_low"] < one["conf_high"] - one["conf_low"]


@OFTEN
@given(counts=tables(4), times=st.integers(2, 5))
def test_the_same_answers_again_multiply_chi_square(counts: Any, times: int) -> None:
    one, two = stuart_maxwell(one_table(counts)), stuart_maxwell(one_table(times * counts))
    close(values(two), {n: values(one)[n] for n in ("estimate", "df")})
    assert two.statistic[0] == pytest.approx(times * one.statistic[0], abs=1e-9, nan_ok=True)


# --- Relabelling ---


@OFTEN
@given(counts=tables(2))
def test_calling_no_yes_flips_the_change_and_keeps_its_test(counts: Any) -> None:
    one, two = newcombe_paired(one_table(counts)), newcombe_paired(one_table(counts[::-1, ::-1]))
    close(values(two), flipped(values(one)) | {"statistic": values(one)["statistic"]})
    close(values(mcnemar(one_table(counts[::-1, ::-1]))), values(mcnemar(one_table(counts))))


@OFTEN
@given(counts=tables(5), order=st.permutations(range(5)))
def test_the_order_of_answers_matters_to_the_shift_but_not_to_the_test(
    counts: Any, order: list[int]
) -> None:
    one = stuart_maxwell(one_table(counts))
    two = stuart_maxwell(one_table(counts[np.ix_(order, order)]))
    assert two.statistic[0] == pytest.approx(one.statistic[0], rel=1e-9, abs=1e-9, nan_ok=True)
    assert two.df[0] == pytest.approx(one.df[0], nan_ok=True)


@OFTEN
@given(first=tables(4), second=tables(4))
def test_reading_the_scale_backwards_turns_superiority_around(first: Any, second: Any) -> None:
    a, b = first[:1] + np.array([[1, 0, 0, 1]]), second[:1] + np.array([[0, 1, 1, 0]])
    one, back = mann_whitney(a, b), mann_whitney(a[:, ::-1], b[:, ::-1])
    swapped = mann_whitney(b, a)
    for other in (back, swapped):
        assert other.estimate[0] == pytest.approx(1 - one.estimate[0])
        assert other.p_value[0] == pytest.approx(one.p_value[0])
        assert other.conf_low[0] == pytest.approx(1 - one.conf_high[0], abs=1e-9)


@OFTEN
@given(
    p=st.lists(st.floats(0, 1), min_size=1, max_size=30),
    names=st.sampled_from([("a", "b"), ("z", "c")]),
)
def test_families_and_order_are_only_labels(p: Scores, names: tuple[str, str]) -> None:
    family = np.arange(len(p)) % 2
    one = benjamini_hochberg(p, family)
    two = benjamini_hochberg(p[::-1], np.array(names)[family][::-1])
    assert two[::-1] == pytest.approx(one, rel=1e-12)


# --- Ranks ---


@OFTEN
@given(change=st.lists(st.integers(-300, 300), min_size=1, max_size=40), by=st.integers(2, 50))
def test_ranks_flip_with_the_sign_and_know_no_unit(change: list[int], by: int) -> None:
    one, back = signed_rank(change), signed_rank([-value for value in change])
    scaled = signed_rank([by * value for value in change])
    assert back.rose == pytest.approx(one.fell, nan_ok=True)
    assert back.p_value == pytest.approx(one.p_value, nan_ok=True)
    assert back.p_less == pytest.approx(one.p_greater, nan_ok=True)
    assert rank_biserial(back) == pytest.approx(-rank_biserial(one), nan_ok=True)
    assert scaled.p_value == pytest.approx(one.p_value, nan_ok=True)


@OFTEN
@given(change=st.lists(st.integers(-300, 300), min_size=1, max_size=40), by=st.integers(-50, 50))
def test_points_given_to_everyone_move_the_typical_change(change: list[int], by: int) -> None:
    one, two = hodges_lehmann(change), hodges_lehmann([value + by for value in change])
    assert two.estimate[0] == one.estimate[0] + by
    assert two.conf_low[0] == pytest.approx(one.conf_low[0] + by, nan_ok=True)
    assert two.conf_high[0] == pytest.approx(one.conf_high[0] + by, nan_ok=True)


# --- Confidence ---


@pytest.mark.parametrize("method", [*methods.OF_PAIRS.values()])
def test_more_confidence_takes_a_wider_interval(method: Callable[..., Any]) -> None:
    people = pairs([(11, 14), (12, 13), (15, 19), (14, 13), (18, 24), (13, 17)])
    widths = []
    for level in (0.8, 0.95, 0.99):
        told = values(method(people, conf_level=level))
        low, high = ("conf_low", "conf_high") if "conf_low" in told else ("low", "high")
        widths.append(told[high] - told[low])
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]


def test_identical_groups_do_not_differ() -> None:
    group = Moments.of([1, 2, 4, 8])
    for method in BETWEEN.values():
        told = values(method(group, group))
        assert told.get("estimate", told.get("effect", told.get(""))) == 0
        assert told.get("p_value", 1) == 1
