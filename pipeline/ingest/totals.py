"""Figures that somebody else already added up, some of them withheld."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.engine.session import quoted
from pipeline.ingest import cells, duplicates, typed
from pipeline.ingest.contract import Check, kept, sound
from pipeline.ingest.entries import Entry
from pipeline.ingest.file_kinds import NO_PERIOD
from pipeline.ingest.intake import all_named, several
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.records import period_checks
from pipeline.ingest.typed import NumberColumn, Tokens
from pipeline.problems import Place
from pipeline.study.schema import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.study.schema import Totals

WHOLE: Final = (
    "total",
    "totals",
    "grand total",
    "all",
    "all students",
    "all schools",
    "overall",
    "district",
    "district total",
    "state",
    "statewide",
    "whole",
    "ta",
    "state total",
    "todos",
    "todos los estudiantes",
)
"""Levels that mean the whole."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The columns of one measure: a count out of a total, or a value."""

    name: str
    count: str | None
    of: str | None
    value: str | None


def read_totals(intake: Intake, name: str, source: Totals) -> None:
    """Reads a source of totals into the table `totals`."""
    files: list[int] = []
    table = f"totals_{name.replace('-', '_')}"
    parts: list[str] = []
    for layout in intake.layouts(source, source.files, _named(source)):
        found = _read(intake, name, source, layout)
        if found is not None:
            files.append(found[0])
            parts.append(f"SELECT CAST({found[0]} AS INTEGER) AS file, * FROM {found[1]}")
    if parts:
        intake.session.execute(f"CREATE TABLE {table} AS {' UNION ALL BY NAME '.join(parts)}")
        measures = range(len(source.measures))
        values = [f"{part}{i}" for i in measures for part in ("c", "o", "v", "w")]
        duplicates.set_aside(
            intake,
            table,
            key=["period", '"by"'],
            values=values,
            what="period and group",
            column=None,
        )
        for i, measure in enumerate(source.measures):
            intake.session.execute(
                f"INSERT INTO totals SELECT {quoted(name)}, {quoted(f'{name}.{measure}')}, period, "
                f'"by", c{i}, o{i}, v{i}, w{i}, l{i}, m{i} FROM {table}'
            )
    for file in files:
        intake.books.close(file)


def _named(source: Totals) -> list[str]:
    figures = source.measures.values()
    parts = [p for f in figures for p in ([f.count, f.of] if isinstance(f, Count) else [f])]
    return [*all_named(source), *parts, "period"]


def _read(intake: Intake, name: str, source: Totals, layout: Layout) -> tuple[int, str] | None:
    figures = [_figure(n, f) for n, f in source.measures.items()]
    columns = _columns(intake, source, layout, figures)
    by = {
        alias: header_of(layout, several(named), intake.problems)
        for alias, named in source.columns.items()
        if alias not in {"period", *columns, *_parts(figures)}
    }
    wanted = several(source.columns.get("period", "period"))
    period = header_of(layout, wanted, intake.problems, is_needed="period" in source.columns)
    if period is None and "period" not in source.columns:
        intake.problems.add(NO_PERIOD, Place(file=layout.file.shown))
    if period is None or None in by.values() or len(columns) < len(_parts(figures)):
        return None
    levels = {alias: header for alias, header in by.items() if header is not None}
    table = f"file_{len(intake.books.entries)}"
    select = {"period": layout.cell(period), "by": _group(layout, levels)}
    select |= {
        f"t{i}": cells.trimmed(layout.cell(c.header)) for i, c in enumerate(columns.values())
    }
    loaded = load(
        intake.session,
        layout,
        source=source,
        ask=Ask({f'"{alias}"': sql for alias, sql in select.items()}),
        into=f"{table}_text",
        problems=intake.problems,
    )
    if loaded is None:
        return None
    entry = Entry(source=name, layout=layout, tolerate=source.tolerate)
    file = intake.books.enter(entry, loaded)
    ready = typed.styled(intake.session, loaded.table, list(columns.values()), source)
    at = {part: i for i, part in enumerate(columns)}
    _type(intake, loaded.table, ready, source, into=table)
    rows = period_checks(intake, period)
    tokens = Tokens.of(source)
    checks = [c for i, column in enumerate(ready) for c in _cell_checks(i, column, tokens)]
    intake.books.judge(file, table, [*rows, *checks])
    values = "".join(_values(i, f, at, ready, tokens) for i, f in enumerate(figures))
    intake.session.execute(
        f'CREATE OR REPLACE TABLE {table} AS SELECT row, period, "by"{values} FROM {table} '
        f"WHERE {kept(rows)} ORDER BY row"
    )
    loaded.forget(intake.session)
    intake.say(f"{layout.file.name}: {loaded.rows_read} rows")
    return file, table


