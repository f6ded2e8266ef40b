"""Everything that the files of a release say of its rows, in one store.

Tables, JSON and pages are read as a reader gets them. A number that any of them holds for a row
that another hides is a leak; so is a number that two of them tell differently.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pipeline.attack.leak import (
    COUNTS,
    NUMBERS,
    Leak,
    is_few,
    is_hidden,
    is_of_people,
    is_shown,
    number,
)
from pipeline.attack.tables import NO_SUMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.attack.leak import Kind, Row

TABLES: Final = {"results.csv": "results", "goals.csv": "goals"}
RESULTS: Final = "results.json"
MANIFEST: Final = "manifest.json"
DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
OPEN: Final = "a number stands in a row that is hidden"
"""What is said of it; in which file, where that is not the table itself."""
TWO: Final = "two files tell it differently"


@dataclass(slots=True)
class Facts:
    """What a release tells.

    Attributes:
        rows: Rows of results.csv as text, or those of results.json where that is missing.
        goals: Those of goals.csv.
        shown: Every number as it is printed, by row id and column.
        found: What is told that may not be.
    """

    rows: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    shown: dict[tuple[str, str], str] = field(default_factory=dict)
    found: list[Leak] = field(default_factory=list)

    @property
    def hidden(self) -> frozenset[str]:
        """The ids of rows that are hidden."""
        return frozenset(row["id"] for row in (*self.rows, *self.goals) if is_hidden(row))


def read(files: Mapping[str, bytes], *, minimum_n: int) -> Facts:
    """Reads tables and JSON of a release.

    Args:
        files: Its files by name.
        minimum_n: The smallest group that may be shown.
    """
    facts = Facts(rows=_csv(files.get("results.csv")), goals=_csv(files.get("goals.csv")))
    made = {name: _json(content) for name, content in files.items() if name.endswith(".json")}
    told = made.get(RESULTS)
    if isinstance(told, dict):
        for part, rows in (("results", facts.rows), ("goals", facts.goals)):
            records = [one for one in told.get(part, ()) if isinstance(one, dict)]
            _compare(facts, rows, records)
    for row in (*facts.rows, *facts.goals):
        facts.found += in_row(row, minimum_n)
    for name, value in sorted(made.items()):
        facts.found += _nested(value, facts.hidden, name)
    return facts


def in_row(row: Row, minimum_n: int) -> Iterator[Leak]:
    """What a row gives away by itself."""
    if not is_shown(row):
        for column in (name for name in NUMBERS if row.get(name)):
            yield Leak(id=row["id"], column=column, said=OPEN)
    elif is_of_people(row):
        yield from _few(row, minimum_n)


def _few(row: Row, minimum_n: int) -> Iterator[Leak]:
    """Groups of too few people that a row shows: those counted, or those who are not."""
    analysis = row.get("analysis", "")
    counted = {column: number(row.get(column, "")) for column in (*COUNTS, "n_missing")}
    told: list[tuple[str, float, Kind, str]] = [
        (column, counted[column], "small", "in a group") for column in COUNTS
    ]
    if analysis not in {"", *NO_SUMS}:
        told.append(("n_missing", counted["n_missing"], "missing", "without a value"))
    if analysis == "reach":
        told.append(("n", counted["n_before"] - counted["n"], "rest", "who were not reached"))
    for column, people, kind, who in told:
        if is_few(people, minimum_n):
            said = f"fewer than {minimum_n} people {who} are shown"
            if kind == "small":
                said = f"a group of fewer than {minimum_n} is shown"
            yield Leak(id=row["id"], column=column, said=said, kind=kind)


def _csv(content: bytes | None) -> list[Row]:
    text = io.StringIO((content or b"").decode("utf-8-sig", errors="replace"), newline="")
    try:
        rows = [{str(k): str(v or "") for k, v in row.items()} for row in csv.DictReader(text)]
    except csv.Error:
        return []
    return [row for row in rows if "id" in row and "status" in row]


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _compare(facts: Facts, rows: list[Row], records: Sequence[dict[str, Any]]) -> None:
    """Takes in what results.json says of the rows of a table, and where it says otherwise."""
    by_id = {row["id"]: row for row in rows}
    for record in records:
        identity = str(record.get("id", ""))
        shown = record.get("shown")
        for column, printed in shown.items() if isinstance(shown, dict) else ():
            facts.shown[identity, column] = str(printed)
        row = by_id.get(identity)
        if row is None:
            rows.append({k: "" if v is None else str(v) for k, v in record.items()})
            continue
        row |= {f"shown {column}": p for (_, column), p in _of(facts.shown, identity, shown)}
        facts.found += _unlike(row, record)


def _of(shown: Mapping[tuple[str, str], str], identity: str, columns: Any) -> list[Any]:
    names = columns if isinstance(columns, dict) else ()
    return [((identity, column), shown[identity, column]) for column in names]


def _unlike(row: Row, record: Mapping[str, Any]) -> Iterator[Leak]:
    """Columns of a row that results.csv and results.json tell differently."""
    if row["status"] != record.get("status"):
        yield Leak(id=row["id"], column="status", said=TWO, kind="disagreement")
        return
    for column in NUMBERS:
        value = record.get(column)
        is_told = is_shown(row) and value is not None and column in row
        if is_told and number(row[column]) != number(str(value)):
            yield Leak(id=row["id"], column=column, said=TWO, kind="disagreement")


def _nested(value: Any, hidden: frozenset[str], file: str) -> Iterator[Leak]:
    """Numbers under the name of a hidden row, wherever they stand in a JSON file."""
    if isinstance(value, list):
        for one in value:
            yield from _nested(one, hidden, file)
    elif isinstance(value, dict) and value.get("id") in hidden:
        for column, one in value.items():
            if _has_number(one) and column != "id":
                yield Leak(id=value["id"], column=column, said=f"{OPEN}, in {file}")
    elif isinstance(value, dict):
        yield from _named(value, hidden, file)


def _named(value: dict[str, Any], hidden: frozenset[str], file: str) -> Iterator[Leak]:
    """Numbers whose key is a hidden row, and those further in."""
    for key, one in value.items():
        identity, _, column = str(key).partition("#")
        if identity in hidden and _has_number(one, is_text=True):
            yield Leak(id=identity, column=column, said=f"{OPEN}, in {file}")
        else:
            yield from _nested(one, hidden, file)


def _has_number(value: Any, *, is_text: bool = False) -> bool:
    if isinstance(value, dict):
        return any(_has_number(one, is_text=True) for one in value.values())
    if isinstance(value, list):
        return any(_has_number(one, is_text=True) for one in value)
    if isinstance(value, str):
        return is_text and bool(DIGITS.search(value))
    return isinstance(value, (int, float)) and not isinstance(value, bool)
