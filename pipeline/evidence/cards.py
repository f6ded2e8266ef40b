"""The method cards: one for every method that a result can name, in the order of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.card import Card
from pipeline.evidence.methods import beside, changes, clusters, contrasts, delivery, levels, voices

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CARDS", "Card"]

OF_GOALS = {
    "p_met": "jeffreys",
    "p_attain": "forecast",
    "p_earlier": "forecast",
    "gas": "goal_attainment",
}
"""Cards of what is told of goals, by the column that tells it."""


def used(methods: Iterable[str], told_of_goals: Iterable[str]) -> frozenset[str]:
    """The cards that a report needs.

    Args:
        methods: Methods of its rows.
        told_of_goals: Columns of numbers that it tells of goals.
    """
    goals = (OF_GOALS[column] for column in told_of_goals if column in OF_GOALS)
    return frozenset((*methods, *goals))


CARDS: tuple[Card, ...] = (
    *levels.CARDS,
    *changes.CARDS,
    *contrasts.CARDS,
    *clusters.CARDS,
    *beside.CARDS,
    *delivery.CARDS,
    *voices.CARDS,
)
