"""What a method is: a way to answer one question, and when it applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.compare.answer import Answer, Case
    from pipeline.compare.clustered import Basis
    from pipeline.compare.measured import Measured

Analysis = Literal[
    "level",
    "change",
    "mix",
    "expected",
    "attrition",
    "baseline",
    "balance",
    "impact",
    "improvement",
    "unmeasured",
    "gap",
    "detectable",
    "nonresponse",
    "bounds",
    "weighted",
    "answers",
    "retrospective",
    "usual",
    "trend",
    "reliability",
    "response",
    "activity",
    "reach",
    "dose",
    "gpra",
    "cost",
    "monthly",
    "sides",
]

ANALYSES: tuple[Analysis, ...] = get_args(Analysis)
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
        basis: What its errors are reckoned from; in the other slots another method answers. With
            None it answers in every slot.
        wants: Whether a case asks for it.
    """

    name: str
    analysis: Analysis
    model: str
    applies: Callable[[Measured], bool]
    reckon: Callable[[Case], Answer]
    leads: Callable[[Measured], bool] = lambda _: True
    unit: str = ""
    basis: Basis | None = "people"
    wants: Callable[[Case], bool] = lambda _: True


def mean(m: Measured) -> bool:
    """A mean."""
    return not m.is_share


def share(m: Measured) -> bool:
    """A share of people."""
    return m.is_share


def paired_mean(m: Measured) -> bool:
    """The mean of people compared with themselves."""
    return m.is_paired and not m.is_share


def mixed_mean(m: Measured) -> bool:
    """The mean of people of whom many were measured once only, one by one."""
    return m.is_partly_linked and not m.is_share


def wholly_linked(m: Measured) -> bool:
    """Not so: those measured twice are nearly all, or errors are reckoned by cluster."""
    return not mixed_mean(m)


def paired_share(m: Measured) -> bool:
    """The share of people compared with themselves."""
    return m.is_paired and m.is_share


def paired_ordinal(m: Measured) -> bool:
    """Ordered answers of people compared with themselves."""
    return m.is_paired and m.is_ordinal


def independent_mean(m: Measured) -> bool:
    """Means of separate waves."""
    return not m.is_paired and not m.is_share


def independent_share(m: Measured) -> bool:
    """Shares of separate waves."""
    return not m.is_paired and m.is_share


def contrasted(m: Measured) -> bool:
    """Two groups."""
    return m.is_contrasted


def contrasted_mean(m: Measured) -> bool:
    """Means of two groups."""
    return m.is_contrasted and not m.is_share


def contrasted_share(m: Measured) -> bool:
    """Shares of two groups."""
    return m.is_contrasted and m.is_share


def paired(m: Measured) -> bool:
    """People compared with themselves."""
    return m.is_paired


def randomized(m: Measured) -> bool:
    """A lottery formed the groups."""
    return m.is_randomized


def adjusted(m: Measured) -> bool:
    """Two groups, and columns to adjust for."""
    return m.is_contrasted and m.people is not None


def randomized_only(m: Measured) -> bool:
    """A lottery formed the groups, and there is nothing but the start to adjust for."""
    return m.is_randomized and m.people is None


def not_randomized(m: Measured) -> bool:
    """No lottery formed the groups, nor were people matched."""
    return not m.is_randomized and "matched" not in m.weighed


def contrasted_by(model: str) -> Callable[[Measured], bool]:
    """Two groups, some of whose people count for more."""
    return lambda m: m.is_contrasted and model in m.weighed


def paired_by(model: str) -> Callable[[Measured], bool]:
    """The same people twice, some of whom count for more."""
    return lambda m: m.is_paired and model in m.weighed


def paired_middle(m: Measured) -> bool:
    """The mean of people compared with themselves, and by how much each changed."""
    return m.is_paired and not m.is_share and m.moved is not None


def contrasted_middle(m: Measured) -> bool:
    """Means of two groups, and by how much each person changed."""
    return m.is_contrasted and not m.is_share and m.moved is not None


def matched_only(m: Measured) -> bool:
    """Matching, and no lottery, formed the groups."""
    return not m.is_randomized


def never(_: Measured) -> bool:
    """Never the primary answer."""
    return False


def independent(m: Measured) -> bool:
    """Separate waves."""
    return not m.is_paired


def in_clusters(holds: Callable[[Measured], bool]) -> Callable[[Measured], bool]:
    """Where the study names a cluster, and something else holds."""
    return lambda m: m.by_cluster is not None and holds(m)
