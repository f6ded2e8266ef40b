"""Surveys: waves in periods, answers for questions, questions for scales, links to the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.study.kinds.sense import (
    ANSWERS,
    LINK,
    NOT_UNIQUE,
    RETROSPECTIVE,
    SCALE,
    WAVE_TWICE,
)
from pipeline.study.schema import Roster, Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.schema import Item, Scale


def check_surveys(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with surveys."""
    for name, survey in case.study.sources.items():
        if isinstance(survey, Survey):
            yield from _waves(case, name, survey)
            yield from _link(case, name, survey)
            yield from _answers(case, name, survey)
            yield from _items(case, name, survey)
            yield from _scales(case, name, survey)
            yield from _retrospective(case, name, survey)


def _waves(case: Case, name: str, survey: Survey) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, wave in enumerate(survey.waves):
        path = ("sources", name, "waves", index, "period")
        if wave.period not in case.periods:
            yield case.unknown(path, wave.period, what="a period", names=case.periods)
        elif wave.period in seen:
            yield case.at(path, WAVE_TWICE, name=name, period=wave.period)
        seen.add(wave.period)


def _link(case: Case, name: str, survey: Survey) -> Iterator[Problem]:
    if survey.link_to is None:
        return
    path = ("sources", name, "link_to")
    rosters = [key for key, one in case.study.sources.items() if isinstance(one, Roster)]
    if survey.link_to not in rosters:
        yield case.unknown(path, survey.link_to, what="a roster", names=rosters)
    if survey.link is None:
        found, advice = f"`{name}` has `link_to` but no `link`", "Add `link: header`."
        expected = "the header that identifies the person"
        yield case.at_key(path, LINK, found=found, expected=expected, advice=advice)


def _answers(case: Case, name: str, survey: Survey) -> Iterator[Problem]:
    for listed, options in survey.answers.items():
        first: dict[str, int] = {}
        for index, spellings in enumerate(options):
            for spelling in spellings:
                if first.setdefault(spelling.strip(), index) != index:
                    path = ("sources", name, "answers", listed, index)
                    found = f'"{spelling}" stands for two options of `{listed}`'
                    expected, advice = "each spelling once", "Remove it from one of the two."
                    yield case.at(path, ANSWERS, found=found, expected=expected, advice=advice)


def _items(case: Case, name: str, survey: Survey) -> Iterator[Problem]:
    for key, item in survey.items.items():
        path = ("sources", name, "items", key)
        if item.answers is not None and item.answers not in survey.answers:
            names = survey.answers
            yield case.unknown(
                (*path, "answers"), item.answers, what="a list of answers", names=names
            )
        wrong = _misused(key, item, has_codebook=survey.codebook is not None)
        if wrong is not None:
            found, expected, advice = wrong
            yield case.at_key(path, ANSWERS, found=found, expected=expected, advice=advice)


def _misused(key: str, item: Item, *, has_codebook: bool) -> tuple[str, str, str] | None:
    """A question whose type and answers do not go together."""
    if item.type == "choice" and item.answers is None and not has_codebook:
        advice = "Name a list under `answers:`, or write `type: number` or `type: text`."
        return f"`{key}` is a choice without `answers`", "the options in order", advice
    if item.type != "choice" and item.answers is not None:
        return f"`{key}` is of type {item.type} and has `answers`", "one of the two", "Remove one."
    if item.type != "choice" and item.reverse:
        advice = "Remove `reverse:`, or list the answers."
        return f"`{key}` is of type {item.type} and reversed", "a choice with answers", advice
    return None


def _retrospective(case: Case, name: str, survey: Survey) -> Iterator[Problem]:
    """Questions about the past: of a question of now, with its answers, and never mixed in."""
    past = {key: one for key, one in survey.items.items() if one.retrospective is not None}
    others = [key for key in survey.items if key not in past]
    for key, item in past.items():
        path, now = ("sources", name, "items", key, "retrospective"), item.retrospective or ""
        if now not in others:
            yield case.unknown(path, now, what="a question of now", names=others)
        elif survey.items[now].answers != item.answers:
            found = f"`{key}` has other answers than `{now}`"
            expected, advice = "the same list of both", "Give both the same `answers`."
            yield case.at(path, RETROSPECTIVE, found=found, expected=expected, advice=advice)
    yield from _mixed_in(case, name, survey, past)


def _mixed_in(case: Case, name: str, survey: Survey, past: dict[str, Item]) -> Iterator[Problem]:
    """Questions about the past in a scale, or as an outcome."""
    expected = "a question of now"
    for key, scale in survey.scales.items():
        for index in (at for at, item in enumerate(scale.items) if item in past):
            path = ("sources", name, "scales", key, "items", index)
            found = f"the scale `{key}` holds `{scale.items[index]}`, which asks about the past"
            advice = "Take it out of the scale."
            yield case.at(path, RETROSPECTIVE, found=found, expected=expected, advice=advice)
    for key, outcome in case.study.outcomes.items():
        source, _, measure = outcome.measure.partition(".")
        if source == name and measure in past:
            found = f"the outcome `{key}` is `{measure}`, which asks about the past"
            advice = f"Write `from: {name}.{past[measure].retrospective}`; the report shows both."
            place = ("outcomes", key, "from")
            yield case.at(place, RETROSPECTIVE, found=found, expected=expected, advice=advice)


def _scales(case: Case, name: str, survey: Survey) -> Iterator[Problem]:
    for key, scale in survey.scales.items():
        path = ("sources", name, "scales", key)
        if key in survey.items:
            yield case.at_key(path, NOT_UNIQUE, id=key, what="the items and scales of a survey")
        for index, item in enumerate(scale.items):
            if item not in survey.items:
                here = (*path, "items", index)
                yield case.unknown(here, item, what="an item", names=survey.items)
        wrong = _unscorable(survey, scale)
        if wrong is not None:
            found, expected, advice = wrong
            facts = {"name": key, "found": found, "expected": expected, "advice": advice}
            yield case.at_key(path, SCALE, **facts)


def _unscorable(survey: Survey, scale: Scale) -> tuple[str, str, str] | None:
    """A scale whose items cannot be added up."""
    items = [survey.items[item] for item in scale.items if item in survey.items]
    if any(item.type == "text" for item in items):
        return "holds a question that is answered in words", "choices or numbers", "Remove it."
    if len(set(scale.items)) < len(scale.items):
        return "holds a question twice", "each question once", "Remove one of the two."
    kinds = {_options(survey, item) for item in items if item.answers in (None, *survey.answers)}
    if len(kinds) > 1:
        advice = "Make a scale for each kind of question."
        return "mixes questions with different answers", "answers of one length", advice
    if scale.min_answered is not None and scale.min_answered > len(scale.items):
        expected = f"at most {len(scale.items)}, the number of its questions"
        return f"wants {scale.min_answered} answers", expected, "Lower `min_answered`."
    return None


def _options(survey: Survey, item: Item) -> int:
    """How many options a question has; 0 for numbers."""
    return len(survey.answers.get(item.answers or "", ()))
