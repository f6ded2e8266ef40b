"""How files spell the periods of a study."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pipeline.ingest.cells import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.study.schema import Period, Study

_BEGINS: Final = range(6, 11)
"""Months in which a school year begins."""
_ENDS: Final = range(3, 10)
_DASHES: Final = ("-", "/", "\N{EN DASH}", " - ", "_")


def spellings(study: Study) -> Mapping[str, int]:
    """Every spelling of a period with its position: id, role, `also:`, and school years.

    A school year is known in its usual spellings where only one period of the study is that
    year; a lone number such as 2024 may name its first or its last half, and is never guessed.
    """
    ids = {period.id: i for i, period in enumerate(study.periods)}
    two = {"before": study.role("before"), "after": study.role("after")}
    roles = {role: ids[period.id] for role, period in two.items() if period is not None}
    declared = {one: ids[period.id] for period in study.periods for one in period.also}
    found = ids | {word: at for word, at in (declared | roles).items() if word not in ids}
    taken = {fold(word) for word in found}
    years = _years(study.periods)
    return found | {word: at for word, at in years.items() if fold(word) not in taken}


def _years(periods: Sequence[Period]) -> dict[str, int]:
    first = [period.starts.year if _is_school_year(period) else None for period in periods]
    alone = {year for year, n in Counter(first).items() if n == 1 and year is not None}
    return {
        word: at
        for at, year in enumerate(first)
        if year is not None and year in alone
        for word in _of_year(year)
    }


def _is_school_year(period: Period) -> bool:
    starts, ends = period.starts, period.ends
    return ends.year == starts.year + 1 and starts.month in _BEGINS and ends.month in _ENDS


def _of_year(year: int) -> Iterator[str]:
    last = year + 1
    for dash in _DASHES:
        long = f"{year}{dash}{last}"
        short = f"{year}{dash}{last % 100:02d}"
        for text in (long, short):
            yield text
            yield from (f"{word} {text}" for word in ("SY", "AY", "School Year", "Year"))
            yield f"SY{text}"
        yield f"{year % 100:02d}{dash}{last % 100:02d}"
    yield f"SY{year % 100:02d}{last % 100:02d}"
    yield f"{year}{last}"