def _figure(name: str, written: Count | str) -> Figure:
    if isinstance(written, Count):
        return Figure(name, written.count, written.of, None)
    return Figure(name, None, None, written)


def _parts(figures: list[Figure]) -> list[str]:
    named = [part for f in figures for part in (f.count, f.of, f.value) if part is not None]
    return list(dict.fromkeys(named))


def _columns(
    intake: Intake, source: Totals, layout: Layout, figures: list[Figure]
) -> dict[str, NumberColumn]:
    found: dict[str, NumberColumn] = {}
    counts = {part for figure in figures for part in (figure.count, figure.of)}
    for i, part in enumerate(_parts(figures)):
        header = header_of(layout, several(source.columns.get(part, part)), intake.problems)
        if header is not None:
            found[part] = NumberColumn(text=f"t{i}", header=header, is_whole=part in counts)
    return found


def _group(layout: Layout, levels: Mapping[str, str]) -> str:
    """SQL of the breakdown: column=level, several with a semicolon, empty for the whole."""
    texts = []
    for alias, header in levels.items():
        level = cells.trimmed(layout.cell(header))
        whole = cells.one_of(cells.folded(level), WHOLE)
        texts.append(
            f"CASE WHEN {level} IS NULL OR {whole} THEN NULL "
            f"ELSE {quoted(alias + '=')} || {level} END"
        )
    return f"concat_ws('; ', {', '.join(texts)})" if texts else "''"


def _type(
    intake: Intake, text_table: str, columns: list[NumberColumn], source: Totals, *, into: str
) -> None:
    tokens = Tokens.of(source)
    numbers = "".join(f", {column.number(tokens)} AS n{i}" for i, column in enumerate(columns))
    left = "".join(f", {c.leftover(f'n{i}', tokens)} AS x{i}" for i, c in enumerate(columns))
    period = cells.lookup("period", intake.periods)
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT *{left} FROM (SELECT row, "
        f"period AS period_text, {period} AS period, * EXCLUDE (row, period){numbers} "
        f"FROM {text_table}) ORDER BY row"
    )


def _cell_checks(i: int, column: NumberColumn, tokens: Tokens) -> list[Check]:
    checks = typed.number_checks(f"x{i}", column, tokens, None)
    if column.is_whole:
        checks.append(typed.count_check(f"n{i}", column.header, is_whole=True))
    return checks


def _values(
    i: int, figure: Figure, at: Mapping[str, int], columns: list[NumberColumn], tokens: Tokens
) -> str:
    """SQL of the count, the total, the value and the flag of one measure."""

    def number(part: str | None) -> str:
        if part is None:
            return "NULL::DOUBLE"
        value, column = f"n{at[part]}", columns[at[part]]
        rule = typed.count_check(value, column.header, is_whole=True)
        return sound(value, [rule] if column.is_whole else [])

    told = figure.count if figure.value is None else figure.value
    least, most = ("NULL::DOUBLE", "NULL::DOUBLE")
    if told is not None:
        column = columns[at[told]]
        least, most = cells.bounds(f"x{at[told]}", is_whole=column.is_whole)
        # Of a count, no more than the total can be hidden.
        most = f"least({most}, {number(figure.of)})" if figure.of is not None else most
    used = [at[part] for part in (figure.count, figure.of, figure.value) if part is not None]
    withheld = " OR ".join(
        f"coalesce({cells.is_withheld(f'x{k}', tokens.withheld)}, false)" for k in used
    )
    return (
        f", {number(figure.count)} AS c{i}, {number(figure.of)} AS o{i}, "
        f"{number(figure.value)} AS v{i}, ({withheld}) AS w{i}, "
        f"CASE WHEN {withheld} THEN {least} END AS l{i}, "
        f"CASE WHEN {withheld} THEN {most} END AS m{i}"
    )
