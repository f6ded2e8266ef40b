"""Answers to numbers: options in their order, reversed items, scales."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.ingest import cells
from pipeline.ingest.measures import COMPUTED_DECIMALS, Measure, as_outcomes_read_it
from pipeline.ingest.numbers import TRUE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.study.schema import Item, Scale, Study, Survey

_TWO = 2


@dataclass(frozen=True, slots=True)
class Options:
    """The answers of an item: every spelling, with its value before reversal.

    Attributes:
        spellings: Spelling to value.
        count: How many options.
        first: Smallest value: 1, or 0 where yes and no are counted.
    """

    spellings: dict[str, int]
    count: int
    first: int

    def value(self, text: str, *, is_reversed: bool) -> str:
        """SQL of the value of a text."""
        code = cells.lookup(text, self.spellings)
        return f"({self.count - 1 + 2 * self.first} - {code})" if is_reversed else code


def options(survey: Survey, item: Item, measure: Measure) -> Options | None:
    """The options of a choice item; None where it is no choice or its list is unknown."""
    listed = survey.answers.get(item.answers or "")
    if item.type != "choice" or listed is None:
        return None
    if measure.kind == "binary" and len(listed) == _TWO:
        return _yes_or_no(listed)
    spellings = {s: i for i, option in enumerate(listed, start=1) for s in option}
    return Options(spellings, len(listed), 1)


def item_measure(study: Study, source: str, name: str, survey: Survey) -> Measure:
    """The measure of an item: ordered where it is a choice."""
    measure = as_outcomes_read_it(study, source, name)
    item = survey.items[name]
    measure = replace(measure, is_linkable=survey.link is not None)
    found = options(survey, item, measure)
    if found is None or found.first == 0:
        return measure
    return replace(measure, kind="ordinal", levels=found.count, low=None, high=None)


def scale_value(scale: Scale, values: Sequence[str]) -> str:
    """SQL of a scale over the values of its items; null where too few were answered.

    A sum is the mean times the number of items, so that an item left out costs nothing.

    Args:
        scale: How it is scored; at least half of the items must be answered where it is silent.
        values: SQL of the items, after reversal.
    """
    listed = ", ".join(f"CAST({value} AS DOUBLE)" for value in values)
    needed = scale.min_answered or (len(values) + 1) // 2
    mean = f"list_avg([{listed}])"
    score = mean if scale.score == "mean" else f"{mean} * {len(values)}"
    answered = f"list_count([{listed}])"
    return f"CASE WHEN {answered} >= {needed} THEN round({score}, {COMPUTED_DECIMALS}) END"


def _yes_or_no(listed: Sequence[Sequence[str]]) -> Options:
    yes = [any(cells.fold(s) in {*TRUE_WORDS, "1"} for s in option) for option in listed]
    values = (1, 0) if yes == [True, False] else (0, 1)
    pairs = zip(values, listed, strict=True)
    return Options({s: value for value, option in pairs for s in option}, _TWO, 0)
