"""Threat: who a person is, seen outside of data/raw and data/processed.

`canaries.py` plants names, addresses, numbers and days of birth in every personal column and every
free text of a study. Nothing of it may be seen in a report, in `.outcomes`, in what is said or
written down, whatever command is typed and however a run ends. Cells of columns that are not
personal are told where they are wrong, as docs/trust.md says.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipeline import steps
from pipeline.cli import main
from tests.security.canaries import BORN, FIRST, LAST, MAIL, NUMBER, WORDS, hits, house
from tests.workspaces import REPOSITORY, csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workspaces import Tiny

STAGES = ("ingest", "compare", "attain", "protect", "report")


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    made = house(tmp_path_factory.mktemp("canaries"))
    code, streams = said(made, "run")
    assert code == 0
    assert hits(streams) == []
    return made


def said(house: Tiny, *arguments: str) -> tuple[int, dict[str, bytes]]:
    """What a command says, as a process of its own says it."""
    done = house.run(*arguments)
    return done.code, {"stdout": done.out.encode(), "stderr": done.err.encode()}


def left(house: Tiny) -> dict[str, bytes]:
    """Every file that may be seen: all but the exports and the private tables."""
    kept = house.written("reports") | house.written(".outcomes")
    lists = {n: c for n, c in house.written("data/processed").items() if "dictionary" in n}
    return kept | lists


def test_the_texts_of_the_study_would_show_them(tried: Tiny) -> None:
    found = hits(tried.written("data/raw"))
    assert {line.rpartition(": ")[2].lower() for line in found} >= {w.lower() for w in WORDS[:8]}


@pytest.mark.parametrize(
    "arguments",
    [("--json", "check"), ("describe",), ("verify",)],
)
def test_no_command_says_or_writes_who_somebody_is(tried: Tiny, arguments: tuple[str, ...]) -> None:
    code, streams = said(tried, *arguments)
    assert code == 0
    assert hits(streams | left(tried)) == []


def test_quotes_without_a_canary_are_published(tried: Tiny) -> None:
    board = tried.written()["reports/tiny/board.html"]
    assert b"It helped " in board


def test_a_fault_that_quotes_the_data_is_told_without_them(
    tried: Tiny, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        named = f'Could not convert string "{FIRST} {LAST}" to INT32: {MAIL} {BORN} {NUMBER}'
        raise duckdb.ConversionException(named)

    tried.edit("attendance.csv", ",180,", ",179,")
    for stage in STAGES:  # each run comes one stage further
        with monkeypatch.context() as patch:
            patch.setitem(steps.STEPS, stage, broken)
            with pytest.raises(SystemExit) as ended:
                main(["-C", str(tried.root), "-v", "run"])
        assert ended.value.code == 4, stage
        out, err = capfd.readouterr()
        assert "A fault of ours: ConversionException." in err
        assert hits({"out": out.encode(), "err": err.encode()} | left(tried)) == []


def test_a_run_that_is_killed_leaves_nobody_behind(tmp_path: Path) -> None:
    made, spill = house(tmp_path / "house"), tmp_path / "spill"
    spill.mkdir()
    code = (
        "import os, signal\nfrom pipeline import steps\nfrom pipeline.cli import main\n"
        "def broken(_): os.kill(os.getpid(), signal.SIGKILL)\n"
        f"steps.STEPS['compare'] = broken\nmain(['-C', {str(made.root)!r}, 'run'])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(spill)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, env=environment
    )
    assert done.returncode == -signal.SIGKILL
    streams = {"stdout": done.stdout, "stderr": done.stderr}
    spilled = {str(path): path.read_bytes() for path in spill.rglob("*") if path.is_file()}
    assert hits(streams | left(made) | spilled) == []


def test_what_is_wrong_in_a_personal_column_is_told_without_the_cell(tmp_path: Path) -> None:
    made = house(tmp_path)
    made.edit("study.yaml", "student_id: id, frl: FRL", "student_id: id, frl: FRL, born: DOB")
    made.edit("study.yaml", "absent: Absent", "absent: Home Phone")
    rows = [["id", "First_Name"], ["0001", FIRST], ["0001", LAST], ["", FIRST]]
    made.write("more.csv", csv(rows))
    made.edit("study.yaml", "files: students.csv", "files: [students.csv, more.csv]")
    code, streams = said(made, "check")
    assert code == 1
    assert b"Home Phone" in streams["stdout"]
    assert hits(streams | left(made)) == []
