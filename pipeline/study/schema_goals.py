"""The part of the study file that says what was promised."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from pipeline.study.parts import Accepted, CountingNumber, Day, Name, Number, Part, Positive, Text


class Baseline(Part):
    """Where a goal starts: a period of the data, or a declared value."""

    period: Text | None = Field(default=None, description="Id of the period it starts from.")
    value: Number | None = Field(
        default=None, description="The starting level; percent for binary outcomes."
    )
    n: CountingNumber | None = Field(default=None, description="How many people it rests on.")
    source: str = Field(default="", description="Where the declared value comes from.")


class Target(Part):
    """Where a goal wants to get: exactly one of three."""

    relative_change: Number | None = Field(
        default=None, description="Percent of the baseline: -15 means 15 percent less than it was."
    )
    change: Number | None = Field(
        default=None, description="In the outcome's unit; percentage points for binary outcomes."
    )
    level: Number | None = Field(
        default=None, description="The level to reach; percent for binary outcomes."
    )


class Milestone(Part):
    """A level on the way."""

    by: Day = Field(description="Day, such as 2024-06-30.")
    level: Number = Field(description="The level to have reached by then.")


class Revision(Part):
    """One change of a goal, never erased."""

    on: Day = Field(description="Day of the change.")
    field: Text = Field(description="Key that was changed.")
    before: Annotated[object, Field(alias="from")] = Field(
        default=None, description="What it was before."
    )
    reason: str = Field(default="", description="Why it was changed.")
    approved_by: str = Field(default="", description="Who agreed.")

    @property
    def target(self) -> Target | None:
        """The target before, where that is what was changed."""
        if self.field != "target" or not isinstance(self.before, dict):
            return None
        try:
            return Target.model_validate(self.before)
        except ValidationError:
            return None

    @property
    def day(self) -> date | None:
        """The deadline before, where that is what was changed."""
        if self.field != "by":
            return None
        try:
            return date.fromisoformat(str(self.before))
        except ValueError:
            return None


class Decision(Part):
    """What will be decided, declared before the result is known."""

    change: Positive = Field(
        description="Smallest true change, in the direction that is better and in the outcome's "
        "unit, that speaks for it; percentage points for binary outcomes."
    )
    sure: Annotated[Number, Field(gt=50, lt=100)] = Field(
        default=75.0, description="How sure one must be of it, percent."
    )
    then: Text = Field(description="What is done if so.")
    otherwise: Text = Field(description="What is done if not.")


class Goal(Part):
    """One SMART goal."""

    id: Name = Field(description="Short name.")
    statement: Text = Field(description="The promise in the partners' own words.")
    outcome: Text | None = Field(default=None, description="Name of an outcome.")
    measure: Text | None = Field(
        default=None,
        description="Or a figure of a log: log.events, .meetings, .hours, .headcount, .amount.",
    )
    population: Literal["participants", "comparison", "all"] = Field(
        default="participants", description="Whom it is about."
    )
    where: Accepted = Field(
        default={}, description='One level of a breakdown, such as {frl: ["Y"]}.'
    )
    baseline: Baseline = Field(default=Baseline(), description="Where it starts.")
    target: Target = Field(description="Exactly one of relative_change, change, level.")
    by: Day = Field(description="Deadline, such as 2026-06-30.")
    milestones: tuple[Milestone, ...] = Field(default=(), description="Levels on the way.")
    minimum_important: Positive | None = Field(
        default=None, description="Smallest change that would be worth having."
    )
    attainable: str = Field(default="", description="Why it can be done.")
    relevant: str = Field(default="", description="Why it matters.")
    owner: str = Field(default="", description="Who answers for it.")
    levels: dict[int, Number] = Field(
        default={}, description="Cut points of goal attainment scaling, -2 to 2."
    )
    revisions: tuple[Revision, ...] = Field(default=(), description="Every change of the goal.")
    decide: Decision | None = Field(
        default=None, description="A decision declared beforehand, answered as a chance."
    )
