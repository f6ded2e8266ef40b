"""Every person with a code and a pseudonym; the groups; the codes of the breakdowns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.engine.session import identifier, quoted
from pipeline.ingest import cells, headers
from pipeline.ingest.file_kinds import NOBODY
from pipeline.ingest.files import natural, shown
from pipeline.ingest.intake import breakdowns
from pipeline.ingest.pseudonyms import pads, pseudonym_sql
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.roster import Attributes
    from pipeline.study.schema import Accepted


def number_people(intake: Intake, attributes: Attributes | None, linked: Sequence[str]) -> int:
    """Makes the tables `people` and `students`, and says how many people there are.

    People come from the roster, or from all IDs of the linked files where there is none. Their
    codes follow the order of their pseudonyms, which says nothing about them.

    Args:
        intake: The run.
        attributes: Columns of the table `roster`, or None where there is none.
        linked: Tables with a column `id` whose people count where there is no roster.
    """
    session = intake.session
    if attributes is None:
        ids = " UNION ".join(f"SELECT {cells.trimmed('id')} AS id FROM {table}" for table in linked)
        source = f"(SELECT id, -1 AS file, 0 AS row FROM ({ids or 'SELECT NULL AS id'}))"
    else:
        source = "roster"
    session.execute(
        f"CREATE TABLE people AS SELECT id, file, row, student, "
        f"CAST(row_number() OVER (ORDER BY student, id) - 1 AS INTEGER) AS person FROM "
        f"(SELECT id, file, row, {pseudonym_sql('id')} AS student FROM {source} "
        f"WHERE id IS NOT NULL)",
        pads(intake.key),
    )
    count = int(session.one("SELECT count(*) FROM people"))
    _make_students(intake, attributes)
    return count


def students(attributes: Attributes | None) -> str:
    """The query of the table of students."""
    names = attributes.names if attributes is not None else ()
    kept = "".join(f", coalesce(a{i}, '') AS {identifier(n)}" for i, n in enumerate(names))
    return (
        "SELECT CAST(person AS BIGINT) AS person, student, CAST(arm AS BIGINT) AS arm"
        f"{kept} FROM students ORDER BY person"
    )


def code_breakdowns(intake: Intake, attributes: Attributes | None) -> list[dict[str, object]]:
    """Adds `g0`, `g1`, ... to the students, and gives the records of the table of codes.

    Levels are numbered in natural order, so that grade 9 comes before grade 10.
    """
    records: list[dict[str, object]] = []
    for i, name in enumerate(breakdowns(intake.study)):
        has = attributes is not None and name in attributes.names
        column = attributes.column(name) if has and attributes is not None else "NULL::VARCHAR"
        found = intake.session.tuples(f"SELECT DISTINCT {column} FROM students")
        levels = sorted({str(level) for (level,) in found if level is not None}, key=natural)
        codes = " ".join(f"WHEN {quoted(level)} THEN {k}" for k, level in enumerate(levels))
        code = f"CASE {column} {codes} ELSE -1 END" if levels else "-1"
        intake.session.execute(
            f"CREATE OR REPLACE TABLE students AS SELECT *, CAST({code} AS INTEGER) AS g{i} "
            f"FROM students ORDER BY person"
        )
        records += [{"column": name, "code": k, "label": lvl} for k, lvl in enumerate(levels)]
    return records


def _make_students(intake: Intake, attributes: Attributes | None) -> None:
    arm = _arm(intake, attributes)
    source = "people" if attributes is None else "people JOIN roster USING (id, file, row)"
    kept = "".join(f", a{i}" for i in range(len(attributes.names if attributes else ())))
    intake.session.execute(
        f"CREATE TABLE students AS SELECT person, student, {arm} AS arm{kept} "
        f"FROM {source} ORDER BY person"
    )
    for group in ("participants", "comparison"):
        _tell_nobody(intake, attributes, group)


def _arm(intake: Intake, attributes: Attributes | None) -> str:
    design = intake.study.design
    if attributes is None:
        return "1" if not design.participants else "-1"
    takes_part = _accepted(design.participants, attributes)
    compared = _accepted(design.comparison, attributes)
    if not design.comparison:
        compared = "false" if design.kind == "one-group" else "true"
    return f"CASE WHEN {takes_part} THEN 1 WHEN {compared} THEN 0 ELSE -1 END"


def _accepted(accepted: Accepted, attributes: Attributes) -> str:
    conditions = [
        cells.one_of(cells.folded(attributes.column(name)), [cells.fold(v) for v in values])
        for name, values in accepted.items()
        if name in attributes.names
    ]
    return " AND ".join(f"coalesce({c}, false)" for c in conditions) or "true"


def _tell_nobody(intake: Intake, attributes: Attributes | None, group: str) -> None:
    accepted: Accepted = getattr(intake.study.design, group)
    if attributes is None or not accepted or not all(n in attributes.names for n in accepted):
        return
    code = 1 if group == "participants" else 0
    if intake.session.one(f"SELECT count(*) FROM students WHERE arm = {code}"):
        return
    column, values = next(iter(accepted.items()))
    found = intake.session.tuples(
        f"SELECT DISTINCT {attributes.column(column)} AS v FROM students WHERE v IS NOT NULL"
    )
    intake.problems.add(
        NOBODY,
        Place(file=shown(intake.folder, "study.yaml")),
        column=column,
        accepted=" or ".join(values),
        levels=headers.listed(sorted((str(v) for (v,) in found), key=natural)) or "no values",
        group=group,
    )
