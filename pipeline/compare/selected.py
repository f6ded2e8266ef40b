"""People chosen for their start: how far they would have moved by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer, reasons
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS
from pipeline.statistics.selection import regression_expected
from pipeline.statistics.trends import slope_of_pairs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.compare.answer import Case
    from pipeline.compare.measured import Measured

    Floats = NDArray[np.float64]

FEWEST: Final = 30
"""Pairs of the comparison group from which it tells how starts and ends go together."""

SUPPOSED: Final = (0.6, 0.7, 0.8)
"""Correlation of two measurements where nothing tells it: low, middle, high."""

NOBODY_ELSE = "nobody but the chosen was measured before: how far from all they started is unknown"


def is_selected(measured: Measured) -> bool:
    """Whether participants were chosen by where they stood on this outcome."""
    return measured.is_selected


def by_itself(case: Case) -> Answer:
    """The change of the chosen that is no news, of the whole group only.

    How starts and ends go together comes from those who were not chosen, where there are enough
    of them; the limits are then those of their slope, else those of what is supposed.
    """
    everyone = case.measured.samples[ALL].before
    chosen = case.measured.samples[PARTICIPANTS].pairs
    slopes = _slopes(case)
    low, middle, high = (
        regression_expected(chosen.mean_before, everyone.mean, slope) for slope in slopes
    )
    is_alone = everyone.n <= case.measured.samples[PARTICIPANTS].before.n
    nobody = chosen.n < 2  # noqa: PLR2004
    limits = np.stack([low, high])
    return Answer(
        numbers={
            "n": chosen.n,
            "mean_before": chosen.mean_before,
            "mean_after": chosen.mean_before + middle,
            "estimate": middle,
            "conf_low": limits.min(axis=0),
            "conf_high": limits.max(axis=0),
        },
        reason=reasons(len(chosen.n), (nobody, "too few people"), (is_alone, NOBODY_ELSE)),
        kept=np.arange(len(chosen.n)) == 0,
    )


def _slopes(case: Case) -> tuple[Floats, Floats, Floats]:
    """How much of a head start is left later: low, middle, high, at most 1."""
    others = case.measured.samples[COMPARISON].pairs
    found = slope_of_pairs(others, conf_level=case.conf_level)
    told = (others.n >= FEWEST) & np.isfinite(found.conf_low)
    given = (found.conf_low, found.estimate, found.conf_high)
    low, middle, high = (
        np.clip(np.where(told, one, supposed), 0, 1)
        for one, supposed in zip(given, SUPPOSED, strict=True)
    )
    return low, middle, high
