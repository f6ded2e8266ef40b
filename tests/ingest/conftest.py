"""A small study that the tests of this room write, read and look into."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.engine.session import Session
from pipeline.ingest.stage import ingest
from pipeline.problems import Problem, Problems
from pipeline.study.load import load_study

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HEAD = """\
version: 1
study:
  title: Test partnership
  partners: [{id: district, name: District}]
periods:
  - {id: "2023", starts: 2022-08-01, ends: 2023-06-30, role: before}
  - {id: "2024", starts: 2023-08-01, ends: 2024-06-30}
  - {id: "2025", starts: 2024-08-01, ends: 2025-06-30, role: after}
"""
ONE_GROUP = "design: {kind: one-group}\n"
ROSTER = """\
  roster:
    kind: roster
    files: students.csv
    columns: {student_id: sid, grade: Grade, mentored: Mentored}
"""
STUDENTS = "sid,Grade,Mentored\n" + "".join(
    f"{i:04d},{9 + i % 3},{'yes' if i % 2 else 'no'}\n" for i in range(1, 41)
)
KEY = b"a key for tests"


@dataclass
class Outcome:
    """What a run of ingest left behind."""

    folder: Path
    problems: list[Problem]
    said: list[str]
    has_stopped: bool

    def table(self, name: str) -> list[dict[str, Any]]:
        """The records of a tidy table; None for what is missing among numbers."""
        with Session() as session:
            records = session.read_parquet(self.folder / f"{name}.parquet").records()
        return [{k: None if _is_nan(v) else v for k, v in r.items()} for r in records]

    def codes(self) -> list[str]:
        """Codes of all problems, in order."""
        return [problem.kind.code for problem in self.problems]

    def told(self, code: str) -> list[str]:
        """The sentences of one code."""
        return [str(p) for p in self.problems if p.kind.code == code]

    def file(self, name: str) -> dict[str, Any]:
        """The account of one file."""
        return next(f for f in self.table("files") if f["file"] == name)

    def values(self, measure: str) -> dict[tuple[str, str], float]:
        """Values of one measure by row of the file and period id."""
        codes = {m["name"]: m["code"] for m in self.table("measures")}
        periods = ("2023", "2024", "2025")
        return {
            (m["row"], periods[m["period"]]): m["value"]
            for m in self.table("measurements")
            if m["measure"] == codes[measure]
        }


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def ingest_demo(  # noqa: PLR0913  a study in one call
    place: Path,
    sources: str,
    files: Mapping[str, str | bytes],
    *,
    outcomes: str,
    design: str = ONE_GROUP,
    more: str = "",
    roster: str = ROSTER,
) -> Outcome:
    """Writes a study of some sources and files into an empty folder, and ingests it."""
    folder = place / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    drafts = place / "drafts"
    drafts.mkdir()
    everything: dict[str, str | bytes] = {"students.csv": STUDENTS} if roster else {}
    everything |= files
    for name, content in everything.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    text = f"{HEAD}{design}sources:\n{roster}{sources}outcomes:\n{outcomes}{more}"
    study = load_study(text.encode(), file="data/raw/demo/study.yaml")
    said: list[str] = []
    with Session() as session:
        try:
            problems = ingest(
                study,
                folder=folder,
                session=session,
                draft=lambda name: drafts / f"{name}.parquet",
                key=KEY,
                say=said.append,
            )
        except Problems as stopped:
            return Outcome(drafts, list(stopped.all), said, has_stopped=True)
    return Outcome(drafts, problems, said, has_stopped=False)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Outcome]:
    """Writes a study of some sources and files, and ingests it."""
    turns = itertools.count()

    def _run(sources: str, files: Mapping[str, str | bytes], **more: Any) -> Outcome:
        return ingest_demo(tmp_path / f"run{next(turns)}", sources, files, **more)

    return _run
