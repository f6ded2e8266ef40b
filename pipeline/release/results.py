"""The published rows as files for other software: results.csv, goals.csv, results.json."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from pipeline.tables.attainment import ATTAINMENT, GOALS_ORDER
from pipeline.tables.estimates import NUMBERS, RESULTS_ORDER
from pipeline.tables.spreadsheet import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.study.schema import Study
    from pipeline.tables.published import (
        Figure,
        Published,
        PublishedCount,
        PublishedGoal,
        PublishedRow,
        PublishedTheme,
    )

TABLE: Final = "results.csv"
"""What the file of the rows is called."""
HIDDEN: Final = "privacy"
"""Why a row is hidden, as a reader gets to know it: which ones are small would tell too much."""
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
    """The same rows and goals, with the method cards and what the study is.

    Beside the columns of the contract every row and goal holds `shown`, each number as the pages
    print it; counts, themes and ids of quotes complete what a page can refer to.
    """
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
        "counts": [_count(one) for one in published.counts],
        "themes": [_theme(one) for one in published.themes],
        "quotes": [{"id": one.id, "scope": one.scope} for one in published.quotes],
        "notes": list(published.notes),
        "minimum_n": published.minimum_n,
        "authority": published.authority,
        "methods": list(cards),
    }
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


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
    reason = HIDDEN if row.status == "suppressed" else row.reason
    told = {"id": row.id, "status": row.status, "reason": reason, "figures": row.figures}
    return {**row.text, **told}


def _record(
    row: PublishedRow | PublishedGoal, order: tuple[str, ...], numbers: frozenset[str]
) -> dict[str, object]:
    held = _held(row)
    record: dict[str, object] = {name: held.get(name, "") for name in order}
    record |= dict.fromkeys(name for name in order if name in numbers)
    # and what goes beyond the columns: a goal's change, its limits
    record |= {name: figure.value for name, figure in row.figures.items()}
    return record | {"shown": {name: figure.shown for name, figure in row.figures.items()}}


def _count(one: PublishedCount) -> dict[str, object]:
    told = {"id": one.id, "source": one.source, "file": one.file, "what": one.what}
    return told | {"count": _value(one.figure), "shown": _shown({"count": one.figure})}


def _theme(one: PublishedTheme) -> dict[str, object]:
    told = {"id": one.id, "source": one.source, "theme": one.theme, "roles": list(one.roles)}
    figures = {"people": one.people, "of": one.of}
    values = {name: _value(figure) for name, figure in figures.items()}
    said = {"label": one.label, "about": one.about, "stance": one.stance}
    return told | values | said | {"shown": _shown(figures)}


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def _shown(figures: Mapping[str, Figure | None]) -> dict[str, str]:
    return {name: figure.shown for name, figure in figures.items() if figure is not None}


def _number(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = figure.value
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)
