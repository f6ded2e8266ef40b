"""The method cards: one for every method that a result can name, in the order of reports."""

from __future__ import annotations

from pipeline.evidence.card import Card
from pipeline.evidence.methods import beside, changes, clusters, contrasts, delivery, levels, voices

__all__ = ["CARDS", "Card"]

CARDS: tuple[Card, ...] = (
    *levels.CARDS,
    *changes.CARDS,
    *contrasts.CARDS,
    *clusters.CARDS,
    *beside.CARDS,
    *delivery.CARDS,
    *voices.CARDS,
)
