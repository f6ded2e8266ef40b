"""Translations: whether their languages are known, and which texts have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from pipeline.study.kinds.sense import UNTRANSLATED
from pipeline.study.schema import Spoken, Survey
from pipeline.study.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case

KNOWN: Final[tuple[str, ...]] = get_args(Spoken)
OURS: Final = frozenset({"student", "students", "points", "credits", "days", "hours", "%", "$"})
"""Words of study files that every language of the reports knows by itself."""
SHOWN: Final = 3


def check_translations(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with translations."""
    study = case.study
    for language in study.translations:
        if language not in KNOWN:
            what = "a language of `translations`"
            path = ("translations", language)
            yield case.unknown_key(path, language, what=what, names=KNOWN)
    for language in study.study.languages[1:]:
        given = study.translations.get(language, {})
        lacking = [text for text in _texts(case) if text not in given]
        if lacking:
            yield case.at_key(
                ("study", "languages"),
                UNTRANSLATED,
                language=language,
                texts=f"{len(lacking)} text{'s' if len(lacking) > 1 else ''}",
                some="; ".join(f'"{text}"' for text in lacking[:SHOWN])
                + ("; ..." if len(lacking) > SHOWN else ""),
            )


def _texts(case: Case) -> list[str]:
    """The texts of the file that pages of several languages print, each once."""
    found: dict[str, None] = {}

    def noted(text: str) -> str:
        plain = " ".join(text.split())
        if any(letter.isalpha() for letter in plain) and plain.lower() not in OURS:
            found[plain] = None
        return text

    spoken(case.study, noted, str)
    for source in case.study.sources.values():
        if isinstance(source, Survey) and source.submitted:
            for item in source.items.values():
                noted(item.text)
    return list(found)
