"""Threat: a path that leaves the study's folder, and a name from the data that becomes one.

Links, folders, pipes and devices are refused, and so are paths that leave the folder:
tests/ingest/test_files.py and tests/test_workspace.py; in archives: tests/ingest/formats. What the
database may open: test_code.py.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ("../../gone", "C:\\gone", "a\\..\\gone", "CON", "x" * 300)
PAGES = {"board.html", "evaluation.html", "index.html"}
TABLES = {"results.csv", "results.json", "goals.csv", "manifest.json"}


def test_names_in_the_data_never_become_names_of_files(tmp_path: Path) -> None:
    made = Tiny(tmp_path / "house").make()
    head, *rows = (made.raw / "students.csv").read_text(encoding="utf-8").splitlines()
    cells = [row.split(",") for row in rows]
    named = [f"{one},{HOSTILE[n % 2]},{arm}" for n, (one, _, arm) in enumerate(cells)]
    made.write("students.csv", "\n".join([head, *named]) + "\n")
    made.edit("study.yaml", "Attendance rate", f'"{HOSTILE[0]}"')
    made.edit("study.yaml", "A school", f'"{HOSTILE[4]}"')
    made.edit("study.yaml", "Chronically absent", f"'{HOSTILE[2]}'")
    assert made.run("run").code == 0
    assert b"../../gone" in made.written()["reports/tiny/results.csv"]
    assert {name.rpartition("/")[2] for name in made.written()} == PAGES | TABLES
    assert {path.name for path in tmp_path.iterdir()} == {"house"}
    assert {path.name for path in made.root.iterdir()} == {"data", "reports", ".outcomes"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("kind", ["pipe", "far"])
def test_what_is_no_plain_file_is_not_opened_by_any_command(tmp_path: Path, kind: str) -> None:
    made = Tiny(tmp_path / "house").make()
    target = made.raw / "attendance.csv"
    secret = tmp_path / "secret.csv"
    secret.write_bytes(target.read_bytes())
    target.unlink()
    if kind == "pipe":
        os.mkfifo(target)
    else:
        (tmp_path / "far").mkdir()
        secret.rename(tmp_path / "far" / "attendance.csv")
        (made.raw / "deep").symlink_to(tmp_path / "far")
        made.edit("study.yaml", "files: attendance.csv", "files: deep/attendance.csv")
    done = made.run("check")
    assert done.code == 1
    assert "expected a plain file" in done.out


def test_signs_that_steer_a_terminal_are_spelled_out(tmp_path: Path) -> None:
    made = Tiny(tmp_path).make()
    made.edit("attendance.csv", ",180,", ",\x1b]0;gone\x07\x1b[2J\u202e,")
    done = made.run("check")
    assert "\\x1b]0;gone\\x07\\x1b[2J\\u202e" in done.out
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out + done.err)
