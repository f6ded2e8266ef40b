"""Sentences keep the source of every number."""

from __future__ import annotations

import pytest

from pipeline.report.prose import Stat, Text, interval, join, plain, prose, say, unsigned


def a_stat(shown: str) -> Stat:
    return Stat(shown=shown, source="dropout/change/all#estimate")


def test_a_number_in_a_sentence_keeps_its_source() -> None:
    said = say("It fell by {change}.", {"change": a_stat("−1.5 points")})
    assert said[1] == a_stat("−1.5 points")
    assert plain(said) == "It fell by −1.5 points."


def test_stars_make_words_strong_and_nothing_else() -> None:
    strong, rest = say("**Clear change** means more.")
    assert isinstance(strong, Text)
    assert isinstance(rest, Text)
    assert (strong.words, strong.is_strong) == ("Clear change", True)
    assert (rest.words, rest.is_strong) == (" means more.", False)


def test_words_from_outside_are_never_read_as_places_or_stars() -> None:
    said = say("{label}: down", {"label": "A {brace} and **stars**"})
    assert plain(said) == "A {brace} and **stars**: down"


def test_a_place_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("{missing}")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("+0.9 points", "+3.3 points", "0.9 to 3.3"),
        ("−3.6 points", "+0.6 points", "−3.6 to 0.6"),
        ("$551", "$3,038", "$551 to $3,038"),
        ("5.2%", "8.0%", "5.2% to 8.0%"),
        ("0.09", "0.39", "0.09 to 0.39"),
    ],
)
def test_an_interval_says_its_unit_once_and_no_plus(low: str, high: str, expected: str) -> None:
    first, last = interval(a_stat(low), a_stat(high))
    assert f"{first.shown} to {last.shown}" == expected


@pytest.mark.parametrize("shown", ["−1.5 points", "+1.5 points", "1.5 points"])
def test_a_verb_takes_the_sign(shown: str) -> None:
    assert unsigned(a_stat(shown)).shown == "1.5 points"


def test_empty_sentences_leave_no_gap() -> None:
    assert plain(join([prose("One."), (), prose("Two.")])) == "One. Two."
