"""The recognition page: what was done together, and whom to thank; true facts and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.report import promises
from pipeline.report.context import figure_of, number, years
from pipeline.report.frame import frame
from pipeline.report.prose import Text, capital, plain, prose
from pipeline.report.quoted import quoted
from pipeline.report.readings import goal_chips, is_met
from pipeline.study.schema import Activities

if TYPE_CHECKING:
    from pipeline.report.blocks import Quote
    from pipeline.report.context import Context
    from pipeline.report.page import Chip, Frame
    from pipeline.report.prose import Prose

TEMPLATE = "recognition.html.j2"
STYLES = ("tokens", "base", "checkin")
_SUMS = ("meetings", "events", "headcount", "hours", "amount")
_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A goal that was reached, with how sure that is."""

    said: Prose
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked:
    """A partner and what it gave."""

    name: str
    gives: str
    facts: tuple[Prose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionPage:
    """The recognition page, in its order."""

    frame: Frame
    study: str
    when: Prose
    title: Prose
    reached: tuple[Reached, ...]
    sums: tuple[tuple[Prose, str], ...]
    partners: tuple[Thanked, ...]
    logged: tuple[Prose, ...]
    quotes: tuple[Quote, ...]


def build(context: Context) -> RecognitionPage:
    """The recognition page of one study."""
    words, study = context.words, context.study
    met = [goal for goal in context.published.goals if is_met(goal)]
    title = capital(words.count("recognition.title", len(met)))
    return RecognitionPage(
        frame=frame(context, "recognition", description=plain(title)),
        study=study.study.title,
        when=words.say("head.periods", first=years(study.periods[0].id),
                       last=years(study.periods[-1].id)),
        title=title,
        reached=tuple(
            Reached(said=promises.title(context, goal), chips=goal_chips(words, goal))
            for goal in met
        ),
        sums=tuple(_sums(context)),
        partners=tuple(_thanked(context, partner.id, partner.name, partner.contributes)
                       for partner in study.study.partners),
        logged=tuple(_logged(context)),
        quotes=_quotes(context),
    )  # fmt: skip


def _logs(context: Context) -> list[str]:
    return [n for n, one in context.study.sources.items() if isinstance(one, Activities)]


def _sums(context: Context) -> list[tuple[Prose, str]]:
    """What all of it came to."""
    found = []
    for log in _logs(context):
        for name in _SUMS:
            row = context.rows.get(f"{log}/activity/all/{name}")
            shown = figure_of(row, "estimate")
            if shown is not None and shown.value > 0:
                told = prose(number(row, "estimate"))
                found.append((told, context.words.text(f"measure.{name}").lower()))
    return found


def _thanked(context: Context, identity: str, name: str, gives: str) -> Thanked:
    words = context.words
    facts = []
    for log in _logs(context):
        came = context.rows.get(f"{log}/activity/all/partner={identity}/attendance")
        if figure_of(came, "estimate") is not None:
            facts.append(
                words.say("recognition.came", came=number(came, "n_after"), of=number(came, "n"))
            )
        gave = context.rows.get(f"{log}/activity/all/partner={identity}/amount")
        if figure_of(gave, "estimate") is not None:
            facts.append(words.say("recognition.gave", amount=number(gave, "estimate")))
    return Thanked(name=name, gives=gives, facts=tuple(facts))


def _logged(context: Context) -> list[Prose]:
    words = context.words
    return [
        words.say(
            "recognition.logged",
            what=Text(words=entry.title, role="promise"),
            day=words.day(date.fromisoformat(entry.date)),
        )
        for entry in context.published.entries
        if entry.kind == "recognition"
    ]


def _quotes(context: Context) -> tuple[Quote, ...]:
    public = [one for one in context.published.quotes if one.scope == "public"]
    fitting = [one for one in public if one.stance != "questions"][:_QUOTES]
    return quoted(context, fitting)
