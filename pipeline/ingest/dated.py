"""Dates in large files, as SQL: read in the order that the column proves, and laid to periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest.dates import read_dates
from pipeline.ingest.row_kinds import AMBIGUOUS_DATE
from pipeline.ingest.vendor_kinds import SERIAL_DATES
from pipeline.problems import Place

if TYPE_CHECKING:
    from pipeline.ingest.dates import Order
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import AnySource, Study

_LOOKED_AT: Final = 20_000
_SERIAL: Final = r"[2-6]\d{4}(\.\d+)?"
"""Days since the end of 1899, as spreadsheets count them: 1954 to 2091."""
_MARKS: Final = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})([ T,].*)?$"
_ISO: Final = r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([ T].*)?$"


def date_of(text: str, order: Order | None) -> str:
    """SQL of the date that a text holds, or null.

    Args:
        text: SQL of the trimmed text.
        order: Whether the day or the month comes first where the year is last.
    """
    iso = f"regexp_replace({text}, {quoted(_ISO)}, '\\1-\\2-\\3')"
    day, month = ("\\1", "\\2") if order == "day-first" else ("\\2", "\\1")
    year = f"regexp_extract({text}, {quoted(_MARKS)}, 3)"
    century = f"CASE WHEN length({year}) = 2 THEN '20' ELSE '' END"
    parted = f"{century} || regexp_replace({text}, {quoted(_MARKS)}, '\\3-{month}-{day}')"
    serial = f"DATE '1899-12-30' + CAST(floor(try_cast({text} AS DOUBLE)) AS INTEGER)"
    # SAS, Stata and some exports write 20240131.
    plain = f"regexp_replace({text}, '^(\\d{{4}})(\\d{{2}})(\\d{{2}})$', '\\1-\\2-\\3')"
    return (
        f"CASE WHEN regexp_matches({text}, {quoted(_ISO)}) THEN try_cast({iso} AS DATE) "
        f"WHEN regexp_matches({text}, {quoted(_MARKS)}) THEN try_cast({parted} AS DATE) "
        f"WHEN regexp_full_match({text}, {quoted(_SERIAL)}) THEN {serial} "
        f"WHEN regexp_full_match({text}, '\\d{{8}}') THEN try_cast({plain} AS DATE) END"
    )


def order_of(
    intake: Intake, table: str, column: str, source: AnySource, *, layout: Layout, header: str
) -> Order | None:
    """The order in which a column writes its dates; what is ambiguous is told of.

    Args:
        intake: The run.
        table: Where its texts are.
        column: The column of texts.
        source: What the study file declares.
        layout: The file.
        header: The header of the column.
    """
    texts = [
        str(text)
        for (text,) in intake.session.tuples(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL "
            f"ORDER BY 1 LIMIT {_LOOKED_AT}"
        )
    ]
    is_serial = f"regexp_full_match({column}, {quoted(_SERIAL)})"
    serials = intake.session.one(f"SELECT count(*) FROM {table} WHERE {is_serial}")
    place = Place(file=layout.file.shown, column=header)
    if serials:
        intake.problems.add(SERIAL_DATES, place, count=serials)
    readings, unsure = read_dates(texts, source.dates)
    if unsure is not None:
        row = intake.session.one(f"SELECT min(row) FROM {table} WHERE {column} = ?", [unsure])
        at = Place(file=layout.file.shown, row=int(row), column=header)
        intake.problems.add(AMBIGUOUS_DATE, at, value=unsure)
    if source.dates is not None:
        return source.dates
    month_first = [text for text, iso in readings.items() if iso and _is_month_first(text, iso)]
    return "month-first" if month_first else "day-first"


def _is_month_first(text: str, iso: str) -> bool:
    first = text.strip().replace(".", "/").replace("-", "/").split("/")[0]
    month, day = int(iso[5:7]), int(iso[8:10])
    return len(first) <= len("12") and first.isdecimal() and int(first) == month != day


def period_of(date: str, study: Study) -> str:
    """SQL of the position of the period in which a date lies; null outside all."""
    cases = " ".join(
        f"WHEN {date} BETWEEN DATE '{period.starts}' AND DATE '{period.ends}' THEN {i}"
        for i, period in enumerate(study.periods)
    )
    return f"CASE {cases} END"
