"""Whose record it is: IDs compared letter by letter, then a little less strictly.

The ladder has four rungs: as written, without spaces around, without regard to case, without
leading zeros. Case and zeros count only where exactly one person fits, and where that person
has no record in the file under the ID as it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.ingest import cells
from pipeline.ingest.books import TOLD
from pipeline.ingest.id_pairs import OWN, better, has_roster, people_by
from pipeline.ingest.link_kinds import (
    FEW_UNMATCHED,
    LOOSE_MATCH,
    MORE_LOOSE,
    SEVERAL_FIT,
    UNDER_FLOOR,
)
from pipeline.ingest.shares import percent
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.ingest.id_pairs import Pair
    from pipeline.ingest.intake import Intake

WARN_BELOW: Final = 0.98


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to compare IDs.

    Attributes:
        name: As the table of files names it.
        told: In a sentence.
        form: SQL of the form that is compared, from the SQL of an ID.
        is_sure: The form never makes two people one: no need to look whether it is taken.
    """

    name: str
    told: str
    form: Callable[[str], str]
    is_sure: bool = False


def _without_case(sql: str) -> str:
    return f"lower({cells.trimmed(sql)})"


def _without_zeros(sql: str) -> str:
    return f"ltrim({_without_case(sql)}, '0')"


RUNGS: Final = (
    Rung("trimmed", "without the spaces around it", cells.trimmed, is_sure=True),
    Rung("case", "without regard to case", _without_case),
    Rung("zeros", "without leading zeros", _without_zeros),
)


