"""Who is in the study: the roster, the groups, the breakdowns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, duplicates
from pipeline.ingest.contract import Check, kept
from pipeline.ingest.entries import Entry
from pipeline.ingest.file_kinds import NOT_STORED, ROSTER_COLUMN
from pipeline.ingest.files import shown
from pipeline.ingest.headers import known
from pipeline.ingest.id_pairs import id_columns, is_id
from pipeline.ingest.intake import all_named, roster_columns, several
from pipeline.ingest.layout import Layout, header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.personal import is_personal
from pipeline.ingest.rolled_up import rolled_up
from pipeline.ingest.row_kinds import NO_ID, READ_AS_MISSING, SHEET_NUMBERS
from pipeline.problems import Place
from pipeline.study.schema import Roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.loading import Loaded
    from pipeline.study.schema import AnySource


_BUT: Final = "ANTI JOIN repeated USING (file, row)"
"""Without records of people who are there twice."""
_ROWS: Final = 1 << 40
"""More than any file has rows."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """The roster columns that are kept, by name; column `a<i>` of the table `roster`."""

    names: tuple[str, ...]

    def column(self, name: str) -> str:
        """The SQL name of one."""
        return f"a{self.names.index(name)}"


def read_rosters(intake: Intake) -> Attributes | None:
    """Reads every roster into the view `roster`; None where the study has none.

    It has one row a person: `origin`, `file`, `row`, `id` and `a0`, `a1`, ... as texts. The rows
    stay in the tables into which the files were read, because to copy texts takes as long as to
    read them; `origin` is the file and the row in one number.
    """
    rosters = {n: s for n, s in intake.study.sources.items() if isinstance(s, Roster)}
    if not rosters:
        return None
    attributes = Attributes(_kept_names(intake, rosters))
    intake.session.execute(
        'CREATE TABLE other_ids (file INTEGER, row BIGINT, "column" VARCHAR, id VARCHAR)'
    )
    intake.session.execute("CREATE TABLE repeated (file INTEGER, row BIGINT)")
    seen: set[str] = set()
    files: dict[int, str] = {}
    for name, source in rosters.items():
        for layout in intake.layouts(source, source.files, _named(source, intake)):
            found = _read(intake, name, source, layout, attributes=attributes, seen=seen)
            files |= {} if found is None else {found[0]: found[1]}
    if files:
        _tell_missing(intake, seen)
    columns = {name: attributes.column(name) for name in attributes.names}
    values = {column: column for column in columns.values()}
    _view(intake, files, values)
    if duplicates.note(intake, "roster", key=["id"], values=[*values], what="ID", column="ID"):
        intake.session.execute(
            f"INSERT INTO repeated SELECT file, row FROM _again WHERE {duplicates.GONE}"
        )
        _view(intake, files, values, but=_BUT)
    together = [(columns[one.column], one) for one in rolled_up(intake, columns)]
    if together:
        values |= {column: one.sql(column) for column, one in together}
        _view(intake, files, values, but=_BUT)
    for file in files:
        intake.books.close(file)
    return attributes


def id_headers(source: AnySource) -> tuple[str, ...]:
    """Headers that may hold the person's ID."""
    return several(source.columns.get("student_id", "student_id"))


def _named(source: Roster, intake: Intake) -> list[str]:
    return [*all_named(source), *roster_columns(intake.study), "student_id"]


def _kept_names(intake: Intake, rosters: dict[str, Roster]) -> tuple[str, ...]:
    mapped = [
        alias
        for source in rosters.values()
        for alias, named in source.columns.items()
        if not any(is_personal(name) or is_id(alias, name) for name in (alias, *several(named)))
    ]
    known = {alias for source in rosters.values() for alias in source.columns}
    used = [name for name in roster_columns(intake.study) if name not in known]
    names = dict.fromkeys([*mapped, *used])
    return tuple(name for name in names if name != "student_id")


