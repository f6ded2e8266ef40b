"""What people said, as every page prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.blocks import Quote
from pipeline.report.prose import Text
from pipeline.report.translated import own_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.context import Context
    from pipeline.tables.published import PublishedQuote


def quoted(context: Context, quotes: Iterable[PublishedQuote]) -> tuple[Quote, ...]:
    """Quotes with who said them, in the language in which they were said."""
    words = context.words
    return tuple(
        Quote(
            text=one.text,
            who=words.say(
                "voices.shared",
                who=Text(words=one.attribution or words.text("voices.anonymous"), role="name"),
            ),
            language=one.language or own_language(context.study),
        )
        for one in quotes
    )
