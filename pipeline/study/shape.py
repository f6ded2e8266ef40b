"""Which keys the study file allows at a path, and what they mean, from the models themselves."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pipeline.study.positions import ListNode, MapNode, Path, TextNode, child
from pipeline.study.schema import Study

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.study.positions import Document, Node

Shape = dict[str, Any]
CLOSE: Final = 0.6


@cache
def whole_shape() -> Shape:
    """The study file as a JSON Schema, made once."""
    return Study.model_json_schema()


def shape_at(document: Document, path: Path) -> Shape:
    """What the models allow at a path; empty where they do not know the path."""
    shape, node = whole_shape(), document.root
    for step in path:
        here = _chosen(shape, node)
        shape = _below(here, step)
        node = child(node, step)  # type: ignore[assignment]
    return _chosen(shape, node)


def allowed_keys(document: Document, path: Path) -> tuple[str, ...]:
    """The keys that may stand in the block at a path."""
    return tuple(shape_at(document, path).get("properties", ()))


def meaning(document: Document, path: Path) -> str:
    """What the key at the end of a path is for."""
    parent = shape_at(document, path[:-1])
    found = parent.get("properties", {}).get(path[-1], {})
    return str(found.get("description") or _chosen(found, None).get("description", ""))


def did_you_mean(word: str, names: Iterable[str], *, cutoff: float = CLOSE) -> str:
    """A question about the nearest name, or nothing if none is near."""
    near = nearest(word, names, cutoff=cutoff)
    return f'Did you mean "{near}"?' if near is not None else ""


def nearest(word: str, names: Iterable[str], *, cutoff: float = CLOSE) -> str | None:
    """The name that a word was most likely meant to be, capitals aside."""
    by_letters = {name.lower(): name for name in names}
    near = get_close_matches(word.strip().lower()[:100], by_letters, n=1, cutoff=cutoff)
    return by_letters[near[0]] if near else None


def _below(shape: Shape, step: str | int) -> Shape:
    if isinstance(step, int):
        return dict(shape.get("items", {}))
    patterns = tuple(shape.get("patternProperties", {}).values())
    named = shape.get("properties", {}).get(step)
    free = patterns[0] if patterns else shape.get("additionalProperties")
    found = named if named is not None else free
    return dict(found) if isinstance(found, dict) else {}


def _chosen(shape: Shape, node: Node | None) -> Shape:
    """The one of several shapes that fits what was written, with its references followed."""
    if "$ref" in shape:
        return _chosen(whole_shape()["$defs"][shape["$ref"].rpartition("/")[2]], node)
    tag = shape.get("discriminator", {}).get("propertyName")
    if tag is not None:
        return _tagged(shape, child(node, tag))
    options = [_chosen(one, node) for one in _options(shape)]
    return next((one for one in options if _fits(one, node)), options[0]) if options else shape


def _tagged(shape: Shape, kind: Node | None) -> Shape:
    name = kind.text if isinstance(kind, TextNode) else ""
    reference = shape["discriminator"]["mapping"].get(name)
    return {} if reference is None else _chosen({"$ref": reference}, None)


def _options(shape: Shape) -> Iterator[Shape]:
    for word in ("anyOf", "oneOf"):
        yield from shape.get(word, ())


def _fits(shape: Shape, node: Node | None) -> bool:
    wanted = {MapNode: "object", ListNode: "array"}.get(type(node), "string")
    return bool(shape.get("type") == wanted)
