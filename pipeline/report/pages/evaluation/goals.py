"""Goals: what was promised, where it stands, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report import promises
from pipeline.report.blocks import Check, Fact, Score
from pipeline.report.context import years
from pipeline.report.drawings import trend_chart
from pipeline.report.page import Paragraph, Section
from pipeline.report.prose import Stat, Text, join, prose
from pipeline.report.readings import goal_chips, is_met
from pipeline.study.smart import smart_checks

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedGoal


def section(context: Context) -> Section:
    """A scorecard a goal."""
    words, goals = context.words, context.published.goals
    blocks: tuple[Block, ...] = tuple(
        _score(context, goal, str(position)) for position, goal in enumerate(goals, start=1)
    )
    if not goals:
        blocks = (Paragraph(said=words.say("goals.none"), look="calm"),)
    blocks = (*blocks, *_scaling(context))
    met = sum(is_met(goal) for goal in goals)
    count = words.count("head.goals", len(goals))
    return Section(
        id="goals",
        short=words.text("goals.short"),
        title=words.count("goals.title", met, goals=count) if goals else words.say("goals.empty"),
        question=words.text("goals.question"),
        blocks=blocks,
    )


def _scaling(context: Context) -> tuple[Block, ...]:
    """All goals with steps in one score."""
    counts = [context.counts.get(f"attainment/{what}") for what in ("goals", "start", "now")]
    shown = [
        Stat(shown=one.figure.shown, source=f"{one.id}#count")
        for one in counts
        if one is not None and one.figure is not None
    ]
    if len(shown) != len(counts):
        return ()
    goals, start, now = shown
    said = context.words.say("goals.scaling", goals=goals, start=start, now=now)
    return (Paragraph(said=said, look="small"),)


def _score(context: Context, goal: PublishedGoal, position: str) -> Score:
    words = context.words
    promised = promises.declared(context, goal)
    checks = tuple(
        Check(
            letter=check.letter,
            name=words.text(f"smart.{check.letter}"),
            is_passed=check.passed,
            mark=words.text(f"smart.{'passed' if check.passed else 'failed'}"),
            reason=check.reason,
        )
        for check in smart_checks(context.study, promised, goal.text)
    )
    return Score(
        id=f"goal-{goal.id}",
        number=f"{words.text('goals.goal')} {position}",
        title=promises.title(context, goal),
        promise=promised.statement,
        chips=goal_chips(words, goal),
        facts=_facts(context, goal),
        checks=checks,
        checks_label=words.text("smart.label"),
        notes=_notes(context, goal),
        chart=trend_chart(context, goal),
    )


def _facts(context: Context, goal: PublishedGoal) -> tuple[Fact, ...]:
    words = context.words
    promised = promises.declared(context, goal)
    start, now = goal.text.get("period_baseline", ""), goal.text.get("period_current", "")
    given: list[tuple[str, Prose]] = []
    if goal.status != "suppressed":
        given += [
            ("start", _dated(promises.figure(goal, "baseline"), start)),
            ("now", _dated(promises.figure(goal, "current"), now)),
            ("target", promises.target(context, goal)),
        ]
    given.append(("by", prose(words.day(promised.by))))
    if "change" in goal.figures:
        given.append(("change", promises.change_range(context, goal)))
    if "people" in goal.figures:
        given.append(("people", words.say("goals.about", people=promises.bare(goal, "people"),
                                          many=context.people)))  # fmt: skip
    given += [
        (name, prose(promises.figure(goal, name)))
        for name in ("relative", "n", "p_met", "progress", "elapsed", "p_attain")
        if name in goal.figures
    ]
    if "forecast" in goal.figures:
        given.append(("forecast", promises.forecast_range(context, goal)))
    given += [
        (name, prose(promises.figure(goal, name)))
        for name in ("needed", "usual", "detectable", "p_earlier", "gas", "gas_start")
        if name in goal.figures
    ]
    return tuple(
        Fact(term=words.text(f"goals.fact.{term}"), said=said) for term, said in given if said
    )


def _dated(number: object, period: str) -> Prose:
    said = prose(number)  # type: ignore[arg-type]
    return (
        (*said, Text(words=" "), Text(words=f"({years(period)})", is_whole=True))
        if period
        else said
    )


def _notes(context: Context, goal: PublishedGoal) -> tuple[Prose, ...]:
    words = context.words
    promised = promises.declared(context, goal)
    said: list[Prose] = [promises.sentence(context, goal)]
    if goal.text.get("reading"):
        said.append(
            words.say(
                "goals.reading",
                reading=Text(words=f"{goal.text['reading'].rstrip('.')}.", role="promise"),
            )
        )
    if promised.baseline.source:
        source = Text(words=promised.baseline.source, role="promise")
        said.append(words.say("goals.baseline_source", source=source))
    if promised.owner:
        said.append(words.say("goals.owner", owner=Text(words=promised.owner, role="name")))
    said += [
        words.say(
            "goals.revision",
            day=words.day(revision.on),
            field=revision.field,
            reason=Text(words=revision.reason or words.text("goals.no_reason"), role="promise"),
            who=Text(words=revision.approved_by or words.text("goals.nobody"), role="name"),
        )
        for revision in promised.revisions
    ]
    if not promised.revisions:
        said.append(words.say("goals.not_revised"))
    said.append(promises.first_promise(context, goal))
    decided = promises.decision(context, goal)
    return (said[0], join([one for one in said[1:] if one]), *([decided] if decided else []))
