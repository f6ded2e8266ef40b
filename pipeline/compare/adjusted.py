"""Contrasts that allow for more than the start: columns of the roster as regressors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare import clustered, contrasts
from pipeline.statistics import clusters
from pipeline.statistics.clusters import Products

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from pipeline.compare.answer import Answer, Case
    from pipeline.engine.base import Slots
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

UNKNOWN: Final = "unknown"
"""Level of those whose value nobody knows."""

MANY_LEVELS: Final = 12
"""From so many different numbers on a column is taken as a number, below as groups."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Those of two groups who were measured before and after, of one outcome.

    Attributes:
        regressors: Constant, participant, before, then the covariates; shape (people, k).
        after: Shape (people,).
        slots: Slot of each person in each breakdown, -1 in none.
        cluster: Cluster of each person, -1 where nobody knows; None where there are none.
        names: Column and level of each covariate; no level where it is a number.
    """

    regressors: Floats
    after: Floats
    slots: tuple[NDArray[np.int64], ...]
    cluster: NDArray[np.int64] | None
    names: tuple[tuple[str, str], ...] = ()

    def products(self, cells: int) -> Products:
        """The products of the regression, for the whole and every slot."""
        parts = [np.zeros(len(self.after), dtype=np.int64), *self.slots]
        by = np.zeros(len(self.after), dtype=np.int64) if self.cluster is None else self.cluster + 1
        width = int(by.max(initial=0)) + 1
        found = [self._summed(cell, by, width) for cell in parts]
        return Products(
            cells=cells,
            cell=np.concatenate([one.cell for one in found]),
            n=np.concatenate([one.n for one in found]),
            xx=np.concatenate([one.xx for one in found]),
            xy=np.concatenate([one.xy for one in found]),
            yy=np.concatenate([one.yy for one in found]),
        )

    def _summed(self, cell: NDArray[np.int64], by: NDArray[np.int64], width: int) -> Products:
        inside = cell >= 0
        keys, place = np.unique(cell[inside] * width + by[inside], return_inverse=True)
        x, y = self.regressors[inside], self.after[inside]
        k, rows = x.shape[1], len(keys)

        def total(values: Floats) -> Floats:
            return np.bincount(place, values, rows).astype(np.float64)

        xx = np.zeros((rows, k, k))
        for i in range(k):
            for j in range(i, k):
                xx[:, i, j] = xx[:, j, i] = total(x[:, i] * x[:, j])
        xy = np.stack([total(x[:, i] * y) for i in range(k)], axis=1)
        return Products(
            cells=0,
            cell=(keys // width).astype(np.intp),
            n=total(np.ones(len(y))),
            xx=xx,
            xy=xy,
            yy=total(y * y),
        )


def people_of(rows: Rows, *, slots: Slots, codes: Rows, adjust_for: Sequence[str],
              cluster: str | None) -> People:  # fmt: skip
    """The people of one outcome, from what the engine gives: arm, before, after and codes."""
    before, after = rows["before"], rows["after"]
    columns = [np.ones(len(before)), (rows["arm"] == 1).astype(np.float64)]
    columns.append(before - before.mean() if len(before) else before)
    names: list[tuple[str, str]] = []
    for name in adjust_for:
        found = covariate(rows[f"g_{name}"], _labels(codes, name))
        columns += found.values()
        names += [(name, level) for level in found]
    places = (
        np.where(rows[f"g_{name}"] >= 0, rows[f"g_{name}"] + start, -1).astype(np.int64)
        for name, start in slots.starts.items()
    )
    return People(
        regressors=np.column_stack(columns),
        after=after - after.mean() if len(after) else after,
        slots=tuple(places),
        cluster=None if cluster is None else rows[f"g_{cluster}"].astype(np.int64),
        names=tuple(names),
    )


def covariate(code: NDArray[np.int64], labels: Mapping[int, str]) -> dict[str, Floats]:
    """A roster column as regressors, by level: one number "", or each level but the commonest.

    Nobody is lost for an unknown value: it is a level of its own, and of a number the mean,
    with a regressor that says so.

    Source:
        The dummy-variable treatment of missing covariates, which is sound where assignment was
        random: What Works Clearinghouse, Standards Handbook 4.1 (2020), table II.3.
    """
    known = code >= 0
    numbers = _numbers(labels)
    if numbers is not None and known.any():
        table = np.array([numbers.get(at, np.nan) for at in range(max(labels) + 1)])
        value = np.where(known, table[np.maximum(code, 0)], np.nan)
        value = np.where(known, value - np.nanmean(value), 0.0)
        return {"": value} | ({} if known.all() else {UNKNOWN: (~known).astype(np.float64)})
    levels, counts = np.unique(code, return_counts=True)
    kept = np.delete(levels, counts.argmax()) if len(levels) else levels
    return {labels.get(int(level), UNKNOWN): (code == level).astype(np.float64) for level in kept}


def by_people(case: Case) -> Answer:
    """The adjusted contrast, person by person."""
    fitted = clusters.fit(_products(case))
    found = clusters.classical(fitted, _weights(fitted), conf_level=case.conf_level)
    return contrasts.impact(case, clustered.bounded(case, found), *clustered.ends(case))


def by_clusters(case: Case) -> Answer:
    """The adjusted contrast, with an error that allows for clusters."""
    p = _products(case)
    fitted = clusters.fit(p)
    found = clusters.cr2(fitted, _weights(fitted), conf_level=case.conf_level)
    return clustered.impact_of(case, clustered.bounded(case, found), p, *clustered.ends(case))


def _products(case: Case) -> Products:
    people = case.measured.people
    if people is None:
        raise AssertionError(case.measured.name)
    return people.products(len(case.sample.eligible))


def _weights(fitted: clusters.Fitted) -> Floats:
    return np.asarray(np.eye(fitted.coefficients.shape[1])[1])


def _labels(codes: Rows, name: str) -> dict[int, str]:
    mine = np.flatnonzero(codes["column"] == name)
    return {int(codes["code"][at]): str(codes["label"][at]) for at in mine}


def _numbers(labels: Mapping[int, str]) -> dict[int, float] | None:
    """The labels as numbers, where they all are and there are many."""
    if len(labels) < MANY_LEVELS:
        return None
    try:
        return {code: float(label) for code, label in labels.items()}
    except ValueError:
        return None
