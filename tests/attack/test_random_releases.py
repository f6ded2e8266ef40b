"""A few of the trials of the soak: random releases, planted leaks, histories."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from tests.disclosure.made import published
from tests.soak import privacy
from tests.soak.districts import district
from tests.soak.histories import as_before, as_given_out, history
from tests.soak.histories import tried as tried_over_years
from tests.soak.privacy import plants, tried_by_all

if TYPE_CHECKING:
    import pytest


def test_nothing_is_had_with_all_that_is_certain_nor_with_a_guess() -> None:
    rng = np.random.default_rng(3)
    for _ in range(12):
        for name, found in tried_by_all(district(rng), published).items():
            assert (name, found["had"], found["alike"]) == (name, 0, 0)


def test_planted_leaks_are_found() -> None:
    number, wrong = plants(40, seed=5, each=6)
    assert (number >= 40, wrong) == (True, 0)


def test_a_stranger_who_works_nothing_out_misses_planted_leaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(privacy, "worked_out", lambda *_: [])
    monkeypatch.setattr(privacy, "narrow", lambda _: None)
    number, wrong = plants(3, seed=5, each=3)
    assert wrong == number > 0


def test_histories_tell_what_years_and_corrections_give_away() -> None:
    rng = np.random.default_rng(1)
    found: Counter[str] = Counter()
    for _ in range(3):
        found.update(tried_over_years(history(rng), as_before))
    assert found["histories"] == 3
    assert found["sensitive"] > 0
    assert found["corrections told"] > 0


def test_releases_that_keep_to_what_was_given_out_tell_nothing() -> None:
    rng = np.random.default_rng(2)
    found = tried_over_years(history(rng), as_given_out)
    assert found["sensitive"] > 0
    assert (found["had together"], found["corrections told"]) == (0, 0)
