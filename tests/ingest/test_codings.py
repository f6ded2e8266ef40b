"""Waves in different codings: reconciled by the list of answers, or stopped with the values."""

from __future__ import annotations

from typing import Any

import pytest

SURVEY = """\
  climate:
    kind: survey
    waves: [{period: "2023", files: fall.csv}, {period: "2025", files: spring.csv}]
    tolerate: %s
    answers: {agree: [%s]}
    items: {belong: {column: Q1, answers: agree}}
"""
OUTCOME = "  belong: {label: B, from: climate.belong, type: ordinal, better: higher}\n"
WORDS = ("Never", "Seldom", "Sometimes", "Often", "Always")
BOTH = ", ".join(f'[{word}, "{n}"]' for n, word in enumerate(WORDS, start=1))
ONLY_WORDS = ", ".join(f"[{word}]" for word in WORDS)


def wave(cells: list[str]) -> str:
    return "Q1\n" + "".join(f"{cell}\n" for cell in cells)


def go(
    run: Any, answers: str, fall: list[str], spring: list[str], *, tolerate: str = "0.05"
) -> Any:
    files = {"fall.csv": wave(fall), "spring.csv": wave(spring)}
    return run(SURVEY % (tolerate, answers), files, outcomes=OUTCOME, roster="")


def test_labels_in_one_wave_and_codes_in_the_other_are_the_same_answers(run: Any) -> None:
    done = go(run, BOTH, list(WORDS) * 4, ["1", "2", "3", "4", "5"] * 4)
    assert not done.has_stopped
    values = [(one["period"], one["value"]) for one in done.table("responses")]
    assert sorted(v for p, v in values if p == "2023") == sorted(
        v for p, v in values if p == "2025"
    )


def test_codes_without_their_labels_stop_with_one_sentence_an_item(run: Any) -> None:
    done = go(run, ONLY_WORDS, list(WORDS) * 4, ["1", "2", "3", "4", "5"] * 4, tolerate="1")
    assert done.has_stopped
    assert [code for code in done.codes() if code.startswith("D")] == ["D057"]
    (told,) = done.told("D057")
    assert 'spring.csv, column "Q1"' in told
    assert 'found "1", "2", "3", "4", "5", which `answers: agree` does not know' in told
    assert 'fall.csv holds "Always", "Never", "Often", "Seldom", "Sometimes"' in told
    assert 'such as [Never, "1"]' in told


def test_codes_that_begin_elsewhere_are_not_read_one_off(run: Any) -> None:
    done = go(run, BOTH, ["1", "2", "3", "4", "5"] * 4, ["0", "1", "2", "3", "4"] * 4, tolerate="1")
    assert done.has_stopped
    (told,) = done.told("D057")
    assert 'spring.csv, column "Q1": found "0"' in told
    higher = go(run, BOTH, ["1", "2", "3", "4", "5"] * 4, ["2", "3", "4", "5", "6"] * 4)
    assert 'found "6"' in higher.told("D057")[0]


@pytest.mark.parametrize("stray", ["6", "0", "99", "later"])
def test_a_stray_answer_is_one_cell_and_not_another_coding(run: Any, stray: str) -> None:
    whole = ["1", "2", "3", "4", "5"] * 10
    done = go(run, BOTH, whole, [*whole, stray], tolerate="0.05")
    assert not done.has_stopped
    assert [q["found"] for q in done.table("quarantine")] == [stray]


def test_a_wave_in_another_language_is_told_with_its_words(run: Any) -> None:
    spanish = ["Nunca", "A veces", "Siempre"]
    done = go(run, BOTH, list(WORDS) * 3, spanish * 5)
    assert 'found "A veces", "Nunca", "Siempre"' in done.told("D057")[0]


def test_an_empty_wave_is_in_no_coding(run: Any) -> None:
    done = go(run, BOTH, list(WORDS) * 2, [" ", "NA"])
    assert not done.has_stopped
