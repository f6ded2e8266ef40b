"""Who was lost between the roster and the analysis, and whether evenly (attrition)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from pipeline.compare import contrasts
from pipeline.compare.answer import Answer
from pipeline.statistics.wwc import allowed, attrition

if TYPE_CHECKING:
    from pipeline.compare.answer import Case
    from pipeline.compare.measured import Measured

Boundary = Literal["cautious", "optimistic"]


def is_known(measured: Measured) -> bool:
    """Whether there are two groups of people, all of whom could have been measured."""
    sides = measured.samples[:2]
    return measured.is_contrasted and all(bool(side.eligible[0] > 0) for side in sides)


def lost(case: Case, boundary: Boundary) -> Answer:
    """Shares lost, how far apart they are, and how far they may be; of the whole groups.

    `mean_before` and `mean_after` are the shares of the comparison group and participants,
    `estimate` their difference, `effect` the share of both together, `statistic` the largest
    difference that counts as low; `effect_name` says low or high.
    """
    comparison, participants = contrasts.two(case)
    found = attrition(
        participants.pairs.n, participants.eligible, comparison.pairs.n, comparison.eligible
    )
    is_low = found.is_low_cautious if boundary == "cautious" else found.is_low_optimistic
    total = comparison.eligible + participants.eligible
    with np.errstate(all="ignore"):
        gone = [1 - side.pairs.n / side.eligible for side in (comparison, participants)]
    return Answer(
        numbers={
            "n": total,
            "n_before": comparison.eligible,
            "n_after": participants.eligible,
            "n_missing": total - comparison.pairs.n - participants.pairs.n,
            "mean_before": gone[0],
            "mean_after": gone[1],
            "estimate": gone[1] - gone[0],
            "effect": found.overall,
            "statistic": allowed(found.overall, boundary),
        },
        reason=np.full(len(total), "", dtype=object),
        kept=np.arange(len(total)) == 0,
        effect_name="low" if bool(is_low[0]) else "high",
    )
