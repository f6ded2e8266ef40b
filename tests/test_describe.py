"""outcomes describe: every column and what it means, and no value of a person."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from pipeline.commands.readers import mentions_of, use_of
from pipeline.ingest.looks import Column
from pipeline.study.load import load_study
from pipeline.study.schema import Match
from tests.report.html_facts import elements
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path


MANY = """\
version: 1
study: {title: Many, synthetic: true, partners: [{id: us, name: We, type: other, contributes: all}]}
periods:
  - {id: "2023", starts: 2022-08-21, ends: 2023-06-07, role: before}
  - {id: "2024", starts: 2023-08-21, ends: 2024-06-07, role: after}
design:
  kind: comparison-group
  participants: {in: ["yes"]}
  comparison: {in: ["no"]}
  subgroups: [school]
sources:
  roster:
    kind: roster
    files: roster.csv
    columns: {student_id: id, school: school, prior: prior, in: in, frl: frl}
    keep: {status: [active]}
  wide:
    kind: metrics
    files: wide.csv
    columns: {student_id: id, period: year}
    measures: {referred: sent > 0, absent: absent}
  by_period:
    kind: metrics
    files: by_period.csv
    columns: {student_id: id}
    measures: {math: {"2023": fall, "2024": spring}}
  long:
    kind: metrics
    files: long.csv
    columns: {student_id: id, period: when, metric: what, value: score}
  card:
    kind: totals
    files: card.csv
    columns: {period: year}
    measures: {graduated: {count: n, of: cohort}}
  log: {kind: activities, files: log.csv}
outcomes:
  referred: {label: Referred, from: wide.referred, type: binary, better: lower}
  absent: {label: Days absent, from: wide.absent, type: continuous, better: lower}
  math: {label: Mathematics, from: by_period.math, type: continuous, better: higher}
  reading: {label: Reading, from: long.reading, type: continuous, better: higher}
  graduated: {label: Graduated, from: card.graduated, type: binary, better: higher}
goals:
  - {id: absent, statement: Fewer days., outcome: absent, where: {frl: ["Y"]}, target: {change: -1},
     by: 2024-06-07}
  - {id: hours, statement: Many hours., measure: log.hours, target: {level: 10}, by: 2024-06-07}
  - {id: meetings, statement: Meet., measure: log.meetings, target: {level: 2}, by: 2024-06-07}
