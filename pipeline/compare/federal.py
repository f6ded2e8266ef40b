"""Federal measures of 21st Century Community Learning Centers, each with what chance alone gives.

They count who improved among those who started low, and such people improve by themselves: more
than half of them do when nothing happens. The ledger stands in the same row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.statistics.proportions import wilson
from pipeline.statistics.selection import expected_share_improved

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.study.schema import Outcome, Study
    from pipeline.study.schema_frameworks import Gpra
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

METHOD: Final = "gpra"
SUPPOSED: Final = (0.6, 0.7, 0.8)
"""Correlation of two measurements where nothing tells it: low, middle, high."""

FEWEST: Final = 30
NOBODY: Final = "nobody started where the measure looks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One of the measures.

    Attributes:
        side: Whether it looks at those who start at the low end, above something, or at everyone.
        cut: Where that is.
        is_open: Whether the cut itself does not count.
        wants: Which way counts.
    """

    side: Literal["low", "high", "all"]
    cut: float = np.nan
    is_open: bool = False
    wants: Literal["up", "down"] = "up"


MEASURES: Final = {
    1: Measure(side="all"),
    2: Measure(side="low", cut=3.0, is_open=True),
    3: Measure(side="low", cut=90.0),
    4: Measure(side="high", cut=0.0, is_open=True, wants="down"),
    5: Measure(side="all"),
}
"""By number; Government Performance and Results Act measures of the 21st CCLC programme, 2021."""


def block(study: Study, one: Gpra, outcome: Outcome, rows: Rows, *, at: int, rank: int) -> Block:
    """The share of those it looks at who improved.

    Args:
        study: The study file.
        one: The measure as the study file asks for it.
        outcome: What it is measured by.
        rows: Everyone measured twice: `arm`, `before`, `after`.
        at: Position of the outcome.
        rank: Position among the measures.
    """
    measure = MEASURES[one.measure]
    cut = measure.cut if one.cut is None else one.cut
    before, after = rows["before"].astype(np.float64), rows["after"].astype(np.float64)
    looked = _looked_at(measure, cut, before)
    mine = looked & (rows["arm"] == 1)
    improved = (after > before) if measure.wants == "up" else (after < before)
    n, hits = float(mine.sum()), float((mine & improved).sum())
    low, high = wilson(np.array([hits]), np.array([n]), conf_level=CONF_LEVEL)
    share = float(looked.mean()) if len(looked) else np.nan
    others = rows["arm"] == 0
    by_itself = expected_share_improved(np.full(3, share), _alike(before[others], after[others]))
    periods = {"period_before": getattr(study.role("before"), "id", ""),
               "period_after": getattr(study.role("after"), "id", "")}  # fmt: skip
    none = np.array([""], dtype=object)
    return Block(
        text=texts(one.outcome, outcome) | periods | {
            "analysis": "gpra", "group": "participants", "model": f"gpra-{one.measure}",
            "method": METHOD, "unit": "%", "evidence": "descriptive",
        },
        column=none,
        level=none,
        suffix=f"/gpra-{one.measure}",
        place=(at, ANALYSES.index("gpra"), GROUP_ORDER.index("participants")),
        rank=rank,
        answer=Answer(
            numbers={
                "n": np.array([n]), "n_after": np.array([hits]),
                "estimate": np.array([hits / n if n else np.nan]), "conf_low": low,
                "conf_high": high, "conf_level": np.array([CONF_LEVEL]),
                "statistic": by_itself[1:2], "effect_low": by_itself.min(keepdims=True),
                "effect_high": by_itself.max(keepdims=True), "mean_before": np.array([cut]),
            },
            reason=reasons(1, (np.array([n == 0]), NOBODY)),
            kept=np.array([True]),
        ),
    )  # fmt: skip


def _looked_at(measure: Measure, cut: float, before: Floats) -> NDArray[np.bool_]:
    if measure.side == "all":
        return np.ones(len(before), dtype=np.bool_)
    if measure.side == "low":
        return before < cut if measure.is_open else before <= cut
    return before > cut if measure.is_open else before >= cut


def _alike(before: Floats, after: Floats) -> Floats:
    """The correlation of two measurements, from those without the programme or supposed."""
    if len(before) < FEWEST or not (before.std() > 0 and after.std() > 0):
        return np.array(SUPPOSED)
    found = float(np.clip(np.corrcoef(before, after)[0, 1], 0.0, 0.99))
    return np.array([found, found, found])
