"""Whether the files of a release are what was cleared: read from the disk, as a stranger would.

Nothing here is taken from the run that wrote them but the rules. Each check answers with its
troubles, each with the file, the place and what to do.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.attack.leak import NUMBERS, number
from pipeline.attack.stranger import attack
from pipeline.evidence.gate import gate
from pipeline.release.anchors import anchors
from pipeline.release.reading import MANIFEST, RESULTS
from pipeline.tables.attainment import GOALS_ORDER
from pipeline.tables.estimates import RESULTS_ORDER
from pipeline.tables.spreadsheet import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.evidence.wording import Tier

Files = dict[str, bytes]
AGAIN: Final = "outcomes run writes it again."
"""What to do where a file was changed after it was written."""
WITHDRAW: Final = "Do not share this folder, and take back what was shared; then outcomes run."
"""What to do where something can be had that may not."""
TABLES: Final = {"results.csv": "results", "goals.csv": "goals"}
COLUMNS: Final = {"results.csv": RESULTS_ORDER, "goals.csv": GOALS_ORDER}
_CELL: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is not as it should be.

    Attributes:
        file: Name of the file.
        where: Line, row or column in it.
        said: What is wrong.
        remedy: What to do.
        is_privacy: Whether something may be had that must not.
    """

    file: str
    where: str
    said: str
    remedy: str = AGAIN
    is_privacy: bool = False

    def __str__(self) -> str:
        """The trouble in one line."""
        place = f"{self.file}, {self.where}" if self.where else self.file
        return f"{place}: {self.said}. {self.remedy}"


