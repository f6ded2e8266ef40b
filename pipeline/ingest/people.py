"""Every person with a code and a pseudonym; the groups; the codes of the breakdowns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from pipeline.engine.session import SHARES, identifier, quoted
from pipeline.ingest import cells, headers
from pipeline.ingest.file_kinds import NOBODY
from pipeline.ingest.files import natural, shown
from pipeline.ingest.intake import breakdowns
from pipeline.ingest.pseudonyms import pads, pseudonym_sql
from pipeline.ingest.same_ids import same_ids
from pipeline.problems import Place
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import attribute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.roster import Attributes
    from pipeline.study.schema import Accepted

Levels: TypeAlias = "dict[str, list[str]]"
"""The levels of roster columns that occur, by name."""

_FEW: Final = 20
"""Levels that are sooner found in a list than by a join."""


@dataclass(slots=True)
class Codes:
    """The codes of the breakdowns.

    Attributes:
        columns: SQL of the codes `g0`, `g1`, ..., each with a comma before it.
        joins: SQL of the joins that they need.
        records: Records of the table of codes.
    """

    columns: str = ""
    joins: str = ""
    records: list[dict[str, object]] = field(default_factory=list)


def number_people(
    intake: Intake, attributes: Attributes | None, linked: Sequence[str]
) -> tuple[int, list[dict[str, object]]]:
    """Makes the table `students`; gives how many people there are, and the codes of breakdowns.

    People come from the roster, or from all IDs of the linked files where there is none. Their
    codes follow the order of their pseudonyms, which says nothing about them. The table has
    `person`, `student`, `arm`, `id`, the place of the record, breakdowns `g<i>`, and `origin`, by
    which the view `roster` knows the attributes.

    Args:
        intake: The run.
        attributes: Columns of the view `roster`, or None where there is none.
        linked: Tables with a column `id` whose people count where there is no roster.
    """
    if attributes is None:
        intake.session.execute(f"CREATE TABLE everyone AS FROM {_people_of_files(linked)}")
        intake.session.execute(
            "CREATE VIEW roster_of_files AS SELECT rowid AS origin, * FROM everyone"
        )
    source = "roster" if attributes is not None else "roster_of_files"
    levels = _found_levels(intake, attributes)
    codes = _breakdowns(intake, attributes, levels)
    arm = _arm(intake, attributes, levels)
    # Only the names are sorted; what else is known of people is joined to their place.
    intake.session.execute(
        f"CREATE TABLE named AS SELECT origin, student FROM ({_pseudonyms(source)}) "
        f"ORDER BY student, id",
        pads(intake.key),
    )
    # The place in a sorted table is the code: quicker than to number the rows.
    intake.session.execute(
        f"CREATE TABLE students AS SELECT CAST(n.rowid AS INTEGER) AS person, n.origin, r.file, "
        f"r.row, r.id, n.student, {arm} AS arm{codes.columns} "
        f"FROM named n JOIN {source} r ON r.origin = n.origin"
        f"{codes.joins}"
    )
    intake.session.execute("DROP TABLE named")
    for group in ("participants", "comparison"):
        _tell_nobody(intake, levels, group)
    return int(intake.session.one("SELECT count(*) FROM students")), codes.records


def _pseudonyms(source: str) -> str:
    """The place of each person in a table, their ID and their pseudonym."""
    return " UNION ALL ".join(
        f"SELECT origin, id, {pseudonym_sql('id')} AS student FROM {source} "
        f"WHERE id IS NOT NULL AND origin % {SHARES} = {share}"
        for share in range(SHARES)
    )


def _people_of_files(linked: Sequence[str]) -> str:
    """Everyone whom the files name, the first file's spelling of an ID being the one that counts.

    An ID that differs from an earlier file's in case or leading zeros only is that person's,
    where no file has both.
    """
    if len(linked) == 1:
        ids = f"SELECT DISTINCT id FROM {linked[0]}"
        own = f"SELECT DISTINCT {cells.trimmed('id')} AS id FROM ({ids})"
        return f"(SELECT id, -1 AS file, 0 AS row FROM ({own}))"
    ids = " UNION ALL ".join(
        f"SELECT DISTINCT {n} AS nth, {cells.trimmed('id')} AS id FROM {table}"
        for n, table in enumerate(linked)
    )
    return (
        f"(SELECT DISTINCT id, -1 AS file, 0 AS row FROM "
        f"({same_ids(ids or 'SELECT 0 AS nth, NULL::VARCHAR AS id')}) WHERE id = first)"
    )


def students(attributes: Attributes | None) -> str:
    """The query of the table of students."""
    names = attributes.names if attributes is not None else ()
    kept = "".join(
        f", coalesce(r.a{i}, '') AS {identifier(attribute(n))}" for i, n in enumerate(names)
    )
    roster = " JOIN roster r ON r.origin = s.origin" if names else ""
    return (
        "SELECT CAST(s.person AS BIGINT) AS person, s.student, CAST(s.arm AS BIGINT) AS arm"
        f"{kept} FROM students s{roster} ORDER BY s.person"
    )


def _breakdowns(intake: Intake, attributes: Attributes | None, found: Levels) -> Codes:
    """The codes of each breakdown, in natural order: grade 9 comes before grade 10."""
    codes = Codes()
    for i, name in enumerate(breakdowns(intake.study)):
        levels = found.get(name, [])
        if attributes is None or not levels:
            codes.columns += f", CAST(-1 AS INTEGER) AS g{i}"
            continue
        codes.records += [{"column": name, "code": k, "label": x} for k, x in enumerate(levels)]
        column = f"r.{attributes.column(name)}"
        if len(levels) <= _FEW:
            listed = ", ".join(quoted(level) for level in levels)
            place = f"list_position([{listed}], {column})"
            codes.columns += f", CAST(coalesce({place}, 0) - 1 AS INTEGER) AS g{i}"
            continue
        intake.session.register(
            f"levels_{i}",
            Rows(
                {
                    "label": np.array(levels, dtype=object),
                    "code": np.arange(len(levels), dtype=np.int64),
                }
            ),
        )
        codes.columns += f", CAST(coalesce(l{i}.code, -1) AS INTEGER) AS g{i}"
        codes.joins += f" LEFT JOIN levels_{i} l{i} ON l{i}.label = {column}"
    return codes


def _found_levels(intake: Intake, attributes: Attributes | None) -> Levels:
    """The levels of each roster column that is asked for, in natural order."""
    if attributes is None:
        return {}
    design = intake.study.design
    asked = dict.fromkeys([*breakdowns(intake.study), *design.participants, *design.comparison])
    names = [name for name in asked if name in attributes.names]
    # One query for all of them: the database looks through the columns side by side.
    found = intake.session.tuples(
        " UNION ALL ".join(
            f"SELECT {i} AS place, level FROM (SELECT DISTINCT {attributes.column(name)} AS level "
            f"FROM roster) WHERE level IS NOT NULL"
            for i, name in enumerate(names)
        )
        or "SELECT 0, '' WHERE false"
    )
    levels: dict[str, list[str]] = {name: [] for name in names}
    for i, level in found:
        levels[names[i]].append(str(level))
    return {name: sorted(listed, key=natural) for name, listed in levels.items()}


def _arm(intake: Intake, attributes: Attributes | None, levels: Levels) -> str:
    design = intake.study.design
    if attributes is None:
        return "1" if not design.participants else "-1"
    takes_part = _accepted(design.participants, attributes, levels)
    compared = _accepted(design.comparison, attributes, levels)
    if not design.comparison:
        compared = "false" if design.kind == "one-group" else "true"
    return f"CASE WHEN {takes_part} THEN 1 WHEN {compared} THEN 0 ELSE -1 END"


def _accepted(accepted: Accepted, attributes: Attributes, found: Levels) -> str:
    """SQL of whether a person has one of the accepted values in each of some columns."""
    conditions = []
    for name, values in accepted.items():
        if name not in found:
            return "false"
        words = {cells.fold(value) for value in values}
        levels = [level for level in found[name] if cells.fold(level) in words]
        conditions.append(f"coalesce({cells.one_of(attributes.column(name), levels)}, false)")
    return " AND ".join(conditions) or "true"


def _tell_nobody(intake: Intake, found: Levels, group: str) -> None:
    accepted: Accepted = getattr(intake.study.design, group)
    if not accepted or not all(name in found for name in accepted):
        return
    code = 1 if group == "participants" else 0
    if intake.session.one(f"SELECT count(*) FROM students WHERE arm = {code}"):
        return
    column, values = next(iter(accepted.items()))
    intake.problems.add(
        NOBODY,
        Place(file=shown(intake.folder, "study.yaml")),
        column=column,
        accepted=" or ".join(values),
        levels=headers.listed(found[column]) or "no values",
        group=group,
    )
