"""What tables without people are: figures already added up, or answers; and which way is better."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.ingest.guess_records import id_column, named
from pipeline.ingest.guess_survey import slug
from pipeline.ingest.labels import recognised
from pipeline.study.draft import Flow

if TYPE_CHECKING:
    from pipeline.ingest.looks import Look

_LOWER: Final = re.compile(
    r"absen|chronic|suspen|dropout|drop_out|disciplin|referral|fail|incident|tard|truan",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"(?i)enrol|cohort|total|eligible|tested")
_COUNT: Final = re.compile(r"(?i)count|number|num|n_")
_HALF: Final = 0.5


def totals_of(look: Look) -> tuple[dict[str, Any], list[str]]:
    """A source of figures that somebody else added up, and the names of its measures."""
    period = look.meaning("period")
    numbers = [c for c in look.columns if (c.is_number or c.is_withheld) and not c.means]
    if period is None or not numbers or id_column(look) is not None:
        return {}, []
    of = next((c for c in numbers if _TOTAL.search(c.name)), None)
    by = [c for c in look.columns if not c.is_number and c is not period and c.distinct <= 60]  # noqa: PLR2004
    columns = {"period": period.name} | {slug(c.name, set()): c.name for c in by}
    taken: set[str] = set()
    measures: dict[str, Any] = {}
    for column in numbers:
        if column is of:
            continue
        is_pair = of is not None and len(numbers) == 2  # noqa: PLR2004
        is_count = of is not None and (is_pair or _COUNT.search(column.name) is not None)
        said = {"count": column.name, "of": of.name} if is_count and of is not None else column.name
        measures[slug(column.name, taken)] = Flow(said) if isinstance(said, dict) else said
    return {
        "kind": "totals",
        "files": named(look),
        "columns": Flow(columns),
        "measures": measures,
    }, list(measures)


def better(name: str) -> str:
    """Whether more of a measure is better, by its name.

    >>> better("chronic"), better("math")
    ('lower', 'higher')
    """
    return "lower" if _LOWER.search(name) else "higher"


def is_survey(look: Look) -> bool:
    """Half of its columns are answers of a set that surveys use, or whole questions."""
    own = [c for c in look.columns if not c.is_personal and c.filled and not c.means]
    asked = [c for c in own if c.name.endswith("?") or recognised(c.values) is not None]
    return len(asked) >= max(_HALF * len(own), 1)
