"""Twenty-six months of attendance and two waves of a survey, from files to page."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.tables.published_io import from_json
from tests.report.html_facts import elements
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path

MONTHS = [date(2023 + at // 12, at % 12 + 1, 1) for at in range(27)]
STUDY = """\
version: 1
study:
  title: Morning rides
  began: 2024-02-01
  partners: [{id: d, name: District}, {id: b, name: Bus company}]
periods:
PERIODS
design: {kind: one-group, subgroups: [school, grade]}
sources:
  roster:
    kind: roster
    files: students.csv
    columns: {student_id: id, school: school, grade: grade}
  attendance:
    kind: metrics
    files: attendance.csv
    columns: {student_id: id, period: month, rate: rate}
    measures: {rate: rate, full: rate >= 95}
  climate:
    kind: survey
    waves:
      - {period: 2023-01, files: before.csv, invited: 120}
      - {period: 2025-02, files: after.csv, invited: 120}
    link: id
    link_to: roster
    answers: {agree: [["no"], ["rather"], ["yes"]]}
    items:
      glad: {column: q1, text: I like coming to school, answers: agree}
      glad_then: {column: q2, text: Two years ago I liked coming to school, answers: agree,
                  retrospective: glad}
  log: {kind: activities, files: log.csv}
outcomes:
  rate: {label: Attendance rate, from: attendance.rate, type: continuous, unit: "%", better: higher,
         range: [0, 100], primary: true}
  full: {label: Attended nearly every day, from: attendance.full, type: binary, better: higher}
  glad: {label: Likes school, from: climate.glad, type: ordinal, favorable: 1, better: higher}
"""


def write(path: Path, head: str, rows: list[str]) -> None:
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    root = tmp_path_factory.mktemp("months")
    folder = root / "data/raw/rides"
    folder.mkdir(parents=True)
    rng = np.random.default_rng(3)
    periods = [
        f'  - {{id: "{start:%Y-%m}", starts: {start}, ends: {after - timedelta(days=1)}}}'
        for start, after in pairwise(MONTHS)
    ]
    text = STUDY.replace("PERIODS", "\n".join(periods))
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    people = range(1000, 1120)
    write(folder / "students.csv", "id,school,grade",
          [f"{who},{'North' if who % 2 else 'South'},{9 + who % 3}" for who in people])  # fmt: skip
    level = {who: rng.normal(91, 3) for who in people}
    rows = []
    for at, month in enumerate(MONTHS[:-1]):
        shock = rng.normal(0, 0.8) + 2.5 * (at >= 13)
        rows += [
            f"{who},{month:%Y-%m},{np.clip(level[who] + shock + rng.normal(0, 3), 0, 100):.1f}"
            for who in people
        ]
    write(folder / "attendance.csv", "id,month,rate", rows)
    said = ("no", "rather", "yes")
    before = [f"{who},{said[rng.integers(3)]}" for who in people if who % 5]
    write(folder / "before.csv", "id,q1", before)
    after = [
        f"{who},{said[rng.integers(1, 3)]},{said[rng.integers(3)]}" for who in people if who % 3
    ]
    write(folder / "after.csv", "id,q1,q2", after)
    write(folder / "log.csv", "date,type,title", ["2024-02-01,meeting,Start"])
    workspace = Tiny(root)
    ran = workspace.run()
    assert ran.code == 0, ran.err
    return workspace


def page(made: Tiny) -> str:
    return (made.root / "reports/rides/evaluation.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "identity",
    ["fig-run-rate", "fig-run-full", "table-remembered", "table-weighed", "table-bounds",
     "table-threats", "table-detectable", "fig-agree-rate", "table-answered-climate"],
)  # fmt: skip
def test_every_part_is_on_the_page(made: Tiny, identity: str) -> None:
    assert f'id="{identity}"' in page(made)


def test_every_number_has_its_row(made: Tiny) -> None:
    held = made.root / "data/processed/rides/published.json"
    published = from_json(held.read_bytes())
    shown = {f"{r.id}#{c}": f.shown for r in published.rows for c, f in r.figures.items()}
    shown |= {f"{c.id}#count": c.figure.shown for c in published.counts if c.figure}
    for element in elements(page(made)):
        if "data-stat" in element.attrs:
            expected = shown[element.attrs["data-stat"]]
            is_part = "data-part" in element.attrs
            assert element.text in expected if is_part else element.text == expected


def test_the_break_and_the_signal_are_told_without_a_cause(made: Tiny) -> None:
    said = page(made)
    assert "departed from its earlier trend" in said
    assert "are a signal" in said
    assert "caused" not in said.split('id="outcomes"')[1].split('id="surveys"')[0]


def test_results_hold_the_series_and_what_is_remembered(made: Tiny) -> None:
    text = (made.root / "reports/rides/results.csv").read_text(encoding="utf-8")
    rows = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    assert rows["rate/trend/participants"]["evidence"] == "tier-4"
    assert rows["glad/retrospective/all"]["evidence"] == "descriptive"
    assert float(rows["glad/retrospective/all"]["estimate"]) > 0
    assert rows["glad/weighted/participants@2025-02"]["effect_name"] == "design_effect"
