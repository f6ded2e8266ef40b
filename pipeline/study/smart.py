"""Specific, measurable, attainable, relevant, time-bound: what the study file alone can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from pipeline.study.goals import Level, outcome_of, possible_range, reading, target_level
from pipeline.study.schema import Metrics, Survey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.study.schema import Goal, Outcome, Period, Study

Letter = Literal["S", "M", "A", "R", "T"]

DEFINITIONS: Final = (
    (
        r"drop(s|ped|ping)?[ -]?outs?\b|deserci[oó]n|abandono escolar",
        r"\b(event|year|yearly|annual|cohort|status|grade|evento|al año|cohorte)\b",
        "Dropping out is counted within a year (event) or over a cohort; nothing says which.",
    ),
)
"""Words that need a definition, what defines them, and what to say where nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One of the five letters of a goal.

    Attributes:
        letter: S, M, A, R or T.
        name: The word that the letter stands for.
        passed: Whether the study file says enough.
        reason: Why, in one sentence.
    """

    letter: Letter
    name: str
    passed: bool
    reason: str


def smart_checks(
    study: Study, goal: Goal, told: Mapping[str, str] | None = None
) -> tuple[Check, ...]:
    """The five checks of a goal, in the order of the letters.

    Args:
        study: A study that passed the checks of the study file.
        goal: One of its goals.
        told: What the data said of it, once they were run: `is_measurable` and `is_stretch` of
            ATTAINMENT.

    Returns:
        Five checks. They say whether the goal is well put, not whether it is met.
    """
    known = told or {}
    return (
        _specific(study, goal),
        _measurable(study, goal, is_told=known.get("is_measurable") != "no"),
        _attainable(study, goal, is_usual=known.get("is_stretch") != "yes"),
        _relevant(goal),
        _timely(study, goal),
    )


def _check(letter: Letter, name: str, problem: str, praise: str) -> Check:
    return Check(letter=letter, name=name, passed=not problem, reason=problem or praise)


def _specific(study: Study, goal: Goal) -> Check:
    outcome = outcome_of(study, goal)
    people = {"participants": "participants", "comparison": "the comparison group"}
    who = people.get(goal.population, "everyone in the study")
    if outcome is None:
        praise = f"One figure of a log ({goal.measure}); higher is better."
    else:
        praise = f"One outcome ({outcome.label}), for {who}; {outcome.better} is better."
    problem = "" if outcome is not None or goal.measure else "No outcome is named."
    problem = problem or _undefined(goal, outcome)
    return _check("S", "specific", problem, praise)


def _undefined(goal: Goal, outcome: Outcome | None) -> str:
    """A word that has several definitions, where nobody says which one is meant."""
    said = f"{goal.statement} {outcome.label if outcome is not None else ''}".casefold()
    for word, definitions, sentence in DEFINITIONS:
        if re.search(word, said) and not re.search(definitions, said):
            return sentence
    return ""


def _measurable(study: Study, goal: Goal, *, is_told: bool) -> Check:
    measured = measured_periods(study, goal)
    before, after = study.role("before"), study.role("after")
    value, period = goal.baseline.value, goal.baseline.period
    start = period if period is not None else (before.id if before is not None else None)
    if value is None and (start is None or start not in measured):
        problem = "The baseline is neither declared nor in a period with data."
    elif after is None or after.id not in measured:
        problem = "There are no data for the period after."
    elif not is_told:
        problem = "What is promised is less than what so many people can tell from chance."
    else:
        problem = ""
    source = f"declared as {value:g}" if value is not None else f"computed from {start}"
    return _check("M", "measurable", problem, f"The baseline is {source}; the result has data.")


def measured_periods(study: Study, goal: Goal) -> tuple[str, ...]:
    """The periods in which a goal's outcome can have data, as far as the study file tells.

    Where only the rows of a file know their period, every period counts.
    """
    everything = tuple(period.id for period in study.periods)
    outcome = outcome_of(study, goal)
    if outcome is None:
        return everything
    name, _, measure = outcome.measure.partition(".")
    match study.sources.get(name):
        case Survey(waves=waves):
            return tuple(wave.period for wave in waves)
        case Metrics(measures=measures) if not isinstance(measures.get(measure, ""), str):
            return tuple(_period_id(study, key) for key in measures[measure])
        case _:
            return everything


def _period_id(study: Study, key: str) -> str:
    """The id behind a period or a role; an id wins over a role of the same name."""
    if key in (period.id for period in study.periods) or key not in ("before", "after"):
        return key
    period = study.role("before" if key == "before" else "after")
    return period.id if period is not None else key


def _attainable(study: Study, goal: Goal, *, is_usual: bool) -> Check:
    low, high = possible_range(study, goal)
    target, start = reading(goal.target), goal.baseline.value
    is_known = start is not None or isinstance(target, Level)
    level = target_level(target, start or 0.0) if is_known else None
    if not goal.attainable.strip():
        problem = "Nothing is said under `attainable` on why it can be done."
    elif level is not None and not low <= level <= high:
        problem = "The target lies outside of what the outcome can be."
    elif not is_usual:
        problem = "A stretch: the pace it takes lies far beyond every yearly change so far."
    else:
        problem = ""
    return _check("A", "attainable", problem, "A reason is given and the target is possible.")


def _relevant(goal: Goal) -> Check:
    problem = "" if goal.relevant.strip() else "Nothing is said under `relevant` on why it matters."
    return _check("R", "relevant", problem, "The need that it serves is named.")


def _timely(study: Study, goal: Goal) -> Check:
    start = _baseline_period(study, goal)
    later = [one for one in study.periods if start is None or one.starts > start.ends]
    if start is not None and goal.by <= start.ends:
        problem = f"The deadline {goal.by} is not after the baseline, which ends on {start.ends}."
    elif later and goal.by < later[0].starts:
        problem = f"The deadline {goal.by} is before the first period after the baseline."
    else:
        problem = ""
    return _check("T", "time-bound", problem, f"The deadline is {goal.by}.")


def _baseline_period(study: Study, goal: Goal) -> Period | None:
    """The period that the goal starts from; where a value is declared, the one before."""
    named = next((one for one in study.periods if one.id == goal.baseline.period), None)
    return named if named is not None else study.role("before")
