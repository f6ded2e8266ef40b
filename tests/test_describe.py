"""outcomes describe: every column and what it means, and no value of a person."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.report.html_facts import elements
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path


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
