"""Who was against, in the middle or in favour, before and after: the answers behind a share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS
from pipeline.statistics.proportions import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.compare.measured import Measured
    from pipeline.compare.questions import Asked

    Floats = NDArray[np.float64]

METHOD: Final = "wilson"
PARTS: Final = ("unfavorable", "middle", "favorable")
_GROUPS: Final = {PARTICIPANTS: "participants", COMPARISON: "comparison", ALL: "all"}


def parts(given: Floats, favorable: int) -> dict[str, float]:
    """How many gave one of the lowest answers, one between, one of the highest.

    Args:
        given: How often each answer was given, from the lowest to the highest.
        favorable: How many of the highest count as favourable; as many of the lowest count
            as unfavourable, or all the others where there are fewer.

    >>> parts(np.array([1.0, 2, 3, 4, 5]), 2)
    {'unfavorable': 3.0, 'middle': 3.0, 'favorable': 9.0}
    >>> parts(np.array([1.0, 2, 3]), 2)
    {'unfavorable': 1.0, 'favorable': 5.0}
    """
    top = len(given) - favorable
    bottom = min(favorable, top)
    cut = dict(zip(PARTS, (given[:bottom], given[bottom:top], given[top:]), strict=True))
    return {name: float(part.sum()) for name, part in cut.items() if len(part)}


def blocks(asked: Asked, measured: Measured, *, at: int) -> Iterator[Block]:
    """The answers of each whole group, before and after; nothing unless they are ordered."""
    groups: tuple[int, ...] = (PARTICIPANTS,) if measured.has(PARTICIPANTS) else (ALL,)
    groups += (COMPARISON,) if measured.has_comparison else ()
    waves = [asked.study.role(role) for role in ("before", "after")]
    for group in groups:
        given = measured.samples[group].given  # empty unless the answers are ordered
        for rank, (period, counts) in enumerate(zip(waves, given, strict=False)):
            if period is not None and counts[0].sum() > 0:
                yield from _wave(measured, _GROUPS[group], period.id, counts[0], place=(at, rank))


def _wave(
    measured: Measured, group: str, period: str, given: Floats, *, place: tuple[int, int]
) -> Iterator[Block]:
    n = np.array([given.sum()])
    at, rank = place
    for position, (part, count) in enumerate(parts(given, measured.outcome.favorable).items()):
        share = np.array([count]) / n
        low, high = wilson(np.array([count]), n, conf_level=CONF_LEVEL)
        yield Block(
            text=texts(measured.name, measured.outcome) | {
                "analysis": "answers", "group": group, "period_after": period, "model": part,
                "method": METHOD, "evidence": "descriptive",
            },
            column=np.array([""], dtype=object),
            level=np.array([""], dtype=object),
            suffix=f"/{part}@{period}",
            place=(at, ANALYSES.index("answers"), GROUP_ORDER.index(group)),
            rank=len(PARTS) * rank + position,
            answer=Answer(
                numbers={
                    "n": n, "n_after": n, "mean_after": share, "estimate": share,
                    "conf_low": low, "conf_high": high, "conf_level": np.array([CONF_LEVEL]),
                },
                reason=np.array([""], dtype=object),
                kept=np.array([True]),
            ),
        )  # fmt: skip
