"""Attendance day by day: a row a student and day becomes days enrolled and days absent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, dated, duplicates, gathered
from pipeline.ingest.contract import Check, kept
from pipeline.ingest.entries import Entry
from pipeline.ingest.headers import listed
from pipeline.ingest.id_pairs import choose
from pipeline.ingest.intake import several
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.records import id_checks
from pipeline.ingest.roster import id_headers
from pipeline.ingest.row_kinds import NOT_A_DATE, UNKNOWN_PERIOD
from pipeline.ingest.vendor_kinds import (
    NEVER_PRESENT,
    NOT_ENROLLED_DAY,
    TOO_FEW_DAYS,
    UNKNOWN_CODE,
)
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import Metrics
    from pipeline.study.schema_sources import Days

GATHERED: Final = ("enrolled", "absent")
"""What measures may use."""
PARTS: Final = ("date", "code", "enrolled")
_HALF: Final = 0.5
_PRESENT: Final = ("p", "present", "/", "present in person", "t", "tardy", "l", "late", "presente")
_ABSENT: Final = ("a", "absent", "u", "ua", "unexcused", "e", "ea", "excused", "ausente")
_TRUE: Final = ("true", "yes", "1", "1.0")
_FALSE: Final = ("false", "no", "0", "0.0")


def named(source: Metrics) -> list[str]:
    """Headers that the study file names."""
    given = [header for name in source.columns.values() for header in several(name)]
    return [*given, "student_id", *PARTS]


def read(
    intake: Intake, name: str, source: Metrics, layout: Layout, *, measures: Sequence[Measure]
) -> tuple[int, str] | None:
    """Reads one file; gives its number in the books and the table of its gathered rows."""
    found = _headers(intake, source, layout)
    if found is None:
        return None
    table = f"file_{len(intake.books.entries)}"
    select = {"id": layout.cell(found["student_id"])}
    select |= {
        f"{part}_text": cells.trimmed(layout.cell(found[part])) if part in found else "NULL"
        for part in PARTS
    }
    loaded = load(
        intake.session,
        layout,
        source=source,
        ask=Ask(select, has_totals=True),
        into=f"{table}_text",
        problems=intake.problems,
    )
    if loaded is None:
        return None
    entry = Entry(
        source=name,
        layout=layout,
        key=found["student_id"],
        tolerate=source.tolerate,
        floor=source.match_floor,
    )
    file = intake.books.enter(entry, loaded)
    _type(intake, source, layout, table, found)
    days = f"{table}_days"
    _judge(intake, source, layout, table, found=found, file=file)
    _set_aside(intake, days, found["student_id"])
    gathered.gather(
        intake,
        days,
        file=file,
        columns={"enrolled": "count(*)", "absent": "sum(share)"},
        into=table,
    )
    _too_few(intake, source, table, file=file, header=found["date"])
    gathered.measured(intake, table, source, measures, file=file, known=GATHERED)
    loaded.forget(intake.session)
    return file, table


def _headers(intake: Intake, source: Metrics, layout: Layout) -> dict[str, str] | None:
    key = choose(intake, source, layout, id_headers(source))
    wanted = {"student_id": (key,) if key is not None else id_headers(source)}
    wanted |= {part: several(source.columns.get(part, part)) for part in PARTS}
    found = {
        part: header_of(layout, names, intake.problems, is_needed=part != "enrolled")
        for part, names in wanted.items()
    }
    if any(found[part] is None for part in ("student_id", "date", "code")):
        return None
    return {part: header for part, header in found.items() if header is not None}


def _type(
    intake: Intake, source: Metrics, layout: Layout, table: str, found: dict[str, str]
) -> None:
    """Makes the table with `day`, `period`, `share` of the day absent, and whether enrolled."""
    text = f"{table}_text"
    order = dated.order_of(intake, text, "date_text", source, layout=layout, header=found["date"])
    rule = source.days
    enrolled = "true"
    if "enrolled" in found:
        enrolled = f"NOT coalesce({cells.one_of(cells.folded('enrolled_text'), _FALSE)}, false)"
    out = cells.one_of(cells.folded("code_text"), [cells.fold(w) for w in rule.not_enrolled])
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *, {dated.period_of('day', intake.study)} AS "
        f"period FROM (SELECT row, id, date_text, code_text, "
        f"{dated.date_of('date_text', order)} AS day, {_share(rule)} AS share, "
        f"({enrolled}) AND NOT coalesce({out}, false) AS is_enrolled FROM {text}) ORDER BY row"
    )


def _share(rule: Days) -> str:
    """SQL of how much of a day was missed: by the codes of the study file, then usual ones."""
    code = cells.folded("code_text")
    words: dict[str, float] = {}
    listed_words = ((rule.present, 0.0), (rule.absent, 1.0), (rule.half, _HALF))
    for given, share in listed_words:
        words |= {cells.fold(word): share for word in given}
    if not (rule.present or rule.absent):
        words |= dict.fromkeys(_PRESENT, 0.0) | dict.fromkeys(_ABSENT, 1.0) | words
        words |= dict.fromkeys(_FALSE, 0.0) | dict.fromkeys(_TRUE, 1.0)
    cases = " ".join(f"WHEN {quoted(word)} THEN {share}" for word, share in words.items())
    # An empty cell beside codes of absence means that nothing was marked: the day was attended.
    is_blank = "code_text IS NULL"
    part = "try_cast(code_text AS DOUBLE)"
    number = f"CASE WHEN {part} BETWEEN 0 AND 1 THEN {part} END"
    known = f"CASE {code} {cases} ELSE {number} END" if cases else number
    return f"CASE WHEN {is_blank} THEN {0.0 if rule.blank_is_present else 'NULL'} ELSE {known} END"


def _judge(
    intake: Intake,
    source: Metrics,
    layout: Layout,
    table: str,
    *,
    found: dict[str, str],
    file: int,
) -> None:
    """Holds each day against its rules, and keeps the sound ones in `<table>_days`."""
    periods = listed([period.id for period in intake.study.periods])
    rule = source.days
    codes = [*rule.present, *rule.absent, *rule.half] or [*_PRESENT[:2], *_ABSENT[:2]]
    checks = [
        *id_checks(intake, layout, found["student_id"]),
        Check(
            kind=NOT_A_DATE,
            when="day IS NULL",
            found="coalesce(date_text, '')",
            column=found["date"],
            is_row=True,
        ),
        Check(
            kind=UNKNOWN_PERIOD,
            when="day IS NOT NULL AND period IS NULL",
            found="CAST(day AS VARCHAR)",
            column=found["date"],
            is_row=True,
            is_loss=False,
            facts={"accepted": periods},
            counted="outside every period",
        ),
        Check(
            kind=NOT_ENROLLED_DAY,
            when="NOT is_enrolled",
            found="coalesce(code_text, '')",
            column=found.get("enrolled", found["code"]),
            is_row=True,
            is_loss=False,
        ),
        Check(
            kind=UNKNOWN_CODE,
            when="is_enrolled AND share IS NULL",
            found="coalesce(code_text, '')",
            column=found["code"],
            is_row=True,
            facts={"accepted": ", ".join(codes)},
        ),
    ]
    intake.books.judge(file, table, checks)
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table}_days AS SELECT {file} AS file, row, "
        f"{cells.trimmed('id')} AS id, day, period, share FROM {table} WHERE {kept(checks)}"
    )
    total, least = intake.session.tuples(f"SELECT count(*), min(share) FROM {table}_days")[0]
    if total and least > 0:
        intake.problems.add(NEVER_PRESENT, Place(file=layout.file.shown, column=found["code"]))


def _set_aside(intake: Intake, days: str, header: str) -> None:
    duplicates.set_aside(
        intake, days, key=["id", "day"], values=["share"], what="student and day", column=header
    )


def _too_few(intake: Intake, source: Metrics, table: str, *, file: int, header: str) -> None:
    """Students enrolled for a few days only say little about attendance: the minimum-days rule."""
    minimum = source.days.minimum
    check = Check(
        kind=TOO_FEW_DAYS,
        when=f"enrolled < {minimum}",
        found="CAST(enrolled AS VARCHAR)",
        column=header,
        is_row=True,
        is_loss=False,
        facts={"minimum": minimum},
    )
    intake.books.judge(file, table, [check])
    intake.session.execute(f"DELETE FROM {table} WHERE enrolled < {minimum}")
