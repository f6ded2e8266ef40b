"""The calibration sees a method that is wrong, and its page tells of the methods there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.compare.methods import METHODS
from pipeline.statistics.means import from_t
from tests.calibration import worlds
from tests.calibration.__main__ import tried, verdict
from tests.calibration.grid import Line, lines
from tests.calibration.trials import Rate, Seen, rate
from tests.calibration.worlds import World

PAGE = Path(__file__).parents[2] / "docs/calibration.md"
SLOW = {
    "matched", "balanced", "reweighed", "ancova_adjusted", "wild_cluster", "bootstrap", "permuted",
    "logistic", "its", "its_counts", "imputed_clusters", "jackknife",
}  # fmt: skip
NOT_TRIED = {
    "regression_to_mean", "wwc_attrition", "hedges_g", "cox", "icc", "stuart_maxwell", "cr2_level",
    "wwc_cluster",
}  # fmt: skip
"""They tell no interval of their own, or the same as another: cr2_level is that of changes."""


def test_every_method_with_an_interval_is_tried() -> None:
    tried_ones = {line.method for line in lines()}
    assert {method.name for method in METHODS} - NOT_TRIED <= tried_ones


def test_small_runs_of_each_kind_keep_their_bars() -> None:
    chosen: dict[str, Line] = {}
    for line in lines():
        if line.world.n <= 400 and not line.warning:
            chosen.setdefault(line.method, line)
    for method, line in chosen.items():
        if method in SLOW:
            continue
        assert verdict(tried(line, 600)) == "kept", method


def test_a_method_that_ignores_clusters_is_caught() -> None:
    def naive(world: World, rng: np.random.Generator, studies: int, /) -> Seen:
        values, _ = worlds.cluster_values(world, rng, studies)
        one = worlds.moments(values)
        found = from_t(one.mean, np.sqrt(one.var / one.n), one.n - 1, conf_level=0.95)
        return Seen(found.conf_low, found.conf_high, world.moved)

    found = rate(naive, World(n=200, clusters=10, icc=0.2), "naive", 400)
    assert found.wrong > 0.3
    assert verdict(found) == "too narrow"


@pytest.mark.parametrize(
    ("wrong", "held", "said"),
    [(0.05, 0.95, "kept"), (0.09, 0.95, "too narrow"), (0.05, 0.9, "too narrow"),
     (0.01, 0.99, "wide")],
)  # fmt: skip
def test_the_bars(wrong: float, held: float, said: str) -> None:
    assert verdict(Rate(wrong=wrong, held=held, told=1.0, studies=10_000)) == said


def test_the_page_holds_the_whole_grid_and_nothing_is_outside() -> None:
    told = PAGE.read_text(encoding="utf-8")
    assert f"{len(list(lines()))} lines; 0 without a warning" in told
    rows = [row.split(" | ") for row in told.splitlines() if row.startswith("| ")][1:]
    assert [row[0].removeprefix("| ") for row in rows] == [line.method for line in lines()]
