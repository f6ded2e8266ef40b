"""The sides of a comparison, cluster by cluster, and the regression that they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.statistics.clusters import Products

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pipeline.engine.base import ClusterSums

    Floats = NDArray[np.float64]
    Reading = Callable[[ClusterSums], "Side"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """People of one side of a comparison, a row for each cell and cluster that has any.

    Attributes:
        cell: Cell of each row.
        cluster: Cluster of each row, -1 where nobody knows.
        n: People.
        y: Sum of what is compared.
        yy: Sum of its squares.
        x: Sum of what it is adjusted for; 0 where nothing is.
        xx: Sum of its squares.
        xy: Sum of products of both.
    """

    cell: NDArray[np.int64]
    cluster: NDArray[np.int64]
    n: Floats
    y: Floats
    yy: Floats
    x: Floats
    xx: Floats
    xy: Floats

    def clusters(self, cells: int) -> Floats:
        """Clusters of this side in each cell."""
        return np.bincount(self.cell, minlength=cells).astype(np.float64)

    def moved(self, cells: NDArray[np.intp]) -> Side:
        """The side with new cells: the rows of `cells[i]` become those of cell i."""
        rows = [np.flatnonzero(self.cell == cell) for cell in cells]
        taken = np.concatenate([*rows, np.zeros(0, dtype=np.intp)]).astype(np.intp)
        place = np.repeat(np.arange(len(cells)), [len(mine) for mine in rows])
        held = {name: getattr(self, name)[taken] for name in Side.__dataclass_fields__}
        return Side(**(held | {"cell": place}))


def single_of(rows: ClusterSums, n: str, total: str, squares: str) -> Side:
    """Everyone of one period."""
    return _side(rows, rows.sums[n], rows.sums[total], rows.sums[squares])


BEFORE: Final = partial(single_of, n="nb", total="b", squares="bb")
AFTER: Final = partial(single_of, n="na", total="a", squares="aa")
PAIRS_BEFORE: Final = partial(single_of, n="n", total="x", squares="xx")
MIDDLE: Final = PAIRS_BEFORE


def changes_of(rows: ClusterSums) -> Side:
    """What pairs changed."""
    s = rows.sums
    return _side(rows, s["n"], s["y"] - s["x"], s["yy"] - 2 * s["xy"] + s["xx"])


def adjusted_of(rows: ClusterSums) -> Side:
    """Pairs: their level after, with their level before to adjust for."""
    s = rows.sums
    return _side(rows, s["n"], s["y"], s["yy"], (s["x"], s["xx"], s["xy"]))


def products(cells: int, sides: Sequence[Side], *, is_adjusted: bool = False) -> Products:
    """The products of a regression on a constant, on being of the first side, and on x.

    With one side there is only the constant. A cluster with people on both sides is one row.
    """
    k = len(sides) + is_adjusted
    middle = _means(cells, sides)
    parts = [_rows(one, float(at == 0), middle, k) for at, one in enumerate(sides)]
    cell = np.concatenate([one.cell for one in sides])
    cluster = np.concatenate([one.cluster for one in sides])
    width = int(cluster.max(initial=0)) + 2
    keys, place = np.unique(cell * width + cluster + 1, return_inverse=True)

    def merged(at: int) -> Floats:
        values = np.concatenate([part[at] for part in parts])
        total = np.zeros((len(keys), *values.shape[1:]))
        np.add.at(total, place, values)
        return total

    return Products(
        cells=cells,
        cell=(keys // width).astype(np.intp),
        n=merged(0),
        xx=merged(1),
        xy=merged(2),
        yy=merged(3),
    )


def _side(
    rows: ClusterSums, n: Floats, y: Floats, yy: Floats, start: Sequence[Floats] | None = None
) -> Side:
    """A side from sums; cells and clusters without people are left out."""
    kept, none = n > 0, np.zeros(len(n))
    x, xx, xy = (none, none, none) if start is None else start
    return Side(
        cell=rows.slot[kept],
        cluster=rows.cluster[kept],
        n=n[kept],
        y=y[kept],
        yy=yy[kept],
        x=x[kept],
        xx=xx[kept],
        xy=xy[kept],
    )


def _means(cells: int, sides: Sequence[Side]) -> Floats:
    """Mean of x in each cell: taken off, so that rounding decides nothing."""
    n, x = np.zeros(cells), np.zeros(cells)
    for one in sides:
        n += np.bincount(one.cell, one.n, cells)
        x += np.bincount(one.cell, one.x, cells)
    return np.divide(x, n, out=np.zeros(cells), where=n > 0)


def _rows(one: Side, first: float, means: Floats, k: int) -> tuple[Floats, Floats, Floats, Floats]:
    """People, and products of (1, is of the first side, x less its mean) of each row."""
    n, middle = one.n, means[one.cell]
    x = one.x - n * middle
    xx = one.xx - 2 * middle * one.x + n * middle**2
    xy = one.xy - middle * one.y
    inner = np.stack(
        [
            np.stack([n, first * n, x], axis=1),
            np.stack([first * n, first * n, first * x], axis=1),
            np.stack([x, first * x, xx], axis=1),
        ],
        axis=1,
    )
    outer = np.stack([one.y, first * one.y, xy], axis=1)
    return n, inner[:, :k, :k], outer[:, :k], one.yy
