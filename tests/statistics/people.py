"""Random people, answers and tables for the tests of statistics, and ways to look at results."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from pipeline.statistics.moments import PairTable

if TYPE_CHECKING:
    from collections.abc import Iterable

OFTEN = settings(max_examples=60, deadline=None, derandomize=True)
SELDOM = settings(max_examples=12, deadline=None, derandomize=True)
"""For references that take long."""

SCORES = st.integers(-9999, 9999).map(lambda score: score / 10)
PAIRS = st.tuples(SCORES, SCORES)


def has_spread(values: Iterable[float]) -> bool:
    """Whether a sample has a spread that is not only rounding."""
    return float(np.ptp(np.fromiter(values, dtype=np.float64))) > 0.01


def changes(people: list[tuple[float, float]]) -> list[float]:
    """After minus before, to the tenth."""
    return [round(after - before, 1) for before, after in people]


samples = st.lists(SCORES, min_size=2, max_size=30).filter(has_spread)
paired_samples = (
    st.lists(PAIRS, min_size=3, max_size=30)
    .filter(lambda people: has_spread(changes(people)))
    .filter(lambda people: has_spread(before for before, _ in people))
)
shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def tables(k: int, *, least: int = 0) -> st.SearchStrategy[np.ndarray[Any, Any]]:
    """Before by after counts of k answers."""
    row = st.lists(st.integers(least, 60), min_size=k, max_size=k)
    return st.lists(row, min_size=k, max_size=k).map(lambda rows: np.array(rows, dtype=float))


def one_table(counts: Any) -> PairTable:
    """A single cell."""
    return PairTable(counts=np.array([counts], dtype=np.float64))


def figures(result: Any) -> dict[str, Any]:
    """The arrays of a result by name, whatever shape the answer has."""
    if is_dataclass(result):
        told: dict[str, Any] = {}
        for field in fields(result):
            value = getattr(result, field.name)
            inner = figures(value) if is_dataclass(value) else {"": value}
            told |= {f"{field.name}.{name}".rstrip("."): array for name, array in inner.items()}
        return told
    if isinstance(result, dict):
        return result
    if isinstance(result, tuple):
        return {str(place): array for place, array in enumerate(result)}
    return {"": result}
