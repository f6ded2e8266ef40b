"""How each measure is held in whole numbers: its decimals, its offset, and that sums fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.ingest.file_kinds import TOO_LARGE
from pipeline.ingest.files import shown
from pipeline.ingest.measures import MEASURED_DECIMALS
from pipeline.problems import Place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measure, Measures

_EXACT: Final = 1 << 53
"""Whole numbers that a DOUBLE holds exactly."""
_WIDE: Final = 1 << 126
"""Sums of squares are reckoned in 128 bits with a sign; one bit stays free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How one measure is stored: value = (x + offset) / 10^decimals.

    Attributes:
        decimals: Decimals that its values carry, 0 to 9.
        offset: Taken off, so that the whole numbers are small.
        low: Smallest value, NaN where there is none.
        high: Largest value.
    """

    decimals: int
    offset: int
    low: float
    high: float

    def stored(self, values: NDArray[np.float64]) -> NDArray[np.int64]:
        """The whole numbers of values."""
        whole: NDArray[np.int64] = np.rint(values * 10**self.decimals).astype(np.int64)
        return whole - self.offset


def measure_scales(intake: Intake, measures: Measures) -> list[Scale]:
    """The scale of each measure, from the values that occur; needs the view `measurements`."""
    found = _extent(intake, range(4))
    unsure = [code for code, (*_, decimals) in found.items() if decimals is None]
    if unsure:
        finer = _extent(intake, range(4, MEASURED_DECIMALS + 1), unsure)
        found |= finer
    scales = []
    for code, measure in enumerate(measures.all):
        count, low, high, decimals = found.get(code, (0, float("nan"), float("nan"), 0))
        exact = MEASURED_DECIMALS if decimals is None else decimals
        scales.append(_scale(intake, measure, count, low=low, high=high, decimals=exact))
    return scales


def _extent(
    intake: Intake, tried: range, codes: list[int] | None = None
) -> dict[int, tuple[int, float, float, int | None]]:
    """Of each measure: how many values, smallest, largest, and the fewest decimals that do."""
    # Decimals are tried one after the other, and most values need none or one.
    cases = " ".join(f"WHEN value = round(value, {d}) THEN {d}" for d in tried)
    needed = f"max(CASE {cases} ELSE {tried.stop} END)"
    where = f"WHERE measure IN ({', '.join(map(str, codes))})" if codes is not None else ""
    return {
        int(code): (
            int(n),
            float(low),
            float(high),
            int(decimals) if decimals < tried.stop else None,
        )
        for code, n, low, high, decimals in intake.session.tuples(
            f"SELECT measure, count(*), min(value), max(value), {needed} FROM measurements {where} "
            f"GROUP BY measure ORDER BY measure"
        )
    }


def _scale(
    intake: Intake, measure: Measure, count: int, *, low: float, high: float, decimals: int
) -> Scale:
    if count == 0:
        return Scale(decimals=0, offset=0, low=low, high=high)
    smallest, largest = round(low * 10**decimals), round(high * 10**decimals)
    is_coded = measure.kind != "continuous"
    offset = 0 if is_coded else (smallest + largest) // 2
    furthest = max(abs(smallest - offset), abs(largest - offset))
    if max(abs(smallest), abs(largest)) >= _EXACT or furthest**2 * count >= _WIDE:
        intake.problems.add(
            TOO_LARGE,
            Place(file=shown(intake.folder, "study.yaml")),
            measure=measure.name,
            high=max(abs(low), abs(high)),
            decimals=decimals,
        )
    return Scale(decimals=decimals, offset=offset, low=low, high=high)
