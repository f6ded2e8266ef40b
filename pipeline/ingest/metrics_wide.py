"""One row a student and period, or one row a student and a column for each period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.engine.session import identifier
from pipeline.ingest import cells, dated, headers, typed
from pipeline.ingest.contract import Check, kept, sound
from pipeline.ingest.day_columns import day_header, days_check
from pipeline.ingest.entries import Entry
from pipeline.ingest.file_kinds import MIXED_LAYOUT, NO_PERIOD, TWO_USES
from pipeline.ingest.files import shown
from pipeline.ingest.formulas import Formula, formula_of
from pipeline.ingest.id_pairs import choose
from pipeline.ingest.intake import all_named, several
from pipeline.ingest.layout import header_of
from pipeline.ingest.loading import Ask, load
from pipeline.ingest.measures import COMPUTED_DECIMALS
from pipeline.ingest.records import id_checks, period_checks
from pipeline.ingest.roster import id_headers
from pipeline.ingest.row_kinds import NO_RESULT, UNKNOWN_PERIOD
from pipeline.ingest.typed import NumberColumn, Tokens
from pipeline.problems import Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.ingest.dates import Order
    from pipeline.ingest.intake import Intake
    from pipeline.ingest.layout import Layout
    from pipeline.ingest.measures import Measure
    from pipeline.study.schema import Metrics


def slots(intake: Intake, source: Metrics) -> list[tuple[int, int | None]]:
    """Which measure, and which period where it is fixed, each value column holds."""
    found: list[tuple[int, int | None]] = []
    for i, written in enumerate(source.measures.values()):
        if isinstance(written, str):
            found.append((i, None))
        else:
            found += [(i, _position(intake, period)) for period in written]
    by_period = {period is not None for _, period in found}
    if len(by_period) > 1:
        place = Place(file=shown(intake.folder, "study.yaml"))
        odd = next(n for n, written in source.measures.items() if not isinstance(written, str))
        intake.problems.add(MIXED_LAYOUT, place, measure=odd)
    return found


def _position(intake: Intake, period: str) -> int:
    position = intake.periods.get(period)
    if position is None:
        place = Place(file=shown(intake.folder, "study.yaml"))
        kind = replace(UNKNOWN_PERIOD, severity="error")
        accepted = headers.listed(list(intake.periods))
        intake.problems.add(kind, place, value=period, accepted=accepted)
    return position or 0


def named(source: Metrics) -> list[str]:
    """Headers that the study file names, as far as they are plain headers."""
    texts = [text for written in source.measures.values() for text in _texts(written)]
    return [*all_named(source), *texts, "student_id", "period"]


def read(
    intake: Intake, name: str, source: Metrics, layout: Layout, *, measures: Sequence[Measure]
) -> tuple[int, str] | None:
    """Reads one file; gives its number in the books and the table of its sound rows."""
    id_header = choose(intake, source, layout, id_headers(source))
    written = [text for one in source.measures.values() for text in _texts(one)]
    formulas = [formula_of(source, layout, text) for text in written]
    which = [
        m for m, one in zip(measures, source.measures.values(), strict=True) for _ in _texts(one)
    ]
    columns = _columns(intake, source, layout, formulas, which)
    period = _period_header(intake, source, layout)
    if id_header is None or columns is None or period is None:
        return None
    table = f"file_{len(intake.books.entries)}"
    day = day_header(intake, source, layout)
    select = {
        "id": layout.cell(id_header),
        "period": layout.cell(period) if period else "NULL::VARCHAR",
        "day": cells.trimmed(layout.cell(day)) if day else "NULL::VARCHAR",
    }
    select |= {
        f"t{i}": cells.trimmed(layout.cell(c.header)) for i, c in enumerate(columns.values())
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
        key=id_header,
        tolerate=source.tolerate,
        floor=source.match_floor,
    )
    file = intake.books.enter(entry, loaded)
    ready = typed.styled(intake.session, loaded.table, list(columns.values()), source)
    checks = id_checks(intake, layout, id_header)
    checks += period_checks(intake, period) if period else []
    by_name = dict(zip(columns, ready, strict=True))
    order = (
        dated.order_of(intake, loaded.table, "day", source, layout=layout, header=day)
        if day
        else None
    )
    _type(intake, loaded.table, by_name, formulas, source=source, into=table, order=order)
    cell_checks, value_checks = _rules(by_name, formulas, which, Tokens.of(source))
    rules = [rule for per_slot in value_checks for rule in per_slot]
    checks += days_check(source, by_name)
    broken = intake.books.judge(file, table, [*checks, *cell_checks, *rules])
    value_checks = [[c for c in per_slot if c in broken] for per_slot in value_checks]
    _keep_sound(intake, table, [c for c in checks if c in broken], value_checks, formulas)
    loaded.forget(intake.session)
    return file, table


def _texts(written: str | Mapping[str, str]) -> list[str]:
    return [written] if isinstance(written, str) else list(written.values())


def _columns(
    intake: Intake,
    source: Metrics,
    layout: Layout,
    formulas: Sequence[Formula],
    which: Sequence[Measure],
) -> dict[str, NumberColumn] | None:
    """The columns of numbers that the formulas use, by name; None where one is missing."""
    found: dict[str, NumberColumn] = {}
    words = {
        f.columns[0]
        for f, m in zip(formulas, which, strict=True)
        if f.is_measured and m.kind == "binary"
    }
    names = dict.fromkeys(name for formula in formulas for name in formula.columns)
    _tell_two_uses(intake, formulas)
    for i, name in enumerate(names):
        header = header_of(layout, several(source.columns.get(name, name)), intake.problems)
        if header is not None:
            found[name] = NumberColumn(text=f"t{i}", header=header, has_words=name in words)
    return found if len(found) == len(names) else None


def _as_words(formulas: Sequence[Formula]) -> set[str]:
    return {name for formula in formulas for name in formula.words}


def _tell_two_uses(intake: Intake, formulas: Sequence[Formula]) -> None:
    numbers = {
        name for formula in formulas for name in formula.columns if name not in formula.words
    }
    for name in sorted(numbers & _as_words(formulas)):
        place = Place(file=shown(intake.folder, "study.yaml"))
        intake.problems.add(TWO_USES, place, name=name)


def _period_header(intake: Intake, source: Metrics, layout: Layout) -> str | None:
    """The header of the period; empty where each period has its columns; None where missing."""
    if all(not isinstance(written, str) for written in source.measures.values()):
        return ""
    if "period" not in source.columns and "date" in source.columns:
        return header_of(layout, several(source.columns["date"]), intake.problems)
    if "period" in source.columns:
        return header_of(layout, several(source.columns["period"]), intake.problems)
    found = header_of(layout, ("period",), intake.problems, is_needed=False)
    if found is None:
        intake.problems.add(NO_PERIOD, Place(file=layout.file.shown))
    return found


def _type(  # noqa: PLR0913  all that decides what a cell is
    intake: Intake,
    text_table: str,
    columns: Mapping[str, NumberColumn],
    formulas: Sequence[Formula],
    *,
    source: Metrics,
    into: str,
    order: Order | None,
) -> None:
    """Makes the table with numbers `n<i>`, texts that are none `x<i>`, and values `e<i>`."""
    tokens = Tokens.of(source)
    words = _as_words(formulas)
    typed_columns = left = names = ""
    for i, (name, column) in enumerate(columns.items()):
        text = cells.present(column.text, tokens.missing)
        if name in words:
            typed_columns += f", {text} AS n{i}"
            left += f", NULL::VARCHAR AS x{i}"
        else:
            typed_columns += f", {column.number(tokens)} AS n{i}"
            left += f", {column.leftover(f'n{i}', tokens)} AS x{i}"
        names += f", n{i} AS {identifier(name)}"
    values = "".join(f", {_value(formula)} AS e{i}" for i, formula in enumerate(formulas))
    period = cells.lookup("period", intake.periods)
    day = dated.date_of("day", order)
    if "period" not in source.columns and "date" in source.columns:
        period = dated.period_of(f"({day})", intake.study)
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT *{values} FROM (SELECT *{names} FROM ("
        f"SELECT *{left} FROM (SELECT row, id, {day} AS day, "
        f"period AS period_text, {period} AS period, * EXCLUDE (row, id, day, period)"
        f"{typed_columns} "
        f"FROM {text_table}))) ORDER BY row"
    )


def _value(formula: Formula) -> str:
    if formula.is_measured:
        return formula.sql
    return f"round(CAST({formula.sql} AS DOUBLE), {COMPUTED_DECIMALS})"


def _rules(
    columns: Mapping[str, NumberColumn],
    formulas: Sequence[Formula],
    which: Sequence[Measure],
    tokens: Tokens,
) -> tuple[list[Check], list[list[Check]]]:
    """The rules on cells, and for each slot those on its values."""
    at = {name: i for i, name in enumerate(columns)}
    measured = {f.columns[0]: m for f, m in zip(formulas, which, strict=True) if f.is_measured}
    words = _as_words(formulas)
    cell_checks = [
        check
        for name, column in columns.items()
        if name not in words
        for check in typed.number_checks(f"x{at[name]}", column, tokens, measured.get(name))
    ]
    value_checks = []
    for i, (formula, measure) in enumerate(zip(formulas, which, strict=True)):
        told = columns[formula.columns[0]].header if formula.is_measured else measure.name
        rules = typed.value_checks(f"e{i}", measure, told)
        if formula.is_measured:
            cell_checks.append(typed.rounding_check(f"e{i}", told))
        else:
            rules.append(_no_result(i, formula, told, at))
        value_checks.append(rules)
    return cell_checks, value_checks


def _no_result(i: int, formula: Formula, told: str, at: Mapping[str, int]) -> Check:
    given = " AND ".join(f"n{at[name]} IS NOT NULL" for name in formula.columns) or "true"
    nothing = f"(e{i} IS NULL AND {given})" if formula.divides else "false"
    return Check(
        kind=NO_RESULT,
        when=f"NOT isfinite(e{i}) OR {nothing}",
        column=told,
        facts={"columns": ", ".join(formula.columns)},
    )


def _keep_sound(
    intake: Intake,
    table: str,
    row_checks: Sequence[Check],
    value_checks: Sequence[Sequence[Check]],
    formulas: Sequence[Formula],
) -> None:
    values = "".join(
        f", {sound(typed.rounded(f'e{i}') if formula.is_measured else f'e{i}', checks)} AS v{i}"
        for i, (formula, checks) in enumerate(zip(formulas, value_checks, strict=True))
    )
    intake.session.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT row, id, day, "
        f"coalesce(period, 0) AS period{values} "
        f"FROM {table} WHERE {kept(row_checks)} ORDER BY row"
    )
