"""Project STAR, Tennessee 1985 to 1989: the figures of tests/data/star/expected.json."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pipeline.statistics.clusters import Products, count, cr2, fit
from pipeline.statistics.effect_sizes import wwc_g
from pipeline.statistics.impact import ancova, did, did_pooled
from pipeline.statistics.means import welch_t
from pipeline.statistics.moments import Moments, PairedMoments

SUBJECTS = ("math", "read")
NOT_HERE = {"cr1_se", "did_se_cr1", "n_clusters"}
"""Errors that allow for schools: below, and in figures.py, which has the fixed effects too."""


@pytest.fixture(scope="module")
def known(expected: Any) -> Any:
    return expected("star")


@pytest.fixture(scope="module")
def pupils(table: Any) -> Any:
    return table("star/star.csv")


def arms(pupils: Any) -> Any:
    """Those in small classes in kindergarten, and those in the others; no one else."""
    in_class = np.array([row["stark"] for row in pupils])
    return in_class == "small", (in_class != "small") & (in_class != "")


def pairs(pupils: Any, numbers: Any, subject: str) -> tuple[PairedMoments, PairedMoments]:
    before, after = numbers(pupils, f"{subject}k"), numbers(pupils, f"{subject}3")
    both = ~np.isnan(before) & ~np.isnan(after)
    one, two = (
        PairedMoments.of(before=before[arm & both], after=after[arm & both]) for arm in arms(pupils)
    )
    return one, two


def test_every_entry_of_the_file_is_tested_or_accounted_for(known: Any) -> None:
    entries = ("change/participants", "change/comparison", "kindergarten small v other")
    tested = {f"{s}/{e}" for s in SUBJECTS for e in (*entries, "impact/contrast")}
    elsewhere = {f"{subject}/kindergarten school fixed effects" for subject in SUBJECTS}
    assert set(known) == tested | elsewhere  # in figures.py


@pytest.mark.parametrize("subject", SUBJECTS)
def test_changes_from_kindergarten_to_grade_3(
    subject: str, pupils: Any, numbers: Any, known: Any, told_of_change: Any
) -> None:
    groups = zip(("participants", "comparison"), pairs(pupils, numbers, subject), strict=True)
    for group, found in groups:
        assert told_of_change(found) == pytest.approx(
            known[f"{subject}/change/{group}"], rel=1e-9, abs=0
        )


@pytest.mark.parametrize("subject", SUBJECTS)
def test_small_classes_in_kindergarten(subject: str, pupils: Any, numbers: Any, known: Any) -> None:
    scores = numbers(pupils, f"{subject}k")
    small, other = (Moments.of(scores[arm & ~np.isnan(scores)]) for arm in arms(pupils))
    found = welch_t(small, other)
    told = {
        "n1": small.n,
        "n2": other.n,
        "mean1": small.mean,
        "mean2": other.mean,
        "diff": found.estimate,
        "welch_t": found.statistic,
        "welch_df": found.df,
        "hedges_g_wwc": wwc_g(small, other),
    }
    wanted = known[f"{subject}/kindergarten small v other"]
    assert set(wanted) - NOT_HERE == set(told)
    for name, value in told.items():
        assert value[0] == pytest.approx(wanted[name], rel=1e-9), name


@pytest.mark.parametrize("subject", SUBJECTS)
def test_small_classes_from_kindergarten_to_grade_3(
    subject: str, pupils: Any, numbers: Any, known: Any
) -> None:
    small, other = pairs(pupils, numbers, subject)
    adjusted = ancova(small, other).estimate
    told = {
        "n": small.n + other.n,
        "did": did(small, other).estimate,
        "did_se_ols": did_pooled(small, other).std_error,
        "ancova": adjusted.estimate,
        "ancova_se_ols": adjusted.std_error,
    }
    wanted = known[f"{subject}/impact/contrast"]
    assert set(wanted) - NOT_HERE == set(told)
    for name, value in told.items():
        assert value[0] == pytest.approx(wanted[name], rel=1e-9), name


@pytest.mark.parametrize("subject", SUBJECTS)
def test_changes_of_pupils_of_one_school_are_not_independent(
    subject: str, pupils: Any, numbers: Any, known: Any
) -> None:
    """CR1 as known; CR2, which the product uses, lies close to it with 77 schools."""
    before, after = numbers(pupils, f"{subject}k"), numbers(pupils, f"{subject}3")
    small, other = arms(pupils)
    both = ~np.isnan(before) & ~np.isnan(after) & (small | other)
    school = numbers(pupils, "schoolidk")[both]
    x = np.column_stack([np.ones(both.sum()), small[both]])
    fitted = fit(Products.of(x, (after - before)[both], school))
    wanted = known[f"{subject}/impact/contrast"]
    assert count(fitted.products)[0] == wanted["n_clusters"]
    n, g = both.sum(), wanted["n_clusters"]
    weights = (fitted.root[0] @ fitted.root[0].T)[1]
    plain = ((fitted.scores @ weights) ** 2).sum()
    cr1 = np.sqrt(g / (g - 1) * (n - 1) / (n - 2) * plain)
    assert cr1 == pytest.approx(wanted["did_se_cr1"], rel=1e-9)
    assert cr2(fitted, [0, 1]).std_error[0] == pytest.approx(cr1, rel=0.02)
