"""How a person is told: progress on the way, problems together, never too many of a kind."""

from __future__ import annotations

import re
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.problems import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.job import State
    from pipeline.problems import Kind, Problem

MOST: Final = 20
"""Problems of one kind that are told one by one."""

FEW: Final = 3
"""Warnings of one kind that a run tells; `outcomes check` tells more."""

_PATIENCE = 2.0  # seconds after which one wants to know how far it is
_CLEAR = "\r\x1b[K"


def told(problems: Iterable[Problem], *, notes: bool = True, warnings: int = MOST) -> str:
    """Problems together, in the order found: at most so many of a kind, then a count.

    Args:
        problems: What was found.
        notes: Whether those that need no action are told too.
        warnings: How many warnings of one kind are told one by one.
    """
    seen: dict[Kind, int] = defaultdict(int)
    lines: list[str] = []
    for problem in problems:
        if problem.kind.severity == "note" and not notes:
            continue
        seen[problem.kind] += 1
        if seen[problem.kind] <= _most(problem.kind, warnings):
            lines.append(str(problem))
    for kind, count in seen.items():
        if count > (most := _most(kind, warnings)):
            where = ", in quarantine.csv" if kind.code.startswith("D") else ""
            lines.append(f"... and {count - most} more of {kind.code}{where}.")
    return "\n".join(lines)


def _most(kind: Kind, warnings: int) -> int:
    return MOST if kind.severity == "error" else warnings


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int]) -> str:
    """Columns that line up; those whose positions are in `right` are set to the right."""
    cells = [header, *([visible(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    lines = []
    for row in cells:
        set_ = [
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"  {'  '.join(set_)}".rstrip())
    return "\n".join(lines)


class Progress:
    """Tells how a run goes, on the error stream: a line a stage, a hint where one takes long."""

    def __init__(self, *, is_quiet: bool) -> None:
        """A listener; a quiet one says nothing."""
        self._is_quiet = is_quiet
        self._is_watched = sys.stderr.isatty() and not is_quiet
        self._since = 0.0

    def study(self, name: str) -> None:
        """A study is begun."""
        self._say(name)

    def begun(self, stage: str) -> None:
        """A stage is begun."""
        self._since = time.perf_counter()
        if self._is_watched:
            self._hint(f"  {stage} ...")

    def said(self, text: str) -> None:
        """How far the stage is."""
        if self._is_watched and time.perf_counter() - self._since > _PATIENCE:
            self._hint(f"    {text}")

    def ended(self, stage: str, state: State) -> None:
        """A stage is over."""
        seconds = time.perf_counter() - self._since
        if self._is_watched:
            sys.stderr.write(_CLEAR)
        self._say(f"  {stage:<8}  " + ("cached" if state == "cached" else f"{seconds:.1f} s"))

    def _hint(self, text: str) -> None:
        sys.stderr.write(_CLEAR + text[:78])
        sys.stderr.flush()

    def _say(self, text: str) -> None:
        if not self._is_quiet:
            sys.stderr.write(text + "\n")
            sys.stderr.flush()


def quote(text: str) -> str:
    """A path as it is typed: in quotation marks where it needs them."""
    return text if re.fullmatch(r"[\w./-]+", text) else f'"{text}"'
