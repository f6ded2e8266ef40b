"""The part of the study file about costs, and about frameworks that others ask for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from pipeline.study.parts import Flag, Name, Number, Part, Positive, Text, whole


class Fund(Part):
    """Money that was spent."""

    what: Text = Field(description="What it was spent on.")
    amount: Positive = Field(description="How much, in the currency of the study.")
    source: str = Field(default="", description="Where the figure comes from.")


class Costs(Part):
    """What the programme cost, for those who ask what a result costs."""

    funds: Annotated[tuple[Fund, ...], Field(min_length=1)] = Field(
        description="Money spent on the participants from the period before to the one after."
    )
    in_kind: tuple[Name, ...] = Field(
        default=(),
        description="Logs whose contributions and valued hours count as in kind.",
    )
    per: tuple[Name, ...] = Field(
        default=(), description="Outcomes for which a cost is told; all when left out."
    )


class Gpra(Part):
    """One of the federal measures of 21st Century Community Learning Centers."""

    measure: Annotated[Literal[1, 2, 3, 4, 5], BeforeValidator(whole)] = Field(
        description="1 state assessments, 2 grade point average, 3 attendance, 4 in-school "
        "suspensions, 5 engagement in learning."
    )
    outcome: Name = Field(description="The outcome that it is measured by.")
    cut: Number | None = Field(
        default=None, description="The start that counts, where it is not that of the measure."
    )


class Frameworks(Part):
    """Frameworks that the evidence is laid out by."""

    community_schools: Flag = Field(
        default=False, description="The ten standards of community schools."
    )
    gpra: tuple[Gpra, ...] = Field(
        default=(), description="Federal measures of 21st Century Community Learning Centers."
    )
