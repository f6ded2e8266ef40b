"""Runs the tests with each fault in turn: a fork a mutant, the tests that touch it, first failure.

Tests are collected and imported once. Then every test runs once as it is, to learn which lines
it touches and how long it takes. Each mutant is planted in a child process, which runs the tests
that touch the changed lines, the quickest first, and stops at the first that fails.
"""

from __future__ import annotations

import gc
import importlib
import mmap
import os
import re
import signal
import struct
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.planting import NotPlantedError, plant
from tests.mutation.recording import Recorder

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.mutation.mutants import Mutant

    Verdict = Literal["killed", "timed out", "survived", "untested", "not planted"]

PATIENCE: Final = 10.0
"""How many times its usual time a test run may take before it counts as hanging."""

LEAST: Final = 5.0
"""Seconds of the processor that every run may take."""

EXAMPLES: Final = 40
"""Examples of a property that does not say how many it needs."""

KILLED, NOT_PLANTED = 1, 3


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a mutant, and how many tests touch it."""

    mutant: Mutant
    verdict: Verdict
    tests: int


@dataclass(slots=True)
class _Test:
    item: pytest.Item
    touched: dict[str, set[int]]
    seconds: float


class Trial:
    """A plugin of pytest that plants the mutants instead of running the tests."""

    def __init__(
        self,
        root: Path,
        mutants: Sequence[Mutant],
        trees: dict[str, ast.Module],
        *,
        jobs: int = 1,
        least: float = LEAST,
        told: Callable[[Tried], None] = lambda _: None,
    ) -> None:
        self.root, self.mutants, self.trees, self.jobs, self.told = root, mutants, trees, jobs, told
        self.least = least
        self.tried: list[Tried] = []
        self.red: list[str] = []
        self.nodes: list[str] = []
        self.at: int | None = None  # the mutant that is planted in this process
        self.killers = mmap.mmap(-1, 4 * max(len(mutants), 1))  # what children tell
        self.last: dict[str, str] = {}  # the test that killed the mutant before in the same place

    def pytest_configure(self) -> None:
        """The same examples in every run, and no time lost on explaining a failure."""
        from hypothesis import HealthCheck, Phase, settings  # not before pytest rewrites it

        settings.register_profile(
            "mutation", derandomize=True, database=None, deadline=None, print_blob=False,
            phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False, max_examples=EXAMPLES,
        )  # fmt: skip
        settings.load_profile("mutation")

    def pytest_runtest_makereport(self, item: pytest.Item, call: Any) -> pytest.TestReport:
        """The bare verdict: what failed is explained to nobody."""
        failed = call.excinfo is not None and not call.excinfo.errisinstance(pytest.skip.Exception)
        if failed and self.at is not None:
            struct.pack_into("i", self.killers, 4 * self.at, self.nodes.index(item.nodeid))
            os._exit(KILLED)
        return pytest.TestReport(
            nodeid=item.nodeid, location=item.location, keywords={}, longrepr=None,
            outcome="failed" if failed else "passed", when=call.when,
        )  # fmt: skip

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what each test touches, then try every mutant."""
        tests = []
        with Recorder(self.trees) as recorder:
            for item in session.items:
                touched = recorder.fresh()
                begun = time.process_time()
                if not _passes(item):
                    self.red.append(item.nodeid)
                tests.append(_Test(item, touched, time.process_time() - begun))
        if not self.red:
            self.nodes = [item.nodeid for item in session.items]
            self._control(tests)
        if not self.red:
            self._try_all(sorted(tests, key=lambda test: test.seconds))
        return True

    def _control(self, tests: list[_Test]) -> None:
        """Every test once more, in a child without a fault: one that fails then kills nothing."""
        child = os.fork()
        if not child:
            self.at = 0
            for test in tests:
                _passes(test.item)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            self.red = [self.nodes[struct.unpack_from("i", self.killers, 0)[0]]]

    def _try_all(self, tests: list[_Test]) -> None:
        gc.collect()
        gc.freeze()  # children share the memory
        running: dict[int, tuple[int, int]] = {}
        for at, mutant in enumerate(self.mutants):
            holders = set() if mutant.lines else _holders(mutant)
            touching = [test for test in tests if _touches(test, mutant, holders)]
            if not touching:
                self._note(Tried(mutant, "untested", 0))
                continue
            if len(running) >= self.jobs:
                self._wait(running)
            last = self.last.get(mutant.where)
            touching.sort(key=lambda test: test.item.nodeid != last)
            running[self._fork(at, touching)] = (at, len(touching))
        while running:
            self._wait(running)

    def _fork(self, at: int, tests: list[_Test]) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        try:
            self.at = at
            _set_limit(self.least + PATIENCE * sum(test.seconds for test in tests))
            os._exit(self._outcome(self.mutants[at], tests))
        finally:
            os._exit(KILLED)  # whatever broke, the fault broke it

    def _outcome(self, mutant: Mutant, tests: list[_Test]) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        try:
            module = importlib.import_module(_dotted(mutant.module))
            plant(module, mutant.planted(self.trees[mutant.module]))
        except NotPlantedError:
            return NOT_PLANTED
        for test in tests:
            _passes(test.item)  # the process ends at the first that fails
        return 0

    def _wait(self, running: dict[int, tuple[int, int]]) -> None:
        child, status = os.wait()
        at, tests = running.pop(child)
        mutant = self.mutants[at]
        (killer,) = struct.unpack_from("i", self.killers, 4 * at)
        self.last[mutant.where] = self.nodes[killer]
        verdict: Verdict = "killed"
        if os.WIFSIGNALED(status):
            by_the_clock = os.WTERMSIG(status) in {signal.SIGPROF, signal.SIGALRM}
            verdict = "timed out" if by_the_clock else "killed"
        elif os.WEXITSTATUS(status) == 0:
            verdict = "survived"
        elif os.WEXITSTATUS(status) == NOT_PLANTED:
            verdict = "not planted"
        self._note(Tried(mutant, verdict, tests))

    def _note(self, tried: Tried) -> None:
        self.tried.append(tried)
        self.told(tried)


def _passes(item: pytest.Item) -> bool:
    example, holder = getattr(item, "dtest", None), item.getparent(pytest.Module)
    if example is not None and holder is not None:
        example.globs = vars(holder.obj).copy()  # it empties its names when it is done
    reports = runtestprotocol(item, log=False, nextitem=None)
    return all(report.outcome != "failed" for report in reports)


def _touches(test: _Test, mutant: Mutant, holders: set[str]) -> bool:
    """Whether a test runs the changed lines, or for a constant a module that holds it."""
    if mutant.lines:
        return not mutant.lines.isdisjoint(test.touched.get(mutant.module, ()))
    own = getattr(getattr(test.item, "module", None), "__name__", "")
    return own in holders or any(_dotted(module) in holders for module in test.touched)


def _holders(mutant: Mutant) -> set[str]:
    """Modules that hold what is evaluated on import, by their names."""
    home = vars(importlib.import_module(_dotted(mutant.module)))
    names = {name for name in re.findall(r"\w+", mutant.where) if name in home}
    return {
        name
        for name, module in [*sys.modules.items()]
        if any(getattr(module, "__dict__", {}).get(held) is home[held] for held in names)
    }


def _dotted(module: str) -> str:
    return module.removesuffix(".py").replace("/", ".")


def _set_limit(allowed: float) -> None:
    """End the process when it takes far longer than the tests do, whatever it is doing."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, allowed)
    signal.setitimer(signal.ITIMER_REAL, 60 + 20 * allowed)  # for what waits instead of working
