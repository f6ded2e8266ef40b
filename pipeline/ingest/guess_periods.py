"""Which periods some files speak of: school years in their columns, dates, words in their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.ingest.dates import read_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.ingest.looks import Column, Look

_SCHOOL_YEAR: Final = re.compile(r"(?:\D|^)(20\d\d)\s*[-/–_]\s*(?:20)?(\d\d)(?:\D|$)")
_LONE_YEAR: Final = re.compile(r"(?:20)\d\d")
_WORDS: Final = (
    *("pre", "baseline", "fall", "autumn", "otoño", "boy", "winter", "invierno", "moy", "mid"),
    *("spring", "primavera", "eoy", "post", "endline", "final"),
)
"""Words for waves, in the order of a school year."""
_STARTS: Final = 7
"""Month in which a school year begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One period, and whether its days are known from data or a usual school year's."""

    id: str
    starts: date
    ends: date
    also: tuple[str, ...] = ()
    is_sure: bool = False


def year_of(text: str) -> int | None:
    """The year in which the school year of a text begins.

    >>> year_of("Fall 2022-2023"), year_of("2022-23"), year_of("2023")
    (2022, 2022, None)
    """
    found = _SCHOOL_YEAR.search(f" {text} ")
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return int(found[1])


def school_year(day: date) -> int:
    """The year in which the school year of a day begins."""
    return day.year if day.month >= _STARTS else day.year - 1


def days_of(column: Column) -> tuple[date, date] | None:
    """First and last day of a column of dates."""
    readings, _ = read_dates(column.values, None)
    days = sorted(date.fromisoformat(iso) for iso in readings.values() if iso)
    return (days[0], days[-1]) if days else None


def of_years(years: Iterable[int], lone: Iterable[str]) -> list[Guess]:
    """The school years from the first to the last, with the days that are usual."""
    known = sorted(set(years))
    alone = sorted(set(lone))
    return [
        Guess(
            id=f"{year}-{(year + 1) % 100:02d}",
            starts=date(year, 8, 1),
            ends=date(year + 1, 6, 30),
            also=tuple(text for text in alone if text == str(year + 1)),
        )
        for year in known
    ]


def years_in(looks: Sequence[Look]) -> tuple[set[int], set[str]]:
    """School years that columns of records name, and lone years that may be meant."""
    years: set[int] = set()
    lone: set[str] = set()
    for look in looks:
        for column in look.columns:
            if column.means == "period" and not column.is_personal:
                years |= {year for text in column.values if (year := year_of(text)) is not None}
                lone |= {text for text in column.values if _LONE_YEAR.fullmatch(text)}
            elif column.means == "date" and (days := days_of(column)) is not None:
                first, last = (school_year(day) for day in days)
                years |= set(range(first, last + 1))
    if lone and not years:
        # OneRoster, states and warehouses name a school year by the year in which it ends.
        years = {int(text) - 1 for text in lone}
    return years, lone


def word_of(name: str) -> str:
    """The word for a wave in a file's name, or nothing.

    >>> word_of("climate_Fall_2023.csv"), word_of("prefix.csv")
    ('fall', '')
    """
    parts = re.split(r"[^a-zñ]+", name.lower())
    return next((word for word in _WORDS if word in parts), "")


def of_waves(waves: Sequence[tuple[str, tuple[date, date] | None]]) -> list[Guess]:
    """A period for each wave, in order: named by its word or year, as long as it lasted.

    Args:
        waves: Name of the file or event of each wave, and the days on which it was answered.
    """
    found: list[Guess] = []
    day = date(2000, 8, 1)
    for n, (name, days) in enumerate(waves, start=1):
        starts, ends = days or (day, day + timedelta(days=1))
        if found and starts <= found[-1].ends:
            starts = found[-1].ends + timedelta(days=1)
        ends = max(ends, starts + timedelta(days=1))
        word = word_of(name) or f"wave-{n}"
        year = f"-{starts.year}" if days else ""
        again = sum(one.id.startswith(f"{word}{year}") for one in found)
        own = f"{word}{year}" + (f"-{again + 1}" if again else "")
        found.append(Guess(id=own, starts=starts, ends=ends, is_sure=days is not None))
        day = ends + timedelta(days=90)
    return found


def in_order(name: str, days: tuple[date, date] | None) -> tuple[date, int, str]:
    """A sort key for waves: by their days, else by their word, else by name."""
    word = word_of(name)
    place = _WORDS.index(word) if word else len(_WORDS)
    return (days[0] if days else date(2000, 1, 1), place, name)
