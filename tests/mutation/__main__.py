"""Plants every small fault in modules and says which no test notices.

python -m tests.mutation [--jobs N] [--tests PATH ...] MODULE ...

Prints a line for each module and each survivor; exits with 1 where one is not listed, with its
reason, in survivors.toml.
"""

from __future__ import annotations

import argparse
import ast
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")  # threads do not outlive a fork

import pytest

from tests.mutation.mutants import mutants_of
from tests.mutation.survivors import listed
from tests.mutation.trial import Trial, Tried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.mutation.mutants import Mutant

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = {
    "statistics": ("tests/statistics", "tests/properties", "pipeline/statistics"),
    "disclosure": ("tests/disclosure", "tests/attack", "tests/release", "pipeline/disclosure"),
    "attack": ("tests/attack", "pipeline/attack"),
}
"""Where the tests of a room are."""


def tried(modules: Sequence[Path], tests: Sequence[str], jobs: int) -> list[Tried]:
    """Every mutant of the modules, tried."""
    trees = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in modules
    }
    mutants = [mutant for path in modules for mutant in mutants_of(path, ROOT)]
    trial = Trial(ROOT, mutants, trees, jobs=jobs, told=Teller(mutants))
    code = pytest.main(
        ["-s", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:xdist",
         *tests],
        plugins=[trial],
    )  # fmt: skip
    if trial.red or code != 0:
        print("Without any fault, these tests fail:", *trial.red, sep="\n  ")
        sys.exit(2)
    return trial.tried


HEADING: Final = f"{'module':44} mutants killed equivalent survivors  score"


def scored(name: str, results: Sequence[Tried]) -> str:
    """A line of the table: mutants, killed, listed as equivalent, survivors, score."""
    killed = sum(not lives(one) for one in results)
    equal = sum(lives(one) and one.mutant.key in listed() for one in results)
    alive = len(results) - killed - equal
    score = 100 * killed / max(len(results) - equal, 1)
    return f"{name:44} {len(results):7} {killed:6} {equal:10} {alive:9} {score:5.1f}%"


def lives(one: Tried) -> bool:
    """Whether no test noticed it."""
    return one.verdict not in {"killed", "timed out"}


class Teller:
    """Tells of a survivor as soon as it is known, and of a module when it is done."""

    def __init__(self, mutants: Sequence[Mutant]) -> None:
        self.left = Counter(mutant.module for mutant in mutants)
        self.done: dict[str, list[Tried]] = {}

    def __call__(self, one: Tried) -> None:
        """Tell of one mutant."""
        mutant = one.mutant
        if lives(one) and mutant.key not in listed():
            nth = f" (nth = {mutant.nth})" if mutant.nth > 1 else ""
            place = f"{mutant.module}:{min(mutant.lines, default=0)}"
            print(
                f"{place} {mutant.where}: {mutant.change}{nth}  [{one.verdict}, {one.tests} tests]"
            )
        self.done.setdefault(mutant.module, []).append(one)
        self.left[mutant.module] -= 1
        if not self.left[mutant.module]:
            print(scored(mutant.module, self.done[mutant.module]), flush=True)


def main() -> int:
    """Try what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="+", type=Path)
    parser.add_argument("--tests", nargs="+", default=None)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    modules = [
        found.resolve()
        for path in asked.modules
        for found in (sorted(path.rglob("*.py")) if path.is_dir() else [path])
    ]
    rooms = sorted({path.relative_to(ROOT / "pipeline").parts[0] for path in modules})
    tests = asked.tests or [place for room in rooms for place in TESTS[room]]
    results = tried(modules, tests, asked.jobs)
    print(HEADING, scored("all", results), sep="\n")
    return int(any(lives(one) and one.mutant.key not in listed() for one in results))


if __name__ == "__main__":
    sys.exit(main())
