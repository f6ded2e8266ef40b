"""What a method is given and what it gives back: a case, and numbers with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from pipeline.compare.measured import Measured, Sample
    from pipeline.statistics.estimate import Effect, Estimate
    from pipeline.statistics.moments import Moments

CONF_LEVEL = 0.95

TOO_FEW = "too few people"
NO_PAIRS = "nobody was measured in both periods"
NO_SPREAD = "no spread: everyone is alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One outcome, one group and, for levels, one period.

    Attributes:
        measured: The outcome.
        group: Position of the group; contrasts look at two.
        period: Position of the period, for levels.
        before: Id of the period before, "" for levels.
        after: Id of the period after, or of the one period.
        conf_level: Coverage of intervals.
        first: First of the two slots that a gap compares, one entry per breakdown.
        second: The other slot.
    """

    measured: Measured
    group: int
    period: int = -1
    before: str = ""
    after: str = ""
    conf_level: float = CONF_LEVEL
    first: NDArray[np.intp] = field(default_factory=lambda: np.array([], dtype=np.intp))
    second: NDArray[np.intp] = field(default_factory=lambda: np.array([], dtype=np.intp))

    @property
    def sample(self) -> Sample:
        """The outcome in the group."""
        return self.measured.samples[self.group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Numbers by column of ESTIMATES, an entry per slot, and why there are none.

    Attributes:
        numbers: Columns; those left out are NaN.
        reason: In words, "" where the estimate stands.
        kept: Slots worth a row.
        effect_name: What `effect` is.
    """

    numbers: Mapping[str, NDArray[np.float64]]
    reason: NDArray[np.object_]
    kept: NDArray[np.bool_]
    effect_name: str = ""


def reasons(slots: int, *told: tuple[NDArray[np.bool_], str]) -> NDArray[np.object_]:
    """The first reason that holds in each slot, "" where none does."""
    first = np.full(slots, "", dtype=object)
    for holds, words in reversed(told):
        first[holds] = words
    return first


def nobody_in(period: str) -> str:
    """Why there is nothing: the period holds no value."""
    return f"no values in {period}"


def of_estimate(estimate: Estimate, *, conf_level: float) -> dict[str, NDArray[np.float64]]:
    """An estimate under the names of the table."""
    return {
        "estimate": estimate.estimate,
        "std_error": estimate.std_error,
        "statistic": estimate.statistic,
        "df": estimate.df,
        "p_value": estimate.p_value,
        "conf_low": estimate.conf_low,
        "conf_high": estimate.conf_high,
        "conf_level": np.full(estimate.estimate.shape, conf_level),
    }


def of_effect(effect: Effect) -> dict[str, NDArray[np.float64]]:
    """An effect size under the names of the table."""
    return {"effect": effect.effect, "effect_low": effect.low, "effect_high": effect.high}


def of_scaled(unit: NDArray[np.float64], estimate: Estimate) -> dict[str, NDArray[np.float64]]:
    """An estimate and its limits as an effect size, the yardstick held fixed.

    `unit` is the effect size of a difference of 1.
    """
    return {
        "effect": unit * estimate.estimate,
        "effect_low": unit * estimate.conf_low,
        "effect_high": unit * estimate.conf_high,
    }


def of_two(first: Moments, then: Moments) -> dict[str, NDArray[np.float64]]:
    """Means, spreads and counts of two sets of people, the first under `before`."""
    return {
        "n_before": first.n,
        "n_after": then.n,
        "mean_before": first.mean,
        "mean_after": then.mean,
        "sd_before": np.sqrt(first.var),
        "sd_after": np.sqrt(then.var),
    }


def missing(eligible: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """Eligible people who were not analysed, NaN where nobody knows who was eligible."""
    return np.maximum(eligible - n, 0.0)
