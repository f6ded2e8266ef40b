"""Stored whole numbers and sums of them as values of an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.engine import queries
from pipeline.engine.base import ClusterSums
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.engine.base import Store

_NAMES = {name: name.removeprefix("s") for name in queries.SUMS}
"""Sums by their names in the algebra: sxy is xy."""


def in_units(
    store: Store, rows: Rows, code: int, cuts: Mapping[int, int], names: Sequence[str]
) -> Rows:
    """Stored integers as values of the outcome; ordered answers as reached or not."""
    offset = int(store.measures["offset"][code])
    unit = 10.0 ** float(store.measures["decimals"][code])
    values = {name: rows[name] + offset for name in names}
    if code in cuts:
        values = {name: (v >= cuts[code]).astype(np.float64) for name, v in values.items()}
    else:
        values = {name: v / unit for name, v in values.items()}
    return Rows({**rows.columns, **values})


def cluster_sums(rows: Rows, unit: float, origin: float) -> ClusterSums:
    """Rows of cluster sums in the outcome's unit, under the names of the algebra."""
    return ClusterSums(
        group=whole(rows["grp"]),
        slot=whole(rows["slot"]),
        cluster=whole(rows["cl"]),
        sums={
            _NAMES[name]: values.astype(np.float64) / unit ** _power(name)
            for name, values in rows.columns.items()
            if name in _NAMES
        },
        origin=origin,
    )


def position_of(values: NDArray[Any], k: int, offset: int) -> NDArray[np.int64]:
    """Position of an answer from 0; k where there is none."""
    given = np.asarray(values, dtype=np.float64)
    return np.where(np.isnan(given), k, given + offset - 1).astype(np.int64)


def whole(values: NDArray[Any]) -> NDArray[np.int64]:
    """Whole numbers as such."""
    return np.asarray(values).astype(np.int64)


def _power(name: str) -> int:
    """How many values are multiplied in a sum: none in a count."""
    return 0 if name.startswith("n") else len(name) - 1
