"""Keys and values whose capability comes in a later version: refused, never ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.problems import Problem
from pipeline.study.kinds.later import LATER
from pipeline.study.positions import ListNode, MapNode, Path, TextNode, dotted, is_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

from pipeline.study.positions import Document, Node

ANY: Final = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """One key, or some values of it, that this version does not understand yet.

    Attributes:
        path: Keys from the top; `*` stands for any name or list place.
        why: What is missing, as the rest of a sentence after a colon.
        advice: What to do now.
        values: Values that wait for a later version; with none the key itself does.
    """

    path: tuple[str, ...]
    why: str
    advice: str
    values: tuple[str, ...] = ()


REMOVE: Final = "Remove the key to go on without it."
LATERS: Final[tuple[Later, ...]] = ()


def is_later(path: Path) -> bool:
    """Whether a key as such belongs to a later version."""
    return any(not one.values and _is_at(one.path, path) for one in LATERS)


def later_keys(document: Document) -> tuple[Problem, ...]:
    """One sentence for each key or value that this version does not understand yet."""
    return tuple(
        Problem(
            LATER,
            document.value(path) if one.values else document.key(path),
            what=_named(path, node) if one.values else f"`{dotted(path)}`",
            why=one.why.rstrip("."),
            advice=one.advice,
        )
        for one in LATERS
        for path, node in _found(document.root, one.path)
        if not is_missing(node) and _waits(node, one.values)
    )


def _named(path: Path, node: Node) -> str:
    """A key with its value; a list place is left out, its key says enough."""
    key = dotted(path[:-1]) if isinstance(path[-1], int) else dotted(path)
    return f"`{key}: {node.text if isinstance(node, TextNode) else '...'}`"


def _waits(node: Node, values: tuple[str, ...]) -> bool:
    """Whether a key as such, or the word behind it, belongs to a later version."""
    return not values or (isinstance(node, TextNode) and node.text.strip().lower() in values)


def _is_at(pattern: tuple[str, ...], path: Path) -> bool:
    alike = (want in (ANY, step) for want, step in zip(pattern, path, strict=False))
    return len(pattern) == len(path) and all(alike)


def _found(node: Node, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Everything in the file that stands where a pattern points."""
    if not pattern:
        yield path, node
        return
    want, rest = pattern[0], pattern[1:]
    if isinstance(node, ListNode) and want == ANY:
        for index, item in enumerate(node.items):
            yield from _found(item, rest, (*path, index))
    elif isinstance(node, MapNode):
        for key, entry in node.entries.items():
            if want in (ANY, key):
                yield from _found(entry.value, rest, (*path, key))
    elif want == ANY and isinstance(node, TextNode):
        yield from _found(node, rest, path)
