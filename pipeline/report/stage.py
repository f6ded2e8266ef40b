"""Published rows to pages: the one stage of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.context import Context
from pipeline.report.pages import PAGES
from pipeline.report.pages.index import entry
from pipeline.report.render import render
from pipeline.report.tongues import file_name, languages
from pipeline.report.translated import own_language, translated
from pipeline.report.words import BY_CODE
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.evidence.cards import Card
    from pipeline.evidence.design import Ceiling
    from pipeline.report.pages.index import IndexEntry
    from pipeline.study.schema import Study
    from pipeline.tables.published import Published


def pages(
    study: Study,
    published: Published,
    *,
    cards: Iterable[Card],
    ceiling: Ceiling,
    report_id: str,
) -> dict[str, bytes]:
    """The reports that the study file asks for.

    Args:
        study: The study file.
        published: What may be shown.
        cards: Method cards, in the order of the register.
        ceiling: What the design can support.
        report_id: Short hash of what the report was made from.

    Returns:
        File name to bytes: evaluation.html, board.html, board.es.html.
    """
    known = tuple(cards)
    own = own_language(study)
    made: dict[str, bytes] = {}
    for code in dict.fromkeys(("en", *study.study.languages)):
        words = BY_CODE[code]
        told, shown = translated(study, published, words)
        context = Context.of(told, shown, words, cards=known, ceiling=ceiling, report_id=report_id)
        made |= {
            file_name(study, page.name, code): render(
                page.template, page.styles, page.build(context), words, own=own
            )
            for page in PAGES
            if page.is_wanted(study) and code in languages(study, page.name)
        }
    return made


def index_entry(
    study: Study, published: Published, *, ceiling: Ceiling, folder: str, report_id: str
) -> IndexEntry:
    """One study as the index of the workspace shows it."""
    context = Context.of(study, published, ENGLISH, cards=(), ceiling=ceiling, report_id=report_id)
    return entry(context, folder)
