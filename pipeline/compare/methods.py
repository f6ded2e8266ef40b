"""Which method answers which question. A new method is one function and one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.compare import changes, contrasts, levels

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.compare.answer import Answer, Case
    from pipeline.compare.measured import Measured

Analysis = Literal["level", "change", "baseline", "impact", "gap", "response", "activity"]

ANALYSES: tuple[Analysis, ...] = (
    "level",
    "change",
    "baseline",
    "impact",
    "gap",
    "response",
    "activity",
)
"""In the order in which they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to answer one question.

    Attributes:
        name: Its card.
        analysis: The question.
        model: What it is called beside others that answer the same question.
        applies: Whether it fits how an outcome was measured.
        reckon: The answer, all slots at once.
        leads: Whether it is the primary answer, whose id has no suffix.
        unit: Unit of the estimate where it is not the outcome's.
    """

    name: str
    analysis: Analysis
    model: str
    applies: Callable[[Measured], bool]
    reckon: Callable[[Case], Answer]
    leads: Callable[[Measured], bool] = lambda _: True
    unit: str = ""


def _mean(m: Measured) -> bool:
    return not m.is_share


def _share(m: Measured) -> bool:
    return m.is_share


def _paired_mean(m: Measured) -> bool:
    return m.is_paired and not m.is_share


def _paired_share(m: Measured) -> bool:
    return m.is_paired and m.is_share


def _paired_ordinal(m: Measured) -> bool:
    return m.is_paired and m.is_ordinal


def _independent_mean(m: Measured) -> bool:
    return not m.is_paired and not m.is_share


def _independent_share(m: Measured) -> bool:
    return not m.is_paired and m.is_share


def _contrasted(m: Measured) -> bool:
    return m.is_contrasted


def _contrasted_mean(m: Measured) -> bool:
    return m.is_contrasted and not m.is_share


def _contrasted_share(m: Measured) -> bool:
    return m.is_contrasted and m.is_share


def _paired(m: Measured) -> bool:
    return m.is_paired


def _randomized(m: Measured) -> bool:
    return m.is_randomized


def _not_randomized(m: Measured) -> bool:
    return not m.is_randomized


def _never(_: Measured) -> bool:
    return False


METHODS: tuple[Method, ...] = (
    Method(name="mean_t", analysis="level", model="", applies=_mean, reckon=levels.mean_level),
    Method(name="wilson", analysis="level", model="", applies=_share, reckon=levels.share_level),
    Method(
        name="paired_t",
        analysis="change",
        model="paired",
        applies=_paired_mean,
        reckon=changes.paired_mean,
    ),
    Method(
        name="welch_t",
        analysis="change",
        model="independent",
        applies=_independent_mean,
        reckon=changes.independent_mean,
    ),
    Method(
        name="newcombe_paired",
        analysis="change",
        model="paired",
        applies=_paired_share,
        reckon=changes.paired_share,
    ),
    Method(
        name="newcombe",
        analysis="change",
        model="independent",
        applies=_independent_share,
        reckon=changes.independent_share,
    ),
    Method(
        name="stuart_maxwell",
        analysis="change",
        model="stuart_maxwell",
        applies=_paired_ordinal,
        reckon=changes.category_shift,
        leads=_never,
        unit="answer steps",
    ),
    Method(
        name="hedges_g",
        analysis="baseline",
        model="difference",
        applies=_contrasted_mean,
        reckon=contrasts.baseline_mean,
    ),
    Method(
        name="cox",
        analysis="baseline",
        model="difference",
        applies=_contrasted_share,
        reckon=contrasts.baseline_share,
    ),
    Method(
        name="ancova",
        analysis="impact",
        model="ancova",
        applies=_contrasted,
        reckon=contrasts.ancova_impact,
        leads=_randomized,
    ),
    Method(
        name="did_welch",
        analysis="impact",
        model="did",
        applies=_contrasted,
        reckon=contrasts.did_impact,
        leads=_not_randomized,
    ),
    Method(
        name="welch_t",
        analysis="impact",
        model="difference",
        applies=_contrasted_mean,
        reckon=contrasts.difference_mean,
        leads=_never,
    ),
    Method(
        name="newcombe",
        analysis="impact",
        model="difference",
        applies=_contrasted_share,
        reckon=contrasts.difference_share,
        leads=_never,
    ),
    Method(name="did_welch", analysis="gap", model="did", applies=_paired, reckon=contrasts.gap),
)
