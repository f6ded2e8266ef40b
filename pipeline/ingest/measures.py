"""The measures of a study: their codes, what they may hold, how they are stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipeline.study.schema import Study

MEASURED_DECIMALS = 9
COMPUTED_DECIMALS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure that a source holds.

    Attributes:
        name: source.measure, as outcomes name it.
        source: Source in the study file.
        kind: What the outcomes that read it say; continuous where none does.
        low: Smallest value that an outcome declares possible.
        high: Largest.
        levels: Answer options of an ordered item; else 0.
        is_linkable: The same person can be found in two periods.
    """

    name: str
    source: str
    kind: Literal["continuous", "binary", "ordinal"] = "continuous"
    low: float | None = None
    high: float | None = None
    levels: int = 0
    is_linkable: bool = True


@dataclass(slots=True)
class Measures:
    """All measures, in the order of the study file, and where their values lie.

    Attributes:
        all: The measures; a code is a position.
        parts: Queries of (measure, person, period, value, row, file), all but `value` integers.
        people: Codes of people that are given away.
        long: Table of the linked rows of each source in which a row holds one measure.
    """

    all: list[Measure] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    people: int = 0
    long: dict[str, str] = field(default_factory=dict)

    def add(self, measure: Measure) -> int:
        """Takes a measure in, and gives its code."""
        self.all.append(measure)
        return len(self.all) - 1


def as_outcomes_read_it(study: Study, source: str, name: str) -> Measure:
    """A measure, with the type and the range that the outcomes declare."""
    full = f"{source}.{name}"
    read_by = [outcome for outcome in study.outcomes.values() if outcome.measure == full]
    kinds = {outcome.type for outcome in read_by}
    ranges = [outcome.range for outcome in read_by if outcome.range is not None]
    kind: Literal["continuous", "binary", "ordinal"] = "continuous"
    if "binary" in kinds:
        kind = "binary"
    elif "ordinal" in kinds:
        kind = "ordinal"
    return Measure(
        name=full,
        source=source,
        kind=kind,
        low=min((low for low, _ in ranges), default=None) if kind != "binary" else None,
        high=max((high for _, high in ranges), default=None) if kind != "binary" else None,
    )
