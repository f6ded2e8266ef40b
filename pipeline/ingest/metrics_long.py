"""One row a student, period and metric: the layout of large extracts, read in one pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.ingest import cells, dated, headers, long_rules, numbers, typed
from pipeline.ingest.contract import kept, sound
from pipeline.ingest.entries import Entry
from pipeline.ingest.file_kinds import MIXED_LAYOUT
from pipeline.ingest.files import shown
from pipeline.ingest.id_pairs import choose
from pipeline.ingest.intake import all_named, several
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.numbers import PLAIN, Style
from pipeline.ingest.records import id_checks, period_checks
from pipeline.ingest.roster import id_headers
from pipeline.ingest.row_kinds import OTHER_METRICS, UNKNOWN_METRIC
from pipeline.ingest.typed import NumberColumn, Tokens
from pipeline.problems import Collector, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.dates import Order
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.ingest.loading import Loaded
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import Metrics

_PARTS: Final = ("student_id", "period", "metric", "value")
_TEXTS: Final = ("period", "metric", "value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one file is to be read.

    Attributes:
        layout: The file.
        headers: Header of each part: the ID, the period, the metric, the value.
        spelled: How each metric may be spelled, with its position.
        value: The column of the values.
        order: The order of the dates, where there are any.
    """

    layout: Layout
    headers: Mapping[str, str]
    spelled: dict[str, int]
    value: NumberColumn
    order: Order | None = None

    @property
    def day(self) -> str:
        """SQL of the date of a record, null where there is none."""
        if "date" not in self.headers:
            return "NULL::DATE"
        return dated.date_of(cells.trimmed(self.layout.cell(self.headers["date"])), self.order)


def measure_names(intake: Intake, name: str, source: Metrics) -> list[str]:
    """The measures of a long source: those declared, else those that the outcomes read."""
    for measure, written in source.measures.items():
        if not isinstance(written, str):
            place = Place(file=shown(intake.folder, "study.yaml"))
            intake.problems.add(MIXED_LAYOUT, place, measure=measure)
    if source.measures:
        return list(source.measures)
    read = [o.measure.partition(".") for o in intake.study.outcomes.values()]
    return list(dict.fromkeys(measure for of, _, measure in read if of == name))


def named(source: Metrics) -> list[str]:
    """Headers that the study file names."""
    return [*all_named(source), *_PARTS]


def read(
    intake: Intake, name: str, source: Metrics, layout: Layout, *, measures: Sequence[Measure]
) -> tuple[int, str] | None:
    """Reads one file; gives its number in the books and the view of its sound rows."""
    found = _headers(intake, source, layout)
    if found is None:
        return None
    table = f"file_{len(intake.books.entries)}"
    value = NumberColumn(
        text=layout.cell(found["value"]),
        header=found["value"],
        has_words=any(measure.kind == "binary" for measure in measures),
    )
    plan = Plan(layout=layout, headers=found, spelled=_spelled(source, measures), value=value)
    if "date" in found:
        plan = replace(plan, order=_order(intake, source, plan, table))
    loaded = _load(intake, source, plan, into=table)
    if loaded is None:
        return None
    plan = replace(plan, value=replace(value, style=_style(intake, table, value, source)))
    if plan.value.style != PLAIN:
        loaded = _load(intake, source, plan, into=table) or loaded
    entry = Entry(
        source=name,
        layout=layout,
        key=found["student_id"],
        tolerate=source.tolerate,
        floor=source.match_floor,
    )
    file = intake.books.enter(entry, loaded)
    _judge(intake, source, plan, table, file=file, measures=measures)
    return file, f"{table}_sound"


def _judge(
    intake: Intake,
    source: Metrics,
    plan: Plan,
    table: str,
    *,
    file: int,
    measures: Sequence[Measure],
) -> None:
    """Holds the rows against their contract, and makes the view of those that are sound."""
    header = plan.headers
    ids = id_checks(intake, plan.layout, header["student_id"])
    odd = [
        *period_checks(intake, header["period"]),
        long_rules.metric_check(header["metric"], plan.spelled),
    ]
    values = long_rules.value_checks(plan.value, measures)
    rounding = typed.rounding_check("value", header["value"], given="measure IS NOT NULL")
    broken = intake.books.judge(file, table, [*ids, *values, rounding])
    intake.books.judge(file, f"{table}_left", [*odd, *long_rules.cell_checks(plan.value, source)])
    _tell_others(intake, table, plan.layout, header["metric"])
    # Rules that nothing broke need not be looked at again.
    measured = typed.rounded("value") if rounding in broken else "value"
    value = sound(measured, [check for check in values if check in broken])
    intake.session.execute(
        f"CREATE OR REPLACE VIEW {table}_sound AS SELECT row, id, day, period, measure, "
        f"{value} AS value FROM {table} WHERE {kept([c for c in ids if c in broken])} "
        f"AND period IS NOT NULL AND measure IS NOT NULL"
    )


def tell_missing(
    intake: Intake, source: Metrics, tables: Mapping[int, str], measures: Sequence[Measure]
) -> None:
    """Warns of metrics that the study uses and no file holds."""
    seen: set[int] = set()
    others: set[str] = set()
    spelled = {code: word for word, code in reversed(_spelled(source, measures).items())}
    for table in tables.values():
        whole = table.removesuffix("_sound")
        seen |= {int(m) for (m,) in intake.session.tuples(f"SELECT DISTINCT measure FROM {table}")}
        others |= _others(intake, whole)
    told = headers.listed(sorted(others)) or "none besides those that were used"
    for i in sorted(set(spelled) - seen if tables else ()):
        file = intake.books.entries[next(iter(tables))].layout.file.shown
        intake.problems.add(UNKNOWN_METRIC, Place(file=file), wanted=spelled[i], found=told)


