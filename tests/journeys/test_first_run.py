"""An analyst's first hour, through the command line."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path

STAGES = ("ingest", "compare", "attain", "protect", "report")
RELEASE = {
    "reports/index.html",
    "reports/tiny/board.html",
    "reports/tiny/evaluation.html",
    "reports/tiny/goals.csv",
    "reports/tiny/manifest.json",
    "reports/tiny/results.csv",
    "reports/tiny/results.json",
}


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    tiny = Tiny(tmp_path_factory.mktemp("made")).make()
    said = tiny.run()
    assert (said.code, said.err.count("error[")) == (0, 0), said.err
    return tiny


@pytest.fixture
def tiny(_made: Tiny, tmp_path: Path) -> Tiny:
    """A workspace that was run once; each test has its own copy."""
    import shutil

    return Tiny(shutil.copytree(_made.root, tmp_path / "workspace"))


def done(stages: dict[str, str]) -> list[str]:
    return [name for name in STAGES if stages.get(name) == "done"]


def times(root: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in root.rglob("*")}


def test_the_first_run_writes_a_whole_release(tiny: Tiny) -> None:
    assert set(tiny.written()) == RELEASE


def test_the_first_run_says_where_the_reports_are(tmp_path: Path) -> None:
    said = Tiny(tmp_path).make().run()
    assert said.out.splitlines() == [
        "reports/tiny/board.html",
        "reports/tiny/evaluation.html",
        "reports/index.html",
    ]
    assert done(said.stages) == list(STAGES)


def test_the_second_run_does_nothing_and_writes_nothing(tiny: Tiny) -> None:
    before = times(tiny.root)
    said = tiny.run()
    assert (said.code, said.out) == (0, "Nothing to do: every report is up to date.\n")
    assert times(tiny.root) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Raise attendance by two points within a year.", "Attendance up by two points in a year."),
        ("{change: 2}", "{change: 3}"),
    ],
)
def test_one_goal_edited_reads_no_export_again(tiny: Tiny, old: str, new: str) -> None:
    tiny.edit("study.yaml", old, new)
    said = tiny.run()
    assert said.code == 0, said.err
    assert done(said.stages) == ["attain", "protect", "report"]


def test_a_comment_in_the_study_file_is_noted_in_the_manifest_only(tiny: Tiny) -> None:
    before = tiny.written("data/processed")
    tiny.edit("study.yaml", "goals:", "# agreed in June\ngoals:")
    assert tiny.run().code == 0
    after = tiny.written("data/processed")
    exact = [name for name in after if not name.endswith("published.json")]
    assert {name: after[name] == before[name] for name in exact} == dict.fromkeys(exact, True)


def test_an_export_that_says_the_same_stops_the_rebuild(tiny: Tiny) -> None:
    tiny.write("README.md", "Where these files come from.\n")
    said = tiny.run()
    assert said.code == 0
    assert done(said.stages) == ["ingest"]


def test_a_report_that_was_damaged_is_made_again(tiny: Tiny) -> None:
    before = tiny.written()
    (tiny.root / "reports" / "tiny" / "board.html").write_text("", encoding="utf-8")
    (tiny.root / "data" / "processed" / "tiny" / "estimates.parquet").unlink()
    said = tiny.run()
    assert done(said.stages) == ["compare", "report"]
    assert tiny.written() == before


def test_notes_that_were_cut_short_are_not_believed(tiny: Tiny) -> None:
    before = tiny.written()
    notes = tiny.root / ".outcomes" / "studies" / "tiny.json"
    notes.write_bytes(notes.read_bytes()[:100])
    assert done(tiny.run().stages) == list(STAGES)
    assert tiny.written() == before


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "sentence"),
    [
        ("study.yaml", "    target: {", "    targt: {", 2, 'did you mean "target"'),
        ("study.yaml", "files: students.csv", "files: student.csv", 1, "students.csv"),
        ("study.yaml", "target: {change: 2}", "target: -15%", 2, "relative"),
        ("attendance.csv", "0001,2024-25", "0001,2023-24", 1, "0001"),
    ],
    ids=["a key mistyped", "a file missing", "a target that can be read two ways", "a year twice"],
)
def test_a_mistake_is_told_and_damages_nothing(
    tiny: Tiny, file: str, old: str, new: str, code: int, sentence: str
) -> None:
    before = tiny.written()
    tiny.edit(file, old, new)
    said = tiny.run()
    if file == "attendance.csv" and said.code == 0:
        assert "warning[" in said.err  # set aside and told, since little was lost
    else:
        assert said.code == code, said.err
        assert sentence.lower() in said.err.lower()
        assert tiny.written() == before
    assert "Traceback" not in said.err


def test_a_key_mistyped_is_shown_with_its_line_and_a_caret(tiny: Tiny) -> None:
    tiny.edit("study.yaml", "    target: {", "    targt: {")
    said = tiny.run("check")
    assert said.code == 2
    assert "data/raw/tiny/study.yaml:" in said.out
    assert "^^^^^" in said.out


def test_text_in_a_number_column_is_set_aside_and_listed(tiny: Tiny) -> None:
    tiny.edit("attendance.csv", "0001,2023-24,180,15", "0001,2023-24,180,N/S")
    said = tiny.run()
    assert said.code == 0, said.err
    listed = tiny.written("data/processed")["data/processed/tiny/quarantine.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(listed)))
    assert [(row["file"], row["column"], row["found"]) for row in rows] == [
        ("attendance.csv", "Absent", "N/S")
    ]


def test_ids_that_lost_their_zeros_are_matched_and_told(tiny: Tiny) -> None:
    text = (tiny.raw / "attendance.csv").read_text(encoding="utf-8")
    stripped = "\n".join(line.lstrip("0") for line in text.splitlines()) + "\n"
    before = tiny.written()["reports/tiny/results.csv"]
    tiny.write("attendance.csv", stripped)
    said = tiny.run()
    assert said.code == 0, said.err
    assert "zero" in (said.err + tiny.run("check").out).lower()
    assert tiny.written()["reports/tiny/results.csv"] == before


def test_too_much_text_in_a_number_column_stops_the_run(tiny: Tiny) -> None:
    before = tiny.written()
    text = (tiny.raw / "attendance.csv").read_text(encoding="utf-8")
    tiny.write("attendance.csv", text.replace(",180,", ",unknown,"))
    said = tiny.run()
    assert said.code == 1
    assert said.err.count("error[") + said.err.count("warning[") <= 30
    assert tiny.written() == before


def test_one_study_that_fails_does_not_stop_the_others(tiny: Tiny) -> None:
    broken = Tiny(tiny.root, "another").make()
    broken.edit("study.yaml", "version: 1", "version: 7")
    tiny.edit("study.yaml", "by two points", "by more than two points")
    said = tiny.run()
    assert said.code == 2
    assert done(said.stages) == ["attain", "protect", "report"]
    assert "another was stopped" in said.err


def test_check_writes_nothing_and_reconciles_the_rows(tmp_path: Path) -> None:
    tiny = Tiny(tmp_path).make()
    before = times(tiny.root)
    said = tiny.run("check", "--json")
    assert said.code == 0, said.err
    assert times(tiny.root) == before
    for file in json.loads(said.out)["studies"][0]["files"]:
        lost = file["rows_set_aside"] + file["rows_unmatched"]
        assert file["rows_read"] == file["rows_used"] + lost


def test_the_day_can_be_chosen(tiny: Tiny) -> None:
    said = tiny.run("run", "--as-of", "2024-12-31")
    assert said.code == 0
    assert done(said.stages)[0] == "attain"
    assert tiny.run("--as-of", "2024-12-31", "run").out.startswith("Nothing to do")


def test_row_level_tables_are_private(tiny: Tiny) -> None:
    folder = tiny.root / "data" / "processed" / "tiny"
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.iterdir() if path.stat().st_mode & 0o077] == []


def test_nothing_outside_the_private_folder_knows_an_id(tiny: Tiny) -> None:
    for name, content in tiny.written().items():
        assert b"0001" not in content.replace(b"0.0001", b""), name


def test_a_manifest_knows_no_place_and_no_person(tiny: Tiny) -> None:
    manifest = tiny.written()["reports/tiny/manifest.json"].decode()
    assert str(tiny.root) not in manifest
    assert os.environ.get("HOME", "/root") not in manifest


def test_clean_removes_what_was_made_and_keeps_the_exports(tiny: Tiny) -> None:
    exports = tiny.written("data/raw")
    said = tiny.run("clean")
    assert said.code == 0
    assert (tiny.written(), tiny.written("data/processed")) == ({}, {})
    assert tiny.written("data/raw") == exports
    assert (tiny.root / ".outcomes" / "pseudonym.key").is_file()


def test_the_goal_register_shows_checks_and_verdicts(tiny: Tiny) -> None:
    said = json.loads(tiny.run("goals", "--json").out)["goals"]
    assert [check["letter"] for check in said[0]["checks"]] == list("SMART")
    assert said[0]["verdict"] in {"met", "met-within-noise", "not-met"}


def test_where_a_run_stops_its_lists_are_there_and_the_release_is_as_it_was(tiny: Tiny) -> None:
    before = tiny.written()
    file = tiny.raw / "attendance.csv"
    text = file.read_text(encoding="utf-8").splitlines()
    bad = [line.replace(line.split(",")[0], f"Z{i}", 1) for i, line in enumerate(text[1:], 1)]
    file.write_text("\n".join([text[0], *bad[:30], *text[31:]]) + "\n", encoding="utf-8")
    said = tiny.run()
    assert said.code == 1
    assert "unmatched_attendance.csv" in said.err
    listed = tiny.root / "data" / "processed" / "tiny" / "unmatched_attendance.csv"
    rows = list(csv.DictReader(io.StringIO(listed.read_text(encoding="utf-8"))))
    assert [row["row"] for row in rows] == [str(n) for n in range(2, 32)]
    assert tiny.written() == before
    assert os.name == "nt" or not listed.stat().st_mode & 0o077


def test_check_accounts_for_every_row_of_every_file(tiny: Tiny) -> None:
    (found,) = json.loads(tiny.run("--json", "check").out)["studies"]
    read = {(f["source"], f["file"]): f["rows_read"] for f in found["files"]}
    lines: dict[tuple[str, str, str], int] = {}
    for one in found["accounts"]:
        key = (one["source"], one["file"], one["analysis"])
        lines[key] = lines.get(key, 0) + one["rows"]
    assert {key[:2] for key in lines} == set(read)
    assert all(rows == read[key[:2]] for key, rows in lines.items())
    assert ("attendance", "attendance.csv", "chronic") in lines
