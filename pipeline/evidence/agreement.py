"""Which analyses count as reasonable ones beside a primary answer."""

from __future__ import annotations

from typing import Final

UNCOUNTED: Final = frozenset({"stuart_maxwell", "wwc"})
"""Models of another unit, or without an interval."""

UNADJUSTED: Final = "difference"


def is_reasonable(kind: str, model: str) -> bool:
    """Whether a model's answer may be set beside the primary one.

    Where no lottery formed the groups, their plain difference afterwards may not: it leaves out
    where they started.

    Args:
        kind: Kind of the design.
        model: Model of the row.
    """
    return model not in UNCOUNTED and (kind == "randomized" or model != UNADJUSTED)
