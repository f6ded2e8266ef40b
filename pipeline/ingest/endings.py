"""What stands below the data of an export: totals, averages, footnotes."""

from __future__ import annotations

import re
from typing import Final

_TOTAL = re.compile(
    r"((?:grand\s+|sub-?)?totals?)\b.{0,30}|(overall|average|mean|sum|count|all students)\s*:?",
    re.IGNORECASE,
)
_FOOTNOTE: Final = 12


def below_data(records: list[list[str]] | None) -> list[tuple[int, str]] | None:
    """Totals and footnotes that end the records: how far from the end, and their first cell."""
    if records is None:
        return None
    found: list[tuple[int, str]] = []
    for back, record in enumerate(reversed(records)):
        what = _what_is_below(record)
        if what is None:
            break
        found.append((back, what))
    return found


def _what_is_below(record: list[str]) -> str | None:
    """A total or a footnote in words that name nobody; None where it is a record."""
    words = [cell.strip() for cell in record if cell.strip()]
    total = _TOTAL.fullmatch(words[0]) if words else None
    if total is not None:
        return total[1] or total[2]
    is_note = len(words) == 1 and bool(record[0].strip()) and " " in words[0]
    return "a footnote" if is_note and len(words[0]) > _FOOTNOTE else None
