"""Writes a study of a chosen size as raw exports: seeded, synthetic, the same numbers every time.

    python bench/generate.py small|million|medium FOLDER

small: 5 schools, 2 000 students, 22 000 metric rows. million: 200 schools, 91 000 students, a
million metric rows. medium: 2 000 schools, 1 000 000 students,
11 million rows. About 8 % of the values are absent, so that before and after do not match up.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import numpy as np

SIZES = {"small": (5, 2_000), "million": (200, 91_000), "medium": (2_000, 1_000_000)}
METRICS = (
    ("math", 650.0, 55.0, 4.0, 300.0, 1000.0, 1),
    ("reading", 640.0, 60.0, 3.0, 300.0, 1000.0, 1),
    ("attendance", 92.0, 6.0, 0.8, 0.0, 100.0, 1),
    ("gpa", 2.8, 0.7, 0.05, 0.0, 4.0, 2),
    ("belonging", 3.4, 0.8, 0.10, 1.0, 5.0, 2),
    ("referrals", 1.6, 1.5, -0.2, 0.0, 30.0, 0),
)
GROUPS = ("school", "room", "gender", "race", "frl", "ell", "swd", "grade")
RACES = np.array(["AIAN", "Asian", "Black", "Hispanic", "NHPI", "TwoPlus", "White"])

STUDY = """\
version: 1
study:
  title: Benchmark
  synthetic: true
  partners: [{{id: d, name: District}}]
periods:
  - {{id: "2024", starts: 2023-08-20, ends: 2024-06-07, role: before}}
  - {{id: "2025", starts: 2024-08-19, ends: 2025-06-06, role: after}}
design:
  kind: comparison-group
  participants: {{participant: ["yes"]}}
  comparison: {{participant: ["no"]}}
  subgroups: [{groups}]
sources:
  roster:
    kind: roster
    files: students.csv
    columns: {{student_id: student_id, participant: participant, {columns}}}
  metrics:
    kind: metrics
    files: metrics.csv
    columns: {{student_id: student_id, period: year, metric: metric, value: value}}
outcomes:
{outcomes}"""


def main(size: str, folder: Path) -> None:
    """Writes students.csv, metrics.csv and study.yaml, and the rows once more as Parquet."""
    schools, students = SIZES[size]
    raw = folder / "data" / "raw" / "bench"
    raw.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20240)
    database = duckdb.connect()
    people = roster(rng, schools, students)
    database.register("people", people)
    database.execute(f"COPY (SELECT * FROM people) TO '{raw}/students.csv' (HEADER)")
    database.execute(f"COPY (SELECT * FROM people) TO '{folder}/students.parquet'")
    database.execute(
        "CREATE TABLE m (student_id VARCHAR, year VARCHAR, metric VARCHAR, value DOUBLE)"
    )
    for part in measurements(rng, people):
        database.register("part", part)
        database.execute("INSERT INTO m SELECT * FROM part")
        database.unregister("part")
    database.execute(f"COPY m TO '{raw}/metrics.csv' (HEADER)")
    database.execute(f"COPY m TO '{folder}/metrics.parquet'")
    (raw / "study.yaml").write_text(study(), encoding="utf-8")


def roster(rng: np.random.Generator, schools: int, n: int) -> dict[str, np.ndarray]:
    """One row a student; participants are more often from low-income homes."""
    school = rng.integers(0, schools, n)
    frl = rng.random(n) < 0.48
    yes = np.array(["no", "yes"], dtype=object)
    return {
        "student_id": np.array([f"{k:010d}" for k in 1_000_000 + 7 * rng.permutation(n)], object),
        "school": np.array([f"S{k:05d}" for k in school], object),
        "room": np.array([f"R{k:06d}" for k in school * 8 + rng.integers(0, 8, n)], object),
        "grade": (school % 3 * 4 + 1 + rng.integers(0, 4, n)).astype(str).astype(object),
        "gender": rng.choice(np.array(["F", "M", "X"], object), n, p=[0.485, 0.495, 0.02]),
        "race": RACES.astype(object)[
            rng.choice(7, n, p=[0.01, 0.06, 0.15, 0.28, 0.01, 0.05, 0.44])
        ],
        "frl": yes[frl.astype(int)],
        "ell": yes[(rng.random(n) < 0.12).astype(int)],
        "swd": yes[(rng.random(n) < 0.15).astype(int)],
        "participant": yes[(rng.random(n) < np.where(frl, 0.40, 0.25)).astype(int)],
    }


def measurements(rng: np.random.Generator, people: dict[str, np.ndarray]):  # noqa: ANN201
    """Two periods of six metrics, in parts."""
    n = people["student_id"].size
    ability = rng.normal(0, 1, n)
    poor, part = people["frl"] == "yes", people["participant"] == "yes"
    for period, year in enumerate(("2024", "2025")):
        for name, mean, sd, effect, low, high, decimals in METRICS:
            value = mean + sd * (0.8 * ability + 0.6 * rng.normal(0, 1, n)) - 0.25 * sd * poor
            value = value + period * (0.10 * sd * np.sign(effect) + effect * part)
            value = np.round(np.clip(value, low, high), decimals)
            there = rng.random(n) > 0.08
            yield {
                "student_id": people["student_id"][there],
                "year": np.full(there.sum(), year, object),
                "metric": np.full(there.sum(), name, object),
                "value": value[there],
            }


def study() -> str:
    """The study file."""
    outcomes = "".join(
        f"  {m[0]}: {{label: {m[0]}, from: metrics.{m[0]}, type: continuous, better: higher, "
        f"range: [{m[4]:g}, {m[5]:g}]}}\n"
        for m in METRICS
    )
    columns = ", ".join(f"{group}: {group}" for group in GROUPS)
    return STUDY.format(groups=", ".join(GROUPS), columns=columns, outcomes=outcomes)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
