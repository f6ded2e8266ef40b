"""The change of the middle of a group: what the few who moved furthest do not decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare import changes, clustered, contrasts
from pipeline.compare.answer import NO_SPREAD, TOO_FEW, Answer, of_scaled
from pipeline.compare.weighed import change_unit, without_means
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS
from pipeline.statistics.robust import trimmed, trimmed_difference, trimmed_mean

if TYPE_CHECKING:
    from pipeline.compare.answer import Case
    from pipeline.statistics.robust import Trimmed

_FEWEST = 20
"""People from which there is a middle to speak of."""

DISTINCT = 15
"""Distinct changes without which the middle is a single answer, and no average."""


def change(case: Case) -> Answer:
    """The mean change without the fifth at either end; of the whole group."""
    one = _middle(case, case.group)
    found = trimmed_mean(one, conf_level=case.conf_level).padded(len(case.sample.eligible))
    n = case.sample.pairs.n
    numbers = {"n": n, "n_before": n, "n_after": n} | of_scaled(change_unit(case), found)
    told = (n < _FEWEST, TOO_FEW), (np.isnan(found.conf_low), NO_SPREAD)
    return _whole(changes.answer(case, found, numbers, *told, effect_name="d_av"))


def did(case: Case) -> Answer:
    """How much more the middle of participants changed than that of the comparison group."""
    first, second = _middle(case, PARTICIPANTS), _middle(case, COMPARISON)
    found = trimmed_difference(first, second, conf_level=case.conf_level)
    found = found.padded(len(case.sample.eligible))
    return _whole(contrasts.impact(case, found, *clustered.ends(case)))


def _middle(case: Case, group: int) -> Trimmed:
    rows = case.measured.moved
    if rows is None:
        raise AssertionError(case.measured.name)
    mine = rows if group == ALL else rows.take(rows["arm"] == (group == PARTICIPANTS))
    values, place = np.unique(mine["change"], return_inverse=True)
    if len(values) < DISTINCT:
        return trimmed([], [])
    return trimmed(values, np.bincount(place, mine["n"]))


def _whole(answer: Answer) -> Answer:
    """Where the middle itself does not vary, as with scores that most reach, there is no row."""
    told = np.isfinite(answer.numbers["conf_low"]) & (answer.numbers["n"] >= _FEWEST)
    first = np.arange(len(answer.reason)) == 0
    return without_means(replace(answer, kept=answer.kept & first & told))
