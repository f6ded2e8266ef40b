"""The study file, typed: every key of the contract, and nothing else.

Every scalar arrives as text and is typed here, so that `0012` stays an ID and `no` a word.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pipeline.study.parts import (
    Accepted,
    CountingNumber,
    Day,
    Flag,
    Headers,
    Mapped,
    Name,
    Number,
    Part,
    Positive,
    Text,
    Texts,
    Version,
    expected,
    one_or_many,
)
from pipeline.study.schema_frameworks import Costs, Frameworks
from pipeline.study.schema_goals import Baseline, Goal, Milestone, Revision, Target
from pipeline.study.schema_reports import Board, Checkin, Evaluation, Key, Privacy, Reports
from pipeline.study.schema_sources import (
    Activities,
    AnySource,
    Consents,
    Count,
    FileSource,
    Interviews,
    Item,
    Metrics,
    Roster,
    Scale,
    Source,
    Survey,
    Testimonials,
    Totals,
    Wave,
)

__all__ = [
    "About",
    "Accepted",
    "Activities",
    "AnySource",
    "Baseline",
    "Board",
    "Checkin",
    "Consents",
    "Count",
    "Design",
    "Evaluation",
    "FileSource",
    "Goal",
    "Headers",
    "Interviews",
    "Item",
    "Key",
    "Label",
    "Logic",
    "Mapped",
    "Match",
    "Metrics",
    "Milestone",
    "Name",
    "Outcome",
    "OutcomeType",
    "Part",
    "Partner",
    "People",
    "Period",
    "Privacy",
    "Reports",
    "Revision",
    "Roster",
    "Scale",
    "Selected",
    "Source",
    "Study",
    "Survey",
    "Target",
    "Testimonials",
    "Text",
    "Totals",
    "Wave",
]


Spoken = Literal["en", "es"]
"""Languages of the reports."""


class Partner(Part):
    """One organisation in the partnership."""

    id: Name = Field(description="Short name.")
    name: Text = Field(description="Full name.")
    type: str = Field(
        default="", description="district, higher-education, employer, nonprofit, ..."
    )
    contributes: str = Field(default="", description="What it brings.")


class People(Part):
    """What one unit of analysis is called, in the singular and the plural."""

    one: Text = Field(default="student", description="In the singular.")
    many: Text = Field(default="students", description="In the plural.")


class Logic(Part):
    """How the partnership is meant to work, in four short lists."""

    put_in: Texts = Field(default=(), description="What goes in.")
    do: Texts = Field(default=(), description="What is done.")
    experience: Texts = Field(default=(), description="What people live through.")
    so_that: Texts = Field(default=(), description="What it is for.")


class About(Part):
    """Who and what the study is about."""

    title: Text = Field(description="Name of the partnership or programme.")
    summary: str = Field(default="", description="One or two sentences for the first page.")
    began: Day | None = Field(default=None, description="First day, such as 2023-08-21.")
    contact: str = Field(default="", description="Whom readers may ask.")
    languages: Annotated[tuple[Spoken, ...], BeforeValidator(one_or_many), Field(min_length=1)] = (
        Field(
            default=("en",),
            description="Languages of the board summary, the check-in and the page of thanks; this "
            "file is written in the first.",
        )
    )
    partners: Annotated[tuple[Partner, ...], Field(min_length=1)] = Field(
        description="A list of {id, name, type, contributes}."
    )
    people: People = Field(default=People(), description="What one unit is called.")
    logic: Logic = Field(default=Logic(), description="How it is meant to work.")
    synthetic: Flag = Field(default=False, description='yes puts "synthetic data" on each page.')
    attribution: str = Field(default="", description="Where the data come from.")


class Period(Part):
    """A span of time in which something was measured."""

    id: Text = Field(description="Name as it stands in the data, such as 2022-23.")
    starts: Day = Field(description="First day.")
    ends: Day = Field(description="Last day.")
    role: Literal["before", "after"] | None = Field(
        default=None, description="The two periods that are compared; first and last if none."
    )
    also: Texts = Field(
        default=(), description='Other spellings in files, such as "2024" or "Fall 2023-2024".'
    )


class Selected(Part):
    """How participants were chosen, where it was for a low or high start."""

    outcome: Name = Field(description="The outcome they were chosen by.")
    below: Number | None = Field(default=None, description="Chosen if below this.")
    above: Number | None = Field(default=None, description="Chosen if above this.")


class Match(Part):
    """How a matched comparison is formed."""

    on: Texts = Field(description="Columns to be alike in.")
    exact: Texts = Field(default=(), description="Columns to be equal in.")
    caliper: Positive = Field(default=0.2, description="Largest distance of a match.")
    ratio: CountingNumber = Field(default=1, description="Matches for each participant.")


class Label(Part):
    """How a breakdown and its levels are called in reports."""

    name: str = Field(default="", description="Name of the breakdown.")
    levels: dict[str, Text] = Field(default={}, description="Value in the data: words.")


class Design(Part):
    """How the comparison was set up; it fixes what may be said."""

    kind: Literal["one-group", "comparison-group", "randomized"] = Field(
        description="one-group, comparison-group or randomized."
    )
    participants: Accepted = Field(
        default={}, description="Roster column: values that make a participant; everyone if none."
    )
    comparison: Accepted = Field(
        default={}, description="The same for the comparison group; needed unless one-group."
    )
    cluster: Text | None = Field(default=None, description="Roster column of schools or classes.")
    assigned_by: Literal["student", "cluster"] = Field(
        default="student", description="What was assigned to a group."
    )
    selected_on: Selected | None = Field(default=None, description="Chosen for a low start.")
    adjust_for: Texts = Field(default=(), description="Columns to adjust for.")
    match: Match | None = Field(default=None, description="A matched comparison.")
    subgroups: Texts = Field(default=(), description="Roster columns to break results down by.")
    labels: dict[str, Label] = Field(default={}, description="Words for breakdowns and levels.")


OutcomeType = Literal["continuous", "binary", "ordinal"]


def two_numbers(value: object) -> object:
    """A list of exactly two; each is typed by its own rule."""
    if isinstance(value, list | tuple) and len(value) == 2:  # noqa: PLR2004  low and high
        return value
    raise expected("two numbers, lowest and highest", "Write them as [0, 100].")


class Outcome(Part):
    """What is compared."""

    label: Text = Field(description="As readers see it.")
    measure: Annotated[
        str, Field(alias="from", pattern=r"^[A-Za-z][A-Za-z0-9_-]*\.[A-Za-z][A-Za-z0-9_-]*$")
    ] = Field(description="source.measure, source.item or source.scale.")
    type: OutcomeType = Field(description="continuous, binary or ordinal.")
    unit: str = Field(default="", description="Unit, such as points.")
    better: Literal["higher", "lower"] = Field(description="higher or lower.")
    range: Annotated[tuple[Number, Number], BeforeValidator(two_numbers)] | None = Field(
        default=None, description="Smallest and largest possible value, as [0, 100]."
    )
    domain: Text = Field(default="Outcomes", description="Heading under which it is reported.")
    primary: Flag = Field(default=False, description="Declared before the results were known.")
    favorable: CountingNumber = Field(
        default=2, description="How many of the top answers count as favourable."
    )
    minimum_important: Positive | None = Field(
        default=None, description="Smallest change that matters."
    )


class Study(Part):
    """The whole study file."""

    version: Version = Field(description="Version of this layout: 1.")
    study: About = Field(description="Who and what the study is about.")
    periods: Annotated[tuple[Period, ...], Field(min_length=1)] = Field(
        description="Spans of time, in order."
    )
    design: Design = Field(description="How the comparison was set up.")
    sources: Annotated[dict[Name, Source], Field(min_length=1)] = Field(
        description="Where the data are; each has a name and a kind."
    )
    outcomes: Annotated[dict[Name, Outcome], Field(min_length=1)] = Field(
        description="What is compared."
    )
    goals: tuple[Goal, ...] = Field(default=(), description="What was promised.")
    costs: Costs | None = Field(default=None, description="What the programme cost.")
    frameworks: Frameworks = Field(
        default=Frameworks(), description="Frameworks that the evidence is laid out by."
    )
    privacy: Privacy = Field(default=Privacy(), description="How people are protected.")
    reports: Reports = Field(default=Reports(), description="Which reports are written.")
    translations: dict[str, dict[str, Text]] = Field(
        default={}, description="Language: texts of this file and what stands for them there."
    )

    def role(self, role: Literal["before", "after"]) -> Period | None:
        """The period that plays a role in the main comparison.

        Where the file gives no role, `before` is the first period and `after` the last. A study
        of one period has nothing to compare: it plays `after`.
        """
        declared = next((period for period in self.periods if period.role == role), None)
        if declared is not None:
            return declared
        after = next((one for one in self.periods if one.role == "after"), self.periods[-1])
        free = [one for one in self.periods if one.role is None and one is not after]
        if role == "before":
            return free[0] if free and free[0].starts < after.starts else None
        return after if after.role != "before" else None
