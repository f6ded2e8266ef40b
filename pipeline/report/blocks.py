"""Blocks of a section that show one thing each: a goal, a flow, quotes, limits, methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pipeline.report.page import Chart, Chip
    from pipeline.report.prose import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A box that a reader must not miss."""

    kind: ClassVar[str] = "callout"
    label: str
    title: str
    said: tuple[Prose, ...]
    points: tuple[Prose, ...] = ()
    role: str = "disclaimer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term and what stands for it."""

    term: str
    said: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One of the S, M, A, R, T checks of a goal."""

    letter: str
    name: str
    is_passed: bool
    mark: str
    reason: str

    @property
    def css(self) -> str:
        """Class of the check."""
        return "passed" if self.is_passed else "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The scorecard of one goal."""

    kind: ClassVar[str] = "score"
    id: str
    number: str
    title: Prose
    promise: str
    chips: tuple[Chip, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    checks_label: str
    notes: tuple[Prose, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the flow of rows: how many there were, and who left here."""

    count: Prose
    what: Prose
    out: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How the rows of one source became the rows that were analysed."""

    kind: ClassVar[str] = "flow"
    id: str
    caption: Prose
    about: Prose
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """One flow a source, side by side."""

    kind: ClassVar[str] = "flows"
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic:
    """How the partnership is meant to work: four lists."""

    kind: ClassVar[str] = "logic"
    label: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What a person said, with consent."""

    text: str
    who: Prose
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Quotations."""

    kind: ClassVar[str] = "quotes"
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What could make the results wrong, and what follows from it."""

    chip: Chip
    title: Prose
    said: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits."""

    kind: ClassVar[str] = "limits"
    items: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodCard:
    """How one method works, in general."""

    id: str
    title: str
    short: Prose
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodCards:
    """The methods that this report used."""

    kind: ClassVar[str] = "methods"
    cards: tuple[MethodCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Terms and what stands for them, in a box."""

    kind: ClassVar[str] = "facts"
    facts: tuple[Fact, ...]
