"""What did not go as hoped, found by rule and not by taste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.readings import is_met, reading

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.tables.published import PublishedGoal

_FELL_SHORT = frozenset({"not-met", "off-track", "at-risk"})


def unmet_goals(context: Context) -> tuple[PublishedGoal, ...]:
    """Goals that missed their target or are about to, in the order of the study file."""
    goals = context.published.goals
    return tuple(goal for goal in goals if goal.text["verdict"] in _FELL_SHORT and not is_met(goal))


def open_outcomes(context: Context) -> tuple[str, ...]:
    """Outcomes that moved the wrong way, or whose movement could be chance."""
    return tuple(name for name in context.study.outcomes if is_open(context, name))


def is_open(context: Context, outcome: str) -> bool:
    """Whether an outcome did not clearly move the way it was hoped to."""
    read = reading(context, context.impact(outcome) or context.change(outcome))
    return read.is_readable and (not read.is_clear or read.is_right_way is False)


def is_anything_shown(context: Context) -> bool:
    """Whether any goal or outcome can be judged at all."""
    has_goal = any("current" in goal.figures for goal in context.published.goals)
    rows = (context.impact(name) or context.change(name) for name in context.study.outcomes)
    return has_goal or any(reading(context, row).is_readable for row in rows)
