"""Sentences as typed parts, so that a number in a sentence keeps the id of its published row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.tables.published import Figure

Role = Literal["", "promise", "disclaimer", "name", "quote", "method"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words without a number of ours.

    Attributes:
        words: The words.
        is_strong: Whether they are set bold.
        role: Whose words they are, if not the report's own; the wording gate reads it.
        is_whole: Whether no line may break inside it.
    """

    kind: ClassVar[str] = "text"
    words: str
    is_strong: bool = False
    role: Role = ""
    is_whole: bool = False

    @property
    def is_quote(self) -> bool:
        """Whether it is somebody's wording, to be set in quotation marks."""
        return self.role == "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """A published number.

    Attributes:
        shown: The number as it is printed.
        source: Where it stands: `<row id>#<column>`.
        href: In-page link to how we know, or empty.
        is_strong: Whether it is set bold.
        is_part: Whether the print leaves off a sign or a unit that the words around it say.
    """

    kind: ClassVar[str] = "stat"
    shown: str
    source: str
    href: str = ""
    is_strong: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere.

    Attributes:
        words: The words.
        href: Where they lead.
        role: Whose words they are, if not the report's own.
        popover: Id of what they open over the page instead, or empty.
        language: Language of the words and of the page, where it is another than here.
    """

    kind: ClassVar[str] = "link"
    words: str
    href: str
    role: str = ""
    popover: str = ""
    language: str = ""


Part = Text | Stat | Link
Prose = tuple[Part, ...]
Said = str | Part | Prose


def prose(said: Said) -> Prose:
    """Anything that can be said, as parts."""
    if isinstance(said, str):
        return (Text(words=said),) if said else ()
    return said if isinstance(said, tuple) else (said,)


def say(template: str, parts: Mapping[str, Said] | None = None) -> Prose:
    """A sentence from a template with named places; `**` makes words strong.

    >>> plain(say("It was {now}.", {"now": Stat(shown="6.5%", source="d/level/all#estimate")}))
    'It was 6.5%.'
    """
    said: list[Part] = []
    is_strong = False
    for literal, name, _, _ in Formatter().parse(template):
        for position, words in enumerate(literal.split("**")):
            is_strong = is_strong != bool(position)
            if words:
                said.append(Text(words=words, is_strong=is_strong))
        if name is not None:
            said += prose((parts or {})[name])
    return tuple(said)


def capital(said: Prose) -> Prose:
    """The same sentence with a capital at its start."""
    if not said or not isinstance(said[0], Text):
        return said
    first = said[0]
    return (replace(first, words=first.words[:1].upper() + first.words[1:]), *said[1:])


def join(sentences: Iterable[Prose], between: str = " ") -> Prose:
    """Sentences one after the other; empty ones leave no gap."""
    said: list[Part] = []
    for sentence in sentences:
        if said and sentence:
            said.append(Text(words=between))
        said += sentence
    return tuple(said)


def plain(said: Said) -> str:
    """The words alone, for titles, text alternatives and tests."""
    return "".join(part.shown if isinstance(part, Stat) else part.words for part in prose(said))


def stat(figure: Figure, identity: str, column: str, *, href: str = "") -> Stat:
    """A figure of a published row, as it is shown."""
    return Stat(shown=figure.shown, source=f"{identity}#{column}", href=href)


def unsigned(number: Stat) -> Stat:
    """The same number where a verb says the direction: "fell by 1.5 points"."""
    bare = number.shown.lstrip("+\N{MINUS SIGN}")
    return replace(number, shown=bare, is_part=True)


def interval(low: Stat, high: Stat) -> tuple[Stat, Stat]:
    """Both limits without saying the unit twice: 0.9 to 3.3, $551 to $3,038.

    >>> limits = (Stat(shown="+0.9 points", source="a#l"), Stat(shown="+3.3 points", source="a#h"))
    >>> [limit.shown for limit in interval(*limits)]
    ['0.9', '3.3']
    """
    return _limit(low), _limit(high)


def _limit(number: Stat) -> Stat:
    shown = number.shown.split(" ", maxsplit=1)[0].removeprefix("+")
    return replace(number, shown=shown, is_part=True)


def strong(number: Stat) -> Stat:
    """The same number, set bold."""
    return replace(number, is_strong=True)
