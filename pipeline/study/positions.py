"""Where every key and value of a text file stands, so that a problem can point at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.problems import Place, Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable

EXCERPT: Final = 160
BREAK: Final = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
Path = tuple[str | int, ...]


class Nothing:
    """What stands behind a key that was written without a value."""

    __slots__ = ()


NOTHING: Final = Nothing()


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, broken where YAML breaks them."""
    return tuple(BREAK.split(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one line.

    Attributes:
        line: Line of the file, from 1.
        at: Character in the line, from 1.
        width: Characters it covers on that line, at least 1.
    """

    line: int
    at: int
    width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TextNode:
    """A scalar, as text.

    Attributes:
        text: What was written, without quotes.
        span: Where it stands, quotes included.
        is_missing: Nothing was written, or `null`, without quotes.
        inside: Characters between the start of the span and the text, if the text stands there
            letter by letter; nothing where quotes, escapes or line breaks change it.
    """

    text: str
    span: Span
    is_missing: bool = False
    inside: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNode:
    """A list, in order."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key and its value."""

    key: TextNode
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """Keys and values, in the order of the file; no key occurs twice."""

    entries: dict[str, Entry]
    span: Span


Node = TextNode | ListNode | MapNode


def child(node: Node | None, step: str | int) -> Node | None:
    """The value under a key or at a place in a list, if there is one."""
    match node, step:
        case MapNode(entries=entries), str(key) if key in entries:
            return entries[key].value
        case ListNode(items=items), int(index) if 0 <= index < len(items):
            return items[index]
        case _:
            return None


def is_missing(node: Node | None) -> bool:
    """Whether nothing was written there."""
    return node is None or (isinstance(node, TextNode) and node.is_missing)


def plain(node: Node) -> object:
    """The same as dictionaries, lists and texts; NOTHING where no value was written."""
    match node:
        case TextNode(text=text):
            return NOTHING if node.is_missing else text
        case ListNode(items=items):
            return [plain(item) for item in items]
        case MapNode(entries=entries):
            return {key: plain(entry.value) for key, entry in entries.items()}


def dotted(path: Path) -> str:
    """A path as a person writes it: `goals[0].target`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text file that was read, and where everything in it stands."""

    file: str
    lines: tuple[str, ...]
    root: MapNode

    def find(self, path: Path) -> Node | None:
        """The value at a path, if it was written."""
        node: Node | None = self.root
        for step in path:
            node = child(node, step)
        return node

    def text(self, path: Path) -> str | None:
        """The text at a path, if a text was written there."""
        node = self.find(path)
        return node.text if isinstance(node, TextNode) and not node.is_missing else None

    def key(self, path: Path) -> Place:
        """The place of the key at the end of a path, or of the nearest thing above it."""
        parent = self.find(path[:-1])
        step = path[-1] if path else None
        if isinstance(parent, MapNode) and step in parent.entries:
            return self.place(parent.entries[str(step)].key.span, path)
        return self.value(path)

    def value(self, path: Path) -> Place:
        """The place of the value at a path; where none was written, of the nearest above it."""
        node = self.find(path)
        if node is None:
            alone = self.find(path[:-1])
            is_list_of_one = isinstance(path[-1], int) and isinstance(alone, TextNode)
            return self.value(path[:-1]) if is_list_of_one else self.key(path[:-1])
        is_word = isinstance(node, TextNode) and not node.is_missing
        if is_word or not path or isinstance(path[-1], int):
            return self.place(node.span, path)
        return self.key(path)

    def place(self, span: Span, path: Path = ()) -> Place:
        """A stretch of the file as the place of a problem."""
        return place(self.file, self.lines, span, dotted(path) or None)


def place(file: str, lines: tuple[str, ...], span: Span, column: str | None = None) -> Place:
    """A stretch of a text file as the place of a problem, with its line to look at."""
    line = lines[span.line - 1].rstrip() if 0 < span.line <= len(lines) else ""
    at = max(min(span.at, len(line)), 1)
    if at > EXCERPT:
        return Place(file=file, line=span.line, at=at, column=column)
    seen = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)
    cut = seen if len(seen) <= EXCERPT else seen[:EXCERPT] + "\N{HORIZONTAL ELLIPSIS}"
    width = max(min(span.width, len(cut) - at + 1), 1)
    return Place(file=file, line=span.line, at=at, excerpt=cut, width=width, column=column)


def told_in_order(problems: Iterable[Problem]) -> Problems:
    """Problems told together, from the top of the file to its end."""
    return Problems(sorted(problems, key=lambda one: (one.place.line or 0, one.place.at or 0)))
