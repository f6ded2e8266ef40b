"""Course marks: a row a student and course becomes a grade point average and what was earned."""

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
from pipeline.ingest.row_kinds import UNKNOWN_PERIOD
from pipeline.ingest.vendor_kinds import UNKNOWN_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import Metrics

GATHERED: Final = ("gpa", "courses", "failed", "credits", "earned")
"""What measures may use."""
PARTS: Final = ("period", "date", "mark", "credits", "course")
SCALE: Final = {
    "A+": 4.0, "A": 4.0, "A-": 3.7, "B+": 3.3, "B": 3.0, "B-": 2.7, "C+": 2.3, "C": 2.0,
    "C-": 1.7, "D+": 1.3, "D": 1.0, "D-": 0.7, "F": 0.0, "E": 0.0,
}  # fmt: skip
"""Points of letters on the usual scale of four, a plus after A counting no more than an A."""
PASSED: Final = ("p", "pass", "s", "satisfactory", "cr", "credit")
NOTHING: Final = (
    *("np", "no pass", "w", "withdrawn", "i", "inc", "incomplete", "au", "audit", "nc"),
    *("n/a", "na", "u", "unsatisfactory", "wf", "wp", "ng", "ip"),
)
"""Marks that carry no points and earn nothing."""


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
    _judge(intake, source, layout, table, found=found, file=file)
    if "course" in found:
        # The same course may stand for two terms of a year: only whole repeats are the same.
        duplicates.set_aside(
            intake,
            f"{table}_marks",
            key=["id", "period", "term", "course"],
            values=["mark", "credits"],
            what="student, term and course",
            column=found["student_id"],
        )
    gathered.gather(intake, f"{table}_marks", file=file, columns=_columns(), into=table)
    gathered.measured(intake, table, source, measures, file=file, known=GATHERED)
    loaded.forget(intake.session)
    return file, table


def _columns() -> dict[str, str]:
    weighted = "sum(points * credits) FILTER (points IS NOT NULL)"
    weight = "sum(credits) FILTER (points IS NOT NULL)"
    return {
        "gpa": f"{weighted} / nullif({weight}, 0)",
        "courses": "count(*)",
        "failed": "count(*) FILTER (points = 0)",
        "credits": "sum(credits)",
        "earned": "coalesce(sum(credits) FILTER (points > 0 OR is_passed), 0)",
    }


def _headers(intake: Intake, source: Metrics, layout: Layout) -> dict[str, str] | None:
    key = choose(intake, source, layout, id_headers(source))
    wanted = {"student_id": (key,) if key is not None else id_headers(source)}
    # Credits and courses count only where the study file says which columns they are.
    asked = [p for p in PARTS if p in {"period", "date", "mark"} or p in source.columns]
    wanted |= {part: several(source.columns.get(part, part)) for part in asked}
    is_dated = "date" in source.columns and "period" not in source.columns
    needed = {"student_id", "mark", "date" if is_dated else "period"} | set(source.columns)
    found = {
        part: header_of(layout, names, intake.problems, is_needed=part in needed)
        for part, names in wanted.items()
    }
    if any(found[part] is None for part in needed & set(found)):
        return None
    there = {part: header for part, header in found.items() if header is not None}
    if not is_dated:
        there.pop("date", None)
    return there


def _type(
    intake: Intake, source: Metrics, layout: Layout, table: str, found: dict[str, str]
) -> None:
    text = f"{table}_text"
    period = cells.lookup("period_text", intake.periods)
    if "date" in found:
        order = dated.order_of(
            intake, text, "date_text", source, layout=layout, header=found["date"]
        )
        period = dated.period_of(dated.date_of("date_text", order), intake.study)
    mark = cells.folded("mark_text")
    weight = "coalesce(try_cast(credits_text AS DOUBLE), 0)" if "credits" in found else "1.0"
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT row, id, {period} AS period, "
        f"coalesce(period_text, date_text) AS term, course_text AS course, {mark} AS mark, "
        f"{weight} AS credits, {_points(source)} AS points, {cells.one_of(mark, PASSED)} AS "
        f"is_passed, {cells.one_of(mark, NOTHING)} AS is_nothing FROM {text} ORDER BY row"
    )


def _points(source: Metrics) -> str:
    """SQL of the points of a mark: letters, or percents from a cut point on."""
    scale = source.marks or SCALE
    cuts = {float(mark): points for mark, points in scale.items() if _is_number(mark)}
    letters = {cells.fold(m): points for m, points in scale.items() if not _is_number(m)}
    cases = " ".join(f"WHEN {quoted(m)} THEN {points}" for m, points in letters.items())
    by_letter = f"CASE {cells.folded('mark_text')} {cases} END" if cases else "NULL::DOUBLE"
    if not cuts:
        return by_letter
    percent = "try_cast(rtrim(mark_text, ' %') AS DOUBLE)"
    steps = " ".join(
        f"WHEN {percent} >= {cut} THEN {points}"
        for cut, points in sorted(cuts.items(), reverse=True)
    )
    lowest = f"WHEN {percent} >= 0 THEN 0.0" if min(cuts) > 0 else ""
    return f"coalesce({by_letter}, CASE {steps} {lowest} END)"


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _judge(
    intake: Intake,
    source: Metrics,
    layout: Layout,
    table: str,
    *,
    found: dict[str, str],
    file: int,
) -> None:
    periods = listed([period.id for period in intake.study.periods])
    checks = [
        *id_checks(intake, layout, found["student_id"]),
        Check(
            kind=UNKNOWN_PERIOD,
            when="period IS NULL",
            found="coalesce(term, '')",
            column=found.get("period", found.get("date")),
            is_row=True,
            is_loss="date" not in found,
            facts={"accepted": periods},
        ),
        Check(
            kind=UNKNOWN_MARK,
            when="points IS NULL AND NOT coalesce(is_passed OR is_nothing, false)",
            found="coalesce(mark, '')",
            column=found["mark"],
            is_row=True,
            facts={"accepted": ", ".join(source.marks or SCALE)},
        ),
    ]
    intake.books.judge(file, table, checks)
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table}_marks AS SELECT {file} AS file, row, "
        f"{cells.trimmed('id')} AS id, period, coalesce(term, '') AS term, course, mark, credits, "
        f"points, coalesce(is_passed, false) AS is_passed FROM {table} WHERE {kept(checks)}"
    )
