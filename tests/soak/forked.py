"""Runs in processes forked from one that has imported everything, with a hand on their calls."""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pipeline
from pipeline.evidence.cards import CARDS
from pipeline.report import render
from pipeline.report.stage import pages
from pipeline.stages import versions, whole_house
from pipeline.steps import index, limits
from pipeline.study.load import load_study
from pipeline.tables.published_io import from_json
from tests.workspaces import REPOSITORY, Tiny

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CANARY: Final = "Qzx"
"""Every ID and every name of the study begins with it."""
SECONDS: Final = 120
"""A run that takes longer hangs."""
COUNT, KILL, CUT, FAIL, STAY, MEDDLE = range(6)
WRITES, READS = 1, 2
NOT_CALM: Final = ("Traceback", "fault of ours", CANARY, "Errno", "Exception ignored")
"""What no message holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens at a call.

    Attributes:
        name: In words.
        kind: What `faults.c` calls it.
        error: The error that the call gives.
        calls: The calls that it can meet.
        only: Names of calls that it is tried at; every one if empty.
        below: The folder that it is about.
        meddled: The file that is changed at that moment, and what is appended.
    """

    name: str
    kind: int
    error: int = 0
    calls: int = WRITES
    only: tuple[str, ...] = ()
    below: str = ""
    meddled: tuple[str, str] = ("", "")


class State(ctypes.Structure):
    """As in `faults.c`."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("armed", "kind", "error", "calls", "no_exchange")),
        *((name, ctypes.c_int) for name in ("at", "seen", "hit")),
        ("root", ctypes.c_char * 4096),
        ("other", ctypes.c_char * 4096),
        ("text", ctypes.c_char * 256),
        ("what", ctypes.c_char * (4096 + 64)),
        ("names", (ctypes.c_char * 16) * 8192),
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended and what it said; the code is negative where a signal ended it."""

    code: int
    said: str

    @property
    def is_calm(self) -> bool:
        """Whether it said nothing that is for programmers, and nobody's name."""
        return not any(word in self.said for word in NOT_CALM)


class Forks:
    """Everything is imported once; each run is a process of its own, forked from here."""

    def __init__(self, place: Path) -> None:
        made = ctypes.CDLL(None).faults_state
        made.restype = ctypes.POINTER(State)
        self.state: State = made().contents
        self.place = place
        self.root = place / "work"
        for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        versions(), whole_house()  # kept from here on
        vars(render)["environment"] = cache(render.environment)  # compiled templates, likewise

    def begin(self, before: Path) -> None:
        """A fresh copy of a workspace to work in."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(before, self.root)

    def warm(self) -> None:
        """Draws the pages of the release that is there once, so that forks find all at hand."""
        text = (self.root / "data" / "raw" / "tiny" / "study.yaml").read_bytes()
        told = (self.root / "data" / "processed" / "tiny" / "published.json").read_bytes()
        drawn, published = load_study(text, file="study.yaml"), from_json(told)
        limit = limits(drawn, published)
        pages(drawn, published, cards=CARDS, ceiling=limit, report_id="")
        index({"tiny": (text, told)})

    @contextmanager
    def armed(self, fault: Fault, at: int, *, can_exchange: bool) -> Iterator[None]:
        """Within, a process that is forked meets a fault at one call."""
        state = self.state
        state.kind, state.error, state.calls, state.at = fault.kind, fault.error, fault.calls, at
        state.root = os.fsencode(self.root / fault.below)
        state.other, state.text = (
            os.fsencode(self.root / fault.meddled[0]), fault.meddled[1].encode(),
        )  # fmt: skip
        state.seen = state.hit = 0
        state.what, state.no_exchange, state.armed = b"", int(not can_exchange), 1
        try:
            yield
        finally:
            state.armed = 0

    def start(self, said: Path, *arguments: str) -> int:
        """Types `outcomes run` in a process of its own; its number."""
        gc.freeze()  # else every fork copies all that was imported
        child = os.fork()
        if child == 0:
            _type(("-C", str(self.root), *(arguments or ("run",))), said)
        gc.unfreeze()
        return child

    def run(self, *arguments: str) -> Ended:
        """The same, and waits for its end."""
        said = self.place / "said"
        return ended(self.start(said, *arguments), said)


def ended(child: int, said: Path) -> Ended:
    """How a process ended that was started."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Ended(code, said.read_text(encoding="utf-8"))


def _type(arguments: Sequence[str], said: Path) -> None:
    """Types a command in this process, which ends with it."""
    from pipeline.cli import main

    signal.alarm(SECONDS)
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    code = 70
    try:
        main(arguments)
    except SystemExit as over:
        code = int(over.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def study(root: Path) -> None:
    """The tiny study; every person can be told by name, and some rows are set aside."""
    tiny = Tiny(root).make()
    for name in ("students.csv", "attendance.csv"):
        lines = (tiny.raw / name).read_text(encoding="utf-8").splitlines()
        rows = [f"{CANARY}{line},{CANARY}ena {line[:4]}" for line in lines[1:]]
        tiny.write(name, "\n".join([f"{lines[0]},Name", *rows]) + "\n")
    tiny.edit("attendance.csv", f"{CANARY}0007,2023-24,180", f"{CANARY}0007,2023-24,N/S")
    tiny.edit("attendance.csv", f"{CANARY}0009,2023-24", f"{CANARY}9999,2023-24")


def change(root: Path) -> None:
    """Other exports and another goal."""
    tiny = Tiny(root)
    tiny.edit("study.yaml", "{change: 2}", "{change: 1}")
    tiny.edit("attendance.csv", f"{CANARY}0012,2024-25,180", f"{CANARY}0012,2024-25,120")


def part(files: dict[str, bytes], about: str) -> dict[str, bytes]:
    """The files below one path."""
    return {name: content for name, content in files.items() if name.startswith(about)}


def paths(root: Path) -> set[str]:
    """Every file and folder, by its path."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def known(root: Path) -> str:
    """A file outside the private tables that knows a person; empty where none does."""
    for folder in ("reports", ".outcomes"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and CANARY.encode() in path.read_bytes():
                return f"{path.relative_to(root)} knows a person"
    return ""


def in_memory() -> str | None:
    """A file system in memory where there is one: as real, and quick."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def build(into: Path) -> Path:
    """The library that stands between a process and the C library."""
    made = into / "faults.so"
    source = Path(__file__).with_name("faults.c")
    command = ["gcc", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-o", str(made), str(source)]
    subprocess.run([*command, "-ldl"], check=True)
    return made


def with_a_hand_on_calls(library: Path, *arguments: str) -> subprocess.Popen[str]:
    """Starts a module of tests so that the calls of its forks can be made to fail."""
    extra = {"LD_PRELOAD": str(library), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env={**os.environ, **extra, "PYTHONPATH": str(REPOSITORY)},
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
