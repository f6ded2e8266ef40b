"""The head of the report: what this is, in a minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.report.blocks import Callout, Fact
from pipeline.report.context import years
from pipeline.report.prose import Text, capital, prose
from pipeline.report.readings import is_met, reading
from pipeline.report.sentences import headline

if TYPE_CHECKING:
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The title block.

    Attributes:
        eyebrow: Study and kind of report.
        title: The finding of the report.
        summary: What the partnership does, in its own words.
        facts: Partners, periods, design, date of the data, report id.
        ceiling: What the design can and cannot support.
    """

    eyebrow: Prose
    title: Prose
    summary: Prose
    facts: tuple[Fact, ...]
    ceiling: Callout


def head(context: Context) -> Head:
    """The title block of the evaluation report."""
    about = context.study.study
    return Head(
        eyebrow=context.words.say("head.eyebrow", study=about.title),
        title=finding(context),
        summary=(Text(words=about.summary, role="promise"),) if about.summary else (),
        facts=_facts(context),
        ceiling=_ceiling(context),
    )


def finding(context: Context) -> Prose:
    """One sentence over everything: goals met, outcomes that changed clearly."""
    words, outcomes = context.words, tuple(context.study.outcomes)
    if not context.published.goals:
        primary = [name for name in outcomes if context.study.outcomes[name].primary]
        return headline(context, (primary or outcomes)[0])
    reads = [reading(context, context.impact(n) or context.change(n)) for n in outcomes]
    clear = sum(read.is_clear for read in reads)
    wrong = sum(read.is_clear and read.is_right_way is False for read in reads)
    said = words.say(
        "head.finding",
        met=words.number(sum(is_met(goal) for goal in context.published.goals)),
        goals=words.count("head.goals", len(context.published.goals)),
        clear=words.number(clear),
        outcomes=words.count("head.outcomes", len(outcomes)),
    )
    tail = words.count("head.wrong", wrong) if wrong else ()
    return capital(said + tail)


def _facts(context: Context) -> tuple[Fact, ...]:
    words, study = context.words, context.study
    options = study.reports.evaluation
    given: list[tuple[str, Prose]] = [
        ("partners", _names([partner.name for partner in study.study.partners])),
        ("periods", words.say("head.periods", first=years(study.periods[0].id),
                              last=years(study.periods[-1].id))),
        ("design", words.say(f"design.name.{study.design.kind}")),
        ("data_as_of", prose(context.published.as_of)),
        ("report", prose(context.report_id)),
    ]  # fmt: skip
    if options is not None:
        given.append(("status", words.say(f"head.status_word.{options.status}")))
        given += [("authors", _names(options.authors))] if options.authors else []
        given += [("funder", _names([options.funder]))] if options.funder else []
    if study.study.contact:
        given.append(("contact", prose(study.study.contact)))
    return tuple(Fact(term=words.text(f"head.term.{term}"), said=said) for term, said in given)


def _names(names: list[str] | tuple[str, ...]) -> Prose:
    return (Text(words="; ".join(names), role="name"),)


def _ceiling(context: Context) -> Callout:
    words, ceiling = context.words, context.ceiling
    return Callout(
        label=words.text("ceiling.label"),
        title=words.text("ceiling.title"),
        said=(
            words.say(f"ceiling.can.{context.study.design.kind}", people=context.people),
            words.say("ceiling.tier", tier=words.text(f"ceiling.{ceiling.tier}")),
        ),
        points=tuple(prose(criterion) for criterion in ceiling.failed),
    )
