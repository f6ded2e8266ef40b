"""Who answered: respondents linked to the roster, to themselves, or to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.engine.session import quoted
from pipeline.ingest import cells, duplicates
from pipeline.ingest.files import shown
from pipeline.ingest.link_kinds import NO_ROSTER, NOT_LINKED, SAME_RESPONDENT
from pipeline.ingest.linkage import link
from pipeline.ingest.pseudonyms import pads, pseudonym_sql
from pipeline.ingest.same_ids import same_ids
from pipeline.ingest.survey import has_number
from pipeline.problems import Place
from pipeline.study.schema import Roster

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measures
    from pipeline.ingest.survey import StagedSurvey


def tidy_survey(intake: Intake, staged: StagedSurvey, measures: Measures) -> None:
    """Finds the respondents, and adds responses, waves and measurements."""
    codes = {item: measures.add(m) for item, m in staged.items.items() if has_number(staged, item)}
    scale_codes = [measures.add(measure) for measure in staged.scales.values()]
    table = f"survey_{staged.name.replace('-', '_')}"
    if staged.tables:
        _find(intake, staged, table, measures)
        _add_responses(intake, staged, table)
        _add_parts(staged, table, measures, list(codes.values()), scale_codes)
    for file in staged.tables:
        intake.books.close(file)
    _add_waves(intake, staged, table if staged.tables else None)


def _find(intake: Intake, staged: StagedSurvey, table: str, measures: Measures) -> None:
    """Makes one table of all waves, with `person` and the name `respondent` of each."""
    source = staged.source
    if source.link_to is not None:
        _check_roster(intake, staged)
        parts = [_linked(intake, staged, file, part) for file, part in staged.tables.items()]
        everyone = " UNION ALL ".join(parts)
        query = (
            f"SELECT r.*, s.student AS respondent FROM ({everyone}) r "
            f"JOIN students s USING (person)"
        )
        intake.session.execute(f"CREATE TABLE {table} AS {query}")
    else:
        everyone = " UNION ALL BY NAME ".join(
            f"SELECT CAST({file} AS INTEGER) AS file, * FROM {part}"
            for file, part in staged.tables.items()
        )
        _name_themselves(intake, staged, table, everyone, first=measures.people)
    if source.link is not None:
        values = [*(f"v{i}" for i in range(len(staged.items)))]
        duplicates.set_aside(
            intake,
            table,
            key=["person", "period"],
            values=values,
            what="respondent and wave",
            column=source.link,
        )
    if source.link_to is None:
        _add_strangers(intake, table, measures)


def _linked(intake: Intake, staged: StagedSurvey, file: int, part: str) -> str:
    columns = _columns(staged)
    link(
        intake,
        part,
        into=f"{part}_who",
        columns=columns,
        file=file,
    )
    return (
        f"SELECT CAST({file} AS INTEGER) AS file, row, person, {columns} "
        f"FROM {part}_who WHERE person IS NOT NULL"
    )


def _columns(staged: StagedSurvey) -> str:
    items = [f"v{i}, a{i}" for i in range(len(staged.items))]
    return ", ".join(
        ["period", "month", "side", *items, *(f"s{i}" for i in range(len(staged.scales)))]
    )


def _name_themselves(
    intake: Intake, staged: StagedSurvey, table: str, everyone: str, *, first: int
) -> None:
    """Respondents without a roster: by their own ID over the waves, else each response alone."""
    session = intake.session
    alone = "'wave ' || (period + 1) || ', file ' || (file + 1) || ', row ' || row"
    name, order, source = alone, "file, row", f"({everyone})"
    keys: tuple[bytes, ...] = ()
    if staged.source.link is not None:
        session.execute(f"CREATE OR REPLACE TEMP TABLE _everyone AS {everyone}")
        own = cells.trimmed("id")
        distinct = (
            f"SELECT DISTINCT period AS nth, {own} AS id FROM _everyone WHERE {own} IS NOT NULL"
        )
        session.execute(f"CREATE OR REPLACE TEMP TABLE _same AS {same_ids(distinct)}")
        _tell_own(intake, staged, own)
        source = (
            f"(SELECT e.*, s.first FROM _everyone e LEFT JOIN _same s "
            f"ON s.nth = e.period AND s.id = {cells.trimmed('e.id')})"
        )
        pseudonym = pseudonym_sql(f"{quoted(staged.name)} || ' ' || first")
        name = f"CASE WHEN first IS NULL THEN {alone} ELSE {pseudonym} END"
        order, keys = "respondent", pads(intake.key)
    session.execute(
        f"CREATE TABLE {table} AS SELECT *, "
        f"CAST({first - 1} + dense_rank() OVER (ORDER BY {order}) AS INTEGER) AS person "
        f"FROM (SELECT *, {name} AS respondent FROM {source})",
        keys,
    )


def _tell_own(intake: Intake, staged: StagedSurvey, own: str) -> None:
    """Says which IDs were taken for the same, and how many responses have none."""
    place = Place(file=shown(intake.folder, "study.yaml"), column=staged.source.link)
    same = intake.session.one("SELECT count(DISTINCT first) FROM _same WHERE id <> first")
    if same:
        intake.problems.add(SAME_RESPONDENT, place, count=same)
    blank = intake.session.one(f"SELECT count(*) FROM _everyone WHERE {own} IS NULL")
    if blank:
        intake.problems.add(NOT_LINKED, place, count=blank)


def _add_strangers(intake: Intake, table: str, measures: Measures) -> None:
    design = intake.study.design
    is_everyone = design.kind == "one-group" and not design.participants
    intake.session.execute(
        f"INSERT INTO strangers SELECT DISTINCT person, {1 if is_everyone else -1} FROM {table}"
    )
    top = intake.session.one(f"SELECT max(person) FROM {table}")
    measures.people = max(measures.people, 0 if top is None else int(top) + 1)


def _check_roster(intake: Intake, staged: StagedSurvey) -> None:
    name = staged.source.link_to
    if not isinstance(intake.study.sources.get(name or ""), Roster):
        intake.problems.add(NO_ROSTER, Place(file=shown(intake.folder, "study.yaml")), name=name)


def _add_responses(intake: Intake, staged: StagedSurvey, table: str) -> None:
    for i, item in enumerate(staged.items):
        intake.session.execute(
            f"INSERT INTO responses SELECT {quoted(staged.name)}, period, respondent, "
            f"{quoted(item)}, {i}, a{i}, v{i}, month, side FROM {table} WHERE a{i} IS NOT NULL"
        )


def _add_parts(
    staged: StagedSurvey, table: str, measures: Measures, codes: list[int], scales: list[int]
) -> None:
    at = [i for i, item in enumerate(staged.items) if has_number(staged, item)]
    values = [(code, f"v{i}") for code, i in zip(codes, at, strict=True)]
    values += [(code, f"s{i}") for i, code in enumerate(scales)]
    measures.parts += [
        f"SELECT CAST({code} AS INTEGER) AS measure, person, period, "
        f"CAST({value} AS DOUBLE) AS value, row, file FROM {table} WHERE {value} IS NOT NULL"
        for code, value in values
    ]


def _add_waves(intake: Intake, staged: StagedSurvey, table: str | None) -> None:
    """Response counts: an answer counts even where its respondent is not in the roster."""
    invited: dict[int, int] = {}
    for wave in staged.source.waves:
        period = intake.periods[wave.period]
        invited[period] = invited.get(period, 0) + (wave.invited or 0)
    source = staged.source
    is_linked = source.link_to is not None
    answered = " OR ".join(f"a{i} IS NOT NULL" for i in range(len(staged.items))) or "false"
    for period, count in invited.items():
        where = f"WHERE period = {period} AND ({answered})"
        known = f"(SELECT count(*) FROM {table} {where})" if table is not None else "0"
        astray = [
            f"(SELECT count(*) FROM {part}_who {where} AND person IS NULL)"
            for part in staged.tables.values()
            if is_linked
        ]
        rows = " + ".join([known, *astray])
        again = "0"
        if table is not None and source.link is not None and not is_linked:
            other = f"SELECT person FROM {table} WHERE period <> {period}"
            again = f"(SELECT count(*) FROM {table} {where} AND person IN ({other}))"
        intake.session.execute(
            f"INSERT INTO waves SELECT {quoted(staged.name)}, {period}, {count}, {rows}, "
            f"{known if is_linked else again}"
        )
