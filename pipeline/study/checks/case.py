"""A study and its file, side by side, so that a check can point at what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.problems import Problem
from pipeline.study.kinds.sense import UNKNOWN_NAME
from pipeline.study.schema import Roster
from pipeline.study.shape import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.problems import Kind
    from pipeline.study.positions import Document, Path
    from pipeline.study.schema import Study

TYPO: Final = 0.85
DIGITS: Final = str.maketrans("", "", "0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is checked.

    Attributes:
        study: What the file says.
        document: Where it says it.
    """

    study: Study
    document: Document

    def at(self, path: Path, kind: Kind, **facts: object) -> Problem:
        """A problem of the value at a path."""
        return Problem(kind, self.document.value(path), **facts)

    def at_key(self, path: Path, kind: Kind, **facts: object) -> Problem:
        """A problem of the key at a path."""
        return Problem(kind, self.document.key(path), **facts)

    def unknown(self, path: Path, name: str, *, what: str, names: Iterable[str]) -> Problem:
        """A value that names something that is given nowhere, with the names that are."""
        return self.at(path, UNKNOWN_NAME, **_facts(name, what, tuple(names)))

    def unknown_key(self, path: Path, name: str, *, what: str, names: Iterable[str]) -> Problem:
        """The same for a key."""
        return self.at_key(path, UNKNOWN_NAME, **_facts(name, what, tuple(names)))

    @property
    def periods(self) -> tuple[str, ...]:
        """The ids of all periods, in order."""
        return tuple(period.id for period in self.study.periods)

    @property
    def roster(self) -> tuple[str, Roster] | None:
        """The name of the roster and the roster."""
        for name, source in self.study.sources.items():
            if isinstance(source, Roster):
                return name, source
        return None


def _facts(name: str, what: str, known: tuple[str, ...]) -> dict[str, str]:
    noun = what.removeprefix("an ").removeprefix("a ")
    listed = f"one of {', '.join(known)}" if known else f"none, because there is no {noun}"
    return {"name": name, "what": what, "choices": listed, "advice": did_you_mean(name, known)}


def likely_slip(name: str, names: Iterable[str]) -> str | None:
    """The mapped column that a name was most likely meant to be, if it is very close to one.

    Names that are not mapped may be headers of the file, so only near misses are refused; names
    that differ in digits alone (math_2023, math_2024) are different things, not slips.
    """
    known = tuple(names)
    if name in known:
        return None
    near = nearest(name, known, cutoff=TYPO)
    if near is None or near.translate(DIGITS) == name.translate(DIGITS):
        return None
    return near
