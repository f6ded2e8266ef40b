"""What follows from the effect size of a primary contrast: percentiles, and what could hide it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.method import ANALYSES
from pipeline.statistics.effect_sizes import improvement_index
from pipeline.statistics.matching import e_value_of_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from pipeline.compare.blocks import Block
    from pipeline.compare.method import Analysis
    from pipeline.study.schema import Study

    Floats = NDArray[np.float64]

_CARRIED: Final = ("n", "n_before", "n_after", "n_clusters", "conf_level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Something that follows from an effect size and its limits.

    Attributes:
        analysis: What the rows are called.
        method: Card.
        unit: Unit.
        numbers: Columns from the effect size and its limits.
        is_wanted: Whether a kind of design asks for it.
    """

    analysis: Analysis
    method: str
    unit: str
    numbers: Callable[[Floats, Floats, Floats], Mapping[str, Floats]]
    is_wanted: Callable[[str], bool]


def percentiles(effect: Floats, low: Floats, high: Floats) -> dict[str, Floats]:
    """How many percentiles the effect size is worth, with its limits."""
    return {
        "estimate": improvement_index(effect),
        "conf_low": improvement_index(low),
        "conf_high": improvement_index(high),
    }


def unmeasured(effect: Floats, low: Floats, high: Floats) -> dict[str, Floats]:
    """How strong something unmeasured would have to be; of the limit, to leave chance.

    `conf_low` is that of the limit nearer to zero: 1 where the interval holds zero.
    """
    nearer = np.where(low > 0, low, np.where(high < 0, high, 0.0))
    nearer = np.where(np.isfinite(low) & np.isfinite(high), nearer, np.nan)
    return {"estimate": e_value_of_difference(effect), "conf_low": e_value_of_difference(nearer)}


DERIVED: Final = (
    Derived(
        analysis="improvement",
        method="improvement_index",
        unit="percentiles",
        numbers=percentiles,
        is_wanted=lambda _: True,
    ),
    Derived(
        analysis="unmeasured",
        method="e_value",
        unit="times",
        numbers=unmeasured,
        is_wanted=lambda kind: kind != "randomized",
    ),
)


def blocks(study: Study, found: Iterable[Block]) -> Iterator[Block]:
    """Further blocks for each primary contrast, of the whole groups."""
    for block in found:
        if block.text["analysis"] == "impact" and not block.suffix:
            for one in DERIVED:
                if one.is_wanted(study.design.kind):
                    yield _block(block, one)


def _block(block: Block, one: Derived) -> Block:
    numbers, answer = block.answer.numbers, block.answer
    nothing = np.full(len(answer.reason), np.nan)
    effect, low, high = (
        numbers.get(name, nothing) for name in ("effect", "effect_low", "effect_high")
    )
    told = one.numbers(effect, low, high)
    known = np.isfinite(told["estimate"]) & (answer.reason == "")
    first = np.arange(len(answer.reason)) == 0
    carried = {name: numbers[name] for name in _CARRIED if name in numbers}
    return replace(
        block,
        text={**block.text, "analysis": one.analysis, "method": one.method, "unit": one.unit},
        place=(block.place[0], ANALYSES.index(one.analysis), block.place[2]),
        answer=replace(
            answer, numbers={**told, **carried}, kept=answer.kept & first & known, effect_name=""
        ),
        is_headline=False,
    )
