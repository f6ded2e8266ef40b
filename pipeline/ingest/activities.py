"""What was done: meetings, events, hours and contributions, entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, logs, typed
from pipeline.ingest.contract import Check, kept, sound
from pipeline.ingest.linkage import link
from pipeline.ingest.row_kinds import NOT_IN_LIST
from pipeline.ingest.typed import NumberColumn, Tokens

if TYPE_CHECKING:
    from pipeline.ingest.intake import Intake
    from pipeline.study.schema import Activities

COLUMNS: Final = (
    "date",
    "type",
    "title",
    "partner",
    "site",
    "participant_id",
    "role",
    "hours",
    "headcount",
    "amount",
    "due",
    "done",
    "notes",
    "count",
)
FORM: Final = logs.Form(columns=COLUMNS, needed=("date", "type"), has_totals=True)
TYPES: Final = (
    "meeting",
    "event",
    "mentoring",
    "tutoring",
    "internship",
    "volunteering",
    "training",
    "curriculum",
    "contribution",
    "recognition",
    "challenge",
    "decision",
    "messages",
    "other",
)
_NUMBERS: Final = ("hours", "headcount", "amount", "count")
_DATES: Final = ("date", "due", "done")


def read_activities(intake: Intake, name: str, source: Activities) -> None:
    """Reads an activity log into the table `activities`."""
    for layout in intake.layouts(source, source.files, logs.named(source, COLUMNS)):
        found = logs.read(intake, name, source, layout, form=FORM)
        if found is not None:
            _tidy(intake, name, source, found)


def _tidy(intake: Intake, name: str, source: Activities, log: logs.Log) -> None:
    session = intake.session
    dates = {part: logs.add_dates(intake, log, part, source) for part in _DATES}
    checks = [logs.date_check(log, part) for part in _DATES if part in log.headers]
    checks.append(_type_check(log))
    tokens = Tokens.of(source)
    numbers: dict[str, str] = {}
    for part in _NUMBERS:
        header = log.headers.get(part, part)
        column = NumberColumn(text=part, header=header, is_whole=part in {"headcount", "count"})
        (column,) = typed.styled(session, log.table, [column], source)
        number = column.number(tokens)
        rule = typed.count_check(number, header, is_whole=column.is_whole)
        numbers[part] = sound(number, [rule])
        left = f"({column.leftover(number, tokens)})"
        if part in log.headers:
            checks += typed.number_checks(left, column, tokens, None)
            checks.append(rule)
    intake.books.judge(log.file, log.table, checks)
    kind = f"CASE WHEN {_is_known_type()} THEN {cells.folded('type')} ELSE 'other' END"
    session.execute(
        f"CREATE OR REPLACE TABLE {log.table} AS SELECT row, participant_id AS id, "
        f"{', '.join(f'{dates[part]} AS {part}' for part in _DATES)}, {kind} AS type, "
        f"title, partner, site, role, notes, "
        f"{', '.join(f'{sql} AS {part}' for part, sql in numbers.items())} "
        f"FROM {log.table} WHERE {kept(checks)} ORDER BY row"
    )
    has_people = "participant_id" in log.headers
    columns = ", ".join(part for part in COLUMNS if part != "participant_id")
    if has_people:
        entry = intake.books.entries[log.file]
        # An entry is what was done, whoever it was done with: it counts in any case.
        entry.key, entry.floor, entry.is_strict = log.headers["participant_id"], 0.0, False
        link(
            intake,
            log.table,
            into=f"{log.table}_who",
            columns=columns,
            file=log.file,
        )
    who = f"{log.table}_who" if has_people else f"(SELECT *, NULL AS person FROM {log.table})"
    session.execute(
        f"INSERT INTO activities SELECT {quoted(name)}, row, date, type, title, partner, site, "
        f"coalesce(person, -1), role, hours, headcount, amount, due, done, notes, "
        f'"count", {_period(intake, "date")}, {log.file} FROM {who}'
    )
    intake.books.close(log.file)


def _is_known_type() -> str:
    return f"coalesce({cells.one_of(cells.folded('type'), TYPES)}, false)"


def _type_check(log: logs.Log) -> Check:
    return Check(
        kind=NOT_IN_LIST,
        when=f"NOT {_is_known_type()}",
        found="coalesce(type, '')",
        column=log.headers["type"],
        facts={"accepted": ", ".join(TYPES)},
    )


def _period(intake: Intake, date: str) -> str:
    """SQL of the period in which a date lies, or an empty text."""
    cases = " ".join(
        f"WHEN {date} BETWEEN '{period.starts}' AND '{period.ends}' THEN {quoted(period.id)}"
        for period in intake.study.periods
    )
    return f"CASE {cases} ELSE '' END"
