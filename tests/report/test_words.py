"""The words: each used, each with the places that the code fills."""

from __future__ import annotations

import re
from datetime import date

from pipeline.report.words import LANGUAGES
from pipeline.report.words.en import ENGLISH, day, listing, number
from tests.report.keys import ROOM, patterns, places


def test_every_language_says_the_same_things_in_the_same_places() -> None:
    for language in LANGUAGES:
        assert language.texts.keys() <= ENGLISH.texts.keys()
        for key, words in language.texts.items():
            assert places(words) == places(ENGLISH.texts[key]), key


def test_no_word_is_left_unused() -> None:
    known = patterns(ROOM.rglob("*.py"), ROOM.rglob("*.j2"))
    unused = [key for key in ENGLISH.texts if not any(one.fullmatch(key) for one in known)]
    assert unused == []


def test_words_have_no_straight_quotes() -> None:
    for language in LANGUAGES:
        assert [key for key, words in language.texts.items() if re.search(r"['\"]", words)] == []


def test_small_counts_are_words() -> None:
    assert [number(n) for n in (0, 1, 13, 20, 42)] == [
        "none", "one", "thirteen", "twenty", "forty-two",
    ]  # fmt: skip


def test_lists_and_dates_read_as_prose() -> None:
    assert listing([]) == ""
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert day(date(2026, 8, 18)) == "August 18, 2026"
