"""The house itself: what a newcomer types works, and says what it does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = tuple(f"requirements{what}.lock" for what in ("", "-dev", "-build", "-audit"))
MAKE = shutil.which("make")
HEAVY = {"pydantic", "duckdb", "numpy", "pandas", "matplotlib", "jinja2", "scipy", "ruamel"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", read(lock), re.MULTILINE))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~ \[;]", name, maxsplit=1)[0]).lower()


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.MULTILINE))


@pytest.mark.skipif(MAKE is None, reason="no make here")
def test_help_lists_every_target() -> None:
    said = subprocess.run(
        [str(MAKE), "help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert {*re.findall(r"make ([a-z-]+)", said)} == targets()


def test_the_promised_targets_are_there() -> None:
    stages = {"ingest", "compare", "attain", "protect", "report"}
    others = {"all", "setup", "check", "goals", "test", "lint", "bench", "clean", "help"}
    assert targets() >= stages | others


@pytest.mark.parametrize("target", sorted(targets() - {"all", "setup", "help", "open"}))
def test_every_target_has_something_to_run(target: str) -> None:
    recipe = re.search(rf"^{target}:.*\n(\t.*\n)+", read("Makefile"), re.MULTILINE)
    is_stage = (
        target in re.findall(r"^STAGES\s+:= (.*)$", read("Makefile"), re.MULTILINE)[0].split()
    )
    assert recipe is not None or is_stage


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_by_hash_and_names_no_host(lock: str) -> None:
    text = read(lock)
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "--index" not in text


def test_the_locks_hold_what_the_project_asks_for() -> None:
    held = {canonical(name) for name in pinned("requirements.lock")}
    assert {canonical(r) for r in PROJECT["project"]["dependencies"]} <= held
    dev = {canonical(name) for name in pinned("requirements-dev.lock")}
    assert {canonical(r) for r in PROJECT["dependency-groups"]["dev"]} | held <= dev


def test_the_locks_agree() -> None:
    dev = pinned("requirements-dev.lock")
    for lock in LOCKS:
        assert {n: v for n, v in pinned(lock).items() if n in dev and dev[n] != v} == {}


def test_what_is_checked_before_a_commit_needs_no_network() -> None:
    config = read(".pre-commit-config.yaml")
    assert re.findall(r"repo: (\S+)", config) == ["local"]
    assert len(re.findall(r"language: system", config)) == len(re.findall(r"\{id: ", config))


def test_the_check_of_everything_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert {"make lint", "make test"} <= set(re.findall(r"make \w+", script.read_text("utf-8")))


def test_the_licence_is_the_one_that_is_declared() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert re.search(r"Apache License\s+Version 2\.0, January 2004", read("LICENSE"))
    assert "END OF TERMS AND CONDITIONS" in read("LICENSE")


def test_the_changelog_says_which_numbers_changed() -> None:
    assert "### Numbers that changed" in read("CHANGELOG.md")


def test_private_folders_are_ignored_by_version_control() -> None:
    ignored = read(".gitignore").splitlines()
    assert {"data/processed/*", "reports/*", ".outcomes/", ".venv/"} <= set(ignored)


def test_every_layer_of_the_law_is_there() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {part for layer in layers for part in layer.split(" | ")}
    house = ROOT / "pipeline"
    there = {p.stem for p in house.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert there - {"__init__", "__main__"} == named


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_help_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pipeline.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, sep='\\n')"
    )
    command = [sys.executable, "-c", script, "-C", str(tmp_path), *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert {line.split(".")[0] for line in said.splitlines()} & HEAVY == set()


def test_the_module_is_the_command() -> None:
    command = [sys.executable, "-m", "pipeline", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said == f"outcomes {PROJECT['project']['version']}\n"
