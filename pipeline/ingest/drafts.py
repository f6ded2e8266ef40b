"""The tables that ingest writes, from the tables of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import naming, pairs, people
from pipeline.ingest.accounts import accounts
from pipeline.tables.accounts import ACCOUNTS
from pipeline.tables.pairs import CODES, MEASURES
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.engine.session import Session
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measures
    from pipeline.ingest.roster import Attributes
    from pipeline.ingest.scales import Scale

_TABLES: Final = {
    "strangers": "person INTEGER, arm INTEGER",
    "responses": "source VARCHAR, period INTEGER, respondent VARCHAR, item VARCHAR, "
    "nth INTEGER, answer VARCHAR, value DOUBLE, month VARCHAR, side VARCHAR",
    "totals": 'source VARCHAR, measure VARCHAR, period INTEGER, "by" VARCHAR, "count" DOUBLE, '
    '"of" DOUBLE, value DOUBLE, withheld BOOLEAN, least DOUBLE, most DOUBLE',
    "waves": "source VARCHAR, period INTEGER, invited BIGINT, answered BIGINT, linked BIGINT",
    "activities": "source VARCHAR, row BIGINT, date VARCHAR, type VARCHAR, title VARCHAR, "
    "partner VARCHAR, site VARCHAR, person INTEGER, role VARCHAR, hours DOUBLE, "
    "headcount DOUBLE, amount DOUBLE, due VARCHAR, done VARCHAR, notes VARCHAR, "
    '"count" DOUBLE, period VARCHAR, file INTEGER',
    "testimonials": "source VARCHAR, id VARCHAR, role VARCHAR, text VARCHAR, language VARCHAR, "
    "goal VARCHAR, partner VARCHAR, scope VARCHAR, attribution VARCHAR, expires VARCHAR, "
    "stance VARCHAR, row BIGINT, file INTEGER",
    "segments": "source VARCHAR, document VARCHAR, kind VARCHAR, role VARCHAR, "
    "segment VARCHAR, code VARCHAR, coder VARCHAR, text VARCHAR, row BIGINT, file INTEGER",
    "approvals": "hash VARCHAR, row BIGINT, file INTEGER",
    "naming": "text VARCHAR",
}
"""What the readers fill: periods by position, and the place of each record to sort by."""


def open_tables(session: Session) -> None:
    """Makes the empty tables that the readers fill."""
    for name, columns in _TABLES.items():
        session.execute(f"CREATE TABLE {name} ({columns})")


def begin(intake: Intake, draft: Callable[[str], Path], *, attributes: Attributes | None) -> None:
    """Begins to write the table that keeps one thread busy, while we lay out the pairs."""
    intake.session.write_beside({draft("students"): people.students(attributes)})


def write(
    intake: Intake,
    draft: Callable[[str], Path],
    *,
    measures: Measures,
    scales: Sequence[Scale],
    codes: Sequence[dict[str, object]],
) -> None:
    """Writes every tidy table that `begin` has not begun, empty ones too, and ends its work."""
    session = intake.session
    queries = pairs.written(intake) | {
        "measurements": _MEASUREMENTS,
        "responses": _responses(intake),
        "totals": _totals(intake),
        "waves": _waves(intake),
        "activities": _activities(intake),
        "testimonials": _testimonials(intake),
        "segments": _segments(intake),
    }
    for name, query in queries.items():
        session.write_parquet(query, draft(name))
    write_set_aside(intake, draft)
    session.write_rows(ACCOUNTS, accounts(intake, measures), draft("accounts"))
    session.write_rows(MEASURES, _measures(measures, scales), draft("measures"))
    session.write_rows(CODES, Rows.of(CODES, list(codes)), draft("codes"))
    session.settle()


def write_set_aside(intake: Intake, draft: Callable[[str], Path]) -> None:
    """Writes what was read and what was set aside; also where the run has to stop."""
    intake.books.settle()
    session = intake.session
    session.write_parquet(intake.books.quarantine(), draft("quarantine"))
    session.write_parquet(intake.books.unmatched(), draft("unmatched"))
    session.write_rows(FILES, intake.books.files(), draft("files"))


def _measures(measures: Measures, scales: Sequence[Scale]) -> Rows:
    return Rows.of(
        MEASURES,
        [
            {
                "code": code,
                "name": measure.name,
                "source": measure.source,
                "decimals": scale.decimals,
                "offset": scale.offset,
                "low": scale.low,
                "high": scale.high,
                "linkable": measure.is_linkable,
                "levels": _levels(measure.kind, measure.levels, scale.high),
            }
            for code, (measure, scale) in enumerate(zip(measures.all, scales, strict=True))
        ],
    )


def _levels(kind: str, declared: int, high: float) -> int:
    """Levels of an ordered measure: its options, else the highest level that occurs."""
    if kind != "ordinal":
        return 0
    return declared or (int(high) if high == high else 0)  # noqa: PLR0124  NaN is not itself


def _period(intake: Intake) -> str:
    ids = enumerate(intake.study.periods)
    cases = " ".join(f"WHEN {i} THEN {quoted(period.id)}" for i, period in ids)
    return f"CASE period {cases} END"


def _responses(intake: Intake) -> str:
    return (
        f"SELECT source, {_period(intake)} AS period, respondent, item, "
        f"coalesce(answer, '') AS answer, value, coalesce(month, '') AS month, "
        f"coalesce(side, '') AS side FROM responses "
        f"ORDER BY source, responses.period, respondent, nth"
    )


def _totals(intake: Intake) -> str:
    return (
        f'SELECT source, measure, {_period(intake)} AS period, "by", "count", "of", value, '
        f'withheld, least, most FROM totals ORDER BY source, measure, totals.period, "by"'
    )


def _waves(intake: Intake) -> str:
    return (
        f"SELECT source, {_period(intake)} AS period, invited, answered, linked FROM waves "
        f"ORDER BY source, waves.period"
    )


_MEASUREMENTS: Final = (
    "SELECT CAST(measure AS BIGINT) AS measure, CAST(person AS BIGINT) AS person, "
    "CAST(period AS BIGINT) AS period, value, row, CAST(file AS BIGINT) AS file FROM measurements "
    "ORDER BY file, row, measure, period"
)


_ROLE: Final = (
    "CASE WHEN role IN (SELECT naming.text FROM naming) THEN '' ELSE coalesce(role, '') END AS role"
)
"""A role, unless somebody wrote a person there."""


def _activities(intake: Intake) -> str:
    return (
        "SELECT source, row, coalesce(date, '') AS date, type, coalesce(title, '') AS title, "
        "coalesce(partner, '') AS partner, coalesce(site, '') AS site, "
        f"CAST(person AS BIGINT) AS person, {_ROLE}, hours, headcount, amount, "
        "coalesce(due, '') AS due, coalesce(done, '') AS done, coalesce(notes, '') AS notes, "
        f'"count", period, {_cleared(naming.ENTRY_SQL)}, {_file(intake)} '
        "FROM activities ORDER BY source, activities.file, row"
    )


def _testimonials(intake: Intake) -> str:
    return (
        f"SELECT source, id, {_ROLE}, text, coalesce(language, '') AS language, "
        "coalesce(goal, '') AS goal, coalesce(partner, '') AS partner, scope, attribution, "
        "coalesce(expires, '') AS expires, coalesce(stance, '') AS stance, row, "
        f"{_cleared('text')}, {_file(intake)} "
        "FROM testimonials ORDER BY source, testimonials.file, row"
    )


def _segments(intake: Intake) -> str:
    return (
        f"SELECT source, document, kind, {_ROLE}, segment, code, "
        "CASE WHEN coder IS NULL THEN '' ELSE 'coder ' || dense_rank() OVER "
        "(PARTITION BY source, coder IS NULL ORDER BY first_seen) END AS coder, "
        f"coalesce(text, '') AS text, row, {_cleared('text')}, {_file(intake)} FROM (SELECT *, "
        "min(CAST(file AS BIGINT) * 1000000000 + row) OVER (PARTITION BY source, coder) "
        "AS first_seen FROM segments) AS segments ORDER BY source, segments.file, row"
    )


def _cleared(text: str) -> str:
    """Whether a text names somebody whom the exports know, and whether it was approved as it is."""
    return (
        f"coalesce({text} IN (SELECT naming.text FROM naming), false) AS is_named, "
        f"coalesce(sha256({text}) IN (SELECT hash FROM approvals), false) AS is_approved"
    )


def _file(intake: Intake) -> str:
    names = enumerate(entry.layout.file.name for entry in intake.books.entries)
    cases = " ".join(f"WHEN {i} THEN {quoted(name)}" for i, name in names)
    return f"CASE file {cases} ELSE '' END AS file"
