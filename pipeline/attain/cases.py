"""One goal with all that is known about it: what was promised, and how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING

from pipeline.attain import promise, verdicts
from pipeline.attain.changes import Change, change
from pipeline.attain.levels import Estimates, logged, measured, until
from pipeline.attain.outlook import Outlook, outlook
from pipeline.attain.subject import Subject

if TYPE_CHECKING:
    from datetime import date

    from pipeline.attain.levels import Level
    from pipeline.attain.promise import Start
    from pipeline.study.schema import Goal, Study
    from pipeline.tables.schema import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One goal with all that is known about it.

    Attributes:
        study: The study file.
        goal: The goal.
        subject: What it is about.
        levels: Measured levels up to today, in time order.
        start: Where it starts.
        target: Level to reach, in the unit of the estimates.
        current: Latest level that is not before the baseline; None where there is none.
        change: Current less baseline.
        as_of: Today.
    """

    study: Study
    goal: Goal
    subject: Subject
    levels: tuple[Level, ...]
    start: Start
    target: float
    current: Level | None
    change: Change
    as_of: date

    @property
    def is_first(self) -> bool:
        """Whether the latest level is the baseline itself."""
        return self.current is not None and self.current is self.start.level

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where that cannot be told."""
        if self.current is None or self.is_first or not isfinite(self.target):
            return None
        return promise.is_met(self.current.value, self.target, sign=self.subject.sign)

    @property
    def elapsed(self) -> float:
        """Share of the time that has passed."""
        return verdicts.elapsed(self.start.on, self.goal.by, as_of=self.as_of)

    @property
    def is_due(self) -> bool:
        """Whether the goal can be judged for good."""
        return self.current is not None and verdicts.is_due(
            self.study, self.goal.by, self.current.period, as_of=self.as_of
        )

    @property
    def progress(self) -> float:
        """Share of the way that was made; NaN where there is no way or nothing new."""
        if self.current is None or self.is_first:
            return nan
        start, level = self.start.value, self.current.value
        return verdicts.way(start, level, self.target, sign=self.subject.sign)

    @property
    def ahead(self) -> Outlook:
        """What may be expected at the deadline; nothing once it is there."""
        if self.is_due:
            return Outlook()
        return outlook(self.study, self.goal, self.subject, levels=self.since, target=self.target)

    @property
    def since(self) -> tuple[Level, ...]:
        """The levels from a measured baseline on; all of them where it was declared."""
        if not self.start.period:
            return self.levels
        return tuple(level for level in self.levels if level.period.ends >= self.start.on)

    @property
    def verdict(self) -> verdicts.Verdict:
        """What became of it."""
        if self.current is None:
            return "not-measured"
        current, by = self.current.period, self.goal.by
        return verdicts.verdict(
            verdicts.Standing(
                is_due=self.is_due,
                is_met=self.is_met,
                is_confirmed=self.change.is_confirmed,
                is_late=verdicts.is_late(self.study, by, current, as_of=self.as_of),
                is_first=self.is_first,
                progress=self.progress,
                expected=verdicts.expected(
                    self.goal, self.subject, self.start.value, self.target,
                    as_of=self.as_of, passed=self.elapsed,
                ),
                chance=self.ahead.chance,
                has_plan=bool(verdicts.milestones_due(self.goal, self.as_of)),
            )
        )  # fmt: skip


def case_of(
    study: Study, goal: Goal, estimates: Estimates, activities: Rows, *, as_of: date
) -> Case:
    """A goal with its levels up to a day."""
    subject = Subject.of(study, goal)
    is_count = subject.type == "count"
    every = logged(study, subject, activities) if is_count else measured(study, subject, estimates)
    levels = until(every, as_of)
    start = promise.start(study, goal, subject, levels=levels)
    current = _current(levels, start)
    moved = Change()
    if current is not None and current is not start.level:
        moved = change(study, subject, start, current, estimates=estimates)
    return Case(
        study=study,
        goal=goal,
        subject=subject,
        levels=levels,
        start=start,
        target=promise.target(goal, subject, start.value),
        current=current,
        change=moved,
        as_of=as_of,
    )


def _current(levels: tuple[Level, ...], start: Start) -> Level | None:
    """The latest level; one from before a measured baseline does not count."""
    last = levels[-1] if levels else None
    if last is None or (start.period and last.period.ends < start.on):
        return None
    return last
