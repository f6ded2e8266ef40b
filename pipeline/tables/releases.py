"""A release as it was written, and what differs between two: what a reader may see, no more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Cause = Literal["data", "study-file", "method", "software", "suppression", "date", "unknown"]
"""Why a number may differ: an input, what was promised, how it is reckoned, with which software,
what is hidden, the day that goals are judged on; unknown where both manifests say the same."""

How = Literal[
    "new", "gone", "restated", "other-periods", "now-hidden", "now-shown", "reason", "withheld"
]  # fmt: skip
"""What became of a row. Withheld: restated, and the two numbers are not set side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row or goal of a release: its words, and its numbers as they are printed.

    Attributes:
        id: Its id.
        text: Its columns of words.
        shown: Each number as the pages print it; nothing where it is hidden.
        values: The same numbers.
    """

    id: str
    text: Mapping[str, str]
    shown: Mapping[str, str]
    values: Mapping[str, float]

    @property
    def is_shown(self) -> bool:
        """Whether its numbers may be seen."""
        return self.text.get("status") == "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a release says, and what it was made from.

    Attributes:
        id: Short hash of its manifest.
        title: Title of the study.
        as_of: The day that goals were judged on.
        minimum_n: Smallest group that was shown.
        study_file: Hash of the study file.
        sections: Hash of each section of it; empty in releases of old.
        versions: Software by name.
        inputs: Every export that was read, with its hash.
        sources: Each export and the sources that it was read for.
        outputs: Every other file of the release, with its hash.
        rows: Results by id, in their order.
        goals: Goals by id, in their order.
    """

    id: str
    title: str
    as_of: str
    minimum_n: int
    study_file: str
    sections: Mapping[str, str]
    versions: Mapping[str, str]
    inputs: Mapping[str, str]
    sources: Mapping[str, frozenset[str]]
    outputs: Mapping[str, str]
    rows: Mapping[str, Told]
    goals: Mapping[str, Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One export that is not as it was; `was` is its earlier name where it was renamed."""

    file: str
    how: Literal["corrected", "added", "removed", "renamed"]
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One column of a row or goal, before and now, as it is printed."""

    column: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One result that is not as it was.

    Attributes:
        id: Its id.
        label: What it is about: the outcome's label.
        where: Analysis, group, breakdown and periods.
        how: What became of it.
        moves: Its numbers, before and now; none unless it is restated.
        causes: What may have moved it, the nearest first.
        files: Exports that may have moved it.
    """

    id: str
    label: str
    where: str
    how: How
    moves: tuple[Move, ...] = ()
    causes: tuple[Cause, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """One goal that is not as it was.

    Attributes:
        id: Its id.
        statement: What is promised.
        how: What became of it.
        verdicts: Where they differ, before and now: was the target met, and is the change more
            than chance (clear, chance, or empty where that cannot be told).
        is_promise_changed: Whether statement, outcome, population or deadline are not the same.
        moves: Its numbers, before and now; none unless it is restated.
        causes: What may have moved it, the nearest first.
    """

    id: str
    statement: str
    how: How
    verdicts: tuple[tuple[str, str], tuple[str, str]] | None = None
    is_promise_changed: bool = False
    moves: tuple[Move, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed from one release to another, and why.

    Attributes:
        earlier: Id of the earlier release.
        present: Id of the present one.
        title: Title of the study.
        as_of: Both days.
        minimum_n: Both smallest groups.
        files: Exports that are not as they were.
        sections: Sections of the study file that are not as they were; "all" where releases of
            old do not say which, "remarks" where only remarks or spelling are different.
        software: Name, version before, version now.
        rows: Results that are not as they were.
        goals: Goals that are not as they were.
        outputs: Files of the release that are not as they were.
        unchanged: How many results are as they were.
    """

    earlier: str
    present: str
    title: str
    as_of: tuple[str, str]
    minimum_n: tuple[int, int]
    files: tuple[FileChange, ...] = ()
    sections: tuple[str, ...] = ()
    software: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[RowChange, ...] = ()
    goals: tuple[GoalChange, ...] = ()
    outputs: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def is_same(self) -> bool:
        """Whether nothing that a reader sees or that it rests on is different."""
        made = self.files or self.sections or self.software or self.as_of[0] != self.as_of[1]
        return not (made or self.rows or self.goals or self.outputs)

    def as_json(self) -> dict[str, object]:
        """The same for machines."""
        return asdict(self)
