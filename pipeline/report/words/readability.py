"""How hard a text is to read: Flesch-Kincaid grade, with our own syllables.

Grade = 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid and others 1975, Research
Branch Report 8-75). Numbers count as they are spoken, one digit group as a short word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*|\d[\d.,]*%?")
_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE = re.compile(r"(?<=[.!?:;])\s+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^laeiouydt]ed|[^l]e)$")
_SPOKEN = {"0": 2, "7": 2}


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one, as it does when read aloud."""
    return [part for part in _SENTENCE.split(text.strip()) if _WORD.search(part)]


def words(sentence: str) -> list[str]:
    """Its words and numbers."""
    return _WORD.findall(sentence)


def syllables(word: str) -> int:
    """How many syllables a word has, by its vowel groups.

    >>> [syllables(w) for w in ("dropout", "students", "people", "rate", "missed", "6.5%")]
    [2, 2, 2, 1, 1, 5]
    """
    if word[0].isdigit():
        return _spoken(word)
    plain = _SILENT.sub(lambda match: match.group(0)[0], word.lower().replace("’", "'"))
    return max(1, len(_VOWELS.findall(plain)))


def grade(texts: Sequence[str]) -> float:
    """The school grade that texts ask for.

    Args:
        texts: Paragraphs; at least one word in all.

    Returns:
        The Flesch-Kincaid grade.
    """
    found = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in found for word in words(sentence)]
    per_sentence = len(spoken) / len(found)
    per_word = sum(syllables(word) for word in spoken) / len(spoken)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def _spoken(number: str) -> int:
    digits = sum(_SPOKEN.get(digit, 1) for digit in number if digit.isdigit())
    return digits + number.rstrip("%").count(".") + 2 * number.endswith("%")
