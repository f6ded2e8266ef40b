"""The study file, typed: every key of the contract, and nothing else.

Every scalar arrives as text and is typed here, so that `0012` stays an ID and `no` a word.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
Headers = str | tuple[str, ...]
Mapped = dict[str, Headers]


class Part(BaseModel):
    """A part of the study file: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Partner(Part):
    """One organisation in the partnership."""

    id: Name
    name: Text
    type: str = ""
    contributes: str = ""


class People(Part):
    """What one unit of analysis is called, in the singular and the plural."""

    one: Text = "student"
    many: Text = "students"


class Logic(Part):
    """How the partnership is meant to work, in four short lists."""

    put_in: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    so_that: tuple[str, ...] = ()


class About(Part):
    """Who and what the study is about."""

    title: Text
    summary: str = ""
    began: date | None = None
    contact: str = ""
    languages: tuple[Literal["en", "es"], ...] = ("en",)
    partners: Annotated[tuple[Partner, ...], Field(min_length=1)]
    people: People = People()
    logic: Logic = Logic()
    synthetic: bool = False
    attribution: str = ""


class Period(Part):
    """A span of time in which something was measured."""

    id: Text
    starts: date
    ends: date
    role: Literal["before", "after"] | None = None


class Selected(Part):
    """How participants were chosen, where it was for a low or high start."""

    outcome: Name
    below: float | None = None
    above: float | None = None


class Match(Part):
    """How a matched comparison is formed."""

    on: tuple[str, ...]
    exact: tuple[str, ...] = ()
    caliper: float = 0.2
    ratio: int = 1


Accepted = dict[str, tuple[str, ...]]


class Label(Part):
    """How a breakdown and its levels are called in reports."""

    name: str = ""
    levels: dict[str, str] = {}


class Design(Part):
    """How the comparison was set up; it fixes what may be said."""

    kind: Literal["one-group", "comparison-group", "randomized"]
    participants: Accepted = {}
    comparison: Accepted = {}
    cluster: str | None = None
    assigned_by: Literal["student", "cluster"] = "student"
    selected_on: Selected | None = None
    adjust_for: tuple[str, ...] = ()
    match: Match | None = None
    subgroups: tuple[str, ...] = ()
    labels: dict[str, Label] = {}


class AnySource(Part):
    """What every kind of source may say about how its files are to be read."""

    format: str = "auto"
    columns: Mapped = {}
    missing: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    decimal: Literal["point", "comma"] | None = None
    dates: Literal["day-first", "month-first"] | None = None
    header_row: int | None = None
    sheet: str | None = None
    tolerate: float = 0.05
    match_floor: float = 0.90


class FileSource(AnySource):
    """A source that names its files."""

    files: Annotated[tuple[Text, ...], Field(min_length=1)]


class Roster(FileSource):
    """Who is in the study."""

    kind: Literal["roster"]


class Metrics(FileSource):
    """Student records: wide by measure, wide by period, or long."""

    kind: Literal["metrics"]
    measures: dict[Name, str | dict[str, str]] = {}
    suppressed: tuple[str, ...] = ()


class Count(Part):
    """A count out of a total, each a column."""

    count: Text
    of: Text


class Totals(FileSource):
    """Figures that are already aggregated."""

    kind: Literal["totals"]
    measures: dict[Name, Count | str]
    suppressed: tuple[str, ...] = ()


class Wave(Part):
    """One round of a survey."""

    period: Text
    files: Annotated[tuple[Text, ...], Field(min_length=1)]
    invited: int | None = None


class Item(Part):
    """One question of a survey."""

    column: Headers
    text: str = ""
    answers: str | None = None
    type: Literal["choice", "number", "text"] = "choice"
    reverse: bool = False


class Scale(Part):
    """Several items that are scored together."""

    label: str = ""
    items: Annotated[tuple[str, ...], Field(min_length=2)]
    score: Literal["mean", "sum"] = "mean"
    min_answered: int | None = None


