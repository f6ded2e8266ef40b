"""Which files are read, and which never."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.ingest.files import find, natural
from pipeline.problems import Collector

if TYPE_CHECKING:
    from pathlib import Path


def found(folder: Path, *patterns: str) -> tuple[list[str], list[str]]:
    problems = Collector()
    files = find(folder, patterns, problems)
    return [file.name for file in files], [problem.kind.code for problem in problems.found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ws" / "data" / "raw" / "demo"
    (folder / "sub").mkdir(parents=True)
    for name in ("a10.csv", "a9.csv", "b [1].csv", "sub/c.csv", "notes.docx"):
        (folder / name).write_text("x,y\n1,2\n")
    (tmp_path / "outside.csv").write_text("x\n1\n")
    return folder


def test_a_pattern_gives_its_files_in_natural_order_each_once(folder: Path) -> None:
    assert found(folder, "a*.csv", "a9.csv") == (["a9.csv", "a10.csv"], [])


def test_a_name_with_brackets_is_a_name_before_it_is_a_pattern(folder: Path) -> None:
    assert found(folder, "b [1].csv") == (["b [1].csv"], [])


def test_subfolders_are_part_of_the_study(folder: Path) -> None:
    assert found(folder, "sub/c.csv", "**/c.csv") == (["sub/c.csv"], [])


@pytest.mark.parametrize(
    "pattern", ["../outside.csv", "/etc/passwd", "sub/../../x.csv", "C:\\x.csv", "~/x.csv"]
)
def test_a_path_may_not_leave_the_folder(folder: Path, pattern: str) -> None:
    assert found(folder, pattern) == ([], ["D002"])


def test_a_missing_file_names_those_that_are_near(folder: Path) -> None:
    problems = Collector()
    find(folder, ["a99.csv"], problems)
    assert "did you mean" in str(problems.found[0])
    assert problems.found[0].kind.code == "D001"


def test_links_folders_and_devices_are_refused(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder / "a9.csv")
    (folder / "linked").symlink_to(folder / "sub")
    os.mkfifo(folder / "pipe.csv")
    (folder / "folder.csv").mkdir()
    for pattern in ("link.csv", "linked/c.csv", "pipe.csv", "folder.csv"):
        assert found(folder, pattern) == ([], ["D003"]), pattern
    assert found(folder, "*.csv")[1] == ["D003", "D003"]


def test_other_kinds_of_files_are_refused(folder: Path) -> None:
    assert found(folder, "notes.docx") == ([], ["D004"])


def test_natural_order_mixes_numbers_and_words() -> None:
    assert sorted(["K", "10", "9", "11", "PK"], key=natural) == ["9", "10", "11", "K", "PK"]


def test_a_missing_file_stops_the_run(run: Any) -> None:
    done = run(
        "  s: {kind: metrics, files: nope.csv, columns: {student_id: sid}, "
        "measures: {x: {before: a, after: b}}}\n",
        {},
        outcomes="  x: {label: X, from: s.x, type: continuous, better: higher}\n",
    )
    assert done.has_stopped
    assert done.codes() == ["D001"]
