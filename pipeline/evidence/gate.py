"""The gate before publication: no page may say more than its design can carry.

It reads the text of a rendered page as a reader gets it, not the sentences that were meant; and
it knows the words of every language, whatever language the page says it is in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from pipeline.evidence.wording import TIERS, Tier, is_banned, weaker
from pipeline.evidence.wordings import BANS

if TYPE_CHECKING:
    from collections.abc import Iterable

EXEMPT = frozenset({"quote", "disclaimer", "promise", "method", "name"})
"""Roles whose words are not a claim of the report.

A person's own words (only in a quotation), a sentence that says what is not claimed, the
partners' own promise in the study file, the general description of a method, a name.
"""
_QUOTATIONS = frozenset({"blockquote", "q"})
_SILENT = frozenset({"style", "script"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                   "source", "track", "wbr"})  # fmt: skip
_INLINE = frozenset({"a", "b", "em", "i", "q", "small", "span", "strong", "time", "code", "abbr"})
_READ_ALOUD = ("alt", "aria-label", "title", "content")
_AROUND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One wording that claims more than the design can carry.

    Attributes:
        rule: Which ban.
        found: The words.
        context: The words around them.
        tier: What the place on the page can carry.
        instead: What to write.
    """

    rule: str
    found: str
    context: str
    tier: Tier
    instead: str


def gate(html: str, tier: Tier) -> list[Finding]:
    """Every wording on a page that its design cannot carry.

    Args:
        html: A whole page.
        tier: The most that the design of the study can support. An element with `data-tier`
            can be held to less, never allowed more.

    Returns:
        Findings in the order of the page; empty if it may be published.
    """
    reader = _Reader(tier)
    reader.feed(html)
    reader.close()
    reader.flush()
    return [finding for passage in reader.passages for finding in _findings(passage)]


@dataclass(frozen=True, slots=True)
class _Passage:
    words: str
    tier: Tier


def _findings(passage: _Passage) -> Iterable[Finding]:
    for ban in (ban for bans in BANS.values() for ban in bans):
        if not is_banned(ban, passage.tier):
            continue
        for match in ban.pattern.finditer(passage.words):
            around = slice(max(match.start() - _AROUND, 0), match.end() + _AROUND)
            yield Finding(
                rule=ban.rule,
                found=match.group(0),
                context=passage.words[around].strip(),
                tier=passage.tier,
                instead=ban.instead,
            )


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    is_exempt: bool
    tier: Tier


@dataclass(slots=True)
class _State:
    stack: list[_Open] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects passages: runs of text that no block element interrupts."""

    def __init__(self, tier: Tier) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[_Passage] = []
        self._page = tier
        self._state = _State()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        opened = self._opened(tag, given)
        if tag not in _INLINE or opened.tier != self._tier:
            self.flush()
        if not opened.is_exempt:
            spoken = [given[name] for name in _READ_ALOUD if given.get(name)]
            if tag == "meta" and "name" not in given:
                spoken = []
            self.passages += [_Passage(words, opened.tier) for words in spoken]
        if tag not in _VOID:
            self._state.stack.append(opened)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {opened.tag for opened in self._state.stack}:
            return
        tier = self._tier
        while self._state.stack:
            leaving = self._state.stack[-1]
            if leaving.tag not in _INLINE:
                self.flush()
            self._state.stack.pop()
            if leaving.tag == tag:
                break
        if self._tier != tier:
            self.flush(tier)

    def handle_data(self, data: str) -> None:
        # an exempt stretch inside a sentence leaves a gap that no pattern can bridge
        self._state.pieces.append(" … " if self._is_exempt else data)

    def flush(self, tier: Tier | None = None) -> None:
        """End the passage that is being read."""
        words = " ".join("".join(self._state.pieces).split())
        self._state.pieces.clear()
        if words:
            self.passages.append(_Passage(words, tier or self._tier))

    @property
    def _tier(self) -> Tier:
        return self._state.stack[-1].tier if self._state.stack else self._page

    @property
    def _is_exempt(self) -> bool:
        return bool(self._state.stack) and self._state.stack[-1].is_exempt

    def _opened(self, tag: str, given: dict[str, str]) -> _Open:
        role = given.get("data-role", "")
        is_exempt = role in EXEMPT and (role != "quote" or tag in _QUOTATIONS)
        tier = given.get("data-tier", "")
        return _Open(
            tag=tag,
            is_exempt=is_exempt or tag in _SILENT or self._is_exempt,
            tier=weaker(tier, self._tier) if tier in TIERS else self._tier,
        )
