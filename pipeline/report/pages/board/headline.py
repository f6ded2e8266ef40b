"""The one sentence that answers: are we keeping our promises?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.promises import label, moved_wrong
from pipeline.report.prose import capital, join, plain
from pipeline.report.readings import goal_direction, is_met
from pipeline.report.sentences import headline

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedGoal


def board_headline(context: Context) -> Prose:
    """Goals met, then what the others did; never an adjective."""
    goals = context.published.goals
    if not goals:
        outcomes = context.study.outcomes
        first = next((name for name, one in outcomes.items() if one.primary), next(iter(outcomes)))
        return headline(context, first)
    shown = [goal for goal in goals if goal.status != "suppressed"]
    met = [goal for goal in shown if is_met(goal)]
    return capital(join((_met(context, len(met), len(shown)), *_others(context, met))))


def _met(context: Context, met: int, shown: int) -> Prose:
    """How many goals are met, of those that can be shown."""
    words, is_whole = context.words, shown == len(context.published.goals)
    if not shown:
        return words.say("board.headline.none_shown")
    if met == shown:
        return words.count(f"board.headline.all{'' if is_whole else '_shown'}", met)
    if shown == 1:
        return words.say(f"board.headline.single{'' if is_whole else '_shown'}")
    of = words.count(f"board.headline.{'goals' if is_whole else 'shown'}", shown)
    return words.count("board.headline.met", met, goals=plain(of))


def _others(context: Context, met: list[PublishedGoal]) -> list[Prose]:
    """What became of the goals that are not met."""
    words = context.words
    goals = [goal for goal in context.published.goals if goal not in met]
    wrong = [goal for goal in goals if moved_wrong(goal)]
    unseen = [goal for goal in goals if "current" not in goal.figures]
    if len(unseen) == len(context.published.goals):
        return []
    hidden = [goal for goal in unseen if goal.status == "suppressed"]
    still = [g for g in goals if g not in wrong and g not in unseen and _stands_still(g)]
    right = [g for g in goals if g not in wrong and g not in unseen and g not in still]
    labels = words.listing([label(context, goal) for goal in wrong])
    is_whole = len(right) == len(goals)
    right_key = "board.headline.others_right" if is_whole and met else "board.headline.right"
    given: tuple[tuple[str, int, dict[str, str]], ...] = (
        (right_key, len(right), {}),
        ("board.headline.wrong", len(wrong), {"labels": labels}),
        ("board.headline.still", len(still), {}),
        ("board.headline.hidden", len(hidden), {}),
        ("board.headline.unmeasured", len(unseen) - len(hidden), {}),
    )
    return [capital(words.count(key, count, **parts)) for key, count, parts in given if count]


def _stands_still(goal: PublishedGoal) -> bool:
    return goal_direction(goal) == "level"
