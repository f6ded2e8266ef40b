"""How easy a Spanish text is to read: the index of Szigriszt on the INFLESZ scale.

Index = 206.835 - 62.3 syllables/word - words/sentence (Szigriszt Pazos 1993, Sistemas predictivos
de legibilidad del mensaje escrito, thesis, Universidad Complutense de Madrid). The scale: up to 40
very hard, to 55 somewhat hard, to 65 normal, to 80 fairly easy, beyond that very easy
(Barrio-Cantalejo and others 2008, Anales del Sistema Sanitario de Navarra 31(2), 135-152).
A number counts as a word of two syllables, the usual length, so that figures weigh neither way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NORMAL: Final = 55.0
"""Index from which a text is of normal difficulty or easier."""

_WORD: Final = re.compile(r"[^\W\d_]+|\d[\d.,]*%?")
_SENTENCE: Final = re.compile(r"(?<=[.!?:;])\s+")
_SILENT: Final = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])")
_VOWELS: Final = re.compile(r"[aeiouáéíóúü]+y?|y(?![aeiouáéíóú])")
_STRONG: Final = re.compile(r"[aeoáéóíú]")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one, as it does when read aloud."""
    return [part for part in _SENTENCE.split(text.strip()) if _WORD.search(part)]


def words(sentence: str) -> list[str]:
    """Its words and numbers."""
    return _WORD.findall(sentence)


def syllables(word: str) -> int:
    """How many syllables a word has: one for each vowel group, more where vowels part.

    >>> [syllables(w) for w in ("meta", "días", "ausencia", "quien", "leer", "hoy", "8.0%")]
    [2, 2, 3, 1, 2, 1, 2]
    """
    if word[0].isdigit():
        return 2
    groups = _VOWELS.findall(_SILENT.sub("", word.lower()))
    return max(1, sum(max(1, len(_STRONG.findall(group))) for group in groups))


def index(texts: Sequence[str]) -> float:
    """How easy texts are; higher is easier.

    Args:
        texts: Paragraphs; at least one word in all.
    """
    found = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in found for word in words(sentence)]
    per_word = sum(syllables(word) for word in spoken) / len(spoken)
    return 206.835 - 62.3 * per_word - len(spoken) / len(found)
