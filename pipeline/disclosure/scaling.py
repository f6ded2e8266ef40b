"""All goals with steps of attainment in one score, for a roll-up only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.disclosure.display import count, number
from pipeline.statistics.attainment import goal_attainment_t
from pipeline.tables.published import PublishedCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.tables.published import PublishedGoal

FEWEST: Final = 2
"""Goals with steps from which a score of all of them says more than each."""


def published(goals: Iterable[PublishedGoal]) -> Iterator[PublishedCount]:
    """The score at the baseline and now, of the goals whose steps are shown at both."""
    steps = [
        (goal.figures["gas_start"].value, goal.figures["gas"].value)
        for goal in goals
        if "gas" in goal.figures and "gas_start" in goal.figures
    ]
    if len(steps) < FEWEST:
        return
    for what, levels in zip(("start", "now"), zip(*steps, strict=True), strict=True):
        score = float(goal_attainment_t(levels, [1.0] * len(steps)))
        yield PublishedCount(
            id=f"attainment/{what}", source="", file="", what=what, figure=number(score, 0)
        )
    yield PublishedCount(
        id="attainment/goals", source="", file="", what="goals", figure=count(len(steps))
    )
