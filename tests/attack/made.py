"""Releases made by hand, to plant leaks in: results.csv, results.json, a manifest, a page."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.attack.leak import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

Files = dict[str, bytes]
Row = dict[str, str]
T = 10
COLUMNS = (
    "id", "analysis", "outcome", "source", "unit", "group", "subgroup", "level", "period_before",
    "period_after", "model", "n", "n_before", "n_after", "n_missing", "mean_before", "mean_after",
    "status", "reason",
)  # fmt: skip
GOALS = ("id", "outcome", "population", "current", "n", "status", "reason")
LEVEL = "Hmong"
HIDDEN = f"gpa/level/all/language={LEVEL}@2025"


def level(n: int | None, name: str = "", **more: str) -> Row:
    """A level of everybody, or of one language; hidden where nobody is told."""
    told = {"analysis": "level", "outcome": "gpa", "source": "marks", "unit": "points",
            "group": "all", "subgroup": "language" if name else "", "level": name,
            "period_after": "2025", "status": "suppressed" if n is None else "published",
            "n": "" if n is None else str(n), "n_after": "" if n is None else str(n),
            **more}  # fmt: skip
    cut = f"/{told['subgroup']}={told['level']}" if told["subgroup"] else ""
    where = f"{told['outcome']}/{told['analysis']}/{told['group']}{cut}@{told['period_after']}"
    return dict.fromkeys(COLUMNS, "") | {"id": where} | told


def change(n: int | None, name: str = "", *, since: str = "2024", **more: str) -> Row:
    """A change until 2025 of people who were paired."""
    told = level(n, name, analysis="change", model="paired", period_before=since, **more)
    return told | {"n_before": told["n"], "id": told["id"].replace("@2025", "")}


def safe() -> list[Row]:
    """Levels from which nothing can be had: two languages are hidden, 15 people together."""
    return [level(60), level(45, "English"), level(None, LEVEL), level(None, "Spanish")]


def release(rows: Iterable[Row], goals: Iterable[Row] = (), body: str = "") -> Files:
    """The files of a release; the page says no more than its body."""
    rows, goals = list(rows), list(goals)
    told = {"results": [_record(row) for row in rows], "goals": [_record(row) for row in goals]}
    return {
        "results.csv": _csv(COLUMNS, rows),
        "goals.csv": _csv(GOALS, goals),
        "results.json": json.dumps({**told, "minimum_n": T, "counts": []}).encode(),
        "manifest.json": json.dumps({"minimum_n": T, "outputs": {}, "fates": {}}).encode(),
        "board.html": f'<html lang="en"><body>{body}</body></html>'.encode(),
    }


def drawing(*, at: str = "", told: str = "not shown", words: str = "[c]") -> str:
    """A chart with a hidden language; `at` is drawn into it."""
    return (
        '<svg viewBox="0 0 700 99"><title id="fig-gpa-w-title">Groups</title>'
        f'<desc id="fig-gpa-w-desc">Home language: English: from 3 to 4. '
        f"Home language: {LEVEL}: {told}.</desc>"
        '<path d="M 272 44 L 272 90 "/><text x="206" y="40">Home language: English</text>'
        '<use x="300" y="40"/><text x="310" y="40">4.1</text>'
        f'<text x="206" y="82">Home language: {LEVEL}</text>'
        f'<text x="276" y="82">Too few people</text><text x="696" y="82">{words}</text>{at}</svg>'
    )


def taken(line: str) -> str:
    """A link to a table to take away, of one line."""
    text = f"Group,n,Change,id\r\n{line}\r\n"
    return f'<a href="data:text/csv;charset=utf-8,{quote(text)}">numbers</a>'


def _record(row: Row) -> dict[str, Any]:
    numbers = {name: float(row[name]) for name in NUMBERS if row.get(name)}
    is_share = row.get("unit") == "%"
    shown = {
        name: f"{100 * value:.1f}%" if is_share and name.startswith("mean") else f"{value:g}"
        for name, value in numbers.items()
    }
    return {**row, **dict.fromkeys(NUMBERS), **numbers, "shown": shown}


def _csv(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    draft = io.StringIO()
    writer = csv.DictWriter(draft, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return draft.getvalue().encode()
