"""How this process works, settled before anything heavy is loaded."""

from __future__ import annotations

import gc
import os
from typing import Final

_ROUND: Final = 100_000
"""Objects made between two searches for rings of forgotten ones."""


def settle() -> None:
    """One thread of linear algebra, and few searches for forgotten objects.

    Our systems of equations are small: further threads only wait in a loop, which takes a
    processor away from the database, and how they share a sum can show in its last digit.
    Python looks for rings of objects after every few hundred; loading alone makes 200,000 that
    all stay.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_ROUND, 20, 20)
