"""A sample of the mutated exports that `make soak` tries by the hundred thousand."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.soak import fuzz

NAMES = (
    "clever", "google-forms", "infinite-campus", "limesurvey", "microsoft-forms", "oneroster-1.1",
    "oneroster-1.2", "powerschool", "qualtrics", "qualtrics-older", "redcap", "sds-1", "sds-2.1",
    "surveymonkey", "clever.zip", "oneroster-1.1.zip", "oneroster-1.2.zip", "sds-1.zip",
    "sds-2.1.zip", "quirks",
)  # fmt: skip


@cache
def fixtures() -> dict[str, fuzz.Fixture]:
    return {one.name: one for one in fuzz.fixtures()}


def test_every_fixture_is_fuzzed() -> None:
    assert sorted(fixtures()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_whatever_a_file_holds_problems_are_told_and_rows_add_up(name: str, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    fixture = fixtures()[name]
    file = rng.choice(sorted(fixture.files))
    assert fuzz.attempt(fixture, file, fuzz.mutated(fixture.files[file], rng)) == ""


def test_the_fuzzer_finds_what_is_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    fixture = fixtures()["qualtrics"]
    monkeypatch.setattr(fuzz, "ingest", broken)
    assert "ZeroDivisionError" in fuzz.attempt(fixture, "fall.csv", fixture.files["fall.csv"])
