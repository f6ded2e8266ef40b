"""The one sentence that answers: are we keeping our promises?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.promises import label, moved_wrong
from pipeline.report.prose import join, plain, prose
from pipeline.report.readings import goal_direction, is_met
from pipeline.report.sentences import headline

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedGoal


def board_headline(context: Context) -> Prose:
    """Goals met, then what the others did; never an adjective."""
    words, goals = context.words, context.published.goals
    if not goals:
        outcomes = context.study.outcomes
        first = next((name for name, one in outcomes.items() if one.primary), next(iter(outcomes)))
        return headline(context, first)
    shown = [goal for goal in goals if goal.status != "suppressed"]
    met = [goal for goal in shown if is_met(goal)]
    some = "goals" if len(shown) == len(goals) else "shown"
    of = plain(words.count(f"board.headline.{some}", len(shown))) if shown else ""
    if not shown:
        return _capital(words.count("board.headline.hidden", len(goals)))
    first_words = words.count("board.headline.met", len(met), goals=of)
    if len(met) == len(shown) == len(goals):
        return _capital(words.count("board.headline.all", len(shown)))
    return _capital(join((first_words, *_others(context, met))))


def _others(context: Context, met: list[PublishedGoal]) -> list[Prose]:
    """What became of the goals that are not met."""
    words = context.words
    goals = [goal for goal in context.published.goals if goal not in met]
    wrong = [goal for goal in goals if moved_wrong(goal)]
    hidden = [goal for goal in goals if "current" not in goal.figures]
    still = [g for g in goals if g not in wrong and g not in hidden and _stands_still(g)]
    right = [g for g in goals if g not in wrong and g not in hidden and g not in still]
    labels = words.listing([label(context, goal) for goal in wrong])
    is_whole = len(right) == len(goals)
    right_key = "board.headline.others_right" if is_whole and met else "board.headline.right"
    given: tuple[tuple[str, int, dict[str, str]], ...] = (
        (right_key, len(right), {}),
        ("board.headline.wrong", len(wrong), {"labels": labels}),
        ("board.headline.still", len(still), {}),
        ("board.headline.hidden", len(hidden), {}),
    )
    return [_capital(words.count(key, count, **parts)) for key, count, parts in given if count]


def _stands_still(goal: PublishedGoal) -> bool:
    return goal_direction(goal) == "level"


def _capital(said: Prose) -> Prose:
    words = plain(said)
    return prose(words[:1].upper() + words[1:])
