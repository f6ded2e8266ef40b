"""A study file as text: what was guessed, with a mark at everything that a person must check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MARK: Final = "# CHECK"
"""What stands at the end of a line that was guessed."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_ ./()%+*-]*")
_WORDS: Final = {"yes", "no", "true", "false", "null", "on", "off", "~", "y", "n"}
_WIDE: Final = 88


@dataclass(frozen=True, slots=True)
class Checked:
    """A value that was guessed, and what a person should look at."""

    value: object
    why: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A map or list that is written on one line."""

    value: object


Node = object


def text_of(draft: Mapping[str, Node], *, opening: Sequence[str]) -> str:
    """The study file as text.

    Args:
        draft: Keys in order; values are texts, maps, lists, `Flow` and `Checked` ones.
        opening: Lines of comment at the top.
    """
    lines = [f"# {line}".rstrip() for line in opening]
    for key, value in draft.items():
        lines += ["", *_entry(key, value, 0)]
    return "\n".join(lines) + "\n"


def written(value: str) -> str:
    """A text as YAML writes it: quoted wherever it could be taken for something else.

    >>> written("Grade 9"), written("no"), written("a: b"), written("0012")
    ('Grade 9', '"no"', '"a: b"', '0012')
    """
    is_plain = (
        _PLAIN.fullmatch(value) is not None
        and value == value.strip()
        and value.lower() not in _WORDS
        and ": " not in value
        and " #" not in value
    )
    if is_plain:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    escaped = escaped.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'"{escaped}"'


def _entry(key: str, value: Node, depth: int) -> list[str]:
    """The lines of one key: a block where the value is a map or a list, else one line."""
    if isinstance(value, Checked):
        first, *rest = _entry(key, value.value, depth)
        return [f"{first}  {MARK} {value.why}".rstrip(), *rest]
    start = f"{'  ' * depth}{written(key)}:"
    if isinstance(value, str):
        return [f"{start} {written(value)}"]
    if isinstance(value, Mapping) and value:
        return [start, *(line for k, v in value.items() for line in _entry(k, v, depth + 1))]
    if isinstance(value, Sequence) and value:
        return [start, *(line for item in value for line in _item(item, depth + 1))]
    return [f"{start} {_inline(value)}"]


def _item(value: Node, depth: int) -> list[str]:
    pad = "  " * depth
    match value:
        case Checked(inner, why):
            first, *rest = _item(inner, depth)
            return [f"{first}  {MARK} {why}".rstrip(), *rest]
        case str():
            return [f"{pad}- {written(value)}"]
        case _:
            return [f"{pad}- {_inline(value)}"]


def _inline(value: Node) -> str:
    match value:
        case Checked(inner, _) | Flow(inner):
            return _inline(inner)
        case str():
            return _in_flow(value)
        case Mapping():
            return (
                "{" + ", ".join(f"{_in_flow(str(k))}: {_inline(v)}" for k, v in value.items()) + "}"
            )
        case Sequence():
            return "[" + ", ".join(_inline(item) for item in value) + "]"
        case _:
            return str(value)


def _in_flow(value: str) -> str:
    """Within braces and brackets a comma or a bracket ends a plain text."""
    plain = written(value)
    return plain if plain.startswith('"') or not set(plain) & set(",[]{}") else f'"{plain}"'
