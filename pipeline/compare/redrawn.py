"""Answers by drawing again: people, or the lottery itself; of whole groups."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import changes, clustered, contrasts
from pipeline.compare.answer import Answer, of_scaled
from pipeline.compare.weighed import change_unit, without_means
from pipeline.engine.base import ALL, PARTICIPANTS
from pipeline.statistics.estimate import Estimate
from pipeline.statistics.logistic import fit_logistic, marginal_difference
from pipeline.statistics.redraws import bootstrap_t, bootstrap_weights, permuted_groups
from pipeline.statistics.resampling import seed_of

if TYPE_CHECKING:
    from pipeline.compare.answer import Case
    from pipeline.compare.measured import Measured
    from pipeline.compare.weighed import Weighed
    from pipeline.statistics.resampling import Redrawn

FEWEST: Final = 20
MOST: Final = 2000
"""People between which drawing again tells something that a formula does not."""

FEWEST_CHANGES: Final = 100
"""Changes from which drawing people again holds what it promises (docs/calibration.md)."""


def wants(case: Case) -> bool:
    """Whether a group is neither too small to draw from nor so large that it needs none."""
    return bool(FEWEST_CHANGES <= case.sample.pairs.n[0] <= MOST)


def change(case: Case) -> Answer:
    """The mean change, by drawing people again."""
    rows = case.measured.moved
    if rows is None:
        raise AssertionError(case.measured.name)
    mine = rows if case.group == ALL else rows.take(rows["arm"] == (case.group == PARTICIPANTS))
    values = np.repeat(mine["change"], mine["n"].astype(np.int64))
    weights = bootstrap_weights(seed_of(f"{case.measured.name}/change/{case.group}"), len(values))
    drawn = bootstrap_t(values[:, None], weights)[0]
    found = _estimate(case, float(values.mean()), drawn)
    n = case.sample.pairs.n
    numbers = {"n": n, "n_before": n, "n_after": n} | of_scaled(change_unit(case), found)
    return _whole(changes.answer(case, found, numbers, effect_name="d_av"))


def is_drawable(measured: Measured) -> bool:
    """Whether a lottery formed two groups whose people are known one by one."""
    mine = measured.weighed.get("everyone")
    return measured.is_contrasted and measured.is_randomized and mine is not None


def wants_lottery(case: Case) -> bool:
    """Whether there are enough people in either group, and not too many."""
    arm = _everyone(case).takes_part
    return min(arm.sum(), (~arm).sum()) >= FEWEST and len(arm) <= 2 * MOST


def lottery(case: Case) -> Answer:
    """The contrast at the same start, by drawing the lottery again."""
    mine = _everyone(case)
    x = mine.people.regressors
    drawn = permuted_groups(
        mine.people.after,
        mine.takes_part,
        np.delete(x, 1, axis=1),
        seed=seed_of(f"{case.measured.name}/impact/contrast/permuted"),
    )
    coefficients, *_ = np.linalg.lstsq(x, mine.people.after, rcond=None)
    found = clustered.bounded(case, _estimate(case, float(coefficients[1]), drawn))
    return _whole(contrasts.impact(case, found, *clustered.ends(case)))


def is_logistic(measured: Measured) -> bool:
    """Whether a share is contrasted and adjusted for columns."""
    return measured.is_contrasted and measured.is_share and measured.people is not None


def logistic(case: Case) -> Answer:
    """The contrast of a share by a logistic model, in percentage points."""
    people = case.measured.people
    if people is None:
        raise AssertionError(case.measured.name)
    # values are less their mean: yes is what lies above it
    fitted = fit_logistic(people.regressors, (people.after > 0).astype(np.float64))
    cells = len(case.sample.eligible)
    if fitted is None:
        found = Estimate.none(cells)
    else:
        found = marginal_difference(people.regressors, fitted, at=1).padded(cells)
    return _whole(contrasts.impact(case, found, *clustered.ends(case)))


def _everyone(case: Case) -> Weighed:
    return case.measured.weighed["everyone"]


def _estimate(case: Case, estimate: float, drawn: Redrawn) -> Estimate:
    one = replace(
        Estimate.none(1),
        estimate=np.array([estimate]),
        p_value=np.array([drawn.p_value]),
        conf_low=np.array([drawn.low if np.isfinite(drawn.low) else np.nan]),
        conf_high=np.array([drawn.high if np.isfinite(drawn.high) else np.nan]),
    )
    return one.padded(len(case.sample.eligible))


def _whole(answer: Answer) -> Answer:
    first = np.arange(len(answer.reason)) == 0
    told = np.isfinite(answer.numbers["conf_low"])
    return without_means(replace(answer, kept=answer.kept & first & told))
