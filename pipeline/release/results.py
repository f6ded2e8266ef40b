"""The published rows as files for other software: results.csv, goals.csv, results.json."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from pipeline.tables.attainment import ATTAINMENT, GOALS_ORDER
from pipeline.tables.estimates import NUMBERS, RESULTS_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.study.schema import Study
    from pipeline.tables.published import Figure, Published, PublishedGoal, PublishedRow

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n")
RESULT_NUMBERS: Final = frozenset(column.name for column in NUMBERS)
GOAL_NUMBERS: Final = frozenset(c.name for c in ATTAINMENT.columns if c.type == "float64")


def results_csv(published: Published) -> bytes:
    """One line an analysis, in the columns of the contract; numbers empty unless published."""
    return _csv(RESULTS_ORDER, RESULT_NUMBERS, map(_held, published.rows))


def goals_csv(published: Published) -> bytes:
    """One line a goal, in the columns of the contract."""
    return _csv(GOALS_ORDER, GOAL_NUMBERS, map(_held, published.goals))


def results_json(
    published: Published, study: Study, cards: Iterable[Mapping[str, object]]
) -> bytes:
    """The same rows and goals, with the method cards and what the study is."""
    about = study.study
    content = {
        "study": {
            "title": about.title,
            "summary": about.summary,
            "partners": [partner.name for partner in about.partners],
            "design": study.design.kind,
            "periods": [period.id for period in study.periods],
            "synthetic": about.synthetic,
            "attribution": about.attribution,
            "as_of": published.as_of,
        },
        "results": [_record(row, RESULTS_ORDER, RESULT_NUMBERS) for row in published.rows],
        "goals": [_record(goal, GOALS_ORDER, GOAL_NUMBERS) for goal in published.goals],
        "methods": list(cards),
    }
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe(" @cmd"), safe("Grade 9")
    ("'=1+1", "' @cmd", 'Grade 9')
    """
    bare = unicodedata.normalize("NFKC", text).lstrip(" \u00a0\ufeff\u200b")
    is_formula = bare[:1] in FORMULA_STARTS if bare else False
    starts_odd = text[:1] in FORMULA_STARTS if text else False
    return f"'{text}" if is_formula or starts_odd else text


def _csv(order: tuple[str, ...], numbers: frozenset[str], rows: Iterable[dict[str, Any]]) -> bytes:
    draft = io.StringIO()
    writer = csv.writer(draft, lineterminator="\r\n")
    writer.writerow(order)
    for row in rows:
        figures: Mapping[str, Figure] = row["figures"]
        line = [
            _number(figures.get(name)) if name in numbers else safe(str(row.get(name, "")))
            for name in order
        ]
        writer.writerow(line)
    return draft.getvalue().encode()


def _held(row: PublishedRow | PublishedGoal) -> dict[str, Any]:
    told = {"id": row.id, "status": row.status, "reason": row.reason, "figures": row.figures}
    return {**row.text, **told}


def _record(
    row: PublishedRow | PublishedGoal, order: tuple[str, ...], numbers: frozenset[str]
) -> dict[str, object]:
    held = _held(row)
    return {
        name: (found.value if (found := row.figures.get(name)) else None)
        if name in numbers
        else held.get(name, "")
        for name in order
    }


def _number(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = figure.value
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
