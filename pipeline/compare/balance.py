"""How alike the groups are in each column: as they came, matched, weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.statistics.effect_sizes import cox_index, wwc_g
from pipeline.statistics.moments import Moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.compare.measured import Measured
    from pipeline.compare.weighed import Weighed

    Floats = NDArray[np.float64]

METHOD: Final = "balance"
_FIRST: Final = 3
"""Regressors before the columns: the constant, taking part, the start."""


def blocks(measured: Measured, *, period: str, at: int) -> Iterator[Block]:
    """A row for each column, or level of a column, and each way to make the groups alike."""
    for rank, (model, people) in enumerate(measured.weighed.items()):
        if model == "reweighed":
            continue
        for is_level in (False, True):
            chosen = [
                at for at, (_, one) in enumerate(people.people.names) if bool(one) == is_level
            ]
            if chosen:
                place = (at, 2 * rank + is_level)
                yield _block(measured, model, people, chosen, period=period, place=place)


def _block(
    measured: Measured, model: str, mine: Weighed, chosen: list[int], *, period: str,
    place: tuple[int, int],
) -> Block:  # fmt: skip
    """Columns that are numbers, or levels: `chosen` of those that the study names."""
    names = [mine.people.names[at] for at in chosen]
    root = np.sqrt(mine.weight)
    values = mine.people.regressors[:, [_FIRST + at for at in chosen]] / root[:, None]
    effect, least = (np.full(len(names), np.nan) for _ in range(2))
    for j, (_, level) in enumerate(names):
        effect[j] = _apart(values[:, j], mine, is_share=bool(level))
        has = (values[:, j] > 0).sum()
        least[j] = min(has, len(values) - has) if level else len(values)
    # Where everyone of a group has a level, or nobody has, the index has no end.
    reason = np.where(np.isfinite(effect), "", "nobody, or everyone, of a group is of this level")
    return Block(
        text=texts(measured.name, measured.outcome)
        | {
            "analysis": "balance", "group": "contrast", "period_before": period,
            "model": model, "method": METHOD, "evidence": "descriptive",
        },
        column=np.array([column for column, _ in names], dtype=object),
        level=np.array([level for _, level in names], dtype=object),
        suffix="" if model == "everyone" else f"/{model}",
        place=(place[0], ANALYSES.index("balance"), GROUP_ORDER.index("contrast")),
        rank=place[1],
        answer=Answer(
            numbers={"n": least, "effect": effect},
            reason=reason.astype(object),
            kept=np.ones(len(names), dtype=bool),
            effect_name="cox" if names[0][1] else "hedges_g",
        ),
    )  # fmt: skip


def _apart(values: Floats, mine: Weighed, *, is_share: bool) -> float:
    """Participants less comparison, in standard deviations."""
    participants, comparison = (
        _moments(values[is_in], mine.weight[is_in]) for is_in in (mine.takes_part, ~mine.takes_part)
    )
    if is_share:
        n = participants.n + comparison.n
        return float(np.ravel(cox_index(participants.mean, comparison.mean, n=n))[0])
    return float(np.ravel(wwc_g(participants, comparison))[0])


def _moments(values: Floats, weight: Floats) -> Moments:
    n = float(len(values))
    if not n:
        return Moments(n=np.zeros(1), mean=np.full(1, np.nan), var=np.full(1, np.nan))
    mean = float(np.average(values, weights=weight))
    spread = float(np.average((values - mean) ** 2, weights=weight))
    var = spread * n / (n - 1) if n > 1 else np.nan
    return Moments(n=np.array([n]), mean=np.array([mean]), var=np.array([var]))
