"""Several runs at once on one workspace: one works, the others leave, a reader sees one release.

    python -m tests.soak.together [ROUNDS]     that many rounds with 2 to 8 runs each

In every round the exports change and all runs start together. A reader looks at the reports all
the while: each time all of them are of one release, old or new. Prints what broke, and a count.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.soak.forked import (
    CANARY,
    Ended,
    Forks,
    build,
    in_memory,
    known,
    part,
    study,
    with_a_hand_on_calls,
)
from tests.workspaces import Tiny

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 8
DAYS: Final = ("175", "174", "173")
"""The exports of a round differ from those of the round before in the days of one student."""
ALONE: Final = "found another run at work here, expected to be alone"


class Rounds(Forks):
    """Runs that start together."""

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        study(self.place / "before")
        self.begin(self.place / "before")
        self.tiny = Tiny(self.root)
        self.releases: list[dict[str, bytes]] = []
        self.looks = 0
        for days in DAYS:  # what each release is, made by a run that is alone
            self._set(days)
            assert self.run().code == 0
            if not self.releases:
                self.warm()
            self.releases.append(self.tiny.written())
        self.now = len(DAYS) - 1

    def _set(self, days: str) -> None:
        lines = (self.tiny.raw / "attendance.csv").read_text(encoding="utf-8").splitlines()
        key = f"{CANARY}0012,2024-25,"
        place = next(n for n, line in enumerate(lines) if line.startswith(key))
        lines[place] = f"{key}{days},{lines[place].split(',', 3)[3]}"
        self.tiny.write("attendance.csv", "\n".join(lines) + "\n")

    def round(self, count: int) -> str:
        """Starts some runs together on exports that have changed; what is not well."""
        old, self.now = self.releases[self.now], (self.now + 1) % len(DAYS)
        new = self.releases[self.now]
        self._set(DAYS[self.now])
        said = [self.place / f"said-{n}" for n in range(count)]
        there = {self.start(file): file for file in said}
        results: list[Ended] = []
        torn = ""
        while there:
            torn = torn or self._seen(old, new)
            child, status = os.waitpid(-1, os.WNOHANG)
            if child:
                text = there.pop(child).read_text(encoding="utf-8")
                results.append(Ended(os.waitstatus_to_exitcode(status), text))
            else:
                time.sleep(0.002)
        return torn or _odd(results) or self._after(new)

    def _seen(self, old: dict[str, bytes], new: dict[str, bytes]) -> str:
        """What a reader sees at this moment, where it is neither release whole."""
        folder = self.root / "reports" / "tiny"
        try:
            before = folder.stat().st_ino
            there = {f"reports/tiny/{file.name}": file.read_bytes() for file in folder.iterdir()}
            is_same = folder.stat().st_ino == before
        except FileNotFoundError as gone:
            # between the look at the folder and the look into it the other one came
            return "" if folder.is_dir() else f"{gone.filename} was gone"
        self.looks += is_same
        is_whole = there in (part(old, "reports/tiny/"), part(new, "reports/tiny/"))
        return "" if is_whole or not is_same else f"a reader saw {sorted(there)}"

    def _after(self, new: dict[str, bytes]) -> str:
        if self.tiny.written() != new:
            return "the reports are not those of a run that is alone"
        left = [p.name for p in self.root.rglob(".*") if p.suffix in {".draft", ".old"}]
        quiet = self.run()
        if left or not quiet.said.startswith("Nothing to do"):
            return f"left behind {left}, and the next run said: {quiet.said[-600:]}"
        return known(self.root)


def _odd(results: Sequence[Ended]) -> str:
    """What one of the runs should not have said; at least one has worked."""
    for ended in results:
        is_away = ended.code == 2 and ALONE in ended.said and ended.said.count("error[") == 1
        if not ended.is_calm or not (ended.code == 0 or is_away):
            return f"ended with {ended.code}: {ended.said[-600:]}"
    return "" if any("report" in ended.said for ended in results) else "nobody worked"


def work(rounds: int) -> int:
    """Plays the rounds in this process, which must have a hand on the calls of its forks."""
    with tempfile.TemporaryDirectory(dir=in_memory()) as place:
        trials = Rounds(Path(place).resolve())
        wrong: Counter[str] = Counter()
        for n in range(rounds):
            count = MOST - n % (MOST - 1)
            found = trials.round(count)
            wrong[found] += 1
            if found and wrong[found] == 1:
                print(f"round {n}, {count} runs: {found}", flush=True)
        print(f"a reader looked {trials.looks} times")
        print(f"{wrong['']} of {rounds} rounds with 2 to {MOST} runs at once gave valid reports")
    return rounds - wrong[""]


def run(rounds: int = 200) -> int:
    """Plays some rounds, prints what broke, and gives how many did."""
    with tempfile.TemporaryDirectory() as folder:
        share = ("tests.soak.together", str(rounds), "-")
        with with_a_hand_on_calls(build(Path(folder)), *share) as worker:
            for line in worker.stdout or ():
                print(line, end="", flush=True)
        return worker.returncode


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    sys.exit((work(asked) if len(sys.argv) > 2 else run(asked)) > 0)
