"""`outcomes release`: what was given out is noted, and later runs keep to it."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

from pipeline.problems import Problem
from pipeline.receipts import earlier
from pipeline.workspace import Workspace
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path

LEVEL = "attendance/level/participants@2024-25"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tiny = Tiny(tmp_path_factory.mktemp("made")).make()
    assert tiny.run().code == 0
    return tiny.root


@pytest.fixture
def tiny(made: Path, tmp_path: Path) -> Tiny:
    shutil.copytree(made, tmp_path / "here")
    return Tiny(tmp_path / "here")


def row(tiny: Tiny, identity: str = LEVEL) -> dict[str, str]:
    text = (tiny.root / "reports" / tiny.name / "results.csv").read_text(encoding="utf-8")
    return next(one for one in csv.DictReader(text.splitlines()) if one["id"] == identity)


def correct(tiny: Tiny) -> None:
    """One student turns out to have been in no year's file."""
    for year in ("2023-24", "2024-25"):
        text = (tiny.raw / "attendance.csv").read_text(encoding="utf-8")
        gone = next(line for line in text.splitlines() if line.startswith(f"0004,{year}"))
        tiny.edit("attendance.csv", f"{gone}\n", "")


def test_reports_that_were_not_made_cannot_be_given_out(tmp_path: Path) -> None:
    said = Tiny(tmp_path).make().run("release")
    assert said.code == 2
    assert "W042" in said.err
    assert "outcomes run tiny" in said.err


def test_a_release_is_noted_once(tiny: Tiny) -> None:
    first = tiny.run("release")
    assert first.code == 0
    (note,) = (tiny.root / "data" / "released" / "tiny").iterdir()
    assert f"data/released/tiny/{note.name}: noted as given out" in first.out
    assert note.stat().st_mode & 0o077 == 0
    again = tiny.run("release", "tiny")
    assert "noted before" in again.out
    assert len([*note.parent.iterdir()]) == 1
    tiny.run("clean")
    assert note.is_file()


def test_a_copy_among_the_notes_is_no_obstacle(tiny: Tiny) -> None:
    tiny.run("release")
    (note,) = (tiny.root / "data" / "released" / "tiny").iterdir()
    note.rename(note.with_name("copy of the first.json"))
    tiny.write(
        "study.yaml", (tiny.raw / "study.yaml").read_text().replace("two points", "2 points")
    )
    assert tiny.run().code == 0
    said = tiny.run("release")
    assert (said.code, "0001-" in said.out) == (0, True)


def test_a_draft_is_told_anew_and_a_release_is_kept_to(tiny: Tiny) -> None:
    was = row(tiny)
    correct(tiny)
    assert tiny.run().code == 0
    draft = row(tiny)
    assert (was["n"], draft["n"]) == ("20", "19")
    tiny.run("release")
    tiny.write(
        "attendance.csv", (tiny.raw / "attendance.csv").read_text().replace("0006,", "006x,")
    )
    assert tiny.run().code == 0
    kept = row(tiny)
    assert kept["reason"] == "as published before"
    assert {**kept, "reason": ""} == draft
    assert "as published before" in tiny.run("trace", LEVEL).out
    assert tiny.run("verify").code == 0


def test_what_was_not_given_out_after_all_can_be_taken_back(tiny: Tiny) -> None:
    tiny.run("release")
    correct(tiny)
    tiny.run()
    assert row(tiny)["n"] == "20"
    shutil.rmtree(tiny.root / "data" / "released")
    said = tiny.run()
    assert said.stages == {
        "ingest": "cached", "compare": "cached", "attain": "cached", "protect": "done",
        "report": "done",
    }  # fmt: skip
    assert row(tiny)["n"] == "19"


def test_a_note_that_was_changed_stops_the_run_and_is_named(tiny: Tiny) -> None:
    tiny.run("release")
    (note,) = (tiny.root / "data" / "released" / "tiny").iterdir()
    note.write_text("{}")
    said = tiny.run()
    assert said.code == 2
    assert f"data/released/tiny/{note.name}" in said.err
    assert "W043" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("content", [b"", b"[]", b'{"rows": 3}', b"\xff"])
def test_what_is_no_release_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    note = tmp_path / "0001-a.json"
    note.write_bytes(content)
    with pytest.raises(Problem, match="0001-a"):
        earlier(Workspace(tmp_path), [note])


def test_a_release_that_tells_of_few_with_an_earlier_one_is_found(tiny: Tiny) -> None:
    tiny.run("release")
    correct(tiny)
    (note,) = (tiny.root / "data" / "released" / "tiny").iterdir()
    aside = tiny.root / note.name
    note.rename(aside)
    assert tiny.run().code == 0  # nobody told it of the release
    aside.rename(note)
    said = tiny.run("verify")
    assert said.code == 3
    assert "less the number of an earlier release" in said.out
