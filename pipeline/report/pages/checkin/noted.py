"""What went well and what was hard, in the words of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report import promises
from pipeline.report.marks import unmarked
from pipeline.report.prose import Link, Text, join
from pipeline.report.quoted import quoted

if TYPE_CHECKING:
    from pipeline.report.blocks import Quote
    from pipeline.report.context import Context
    from pipeline.report.prose import Prose
    from pipeline.tables.published import PublishedEntry

_MONTHS: Final = 3
_QUOTES: Final = 3
_AUDIENCE: Final = ("partners", "public")


def recent(context: Context, month: str, kind: str) -> list[PublishedEntry]:
    """Entries of a kind of the month and the two before it."""
    if not month:
        return []
    year, number_ = int(month[:4]), int(month[5:7]) - _MONTHS + 1
    first = f"{year - (number_ < 1):04}-{(number_ - 1) % 12 + 1:02}"
    return [e for e in context.published.entries if e.kind == kind and e.date[:7] >= first]


def went_well(context: Context, month: str) -> tuple[Prose, ...]:
    """What was recognised lately, and the goals that were met."""
    words = context.words
    said: list[Prose] = [
        (Text(words=_sentence(entry.title), role="promise"),)
        for entry in recent(context, month, "recognition")
    ]
    said += [
        words.say(
            "checkin.met",
            goal=Link(words=promises.label(context, goal), href=f"evaluation.html#goal-{goal.id}"),
        )
        for goal in context.published.goals
        if goal.text["verdict"] in {"met", "met-within-noise"}
    ] if context.study.reports.evaluation is not None else []  # fmt: skip
    return tuple(said) or (words.say("checkin.nothing_noted"),)


def was_hard(context: Context, month: str) -> tuple[Prose, ...]:
    """What was hard lately, and what was changed."""
    words = context.words
    said: list[Prose] = []
    for entry in recent(context, month, "challenge"):
        told: Prose = (Text(words=_sentence(entry.title), role="promise"),)
        if entry.notes:
            what = Text(words=_sentence(entry.notes), role="promise")
            told = join((told, words.say("done.changed", what=what)))
        said.append(told)
    return tuple(said) or (words.say("checkin.nothing_noted"),)


def heard(context: Context) -> tuple[Quote, ...]:
    """What people said for partners to read, and for everybody, as far as there is room.

    This page alone shows what was said for partners; it goes to them and to nobody else.
    """
    quotes = [one for scope in _AUDIENCE for one in context.published.quotes if one.scope == scope]
    return quoted(context, quotes[:_QUOTES])


def _sentence(text: str) -> str:
    text, said = text.strip(), unmarked(text).strip()
    return text if not said or said[-1] in ".!?" else f"{text}."