class Survey(AnySource):
    """A survey in one or more waves."""

    kind: Literal["survey"]
    respondents: str = "student"
    waves: Annotated[tuple[Wave, ...], Field(min_length=1)]
    link: str | None = None
    link_to: str | None = None
    keep: Accepted = {}
    answers: dict[str, tuple[tuple[str, ...], ...]] = {}
    items: dict[Name, Item]
    scales: dict[Name, Scale] = {}


class Activities(FileSource):
    """What was done: meetings, events, hours, contributions."""

    kind: Literal["activities"]


class Testimonials(FileSource):
    """What people said, each with consent."""

    kind: Literal["testimonials"]


class Interviews(FileSource):
    """Coded segments of interviews and group discussions."""

    kind: Literal["interviews"]


Source = Annotated[
    Roster | Metrics | Totals | Survey | Activities | Testimonials | Interviews,
    Field(discriminator="kind"),
]

OutcomeType = Literal["continuous", "binary", "ordinal"]


class Outcome(Part):
    """What is compared."""

    label: Text
    measure: Annotated[
        str, Field(alias="from", pattern=r"^[A-Za-z][\w-]*\.[A-Za-z][\w-]*$")
    ]
    type: OutcomeType
    unit: str = ""
    better: Literal["higher", "lower"]
    range: tuple[float, float] | None = None
    domain: str = "Outcomes"
    primary: bool = False
    favorable: int = 2
    minimum_important: float | None = None


class Baseline(Part):
    """Where a goal starts: a period of the data, or a declared value."""

    period: str | None = None
    value: float | None = None
    n: int | None = None
    source: str = ""


class Target(Part):
    """Where a goal wants to get: exactly one of three."""

    relative_change: float | None = None
    change: float | None = None
    level: float | None = None


class Milestone(Part):
    """A level on the way."""

    by: date
    level: float


class Revision(Part):
    """One change of a goal, never erased."""

    on: date
    field: str
    before: Annotated[object, Field(alias="from")] = None
    reason: str = ""
    approved_by: str = ""


class Goal(Part):
    """One SMART goal."""

    id: Name
    statement: Text
    outcome: str | None = None
    measure: str | None = None
    population: Literal["participants", "comparison", "all"] = "participants"
    where: Accepted = {}
    baseline: Baseline = Baseline()
    target: Target
    by: date
    milestones: tuple[Milestone, ...] = ()
    minimum_important: float | None = None
    attainable: str = ""
    relevant: str = ""
    owner: str = ""
    levels: dict[int, float] = {}
    revisions: tuple[Revision, ...] = ()


class Key(Part):
    """Where the pseudonym key comes from."""

    env: str | None = None
    file: str | None = None


class Privacy(Part):
    """How small groups and identities are protected."""

    minimum_n: Annotated[int, Field(ge=1)] = 10
    profile: Literal["standard", "strict"] = "standard"
    authority: str = ""
    pseudonym_key: Key = Key()
    drop: tuple[str, ...] = ()


class Evaluation(Part):
    """Options of the evaluation report."""

    authors: tuple[str, ...] = ()
    funder: str = ""
    status: Literal["draft", "final"] = "draft"


class Board(Part):
    """Options of the annual outcome summary."""

    meeting: date | None = None
    asks: Annotated[tuple[str, ...], Field(max_length=3)] = ()


class Checkin(Part):
    """Options of the monthly check-in."""


class Reports(Part):
    """Which reports are written."""

    evaluation: Evaluation | None = Evaluation()
    board: Board | None = Board()
    checkin: Checkin | None = None


class Study(Part):
    """The whole study file."""

    version: Literal[1]
    study: About
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]
    design: Design
    sources: Annotated[dict[Name, Source], Field(min_length=1)]
    outcomes: Annotated[dict[Name, Outcome], Field(min_length=1)]
    goals: tuple[Goal, ...] = ()
    privacy: Privacy = Privacy()
    reports: Reports = Reports()

    def role(self, role: Literal["before", "after"]) -> Period | None:
        """The period that plays a role in the main comparison."""
        return next((period for period in self.periods if period.role == role), None)
