"""What an engine is asked, and the shape in which it answers: groups, never people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from pipeline.engine.ratios import mean, variance
from pipeline.statistics.moments import Moments, PairedMoments, PairTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from pipeline.tables.schema import Rows

COMPARISON, PARTICIPANTS, ALL = 0, 1, 2
"""Groups by position; the first two are the codes of `arm`, the third is everyone."""

GROUPS = ("comparison", "participants", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The whole and every level of every breakdown, side by side on one axis.

    Attributes:
        column: Breakdown of each slot, "" for the whole, shape (slots,).
        level: Its level, "" for the whole, shape (slots,).
        starts: First slot of each breakdown, in the order of the breakdowns.
    """

    column: NDArray[np.object_]
    level: NDArray[np.object_]
    starts: Mapping[str, int]

    @classmethod
    def of(cls, codes: Rows, breakdowns: Sequence[str]) -> Self:
        """The slots of some breakdowns, levels in the order of their codes."""
        column, level, starts = [""], [""], {}
        for name in breakdowns:
            mine = np.flatnonzero(codes["column"] == name)
            mine = mine[np.argsort(codes["code"][mine], kind="stable")]
            starts[name] = len(column)
            column += [name] * len(mine)
            level += codes["label"][mine].tolist()
        return cls(
            column=np.array(column, dtype=object),
            level=np.array(level, dtype=object),
            starts=starts,
        )

    def __len__(self) -> int:
        """How many slots."""
        return len(self.column)

    @property
    def widths(self) -> dict[str, int]:
        """How many levels each breakdown has."""
        return {name: int((self.column == name).sum()) for name in self.starts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where the integer-coded values lie, and what is asked of them.

    Attributes:
        pairs: Parquet file of PAIRS.
        between: Parquet file of BETWEEN.
        measures: MEASURES, all of them: a measure's code is its position.
        wanted: Codes of the measures that are asked for.
        slots: The breakdowns that are asked for.
        middle: Positions of the periods that BETWEEN holds.
    """

    pairs: Path
    between: Path
    measures: Rows
    wanted: tuple[int, ...]
    slots: Slots
    middle: tuple[int, ...]

    def magnitude(self) -> int:
        """The largest stored integer there can be, in size."""
        rows, largest = self.measures, 0
        for code in self.wanted:
            unit, offset = 10 ** int(rows["decimals"][code]), int(rows["offset"][code])
            for value in (float(rows["low"][code]), float(rows["high"][code])):
                if np.isfinite(value):
                    largest = max(largest, abs(round(value * unit) - offset) + 1)
        return largest


@dataclass(frozen=True, slots=True, kw_only=True)
class Singles:
    """People measured once: exact sums, each turned into a float once.

    Attributes:
        n: People, shape (measures, groups, slots).
        total: Sum of the values in units of 10^-decimals.
        spread: n times the sum of squares less the square of the sum, same units squared.
    """

    n: NDArray[np.float64]
    total: NDArray[np.float64]
    spread: NDArray[np.float64]

    def moments(self, measure: int, group: int, *, unit: float) -> Moments:
        """Count, mean and variance of each slot, of the measure at one position."""
        n, total, spread = (a[measure, group] for a in (self.n, self.total, self.spread))
        return Moments(n=n, mean=mean(n, total, unit), var=variance(n, spread, unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Everything that moments tell of a study: one entry per measure, group and slot.

    Attributes:
        position: Position of each wanted measure on the first axis, by its code.
        units: 10^decimals of each measure.
        before: Everyone with a value before.
        after: Everyone with a value after.
        between: Everyone with a value in a middle period, by position of the period.
        paired_before: The values before of those who also have one after.
        paired_after: The values after of those who also have one before.
        co_spread: n times the sum of products less the product of the sums, of pairs.
        change_spread: The same for after less before: 0 exactly where all changed alike.
    """

    position: Mapping[int, int]
    units: NDArray[np.float64]
    before: Singles
    after: Singles
    between: Mapping[int, Singles]
    paired_before: Singles
    paired_after: Singles
    co_spread: NDArray[np.float64]
    change_spread: NDArray[np.float64]

    def single(self, singles: Singles, measure: int, group: int) -> Moments:
        """Moments of `before`, `after` or a middle period, an entry per slot."""
        at = self.position[measure]
        return singles.moments(at, group, unit=float(self.units[at]))

    def paired(self, measure: int, group: int) -> PairedMoments:
        """Moments of the people measured twice, an entry per slot."""
        at = self.position[measure]
        unit = float(self.units[at])
        before = self.paired_before.moments(at, group, unit=unit)
        after = self.paired_after.moments(at, group, unit=unit)
        return PairedMoments(
            n=before.n,
            mean_before=before.mean,
            mean_after=after.mean,
            var_before=before.var,
            var_after=after.var,
            cov=variance(before.n, self.co_spread[at, group], unit),
            var_change=variance(before.n, self.change_spread[at, group], unit),
        )

    def yes_no(self, measure: int, group: int) -> PairTable:
        """Before by after counts of a measure stored as 0 and 1, a table per slot."""
        at = self.position[measure]
        n = self.paired_before.n[at, group]
        x, y = self.paired_before.total[at, group], self.paired_after.total[at, group]
        product = self.co_spread[at, group] + x * y
        both = np.divide(product, n, out=np.zeros_like(n), where=n > 0)
        counts = np.stack([n - x - y + both, y - both, x - both, both], axis=-1)
        return PairTable(counts=counts.reshape(-1, 2, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSums:
    """Sums of one measure by group, slot and cluster, a row each; in units of the measure.

    Values are less an origin, so that squares stay small: value = x + origin.

    Attributes:
        group: Position of the group.
        slot: Position of the slot.
        cluster: Code of the cluster; -1 where nobody knows.
        sums: `n`, `x`, `y`, `xx`, `xy`, `yy` of pairs; `nb`, `b`, `bb` of everyone before; `na`,
            `a`, `aa` of everyone after. Of a middle period: `n`, `x`, `xx`.
        origin: What was taken off every value.
    """

    group: NDArray[np.int64]
    slot: NDArray[np.int64]
    cluster: NDArray[np.int64]
    sums: Mapping[str, NDArray[np.float64]]
    origin: float

    def of(self, group: int) -> Self:
        """The rows of one group."""
        return self.take(self.group == group)

    def take(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Self:
        """The rows that a mask or positions select."""
        return replace(
            self,
            group=self.group[rows],
            slot=self.slot[rows],
            cluster=self.cluster[rows],
            sums={name: values[rows] for name, values in self.sums.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCluster:
    """Sums by cluster of one measure.

    Attributes:
        compared: Of the periods before and after.
        between: Of each middle period, by its position.
    """

    compared: ClusterSums
    between: Mapping[int, ClusterSums]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How often each answer of an ordered item was given.

    Attributes:
        pairs: By code of the measure: people by answer before and answer after, shape
            (groups, slots, k + 1, k + 1); the last position is "no answer".
        between: By code of the measure and position of the period: people by answer, shape
            (groups, slots, k).
    """

    pairs: Mapping[int, NDArray[np.float64]]
    between: Mapping[tuple[int, int], NDArray[np.float64]]


class Engine(Protocol):
    """Adds people up. Every engine gives the same cells, bit for bit."""

    name: str

    def cells(self, store: Store) -> Cells:
        """Exact sums of every wanted measure, by group and slot."""
        ...

    def by_cluster(
        self, store: Store, cluster: str, cuts: Mapping[int, int]
    ) -> Mapping[int, ByCluster]:
        """Sums by the levels of one breakdown, by code of the measure.

        Ordered answers count as reached or not: `cuts` holds the first answer that counts.
        """
        ...

    def people_before(
        self, store: Store, columns: Sequence[str], cuts: Mapping[int, int]
    ) -> Mapping[int, Rows]:
        """People of both groups who were measured before, by code of the measure.

        `arm`, `before`, `after` in the outcome's unit, `is_paired` where `after` was measured, and
        the codes `g_<column>`; in an order that these alone decide. Ordered answers as in
        `by_cluster`.
        """
        ...

    def people_of_period(
        self, store: Store, columns: Sequence[str], cuts: Mapping[int, int], period: str
    ) -> Mapping[int, Rows]:
        """People of both groups who were measured before, or after: `arm`, `value` and codes."""
        ...

    def changed(self, store: Store, measures: Sequence[int]) -> Mapping[int, Rows]:
        """People measured twice (`person`, `arm`, `before`, `after`), by code of the measure."""
        ...

    def changes(
        self, store: Store, measures: Sequence[int], cluster: str = ""
    ) -> Mapping[int, Rows]:
        """How many people (`n`) changed by how much (`change`), by code of the measure and arm.

        With a breakdown as `cluster` also by its level, `cl`.
        """
        ...

    def answers(self, store: Store, options: Mapping[int, int]) -> Answers:
        """Answer counts of ordered items; `options` is the number of answers by measure."""
        ...

    def people(
        self, students: Path, slots: Slots, only: Sequence[int] | None = None
    ) -> NDArray[np.float64]:
        """People in the roster, shape (groups, slots); with `only` those of some codes."""
        ...
