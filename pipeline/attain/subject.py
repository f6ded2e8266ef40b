"""What a goal is about, and in which unit it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Self

from pipeline.study.goals import PROPORTIONS, outcome_of
from pipeline.study.schema import Totals

if TYPE_CHECKING:
    from pipeline.study.schema import Goal, Outcome, Study

SubjectType = Literal["continuous", "binary", "ordinal", "count"]
PERCENT: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a goal is about.

    Attributes:
        name: Outcome, or figure of a log such as log.meetings.
        type: count where it is a figure of a log.
        unit: Unit of the level; "%" for shares.
        better: Whether higher or lower is better.
        group: The group whose rows answer for it.
        cut: "/column=level" where the goal is about one level of a breakdown.
    """

    name: str
    type: SubjectType
    unit: str
    better: Literal["higher", "lower"]
    group: str
    cut: str = ""

    @classmethod
    def of(cls, study: Study, goal: Goal) -> Self:
        """The subject of a goal."""
        outcome = outcome_of(study, goal)
        if outcome is None:
            name = goal.measure or ""
            return cls(name=name, type="count", unit="", better="higher", group="all")
        column, values = next(iter(goal.where.items()), ("", ("",)))
        return cls(
            name=goal.outcome or "",
            type=outcome.type,
            unit="%" if outcome.type in PROPORTIONS else outcome.unit,
            better=outcome.better,
            group=_group(study, goal, outcome),
            cut=f"/{column}={values[0]}" if column else "",
        )

    @property
    def is_share(self) -> bool:
        """Whether the level is a share of people, from 0 to 1."""
        return self.type in PROPORTIONS

    @property
    def scale(self) -> float:
        """How often the unit of the study file goes into that of the estimates."""
        return PERCENT if self.is_share else 1.0

    @property
    def sign(self) -> int:
        """1 where higher is better, -1 where lower is."""
        return 1 if self.better == "higher" else -1

    @property
    def population(self) -> str:
        """Whom the goal is about, as the table says it."""
        return f"{self.group}{self.cut}"

    def level_id(self, period: str) -> str:
        """The estimate that holds the level in a period."""
        return f"{self.name}/level/{self.population}@{period}"

    @property
    def change_id(self) -> str:
        """The analysis of the same group's change; empty for a figure of a log."""
        return "" if self.type == "count" else f"{self.name}/change/{self.population}"


def _group(study: Study, goal: Goal, outcome: Outcome) -> str:
    """Figures that arrive added up know no participants: they speak for everyone."""
    source = study.sources.get(outcome.measure.partition(".")[0])
    return "all" if isinstance(source, Totals) else goal.population
