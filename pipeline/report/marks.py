"""Words in another language than their page, marked on their way so that a reader can be told.

A text without a translation travels between two private characters through sentences, lists and
labels. In the finished page they become a span with its language (WCAG 3.1.2); where no element
can stand, as in a title or a drawing, they vanish.
"""

from __future__ import annotations

import re
from typing import Final

_OPEN, _CLOSE = "\ue000", "\ue001"
_BOTH: Final = re.compile(f"[{_OPEN}{_CLOSE}]")
_TAG: Final = re.compile(r"(<[^>]*>)")
_PLAIN: Final = re.compile(r"<(/?)(title|desc|style|text)\b")


def mark(text: str) -> str:
    """A text that is in another language than the page."""
    return f"{_OPEN}{unmarked(text)}{_CLOSE}"


def unmarked(text: str) -> str:
    """The text alone.

    >>> unmarked(mark("Grade point average"))
    'Grade point average'
    """
    return _BOTH.sub("", text)


def resolved(html: str, language: str) -> str:
    """A page whose marks have become elements with their language.

    >>> resolved(f"<p>{mark('<b>Keep</b> it')}.</p>", "en")
    '<p><b><span lang="en">Keep</span></b><span lang="en"> it</span>.</p>'
    """
    if _OPEN not in html:
        return html
    pieces, is_foreign, is_plain = [], False, False
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            found = _PLAIN.match(piece)
            is_plain = not found.group(1) if found else is_plain
            pieces.append(unmarked(piece))
        elif is_plain:
            pieces.append(unmarked(piece))
        else:
            made, is_foreign = _spanned(piece, language, is_foreign=is_foreign)
            pieces.append(made)
    return "".join(pieces)


def _spanned(text: str, language: str, *, is_foreign: bool) -> tuple[str, bool]:
    """A run of text with its marked stretches in spans, and whether it ends in such a stretch."""
    made = []
    for part in re.split(f"([{_OPEN}{_CLOSE}])", text):
        if part in {_OPEN, _CLOSE}:
            is_foreign = part == _OPEN
        elif is_foreign and part.strip():
            made.append(f'<span lang="{language}">{part}</span>')
        else:
            made.append(part)
    return "".join(made), is_foreign
