"""A small part of the long trials of `make soak`: faults of the disk, runs at once, machines."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.soak import faults, reproducible, together
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from pathlib import Path

needs_a_compiler = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None, reason="needs gcc on Linux"
)
EVERY = 1361
"""One fault in so many; without a divisor, so that every kind has its turn."""


@needs_a_compiler
def test_a_disk_that_fails_leaves_one_whole_release(capfd: pytest.CaptureFixture[str]) -> None:
    broken = faults.run(EVERY, jobs=1)
    said = capfd.readouterr().out
    assert broken == 0, said
    assert int(said.split()[-11]) >= 4


@needs_a_compiler
def test_of_runs_at_once_one_works(capfd: pytest.CaptureFixture[str]) -> None:
    broken = together.run(rounds=1)
    said = capfd.readouterr().out
    assert broken == 0, said
    assert "1 of 1 rounds" in said


def test_the_same_inputs_give_the_same_bytes_on_other_machines(tmp_path: Path) -> None:
    exports = Tiny(tmp_path).make().raw
    rows = reproducible.each_once()
    assert len({one.hash for one in reproducible.came(exports, rows)}) == 1
