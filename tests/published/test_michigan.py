"""Michigan school districts, 1992 to 1998 (Papke; Wooldridge): changes of three rates."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.statistics.moments import PairedMoments

RATES = ("math4", "grad", "drop")


@pytest.mark.parametrize("rate", RATES)
def test_change_from_1992_to_1998(
    rate: str, table: Any, expected: Any, told_of_change: Any
) -> None:
    by_year: dict[str, dict[str, float]] = {"1992": {}, "1998": {}}
    for row in table("michigan/districts.csv"):
        if row["year"] in by_year and row[rate]:
            by_year[row["year"]][row["distid"]] = float(row[rate])
    first, last = by_year["1992"], by_year["1998"]
    both = sorted(first.keys() & last.keys())
    pairs = PairedMoments.of(before=[first[d] for d in both], after=[last[d] for d in both])
    wanted = expected("michigan")[f"{rate} change, districts, 1992 to 1998"]
    assert told_of_change(pairs) == pytest.approx(wanted, rel=1e-9, abs=0)


def test_every_entry_of_the_file_is_tested(expected: Any) -> None:
    assert len(expected("michigan")) == len(RATES)
