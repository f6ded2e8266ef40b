"""Shares as sentences give them."""

from __future__ import annotations


def percent(part: float, whole: float) -> str:
    """A share in percent with at most one decimal.

    >>> percent(1, 3), percent(0.05, 1)
    ('33.3 %', '5 %')
    """
    return f"{100 * part / whole if whole else 0:.1f} %".replace(".0 %", " %")
