"""YAML to texts with positions: keys, lists and words, and nothing that acts.

Every scalar stays the text that was written, quoted or not. Aliases, anchors, tags, second
documents, repeated keys, tabs and deep nesting are refused, each with its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from pipeline.problems import Collector, Problem
from pipeline.study.kinds import reading
from pipeline.study.positions import (
    Document,
    Entry,
    ListNode,
    MapNode,
    Node,
    Span,
    TextNode,
    is_missing,
    place,
    split_lines,
    told_in_order,
)
from pipeline.study.yaml_text import checked_text, invisible_sign
from pipeline.study.yaml_words import UNREADABLE, in_plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Kind

DEPTH: Final = 20
NOTHING: Final = ("", "~", "null", "Null", "NULL")


class Mark(Protocol):
    """A position as the YAML reader counts it, from 0."""

    line: int
    column: int


def read_document(content: bytes, *, file: str) -> Document:
    """A YAML file as texts with positions.

    Args:
        content: The file's bytes.
        file: How the file is called in messages.

    Returns:
        The document: its root is a block of keys and values.

    Raises:
        Problems: Everything that is wrong with the file as YAML, told together.
    """
    text = checked_text(content, file=file)
    lines = split_lines(text)
    reader = Reader(file=file, lines=lines)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except MarkedYAMLError as error:
        reader.stop(in_plain_words(error, file=file, lines=lines))
    except (YAMLError, ValueError, OverflowError):
        reader.stop(reader.unreadable())
    return reader.document()


@dataclass(slots=True)
class Open:
    """A block that is still being read: its children so far, keys and values in turn."""

    is_map: bool
    start: Mark
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Reader:
    """Builds the document from the events of the YAML reader."""

    file: str
    lines: tuple[str, ...]
    found: Collector = field(default_factory=Collector)
    blocks: list[Open] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    documents: int = 0

    def take(self, event: object) -> None:
        """One step of the reader."""
        self.refuse_names(event)
        match event:
            case AliasEvent() | ScalarEvent():
                self.put(self.scalar(event))
            case MappingStartEvent() | SequenceStartEvent():
                self.begin(event)
            case MappingEndEvent() | SequenceEndEvent():
                self.finish(event.end_mark)
            case DocumentStartEvent():
                self.another(event)
            case _:
                pass

    def refuse_names(self, event: object) -> None:
        """Notes anchors, aliases and tags."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            is_alias = isinstance(event, AliasEvent)
            sign, what = ("*", "alias") if is_alias else ("&", "anchor")
            self.add(reading.ALIAS, event, width=len(anchor) + 1, sign=sign, what=what, name=anchor)
        if tag is not None:
            self.add(reading.TAG, event, width=len(str(tag)), tag=str(tag))

    def add(self, kind: Kind, event: object, *, width: int = 1, **facts: object) -> None:
        """Notes a problem at the start of an event."""
        span = self.span(event.start_mark, width=width)  # type: ignore[attr-defined]
        self.found.add(kind, place(self.file, self.lines, span), **facts)

    def scalar(self, event: AliasEvent | ScalarEvent) -> TextNode:
        """A word, a number or a text in quotes: always text."""
        span = self.span(event.start_mark, event.end_mark)
        if isinstance(event, AliasEvent):
            return TextNode(text="alias", span=span)
        escaped = invisible_sign(event.value)  # "\x07" in double quotes is one, once it is read
        if escaped is not None:
            self.found.add(reading.CONTROL, place(self.file, self.lines, span), name=escaped)
        is_missing = event.style is None and event.value in NOTHING
        written = self.lines[span.line - 1][span.at - 1 :] if span.line <= len(self.lines) else ""
        quotes = 0 if event.style is None else 1
        is_verbatim = event.value != "" and written[quotes:].startswith(event.value)
        return TextNode(
            text=event.value,
            span=span,
            is_missing=is_missing,
            inside=quotes if is_verbatim else None,
        )

    def begin(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        """A block opens."""
        if len(self.blocks) >= DEPTH:
            self.add(reading.TOO_DEEP, event, limit=DEPTH)
            self.stop()
        self.blocks.append(Open(isinstance(event, MappingStartEvent), event.start_mark))

    def finish(self, end: Mark) -> None:
        """A block closes."""
        block = self.blocks.pop()
        span = self.span(block.start, end)
        if block.is_map:
            self.put(MapNode(entries=self.entries(block), span=span))
        else:
            self.put(ListNode(items=tuple(block.children), span=span))

    def entries(self, block: Open) -> dict[str, Entry]:
        """Keys and values in turn, as entries; repeated and empty keys are noted."""
        entries: dict[str, Entry] = {}
        pairs = zip(block.children[::2], block.children[1::2], strict=True)
        for key, value in self.proper(pairs):
            first = entries.get(key.text)
            if first is not None:
                at = place(self.file, self.lines, key.span)
                self.found.add(reading.DUPLICATE, at, key=key.text, first=first.key.span.line)
            else:
                entries[key.text] = Entry(key=key, value=value)
        return entries

    def proper(self, pairs: Iterator[tuple[Node, Node]]) -> Iterator[tuple[TextNode, Node]]:
        """The pairs whose key is a text; the others are noted."""
        for key, value in pairs:
            if isinstance(key, TextNode) and key.text and not key.is_missing:
                yield key, value
                continue
            found = "nothing" if isinstance(key, TextNode) else "a list or a block"
            at = place(self.file, self.lines, key.span)
            self.found.add(reading.NOT_A_KEY, at, found=found)

    def put(self, node: Node) -> None:
        """A finished node goes into the block that is open."""
        (self.blocks[-1].children if self.blocks else self.roots).append(node)

    def another(self, event: DocumentStartEvent) -> None:
        """A document begins; only one may."""
        self.documents += 1
        if self.documents > 1:
            self.add(reading.SECOND_DOCUMENT, event, width=3)
            self.stop()

    def span(self, start: Mark, end: Mark | None = None, *, width: int = 1) -> Span:
        """A stretch between two marks, as far as the first line goes."""
        if end is not None:
            line = self.lines[start.line] if start.line < len(self.lines) else ""
            stop = end.column if end.line == start.line else len(line.rstrip())
            width = max(stop - start.column, 1)
        return Span(line=start.line + 1, at=start.column + 1, width=width)

    def stop(self, last: Problem | None = None) -> NoReturn:
        """Ends the reading: tells what was found."""
        raise told_in_order([*self.found.found, *([last] if last is not None else [])])

    def unreadable(self) -> Problem:
        """Something that the YAML reader gives up on without a word: told at the last block."""
        start = self.blocks[-1].start if self.blocks else None
        span = self.span(start) if start is not None else Span(line=1, at=1)
        return Problem(reading.NOT_YAML, place(self.file, self.lines, span), **UNREADABLE.facts())

    def document(self) -> Document:
        """The whole file, if nothing was wrong with it."""
        root = self.roots[0] if self.roots else None
        if not isinstance(root, MapNode):
            found = "a list" if isinstance(root, ListNode) else "a text"
            found = "an empty file" if is_missing(root) else found
            span = root.span if root is not None else Span(line=1, at=1)
            self.found.add(reading.NOT_A_MAP, place(self.file, self.lines, span), found=found)
        if self.found.found or not isinstance(root, MapNode):
            self.stop()
        return Document(file=self.file, lines=self.lines, root=root)
