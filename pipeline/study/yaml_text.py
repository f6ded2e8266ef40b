"""Bytes to text: size, encoding and invisible signs, before YAML is read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pipeline.problems import Place, Problem, Problems
from pipeline.study.kinds import reading
from pipeline.study.positions import Span, place, split_lines

LIMIT: Final = 1_000_000
# What YAML itself calls not printable, signs for private use, and the marks that turn the direction
# of writing or take no room: with those a line can look unlike what it says. Joiners stay: some
# scripts need them.
INVISIBLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]"
    "|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def checked_text(content: bytes, *, file: str) -> str:
    """The file as text, or every reason why it is none.

    Args:
        content: The file's bytes.
        file: How the file is called in messages.

    Returns:
        The text, without a byte order mark.

    Raises:
        Problems: Too large, not UTF-8, tabs or invisible characters.
    """
    if len(content) > LIMIT:
        facts = {"size": len(content), "limit": LIMIT}
        raise Problems([Problem(reading.TOO_LARGE, Place(file=file), **facts)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problems([_not_utf8(content, error.start, file=file)]) from error
    lines = split_lines(text)
    problems = [*_tabs(lines, file=file), *_invisible(lines, file=file)]
    if problems:
        raise Problems(problems)
    return text


def _not_utf8(content: bytes, start: int, *, file: str) -> Problem:
    before = split_lines(content[:start].decode("utf-8", errors="replace"))
    lines = split_lines(content.decode("utf-8", errors="replace"))
    span = Span(line=len(before), at=len(before[-1]) + 1)
    return Problem(reading.NOT_UTF8, place(file, lines, span))


def _tabs(lines: tuple[str, ...], *, file: str) -> list[Problem]:
    """One problem for all tabs: an editor that writes one writes many."""
    tabbed = [number for number, line in enumerate(lines, start=1) if "\t" in line]
    if not tabbed:
        return []
    others = len(tabbed) - 1
    more = f"; {others} more line{'s have' if others > 1 else ' has'} tabs" if others else ""
    span = Span(line=tabbed[0], at=lines[tabbed[0] - 1].index("\t") + 1)
    return [Problem(reading.TAB, place(file, lines, span), more=more)]


def invisible_sign(text: str) -> str | None:
    """The first character of a text that cannot be seen, by its code and Unicode name."""
    found = INVISIBLE.search(text)
    if found is None:
        return None
    return f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()


def _invisible(lines: tuple[str, ...], *, file: str) -> list[Problem]:
    """The first invisible character, by its Unicode name."""
    for number, line in enumerate(lines, start=1):
        sign = INVISIBLE.search(line)
        if sign is not None:
            at = place(file, lines, Span(line=number, at=sign.start() + 1))
            return [Problem(reading.CONTROL, at, name=invisible_sign(line))]
    return []
