"""Goals as both reports tell them: label, target, where it started, where it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.report.context import HELD, figure_of, span, years
from pipeline.report.prose import Stat, Text, interval, join, prose, stat, unsigned
from pipeline.report.readings import (
    change_verdict,
    goal_direction,
    is_met,
    right_way,
)
from pipeline.tables.published import Figure

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Part, Prose
    from pipeline.study.schema import Goal, Outcome
    from pipeline.tables.published import PublishedGoal, PublishedRow

_CODES = {"suppressed": "c", "not-estimable": "x"}


def declared(context: Context, goal: PublishedGoal) -> Goal:
    """The goal in the study file."""
    return next(one for one in context.study.goals if one.id == goal.id)


def label(context: Context, goal: PublishedGoal) -> str:
    """What the goal is about, in a few words."""
    outcome = outcome_of(context, goal)
    if outcome is not None:
        return outcome.label
    measure = (declared(context, goal).measure or goal.id).rsplit(".", maxsplit=1)[-1]
    key = f"measure.{measure}"
    return context.words.text(key) if context.words.has(key) else measure.capitalize()


def outcome_of(context: Context, goal: PublishedGoal) -> Outcome | None:
    """The outcome that a goal is about; None where it counts activities."""
    name = declared(context, goal).outcome
    return context.study.outcomes.get(name) if name else None


def figure(goal: PublishedGoal, column: str) -> Part:
    """A number of a goal, or the code that says why there is none."""
    found = goal.figures.get(column)
    if found is None:
        code = "c" if goal.reason == HELD else _CODES.get(goal.status, "x")
        return Text(words=f"[{code}]")
    return stat(found, goal.id, column)


def bare(goal: PublishedGoal, column: str) -> Part:
    """The same number where the words around it say the direction."""
    found = figure(goal, column)
    return unsigned(found) if isinstance(found, Stat) else found


def target(context: Context, goal: PublishedGoal) -> Prose:
    """The target with the side that counts as met: 6.8% or less."""
    if "target" not in goal.figures:
        return prose(figure(goal, "target"))
    better = goal.text.get("better") or "higher"
    return context.words.say(f"goal.target.{better}", target=figure(goal, "target"))


def change_range(context: Context, goal: PublishedGoal) -> Prose:
    """The change with its interval, where there is one."""
    change, limits = figure(goal, "change"), change_limits(context, goal)
    return (change, Text(words=" "), *limits) if limits else (change,)


def change_limits(context: Context, goal: PublishedGoal) -> Prose:
    """The interval of the change in brackets; nothing where there is none."""
    low, high = figure(goal, "change_low"), figure(goal, "change_high")
    if not (isinstance(low, Stat) and isinstance(high, Stat)):
        return ()
    first, last = interval(low, high)
    said = context.words.say("phrase.range", low=first, high=last)
    return (Text(words="("), *said, Text(words=")"))


def forecast_range(context: Context, goal: PublishedGoal) -> Prose:
    """The level expected at the deadline, with its interval."""
    low, high = figure(goal, "forecast_low"), figure(goal, "forecast_high")
    if not (isinstance(low, Stat) and isinstance(high, Stat)):
        return (figure(goal, "forecast"),)
    said = context.words.say("phrase.range", low=low, high=high)
    return (figure(goal, "forecast"), Text(words=" ("), *said, Text(words=")"))


def first_promise(context: Context, goal: PublishedGoal) -> Prose:
    """What the goal was at first and how it would stand against that; nothing if it is the same."""
    words = context.words
    if not goal.text.get("by_first") or not goal.text.get("verdict_first"):
        return ()
    day = words.day(date.fromisoformat(goal.text["by_first"]))
    verdict = words.text(f"target.{goal.text['verdict_first']}").lower()
    told = words.say("goals.first", target=figure(goal, "target_first"), day=day, verdict=verdict)
    moved = goal.text.get("moved", "")
    return join((told, words.say(f"goals.moved.{moved}"))) if moved else told


def moved_goalposts(context: Context, goal: PublishedGoal) -> Prose:
    """The same for those who read one page: what it was at first, if that was another."""
    moved = goal.text.get("moved", "")
    if not moved or not goal.text.get("verdict_first"):
        return ()
    words = context.words
    return words.say(
        f"board.moved.{moved}",
        target=figure(goal, "target_first"),
        day=words.day(date.fromisoformat(goal.text["by_first"])),
        now=target(context, goal),
        until=_due(context, goal),
        verdict=words.text(f"target.{goal.text['verdict_first']}").lower(),
    )


def _due(context: Context, goal: PublishedGoal) -> str:
    return context.words.day(declared(context, goal).by)


def decision(context: Context, goal: PublishedGoal) -> Prose:
    """What was declared to hang on the change, and which way it goes; nothing if nothing was."""
    declaration = declared(context, goal).decide
    answer = goal.text.get("decision", "")
    if declaration is None or not answer or "p_decision" not in goal.figures:
        return ()
    least = promised_level(context, goal, declaration.change).shown
    outcome = outcome_of(context, goal)
    if outcome is not None and outcome.type != "continuous":
        least = f"{declaration.change:g} point{'' if declaration.change == 1 else 's'}"
    return context.words.say(
        "goals.decision",
        least=Text(words=least, role="promise"),
        sure=Text(words=f"{declaration.sure:g}%", role="promise"),
        chance=figure(goal, "p_decision"),
        answer=Text(words=getattr(declaration, answer), role="promise"),
    )


def title(context: Context, goal: PublishedGoal) -> Prose:
    """The goal as a finding: what it is about and what became of it."""
    words = context.words
    named = _label_of_some(context, goal)
    if "current" not in goal.figures:
        return words.say(f"goal.title.{goal.text['verdict']}", label=named)
    if goal.text["verdict"] == "not-measured":
        period = span(goal.text["period_current"])
        return words.say("goal.title.last", label=named, now=figure(goal, "current"), period=period)
    if "change" not in goal.figures:
        return words.say("goal.title.now", label=named, now=figure(goal, "current"))
    return words.say(
        f"goal.title.{goal_direction(goal)}",
        label=named,
        now=figure(goal, "current"),
        start=figure(goal, "baseline"),
    )


def sentence(context: Context, goal: PublishedGoal) -> Prose:
    """Now, start, target, people and how sure, in short sentences."""
    words = context.words
    if "current" not in goal.figures:
        why = words.say(f"goal.say.{goal.text['verdict']}", many=context.people)
        if "target" not in goal.figures:
            return why
        return join((why, _target(context, goal)))
    said = [_moved(context, goal), _target(context, goal)]
    if "p_attain" in goal.figures:
        said.append(words.say("goal.say.attain", chance=figure(goal, "p_attain")))
    if change_verdict(goal) == "chance":
        said.append(words.say(f"goal.say.chance_{goal_direction(goal)}"))
    return join(said)


def _target(context: Context, goal: PublishedGoal) -> Prose:
    day = _due(context, goal)
    return context.words.say("goal.say.target", target=target(context, goal), day=day)


def _label_of_some(context: Context, goal: PublishedGoal) -> str:
    """The label, with the group that the goal is for where it is not for everyone."""
    _, _, chosen = goal.text.get("population", "").partition("/")
    pairs = [one.partition("=") for one in chosen.split(",") if "=" in one]
    groups = [context.level(column, level) for column, _, level in pairs]
    named = label(context, goal)
    return f"{named} ({'; '.join(groups)})" if groups else named


def levels(context: Context, goal: PublishedGoal) -> tuple[tuple[str, PublishedRow | None], ...]:
    """The level of the goal in every period of the study, with the period's name."""
    by_period = {
        row.text["period_after"]: row
        for identity in goal.text.get("level_ids", "").split()
        if (row := context.rows.get(identity)) is not None
    }
    if not by_period:
        return ()
    return tuple((years(p.id), by_period.get(p.id)) for p in context.study.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A level that was planned for a period: to draw, and to print with its source."""

    figure: Figure
    said: Part


def milestones(context: Context, goal: PublishedGoal) -> tuple[Planned | None, ...]:
    """The path that was promised: start, milestones and target, by period."""
    promised, periods = declared(context, goal), context.study.periods
    path: list[Planned | None] = [None] * len(periods)
    for milestone in promised.milestones:
        reached = [i for i, period in enumerate(periods) if period.ends <= milestone.by]
        if reached:
            level = promised_level(context, goal, milestone.level)
            path[reached[-1]] = Planned(figure=level, said=Text(words=level.shown, role="promise"))
    start = [i for i, p in enumerate(periods) if p.id == goal.text.get("period_baseline")]
    due = [i for i, p in enumerate(periods) if p.ends <= promised.by]
    if start:
        path[start[0]] = _planned(goal, "baseline")
    if due and (promised.by <= periods[-1].ends or _is_soon_after(promised, context)):
        path[due[-1]] = _planned(goal, "target")
    return tuple(path)


def _planned(goal: PublishedGoal, column: str) -> Planned | None:
    found = goal.figures.get(column)
    return None if found is None else Planned(figure=found, said=stat(found, goal.id, column))


def promised_level(context: Context, goal: PublishedGoal, level: float) -> Figure:
    """A level of the study file in the unit of published values.

    Proportions are written in percent in the study file and published from 0 to 1.
    """
    outcome = outcome_of(context, goal)
    if outcome is not None and outcome.type != "continuous":
        return Figure(value=level / 100, shown=f"{level:g}%")
    unit = outcome.unit if outcome is not None else ""
    return Figure(value=level, shown=f"{level:g}%" if unit == "%" else f"{level:g} {unit}".strip())


def interval_of(row: PublishedRow | None) -> tuple[Figure | None, Figure | None]:
    """Lower and upper limit of a level."""
    return figure_of(row, "conf_low"), figure_of(row, "conf_high")


def moved_wrong(goal: PublishedGoal) -> bool:
    """Whether a goal stands further from its target side than where it started."""
    way = right_way(goal_direction(goal), goal.text.get("better") or "higher")
    return way is False and not is_met(goal)


def _moved(context: Context, goal: PublishedGoal) -> Prose:
    """The movement in people; nothing where it cannot be counted in people."""
    words, direction = context.words, goal_direction(goal)
    if "people" not in goal.figures or direction == "level":
        return ()
    start = goal.text.get("period_baseline", "")
    since = words.say("goal.say.than", period=span(start)) if start else ()
    return words.say(
        f"goal.say.{direction}_people",
        people=bare(goal, "people"),
        many=context.people,
        since=since,
        counted=_counted(context, goal),
    )


def _counted(context: Context, goal: PublishedGoal) -> Prose:
    """Of how many people that is."""
    if "n" not in goal.figures:
        return ()
    kind = "part" if goal.text["population"].startswith("participants") else "all"
    return context.words.say(f"goal.say.of_{kind}", n=figure(goal, "n"))


def _is_soon_after(goal: Goal, context: Context) -> bool:
    """Whether the deadline belongs to the last period: due before a next one could end."""
    last = context.study.periods[-1]
    return (goal.by - last.ends) < (last.ends - last.starts)
