"""Weights of people: who is matched with whom, who stands for whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

from pipeline.compare.weighed import Weighed, weigh
from pipeline.statistics.matching import nearest, propensity
from pipeline.statistics.weighting import entropy_weights, weights_trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.compare.adjusted import People
    from pipeline.study.schema import Match
    from pipeline.tables.schema import Rows

_PARTICIPANT: Final = 1


def match_people(rows: Rows, people: People, match: Match) -> Weighed:
    """Matches on the chance of taking part, given the start and the columns of `match.on`.

    Only people who are equal in the columns of `match.exact` are matched. A participant weighs 1,
    each of their matches a share of 1; errors go by matched set, or by cluster.
    """
    takes_part = rows["arm"] == 1
    found = nearest(
        propensity(np.delete(people.regressors, _PARTICIPANT, axis=1), takes_part),
        takes_part,
        stratum(rows, match.exact),
        caliper=match.caliper,
        ratio=match.ratio,
    )
    return weigh(rows, people, found.weight, together=found.set_of)


def balance_people(rows: Rows, people: People) -> Weighed | None:
    """All people, the comparison group weighed to look like participants; whole groups only."""
    weight = entropy_weights(people.regressors[:, _PARTICIPANT + 1 :], rows["arm"] == 1)
    return None if weight is None else weigh(rows, replace(people, slots=()), weight)


def reweigh_people(rows: Rows, everyone: People, people: People) -> Weighed:
    """Those measured twice, weighed to stand for everyone measured before; whole groups only.

    Args:
        rows: Everyone measured before.
        everyone: The same, with what may tell who was measured again.
        people: Those measured twice, as the answer adjusts for.
    """
    again = rows["is_paired"].astype(np.bool_)
    chance = expit(propensity(everyone.regressors, again))
    weight = np.where(again, 1 / np.maximum(chance, np.finfo(float).tiny), 0.0)
    for arm in (0, 1):
        mine = rows["arm"] == arm
        weight[mine] = weights_trimmed(weight[mine])
    return weigh(rows.take(again), replace(people, slots=()), weight[again])


def stratum(rows: Rows, exact: Sequence[str]) -> NDArray[np.int64]:
    """A whole number for each combination of the columns that have to be equal."""
    place = np.zeros(len(rows["arm"]), dtype=np.int64)
    for name in exact:
        code = rows[f"g_{name}"].astype(np.int64) + 1
        _, place = np.unique(place * (int(code.max(initial=0)) + 1) + code, return_inverse=True)
    return place.astype(np.int64)
