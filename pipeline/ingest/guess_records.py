"""What files of records are: rosters, measures, totals, logs; their columns and their measures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.ingest.cells import fold
from pipeline.ingest.guess_survey import slug
from pipeline.ingest.metrics_marks import SCALE
from pipeline.study.draft import Checked, Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.looks import Column, Look

GROUPS: Final = ("grade", "school", "gender", "race", "frl", "ell", "iep")
"""What a roster can be broken down by."""
_PROGRAM: Final = re.compile(
    r"mentor|program|particip|treat|tutor|served|enrolled_in|partner|cohort|intervention",
    re.IGNORECASE,
)
_ENROLLED: Final = re.compile(
    r"(days?\W*)?(enrolled|membership|possible)(\W*days?)?", re.IGNORECASE
)
_ABSENT: Final = re.compile(r"(days?\W*)?(absent|absences|missed)(\W*days?)?", re.IGNORECASE)
_METRIC: Final = re.compile(r"metric|measure|indicator|subject|test|outcome", re.IGNORECASE)
_VALUE: Final = re.compile(r"value|score|result|rit|amount", re.IGNORECASE)
_CODE: Final = re.compile(r"code|status|attend|absen|mark", re.IGNORECASE)
_MARK: Final = re.compile(r"mark|grade|final", re.IGNORECASE)
_PAIRS: Final = (("pre", "post"), ("before", "after"), ("fall", "spring"), ("boy", "eoy"))
_COURSE: Final = re.compile(r"(?i)course|class")
_YEAR: Final = re.compile(r"(?i)(sy|ay|school year)?\s*20\d\d\s*[-/–]\s*(20)?\d\d")
_FEW: Final = 12
_NEARLY_ALL: Final = 0.9
_HALF: Final = 0.5
LOGS: Final = {
    "activities": {"date", "type"},
    "testimonials": {"text", "consent"},
    "interviews": {"document", "code"},
    "consents": {"text_sha256", "approved_by"},
}


def log_kind(look: Look) -> str:
    """The kind of log whose headers a file has, or nothing."""
    own = {fold(column.name) for column in look.columns}
    return next((kind for kind, needed in LOGS.items() if needed <= own), "")


def id_column(look: Look) -> Column | None:
    """The column that says whose row it is."""
    ids = [c for name in look.layout.reading.ids if (c := look.column(name)) is not None]
    return next((column for column in ids if column.filled), None) or look.meaning("student_id")


def is_roster(look: Look) -> bool:
    """One row a person, and something that a roster has."""
    own = id_column(look)
    if own is None or look.vendor:
        return own is not None and look.kind == "roster"
    is_unique = own.distinct >= _NEARLY_ALL * max(look.rows, 1) and own.distinct == own.filled
    has_groups = any(column.means in GROUPS for column in look.columns)
    measures = [c for c in look.columns if c.is_number and c is not own and not c.means]
    return is_unique and has_groups and len(measures) <= len(look.columns) * _HALF


def roster_of(look: Look) -> tuple[dict[str, Any], Column | None]:
    """A source of the kind roster, and the column that says who takes part, if one does."""
    own = id_column(look)
    columns: dict[str, Any] = {"student_id": own.name if own is not None else "student_id"}
    for name in GROUPS:
        column = look.meaning(name)
        if column is not None and column.filled and column.distinct > 1:
            columns[name] = column.name
    program = next((c for c in look.columns if _PROGRAM.search(c.name) and _is_yes_no(c)), None)
    if program is not None:
        columns[_name(program)] = program.name
    source: dict[str, Any] = {"kind": "roster", "files": named(look)}
    if look.vendor:
        source["format"] = look.vendor
    source["columns"] = Flow(columns)
    return source, program


def _name(column: Column) -> str:
    return slug(column.name, set())


def _is_yes_no(column: Column) -> bool:
    return {fold(v) for v in column.values} <= {"yes", "no", "y", "n", "1", "0", "true", "false"}


def yes_and_no(column: Column) -> tuple[list[str], list[str]]:
    """The words for yes and for no of a column."""
    yes = [v for v in column.values if fold(v) in {"yes", "y", "1", "true"}]
    return yes, [v for v in column.values if v not in yes]


def metrics_of(looks: Sequence[Look], periods: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """A source of the kind metrics from files of one shape, and the names of its measures.

    Args:
        looks: Files with the same columns.
        periods: Ids of the periods, in order.
    """
    look = looks[0]
    own = id_column(look)
    source: dict[str, Any] = {"kind": "metrics", "files": named(*looks)}
    if look.vendor:
        source["format"] = look.vendor
    columns: dict[str, Any] = {"student_id": own.name if own is not None else "student_id"}
    period, day = look.meaning("period"), look.meaning("date")
    if period is not None:
        columns["period"] = period.name
    elif day is not None:
        columns["date"] = day.name
    for shape in (_by_day, _marks, _long, _attendance, _by_period, _by_measure):
        measures = shape(look, columns, source, periods)
        if measures:
            source["columns"] = Flow({k: v for k, v in columns.items() if v})
            if source["measures"] == {}:
                del source["measures"]
            order = ["kind", "files", "format", "columns", "measures", "pick"]
            return {k: source[k] for k in order if k in source}, measures
    return {}, []


Shape = dict[str, Any]


def _by_day(look: Look, columns: Shape, source: Shape, periods: Sequence[str]) -> list[str]:
    del periods
    day, own = look.meaning("date"), id_column(look)
    codes = [c for c in look.columns if _CODE.search(c.name) and 2 <= c.distinct <= _FEW]  # noqa: PLR2004
    is_daily = day is not None and own is not None and look.rows > 5 * max(own.distinct, 1)
    if day is None or not is_daily or not codes or look.vendor:
        return []
    columns.pop("period", None)
    columns |= {"date": day.name, "code": codes[0].name}
    source["format"] = "daily-attendance"
    source["measures"] = {
        "rate": "100 * (1 - absent / enrolled)",
        "chronic": "absent / enrolled >= 0.10",
    }
    return ["rate", "chronic"]


def _marks(look: Look, columns: Shape, source: Shape, periods: Sequence[str]) -> list[str]:
    del periods
    letters = {fold(mark) for mark in SCALE}
    marks = [
        c
        for c in look.columns
        if _MARK.search(c.name)
        and len([v for v in c.values if fold(v) in letters]) >= _HALF * len(c.values) > 0
    ]
    course = next((c for c in look.columns if _COURSE.search(c.name)), None)
    if not marks or course is None:
        return []
    credit = next((c for c in look.columns if re.search(r"credit", c.name, re.IGNORECASE)), None)
    columns |= {"mark": marks[0].name, "course": course.name}
    columns |= {"credits": credit.name} if credit is not None else {}
    source["format"] = "course-marks"
    source["measures"] = {"gpa": "gpa", "failed": "failed"}
    return ["gpa", "failed"]


def _long(look: Look, columns: Shape, source: Shape, periods: Sequence[str]) -> list[str]:
    del periods
    answering = look.layout.reading.also
    subjects, scores = {"subject", "metric"}, {"score", "value"}
    metric = next((c for c in look.columns if subjects & set(answering.get(c.name, ()))), None)
    value = next((c for c in look.columns if scores & set(answering.get(c.name, ()))), None)
    if metric is None and not look.vendor:
        metric = next(
            (c for c in look.columns
             if _METRIC.search(c.name) and not c.is_number and 1 <= c.distinct <= _FEW), None
        )  # fmt: skip
        value = next((c for c in look.columns if _VALUE.search(c.name) and c.is_number), None)
    if metric is None or value is None:
        return []
    columns |= {"metric": metric.name, "value": value.name}
    if look.vendor and (day := _answering(look, "date")) is not None:
        columns["date"] = day
        if "period" in columns and not _names_years(look, columns["period"]):
            del columns["period"]
        source["pick"] = Checked("latest", "several tests in a period: which one counts?")
    taken: set[str] = set()
    source["measures"] = {slug(word, taken): word for word in sorted(metric.values)}
    return list(source["measures"])


def _names_years(look: Look, header: str) -> bool:
    """Whether a column spells school years, rather than terms within them."""
    column = look.column(header)
    return column is not None and all(_YEAR.fullmatch(value) for value in column.values)


def _answering(look: Look, name: str) -> str | None:
    found = look.layout.reading.also.items()
    return next((header for header, also in found if name in also), None)


def _attendance(look: Look, columns: Shape, source: Shape, periods: Sequence[str]) -> list[str]:
    del periods
    enrolled = next((c for c in look.columns if c.is_number and _ENROLLED.fullmatch(c.name)), None)
    absent = next((c for c in look.columns if c.is_number and _ABSENT.fullmatch(c.name)), None)
    if enrolled is None or absent is None:
        return []
    columns |= {"enrolled": enrolled.name, "absent": absent.name}
    source["measures"] = {
        "rate": "100 * (1 - absent / enrolled)",
        "chronic": "absent / enrolled >= 0.10",
    }
    return ["rate", "chronic"]


def _by_period(look: Look, columns: Shape, source: Shape, periods: Sequence[str]) -> list[str]:
    if "period" in columns or "date" in columns or len(periods) < 2:  # noqa: PLR2004
        return []
    numbers = {fold(c.name): c.name for c in look.columns if c.is_number and c.means == ""}
    taken: set[str] = set()
    found: dict[str, Any] = {}
    for first, last in _PAIRS:
        for name, header in numbers.items():
            other = re.sub(rf"(?<![a-z]){first}(?![a-z])", last, name)
            if other != name and other in numbers:
                base = re.sub(rf"(?<![a-z]){first}(?![a-z])", "", name)
                maps = {periods[0]: header, periods[-1]: numbers[other]}
                found[slug(base or name, taken)] = Flow(maps)
    if not found:
        return []
    source["measures"] = {
        k: Checked(v, "which columns are before and after?") for k, v in found.items()
    }
    return list(found)


def _by_measure(look: Look, columns: Shape, source: Shape, periods: Sequence[str]) -> list[str]:
    del periods
    if "period" not in columns and "date" not in columns:
        return []
    also = look.layout.reading.also
    taken: set[str] = set()
    found: dict[str, str] = {}
    for column in look.columns:
        is_score = not look.vendor or {"score"} & set(also.get(column.name, ()))
        if column.is_number and not column.means and column.distinct > 1 and is_score:
            own = also.get(column.name, (column.name,))[0] if look.vendor else column.name
            found[slug(own, taken)] = own if look.vendor else column.name
    if look.vendor and (day := _answering(look, "date")) is not None and found:
        columns["date"] = day
        if "period" in columns and not _names_years(look, columns["period"]):
            del columns["period"]
        source["pick"] = Checked("latest", "several tests in a period: which one counts?")
    source["measures"] = {
        k: v if re.fullmatch(r"[A-Za-z_]\w*", v) else f'"{v}"' for k, v in found.items()
    }
    return list(found)


def named(*looks: Look) -> object:
    """The files of a source, as the study file names them."""
    names = [name for look in looks for name in look.names]
    return names[0] if len(names) == 1 else Flow(names)
