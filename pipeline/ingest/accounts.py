"""Every row of every file accounted for: set aside and why, in nobody's name, or analysed where.

The account of a file balances: the rows that were read are the sum of the rows of all fates.
That holds once for the file as a whole and once for each outcome that reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.ingest import aside
from pipeline.ingest.accounts_long import (
    WHOLE,
    Asked,
    elsewhere,
    is_simple,
    takes_everyone,
    with_pairs,
)
from pipeline.study.schema import (
    Activities,
    Consents,
    Interviews,
    Metrics,
    Roster,
    Survey,
    Testimonials,
    Totals,
)
from pipeline.tables.accounts import ACCOUNTS
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.ingest.entries import Entry
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measures
    from pipeline.study.schema import AnySource

RANKED: Final = ("analysed", "between", "unpaired", "ineligible")
"""Fates of a row that holds a value, the best first: a row with several takes the best."""


def accounts(intake: Intake, measures: Measures) -> Rows:
    """The table of accounts; needs `measurements`, `pairs`, and the closed books.

    Raises:
        AssertionError: An account does not balance, which is a fault of ours.
    """
    reasons, astray = aside.by_reason(intake), aside.unmatched(intake)
    records: list[dict[str, object]] = []
    for name, source in intake.study.sources.items():
        asked = _asked(intake, measures, name)
        fates = _fates(intake, measures, source, name, asked)
        for file, entry in enumerate(intake.books.entries):
            if entry.source != name:
                continue
            out = [*reasons.get(file, []), ("unmatched", "", "", astray.get(file, 0))]
            for analysis in (WHOLE, *_outcomes(intake, name)):
                own = fates.get((file, analysis), {})
                records += _balanced(entry, analysis, out, own, rest=_rest(source, own))
    return Rows.of(ACCOUNTS, records)


def _outcomes(intake: Intake, source: str) -> list[str]:
    """Outcomes that read a source."""
    return [
        name
        for name, outcome in intake.study.outcomes.items()
        if outcome.measure.partition(".")[0] == source
    ]


def _asked(intake: Intake, measures: Measures, source: str) -> list[Asked]:
    at = {measure.name: code for code, measure in enumerate(measures.all)}
    return [
        Asked(name, at[outcome.measure], measures.all[at[outcome.measure]].is_linkable)
        for name, outcome in intake.study.outcomes.items()
        if outcome.measure.partition(".")[0] == source and outcome.measure in at
    ]


def _balanced(
    entry: Entry,
    analysis: str,
    out: Iterable[tuple[str, str, str, int]],
    own: Mapping[str, int],
    *,
    rest: str,
) -> list[dict[str, object]]:
    """The account of one file in one analysis; what no fate holds has no value there."""
    lines = [*out, *((fate, "", "", rows) for fate, rows in own.items())]
    left = entry.rows_read - sum(rows for *_, rows in lines)
    if left < 0:
        # A join that multiplies rows would show here first.
        message = f"{entry.layout.file.name}: {-left} more rows in {analysis or 'all'} than read"
        raise AssertionError(message)
    lines.append((rest, "", "", left))
    start = {"source": entry.source, "file": entry.layout.file.name, "period": entry.period}
    return [
        start | {"analysis": analysis, "fate": fate, "code": code, "reason": reason, "rows": rows}
        for fate, code, reason, rows in lines
        if rows or fate == "analysed"
    ]


def _rest(source: AnySource, own: Mapping[str, int]) -> str:
    """What the rows are that were read, belong to somebody, and hold no value."""
    is_record = isinstance(source, Activities | Testimonials | Interviews | Consents | Roster)
    return "outside" if is_record and own else "missing"


def _fates(
    intake: Intake, measures: Measures, source: AnySource, name: str, asked: list[Asked]
) -> dict[tuple[int, str], dict[str, int]]:
    """Rows by file, analysis and fate, of the rows that hold something."""
    match source:
        case Metrics() | Survey():
            return _measured(intake, measures, source, name, asked)
        case Roster():
            is_in = "false" if takes_everyone(intake) else "arm < 0"
            fate = f"CASE WHEN {is_in} THEN 'ineligible' ELSE 'analysed' END"
            return _counted(intake, f"SELECT file, row, {fate} AS fate FROM students")
        case Activities():
            query = "SELECT file, row, 'analysed' AS fate FROM activities WHERE period <> ''"
            return _counted(intake, query)
        case Testimonials() | Interviews() | Consents():
            return _counted(
                intake, f"SELECT file, row, 'analysed' AS fate FROM {_TAKEN[source.kind]}"
            )
        case Totals():
            return _totals(intake, name, source.measures)
        case _:
            raise AssertionError(type(source).__name__)


_TAKEN: Final = {
    "testimonials": "testimonials",
    "interviews": "segments",
    "consents": "approvals",
}
"""By kind of source the table of the rows that were taken."""


def _counted(intake: Intake, query: str) -> dict[tuple[int, str], dict[str, int]]:
    found: dict[tuple[int, str], dict[str, int]] = {}
    for file, fate, rows in intake.session.tuples(
        f"SELECT file, fate, count(*) FROM ({query}) GROUP BY ALL ORDER BY ALL"
    ):
        found.setdefault((int(file), WHOLE), {})[str(fate)] = int(rows)
    return found


def _totals(
    intake: Intake, name: str, measures: Mapping[str, object]
) -> dict[tuple[int, str], dict[str, int]]:
    """Rows of totals: a figure is there, or withheld, or missing."""
    table = f"totals_{name.replace('-', '_')}"
    if not intake.session.one(f"SELECT count(*) FROM duckdb_tables() WHERE table_name = '{table}'"):
        return {}
    at = {measure: i for i, measure in enumerate(measures)}
    wanted = {WHOLE: list(at.values())}
    for outcome, asked in intake.study.outcomes.items():
        source, _, measure = asked.measure.partition(".")
        if source == name and measure in at:
            wanted[outcome] = [at[measure]]
    found: dict[tuple[int, str], dict[str, int]] = {}
    for analysis, places in wanted.items():
        there = " OR ".join(f"coalesce(v{i}, c{i}) IS NOT NULL AND NOT w{i}" for i in places)
        hidden = " OR ".join(f"w{i}" for i in places)
        fate = f"CASE WHEN {there} THEN 'analysed' WHEN {hidden} THEN 'withheld' END"
        query = f"SELECT file, {fate} AS fate FROM {table} WHERE ({there}) OR ({hidden})"
        for (file, _), fates in _counted(intake, query).items():
            found[file, analysis] = fates
    return found


def _measured(
    intake: Intake,
    measures: Measures,
    source: Metrics | Survey,
    name: str,
    asked: list[Asked],
) -> dict[tuple[int, str], dict[str, int]]:
    """Rows that hold a value of an outcome, by the best that became of them."""
    if not asked:
        return _unread(intake, measures, name)
    is_known = isinstance(source, Metrics) or source.link_to is not None
    found = elsewhere(intake, measures, name, asked)
    if is_simple(intake, measures, name):
        return with_pairs(intake, found, asked)
    by_outcome = {one.code: one.outcome for one in asked}
    rows = _ranked(intake, asked, is_known=is_known)
    for file, code, rank, count in intake.session.tuples(
        f"SELECT file, measure, rank, sum(rows) FROM (SELECT file, measure, row, "
        f"min(rank) AS rank, min(rows) AS rows FROM ({rows}) GROUP BY ALL) "
        f"GROUP BY ALL ORDER BY ALL"
    ):
        for outcome in (o for c, o in by_outcome.items() if c == code):
            found.setdefault((int(file), outcome), {})[RANKED[rank]] = int(count)
    for file, rank, count in intake.session.tuples(
        f"SELECT file, rank, sum(rows) FROM (SELECT file, row, min(rank) AS rank, "
        f"min(rows) AS rows FROM ({rows}) GROUP BY ALL) GROUP BY ALL ORDER BY ALL"
    ):
        found.setdefault((int(file), WHOLE), {})[RANKED[rank]] = int(count)
    return found


def _unread(intake: Intake, measures: Measures, name: str) -> dict[tuple[int, str], dict[str, int]]:
    """A source that no outcome reads: its values are there and nothing asks for them."""
    codes = [str(code) for code, measure in enumerate(measures.all) if measure.source == name]
    listed = ", ".join(codes) or "-1"
    query = (
        f"SELECT DISTINCT file, row, 'unread' AS fate FROM measurements WHERE measure IN ({listed})"
    )
    return _counted(intake, query)


def _ranked(intake: Intake, asked: list[Asked], *, is_known: bool) -> str:
    """SQL of every value of some outcomes with the rank of its fate."""
    roles = [intake.periods.get(role) for role in ("before", "after")]
    compared = ", ".join(str(role) for role in roles if role is not None) or "-1"
    linkable = ", ".join(str(one.code) for one in asked if one.is_linkable) or "-1"
    codes = ", ".join(str(one.code) for one in asked)
    is_out = "who.arm < 0" if is_known and not takes_everyone(intake) else "false"
    has_both = "p.before IS NOT NULL AND p.after IS NOT NULL"
    is_single = "false" if None in roles else f"m.measure IN ({linkable}) AND NOT ({has_both})"
    rows, join = "1", ""
    if intake.books.gathered:
        # A value may stand for many rows: the days of a year, the courses of a term.
        rows = "coalesce(g.rows, 1)"
        counted = "SELECT file, first, count(*) AS rows FROM gathered GROUP BY ALL"
        join = f"LEFT JOIN ({counted}) g ON g.file = m.file AND g.first = m.row "
    return (
        f"SELECT m.file, m.measure, m.row, {rows} AS rows, CASE WHEN {is_out} THEN 3 "
        f"WHEN m.period NOT IN ({compared}) THEN 1 WHEN {is_single} THEN 2 ELSE 0 END AS rank "
        f"FROM measurements m LEFT JOIN pairs p ON p.measure = m.measure AND p.person = m.person "
        f"LEFT JOIN (SELECT person, arm FROM students UNION ALL SELECT person, arm FROM strangers) "
        f"who ON who.person = m.person {join}WHERE m.measure IN ({codes})"
    )
