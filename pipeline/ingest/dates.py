"""Texts that are dates, and whether a column writes the day or the month first."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Order = Literal["day-first", "month-first"]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_PARTED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,].*)?")
_CENTURY: Final = 2000
_MONTHS: Final = 12


def read_dates(
    texts: Iterable[str], declared: Order | None
) -> tuple[Mapping[str, str | None], str | None]:
    """What each text of a column means as an ISO date, None where it is none.

    Args:
        texts: Distinct texts of one column.
        declared: What the study file says about the order.

    Returns:
        The readings, and a text that could be read in two ways where the order can neither be
        proved nor was declared; then such texts have no reading.

    >>> read_dates(["3/31/2026", "4/1/2026"], None)[0]["4/1/2026"]
    '2026-04-01'
    """
    texts = sorted(set(texts))
    parted = [(text, match) for text in texts if (match := _PARTED.fullmatch(text.strip()))]
    order = declared or _proved(match for _, match in parted)
    unsure = next((text for text, match in parted if order is None and _is_open(match)), None)
    readings = {text: _iso(text.strip(), order) for text in texts}
    return readings, unsure


def _proved(matches: Iterable[re.Match[str]]) -> Order | None:
    orders: set[Order] = set()
    for match in matches:
        first, mark, second = int(match[1]), match[2], int(match[3])
        if first > _MONTHS or mark == ".":  # dates with points are written day first everywhere
            orders.add("day-first")
        elif second > _MONTHS:
            orders.add("month-first")
    return orders.pop() if len(orders) == 1 else None


def _is_open(match: re.Match[str]) -> bool:
    first, second = int(match[1]), int(match[3])
    return first != second and first <= _MONTHS and second <= _MONTHS


def _iso(text: str, order: Order | None) -> str | None:
    whole = _ISO.fullmatch(text)
    if whole:
        return _day(int(whole[1]), int(whole[2]), int(whole[3]))
    match = _PARTED.fullmatch(text)
    if match is None or (order is None and _is_open(match)):
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += _CENTURY if len(match[4]) < len("2026") else 0
    is_day_first = order == "day-first" or (order is None and first > _MONTHS)
    day, month = (first, second) if is_day_first else (second, first)
    return _day(year, month, day)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
