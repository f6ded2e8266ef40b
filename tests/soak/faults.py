"""The disk fails at every single call of a run: one whole release is there, old or new.

    python -m tests.soak.faults [EVERY [JOBS]]     every fault, or one in EVERY

A small study is run in a process in which one call that writes (opening, writing, syncing,
renaming, linking, locking, removing) fails or ends the process; then the next one, until every
call has had its turn. `faults.c` stands between the process and the C library for that, since the
database writes by calls of its own that Python never sees. After each fault the workspace is
looked over, run again undisturbed, and looked over once more. Prints what broke, and a count.
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import os
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pipeline
from pipeline.stages import versions, whole_house
from tests.workspaces import REPOSITORY, Tiny

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CANARY: Final = "Qzx"
"""Every ID and every name of the study begins with it."""
SECONDS: Final = 60
"""A run that takes longer hangs."""
COUNT, KILL, CUT, FAIL, FULL = range(5)
WRITES, READS = 1, 2
CALM: Final = re.compile(r"^error\[[A-Z]\d{3}\] \S.*: .+\. .+", re.MULTILINE)
NOT_CALM: Final = ("Traceback", "fault of ours", CANARY, "Errno", "Exception ignored")


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at a call.

    Attributes:
        name: In words.
        kind: What `faults.c` calls it.
        error: The error that the call gives.
        calls: The calls that it can meet.
        only: Names of calls that it is tried at; every one if empty.
    """

    name: str
    kind: int
    error: int = 0
    calls: int = WRITES
    only: tuple[str, ...] = ()


FAULTS: Final = (
    Fault("the process is killed", KILL),
    Fault("half is written and the process is killed", CUT, only=("write", "pwrite", "pwrite64")),
    Fault("no space is left, once", FAIL, errno.ENOSPC),
    Fault("no space is left from then on", FULL),
    Fault("input/output error", FAIL, errno.EIO),
    Fault("input/output error while reading", FAIL, errno.EIO, READS),
    Fault("a file has vanished", FAIL, errno.ENOENT, READS, ("open", "open64", "openat")),
)


class State(ctypes.Structure):
    """As in `faults.c`."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("armed", "kind", "error", "calls", "no_exchange")),
        *((name, ctypes.c_int) for name in ("at", "seen", "hit")),
        ("root", ctypes.c_char * 4096),
        ("what", ctypes.c_char * (4096 + 64)),
        ("names", (ctypes.c_char * 16) * 8192),
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended and what it said; the code is negative where a signal ended it."""

    code: int
    said: str


@dataclass(slots=True)
class Scene:
    """A workspace before a run, and what an undisturbed run makes of it.

    Attributes:
        name: In words.
        before: Where the workspace lies as it is before.
        can_exchange: Whether the system can swap two folders in one step.
        old: The reports before, by path.
        new: The reports after.
        files: Every path after.
        calls: The names of the calls that count, in order, by what counts.
    """

    name: str
    before: Path
    can_exchange: bool = True
    old: dict[str, bytes] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    calls: dict[int, list[str]] = field(default_factory=dict)


