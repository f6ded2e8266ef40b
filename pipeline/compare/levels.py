"""How things stood in one period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import TOO_FEW, Answer, missing, nobody_in, of_estimate, reasons
from pipeline.compare.measured import hits
from pipeline.statistics.means import mean_interval
from pipeline.statistics.proportions import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.statistics.moments import Moments


def mean_level(case: Case) -> Answer:
    """The mean of everyone measured, with its t interval."""
    moments = case.sample.periods[case.period]
    interval = of_estimate(
        mean_interval(moments, conf_level=case.conf_level), conf_level=case.conf_level
    )
    untested = np.full(moments.n.shape, np.nan)
    numbers = interval | {"statistic": untested, "p_value": untested}
    return answer(case, moments, numbers, too_few=moments.n < 2)  # noqa: PLR2004


def share_level(case: Case) -> Answer:
    """The share of everyone who answered, with its Wilson interval."""
    moments = case.sample.periods[case.period]
    low, high = wilson(hits(moments), moments.n, conf_level=case.conf_level)
    conf_level = np.full(moments.n.shape, case.conf_level)
    numbers = {"conf_low": low, "conf_high": high, "conf_level": conf_level}
    return answer(case, moments, numbers, too_few=moments.n < 1)


def answer(
    case: Case,
    moments: Moments,
    numbers: dict[str, NDArray[np.float64]],
    *,
    too_few: NDArray[np.bool_],
) -> Answer:
    """How things stood, with the interval that `numbers` hold."""
    told = (moments.n == 0, nobody_in(case.after)), (too_few, TOO_FEW)
    return Answer(
        numbers=numbers
        | {
            "n": moments.n,
            "n_after": moments.n,
            "n_missing": missing(case.sample.eligible, moments.n),
            "mean_after": moments.mean,
            "sd_after": np.sqrt(moments.var),
            "estimate": moments.mean,
        },
        reason=reasons(len(moments.n), *told),
        kept=case.sample.is_kept,
    )
