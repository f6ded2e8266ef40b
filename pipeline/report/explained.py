"""What became of each goal in two sentences, for those who read no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.design import Ceiling
from pipeline.report import promises
from pipeline.report.context import Context
from pipeline.report.prose import capital, join, plain
from pipeline.report.readings import UNTOLD, change_verdict, is_met
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from pipeline.report.prose import Prose
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published, PublishedGoal


def explained(study: Study, published: Published) -> dict[str, str]:
    """Two sentences on each goal that the study file still holds, by its id.

    Args:
        study: The study file.
        published: What may be shown of its last run.
    """
    ceiling = Ceiling(tier="descriptive", title="", sentence="", criteria=())
    context = Context.of(study, published, ENGLISH, cards=(), ceiling=ceiling, report_id="")
    declared = {goal.id for goal in study.goals}
    return {
        goal.id: plain(two_sentences(context, goal))
        for goal in published.goals
        if goal.id in declared
    }


def headline(study: Study, published: Published) -> str:
    """How many goals are met, in a few words; the study's title where it has none."""
    goals = published.goals
    if not goals:
        return study.study.title
    met = sum(is_met(goal) for goal in goals)
    count = ENGLISH.count("head.goals", len(goals))
    return plain(capital(ENGLISH.count("goals.title", met, goals=count)))


def two_sentences(context: Context, goal: PublishedGoal) -> Prose:
    """How the goal stands against its target, and how sure that is."""
    words, verdict = context.words, goal.text["verdict"]
    promised = promises.declared(context, goal)
    if "current" not in goal.figures or verdict in UNTOLD:
        parts = {"day": words.day(promised.by), "many": context.people}
        return join([words.say(f"goal.two.{verdict}.{which}", **parts) for which in ("one", "two")])
    first = words.say(
        f"goal.two.{verdict}.one",
        label=promises.label(context, goal),
        now=promises.figure(goal, "current"),
        target=promises.target(context, goal),
        day=words.day(promised.by),
    )
    return join((first, _how_sure(context, goal)))


def _how_sure(context: Context, goal: PublishedGoal) -> Prose:
    words, verdict = context.words, goal.text["verdict"]
    if verdict in {"on-track", "at-risk", "off-track"}:
        if "p_attain" in goal.figures:
            return words.say("goal.say.attain", chance=promises.figure(goal, "p_attain"))
        if "progress" in goal.figures:
            return words.say(
                "goal.two.pace",
                progress=promises.figure(goal, "progress"),
                elapsed=promises.figure(goal, "elapsed"),
            )
    sure = change_verdict(goal)
    return words.say(f"goal.two.sure.{sure}") if sure is not None else ()