def _read(
    intake: Intake,
    name: str,
    source: Roster,
    layout: Layout,
    *,
    attributes: Attributes,
    seen: set[str],
) -> tuple[int, str] | None:
    """Reads one file; gives its number in the books, and the table of its rows."""
    id_header = header_of(layout, id_headers(source), intake.problems)
    found = _headers(intake, source, layout, attributes)
    if id_header is None:
        return None
    seen |= set(found)
    given = {"id": cells.trimmed(layout.cell(id_header))}
    select = {"id": "id"}
    for i, attribute in enumerate(attributes.names):
        header = found.get(attribute)
        given[f"t{i}"] = cells.trimmed(layout.cell(header)) if header else "NULL::VARCHAR"
        select[f"a{i}"] = cells.known(f"t{i}", source.missing) if header else f"t{i}"
    places = [attributes.names.index(attribute) for attribute in found]
    select["unsure"] = _unsure(places)
    others = id_columns(layout, _mapped(source, layout), id_header)
    select |= {f"o{n}": cells.trimmed(layout.cell(h)) for n, h in enumerate(others.values())}
    loaded = load(
        intake.session,
        layout,
        source=source,
        ask=Ask(select, given, has_totals=True),
        into=f"roster_{len(intake.books.entries)}",
        problems=intake.problems,
    )
    if loaded is None:
        return None
    entry = Entry(source=name, layout=layout, key=id_header, tolerate=source.tolerate)
    file = intake.books.enter(entry, loaded)
    checks = [Check(kind=NO_ID, when="id IS NULL", column=id_header, is_row=True)]
    checks += [
        Check(
            kind=READ_AS_MISSING,
            when=f"contains(unsure, '.{i}.')",
            found="'NA'",
            column=header,
            is_loss=False,
            is_listed=False,
        )
        for i, header in zip(places, found.values(), strict=True)
    ]
    intake.books.judge(file, loaded.table, checks)
    if layout.has_numbers(id_header):
        place = Place(file=layout.file.shown, column=id_header)
        intake.problems.add(SHEET_NUMBERS, place)
    _keep_ids(intake, loaded, file, others=others, checks=checks)
    intake.say(f"{layout.file.name}: {loaded.rows_read} rows")
    return file, loaded.table


def _unsure(places: Sequence[int]) -> str:
    """SQL of which columns say NA, as `.0.3.`; null where none does, which is nearly always."""
    if not places:
        return "NULL::VARCHAR"
    say = [f"coalesce(t{i} = 'NA', false)" for i in places]
    listed = ", ".join(f"CASE WHEN {na} THEN '{i}.' END" for i, na in zip(places, say, strict=True))
    return f"CASE WHEN {' OR '.join(say)} THEN concat('.', {listed}) END"


def _view(
    intake: Intake, files: Mapping[int, str], values: Mapping[str, str], *, but: str = ""
) -> None:
    """Everybody with an ID, one file after the other.

    Args:
        intake: The run.
        files: Table of the rows of each file, by its number in the books.
        values: SQL of each column.
        but: SQL of who is left out.
    """
    columns = "".join(f", {sql} AS {column}" for column, sql in values.items())
    parts = [
        f"SELECT row + {file} * {_ROWS} AS origin, CAST({file} AS INTEGER) AS file, row, "
        f"id{columns} FROM {table} WHERE id IS NOT NULL"
        for file, table in files.items()
    ]
    none = "".join(f", NULL::VARCHAR AS {column}" for column in values)
    nobody = f"SELECT 0::BIGINT AS origin, 0 AS file, 0::BIGINT AS row, NULL::VARCHAR AS id{none}"
    parts = parts or [f"{nobody} WHERE false"]
    everyone = " UNION ALL ".join(parts)
    intake.session.execute(f"CREATE OR REPLACE VIEW roster AS SELECT * FROM ({everyone}) {but}")


def _keep_ids(
    intake: Intake, loaded: Loaded, file: int, *, others: Iterable[str], checks: list[Check]
) -> None:
    """Keeps the further IDs of each person for linking; they are written nowhere."""
    for n, column in enumerate(others):
        intake.session.execute(
            f"INSERT INTO other_ids SELECT {file}, row, {quoted(column)}, o{n} FROM {loaded.table} "
            f"WHERE o{n} IS NOT NULL AND {kept(checks)}"
        )


def _mapped(source: Roster, layout: Layout) -> dict[str, str]:
    """Headers of the mapped columns that this file has, by our name."""
    found = {alias: known(layout.reading, several(n)) for alias, n in source.columns.items()}
    return {alias: h for alias, h in found.items() if h is not None and alias != "student_id"}


def _headers(
    intake: Intake, source: Roster, layout: Layout, attributes: Attributes
) -> dict[str, str]:
    """Attribute to header, of those that this file has and may be stored."""
    mapped = {
        alias: header_of(layout, several(named), intake.problems)
        for alias, named in source.columns.items()
        if alias != "student_id"
    }
    unmapped = {
        name: header_of(layout, (name,), intake.problems, is_needed=False)
        for name in attributes.names
        if name not in source.columns
    }
    found = {
        alias: header
        for alias, header in (mapped | unmapped).items()
        if header is not None and _may_be_stored(intake, layout, alias, header)
    }
    return {alias: header for alias, header in found.items() if alias in attributes.names}


def _may_be_stored(intake: Intake, layout: Layout, alias: str, header: str) -> bool:
    if not (is_personal(alias) or is_personal(header) or intake.is_dropped(header)):
        return True
    place = Place(file=layout.file.shown, column=header)
    intake.problems.add(NOT_STORED, place, column=header)
    return False


def _tell_missing(intake: Intake, seen: set[str]) -> None:
    place = Place(file=shown(intake.folder, "study.yaml"))
    for name, used in roster_columns(intake.study).items():
        is_mapped = any(
            name in source.columns
            for source in intake.study.sources.values()
            if isinstance(source, Roster)
        )
        if name not in seen and not is_mapped:
            intake.problems.add(ROSTER_COLUMN, place, name=name, used=used)
