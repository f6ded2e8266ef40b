"""The disk fails at every single call of a run: one whole release is there, old or new.

    python -m tests.soak.faults [EVERY [JOBS [WORD]]]     every fault, or one in EVERY; of those
                                                          whose name holds a word

A small study is run in a process in which one call that writes (opening, writing, syncing,
renaming, linking, locking, removing) or reads fails, or ends the process; then the next one, until
every call has had its turn. `faults.c` stands between the process and the C library for that,
since the database writes by calls of its own that Python never sees. After each fault the
workspace is looked over, run again undisturbed, and looked over once more. Prints what broke, and
a count.
"""

from __future__ import annotations

import errno
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.soak.forked import (
    COUNT,
    CUT,
    FAIL,
    KILL,
    MEDDLE,
    READS,
    STAY,
    WRITES,
    Ended,
    Fault,
    Forks,
    build,
    change,
    in_memory,
    known,
    part,
    paths,
    study,
    with_a_hand_on_calls,
)
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENS: Final = ("open", "open64", "openat", "openat64", "fopen", "fopen64")
RAW: Final = "data/raw/tiny"
MORE: Final = {
    "study.yaml": "# agreed in June\n",
    "attendance.csv": "Qzx0009,2023-24,180,77,Qzxena\n",
}
"""What is appended to a file while it is read."""
CALM: Final = re.compile(r"^error\[[A-Z]\d{3}\] \S.*: .+\. .+", re.MULTILINE)
"""A problem with its place and what to do."""
FAULTS: Final = (
    Fault(name="the process is killed", kind=KILL),
    Fault(name="half is written, then killed", kind=CUT, only=("write", "pwrite", "pwrite64")),
    Fault(name="no space is left, once", kind=FAIL, error=errno.ENOSPC),
    Fault(name="no space is left from then on", kind=STAY, error=errno.ENOSPC),
    Fault(name="input/output error", kind=FAIL, error=errno.EIO),
    Fault(name="input/output error while reading", kind=FAIL, error=errno.EIO, calls=READS),
    Fault(name="a file has vanished", kind=FAIL, error=errno.ENOENT, calls=READS, only=OPENS),
    *(
        Fault(name=f"{file} changes", kind=MEDDLE, calls=READS, meddled=(f"{RAW}/{file}", text))
        for file, text in MORE.items()
    ),
)
"""Tried at every call."""
PLACES: Final = tuple(
    Fault(name=f"{folder or 'everything'} {how}", kind=STAY, error=error, below=folder)
    for how, error in (("is read-only", errno.EROFS), ("may not be written to", errno.EACCES))
    for folder in ("reports", "data/processed", ".outcomes", "data/raw", "")
)
"""Tried once."""


