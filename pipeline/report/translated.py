"""A study and its published texts in the language of a page: names of numbers, never numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.report.marks import mark
from pipeline.study.spoken import spoken

_BAND: Final = re.compile(r"(\S*\d\S*) to (\S*\d\S*)")
_NUMBER: Final = re.compile(r"(\D*?) ?(\S*\d\S*) ?(.*)")

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.report.language import Language
    from pipeline.study.schema import Study
    from pipeline.tables.published import (
        Figure,
        Published,
        PublishedEntry,
        PublishedQuote,
        PublishedRow,
        PublishedTheme,
    )


def own_language(study: Study) -> str:
    """The language that a study file is written in: the first that it lists."""
    return study.study.languages[0]


def translated(study: Study, published: Published, words: Language) -> tuple[Study, Published]:
    """Both with their texts in the language of a page.

    A text of the study file comes from its `translations`, a common word from the language; any
    other stays as it is and is marked, unless the file is written in the language of the page.
    """
    say = _Speaker(
        given=study.translations.get(words.code, {}),
        words=words,
        is_foreign=own_language(study) != words.code,
    )
    told = replace(
        published,
        rows=tuple(_row(row, say) for row in published.rows),
        goals=tuple(replace(g, figures=_figures(g.figures, say)) for g in published.goals),
        themes=tuple(_theme(theme, say) for theme in published.themes),
        quotes=tuple(_quote(quote, say) for quote in published.quotes),
        entries=tuple(_entry(entry, say) for entry in published.entries),
    )
    return spoken(study, say.text, say.name), told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """Finds the words that stand for a text.

    Attributes:
        given: Translations of the study file.
        words: The language of the page.
        is_foreign: Whether what is not translated is in another language than the page.
    """

    given: Mapping[str, str]
    words: Language
    is_foreign: bool

    def text(self, text: str) -> str:
        """The words for a text; the text, marked if need be, where there are none."""
        said = self.name(text)
        return mark(text) if said == text and self._is_unknown(text) else said

    def name(self, text: str) -> str:
        """The words for a proper name; the name itself where there are none."""
        plain = " ".join(text.split())
        if plain in self.given:
            return self.given[plain]
        common = self.words.common.get(plain.lower(), "")
        return (common.capitalize() if plain[:1].isupper() else common) or text

    def _is_unknown(self, text: str) -> bool:
        has_words = any(letter.isalpha() for letter in text)
        plain = " ".join(text.split())
        is_known = plain in self.given or plain.lower() in self.words.common
        return self.is_foreign and has_words and not is_known


def _row(row: PublishedRow, say: _Speaker) -> PublishedRow:
    text = {**row.text, "label": say.text(row.text["label"])}
    return replace(row, text=text, figures=_figures(row.figures, say))


def _figures(figures: Mapping[str, Figure], say: _Speaker) -> dict[str, Figure]:
    return {name: _figure(figure, say) for name, figure in figures.items()}


def _figure(figure: Figure, say: _Speaker) -> Figure:
    return replace(figure, shown=_shown(figure.shown, say))


def _shown(shown: str, say: _Speaker) -> str:
    """The same digits with the words before and after them in the language of the page."""
    band = _BAND.fullmatch(shown)
    if band is not None:
        return f"{band[1]} {say.text('to')} {band[2]}"
    found = _NUMBER.fullmatch(shown)
    if found is None:
        return shown
    before, number, after = found.groups()
    return " ".join(part for part in (say.text(before), number, say.text(after)) if part)


def _theme(theme: PublishedTheme, say: _Speaker) -> PublishedTheme:
    if not (theme.label or say.is_foreign):
        return theme
    return replace(theme, label=say.text(theme.label or theme.theme.replace("_", " ")))


def _quote(quote: PublishedQuote, say: _Speaker) -> PublishedQuote:
    return replace(quote, attribution=say.text(quote.attribution))


def _entry(entry: PublishedEntry, say: _Speaker) -> PublishedEntry:
    return replace(entry, title=say.text(entry.title), notes=say.text(entry.notes))
