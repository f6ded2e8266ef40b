"""Random districts for the trials of privacy: schools, subgroups, periods; many are small."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.disclosure.made import AFTER, BEFORE, change, level

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from tests.disclosure.made import Row

    Counts = npt.NDArray[np.int64]

CROSS = " × "
GROUPS = {"participants": [0], "comparison": [1], "all": [0, 1, 2]}
BOTH, LEFT, CAME = range(3)
NOBODY = {"status": "not-estimable", "reason": "no values", "mean_after": math.nan}


@dataclass(frozen=True, kw_only=True)
class District:
    """People by group, school, subgroup and the periods that they were counted in.

    Attributes:
        people: Axes: participants, comparison, neither; schools, the last unknown; subgroups,
            the last unknown; both periods, left, came.
        before: Of whom it was true before; same axes, without those who came.
        after: Of whom it is true after; same axes, without those who left.
        is_crossed: Whether schools are told by subgroup.
        is_share: Whether the outcome is a share.
        tells_missing: Whether rows say how many people have no value.
    """

    people: Counts
    before: Counts
    after: Counts
    is_crossed: bool
    is_share: bool
    tells_missing: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether nobody is in neither group, or of unknown school or subgroup."""
        some = self.people
        return not (some[2].any() or some[:, -1].any() or some[:, :, -1].any())

    @property
    def outcome(self) -> str:
        """Its name in the study file."""
        return "late" if self.is_share else "gpa"


def district(rng: np.random.Generator) -> District:
    """A district at random; small ones are the most."""
    schools = int(rng.choice([1, 2, 3, 4, 6, 10, 60], p=[0.1, 0.2, 0.25, 0.2, 0.15, 0.09, 0.01]))
    levels = int(rng.choice([1, 2, 3, 5, 10], p=[0.15, 0.3, 0.3, 0.2, 0.05]))
    shape = (3, schools + 1, levels + 1, 3)
    size = np.exp(rng.normal(rng.uniform(0.5, 3.5), rng.uniform(0.3, 1.5), shape))
    size[:, :, :, BOTH] *= rng.choice([1, 4])
    size[..., LEFT:] *= rng.choice([0, 0.3, 1])
    size[2] *= rng.choice([0, 0, 0.3])
    size[:, -1] *= rng.choice([0, 0, 0.2])
    size[:, :, -1] *= rng.choice([0, 0, 0.2])
    people = np.minimum(rng.poisson(size), 400) * (rng.random(shape) < rng.choice([0.6, 0.9, 1]))
    rate = rng.uniform(0.05, 0.95)
    return District(
        people=people,
        before=rng.binomial(people, rate),
        after=rng.binomial(people, min(max(rate + rng.normal(0, 0.15), 0.02), 0.98)),
        is_crossed=bool(rng.random() < 0.5),
        is_share=bool(rng.random() < 0.5),
        tells_missing=bool(rng.random() < 0.5),
    )


def rows(one: District) -> list[Row]:
    """Levels and changes of every group and cut, as they come to be published."""
    return [
        row
        for group in GROUPS
        for subgroup, name, schools, levels in cuts(one.people, is_crossed=one.is_crossed)
        for row in _rows_of(one, (group, subgroup, name), (schools, levels))
    ]


def cuts(people: Counts, *, is_crossed: bool) -> Iterator[tuple[str, str, list[int], list[int]]]:
    """Every breakdown and level, with the schools and subgroups that are in it."""
    schools, levels = range(people.shape[1]), range(people.shape[2])
    yield "", "", [*schools], [*levels]
    for at in schools[:-1]:
        yield "school", f"S{at:02}", [at], [*levels]
    for at in levels[:-1]:
        yield "race", f"R{at:02}", [*schools], [at]
    for at in schools[:-1] if is_crossed else ():
        for other in levels[:-1]:
            yield f"school{CROSS}race", f"S{at:02}{CROSS}R{other:02}", [at], [other]


def _rows_of(
    one: District, place: tuple[str, str, str], cells: tuple[list[int], list[int]]
) -> Iterator[Row]:
    def told(counts: Counts, states: list[int]) -> int:
        picked = counts[np.ix_(GROUPS[place[0]], *cells, states)]
        return int(picked.sum())

    both, before, after = [BOTH], [BOTH, LEFT], [BOTH, CAME]
    levels = ((BEFORE, before, one.before), (AFTER, after, one.after))
    everybody = told(one.people, [BOTH, LEFT, CAME])
    if not everybody:
        return
    made = [
        level_row(one.outcome, place, period, told(one.people, states), told(true, states))
        for period, states, true in levels
    ]
    pairs = told(one.people, both), told(one.before, both), told(one.after, both)
    made.append(_change(one.outcome, place, pairs))
    for row in made:
        missing = everybody - int(str(row["n"]))
        yield row | ({"n_missing": missing} if one.tells_missing else {})


def level_row(outcome: str, place: tuple[str, str, str], period: str, n: int, hits: int) -> Row:
    """A level as it comes to be published, of so many people and those of whom it is true."""
    made = level(n, outcome, place[0], place[2], period, mean=hits / n if n else 0.0)
    told = _placed(made, place) | {"id": f"{outcome}/level/{'/'.join(place)}@{period}"}
    return told | ({} if n else NOBODY)


def _change(outcome: str, place: tuple[str, str, str], pairs: tuple[int, int, int]) -> Row:
    n = pairs[0]
    means = (pairs[1] / n, pairs[2] / n) if n else (0.0, 0.0)
    made = change(n, outcome, place[0], place[2], means=means)
    told = _placed(made, place) | {"id": f"{outcome}/change/{'/'.join(place)}"}
    return told | ({} if n else NOBODY | {"mean_before": math.nan})


def _placed(row: Row, place: tuple[str, str, str]) -> Row:
    unit = "%" if row["outcome"] == "late" else "points"
    return row | {"group": place[0], "subgroup": place[1], "level": place[2], "unit": unit}