def hashes(files: Files) -> Iterator[Trouble]:
    """Every file of the manifest is there as it was written, and no other."""
    try:
        told = json.loads(files[MANIFEST])["outputs"]
        outputs = {str(name): str(sha) for name, sha in told.items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        yield Trouble(file=MANIFEST, where="", said="it is missing or damaged")
        return
    for name, sha in outputs.items():
        if name not in files:
            yield Trouble(file=name, where="", said="the manifest names it and it is missing")
        elif hashlib.sha256(files[name]).hexdigest() != sha:
            said = "it was changed after it was written: its hash is not that of the manifest"
            yield Trouble(file=name, where="", said=said)
    for name in sorted(files.keys() - outputs.keys() - {MANIFEST}):
        remedy = "Take it out of the folder; only what was cleared belongs there."
        said = "it is not in the manifest: no run wrote it"
        yield Trouble(file=name, where="", said=said, remedy=remedy)


def numbers(files: Files) -> Iterator[Trouble]:
    """Every number on a page is that of its published row, letter by letter."""
    told = _told(files)
    if told is None:
        yield _unreadable(RESULTS)
        return
    shown, hidden = _shown(told), _hidden(told)
    for page in _pages(files):
        for one in anchors(files[page].decode(errors="replace")):
            identity = one.source.rpartition("#")[0]
            where = f"line {one.line}, {one.source}"
            if identity in hidden:
                said = "a number is printed of a row that is hidden"
                yield Trouble(file=page, where=where, said=said, remedy=WITHDRAW, is_privacy=True)
            elif one.source not in shown:
                said = f'it prints "{one.printed[:_CELL]}", which is no published number'
                yield Trouble(file=page, where=where, said=said)
            elif not one.is_of(shown[one.source]):
                said = f'it prints "{one.printed[:_CELL]}", and "{shown[one.source]}" is published'
                yield Trouble(file=page, where=where, said=said)


def tables(files: Files) -> Iterator[Trouble]:
    """results.csv and goals.csv say what results.json says, cell by cell."""
    told = _told(files)
    if told is None:
        yield _unreadable(RESULTS)
        return
    for file, part in TABLES.items():
        rows, expected = (
            rows_of(file, files.get(file)),
            {safe(one["id"]): one for one in told[part]},
        )
        if rows is None:
            yield _unreadable(file)
            continue
        for at, row in enumerate(rows, start=2):
            own = expected.get(row["id"])
            if own is None:
                said = f"no result is called {row['id'][:_CELL]}"
                yield Trouble(file=file, where=f"row {at}", said=said)
            else:
                yield from _cells(file, at, row, own)
        missing = expected.keys() - {row["id"] for row in rows}
        for identity in sorted(missing):
            yield Trouble(file=file, where="", said=f"the row of {identity} is missing")


def _cells(file: str, at: int, row: Mapping[str, str], own: Mapping[str, Any]) -> Iterator[Trouble]:
    """The cells of one row that do not say what results.json says."""
    is_hidden = own["status"] != "published"
    for column, text in row.items():
        value = own.get(column)
        if column in NUMBERS:
            is_same = text == "" if value is None or is_hidden else number(text) == float(value)
        else:
            is_same = text == safe(str(value if value is not None else ""))
        if is_same:
            continue
        is_bared = is_hidden and (column in NUMBERS or column == "status")
        said = (
            "a row that is hidden in results.json is laid open here"
            if is_bared
            else f'it holds "{text[:_CELL]}", and results.json holds "{str(value)[:_CELL]}"'
        )
        yield Trouble(
            file=file,
            where=f"row {at} ({row['id']}), column {column}",
            said=said,
            remedy=WITHDRAW if is_bared else AGAIN,
            is_privacy=is_bared,
        )


def hidden(files: Files) -> Iterator[Trouble]:
    """Nothing that is hidden can be had from what is shown."""
    told = _told(files)
    if told is None:
        yield _unreadable(RESULTS)
        return
    goals = {one["id"] for one in told["goals"]}
    for leak in attack(files, minimum_n=int(told["minimum_n"])):
        yield Trouble(
            file="goals.csv" if leak.id in goals else "results.csv",
            where=f"{leak.id}, column {leak.column}" if leak.column else leak.id,
            said=leak.said,
            remedy=WITHDRAW,
            is_privacy=leak.kind != "disagreement",
        )


def wording(files: Files, tier: Tier) -> Iterator[Trouble]:
    """No page says more than the design can carry."""
    for page in _pages(files):
        for one in gate(files[page].decode(errors="replace"), tier):
            said = f'"{one.found}" in "...{one.context}..." says more than the design can carry'
            yield Trouble(file=page, where="", said=said)


def inputs(files: Files, raw: Mapping[str, str]) -> Iterator[Trouble]:
    """What was read still lies in data/raw as it was.

    Args:
        files: The release.
        raw: The hash of each file of the study's folder.
    """
    told = (held(files.get(MANIFEST)) or {}).get("inputs")
    remedy = "The data changed since: outcomes run writes the reports anew, outcomes diff says how."
    for name, sha in told.items() if isinstance(told, dict) else ():
        if raw.get(name) != sha:
            said = "it is not what it was" if name in raw else "it is no longer there"
            yield Trouble(file=f"data/raw: {name}", where="", said=said, remedy=remedy)


def _pages(files: Files) -> list[str]:
    return sorted(name for name in files if name.endswith(".html"))


def _unreadable(file: str) -> Trouble:
    return Trouble(file=file, where="", said="it is missing or damaged, so it cannot be checked")


def held(content: bytes | None) -> dict[str, Any] | None:
    """What a JSON file holds; None where it is missing or damaged."""
    try:
        told = json.loads(content or b"")
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _told(files: Files) -> dict[str, Any] | None:
    """What results.json holds; None where it is none that a run wrote."""
    told = held(files.get(RESULTS))
    if told is None or not isinstance(told.get("minimum_n"), int):
        return None
    row = {"id", "status", "shown"}
    parts = {"results": row, "goals": row, "counts": row - {"status"}, "themes": row - {"status"}}
    is_whole = all(
        isinstance(one, dict) and keys <= one.keys() and isinstance(one["shown"], dict)
        for part, keys in parts.items()
        for one in told.get(part, [None])
    )
    return told if is_whole else None


def rows_of(file: str, content: bytes | None) -> list[dict[str, str]] | None:
    """The rows of a table as text; None where it is missing or has other columns."""
    text = io.StringIO((content or b"").decode("utf-8-sig", errors="replace"), newline="")
    reader = csv.DictReader(text)
    try:
        rows = [{str(k): str(v or "") for k, v in row.items()} for row in reader]
    except csv.Error:
        return None
    return rows if tuple(reader.fieldnames or ()) == COLUMNS[file] else None


def _shown(told: Mapping[str, Any]) -> dict[str, str]:
    """Every published number as it is printed, by `<row id>#<column>`."""
    return {
        f"{one['id']}#{column}": shown
        for part in ("results", "goals", "counts", "themes")
        for one in told[part]
        for column, shown in one["shown"].items()
    }


def _hidden(told: Mapping[str, Any]) -> frozenset[str]:
    """The ids of rows that are hidden to protect people."""
    both = (one for part in TABLES.values() for one in told[part])
    return frozenset(one["id"] for one in both if one["status"] == "suppressed")
