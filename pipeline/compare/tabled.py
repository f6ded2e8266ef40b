"""Figures that arrive added up, period by period; and how much of a change is other people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.mixture import METHOD
from pipeline.compare.questions import GROUP_ORDER
from pipeline.statistics.composition import mix_and_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one measure in one period, an entry per slot; NaN where there is none.

    Attributes:
        count: Count.
        of: Out of.
        value: The figure, the share where it is a count.
        withheld: Whether the file holds it back.
        impossible: Whether the count is larger than its total; the figures are NaN then.
    """

    count: NDArray[np.float64]
    of: NDArray[np.float64]
    value: NDArray[np.float64]
    withheld: NDArray[np.bool_]
    impossible: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """One measure of a totals file.

    Attributes:
        column: Breakdown of each slot, "" for the whole.
        level: Level of each slot.
        periods: Figures by period id.
        is_counted: Whether it is a count out of a total.
    """

    column: NDArray[np.object_]
    level: NDArray[np.object_]
    periods: dict[str, Figures]
    is_counted: bool


def composed(
    text: Mapping[str, str], tabled: Tabled, two: tuple[Figures, Figures],
    periods: tuple[str, str], *, at: int,
) -> Iterator[Block]:  # fmt: skip
    """Of each breakdown that is complete: the part of a change that is who is counted.

    A breakdown is complete where its levels have counts in both periods and add up to the whole.
    """
    columns = [name for name in dict.fromkeys(tabled.column.tolist()) if name]
    mixes = [_mix(np.flatnonzero(tabled.column == name), two) for name in columns]
    if not columns or not np.isfinite(mixes).any():
        return
    nothing = np.full(len(columns), "", dtype=object)
    n = [float(one.of[0]) for one in two]
    yield Block(
        text={
            **text, "analysis": "mix", "group": "all", "period_before": periods[0],
            "period_after": periods[1], "method": METHOD, "evidence": "descriptive",
        },
        column=np.array(columns, dtype=object),
        level=nothing,
        suffix="",
        place=(at, ANALYSES.index("mix"), GROUP_ORDER.index("all")),
        rank=0,
        answer=Answer(
            numbers={
                "estimate": np.array(mixes),
                "n_before": np.full(len(columns), n[0]),
                "n_after": np.full(len(columns), n[1]),
                "n": np.full(len(columns), sum(n)),
            },
            reason=nothing,
            kept=np.isfinite(mixes),
        ),
    )  # fmt: skip


def _mix(mine: NDArray[np.intp], two: tuple[Figures, Figures]) -> float:
    for one in two:
        known = np.isfinite(one.of[mine]).all() and np.isfinite(one.value[mine]).all()
        if not known or not np.isclose(one.of[mine].sum(), one.of[0]):
            return float("nan")
    before, after = two
    return mix_and_rate(before.of[mine], before.value[mine], after.of[mine], after.value[mine]).mix
