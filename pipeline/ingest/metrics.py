"""Student records, in whichever of three layouts they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.ingest import (
    duplicates,
    metrics_days,
    metrics_long,
    metrics_marks,
    metrics_wide,
)
from pipeline.ingest.linkage import link
from pipeline.ingest.measures import as_outcomes_read_it

if TYPE_CHECKING:
    from types import ModuleType

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measure, Measures
    from pipeline.study.schema import Metrics


GATHERED: Final = {"daily-attendance": metrics_days, "course-marks": metrics_marks}
"""Readers of files with several rows a student and period, by the name of their format."""


@dataclass(slots=True, kw_only=True)
class Staged:
    """A source whose files were read and checked, but not yet linked.

    Attributes:
        name: Source in the study file.
        source: The source.
        measures: What it holds, in the order of the study file.
        is_long: A row holds one measure.
        tables: Number of each file in the books, and its table of sound rows: `row`, `id`,
            `period`, and `value`, `measure` where long, else `v0`, `v1`, ... by slot.
        slots: Which measure and, where fixed, which period each `v<i>` holds.
    """

    name: str
    source: Metrics
    measures: list[Measure] = field(default_factory=list)
    is_long: bool = False
    tables: dict[int, str] = field(default_factory=dict)
    slots: list[tuple[int, int | None]] = field(default_factory=list)


def read_metrics(intake: Intake, name: str, source: Metrics) -> Staged:
    """Reads and checks the files of a source; nobody is linked yet."""
    staged = Staged(name=name, source=source)
    staged.is_long = {"metric", "value"} <= set(source.columns)
    names = metrics_long.measure_names(intake, name, source) if staged.is_long else source.measures
    staged.measures = [as_outcomes_read_it(intake.study, name, measure) for measure in names]
    reader = _reader(source, is_long=staged.is_long)
    staged.slots = [] if staged.is_long else metrics_wide.slots(intake, source)
    for layout in intake.layouts(source, source.files, reader.named(source)):
        found = reader.read(intake, name, source, layout, measures=staged.measures)
        if found is not None:
            staged.tables[found[0]] = found[1]
    if staged.is_long:
        metrics_long.tell_missing(intake, source, staged.tables, staged.measures)
    return staged


def _reader(source: Metrics, *, is_long: bool) -> ModuleType:
    if source.format in GATHERED:
        return GATHERED[source.format]
    return metrics_long if is_long else metrics_wide


def tidy_metrics(intake: Intake, staged: Staged, measures: Measures) -> None:
    """Links the rows to people, sets repeated records aside, and adds the measurements."""
    codes = [measures.add(measure) for measure in staged.measures]
    extra = ["period", "measure", "value"] if staged.is_long else _wide_columns(staged)
    extra += ["day"] if is_picked_by_day(staged.source) else []
    view = f"linked_{staged.name.replace('-', '_')}"
    parts = [_link(intake, staged, file, extra) for file in staged.tables]
    if parts and codes:
        intake.session.execute(f"CREATE VIEW {view}_all AS {' UNION ALL '.join(parts)}")
        table = _without_repeated(intake, staged, view, measures.people)
        measures.parts += _parts(staged, table, codes)
        measures.long |= {staged.name: table} if staged.is_long else {}
    for file in staged.tables:
        intake.books.close(file)


def _wide_columns(staged: Staged) -> list[str]:
    return ["period", *(f"v{i}" for i in range(len(staged.slots)))]


def _link(intake: Intake, staged: Staged, file: int, extra: list[str]) -> str:
    part = staged.tables[file]
    link(
        intake,
        part,
        into=f"{part}_who",
        columns=", ".join(extra),
        file=file,
    )
    return (
        f"SELECT CAST({file} AS INTEGER) AS file, row, person, {', '.join(extra)} "
        f"FROM {part}_who WHERE person IS NOT NULL"
    )


def _without_repeated(intake: Intake, staged: Staged, view: str, people: int) -> str:
    """The table or view of the linked rows in which nobody is twice."""
    periods = len(intake.study.periods)
    code = f"CAST(person AS BIGINT) * {periods} + period"
    size = people * periods
    key, values, what = ["person", "period"], _wide_columns(staged)[1:], "student and period"
    if staged.is_long:
        code, size = f"({code}) * {len(staged.measures)} + measure", size * len(staged.measures)
        key, values, what = [*key, "measure"], ["value"], "student, period and metric"
    elif any(period is not None for _, period in staged.slots):
        what = "student"
    if duplicates.are_distinct(intake, f"{view}_all", code=code, size=size):
        return f"{view}_all"
    intake.session.execute(f"CREATE TABLE {view} AS SELECT * FROM {view}_all")
    column = intake.books.entries[next(iter(staged.tables))].key
    if staged.source.pick is not None:
        duplicates.pick_one(intake, view, key=key, order=_order(staged), column=column)
    duplicates.set_aside(intake, view, key=key, values=values, what=what, column=column)
    return view


def is_picked_by_day(source: Metrics) -> bool:
    """Of several records the first or the last one counts."""
    return source.pick in {"latest", "earliest"}


def _order(staged: Staged) -> str:
    """SQL of the order in which the first of several records is the one to take."""
    value = "value" if staged.is_long else "v0"
    match staged.source.pick:
        case "latest":
            return "day DESC NULLS LAST"
        case "earliest":
            return "day ASC NULLS LAST"
        case "highest":
            return f"{value} DESC NULLS LAST"
        case _:
            return f"{value} ASC NULLS LAST"


def _parts(staged: Staged, table: str, codes: list[int]) -> list[str]:
    if staged.is_long:
        part = (
            f"SELECT CAST(measure + {codes[0]} AS INTEGER) AS measure, person, "
            f"CAST(period AS INTEGER) AS period, value, row, file FROM {table} "
            f"WHERE value IS NOT NULL"
        )
        return [part]
    return [
        f"SELECT CAST({codes[measure]} AS INTEGER) AS measure, person, "
        f"CAST({'period' if period is None else period} AS INTEGER) AS period, "
        f"v{i} AS value, row, file FROM {table} WHERE v{i} IS NOT NULL"
        for i, (measure, period) in enumerate(staged.slots)
    ]
