"""What is in version control is all that a first run needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    """Every file that a clone would hold, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], capture_output=True, check=True, cwd=ROOT, text=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracked files, and nothing else, in an empty folder."""
    folder = tmp_path_factory.mktemp("clone")
    for name in tracked():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def test_a_clone_holds_no_report_and_no_table(clone: Path) -> None:
    made = [*(clone / "reports").rglob("*"), *(clone / "data" / "processed").rglob("*")]
    assert [path.name for path in made if path.name != ".gitkeep"] == []


def test_the_first_run_of_a_clone_makes_every_report(clone: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run"],
        capture_output=True,
        check=False,
        text=True,
        cwd=clone,
    )
    assert done.returncode == 0, done.stderr
    studies = sorted(path.name for path in (clone / "data" / "raw").iterdir())
    assert len(studies) == 3
    for study in studies:
        made = {path.name for path in (clone / "reports" / study).iterdir()}
        assert {"board.html", "evaluation.html", "results.csv", "manifest.json"} <= made
    assert (clone / "reports" / "index.html").is_file()


def test_the_readme_names_the_two_commands_that_the_makefile_has(clone: Path) -> None:
    readme = (clone / "README.md").read_text(encoding="utf-8")
    makefile = (clone / "Makefile").read_text(encoding="utf-8")
    assert "make          # " in readme
    assert "make test     # " in readme
    assert ".DEFAULT_GOAL := all" in makefile
    assert "\ntest: " in makefile


def test_requirements_are_locked_by_hash_and_name_no_host(clone: Path) -> None:
    for lock in sorted(clone.glob("requirements*.lock")):
        lines = lock.read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if "==" in line]
        assert pinned
        assert len([line for line in lines if "--hash=sha256:" in line]) >= len(pinned)
        assert not any("://" in line or "--index" in line for line in lines)
