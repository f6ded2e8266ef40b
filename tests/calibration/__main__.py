"""Tries every default method on invented studies.  python -m tests.calibration [--page] [STUDIES]

Prints a line for each method and world; with --page the page of docs/. Exits with 1 where an
interval without a warning is outside of its bars.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.calibration.grid import Line, lines
from tests.calibration.trials import Rate, rate

if TYPE_CHECKING:
    from collections.abc import Sequence

STUDIES: Final = 10_000
MOST_WRONG, LEAST_HELD, MOST_HELD = 0.06, 0.94, 0.965
SURE: Final = 2.5
"""Standard errors of the trial by which a rate must be over its bar to count."""


def verdict(found: Rate) -> str:
    """Whether a method keeps its bars, allowing for the luck of the trial."""
    n = found.studies
    errors = [SURE * np.sqrt(p * (1 - p) / n) for p in (found.wrong, found.held)]
    if found.wrong - errors[0] > MOST_WRONG or found.held + errors[1] < LEAST_HELD:
        return "too narrow"
    return "wide" if found.held - errors[1] > MOST_HELD else "kept"


def tried(line: Line, studies: int) -> Rate:
    """One line of the grid."""
    with np.errstate(all="ignore"):
        return rate(line.trial, line.world, line.name, studies, moved=line.moved)


def _try(at: int, studies: int) -> Rate:
    return tried(list(lines())[at], studies)


def main(arguments: Sequence[str]) -> int:
    """Runs the grid and prints it."""
    is_page = "--page" in arguments
    numbers = [int(one) for one in arguments if one.isdigit()]
    studies = numbers[0] if numbers else STUDIES
    grid = list(lines())
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = list(pool.map(_try, range(len(grid)), [studies] * len(grid), chunksize=1))
    say = sys.stdout.write
    say(HEAD.format(studies=f"{studies:,}") if is_page else "")
    broken = 0
    for line, one in zip(grid, found, strict=True):
        said = verdict(one)
        is_broken = said != "kept" and not line.warning
        broken += is_broken
        cells = (
            line.method, line.what, str(line.world.n), line.world.shape,
            str(line.world.clusters or ""), f"{line.world.icc:.2f}" if line.world.clusters else "",
            f"{100 * one.wrong:.1f}", f"{100 * one.held:.1f}", said, line.warning,
        )  # fmt: skip
        if is_page:
            say(f"| {' | '.join(cells)} |\n")
        else:
            say(f"{'  '.join(c.ljust(w) for c, w in zip(cells, WIDTHS, strict=True))}"
                f"{'  <- OUTSIDE' if is_broken else ''}\n")  # fmt: skip
    say(FOOT.format(lines=len(grid), broken=broken) if is_page else f"{broken} outside.\n")
    return int(broken > 0)


WIDTHS = (16, 30, 5, 8, 3, 4, 5, 5, 10, 20)
HEAD = """# Calibration: how often intervals are right

Every default method is tried on {studies} invented studies of each kind (650 to 8,000 for methods
that draw or match), half of them without any change. *Wrong* is how often a 95 % interval leaves
out zero where nothing changed, *held* how often it holds the true change where there is one. The
bars are 6.0 % and 94.0 to 96.5 %, give or take 2.5 standard errors of the trial. Where a method is
outside, the report must say so beside the interval; the last column is what it says.

Values are normal, skewed (exponential) or five ordered answers; shares lie between 30 and 70 %
(half) or 5 and 20 % (rare). One in five lacks the value after (three in ten for mixed and imputed).
n is people of a group; clusters have twenty people. In interrupted series n is periods and ICC
stands for how much each resembles the one before. Made by `make calibrate`.

| method | question | n | values | clusters | ICC | wrong % | held % | bars | the report warns |
|---|---|---|---|---|---|---|---|---|---|
"""
FOOT = """
{lines} lines; {broken} without a warning are outside of their bars.
"""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
