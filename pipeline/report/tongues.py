"""Which page is written in which languages, and how the files are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.report.prose import Link
from pipeline.report.words import BY_CODE
from pipeline.report.words.en import ENGLISH

if TYPE_CHECKING:
    from pipeline.study.schema import Study

SPOKEN: Final = frozenset({"board", "checkin", "recognition"})
"""Pages that are written once for each language of a study; the others are English."""


def languages(study: Study, page: str) -> tuple[str, ...]:
    """The languages of a page, the one of the plain file name first."""
    return tuple(dict.fromkeys(study.study.languages)) if page in SPOKEN else (ENGLISH.code,)


def file_name(study: Study, page: str, language: str) -> str:
    """The file of a page in a language.

    The first language of a study has the plain name: board.html, then board.es.html.
    """
    is_first = language == languages(study, page)[0]
    return f"{page}.html" if is_first else f"{page}.{language}.html"


def others(study: Study, page: str, language: str) -> tuple[Link, ...]:
    """The same page in the other languages, each by its own name."""
    return tuple(
        Link(words=BY_CODE[one].name, href=file_name(study, page, one), language=one)
        for one in languages(study, page)
        if one != language
    )
