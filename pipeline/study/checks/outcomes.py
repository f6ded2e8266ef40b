"""Outcomes: each comes from something that exists, of a type that fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from pipeline.study.checks.metrics import layout_of
from pipeline.study.expressions import read_expression
from pipeline.study.kinds.sense import FAVORABLE, MISFIT, RANGE
from pipeline.study.lexemes import MisreadError
from pipeline.study.schema import (
    Activities,
    Consents,
    Count,
    Interviews,
    Metrics,
    Outcome,
    Roster,
    Survey,
    Testimonials,
    Totals,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.schema import OutcomeType, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a source delivers under a name.

    Attributes:
        fact: What it is, as the rest of a sentence.
        types: Types of outcome that fit it; none if it cannot be compared at all.
        options: Answers of a question, 0 for everything else.
    """

    fact: str
    types: tuple[OutcomeType, ...]
    options: int = 0


def check_outcomes(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with outcomes."""
    for name, outcome in case.study.outcomes.items():
        yield from _from(case, name, outcome)
        if outcome.range is not None and outcome.range[0] >= outcome.range[1]:
            low, high = outcome.range
            path = ("outcomes", name, "range")
            yield case.at_key(path, RANGE, outcome=name, low=low, high=high)


def _from(case: Case, name: str, outcome: Outcome) -> Iterator[Problem]:
    path = ("outcomes", name, "from")
    key, _, measure = outcome.measure.partition(".")
    source = case.study.sources.get(key)
    if source is None:
        yield case.unknown(path, key, what="a source", names=case.study.sources)
        return
    known = names_of(source)
    if known is not None and measure not in known:
        yield case.unknown(path, measure, what=f"a measure of `{key}`", names=known)
        return
    yield from _fits(case, name, outcome, delivered(source, measure))


def _fits(case: Case, name: str, outcome: Outcome, found: Delivered) -> Iterator[Problem]:
    if outcome.type not in found.types:
        types = " or ".join(found.types) or "a source of kind metrics, totals or survey"
        advice = f"Write `type: {found.types[0]}`." if found.types else "Choose another source."
        facts = {"type": outcome.type, "fact": found.fact, "expected": types, "advice": advice}
        key = "type" if found.types else "from"
        yield case.at(("outcomes", name, key), MISFIT, outcome=name, **facts)
    elif outcome.type == "ordinal" and outcome.favorable >= found.options:
        most, count = found.options - 1, found.options
        counted = {"found": outcome.favorable, "most": most, "count": count}
        yield case.at(("outcomes", name, "favorable"), FAVORABLE, outcome=name, **counted)


def names_of(source: Source) -> tuple[str, ...] | None:
    """The names that an outcome may take from a source; none where only the data know them."""
    match source:
        case Metrics():
            return None if layout_of(source) == "long" else tuple(source.measures)
        case Totals():
            return tuple(source.measures)
        case Survey():
            return tuple(dict.fromkeys((*source.items, *source.scales)))
        case Roster() | Activities() | Testimonials() | Interviews() | Consents():
            return None
        case _:
            assert_never(source)


def delivered(source: Source, measure: str) -> Delivered:
    """What a source delivers under a name that it has."""
    match source:
        case Metrics():
            return _of_metrics(source, measure)
        case Totals():
            if isinstance(source.measures[measure], Count):
                return Delivered(fact=f"`{measure}` is a count out of a total", types=("binary",))
            return Delivered(fact=f"`{measure}` is a figure", types=("continuous",))
        case Survey():
            return _of_survey(source, measure)
        case Roster() | Activities() | Testimonials() | Interviews() | Consents():
            return Delivered(fact=f"a source of kind {source.kind} has no measures", types=())
        case _:
            assert_never(source)


def _of_metrics(source: Metrics, measure: str) -> Delivered:
    text = source.measures.get(measure)
    if isinstance(text, str):
        try:
            is_condition = read_expression(text).is_condition
        except MisreadError:  # told by the check of metrics
            return Delivered(fact="", types=("binary", "continuous", "ordinal"), options=99)
        if is_condition:
            return Delivered(fact=f"`{measure}` is a condition, true or not", types=("binary",))
    return Delivered(fact=f"`{measure}` is a number", types=("continuous", "binary"))


def _of_survey(survey: Survey, measure: str) -> Delivered:
    item = survey.items.get(measure)
    if item is None:
        return Delivered(fact=f"`{measure}` is a scale", types=("continuous",))
    if item.type == "text":
        return Delivered(fact=f"`{measure}` is answered in words", types=())
    if item.type == "number":
        return Delivered(fact=f"`{measure}` is a number", types=("continuous", "binary"))
    options = len(survey.answers.get(item.answers or "", ()))
    fact = f"`{measure}` has {options} answers"
    if options == 2:  # noqa: PLR2004  yes and no
        return Delivered(fact=fact, types=("binary", "ordinal", "continuous"), options=options)
    if options == 0:  # told by the check of surveys
        return Delivered(fact=fact, types=("binary", "ordinal", "continuous"), options=99)
    return Delivered(fact=fact, types=("ordinal", "continuous"), options=options)