def _headers(intake: Intake, source: Metrics, layout: Layout) -> dict[str, str] | None:
    found = {}
    is_dated = "date" in source.columns and "period" not in source.columns
    parts = [p for p in _PARTS if p != "period" or not is_dated]
    if is_dated or (source.pick is not None and "date" in source.columns):
        parts.append("date")
    for part in parts:
        wanted = (
            id_headers(source) if part == "student_id" else several(source.columns.get(part, part))
        )
        header = (
            choose(intake, source, layout, wanted)
            if part == "student_id"
            else header_of(layout, wanted, intake.problems)
        )
        if header is not None:
            found[part] = header
    if is_dated and "date" in found:
        found["period"] = found["date"]
    return found if set(found) >= set(_PARTS) else None


def _order(intake: Intake, source: Metrics, plan: Plan, table: str) -> Order | None:
    """The order of the dates, from a first look at their column alone."""
    header = plan.headers["date"]
    look = Ask({"day": cells.trimmed(plan.layout.cell(header))}, has_totals=True)
    into = f"{table}_dates"
    quiet = Collector()
    seen = load(intake.session, plan.layout, source=source, ask=look, into=into, problems=quiet)
    if seen is None:
        return None
    order = dated.order_of(intake, into, "day", source, layout=plan.layout, header=header)
    seen.forget(intake.session)
    return order


def _spelled(source: Metrics, measures: Sequence[Measure]) -> dict[str, int]:
    """How each metric may be spelled in the file, with its position."""
    names = {measure.name.partition(".")[2]: i for i, measure in enumerate(measures)}
    written = {text: names[name] for name, text in source.measures.items() if isinstance(text, str)}
    return written | {name: i for name, i in names.items() if name not in written}


def _load(intake: Intake, source: Metrics, plan: Plan, *, into: str) -> Loaded | None:
    """One pass over the file: codes and numbers, and texts only where there are none."""
    cell = {part: plan.layout.cell(header) for part, header in plan.headers.items()}
    tokens = Tokens.of(source)
    has_tokens = bool(tokens.missing or tokens.withheld or plan.value.has_words)
    is_quick = plan.value.style == PLAIN and not has_tokens
    given = {
        "day": plan.day,
        "period": f"CAST({_period(intake, source, cell['period'])} AS SMALLINT)",
        "measure": f"CAST({cells.lookup(cell['metric'], plan.spelled)} AS SMALLINT)",
        "value": numbers.quick(cell["value"]) if is_quick else plan.value.number(tokens),
    }
    texts = " || chr(31) || ".join(f"coalesce({cell[part]}, '')" for part in _TEXTS)
    # One column of leftovers for all three: a column that is nearly always null is not free.
    select = {
        "id": cell["student_id"],
        "day": "day",
        "period": "period",
        "measure": "measure",
        "value": "value",
        "texts": f"CASE WHEN period IS NULL OR measure IS NULL OR value IS NULL THEN {texts} END",
    }
    loaded = load(
        intake.session,
        plan.layout,
        source=source,
        ask=Ask(select, given, has_totals=True),
        into=into,
        problems=intake.problems,
    )
    if loaded is not None:
        _keep_leftovers(intake, into, tokens)
    return loaded


def _period(intake: Intake, source: Metrics, cell: str) -> str:
    if "period" not in source.columns and "date" in source.columns:
        return dated.period_of("day", intake.study)
    return cells.lookup(cell, intake.periods)


def _keep_leftovers(intake: Intake, table: str, tokens: Tokens) -> None:
    """The few rows with a cell that was not understood, with its text; null where missing."""
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table}_left AS SELECT * EXCLUDE (texts), "
        f"string_split(texts, chr(31)) AS parts FROM {table} WHERE texts IS NOT NULL"
    )
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table}_left AS SELECT * EXCLUDE (parts), "
        f"CASE WHEN period IS NULL THEN parts[1] END AS period_text, "
        f"CASE WHEN measure IS NULL THEN {cells.trimmed('parts[2]')} END AS metric_text, "
        f"CASE WHEN value IS NULL THEN {cells.present('parts[3]', tokens.missing)} END "
        f"AS value_text FROM {table}_left"
    )


def _style(intake: Intake, table: str, column: NumberColumn, source: Metrics) -> Style:
    left = f"{table}_left WHERE value_text IS NOT NULL"
    return typed.proved_style(
        intake.session,
        column,
        source,
        leftovers=f"SELECT DISTINCT value_text AS text FROM {left}",
        fractions=f"SELECT {typed.has_point('value')} FROM {table}",
    )


def _others(intake: Intake, table: str) -> set[str]:
    found = intake.session.tuples(
        f"SELECT DISTINCT metric_text FROM {table}_left WHERE metric_text IS NOT NULL"
    )
    return {str(text) for (text,) in found}


def _tell_others(intake: Intake, table: str, layout: Layout, header: str) -> None:
    others = sorted(_others(intake, table))
    if others:
        place = Place(file=layout.file.shown, column=header)
        intake.problems.add(OTHER_METRICS, place, found=headers.listed(others))
