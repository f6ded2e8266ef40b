"""Rows that were set aside, each under one reason: the first rule that it broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake


def by_reason(intake: Intake) -> dict[int, list[tuple[str, str, str, int]]]:
    """By file: ("set-aside", code, reason in words, rows), in order of the codes."""
    checks = intake.books.checks
    rules = [number for number, (_, check) in enumerate(checks) if check.is_row]
    listed = ", ".join(map(str, rules)) or "-1"
    counted: dict[tuple[int, str, str], int] = {}
    for file, number, rows in intake.session.tuples(
        f"SELECT file, number, count(*) FROM (SELECT file, row, min(number) AS number FROM broken "
        f"WHERE number IN ({listed}) GROUP BY ALL) GROUP BY ALL ORDER BY ALL"
    ):
        check = checks[int(number)][1]
        key = (int(file), check.kind.code, check.counted or check.kind.counted)
        counted[key] = counted.get(key, 0) + int(rows)
    found: dict[int, list[tuple[str, str, str, int]]] = {}
    for (file, code, reason), rows in sorted(counted.items()):
        found.setdefault(file, []).append(("set-aside", code, reason, rows))
    return found


def unmatched(intake: Intake) -> dict[int, int]:
    """By file: rows whose ID is in no roster, of those that were not set aside before."""
    return {
        file: entry.counts.get("rows_unmatched", 0)
        for file, entry in enumerate(intake.books.entries)
    }
