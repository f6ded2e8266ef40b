"""Where every row went, for a person at a terminal: a line a file and outcome, then the reasons."""

from __future__ import annotations

from typing import Any, Final

from pipeline.commands.telling import table

_TITLES: Final = {
    "set-aside": "set aside",
    "unmatched": "not matched",
    "ineligible": "in neither group",
    "elsewhere": "other measure",
    "missing": "no value",
    "withheld": "withheld",
    "outside": "outside periods",
    "unread": "in no outcome",
    "unpaired": "one period only",
    "between": "other period",
    "analysed": "analysed",
}
_Line = tuple[str, str, str, str]


def where_rows_went(accounts: list[dict[str, Any]]) -> list[str]:
    """A table whose lines add up to the rows read, and the reasons why rows were set aside."""
    lines: dict[_Line, dict[str, int]] = {}
    for one in accounts:
        fates = lines.setdefault(_line(one), {})
        fates[one["fate"]] = fates.get(one["fate"], 0) + one["rows"]
    met = {fate for fates in lines.values() for fate, rows in fates.items() if rows}
    shown = [fate for fate in _TITLES if fate in met]
    rows = [
        (
            *_named(key),
            f"{sum(fates.values()):,}",
            *(f"{fates.get(fate, 0):,}" for fate in shown),
        )
        for key, fates in lines.items()
    ]
    if not rows:
        return []
    titles = ("where rows went", "outcome", "read", *(_TITLES[fate] for fate in shown))
    return [table(titles, rows, right=tuple(range(2, len(titles)))), *_reasons(accounts)]


def _line(one: dict[str, Any]) -> _Line:
    return one["source"], one["file"], one["period"], one["analysis"]


def _named(key: _Line) -> tuple[str, str]:
    _, file, period, analysis = key
    return (f"{file} ({period})" if period else file), analysis or "all"


def _reasons(accounts: list[dict[str, Any]]) -> list[str]:
    by_file: dict[str, list[str]] = {}
    for one in accounts:
        if one["fate"] == "set-aside" and not one["analysis"]:
            said = f"{one['rows']:,} {one['reason'] or one['code']} ({one['code']})"
            by_file.setdefault(_named(_line(one))[0], []).append(said)
    return [f"  {file}: set aside {', '.join(said)}" for file, said in by_file.items()]
