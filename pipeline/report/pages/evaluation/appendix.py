"""The appendix: methods, rows, privacy, codes, versions, and how to get the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evidence.cards import used
from pipeline.report import cells
from pipeline.report.blocks import Fact, Facts, MethodCard, MethodCards
from pipeline.report.glossary import terms
from pipeline.report.page import Heading, Paragraph, Row, Section, Table
from pipeline.report.pages.evaluation.people import count, file_table
from pipeline.report.pages.evaluation.rows import reconciliation
from pipeline.report.prose import Text, join, prose

if TYPE_CHECKING:
    from pipeline.evidence.cards import Card
    from pipeline.report.context import Context
    from pipeline.report.page import Block
    from pipeline.report.prose import Prose

_SHORT_HASH = 12
_FACTS = ("what", "formula", "assumes", "fails", "example", "source")


def section(context: Context) -> Section:
    """Everything that someone needs who wants to check a number."""
    words = context.words
    blocks: list[Block] = [
        Heading(said=words.say("appendix.methods")),
        MethodCards(cards=_cards(context)),
        Heading(said=words.say("appendix.glossary")),
        Facts(facts=tuple(Fact(term=one.name, said=one.said) for one in terms(words))),
    ]
    files = file_table(context)
    if files is not None:
        blocks += [Heading(said=words.say("appendix.rows")), files]
    fates = reconciliation(context)
    if fates is not None:
        blocks.append(fates)
    blocks += [
        Heading(said=words.say("appendix.privacy")),
        Paragraph(said=_privacy(context)),
        Heading(said=words.say("appendix.codes")),
        Facts(facts=_codes(context)),
        Heading(said=words.say("appendix.lineage")),
        Paragraph(said=words.say("appendix.reproduce", report=context.report_id)),
    ]
    if context.published.versions:
        blocks.append(Facts(facts=_versions(context)))
    if context.published.inputs:
        blocks.append(_inputs(context))
    blocks += [Paragraph(said=prose(note), look="small") for note in context.published.notes]
    return Section(
        id="appendix",
        short=words.text("appendix.short"),
        title=words.say("appendix.title"),
        question=words.text("appendix.question"),
        blocks=tuple(blocks),
    )


def _cards(context: Context) -> tuple[MethodCard, ...]:
    """Cards of the methods that a row of this report used, in the order of the register."""
    told = {column for goal in context.published.goals for column in goal.figures}
    needed = used((row.text["method"] for row in context.published.rows), told)
    return tuple(_card(context, card) for name, card in context.cards.items() if name in needed)


def _card(context: Context, card: Card) -> MethodCard:
    given = ((name, str(getattr(card, name))) for name in _FACTS)
    return MethodCard(
        id=f"method-{card.name}",
        title=card.title,
        short=(Text(words=card.what, role="method"),),
        facts=tuple(
            Fact(term=context.words.text(f"card.{name}"), said=(Text(words=said, role="method"),))
            for name, said in given
            if said
        ),
    )


def _privacy(context: Context) -> Prose:
    words, published = context.words, context.published
    said = [
        words.say("appendix.suppression", minimum=str(published.minimum_n), people=context.people)
    ]
    hidden, rows = count(context, "privacy/rows_hidden"), count(context, "privacy/rows")
    if hidden is not None and rows is not None:
        said.append(words.say("appendix.hidden", hidden=hidden, all=rows))
    people = count(context, "privacy/people_hidden")
    if people is not None:
        said.append(words.say("appendix.people_hidden", share=people, people=context.people))
    said.append(words.say("appendix.symbol"))
    said.append(words.say(f"appendix.profile.{context.study.privacy.profile}"))
    if published.authority:
        authority = Text(words=published.authority, role="promise")
        said.append(words.say("appendix.authority", authority=authority))
    return join(said)


def _codes(context: Context) -> tuple[Fact, ...]:
    words = context.words
    return tuple(
        Fact(term=f"[{code}]", said=prose(words.text(f"code_long.{code}"))) for code in cells.CODES
    )


def _versions(context: Context) -> tuple[Fact, ...]:
    versions = sorted(context.published.versions.items())
    return tuple(Fact(term=name, said=prose(version)) for name, version in versions)


def _inputs(context: Context) -> Table:
    words = context.words
    columns = cells.columns(words, "column", ("sha256",))
    rows = tuple(
        Row(
            head=(Text(words=file, role="name"),),
            cells=cells.labelled(columns, (cells.words_cell(sha256[:_SHORT_HASH]),)),
        )
        for file, sha256 in context.published.inputs
    )
    return Table(
        id="table-inputs",
        caption=words.say("appendix.inputs"),
        corner=words.text("column.file"),
        columns=columns,
        rows=rows,
    )