class Trials:
    """Everything is imported once; each run is a process of its own, forked from here."""

    def __init__(self, place: Path) -> None:
        made = ctypes.CDLL(None).faults_state
        made.restype = ctypes.POINTER(State)
        self.state: State = made().contents
        self.place = place
        self.root = place / "work"
        self.state.root = os.fsencode(self.root)
        for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        versions(), whole_house()  # kept from here on

    def scenes(self) -> tuple[Scene, ...]:
        """A first run, a second one over other exports, and one where folders cannot be swapped."""
        first = Scene("first run", self.place / "first")
        study(first.before)
        second = Scene("second run", self.place / "second")
        shutil.copytree(first.before, second.before)
        shutil.copytree(first.before, self.root)
        assert self.run().code == 0
        shutil.rmtree(second.before)
        shutil.copytree(self.root, second.before)
        change(second.before)
        third = Scene(
            "second run, without an exchange of folders", second.before, can_exchange=False
        )
        for scene in (first, second, third):
            self._undisturbed(scene)
        return first, second, third

    def _undisturbed(self, scene: Scene) -> None:
        for calls in (WRITES, READS):
            self._begin(scene)
            scene.old = Tiny(self.root).written()
            with self._armed(Fault("", COUNT, calls=calls), 0, scene):
                ended = self.run()
            assert ended.code == 0, ended.said
            names = self.state.names
            scene.calls[calls] = [names[i].value.decode() for i in range(1, self.state.seen + 1)]
        scene.new, scene.files = Tiny(self.root).written(), paths(self.root)
        assert scene.new != scene.old

    def _begin(self, scene: Scene) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(scene.before, self.root)

    @contextmanager
    def _armed(self, fault: Fault, at: int, scene: Scene) -> Iterator[None]:
        state = self.state
        state.kind, state.error, state.calls, state.at = fault.kind, fault.error, fault.calls, at
        state.seen = state.hit = 0
        state.what, state.no_exchange, state.armed = b"", int(not scene.can_exchange), 1
        try:
            yield
        finally:
            state.armed = 0

    def run(self, *arguments: str) -> Ended:
        """Types `outcomes run` in a process of its own."""
        said = self.place / "said"
        child = os.fork()
        if child == 0:
            _type(("-C", str(self.root), *(arguments or ("run",))), said)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return Ended(code, said.read_text(encoding="utf-8"))

    def attempt(self, scene: Scene, fault: Fault, at: int) -> str:
        """Lets one call fail; what is not well then or after the next run."""
        self._begin(scene)
        with self._armed(fault, at, scene):
            ended = self.run()
        what = f"{self.state.what.decode(errors='replace')}: "
        if not self.state.hit and ended.code == 0:
            return ""  # the order of calls is not the same in every run; there was one fewer
        wrong = self._ended_badly(ended, fault, scene) or self._torn(scene, ended)
        if wrong:
            return what + wrong
        again = self.run()
        wrong = self._not_healed(again, scene)
        return what + f"not healed: {wrong}" if wrong else ""

    def _ended_badly(self, ended: Ended, fault: Fault, scene: Scene) -> str:
        """What is wrong with the exit code or with what was said."""
        if fault.kind in {KILL, CUT}:
            return "" if ended.code == -signal.SIGKILL else f"ended with {ended.code}"
        if ended.code not in {0, 1, 2}:
            return f"ended with {ended.code}: {ended.said[-600:]}"
        unwanted = [word for word in NOT_CALM if word in ended.said]
        if unwanted:
            return f"said {unwanted}: {ended.said[-600:]}"
        if ended.code == 0:
            is_done = Tiny(self.root).written() == scene.new
            return "" if is_done else "said nothing, and the reports are not those of this run"
        return "" if CALM.search(ended.said) else f"no problem was told: {ended.said[-600:]}"

    def _torn(self, scene: Scene, ended: Ended) -> str:
        """What in reports is neither old nor new, or knows a person."""
        there = {n: c for n, c in Tiny(self.root).written().items() if "/." not in n}
        release, index = "reports/tiny/", "reports/index.html"
        if not scene.can_exchange and ended.code < 0 and not part(there, release):
            aside = self.root / "reports" / ".tiny.old"  # put back at the next start
            there |= {release + p.name: p.read_bytes() for p in aside.glob("*")}
        for about in (release, index):
            if part(there, about) not in (part(scene.old, about), part(scene.new, about)):
                return f"{about} is neither old nor new: {sorted(part(there, about))}"
        left = [n for n in paths(self.root) if "/." in n.replace(".outcomes", "", 1)]
        if ended.code >= 0 and left and "rmdir" not in scene.name:
            names = self.state.what.decode(errors="replace")
            if not names.startswith(("unlink", "rmdir")):
                return f"left behind: {left}"
        return known(self.root)

    def _not_healed(self, again: Ended, scene: Scene) -> str:
        if again.code != 0 or any(word in again.said for word in NOT_CALM):
            return f"ended with {again.code}: {again.said[-600:]}"
        if Tiny(self.root).written() != scene.new:
            return "other reports than those of an undisturbed run"
        strange = paths(self.root) ^ scene.files
        if strange:
            return f"files left behind or missing: {sorted(strange)}"
        once_more = self.run()
        is_quiet = once_more.code == 0 and once_more.said.startswith("Nothing to do")
        return "" if is_quiet else f"and again: {once_more.said[-600:]}"


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
    except SystemExit as ended:
        code = int(ended.code or 0)
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
    """A file outside the private tables that knows a person, "" where none does."""
    for folder in ("reports", ".outcomes"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and CANARY.encode() in path.read_bytes():
                return f"{path.relative_to(root)} knows a person"
    return ""


def shares(every: int, share: int, of: int) -> Iterator[tuple[str, str, int]]:
    """Tries one fault in so many, and of those one share: of each scene, fault and what broke."""
    home = Path("/dev/shm")  # noqa: S108  a file system in memory: as real, and quick
    with tempfile.TemporaryDirectory(dir=home if home.is_dir() else None) as place:
        trials = Trials(Path(place).resolve())
        scenes = trials.scenes()
        number = 0
        for scene in scenes:
            for fault in FAULTS:
                for at, name in enumerate(scene.calls[fault.calls], 1):
                    if fault.only and name not in fault.only:
                        continue
                    number += 1
                    if number % every == 0 and number // every % of == share:
                        yield f"{scene.name}: {fault.name}", trials.attempt(scene, fault, at), at


def work(every: int, share: int, of: int) -> int:
    """One share of the trials; prints a line for each."""
    for about, wrong, at in shares(every, share, of):
        print("\t".join((about, str(at), wrong.replace("\n", " | "))), flush=True)
    return 0


def build(into: Path) -> Path:
    """The library that stands between the process and the C library."""
    made = into / "faults.so"
    source = Path(__file__).with_name("faults.c")
    command = ["gcc", "-Wall", "-Werror", "-O1", "-shared", "-fPIC", "-o", str(made), str(source)]
    subprocess.run([*command, "-ldl"], check=True)
    return made


def run(every: int = 1, jobs: int = 2) -> int:
    """Tries the faults, prints what broke, and gives how many did.

    Args:
        every: One fault in so many.
        jobs: How many at once.
    """
    with tempfile.TemporaryDirectory() as folder:
        extra = {"LD_PRELOAD": str(build(Path(folder))), "OPENBLAS_NUM_THREADS": "1"}
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.soak.faults", str(every), str(jobs), str(share)],
                env={**os.environ, **extra, "PYTHONPATH": str(REPOSITORY)},
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                text=True,
            )
            for share in range(jobs)
        ]
        tried: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        for worker in workers:
            assert worker.stdout is not None
            for line in worker.stdout:
                about, at, wrong = line.rstrip("\n").split("\t")
                tried[about] += 1
                whole[about] += not wrong
                if wrong:
                    print(f"{about}, call {at}: {wrong}", flush=True)
            if worker.wait() != 0:
                print("a worker broke", flush=True)
                return 1
    for about, count in tried.items():
        print(f"{about}: {whole[about]} of {count}")
    print(f"{whole.total()} of {tried.total()} faults left one whole release, and were healed")
    return tried.total() - whole.total()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(work(given[0], given[2], given[1]) if len(given) == 3 else run(*given) > 0)
