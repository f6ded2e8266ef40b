"""A goal as it was first promised, and whether a later change made it easier."""

from __future__ import annotations

from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal

from pipeline.attain import promise

if TYPE_CHECKING:
    from datetime import date

    from pipeline.attain.subject import Subject
    from pipeline.study.schema import Goal, Study

LATE: Final = timedelta(days=90)
"""A target made easier in the last days before its deadline is pointed out."""

Moved = Literal["", "harder", "easier", "late"]


def is_revised(goal: Goal) -> bool:
    """Whether the target or the deadline is another than at first."""
    return any(one.field in {"target", "by"} for one in goal.revisions)


def first_promise(goal: Goal) -> Goal:
    """The goal with the target and the deadline that it had at first."""
    changed: dict[str, object] = {}
    for one in goal.revisions:
        if one.field == "target" and one.target is not None:
            changed.setdefault("target", one.target)
        if one.field == "by" and one.day is not None:
            changed.setdefault("by", one.day)
    return goal.model_copy(update=changed)


def judged_on(study: Study, goal: Goal) -> date:
    """The day on which a goal is judged: its deadline, or the end of the period it falls into."""
    inside = [p.ends for p in study.periods if p.starts <= goal.by <= p.ends]
    return max([goal.by, *inside])


def moved(goal: Goal, subject: Subject, *, baseline: float) -> Moved:
    """What the changes of a goal did to it: the last that made it easier decides.

    `late` is easier within 90 days of the deadline of then, or after it.
    """
    found: Moved = ""
    now = goal
    for one in reversed(goal.revisions):
        before = now
        if one.field == "target" and one.target is not None:
            before = now.model_copy(update={"target": one.target})
        elif one.field == "by" and one.day is not None:
            before = now.model_copy(update={"by": one.day})
        step = _step(before, now, subject, baseline)
        if step == "easier":
            return "late" if _is_late(one.on, before.by) else "easier"
        found = found or step
        now = before
    return found


def _step(before: Goal, now: Goal, subject: Subject, baseline: float) -> Moved:
    if before.by != now.by:
        return "easier" if now.by > before.by else "harder"
    first, then = (promise.target(one, subject, baseline) for one in (before, now))
    if not (isfinite(first) and isfinite(then)) or first == then:
        return ""
    return "harder" if subject.sign * (then - first) > 0 else "easier"


def _is_late(on: date, by: date) -> bool:
    return on > by - LATE
