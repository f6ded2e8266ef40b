"""What tests of more than one folder share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.disk import lock

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the three studies, run once, whichever worker comes first."""
    own = tmp_path_factory.getbasetemp()
    home = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    workspace = home / "shipped"
    is_done = home / "shipped.done"
    with (home / "shipped.lock").open("a+b") as held:
        while not lock(held.fileno()):
            time.sleep(0.2)
        if not is_done.exists():
            shutil.rmtree(workspace, ignore_errors=True)
            shutil.copytree(ROOT / "data" / "raw", workspace / "data" / "raw")
            done = subprocess.run(
                [sys.executable, "-m", "pipeline", "-C", str(workspace), "run"],
                capture_output=True, check=False, text=True, cwd=ROOT,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
            is_done.touch()
    return workspace
