"""The files that a new workspace begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

EXAMPLE: Final = "riverbend-mentoring"
IN_PACKAGE: Final = Path(__file__).parent.parent / "examples"
IN_CHECKOUT: Final = Path(__file__).parent.parent.parent / "data" / "raw"
TARGETS: Final = (
    ("all", "run", "Bring every report up to date", True),
    ("check", "check", "Say what is understood and what is wrong; write nothing", True),
    ("goals", "goals", "The goal register", True),
    ("describe", "describe", "The data dictionary", True),
    ("open", "open", "Open reports/index.html", False),
    ("clean", "clean", "Remove what was made; data/raw is never touched", False),
)
"""Target, command, what it does, and whether it can be done for one study."""
IGNORED: Final = "data/processed/\n.outcomes/\n"
README: Final = """\
# {title}

Exports lie in `data/raw/<study>/`, exactly as they were received, beside one `study.yaml` that
says what was promised. The reports come out in `reports/`.

    outcomes check     what is understood, what is wrong; writes nothing
    outcomes run       brings every report up to date
    outcomes open      opens reports/index.html

`make` and `make check` do the same, `make check STUDY=name` for one study; on Windows `make.cmd`.
What is in `data/processed/` names people by pseudonyms and stays on this computer.
"""
SYNTHETIC: Final = (
    "\nSYNTHETIC: the study in this folder is an example. Every student, school and number in its "
    "files\nis invented.\n"
)


def frame(title: str, *, is_synthetic: bool) -> dict[str, bytes]:
    """Everything besides a study, by its path from the workspace.

    Args:
        title: What the workspace is called.
        is_synthetic: The example goes into it, which must say so.
    """
    readme = README.format(title=title) + (SYNTHETIC if is_synthetic else "")
    return {
        ".gitignore": IGNORED.encode(),
        "README.md": readme.encode(),
        "Makefile": _makefile().encode(),
        "make.cmd": _make_cmd().encode(),
        "data/raw/.gitkeep": b"",
        "data/processed/.gitkeep": b"",
        "reports/.gitkeep": b"",
    }


def _makefile() -> str:
    lines = [
        f"{name}:  ## {about}\n\toutcomes {command}{' $(STUDY)' if takes_study else ''}\n"
        for name, command, about, takes_study in TARGETS
    ]
    names = " ".join(name for name, *_ in TARGETS)
    return (
        "# STUDY=name does it for one study alone.\nSTUDY ?=\n"
        f".PHONY: {names} help\n\n" + "\n".join(lines) + "\nhelp:  ## This list\n"
        '\t@awk \'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / '
        '{printf "  make %-10s %s\\n", $$1, $$2}\' Makefile\n'
    )


def _make_cmd() -> str:
    """The same for Windows: `make.cmd check name`."""
    lines = ["@echo off", 'if "%~1"=="" goto all', 'if "%~1"=="help" goto help']
    lines += [f'if "%~1"=="{name}" goto {name}' for name, *_ in TARGETS]
    lines += ["echo %~1 is no target. 1>&2", "call :help 1>&2", "exit /b 2"]
    for name, command, _, takes_study in TARGETS:
        lines += [f":{name}", f"outcomes {command}{' %2' if takes_study else ''}", "exit /b"]
    lines += [":help", *(f"echo   make {name:10} {about}" for name, _, about, _ in TARGETS)]
    return "\r\n".join([*lines, "exit /b 0", ""])


def example() -> dict[str, bytes]:
    """The synthetic study, from the installed package or from a checkout."""
    home = IN_PACKAGE if (IN_PACKAGE / EXAMPLE).is_dir() else IN_CHECKOUT
    folder = home / EXAMPLE
    return {
        f"data/raw/{EXAMPLE}/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix != ".py" and "__pycache__" not in file.parts
    }
