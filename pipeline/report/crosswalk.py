"""The ten standards of community schools, and what this study holds for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.page import Chip, Row, Table
from pipeline.report.prose import Link, Text
from pipeline.study.schema import Activities, Interviews, Survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.report.context import Context
    from pipeline.report.prose import Part, Prose

LEARNING: Final = ("achievement", "learning", "completion", "academic", "literacy", "college")
HEALTH: Final = ("health", "wellbeing", "well-being", "climate", "social", "safety", "nutrition")
FAMILY: Final = frozenset({"parent", "family", "guardian", "caregiver", "families", "parents"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One standard: its key in the words, and what speaks to it.

    Attributes:
        key: Its name in the language file.
        evidence: Names of what this study holds for it, and where it stands in the report.
    """

    key: str
    evidence: Callable[[Context], Iterator[tuple[str, str]]]


def table(context: Context) -> Table:
    """Each standard, what speaks to it here, and whether anything does."""
    words = context.words
    columns = cells.columns(words, "column", ("evidence", "coverage"))
    body = []
    for standard in STANDARDS:
        found = list(standard.evidence(context))
        body.append(
            Row(
                head=(Text(words=words.text(f"standard.{standard.key}"), role="name"),),
                cells=cells.labelled(
                    columns,
                    (
                        cells.words_cell(_listed(context, found)),
                        cells.chip_cell(_chip(context, is_there=bool(found))),
                    ),
                ),
            )
        )
    return Table(
        id="table-standards",
        caption=words.say("frameworks.standards"),
        about=words.say("frameworks.standards_about"),
        corner=words.text("column.standard"),
        columns=columns,
        rows=tuple(body),
        is_list_on_phone=True,
    )


def covered(context: Context) -> int:
    """How many of the standards anything here speaks to."""
    return sum(bool(list(standard.evidence(context))) for standard in STANDARDS)


def _listed(context: Context, found: list[tuple[str, str]]) -> Prose:
    if not found:
        return context.words.say("frameworks.nothing")
    parts: list[Part] = []
    for label, href in dict(found).items():
        parts += [Text(words="; ")] if parts else []
        parts.append(Link(words=label, href=href))
    return tuple(parts)


def _chip(context: Context, *, is_there: bool) -> Chip:
    key = "there" if is_there else "absent"
    return Chip(words=context.words.text(f"frameworks.{key}"), tone="sure" if is_there else "calm")


def _leadership(context: Context) -> Iterator[tuple[str, str]]:
    if _counts(context, "meetings"):
        yield context.words.text("frameworks.has.meetings"), "#delivery"
    if any(isinstance(one, Survey) and one.respondents == "partner"
           for one in context.study.sources.values()):  # fmt: skip
        yield context.words.text("frameworks.has.pulse"), "#surveys"


def _planning(context: Context) -> Iterator[tuple[str, str]]:
    if context.study.goals:
        yield context.words.text("frameworks.has.goals"), "#goals"
    if context.study.study.logic is not None:
        yield context.words.text("frameworks.has.logic"), "#program"


def _coordinating(context: Context) -> Iterator[tuple[str, str]]:
    if any(row.text["model"] == "on-time" for row in context.analysis("activity")):
        yield context.words.text("frameworks.has.actions"), "#delivery"
    if any(goal.owner for goal in context.study.goals):
        yield context.words.text("frameworks.has.owners"), "#goals"


def _data(context: Context) -> Iterator[tuple[str, str]]:
    if context.analysis("change"):
        yield context.words.text("frameworks.has.measures"), "#outcomes"
    if context.study.design.subgroups:
        yield context.words.text("frameworks.has.breakdowns"), "#outcomes"


def _improving(context: Context) -> Iterator[tuple[str, str]]:
    if any(entry.kind == "challenge" and entry.notes for entry in context.published.entries):
        yield context.words.text("frameworks.has.changes"), "#unmet"
    if any(goal.revisions for goal in context.study.goals):
        yield context.words.text("frameworks.has.revisions"), "#goals"


def _lasting(context: Context) -> Iterator[tuple[str, str]]:
    if _counts(context, "amount") or context.analysis("cost"):
        yield context.words.text("frameworks.has.contributions"), "#delivery"


def _learning(context: Context) -> Iterator[tuple[str, str]]:
    yield from _outcomes(context, LEARNING)


def _health(context: Context) -> Iterator[tuple[str, str]]:
    yield from _outcomes(context, HEALTH)


def _families(context: Context) -> Iterator[tuple[str, str]]:
    if _counts(context, "events"):
        yield context.words.text("frameworks.has.events"), "#delivery"
    if any(isinstance(one, Survey) and one.respondents in FAMILY
           for one in context.study.sources.values()):  # fmt: skip
        yield context.words.text("frameworks.has.families"), "#surveys"


def _community(context: Context) -> Iterator[tuple[str, str]]:
    if any(isinstance(one, Interviews) for one in context.study.sources.values()):
        yield context.words.text("frameworks.has.voices"), "#voices"
    if any(row.text["model"] == "value" for row in context.analysis("activity")):
        yield context.words.text("frameworks.has.volunteers"), "#delivery"


def _outcomes(context: Context, domains: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, outcome in context.study.outcomes.items():
        if any(word in outcome.domain.casefold() for word in domains):
            yield outcome.label, f"#outcome-{name}"


def _counts(context: Context, name: str) -> bool:
    logs = [n for n, one in context.study.sources.items() if isinstance(one, Activities)]
    rows = (context.rows.get(f"{log}/activity/all/{name}") for log in logs)
    return any(row is not None and "estimate" in row.figures for row in rows)


STANDARDS: Final = (
    Standard(key="leadership", evidence=_leadership),
    Standard(key="planning", evidence=_planning),
    Standard(key="coordinating", evidence=_coordinating),
    Standard(key="data", evidence=_data),
    Standard(key="improving", evidence=_improving),
    Standard(key="lasting", evidence=_lasting),
    Standard(key="learning", evidence=_learning),
    Standard(key="health", evidence=_health),
    Standard(key="families", evidence=_families),
    Standard(key="community", evidence=_community),
)
"""In the order of the Coalition for Community Schools: six of how a school works, four of what
happens in it."""
