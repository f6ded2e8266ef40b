"""Every method, cell by cell: alone as together, at its edges, without a warning."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import pipeline.statistics
from pipeline.statistics.attainment import goal_attainment_t
from pipeline.statistics.moments import Moments, PairedMoments, PairTable
from pipeline.statistics.ordinal import mann_whitney
from tests.properties import methods
from tests.properties.methods import joined
from tests.statistics.people import figures

if TYPE_CHECKING:
    from collections.abc import Callable

RNG = np.random.default_rng(1908)


def lists() -> list[list[float]]:
    """People of a cell: none, one, two, alike, missing, few, many."""
    edges: list[list[float]] = [[], [3.0], [1.0, 2.0], [4.0, 4.0], [7.5] * 6, [np.nan, np.nan]]
    return edges + [list(RNG.normal(5, 2, n).round(2)) for n in (2, 3, 7, 19, 60, 400)]


LISTS = lists()
SINGLE = [Moments.of(people) for people in LISTS]
PAIRED = [
    PairedMoments.of(before=people, after=after)
    for people in LISTS
    for after in (people, people[::-1], [value + 1 for value in people])
]
PAIRED += [
    PairedMoments.of(before=RNG.normal(9, 2, n), after=RNG.normal(9, 3, n)) for n in (3, 9, 80)
]
YES_NO = [np.reshape(c, (2, 2)) for c in product((0.0, 1.0, 30.0), repeat=4)]
ANSWERS = [
    np.zeros((5, 5)),
    np.eye(5),
    np.diag([3.0, 0, 0, 0, 0]),
    np.eye(5, k=1),
    np.kron(np.eye(5)[:2, :2], np.ones((2, 2))).repeat([1, 1, 1, 2], 0).repeat([1, 1, 1, 2], 1),
    *(RNG.integers(0, top, (5, 5)).astype(float) for top in (2, 2, 3, 5, 40, 900)),
]
COUNTS = [
    (x1, n1, x2, n2)
    for (x1, n1), (x2, n2) in product(
        [(0, 0), (0, 1), (1, 1), (0, 9), (9, 9), (4, 9), (300, 4000)], repeat=2
    )
]
EXACT = (0.0, 0.25, 0.5, 1.0, 3.0, 40.0)
NUMBERS = (np.nan, 0.0, 1.0, 0.3, -2.0, 17.0, 400.0)


def same_bits(one: Any, other: Any) -> None:
    """Figures that are the same to the last bit, and missing in the same places."""
    told, wanted = figures(one), figures(other)
    assert told.keys() == wanted.keys()
    for name, value in told.items():
        np.testing.assert_array_equal(value, wanted[name], err_msg=name, strict=True)


def cells_of(result: Any, place: int) -> dict[str, Any]:
    return {name: np.asarray(value)[[place]] for name, value in figures(result).items()}


def alone_as_together(method: Callable[..., Any], arguments: list[tuple[Any, ...]]) -> None:
    """Reckons all cells at once and one by one; each argument holds one entry per cell."""
    joint = method(*map(stacked, zip(*arguments, strict=True)))
    for place, given in enumerate(arguments):
        single = method(*map(stacked, ((one,) for one in given)))
        same_bits(figures(single), cells_of(joint, place))


@pytest.mark.parametrize("name", methods.OF_ANSWERS)
def test_many_answers_alone_as_together_whatever_the_layout(name: str) -> None:
    wide = RNG.integers(0, 50, (11, 11, 9)).astype(float).transpose(2, 0, 1)
    joint = methods.OF_ANSWERS[name](PairTable(counts=wide))
    for place, counts in enumerate(wide):
        single = methods.OF_ANSWERS[name](PairTable(counts=counts[None].copy()))
        same_bits(figures(single), cells_of(joint, place))


def stacked(values: Any) -> Any:
    first = values[0]
    if isinstance(first, Moments | PairedMoments):
        return joined(values)
    if np.ndim(first) == 2:
        return PairTable(counts=np.stack(values))
    return np.array(values, dtype=np.float64)


CASES: dict[str, tuple[Callable[..., Any], list[tuple[Any, ...]]]] = {
    **{name: (m, [(one,) for one in SINGLE]) for name, m in methods.OF_ONE.items()},
    **{name: (m, list(product(SINGLE, repeat=2))) for name, m in methods.OF_TWO.items()},
    **{name: (m, [(one,) for one in PAIRED]) for name, m in methods.OF_PAIRS.items()},
    **{
        name: (m, list(product(PAIRED[::2], PAIRED[1::2])))
        for name, m in methods.OF_TWO_PAIRS.items()
    },
    **{name: (m, [(one,) for one in YES_NO]) for name, m in methods.OF_YES_NO.items()},
    **{name: (m, [(one,) for one in ANSWERS]) for name, m in methods.OF_ANSWERS.items()},
    **{name: (m, list(COUNTS)) for name, m in methods.OF_COUNTS.items()},
    **{
        name: (m, list(product(NUMBERS[: 7 if many < 4 else 5], repeat=many)))
        for name, (many, m) in methods.OF_NUMBERS.items()
    },
}


WITH_LEVEL = [
    name for name, (m, _) in CASES.items() if "conf_level" in inspect.signature(m).parameters
]


def test_every_public_function_of_statistics_is_listed() -> None:
    public = {
        name
        for module in pkgutil.iter_modules(pipeline.statistics.__path__)
        for name, found in inspect.getmembers(
            importlib.import_module(f"pipeline.statistics.{module.name}"), inspect.isfunction
        )
        if found.__module__ == f"pipeline.statistics.{module.name}" and not name.startswith("_")
    }
    assert public == CASES.keys() | methods.ELSEWHERE.keys()


@pytest.mark.parametrize("name", CASES)
def test_cells_reckoned_together_equal_cells_reckoned_alone_bit_for_bit(name: str) -> None:
    alone_as_together(*CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_no_cells_give_no_figures(name: str) -> None:
    method, arguments = CASES[name]
    for value in figures(method(*map(no_cells, arguments[0]))).values():
        assert np.shape(value)[:1] == (0,)


def no_cells(one: Any) -> Any:
    if isinstance(one, Moments | PairedMoments):
        return type(one)(**{name: np.empty(0) for name in type(one).__slots__})
    if np.ndim(one) == 2:
        return PairTable(counts=np.empty((0, *np.shape(one))))
    return np.empty(0)


@pytest.mark.parametrize("name", WITH_LEVEL)
def test_an_interval_is_of_95_percent_where_no_other_is_asked_for(name: str) -> None:
    method, arguments = CASES[name]
    given = [*map(stacked, zip(*arguments, strict=True))]
    same_bits(method(*given), method(*given, conf_level=0.95))


@pytest.mark.parametrize("name", WITH_LEVEL)
def test_to_be_surer_takes_a_wider_interval(name: str) -> None:
    method, arguments = CASES[name]
    given = [*map(stacked, zip(*arguments, strict=True))]
    narrow, wide = (figures(method(*given, conf_level=level)) for level in (0.5, 0.9))
    lows = [key for key in narrow if key.endswith("low") or key == "0"]
    assert lows
    for low in lows:
        high = "1" if low == "0" else f"{low.removesuffix('low')}high"
        there = (narrow[low] < narrow[high]) & ~np.isnan(wide[low])
        assert there.any()
        assert (wide[low] <= narrow[low])[there].all()
        assert (wide[high] >= narrow[high])[there].all()
        assert ((wide[low] < narrow[low]) | (wide[high] > narrow[high]))[there].all()


@pytest.mark.parametrize("name", [*methods.OF_NUMBERS, *methods.OF_COUNTS])
def test_plain_lists_and_short_floats_are_reckoned_with_as_exactly_as_arrays(name: str) -> None:
    method, arguments = CASES[name]
    exact = arguments if name in methods.OF_COUNTS else product(EXACT, repeat=len(arguments[0]))
    columns = [[float(value) for value in column] for column in zip(*exact, strict=True)]
    wanted = method(*map(np.array, columns))
    same_bits(wanted, method(*columns))
    same_bits(wanted, method(*(np.array(column, dtype=np.float32) for column in columns)))


@pytest.mark.parametrize("name", CASES)
def test_an_interval_holds_its_estimate_and_a_p_value_is_a_probability(name: str) -> None:
    method, arguments = CASES[name]
    told = figures(method(*map(stacked, zip(*arguments, strict=True))))
    for key, value in told.items():
        if key.split(".")[-1].startswith("p_"):
            known = np.asarray(value)[~np.isnan(value)]
            assert ((known >= 0) & (known <= 1)).all(), key
    for middle, low, high in (
        ("estimate", "conf_low", "conf_high"),
        ("estimate.estimate", "estimate.conf_low", "estimate.conf_high"),
        ("effect", "low", "high"),
    ):
        if {middle, low, high} <= told.keys():
            has_limits = ~np.isnan(told[low])
            slack = 1e-9 * (1 + np.abs(told[middle]))
            assert (told[low] - slack <= told[middle])[has_limits].all()
            assert (told[middle] <= told[high] + slack)[has_limits].all()
            assert (np.isnan(told[low]) == np.isnan(told[high])).all()


def test_superiority_alone_as_together() -> None:
    tables = RNG.integers(0, [[1], [2], [5], [900]], (4, 11)).astype(float)
    both = list(product(tables, repeat=2))
    first, second = (np.stack(side) for side in zip(*both, strict=True))
    joint = mann_whitney(np.asfortranarray(first), np.asfortranarray(second))
    for place, (one, two) in enumerate(both):
        single = mann_whitney(one[None], two[None])
        same_bits(figures(single), cells_of(joint, place))


def test_goal_scores_alone_as_together() -> None:
    levels = np.array(list(product((-2.0, 0.0, 1.0, np.nan), repeat=3)))
    joint = goal_attainment_t(levels, [3, 1, 2])
    for place, level in enumerate(levels):
        same_bits(goal_attainment_t(level[None], [3, 1, 2]), joint[[place]])
