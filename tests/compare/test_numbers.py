"""The numbers are those of the published studies, of pandas and of scipy."""

from __future__ import annotations

import csv
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats  # noqa: TID251  the independent implementation

SMALL = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NSW = Path(__file__).parents[2] / "data/raw/supported-work/nsw.csv"
YEARS = [
    {"id": "1974", "starts": "1974-01-01", "ends": "1974-12-31"},
    {"id": "1975", "starts": "1975-01-01", "ends": "1975-12-31", "role": "before"},
    {"id": "1978", "starts": "1978-01-01", "ends": "1978-12-31", "role": "after"},
]
LOTTERY = {"kind": "randomized", "comparison": {"a": ["0"]}, "subgroups": ["black"]}
PAIR = st.tuples(st.integers(-500, 500), st.integers(-500, 500))
SOME = st.lists(PAIR, min_size=2, max_size=25)


@pytest.fixture(scope="module")
def nsw(house: Any) -> Any:
    with NSW.open(encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    people = [
        {"arm": int(r["treat"]), "black": r["black"]}
        | {year: round(float(r[f"re{year[2:]}"]) * 10**5) for year in ("1974", "1975", "1978")}
        for r in records
    ]
    study = house.study(design=LOTTERY, periods=YEARS)
    measures = [{"name": "m.score", "decimals": 5, "high": 1e5}]
    return house.compare(study, people, measures=measures)


@pytest.mark.parametrize(
    ("identity", "published"),
    [
        ("score/impact/contrast", 1750.151),
        ("score/impact/contrast/did", 1529.196),
        ("score/impact/contrast/difference", 1794.343),
    ],
)
def test_supported_work_as_dehejia_and_wahba_1999(
    house: Any, nsw: Any, identity: str, published: float
) -> None:
    assert house.found(nsw, identity)["estimate"] == pytest.approx(published, abs=2e-3)


def test_supported_work_interval_and_counts(house: Any, nsw: Any) -> None:
    row = house.found(nsw, "score/impact/contrast")
    assert row["std_error"] == pytest.approx(632.091423, abs=1e-4)
    assert row["conf_low"] == pytest.approx(507.872829, abs=1e-3)
    assert (row["n"], row["n_before"], row["n_after"], row["n_missing"]) == (445, 260, 185, 0)
    assert row["df"] == 442


@SMALL
@given(SOME)
def test_paired_change_agrees_with_scipy(house: Any, pairs: list[tuple[int, int]]) -> None:
    x, y = (np.array(side, dtype=float) for side in zip(*pairs, strict=True))
    rows = house.compare(house.study(), house.people(*zip(*pairs, strict=True)))
    row = house.found(rows, "score/change/participants")
    assert row["n"] == len(pairs)
    assert row["estimate"] == pytest.approx((y - x).mean(), abs=1e-9)
    assert row["sd_before"] == pytest.approx(x.std(ddof=1), abs=1e-9)
    if np.ptp(y - x) == 0:
        assert row["reason"] == "no spread: everyone is alike"
        return
    test = stats.ttest_rel(y, x)
    interval = test.confidence_interval()
    assert row["statistic"] == pytest.approx(test.statistic, rel=1e-9)
    assert row["p_value"] == pytest.approx(test.pvalue, rel=1e-6, abs=1e-12)
    assert row["conf_low"] == pytest.approx(interval.low, rel=1e-9, abs=1e-6)
    assert row["conf_high"] == pytest.approx(interval.high, rel=1e-9, abs=1e-6)


@SMALL
@given(SOME, SOME)
def test_difference_in_differences_is_welch_on_the_changes(
    house: Any, ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    people = [
        *house.people(*zip(*ours, strict=True), arm=1),
        *house.people(*zip(*theirs, strict=True), arm=0),
    ]
    study = house.study(design={"kind": "comparison-group", "comparison": {"a": ["0"]}})
    row = house.found(house.compare(study, people), "score/impact/contrast")
    one, two = (np.array([y - x for x, y in group], dtype=float) for group in (ours, theirs))
    assert row["estimate"] == pytest.approx(one.mean() - two.mean(), abs=1e-9)
    if np.ptp(one) == 0 and np.ptp(two) == 0:
        assert row["status"] == "not-estimable"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the oracle warns where one group does not vary
        test = stats.ttest_ind(one, two, equal_var=False)
    assert row["statistic"] == pytest.approx(test.statistic, rel=1e-9)
    assert row["df"] == pytest.approx(test.df, rel=1e-9)


@SMALL
@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from("abc")), min_size=1, max_size=40))
def test_levels_agree_with_pandas(house: Any, values: list[tuple[int, str]]) -> None:
    frame = pd.DataFrame(values, columns=["value", "grade"])
    people = [{"Y1": value, "grade": grade} for value, grade in values]
    study = house.study(design={"kind": "one-group", "subgroups": ["grade"]})
    rows = house.compare(study, people)
    for grade, group in frame.groupby("grade"):
        row = house.found(rows, f"score/level/participants/grade={grade}@Y1")
        assert row["estimate"] == pytest.approx(group.value.mean())
        assert row["sd_after"] == pytest.approx(group.value.std(), nan_ok=True)


@SMALL
@given(SOME, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_bit(
    house: Any, pairs: list[tuple[int, int]], random: Any
) -> None:
    people = [
        {"Y1": x, "Y2": x + y, "Y3": y, "arm": at % 2, "frl": "yn"[at % 3 % 2]}
        for at, (x, y) in enumerate(pairs)
    ]
    design = {"kind": "comparison-group", "comparison": {"a": ["0"]}, "subgroups": ["frl"]}
    study = house.study(design=design)
    once = house.compare(study, people).records()
    random.shuffle(people)
    assert repr(once) == repr(house.compare(study, people).records())


def test_a_shift_of_all_values_moves_levels_and_leaves_the_change(house: Any) -> None:
    before, after = [1, 2, 4, 8], [2, 2, 7, 9]
    rows = house.compare(house.study(), house.people(before, after))
    moved = house.people([x + 10**4 for x in before], [y + 10**4 for y in after])
    shifted = house.compare(house.study(), moved)
    one, two = (house.found(r, "score/change/participants") for r in (rows, shifted))
    same = ("estimate", "std_error", "p_value", "sd_before", "effect", "conf_low")
    assert [one[name] for name in same] == [two[name] for name in same]
    assert two["mean_after"] == one["mean_after"] + 10**4


def test_no_number_is_infinite(house: Any, nsw: Any) -> None:
    for name, values in nsw.columns.items():
        if values.dtype.kind == "f" and name != "df":
            assert not np.isinf(values).any()
    assert not math.isnan(house.found(nsw, "score/impact/contrast")["p_adjusted"])