@dataclass(slots=True)
class Scene:
    """A workspace before a run, and what an undisturbed run makes of it.

    Attributes:
        name: In words.
        before: Where the workspace lies as it is before.
        can_exchange: Whether the system can swap two folders in one step.
        old: The reports before, by path.
        new: The reports after.
        meddled: The reports after, if a file had been changed, by that file.
        files: Every path after.
        calls: The names of the calls that count, in order, by what counts.
    """

    name: str
    before: Path
    can_exchange: bool = True
    old: dict[str, bytes] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)
    meddled: dict[str, dict[str, bytes]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    calls: dict[int, list[str]] = field(default_factory=dict)

    def trials(self) -> Iterator[tuple[Fault, int]]:
        """Every fault at every call."""
        for fault in FAULTS:
            for at, name in enumerate(self.calls[fault.calls], 1):
                is_old = fault.calls == READS and not self.can_exchange  # tried before
                if (not fault.only or name in fault.only) and not is_old:
                    yield fault, at
        yield from ((fault, 1) for fault in PLACES)


class Trials(Forks):
    """Runs that meet faults."""

    def scenes(self) -> tuple[Scene, ...]:
        """A first run, a second one over other exports, and one where folders cannot be swapped."""
        first = Scene("first run", self.place / "first")
        study(first.before)
        second = Scene("second run", self.place / "second")
        self.begin(first.before)
        assert self.run().code == 0
        self.warm()
        shutil.copytree(self.root, second.before)
        change(second.before)
        name = "second run, where folders cannot be exchanged"
        third = Scene(name, second.before, can_exchange=False)
        for scene in (first, second, third):
            self._undisturbed(scene)
        return first, second, third

    def _undisturbed(self, scene: Scene) -> None:
        self.begin(scene.before)
        scene.old = Tiny(self.root).written()
        counting = Fault(name="", kind=COUNT, calls=WRITES | READS)
        with self.armed(counting, 0, can_exchange=scene.can_exchange):
            ended = self.run()
        assert ended.code == 0, ended.said
        names = [one.value.decode() for one in self.state.names[1 : self.state.seen + 1]]
        for calls, mark in ((WRITES, "w"), (READS, "r")):
            scene.calls[calls] = [name[1:] for name in names if name[0] == mark]
        scene.new, scene.files = Tiny(self.root).written(), paths(self.root)
        assert scene.new != scene.old

    def _after(self, fault: Fault, scene: Scene) -> list[dict[str, bytes]]:
        """The reports that may be there when all is done; the last when it was done again."""
        file, text = fault.meddled
        if not file:
            return [scene.new]
        if file not in scene.meddled:
            self.begin(scene.before)
            with (self.root / file).open("a", encoding="utf-8") as opened:
                opened.write(text)
            assert self.run().code == 0
            scene.meddled[file] = Tiny(self.root).written()
            assert scene.meddled[file] not in (scene.old, scene.new)
        return [scene.new, scene.meddled[file]]

    def attempt(self, scene: Scene, fault: Fault, at: int) -> str:
        """Lets one call fail; what is not well then or after the next run."""
        self._after(fault, scene)
        self.begin(scene.before)
        with self.armed(fault, at, can_exchange=scene.can_exchange):
            ended = self.run()
        what = self.state.what.decode(errors="replace")
        if not self.state.hit and ended.code == 0:
            return ""  # the order of calls is not the same in every run; there was one fewer
        wrong = self._ended_badly(ended, fault, scene) or self._torn(ended, fault, scene)
        again = self.run()
        wrong = wrong or self._not_healed(again, fault, scene)
        return wrong and f"{what}: {wrong}"

    def _ended_badly(self, ended: Ended, fault: Fault, scene: Scene) -> str:
        """What is wrong with the exit code or with what was said."""
        if fault.kind in {KILL, CUT}:
            return "" if ended.code == -signal.SIGKILL else f"ended with {ended.code}"
        if ended.code not in {0, 1, 2} or not ended.is_calm:
            return f"ended with {ended.code}: {ended.said[-600:]}"
        if ended.code == 0:
            is_done = self._shown() in self._after(fault, scene)
            return "" if is_done else "said nothing, and the reports are not those of this run"
        return "" if CALM.search(ended.said) else f"no problem was told: {ended.said[-600:]}"

    def _shown(self) -> dict[str, bytes]:
        """The reports, without drafts that are hidden until the next start clears them away."""
        return {n: c for n, c in Tiny(self.root).written().items() if "/." not in n}

    def _torn(self, ended: Ended, fault: Fault, scene: Scene) -> str:
        """What in reports is neither old nor new, what was left behind, what knows a person."""
        there = self._shown()
        release, index = "reports/tiny/", "reports/index.html"
        if not scene.can_exchange and ended.code < 0 and not part(there, release):
            aside = self.root / "reports" / ".tiny.old"  # put back at the next start
            there |= {release + p.name: p.read_bytes() for p in aside.glob("*")}
        for about in (release, index):
            whole = [part(files, about) for files in (scene.old, *self._after(fault, scene))]
            if part(there, about) not in whole:
                return f"{about} is neither old nor new: {sorted(part(there, about))}"
        left = [n for n in paths(self.root) if n.endswith((".draft", ".old"))]
        failed = self.state.what.decode(errors="replace").partition(" ")[0]
        could_clean = fault.kind in {FAIL, MEDDLE} and not failed.startswith(("unlink", "rmdir"))
        if could_clean and left:
            return f"left behind: {left}"
        return known(self.root)

    def _not_healed(self, again: Ended, fault: Fault, scene: Scene) -> str:
        """What is not as if nothing had happened, after a run that nothing disturbed."""
        if again.code != 0 or not again.is_calm:
            return f"not healed: ended with {again.code}: {again.said[-600:]}"
        if Tiny(self.root).written() != self._after(fault, scene)[-1]:
            return "not healed: other reports than those of an undisturbed run"
        strange = paths(self.root) ^ scene.files
        if fault.calls == READS:  # a release that was gone, or was between two, is not put by
            strange = {name for name in strange if not name.startswith(".outcomes/kept")}
        if strange:
            return f"not healed: left behind or missing: {sorted(strange)}"
        once_more = self.run()
        is_quiet = once_more.code == 0 and once_more.said.startswith("Nothing to do")
        return "" if is_quiet else f"not healed: and again: {once_more.said[-600:]}"


def work(every: int, of: int, word: str, share: int) -> int:
    """One share of the trials; prints a line for each."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as place:
        trials = Trials(Path(place).resolve())
        everything = [
            (scene, fault, at)
            for scene in trials.scenes()
            for fault, at in scene.trials()
            if word in fault.name
        ]
        for scene, fault, at in everything[::every][share::of]:
            wrong = trials.attempt(scene, fault, at).replace("\n", " | ")
            print(f"{scene.name}: {fault.name}", at, wrong, sep="\t", flush=True)
    return 0


def run(every: int = 1, jobs: int = 2, word: str = "") -> int:
    """Tries the faults, prints what broke, and gives how many did.

    Args:
        every: One fault in so many.
        jobs: How many at once.
        word: Stands in the names of the faults that are tried.
    """
    tried: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        library = build(Path(folder))
        shares = [("tests.soak.faults", *map(str, (every, jobs, word, n))) for n in range(jobs)]
        for worker in [with_a_hand_on_calls(library, *share) for share in shares]:
            with worker:
                for line in worker.stdout or ():
                    about, at, wrong = line.rstrip("\n").split("\t")
                    tried[about] += 1
                    whole[about] += not wrong
                    if wrong:
                        print(f"{about}, call {at}: {wrong}", flush=True)
            assert worker.returncode == 0
    for about, count in tried.items():
        print(f"{about}: {whole[about]} of {count}")
    print(f"{whole.total()} of {tried.total()} faults left one whole release, and were healed")
    return tried.total() - whole.total()


if __name__ == "__main__":
    numbers, rest = tuple(map(int, sys.argv[1:3])), sys.argv[3:]
    if len(rest) == 2:
        sys.exit(work(numbers[0], numbers[1], rest[0], int(rest[1])))
    every, jobs = (*numbers, *(1, 2)[len(numbers) :])
    sys.exit(run(every, jobs, *rest) > 0)
