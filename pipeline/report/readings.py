"""How a result reads: clear or not, which way, the right way or not.

The words follow the interval and the smallest change that matters, not a threshold of p alone.
The p-value that governs is the plain one for a primary outcome, the adjusted one otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.report.context import figure_of, is_held
from pipeline.report.page import Chip

if TYPE_CHECKING:
    from pipeline.evidence.wording import Direction
    from pipeline.report.context import Context
    from pipeline.report.language import Language
    from pipeline.report.page import Tone
    from pipeline.study.schema import Outcome
    from pipeline.tables.published import PublishedGoal, PublishedRow

Clarity = Literal["clear", "small", "chance", "same", "uncertain", "untold", "hidden", "absent"]

_ALPHA = 0.05
_TONES: dict[Clarity, Tone] = {
    "clear": "sure",
    "small": "sure",
    "chance": "unsure",
    "same": "calm",
    "uncertain": "calm",
    "untold": "calm",
    "hidden": "calm",
    "absent": "calm",
}
_TARGETS: dict[str, Tone] = {
    "met": "met",
    "met-within-noise": "met",
    "on-track": "ahead",
    "at-risk": "risk",
    "off-track": "miss",
    "not-met": "miss",
    "too-early": "calm",
    "not-measured": "calm",
    "suppressed": "calm",
}


UNTOLD = frozenset({"too-early", "not-measured", "suppressed"})
"""Verdicts beside which nothing is said of how sure the change is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one result says.

    Attributes:
        clarity: How sure it is; untold where that could be worked back to single people.
        direction: Which way it points.
        is_right_way: Whether that is the way hoped for; None where it points nowhere.
    """

    clarity: Clarity
    direction: Direction
    is_right_way: bool | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.clarity in {"clear", "small"}

    @property
    def is_readable(self) -> bool:
        """Whether there is an estimate to talk about."""
        return self.clarity not in {"hidden", "absent", "uncertain"}


def reading(context: Context, row: PublishedRow | None) -> Reading:
    """What a change or a contrast says."""
    estimate = figure_of(row, "estimate")
    if row is None or estimate is None:
        return Reading(clarity=_why_nothing(row), direction="level", is_right_way=None)
    outcome = context.outcome(row)
    direction = direction_of(estimate.value)
    return Reading(
        clarity=_clarity(row, outcome),
        direction=direction,
        is_right_way=right_way(direction, outcome.better if outcome else "higher"),
    )


def direction_of(change: float) -> Direction:
    """Up, down or level."""
    if change == 0:
        return "level"
    return "up" if change > 0 else "down"


def right_way(direction: Direction, better: str) -> bool | None:
    """Whether a movement is the one hoped for; None where nothing moved."""
    if direction == "level":
        return None
    return (direction == "up") == (better == "higher")


def clarity_chip(words: Language, read: Reading) -> Chip:
    """How sure a change is, as a chip."""
    return Chip(words=words.text(f"clarity.{read.clarity}"), tone=_TONES[read.clarity])


def goal_chips(words: Language, goal: PublishedGoal) -> tuple[Chip, ...]:
    """The two verdicts of a goal, never merged: target, then change."""
    verdict = goal.text["verdict"]
    target = Chip(words=words.text(f"target.{verdict}"), tone=_TARGETS[verdict])
    change = change_verdict(goal)
    if change is None:
        return (target,)
    tones: dict[str, Tone] = {"count": "count", "clear": "sure", "chance": "unsure"}
    return target, Chip(words=words.text(f"clarity.{change}"), tone=tones[change])


def change_verdict(goal: PublishedGoal) -> Literal["count", "clear", "chance"] | None:
    """Whether the change of a goal is more than chance; None where that cannot be told."""
    if "current" not in goal.figures or goal.text["verdict"] in UNTOLD:
        return None
    if is_full_count(goal):
        return "count"
    confirmed = goal.text.get("confirmed", "")
    answers: dict[str, Literal["clear", "chance"]] = {"yes": "clear", "no": "chance"}
    return answers.get(confirmed)


def is_full_count(goal: PublishedGoal) -> bool:
    """Whether everything was counted, so that chance plays no part."""
    return goal.text.get("is_full_count", "").lower() in {"true", "yes", "1"}


def is_met(goal: PublishedGoal) -> bool:
    """Whether the target is reached."""
    return goal.text["verdict"] in {"met", "met-within-noise"}


def goal_direction(goal: PublishedGoal) -> Direction:
    """Which way a goal has moved since its baseline."""
    change = goal.figures.get("change")
    return "level" if change is None else direction_of(change.value)


def _why_nothing(row: PublishedRow | None) -> Clarity:
    if row is None:
        return "absent"
    if is_held(row):
        return "hidden"
    return "hidden" if row.status == "suppressed" else "uncertain"


def _clarity(row: PublishedRow, outcome: Outcome | None) -> Clarity:
    low, high = figure_of(row, "conf_low"), figure_of(row, "conf_high")
    estimate = figure_of(row, "estimate")
    if low is None or high is None or estimate is None:
        return "untold" if is_held(row) else "uncertain"
    matters = smallest_that_matters(outcome)
    if (low.value > 0 or high.value < 0) and _is_governed_clear(row, outcome):
        return "clear" if abs(estimate.value) >= matters else "small"
    is_within = -matters < low.value and high.value < matters
    return "same" if is_within else "chance"


def smallest_that_matters(outcome: Outcome | None) -> float:
    """The declared smallest change that matters, in the unit of published values."""
    if outcome is None or outcome.minimum_important is None:
        return 0.0
    return outcome.minimum_important / (1 if outcome.type == "continuous" else 100)


def least_that_matters(outcome: Outcome | None) -> str:
    """The same as the study file declares it, with its unit; empty where it does not."""
    if outcome is None or outcome.minimum_important is None:
        return ""
    unit = outcome.unit if outcome.type == "continuous" and outcome.unit != "%" else "points"
    return f"{outcome.minimum_important:g} {unit}".strip()


def _is_governed_clear(row: PublishedRow, outcome: Outcome | None) -> bool:
    if outcome is None or outcome.primary:
        return True
    adjusted = figure_of(row, "p_adjusted")
    return adjusted is None or adjusted.value < _ALPHA
