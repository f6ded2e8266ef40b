"""What a language of the reports must bring; one file a language in `words/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.report.prose import Prose, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from pipeline.report.prose import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language, and the little grammar that they need.

    Attributes:
        code: Language code of the page.
        name: What the language calls itself.
        texts: Key to sentence, with named places in braces.
        number: A small count in words: "three".
        listing: "a, b and c".
        day: A date as it is written in prose.
        month: A month such as 2026-03 as it is written in prose.
        common: Words of study files and units that every such language knows, by the English.
    """

    code: str
    name: str
    texts: Mapping[str, str]
    number: Callable[[int], str]
    listing: Callable[[Sequence[str]], str]
    day: Callable[[date], str]
    month: Callable[[str], str]
    common: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Words without places; a KeyError if the language does not have them."""
        return self.texts[key]

    def has(self, key: str) -> bool:
        """Whether the language says something here."""
        return key in self.texts

    def say(self, key: str, **parts: Said) -> Prose:
        """A sentence with its places filled."""
        return say(self.texts[key], parts)

    def count(self, key: str, count: int, **parts: Said) -> Prose:
        """A sentence about a number of things: the key ends in none, one, two or many."""
        form = {0: "none", 1: "one", 2: "two"}.get(count, "many")
        chosen = f"{key}.{form}" if f"{key}.{form}" in self.texts else f"{key}.many"
        return self.say(chosen, count=self.number(count), **parts)

    def under(self, prefix: str) -> dict[str, str]:
        """Everything below a key, by what follows it: the words that a template prints."""
        start = f"{prefix}."
        return {k.removeprefix(start): v for k, v in self.texts.items() if k.startswith(start)}


def texts(file: Path) -> dict[str, str]:
    """The sentences of a language file, by dotted key."""
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def _flat(branch: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    leaves: list[tuple[str, str]] = []
    for key, value in branch.items():
        if isinstance(value, dict):
            leaves += _flat(value, f"{prefix}{key}.")
        else:
            leaves.append((f"{prefix}{key}", str(value)))
    return leaves
