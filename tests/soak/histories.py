"""Releases over years: five yearly ones and three corrected ones, attacked together.

    python -m tests.soak.histories 1000 [SEED]

Every release tells the levels of all years so far. A correction adds or takes a few people of one
cell. What any release hides is attacked with all of them; `hide` is given the earlier releases.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from pipeline.attack.past import with_earlier
from pipeline.attack.work import Known, worked_out
from tests.disclosure.made import T, published
from tests.soak.districts import GROUPS, cuts, level_row
from tests.soak.privacy import released

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.tables.published import Published
    from tests.disclosure.made import Row
    from tests.soak.districts import Counts
    from tests.soak.privacy import Told

    Hide = Callable[[Sequence[Row], Sequence[Published]], Published]

YEARS, CORRECTIONS = 5, 3


def as_before(rows: Sequence[Row], earlier: Sequence[Published]) -> Published:  # noqa: ARG001
    """Hides each release as if there had been none before it."""
    return published(rows)


def as_given_out(rows: Sequence[Row], earlier: Sequence[Published]) -> Published:
    """Hides each release as one after those that were given out."""
    return published(rows, earlier=earlier)


def history(rng: np.random.Generator) -> list[list[Row]]:
    """The exact rows of eight releases: five years, then three corrections."""
    shape = (3, int(rng.choice([2, 3, 4, 6])) + 1, int(rng.choice([2, 3])) + 1)
    size = np.exp(rng.normal(rng.uniform(1, 3), 0.8, (YEARS, *shape)))
    size[:, 2] = size[:, :, -1] = size[:, :, :, -1] = 0
    people = rng.poisson(size)
    found = [_rows(people, year + 1) for year in range(YEARS)]
    for _ in range(CORRECTIONS):
        people = _corrected(people, rng)
        found.append(_rows(people, YEARS))
    return found


def _corrected(people: Counts, rng: np.random.Generator) -> Counts:
    """A few people more or fewer in one cell of one year."""
    found = people.copy()
    cell = tuple(int(rng.integers(size)) for size in (YEARS, 2, *(n - 1 for n in people.shape[2:])))
    found[cell] = max(found[cell] + int(rng.choice([-3, -2, -1, 1, 2, 3])), 0)
    return found


def _rows(people: Counts, years: int) -> list[Row]:
    return [
        level_row("gpa", (group, subgroup, name), f"{2020 + year}", int(n), 0)
        for year in range(years)
        for group in GROUPS
        for subgroup, name, schools, levels in cuts(people[year], is_crossed=False)
        for n in [people[year][np.ix_(GROUPS[group], schools, levels)].sum()]
    ]


def tried(releases: Sequence[Sequence[Row]], hide: Hide = as_given_out) -> Counter[str]:
    """Attacks each release with all before it: small hidden cells and what is had."""
    told: list[list[Told]] = []
    made: list[Published] = []
    sets: dict[str, set[tuple[int, str]]] = {
        name: set() for name in ("sensitive", "had alone", "had together", "corrections told")
    }
    known = Known(minimum_n=T, is_complete=True, enrolment=False, fewest=0.0)
    for at, exact in enumerate(releases):
        made.append(hide(exact, made))
        told.append(released(made[-1]))
        few = {str(row["id"]) for row in exact if 0 < float(str(row["n"])) < T}
        hidden = {row["id"] for row in told[-1] if row["status"] == "suppressed"}
        sets["sensitive"] |= {(at, identity) for identity in few & hidden}
        alone = list(worked_out(told[-1], known))
        sets["had alone"] |= {(at, leak.id) for leak in alone if leak.id in few}
        for leak in with_earlier(told[-1], told[:-1], known, alone):
            is_correction = leak.kind == "correction"
            if is_correction or leak.id in few:
                sets["corrections told" if is_correction else "had together"].add((at, leak.id))
    return Counter({"histories": 1} | {name: len(found) for name, found in sets.items()})


def main(count: int = 1000, seed: int = 0, hide: Hide = as_given_out) -> int:
    """Tries histories and prints what came of it; how many cells and corrections were had."""
    rng = np.random.default_rng(seed)
    total: Counter[str] = Counter()
    for _ in range(count):
        total.update(tried(history(rng), hide))
    print(", ".join(f"{figure:,} {what}" for what, figure in total.items()))
    return total["had together"] + total["corrections told"]


if __name__ == "__main__":
    count, seed, *_ = (*map(int, sys.argv[1:]), 0)
    sys.exit(main(count, seed) > 0)
