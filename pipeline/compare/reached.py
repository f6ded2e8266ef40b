"""Whom the programme reached, held against who is enrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER
from pipeline.engine.base import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.compare.delivered import Log
    from pipeline.engine.base import Slots

    Floats = NDArray[np.float64]

METHOD: Final = "representation"
UNKNOWN: Final = "nobody of this kind is enrolled"


def persons(log: Log) -> tuple[int, ...]:
    """Codes of the people whom a log names."""
    found = np.unique(log.rows["person"])
    return tuple(int(code) for code in found[found >= 0])


def blocks(log: Log, enrolled: Floats, reached: Floats, slots: Slots) -> Iterator[Block]:
    """The share of those enrolled who were reached, and of each kind of people.

    Args:
        log: The log.
        enrolled: People of the roster, shape (groups, slots).
        reached: Those of them whom the log names, same shape.
        slots: The whole and the levels of every breakdown.
    """
    all_, some = enrolled[ALL], reached[ALL]
    with np.errstate(all="ignore"):
        share_all, share_some = all_ / all_[0], some / some[0]
        rate, index = some / all_, share_some / share_all
    is_whole = np.arange(len(all_)) == 0
    yield Block(
        text={
            "outcome": log.source, "label": log.source, "source": log.source, "group": "all",
            "analysis": "reach", "unit": "%", "method": METHOD, "evidence": "descriptive",
        },
        column=slots.column,
        level=slots.level,
        suffix="",
        place=(log.at, ANALYSES.index("reach"), GROUP_ORDER.index("all")),
        rank=0,
        answer=Answer(
            numbers={
                "n": some, "n_before": all_, "n_after": some, "estimate": rate,
                "mean_before": np.where(is_whole, np.nan, share_all),
                "mean_after": np.where(is_whole, np.nan, share_some),
                "statistic": np.where(is_whole, np.nan, index),
            },
            reason=reasons(len(all_), (all_ == 0, UNKNOWN)),
            kept=all_ > 0,
        ),
    )  # fmt: skip
