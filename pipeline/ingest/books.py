"""The books of ingest: every row that was read, set aside or left unmatched, and why."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.engine.session import quoted
from pipeline.ingest import contract
from pipeline.ingest.entries import Entry, file_record
from pipeline.ingest.file_kinds import MORE, TOO_MUCH_LOST
from pipeline.ingest.personal import MASK, is_masked
from pipeline.ingest.shares import percent
from pipeline.problems import Place, Problem
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.engine.session import Session
    from pipeline.ingest.contract import Check
    from pipeline.ingest.loading import Loaded
    from pipeline.problems import Collector, Kind

TOLD: Final = 20
"""Problems of a kind that are told one by one."""
TOLD_NOTES: Final = 3
_NOTHING_FACTS: Final = {"value": "", "count": 0}


@dataclass(slots=True)
class Books:
    """Where readers note what they set aside."""

    session: Session
    problems: Collector
    entries: list[Entry] = field(default_factory=list)
    checks: list[tuple[int, Check]] = field(default_factory=list)
    gathered: set[int] = field(default_factory=set)

    def open(self) -> None:
        """Makes the tables of the books in the session."""
        self.session.execute(
            "CREATE TABLE broken (file INTEGER, row BIGINT, number INTEGER, found VARCHAR)"
        )
        self.session.execute("CREATE TABLE astray (file INTEGER, row BIGINT, id VARCHAR)")
        self.session.execute("CREATE TABLE gathered (file INTEGER, first BIGINT, row BIGINT)")

    def enter(self, entry: Entry, loaded: Loaded) -> int:
        """Opens the account of a file; its number is its position among the files."""
        entry.layout, entry.rows_read = loaded.layout, loaded.rows_read
        self.entries.append(entry)
        file = len(self.entries) - 1
        by_rule: dict[tuple[Kind, str | None, str, str], list[tuple[int, str]]] = {}
        for aside in loaded.aside:
            key = (aside.kind, aside.column, aside.accepted, aside.counted)
            by_rule.setdefault(key, []).append((aside.row, aside.found))
        for (kind, column, accepted, counted), rows in by_rule.items():
            check = contract.Check(
                kind=kind,
                column=column,
                is_row=True,
                is_loss=kind.severity != "note",
                facts={"width": loaded.width, "accepted": accepted},
                counted=counted,
            )
            self.note(file, check, rows)
        return file

    def judge(self, file: int, table: str, checks: Sequence[Check]) -> frozenset[Check]:
        """Holds a table against its contract in one query, and gives the rules that are broken."""
        if not checks:
            return frozenset()
        first = len(self.checks)
        self.checks += [(file, check) for check in checks]
        personal = self.entries[file].layout.reading.personal
        masked = [
            replace(check, found=quoted(MASK)) if is_masked(check.column, personal) else check
            for check in checks
        ]
        found = contract.query(table, masked, first=first)
        self.session.execute(f"INSERT INTO broken SELECT {file}, row, number, found FROM ({found})")
        numbers = self.session.tuples(
            f"SELECT DISTINCT number FROM broken WHERE file = {file} AND number >= {first}"
        )
        return frozenset(self.checks[int(number)][1] for (number,) in numbers)

    def note(self, file: int, check: Check, rows: Iterable[tuple[int, str]]) -> None:
        """Notes rows that were found broken by other means."""
        personal = self.entries[file].layout.reading.personal
        mask = is_masked(check.column, personal)
        rows = [(row, MASK if mask else found) for row, found in rows]
        if not rows:
            return
        number = self.number(file, check)
        self.session.register(
            "_noted",
            Rows(
                {
                    "row": np.array([row for row, _ in rows], dtype=np.int64),
                    "found": np.array([found for _, found in rows], dtype=object),
                }
            ),
        )
        self.session.execute(
            f"INSERT INTO broken SELECT {file}, row, {number}, CAST(found AS VARCHAR) FROM _noted"
        )
        self.session.execute("DROP TABLE _noted")

    def number(self, file: int, check: Check) -> int:
        """Takes a rule into the books; cases of it are noted under its number."""
        self.checks.append((file, check))
        return len(self.checks) - 1

    def close(self, file: int) -> None:
        """Reckons what became of a file's rows, tells of it, and whether too much was lost."""
        entry = self.entries[file]
        if file in self.gathered:
            self._spread(file)
        entry.counts = self._counts(file)
        lost = entry.counts["rows_lost"]
        is_over = lost > entry.tolerate * entry.rows_read
        self._tell(file, is_error=is_over)
        if is_over:
            self.problems.add(
                TOO_MUCH_LOST,
                Place(file=entry.layout.file.shown),
                rows=lost,
                read=entry.rows_read,
                percent=percent(lost, entry.rows_read),
                tolerate=percent(entry.tolerate, 1),
            )

    def _spread(self, file: int) -> None:
        """What was found of a row that stands for others holds for all of them."""
        others = f"JOIN gathered g ON g.file = {file} AND g.first = x.row AND g.row <> g.first"
        rules = [i for i, (f, check) in enumerate(self.checks) if f == file and check.is_row]
        self.session.execute(
            f"INSERT INTO broken SELECT {file}, g.row, x.number, x.found FROM broken x {others} "
            f"WHERE x.file = {file} AND x.number IN {_numbers(rules)}"
        )
        self.session.execute(
            f"INSERT INTO astray SELECT {file}, g.row, x.id FROM astray x {others} "
            f"WHERE x.file = {file}"
        )

    def settle(self) -> None:
        """Reckons the accounts that are still open, where a run has to stop."""
        for file, entry in enumerate(self.entries):
            entry.counts = entry.counts or self._counts(file)

    def files(self) -> Rows:
        """The table of files."""
        return Rows.of(FILES, [file_record(entry) for entry in self.entries])

    def quarantine(self) -> str:
        """The query of the quarantine, in order of files and rows."""
        listed = [(i, f, check) for i, (f, check) in enumerate(self.checks) if check.is_listed]
        self.session.register(
            "_checks",
            Rows(
                {
                    "number": np.array([i for i, _, _ in listed], dtype=np.int64),
                    "file": _texts(self.entries[f].layout.file.name for _, f, _ in listed),
                    "column": _texts(check.column or "" for _, _, check in listed),
                    "rule": _texts(check.kind.code for _, _, check in listed),
                    "remedy": _texts(_remedy(check) for _, _, check in listed),
                }
            ),
        )
        return (
            'SELECT CAST(c.file AS VARCHAR) AS file, b.row, CAST(c."column" AS VARCHAR) AS '
            "\"column\", CAST(c.rule AS VARCHAR) AS rule, coalesce(b.found, '') AS found, "
            "CAST(c.remedy AS VARCHAR) AS remedy FROM broken b JOIN _checks c USING (number) "
            "ORDER BY b.file, b.row, b.number, found"
        )

    def unmatched(self) -> str:
        """The query of the rows whose ID is in no roster, in order of files and rows."""
        self.session.register(
            "_names",
            Rows(
                {
                    "position": np.arange(len(self.entries), dtype=np.int64),
                    "file": _texts(entry.layout.file.name for entry in self.entries),
                }
            ),
        )
        return (
            "SELECT CAST(n.file AS VARCHAR) AS file, a.row, a.id FROM astray a "
            "JOIN _names n ON n.position = a.file ORDER BY a.file, a.row"
        )

    def _counts(self, file: int) -> dict[str, int]:
        rules = [(i, check) for i, (f, check) in enumerate(self.checks) if f == file]
        rows = _numbers(i for i, check in rules if check.is_row)
        cells = _numbers(i for i, check in rules if not check.is_row and check.is_listed)
        losses = _numbers(i for i, check in rules if check.is_loss and check.is_listed)
        mine = f"FROM broken WHERE file = {file}"
        self.session.execute(
            f"CREATE OR REPLACE TEMP TABLE _gone AS SELECT DISTINCT row {mine} AND number IN {rows}"
        )
        one = self.session.one
        outside = "row NOT IN (SELECT row FROM _gone)"
        return {
            "rows_set_aside": int(one("SELECT count(*) FROM _gone")),
            "cells_set_aside": int(
                one(f"SELECT count(*) {mine} AND number IN {cells} AND {outside}")
            ),
            "rows_unmatched": int(
                one(f"SELECT count(DISTINCT row) FROM astray WHERE file = {file} AND {outside}")
            ),
            "rows_lost": int(one(f"SELECT count(DISTINCT row) {mine} AND number IN {losses}")),
        }

    def _tell(self, file: int, *, is_error: bool) -> None:
        for number, count in self.session.tuples(
            f"SELECT number, count(*) FROM broken WHERE file = {file} GROUP BY ALL ORDER BY number"
        ):
            self._tell_one(file, int(number), int(count), is_error=is_error)

    def _tell_one(self, file: int, number: int, count: int, *, is_error: bool) -> None:
        check = self.checks[number][1]
        shown = self.entries[file].layout.file.shown
        is_note = check.kind.severity == "note"
        at_most = TOLD_NOTES if is_note else TOLD
        kind = replace(check.kind, severity="error") if is_error and check.is_loss else check.kind
        cases = self.session.tuples(
            f"SELECT row, found FROM broken WHERE number = {number} ORDER BY row LIMIT {at_most}"
        )
        if not check.is_listed:
            facts = _NOTHING_FACTS | dict(check.facts) | {"value": cases[0][1], "count": count}
            self.problems.add(kind, Place(file=shown, column=check.column), **facts)
            return
        for row, found in cases:
            place = Place(file=shown, row=int(row), column=check.column)
            self.problems.add(kind, place, **(dict(check.facts) | {"value": found or ""}))
        if count > at_most:
            self.problems.add(
                MORE,
                Place(file=shown, column=check.column),
                count=count - at_most,
                code=check.kind.code,
            )


def _remedy(check: Check) -> str:
    facts = _NOTHING_FACTS | dict(check.facts)
    problem = Problem(check.kind, Place(file=""), **facts)
    return check.kind.remedy.format(**problem.facts)


def _numbers(numbers: Iterable[int]) -> str:
    return f"({', '.join(map(str, numbers)) or '-1'})"


def _texts(texts: Iterable[str]) -> np.typing.NDArray[np.object_]:
    return np.array(list(texts), dtype=object)
