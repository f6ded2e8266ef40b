"""A tiny study to run: forty students, two years, one goal; every number is invented."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).parent.parent
STUDY = """\
version: 1
study:
  title: Tiny mentoring study
  synthetic: true
  partners:
    - {id: school, name: A school, type: district}

periods:
  - {id: 2023-24, starts: 2023-08-21, ends: 2024-06-07, role: before}
  - {id: 2024-25, starts: 2024-08-19, ends: 2025-06-06, role: after}

design:
  kind: comparison-group
  participants: {mentored: ["yes"]}
  comparison: {mentored: ["no"]}
  subgroups: [frl]

sources:
  roster:
    kind: roster
    files: students.csv
    columns: {student_id: id, frl: FRL, mentored: Mentored}
  attendance:
    kind: metrics
    files: attendance.csv
    columns: {student_id: id, period: year, enrolled: Days, absent: Absent}
    measures:
      rate: 100 * (1 - absent / enrolled)
      chronic: absent / enrolled >= 0.10

outcomes:
  attendance:
    {label: Attendance rate, from: attendance.rate, type: continuous, unit: "%", better: higher,
     range: [0, 100], domain: Engagement, primary: true}
  chronic:
    {label: Chronically absent, from: attendance.chronic, type: binary, better: lower,
     domain: Engagement}

goals:
  - id: attendance
    statement: Raise attendance by two points within a year.
    outcome: attendance
    target: {change: 2}
    by: 2025-06-06
    attainable: A coordinator is funded.
    relevant: District plan, priority 1.
    owner: Counselling office
"""


def students() -> list[list[str]]:
    """Forty students; every second one has a mentor."""
    return [
        ["id", "FRL", "Mentored"],
        *([f"{n:04d}", "YN"[n % 3 == 0], ("yes", "no")[n % 2]] for n in range(1, 41)),
    ]


def attendance() -> list[list[str]]:
    """Two years of each; those with a mentor miss fewer days in the second."""
    rows = [["id", "year", "Days", "Absent"]]
    for n in range(1, 41):
        missed = 8 + (n * 7) % 23
        gained = (n * 5) % 9 if n % 2 == 0 else (n * 5) % 4
        rows.append([f"{n:04d}", "2023-24", "180", str(missed)])
        rows.append([f"{n:04d}", "2024-25", "180", str(missed - gained)])
    return rows


def csv(rows: list[list[str]]) -> str:
    """Rows as a file holds them."""
    return "".join(",".join(row) + "\n" for row in rows)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def stages(self) -> dict[str, str]:
        """Each stage and whether it was cached or took seconds."""
        lines = [line.split() for line in self.err.splitlines() if line.startswith("  ")]
        named = {line[0]: line[1] for line in lines if len(line) > 1}
        return {name: "cached" if how == "cached" else "done" for name, how in named.items()}


@dataclass(slots=True)
class Tiny:
    """A workspace with the tiny study in it."""

    root: Path
    name: str = "tiny"
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> Path:
        """The study's folder."""
        return self.root / "data" / "raw" / self.name

    def make(self) -> Tiny:
        """Writes the study and its exports."""
        self.raw.mkdir(parents=True)
        self.write("study.yaml", STUDY)
        self.write("students.csv", csv(students()))
        self.write("attendance.csv", csv(attendance()))
        return self

    def write(self, name: str, text: str) -> None:
        """One file of the study's folder."""
        (self.raw / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Changes the first place where something stands."""
        text = (self.raw / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def run(self, *arguments: str) -> Said:
        """Types a command in this folder, as an analyst would."""
        command = [sys.executable, "-m", "pipeline", *(arguments or ("run",))]
        path = {"PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**os.environ, **path, **self.environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def written(self, folder: str = "reports") -> dict[str, bytes]:
        """Every file that was written, by its path."""
        home = self.root / folder
        files = sorted(path for path in home.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}