"""
MANY_FILES = {
    "roster.csv": "id,school,prior,status,in,frl\n1,A,5,active,yes,Y\n",
    "wide.csv": "id,year,sent,absent\n1,2023,0,4\n",
    "by_period.csv": "id,fall,spring,note\n1,4,5,x\n",
    "long.csv": "id,when,what,score\n1,2023,reading,5\n",
    "card.csv": "year,n,cohort\n2023,80,100\n",
    "log.csv": "date,type,hours,notes\n2023-09-01,meeting,2,x\n",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return Tiny(tmp_path).make()


def described(tiny: Tiny) -> dict[tuple[str, str], dict[str, str]]:
    said = tiny.run("describe")
    assert said.code == 0, said.err
    text = (tiny.root / "data/processed/tiny/dictionary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {(row["source"], row["header"]): row for row in rows}


def test_every_column_says_what_it_is_called_and_who_reads_it(tiny: Tiny) -> None:
    found = described(tiny)
    assert found["attendance", "Absent"]["name"] == "absent"
    assert found["attendance", "Absent"]["read_by"] == "attendance, chronic, goal attendance"
    assert found["roster", "Mentored"]["read_by"] == "the groups"
    assert found["roster", "FRL"]["read_by"] == "a breakdown"
    assert found["roster", "id"]["holds"] == "ID, kept as a pseudonym"
    assert found["tables", "normalised"]["meaning"].startswith("How IDs were made comparable")


def test_before_any_run_its_folder_is_private(tiny: Tiny) -> None:
    described(tiny)
    folder = tiny.root / "data/processed/tiny"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "dictionary.csv").stat().st_mode & 0o777 == 0o600


def test_it_says_how_each_file_was_read(tiny: Tiny) -> None:
    found = described(tiny)
    assert found["roster", "id"]["read_as"] == "CSV, UTF-8, 40 rows"
    page = (tiny.root / "data/processed/tiny/dictionary.html").read_text(encoding="utf-8")
    assert "students.csv · CSV, UTF-8, 40 rows" in page
    rows = (tiny.raw / "students.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tiny.raw / "students.csv").write_text("".join(rows[:8]), encoding="utf-8")
    assert described(tiny)["roster", "id"]["read_as"] == "CSV, UTF-8, fewer than 10 rows"


def test_who_reads_a_column_is_read_from_the_study_file(tmp_path: Path) -> None:
    raw = tmp_path / "data/raw/many"
    raw.mkdir(parents=True)
    (raw / "study.yaml").write_text(MANY, encoding="utf-8")
    for name, text in MANY_FILES.items():
        (raw / name).write_text(text, encoding="utf-8")
    said = Tiny(tmp_path).run("--json", "describe")
    assert said.code == 0, said.err
    (study,) = json.loads(said.out)["studies"]
    found = {(c["source"], c["header"]): c for c in study["columns"]}
    readers = {key: c["read_by"] for key, c in found.items() if key[0] != "tables"}
    assert readers == {
        ("roster", "id"): "linking",
        ("roster", "school"): "a breakdown",
        ("roster", "prior"): "",
        ("roster", "status"): "the rows to keep",
        ("roster", "in"): "the groups",
        ("roster", "frl"): "goal absent",
        ("wide", "id"): "linking",
        ("wide", "sent"): "referred",
        ("wide", "absent"): "absent, goal absent",
        ("wide", "year"): "the periods",
        ("by_period", "id"): "linking",
        ("by_period", "fall"): "math",
        ("by_period", "spring"): "math",
        ("by_period", "note"): "",
        ("long", "id"): "linking",
        ("long", "when"): "the periods",
        ("long", "what"): "reading",
        ("long", "score"): "reading",
        ("card", "year"): "the periods",
        ("card", "n"): "graduated",
        ("card", "cohort"): "graduated",
        ("log", "date"): "goal hours, goal meetings",
        ("log", "type"): "goal meetings",
        ("log", "hours"): "goal hours",
        ("log", "notes"): "",
    }
    meanings = {key: c["meaning"] for key, c in found.items() if c["meaning"]}
    assert {key: said for key, said in meanings.items() if key[0] != "tables"} == {
        ("wide", "absent"): "Days absent",
        ("by_period", "fall"): "Mathematics",
        ("by_period", "spring"): "Mathematics",
    }


def test_the_design_reads_its_columns() -> None:
    study = load_study(MANY.encode(), file="study.yaml")
    match = Match(on=("prior",), exact=("school",))
    design = study.design.model_copy(
        update={"cluster": "school", "adjust_for": ("prior",), "match": match}
    )
    study = study.model_copy(update={"design": design})
    mentions = list(mentions_of(study, "roster", study.sources["roster"], frozenset()))
    readers = {n: use_of(study, mentions, Column(name=n)).readers for n in ("school", "prior")}
    assert readers == {
        "school": ("the clusters", "matching", "a breakdown"),
        "prior": ("adjustment", "matching"),
    }


def test_the_page_is_whole_and_asks_for_nothing(tiny: Tiny) -> None:
    described(tiny)
    page = (tiny.root / "data/processed/tiny/dictionary.html").read_text(encoding="utf-8")
    found = elements(page)
    assert sum(e.tag == "h1" for e in found) == 1
    assert sum(e.tag == "table" for e in found) == sum(e.tag == "caption" for e in found) > 3
    assert not any(e.tag == "script" for e in found)
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")


def test_no_id_and_no_count_of_a_few_people_stands_in_it(tiny: Tiny) -> None:
    rows = (tiny.raw / "students.csv").read_text(encoding="utf-8").splitlines()
    some = [*rows[:1], *(row if n > 3 else row.rpartition(",")[0] + "," for n, row in
                         enumerate(rows[1:]))]  # fmt: skip
    (tiny.raw / "students.csv").write_text("\n".join(some) + "\n", encoding="utf-8")
    found = described(tiny)
    last = rows[0].split(",")[-1]
    assert found["roster", last]["filled"] == "nearly all rows"
    text = str(found)
    assert not any(row.split(",")[0] in text for row in rows[1:6])


def test_it_is_there_after_a_run(tiny: Tiny) -> None:
    described(tiny)
    assert tiny.run().code == 0
    assert (tiny.root / "data/processed/tiny/dictionary.html").is_file()


def test_it_says_what_could_not_be_read(tiny: Tiny) -> None:
    (tiny.raw / "attendance.csv").unlink()
    said = tiny.run("--json", "describe")
    (study,) = json.loads(said.out)["studies"]
    assert [problem["code"] for problem in study["problems"]] == ["D001"]
    assert any(column["source"] == "roster" for column in study["columns"])
