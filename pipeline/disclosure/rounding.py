"""Rounding that never changes what a number says."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

EXACT: Final = Context(prec=400, rounding=ROUND_HALF_EVEN)
"""Digits enough for every float."""
FINEST: Final = 17
"""Decimals at which a float of a share is told from its neighbours."""


def rounded(value: float, decimals: int) -> Decimal:
    """Half to even, from the shortest decimal that is the number; never a negative zero.

    >>> rounded(0.125, 2), rounded(-0.001, 2), rounded(2.675, 2)
    (Decimal('0.12'), Decimal('0.00'), Decimal('2.68'))
    """
    step = Decimal(1).scaleb(-decimals)
    found = Decimal(repr(float(value))).quantize(step, context=EXACT)
    return abs(found) if found.is_zero() else found


def apart(value: float, decimals: int, *, others: Collection[float], extra: int = 2) -> int:
    """As many decimals as keep a number from printing as one that it is not.

    Where not even `extra` more decimals tell them apart, none is added.

    >>> apart(0.003, 2, others=(0.0,)), apart(0.0, 2, others=(0.0,)), apart(99.6, 0, others=(100,))
    (3, 2, 1)
    """
    exact = Decimal(repr(float(value)))
    near = [other for other in others if exact != Decimal(repr(float(other)))]

    def is_told(places: int) -> bool:
        shown = rounded(value, places)
        return all(shown != rounded(other, places) for other in near)

    return _fewest(is_told, decimals, decimals + extra)


def same_side(value: float, decimals: int, *, line: float) -> int:
    """As many decimals as keep a number on its side of a line, and off it.

    >>> [same_side(value, 3, line=0.05) for value in (0.0496, 0.052, 0.05)]
    [4, 3, 3]
    """
    return apart(value, decimals, others=(line,), extra=FINEST - decimals)


def _fewest(is_told: Callable[[int], bool], start: int, end: int) -> int:
    return next((places for places in range(start, end + 1) if is_told(places)), start)
