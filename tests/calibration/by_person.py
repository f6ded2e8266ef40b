"""Methods that take people one by one: fewer studies, for their cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.compare.adjusted import People
from pipeline.compare.matched import balance_people, match_people, reweigh_people
from pipeline.statistics import clusters
from pipeline.study.schema import Match
from pipeline.tables.schema import Rows
from tests.calibration.trials import Seen
from tests.calibration.worlds import R, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pipeline.compare.weighed import Weighed
    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

MOST = 4000
"""Studies."""


def reweighed(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The change of everyone, where low starters are lost more often."""

    def one() -> Estimate:
        before, after = _pair(world, rng)
        again = rng.random(world.n) < 1 / (1 + np.exp(-1.5 - before))
        rows = Rows({
            "arm": np.ones(world.n, dtype=np.int64), "before": before, "after": after,
            "is_paired": again,
        })  # fmt: skip
        everyone = _people(rows, before)
        pairs = rows.take(again)
        mine = reweigh_people(rows, everyone, _people(pairs, pairs["before"]))
        root = np.sqrt(mine.weight)
        y = (mine.after - mine.before) * root
        p = clusters.Products.of(root[:, None], y, np.arange(len(y)))
        return clusters.cr2(clusters.fit(p), [1.0])

    return _tried(one, studies, world.moved)


def matched(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """Participants against their matches, where low starters join more often."""
    match = Match(on=("x",), caliper="0.2", ratio="1")
    return _joined(world, rng, studies, lambda rows, people: match_people(rows, people, match))


def balanced(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """The comparison group weighed to look like participants."""
    return _joined(world, rng, studies, balance_people)


def adjusted(world: World, rng: np.random.Generator, studies: int) -> Seen:
    """Everyone, adjusted for the start."""

    def one() -> Estimate:
        people = _people(*_volunteers(world, rng))
        p = clusters.Products.of(people.regressors, people.after, np.arange(world.n))
        total = clusters.Products(
            cells=1, cell=np.zeros(1, dtype=np.intp), n=np.array([p.n.sum()]),
            xx=p.xx.sum(axis=0, keepdims=True), xy=p.xy.sum(axis=0, keepdims=True),
            yy=np.array([p.yy.sum()]),
        )  # fmt: skip
        return clusters.classical(clusters.fit(total), [0.0, 1.0, 0.0])

    return _tried(one, studies, world.moved)


def _joined(
    world: World,
    rng: np.random.Generator,
    studies: int,
    weigh: Callable[[Rows, People], Weighed | None],
) -> Seen:
    def one() -> Estimate | None:
        rows, starts = _volunteers(world, rng)
        mine = weigh(rows, _people(rows, starts))
        if mine is None:
            return None
        p = mine.people.products(1)
        return clusters.cr2(clusters.fit(p), [0.0, 1.0, 0.0])

    return _tried(one, studies, world.moved)


def _volunteers(world: World, rng: np.random.Generator) -> tuple[Rows, Floats]:
    before, after = _pair(world, rng, moved=0.0)
    arm = (rng.random(world.n) < 1 / (1 + np.exp(0.7 + 0.5 * before))).astype(np.int64)
    rows = {"arm": arm, "before": before, "after": after + world.moved * arm}
    return Rows(rows), before


def _pair(
    world: World, rng: np.random.Generator, moved: float | None = None
) -> tuple[Floats, Floats]:
    before = rng.standard_normal(world.n)
    noise = np.sqrt(1 - R**2) * rng.standard_normal(world.n)
    return before, R * before + noise + (world.moved if moved is None else moved)


def _people(rows: Rows, starts: Floats) -> People:
    arm = (rows["arm"] == 1).astype(np.float64)
    x = np.column_stack([np.ones(len(starts)), arm, starts - starts.mean()])
    return People(regressors=x, after=rows["after"], slots=(), cluster=None)


def _tried(one: Callable[[], Any], studies: int, truth: float) -> Seen:
    found = [one() for _ in range(min(studies, MOST))]
    low, high = (
        np.array([getattr(f, name)[0] if f is not None else np.nan for f in found])
        for name in ("conf_low", "conf_high")
    )
    return Seen(low, high, truth)
