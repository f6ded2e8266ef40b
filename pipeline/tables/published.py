"""What may leave the building: rounded values and the strings to print. The only door.

Right of this module nobody sees a person, an exact value or a hidden number. A page prints
`shown`, a chart draws `value`, results.csv writes `value`: all read the same row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["published", "suppressed", "not-estimable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that a reader may see.

    Attributes:
        value: The number after rounding, as written to results.csv and drawn in charts.
        shown: The same as text, with its unit and a true minus sign: "6.5 %", "−1.5 points".
    """

    value: float
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """One analysis that a reader may see, or the reason why not.

    Attributes:
        id: Stable id, outcome/analysis/group[/column=level][/model].
        text: The text columns of the contract (analysis, outcome, label, unit, group, ...).
        figures: Number column to figure; holds nothing unless status is published, and then
            only the columns that are estimable and may be shown.
    """

    id: str
    text: Mapping[str, str]
    figures: Mapping[str, Figure]
    status: Status
    reason: str = ""

    def __getattr__(self, name: str) -> str:
        """A text column by its name: `row.outcome`."""
        try:
            return self.text[name]
        except KeyError as missing:
            raise AttributeError(name) from missing

    @property
    def is_published(self) -> bool:
        """Whether its numbers may be seen."""
        return self.status == "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedGoal:
    """One goal as a reader may see it; figures and text by the columns of ATTAINMENT."""

    id: str
    text: Mapping[str, str]
    figures: Mapping[str, Figure]
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCount:
    """One count about the data themselves: rows read, matched, set aside, invited.

    Attributes:
        id: `data/<source>/<what>`, `data/<source>/<file>/<what>`, or
            `rows/<source>/<file>/<outcome or all>/<fate>`.
        figure: None where the count is hidden.
        analysis: Outcome for which the rows of a file are counted; empty for all rows.
        period: Wave of the file, where it has one.
        reason: Why rows were set aside, in words.
    """

    id: str
    source: str
    file: str
    what: str
    figure: Figure | None
    analysis: str = ""
    period: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedQuote:
    """One testimonial that may be shown, and to whom."""

    id: str
    text: str
    attribution: str
    scope: Literal["internal", "partners", "public"]
    goal: str
    language: str
    stance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTheme:
    """One theme of interviews or discussions, with the people who raised it.

    Attributes:
        label: The theme in words.
        about: Outcome or goal that it speaks to.
        stance: Whether it fits what was measured or questions it.
        said: What somebody said, with consent; empty where few raised it.
    """

    id: str
    source: str
    theme: str
    people: Figure | None
    of: Figure | None
    roles: tuple[str, ...]
    label: str = ""
    about: str = ""
    stance: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEntry:
    """One entry of a log that is told in words: a challenge, a recognition, a decision.

    Attributes:
        due: Day by which a decision was to be carried out, or empty.
        done: Day on which it was, or empty.
        today: Last day of its log: what is due later is not late.
    """

    id: str
    kind: str
    date: str
    title: str
    notes: str
    partner: str
    due: str = ""
    done: str = ""
    today: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything that the pages of one study may say."""

    rows: tuple[PublishedRow, ...]
    goals: tuple[PublishedGoal, ...]
    counts: tuple[PublishedCount, ...]
    quotes: tuple[PublishedQuote, ...]
    themes: tuple[PublishedTheme, ...]
    notes: tuple[str, ...]
    as_of: str
    minimum_n: int
    authority: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[tuple[str, str], ...] = ()
    entries: tuple[PublishedEntry, ...] = ()

    def row(self, identity: str) -> PublishedRow | None:
        """The row with an id, if there is one."""
        return next((row for row in self.rows if row.id == identity), None)
