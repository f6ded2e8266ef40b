"""Metrics files: one of three layouts, and expressions that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from pipeline.problems import Problem
from pipeline.study.checks.case import likely_slip
from pipeline.study.expressions import problem_of, read_expression
from pipeline.study.kinds.sense import LAYOUT, UNMAPPED
from pipeline.study.lexemes import MisreadError
from pipeline.study.positions import Span, TextNode
from pipeline.study.schema import Metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Place
    from pipeline.study.checks.case import Case
    from pipeline.study.positions import Path

GATHERED: Final = frozenset({"daily-attendance", "course-marks"})
"""Formats whose rows are gathered: measures are expressions over what that gives."""
Layout = Literal["long", "by-period", "by-measure"]
ROLES: Final[tuple[Literal["before", "after"], ...]] = ("before", "after")


def layout_of(source: Metrics) -> Layout:
    """How the rows of a metrics file are laid out.

    Returns:
        `long`: a row per student, period and metric (columns.metric and columns.value).
        `by-period`: a row per student, a column per period (measures are maps).
        `by-measure`: a row per student and period (measures are expressions).
    """
    if "metric" in source.columns or "value" in source.columns:
        return "long"
    if any(not isinstance(measure, str) for measure in source.measures.values()):
        return "by-period"
    return "by-measure"


def check_metrics(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with metrics files."""
    for name, source in case.study.sources.items():
        if isinstance(source, Metrics):
            yield from _layout(case, name, source)
            yield from _measures(case, name, source)
            yield from _pick(case, name, source)


def _layout(case: Case, name: str, source: Metrics) -> Iterator[Problem]:
    columns = source.columns
    match layout_of(source):
        case "long":
            dated = "date" if "date" in columns and "period" not in columns else "period"
            missing = [one for one in ("metric", "value", dated) if one not in columns]
            if missing:
                found = f"has a row per metric but no `columns.{missing[0]}`"
                expected = "columns for period, metric and value"
                advice = f"Add `{missing[0]}: header` to `columns:`."
                yield _wrong(case, (name, "columns"), found, expected, advice)
            maps = [key for key, said in source.measures.items() if not isinstance(said, str)]
            if maps:
                found = f"has a row per metric and a map of periods for `{maps[0]}`"
                expected = "at most the word that stands for the measure in the file"
                advice = f"Write `{maps[0]}: word`, or remove `measures:`."
                yield _wrong(case, (name, "measures"), found, expected, advice)
        case "by-period":
            if "period" in columns:
                found = "has a column per period and `columns.period` as well"
                advice = "Remove `period:`, or write expressions instead of a map of periods."
                yield _wrong(case, (name, "columns", "period"), found, "one of the two", advice)
        case "by-measure":
            yield from _by_measure(case, name, source)


def _by_measure(case: Case, name: str, source: Metrics) -> Iterator[Problem]:
    if not source.measures:
        expected = "`measures:`, or columns for period, metric and value"
        advice = "Name at least one measure."
        yield _wrong(case, (name,), "has no measures", expected, advice)
    elif not {"period", "date"} & set(source.columns):
        expected = "a row per student and period, or a map of periods under each measure"
        advice = "Add `period: header` to `columns:`, or write `name: {before: ..., after: ...}`."
        yield _wrong(case, (name, "columns"), "has no `columns.period`", expected, advice)


def _pick(case: Case, name: str, source: Metrics) -> Iterator[Problem]:
    if source.pick in {"latest", "earliest"} and "date" not in source.columns:
        found = f"picks the {source.pick} record and has no `columns.date`"
        advice = "Add `date: header` to `columns:`, or pick the highest or lowest."
        yield _wrong(case, (name, "pick"), found, "a column of dates", advice)
    if source.minimum_days is not None and "enrolled" not in source.columns:
        found = "has `minimum_days` and no `columns.enrolled`"
        advice = "Add `enrolled: header` to `columns:`."
        yield _wrong(case, (name, "minimum_days"), found, "a column of days enrolled", advice)


def _wrong(case: Case, path: Path, found: str, expected: str, advice: str) -> Problem:
    facts = {"name": path[0], "found": found, "expected": expected, "advice": advice}
    return case.at_key(("sources", *path), LAYOUT, **facts)


def _measures(case: Case, name: str, source: Metrics) -> Iterator[Problem]:
    if layout_of(source) == "long":
        return  # its measures are words of the file, not expressions
    for measure, said in source.measures.items():
        path = ("sources", name, "measures", measure)
        if not isinstance(said, str):
            yield from _periods(case, path, said)
        elif layout_of(source) == "by-period":
            found = f"mixes expressions (`{measure}`) with maps of periods"
            advice = "Make a second source of the same file."
            facts = {"name": name, "found": found, "expected": "one layout", "advice": advice}
            yield case.at_key(path, LAYOUT, **facts)
        else:
            yield from _expression(case, path, said, source)


def _periods(case: Case, path: Path, headers: dict[str, str]) -> Iterator[Problem]:
    roles = [role for role in ROLES if case.study.role(role) is not None]
    names = dict.fromkeys((*case.periods, *roles))
    for period in headers:
        if period not in names:
            yield case.unknown_key((*path, period), period, what="a period", names=names)
    for role in roles:
        named = case.study.role(role)
        if role in headers and named is not None and named.id in headers and named.id != role:
            found = f"names the period {named.id} twice, by its id and as {role}"
            facts = {
                "name": path[1],
                "found": found,
                "expected": "it once",
                "advice": "Remove one.",
            }
            yield case.at_key((*path, role), LAYOUT, **facts)


def _expression(case: Case, path: Path, text: str, source: Metrics) -> Iterator[Problem]:
    try:
        expression = read_expression(text)
    except MisreadError as misread:
        yield problem_of(misread, _within(case, path, misread.start, misread.width))
        return
    for column in () if source.format in GATHERED else expression.columns:
        near = likely_slip(column, source.columns)
        if near is not None:
            start = max(text.find(column), 0)
            place = _within(case, path, start, len(column))
            facts = {"where": "an expression", "choices": ", ".join(source.columns), "near": near}
            yield Problem(UNMAPPED, place, name=column, **facts)


def _within(case: Case, path: Path, start: int, width: int) -> Place:
    """A stretch of a text in the file, or the whole text where quotes or breaks shift it."""
    node = case.document.find(path)
    if not isinstance(node, TextNode) or node.inside is None:
        return case.document.value(path)
    span = Span(line=node.span.line, at=node.span.at + node.inside + start, width=width)
    return case.document.place(span, path)
