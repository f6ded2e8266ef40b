"""Files as they really come, each with the reading that is expected of it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.engine.session import Session
from pipeline.ingest.files import find
from pipeline.ingest.layout import inspect
from pipeline.ingest.loading import Ask, load
from pipeline.problems import Collector
from pipeline.study.schema import Metrics

QUIRKS = Path(__file__).parents[1] / "data" / "exports" / "quirks"
EXPECTED = json.loads((QUIRKS / "expected.json").read_text(encoding="utf-8"))
FILES = sorted(path.name for path in QUIRKS.iterdir() if path.name != "expected.json")
SOURCE = Metrics.model_validate({"kind": "metrics", "files": "x", "columns": {"student_id": "id"}})


def reading(name: str) -> dict[str, Any]:
    """Headers, rows with their number, what was set aside, and the codes that were told."""
    problems = Collector()
    found: dict[str, Any] = {"headers": [], "rows": [], "aside": []}
    with Session() as session:
        for file in find(QUIRKS, (name,), problems):
            expected = frozenset({"id", "score"})
            layout = inspect(session, file, source=SOURCE, expected=expected, problems=problems)
            if layout is None:
                continue
            found["headers"] = list(layout.headers)
            ask = Ask(
                {f"v{i}": layout.cell(h) for i, h in enumerate(layout.headers) if h},
                has_totals=True,
            )
            loaded = load(session, layout, source=SOURCE, ask=ask, into="quirk", problems=problems)
            if loaded is None:
                continue
            rows = session.tuples("SELECT * FROM quirk ORDER BY row")
            found["rows"] = [list(row) for row in rows]
            found["aside"] = sorted([a.row, a.kind.code] for a in loaded.aside)
    return found | {"told": sorted({problem.kind.code for problem in problems.found})}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_expected(name: str) -> None:
    assert reading(name) == EXPECTED[name]


def test_every_quirk_has_an_expected_reading() -> None:
    assert sorted(EXPECTED) == FILES


def test_the_files_are_what_their_script_writes() -> None:
    path = QUIRKS.parent / "make_quirks.py"
    spec = importlib.util.spec_from_file_location("make_quirks", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert {name: (QUIRKS / name).read_bytes() for name in FILES} == made.files()
