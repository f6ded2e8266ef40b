"""National Supported Work, 1975 to 1978: LaLonde (1986), Dehejia and Wahba (1999).

Earnings were stored as 32-bit numbers when the known answers were reckoned, so here too. Means,
differences and paired changes were also summed as such, which leaves about six digits: those are
met to 1e-5 of themselves, the rest to 1e-9.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.impact import ancova, did, did_pooled
from pipeline.statistics.means import pooled_t, welch_t
from pipeline.statistics.moments import Moments, PairedMoments

SEVEN_DIGITS = 1e-5
ALL_DIGITS = 1e-9


@pytest.fixture(scope="module")
def known(expected: Any) -> Any:
    return expected("nsw")


@pytest.fixture(scope="module")
def groups(table: Any, numbers: Any) -> tuple[PairedMoments, PairedMoments]:
    people = table("nsw/nsw.csv")
    before, after = (
        numbers(people, year).astype(np.float32).astype(np.float64) for year in ("re75", "re78")
    )
    treated = numbers(people, "treat") == 1
    return (
        PairedMoments.of(before=before[treated], after=after[treated]),
        PairedMoments.of(before=before[~treated], after=after[~treated]),
    )


def then(pairs: PairedMoments) -> Moments:
    return Moments(n=pairs.n, mean=pairs.mean_after, var=pairs.var_after)


def test_every_entry_of_the_file_is_tested_or_accounted_for(known: Any) -> None:
    tested = {"re78 difference in means", "did", "ancova re75"}
    tested |= {"re78/change/participants", "re78/change/comparison"}
    elsewhere = {"ancova all covariates"}  # in figures.py
    assert set(known) == tested | elsewhere


def test_earnings_of_1978_differ_as_published(groups: Any, known: Any) -> None:
    treated, others = map(then, groups)
    unequal, equal = welch_t(treated, others), pooled_t(treated, others)
    assert equal.estimate[0] == pytest.approx(1794.34, abs=0.005)  # Dehejia and Wahba, table 2
    assert equal.std_error[0] == pytest.approx(632.85, abs=0.005)
    wanted = known["re78 difference in means"]
    assert treated.n[0] == wanted["n1"]
    assert others.n[0] == wanted["n2"]
    assert unequal.estimate[0] == pytest.approx(wanted["estimate"], rel=SEVEN_DIGITS)
    assert unequal.std_error[0] == pytest.approx(wanted["welch_se"], rel=SEVEN_DIGITS)
    assert unequal.statistic[0] == pytest.approx(wanted["welch_t"], rel=SEVEN_DIGITS)
    assert equal.std_error[0] == pytest.approx(wanted["pooled_se"], rel=SEVEN_DIGITS)


@pytest.mark.parametrize(("place", "group"), [(0, "participants"), (1, "comparison")])
def test_changes_from_1975_to_1978(
    place: int, group: str, groups: Any, known: Any, told_of_change: Any
) -> None:
    found, wanted = told_of_change(groups[place]), known[f"re78/change/{group}"]
    # Far out in the tail a p-value moves more than the statistic it comes from.
    assert np.log(found.pop("p_value")) == pytest.approx(
        np.log(wanted["p_value"]), rel=SEVEN_DIGITS
    )
    assert found == pytest.approx(
        {name: value for name, value in wanted.items() if name != "p_value"}, rel=SEVEN_DIGITS
    )


def test_difference_in_differences(groups: Any, known: Any) -> None:
    assert did(*groups).estimate[0] == pytest.approx(known["did"]["estimate"], rel=ALL_DIGITS)
    assert did_pooled(*groups).std_error[0] == pytest.approx(known["did"]["se_ols"], rel=ALL_DIGITS)


def test_difference_at_equal_earnings_in_1975(groups: Any, known: Any) -> None:
    found, wanted = ancova(*groups).estimate, known["ancova re75"]
    assert found.estimate[0] == pytest.approx(wanted["estimate"], rel=ALL_DIGITS)
    assert found.std_error[0] == pytest.approx(wanted["se_ols"], rel=ALL_DIGITS)
    assert found.df[0] == 442