def link(intake: Intake, rows: str, *, into: str, columns: str, file: int) -> None:
    """Makes a table with `row`, `person` and further columns, and tells how many were matched.

    The IDs are compared with the roster's own; where fewer than nearly all match, every other ID
    column of the roster is tried, and the one with the most matches counts.

    Args:
        intake: The run.
        rows: Table, view or subquery with `row` and `id` of one file.
        into: Name of the table to make; its rows are in no order.
        columns: Further columns of `rows` to take along, as SQL.
        file: Number of the file in the books.

    Raises:
        AssertionError: The join gave more or fewer rows than it was given: a fault of ours.
    """
    entry = intake.books.entries[file]
    found = _attempt(intake, rows, into=into, columns=columns, column=OWN)
    pairs = intake.tried.get(entry.layout.file.name, [])
    if found.share < WARN_BELOW and has_roster(intake):
        pairs = pairs or better(intake, intake.study.sources[entry.source], entry.layout, entry.key)
        mine = [pair for pair in pairs if pair.header == entry.key]
        best = max(mine, key=lambda pair: pair.matched, default=None)
        if best is not None and best.column != OWN and best.matched > found.matched:
            found = _attempt(intake, rows, into=into, columns=columns, column=best.column)
            entry.pair = f"{entry.key} ↔ {best.column}"
    entry.tried = [str(pair) for pair in pairs]
    entry.normalised = ", ".join(found.rungs)
    if found.lost and entry.is_strict:
        intake.session.execute(f"INSERT INTO astray SELECT {file}, row, id FROM _strays")
    if found.climbed:
        _tell_loose(intake, file)
    _tell_rate(intake, file, found, pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How a comparison of IDs went.

    Attributes:
        matched: Rows that belong to somebody.
        lost: Rows with an ID that belong to nobody.
        rungs: What made the IDs comparable.
        climbed: More than the first rung was tried.
    """

    matched: int
    lost: int
    rungs: tuple[str, ...]
    climbed: bool

    @property
    def share(self) -> float:
        """Of the rows with an ID, those that belong to somebody."""
        rows = self.matched + self.lost
        return self.matched / rows if rows else 1.0


def _attempt(intake: Intake, rows: str, *, into: str, columns: str, column: str) -> Found:
    """Compares the IDs of a file with one ID column of the roster."""
    session = intake.session
    session.execute(f"CREATE OR REPLACE TEMP TABLE _known AS {people_by(column)}")
    # A join does not keep the order of its rows: whoever writes them sorts them.
    session.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT x.row, p.person, {columns} "
        f"FROM {rows} x LEFT JOIN (SELECT id AS known, person FROM _known) p "
        f"ON x.id = p.known"
    )
    counts = f"SELECT count(person), count(*) - count(person) FROM {into}"
    found, unknown = session.tuples(counts)[0]
    given = int(session.one(f"SELECT count(*) FROM {rows}"))
    if found + unknown != given:
        message = f"a join of {given} rows gave {found + unknown}"
        raise AssertionError(message)
    rungs, lost = (["exact"] if found else []), 0
    if unknown:
        rungs += _climb(intake, rows, into)
        found = session.one(f"SELECT count(person) FROM {into}")
        lost = int(session.one("SELECT count(*) FROM _strays"))
    return Found(matched=int(found), lost=lost, rungs=tuple(rungs), climbed=bool(unknown))


def _climb(intake: Intake, rows: str, table: str) -> list[str]:
    """Matches what the first rung left; the names of the rungs that helped."""
    session = intake.session
    session.execute(
        f"CREATE OR REPLACE TEMP TABLE _strays AS SELECT x.row, x.id FROM {rows} x "
        f"SEMI JOIN (SELECT row FROM {table} WHERE person IS NULL) USING (row) "
        f"WHERE x.id IS NOT NULL"
    )
    session.execute(
        "CREATE OR REPLACE TEMP TABLE _lost AS SELECT id, min(row) AS row, "
        "CAST(NULL AS INTEGER) AS person, '' AS rung FROM _strays GROUP BY id"
    )
    session.execute(
        f"CREATE OR REPLACE TEMP TABLE _taken AS "
        f"SELECT DISTINCT person FROM {table} WHERE person IS NOT NULL"
    )
    used = [rung.name for rung in RUNGS if _match(intake, rung)]
    if used:
        session.execute(
            f"UPDATE {table} SET person = l.person FROM _strays s JOIN _lost l ON s.id = l.id "
            f"WHERE {table}.row = s.row AND l.person IS NOT NULL"
        )
        session.execute(
            "DELETE FROM _strays WHERE id IN (SELECT id FROM _lost WHERE person IS NOT NULL)"
        )
    return used


def _match(intake: Intake, rung: Rung) -> bool:
    session = intake.session
    session.execute(
        f"CREATE OR REPLACE TEMP TABLE _forms AS SELECT id, {rung.form('id')} AS form "
        f"FROM _lost WHERE person IS NULL"
    )
    session.execute(
        f"CREATE OR REPLACE TEMP TABLE _fits AS SELECT form, min(person) AS person, "
        f"count(*) AS people FROM (SELECT {rung.form('id')} AS form, person FROM _known) "
        f"WHERE form IN (SELECT form FROM _forms) AND form <> '' GROUP BY form"
    )
    session.execute(
        "UPDATE _lost SET rung = 'several' FROM _forms s, _fits f "
        "WHERE _lost.id = s.id AND s.form = f.form AND f.people > 1"
    )
    if not rung.is_sure:
        session.execute("DELETE FROM _fits WHERE person IN (SELECT person FROM _taken)")
        session.execute(
            "DELETE FROM _fits WHERE form IN "
            "(SELECT form FROM _forms GROUP BY form HAVING count(*) > 1)"
        )
    before = session.one("SELECT count(person) FROM _lost")
    session.execute(
        f"UPDATE _lost SET person = f.person, rung = '{rung.name}' FROM _forms s, _fits f "
        f"WHERE _lost.id = s.id AND s.form = f.form AND f.people = 1"
    )
    session.execute("INSERT INTO _taken SELECT person FROM _lost WHERE person IS NOT NULL")
    return bool(session.one("SELECT count(person) FROM _lost") > before)


def _tell_loose(intake: Intake, file: int) -> None:
    # Spaces are told in the table of files; case and zeros may hide a mistake.
    entries = intake.books.entries
    entry = entries[file]
    told = {rung.name: rung.told for rung in RUNGS if not rung.is_sure}
    for row, rung, roster_file, roster_row in intake.session.tuples(
        f"SELECT l.row, l.rung, p.file, p.row FROM _lost l JOIN _known p USING (person) "
        f"WHERE l.rung IN ('case', 'zeros') ORDER BY l.row LIMIT {TOLD}"
    ):
        roster = entries[int(roster_file)].layout.file.shown if roster_file >= 0 else "the data"
        place = Place(file=entry.layout.file.shown, row=int(row), column=entry.key)
        intake.problems.add(LOOSE_MATCH, place, how=told[rung], row=roster_row, roster=roster)
    count = intake.session.one("SELECT count(*) FROM _lost WHERE rung IN ('case', 'zeros')")
    if count > TOLD:
        place = Place(file=entry.layout.file.shown, column=entry.key)
        intake.problems.add(MORE_LOOSE, place, count=count - TOLD)
    for (row,) in intake.session.tuples(
        f"SELECT row FROM _lost WHERE rung = 'several' AND person IS NULL ORDER BY row LIMIT {TOLD}"
    ):
        place = Place(file=entry.layout.file.shown, row=int(row), column=entry.key)
        intake.problems.add(SEVERAL_FIT, place)


def _tell_rate(intake: Intake, file: int, found: Found, pairs: list[Pair]) -> None:
    entry = intake.books.entries[file]
    name = entry.layout.file.name
    rows = found.matched + found.lost
    told = percent(found.matched, rows)
    intake.say(f"{name}: {found.matched} of {rows} rows matched ({told}) by {entry.shown_key}")
    if found.share >= WARN_BELOW:
        return
    intake.problems.add(
        UNDER_FLOOR if found.share < entry.floor else FEW_UNMATCHED,
        Place(file=entry.layout.file.shown, column=entry.key),
        matched=found.matched,
        rows=rows,
        percent=told,
        floor=percent(entry.floor, 1),
        source=entry.source,
        hint=_hint(found, pairs, entry.key),
    )


def _hint(found: Found, pairs: list[Pair], key: str) -> str:
    """Another column of the file that would match much better, as the start of the remedy."""
    others = [pair for pair in pairs if pair.header != key and pair.matched > found.matched]
    best = max(others, key=lambda pair: pair.matched, default=None)
    if best is None:
        return ""
    return (
        f'The column "{best.header}" would match {percent(best.matched, best.rows)} to the '
        f"roster's {best.column}: write it as the ID of this source. "
    )
