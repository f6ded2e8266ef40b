"""What did not work: always there, even when there is nothing to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import promises
from pipeline.report.done import challenges
from pipeline.report.page import Finding, Findings, Paragraph, Section
from pipeline.report.prose import Link
from pipeline.report.readings import clarity_chip, goal_chips, reading
from pipeline.report.sentences import (
    headline,
    in_brief,
    rests_on,
    tier_of,
)
from pipeline.report.shortfalls import is_anything_shown, open_outcomes, unmet_goals

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedGoal


def section(context: Context) -> Section:
    """Goals not met, outcomes that moved the wrong way, outcomes that could be chance."""
    words = context.words
    is_shown = is_anything_shown(context)
    goals, outcomes = unmet_goals(context), open_outcomes(context)
    blocks: list[Block] = []
    if goals:
        items = tuple(_goal(context, goal) for goal in goals)
        blocks.append(Findings(label=words.text("unmet.goals"), items=items))
    if outcomes:
        items = tuple(_outcome(context, name) for name in outcomes)
        blocks.append(Findings(label=words.text("unmet.outcomes"), items=items))
    if not blocks:
        told = "nothing" if context.published.goals else "without_goals"
        why = told if is_shown else "unknown"
        blocks.append(Paragraph(said=words.say(f"unmet.{why}"), look="calm"))
    blocks += challenges(context)
    return Section(
        id="unmet",
        short=words.text("unmet.short"),
        title=words.say(
            "unmet.title",
            goals=words.count("unmet.count_goals", len(goals)),
            outcomes=words.count("unmet.count_outcomes", len(outcomes)),
        )
        if is_shown
        else words.say("unmet.title_unknown"),
        question=words.text("unmet.question"),
        blocks=tuple(blocks),
    )


def _goal(context: Context, goal: PublishedGoal) -> Finding:
    return Finding(
        title=promises.title(context, goal),
        said=promises.sentence(context, goal),
        chips=goal_chips(context.words, goal),
        why=(Link(words=context.words.text("unmet.more"), href=f"#goal-{goal.id}"),),
    )


def _outcome(context: Context, name: str) -> Finding:
    main = context.impact(name) or context.change(name)
    return Finding(
        title=headline(context, name),
        said=in_brief(context, name),
        chips=(clarity_chip(context.words, reading(context, main)),),
        rests_on=rests_on(context, main),
        why=(Link(words=context.words.text("unmet.more"), href=f"#outcome-{name}"),),
        tier=tier_of(main),
    )
