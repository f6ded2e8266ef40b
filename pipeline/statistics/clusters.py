"""People who come in schools or classes: errors that allow for what they share.

Everything follows from sums of products by cluster, so no person is needed. A *cell* is one
analysis; its rows are its clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from pipeline.statistics.means import from_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

SINGULAR = 1e-9
"""Below this share of the largest, a direction of the regressors counts as absent."""

EXACT = 1e-24
"""Below this share of the squares the errors are rounding, not spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """Sums of products of a regression by cell and cluster, sorted by cell.

    Attributes:
        cells: How many cells there are; those without a row are not estimable.
        cell: Cell of each row, ascending, shape (rows,).
        n: People of each row.
        xx: Regressors by regressors, shape (rows, k, k).
        xy: Regressors by outcome, shape (rows, k).
        yy: Outcome squared, shape (rows,).
    """

    cells: int
    cell: NDArray[np.intp]
    n: Floats
    xx: Floats
    xy: Floats
    yy: Floats

    @classmethod
    def of(cls, regressors: ArrayLike, outcome: ArrayLike, cluster: ArrayLike) -> Self:
        """The products of one cell, from its people: shapes (people, k), (people,), (people,)."""
        x, y = np.asarray(regressors, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
        _, place = np.unique(np.asarray(cluster), return_inverse=True)
        rows = int(place.max(initial=-1)) + 1

        def by_cluster(values: Floats) -> Floats:
            total = np.zeros((rows, *values.shape[1:]))
            np.add.at(total, place, values)
            return total

        return cls(
            cells=1,
            cell=np.zeros(rows, dtype=np.intp),
            n=by_cluster(np.ones(len(y))),
            xx=by_cluster(x[:, :, None] * x[:, None, :]),
            xy=by_cluster(x * y[:, None]),
            yy=by_cluster(y * y),
        )

    def summed(self, values: Floats) -> Floats:
        """The sum over the clusters of each cell, shape (cells, ...)."""
        total = np.zeros((self.cells, *values.shape[1:]))
        np.add.at(total, self.cell, values)
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A least-squares fit of every cell.

    Attributes:
        products: What was fitted.
        root: R with R R' a generalised inverse of the regressors' products, shape (cells, k, k);
            0 in the columns of directions that the regressors do not have.
        loose: What is 0 for a combination of coefficients that can be told, shape (cells, k, k).
        rank: Directions that the regressors have, shape (cells,).
        coefficients: Shape (cells, k).
        scores: Regressors by residuals of each cluster, shape (rows, k).
    """

    products: Products
    root: Floats
    loose: Floats
    rank: Floats
    coefficients: Floats
    scores: Floats

    def combined(self, weights: Floats) -> Floats:
        """A combination of coefficients, NaN where the regressors do not tell it."""
        size = np.abs(self.loose @ weights).max(axis=1)
        sound = (self.rank > 0) & (size <= np.sqrt(SINGULAR) * self.scale(weights))
        return np.where(sound, self.coefficients @ weights, np.nan)

    def scale(self, weights: Floats) -> Floats:
        """How large the weights are once every regressor is brought to one size."""
        total = self.products.summed(self.products.xx)
        size = np.sqrt(np.einsum("cii->ci", total))
        scaled = np.divide(weights, size, out=np.zeros_like(size), where=size > 0)
        return np.asarray(np.sqrt((scaled**2).sum(axis=1)))


def fit(products: Products) -> Fitted:
    """Ordinary least squares of every cell, from its sums of products.

    Source:
        Angrist and Pischke (2009), Mostly Harmless Econometrics, section 3.1.
    """
    root, loose, rank = _inverse_root(products.summed(products.xx))
    total = products.summed(products.xy)
    coefficients = np.einsum("cij,ckj,ck->ci", root, root, total)
    fitted = np.einsum("rij,rj->ri", products.xx, coefficients[products.cell])
    return Fitted(
        products=products,
        root=root,
        loose=loose,
        rank=rank,
        coefficients=coefficients,
        scores=products.xy - fitted,
    )


def cr2(fitted: Fitted, contrast: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """One combination of coefficients with an error that allows for clusters.

    The bias-reduced estimator CR2 under a working model of equal, uncorrelated errors, with
    Satterthwaite degrees of freedom. Right also with some 10 clusters, where the usual
    "clustered" error is too small.

    Args:
        fitted: The fit.
        contrast: Weights of the coefficients, shape (k,).
        conf_level: Coverage of the interval.

    Returns:
        In the outcome's unit, one entry per cell. NaN where the regressors do not tell the
        coefficients apart; no interval with fewer than two clusters, or where the line fits
        everyone exactly.

    Source:
        Bell and McCaffrey (2002), Survey Methodology 28, 169; Pustejovsky and Tipton (2018),
        Journal of Business and Economic Statistics 36, 672, eq. 5 to 11.
    """
    p = fitted.products
    weights = np.asarray(contrast)
    estimate = fitted.combined(weights)
    direction = weights @ fitted.root
    # How much of the fit each cluster makes by itself, along the directions of the whole.
    root = fitted.root[p.cell]
    values, vectors = _eigen(root.transpose(0, 2, 1) @ p.xx @ root)
    left = 1 - values
    whole = left <= SINGULAR  # the cluster alone decides this direction: nothing can be learnt
    lifted = np.where(whole, 0.0, 1 / np.sqrt(np.where(whole, 1.0, left)))
    along = np.einsum("rji,rj->ri", vectors, direction[p.cell])
    adjusted = np.einsum("rij,rj->ri", vectors, lifted * along)
    score = np.einsum("ri,rji,rj->r", adjusted, root, fitted.scores)
    variance = p.summed(score**2)
    least = EXACT * p.summed(p.yy) * (direction**2).sum(axis=1)
    variance = np.where(variance <= least, 0.0, variance)
    # Expected size and spread of that variance under the working model.
    own = (lifted**2 * values * along**2).sum(axis=1)
    shared = np.einsum("rij,rj->ri", vectors, values * lifted * along)
    square = (shared**2).sum(axis=1)
    trace = p.summed(own - square)
    crossed = p.summed(shared[:, :, None] * shared[:, None, :])
    spread = p.summed(own**2 - 2 * own * square) + (crossed**2).sum(axis=(1, 2))
    with np.errstate(all="ignore"):
        df = np.where((trace > 0) & (spread > 0), trace**2 / spread, np.nan)
        told = np.isfinite(estimate) & (count(p) > 1)
        std_error = np.where(told, np.sqrt(variance), np.nan)
    return from_t(estimate, std_error, df, conf_level=conf_level, least_df=0.0)


def classical(fitted: Fitted, contrast: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """The same combination as if people were independent: what clustering is held against.

    Source:
        Ordinary least squares; as `cr2` for the arguments.
    """
    p = fitted.products
    weights = np.asarray(contrast)
    direction = weights @ fitted.root
    squares = _residual_squares(fitted)
    df = p.summed(p.n) - fitted.rank
    estimate = fitted.combined(weights)
    with np.errstate(all="ignore"):
        variance = squares / df * (direction**2).sum(axis=1)
        std_error = np.where(np.isfinite(estimate), np.sqrt(variance), np.nan)
    return from_t(estimate, std_error, df, conf_level=conf_level)


def count(products: Products) -> Floats:
    """Clusters of each cell, shape (cells,)."""
    return products.summed(np.where(products.n > 0, 1.0, 0.0))


def intraclass(fitted: Fitted, *, between: int = 1) -> Floats:
    """The share of what the fit leaves open that lies between clusters (intraclass correlation).

    Args:
        fitted: The fit.
        between: Regressors that vary between clusters only, the constant included.

    Returns:
        0 to 1, shape (cells,); 0 where clusters differ less than chance alone would make them.
        NaN where no cluster has two people, or there are no more clusters than `between`.

    Source:
        Analysis of variance estimator for unequal sizes: Donner and Koval (1980), Biometrics
        36, 19, eq. 2.
    """
    p = fitted.products
    if p.xy.shape[1] == 0:
        return np.full(p.cells, np.nan)
    # The first regressor is the constant, so its score is the sum of residuals.
    total = fitted.scores[:, 0]
    clusters, people = count(p), p.summed(p.n)
    with np.errstate(all="ignore"):
        of = np.where(p.n > 0, p.n, 1)  # nobody: their residuals add up to 0
        between_squares = p.summed(total**2 / of)
        within = _residual_squares(fitted) - between_squares
        mean_between = between_squares / (clusters - between)
        mean_within = within / (people - clusters)
        size = (people - p.summed(p.n**2) / people) / (clusters - 1)
        ratio = (mean_between - mean_within) / (mean_between + (size - 1) * mean_within)
        usable = (clusters > between) & np.isfinite(ratio)
    return np.where(usable, np.clip(ratio, 0, 1), np.nan)


def design_effect(icc: ArrayLike, size: ArrayLike) -> Floats:
    """How many times as many people it takes to know as much, since they come in clusters.

    Args:
        icc: Intraclass correlation, 0 to 1.
        size: People a cluster.

    Returns:
        1 + (size - 1) * icc.

    Source:
        Kish (1965), Survey Sampling, eq. 5.4.1. Checked: 25 people, .20: 5.8.
    """
    icc, size = np.asarray(icc, dtype=np.float64), np.asarray(size, dtype=np.float64)
    return np.asarray(1 + (size - 1) * icc)


def _residual_squares(fitted: Fitted) -> Floats:
    p = fitted.products
    explained = np.einsum("ri,ri->r", fitted.coefficients[p.cell], p.xy + fitted.scores)
    squares = p.summed(p.yy) - p.summed(explained)
    rounding = np.sqrt(EXACT) * p.summed(p.yy)
    left: Floats = np.where(squares <= rounding, 0.0, squares)
    return left


def _eigen(matrices: Floats) -> tuple[Floats, Floats]:
    """Values, kept within 0 and 1, and vectors."""
    values, vectors = np.linalg.eigh(matrices)
    return np.clip(values, 0, 1), vectors


def _inverse_root(matrices: Floats) -> tuple[Floats, Floats, Floats]:
    """A root of a generalised inverse, what cannot be told, and the rank.

    Regressors are brought to one size first, so that a unit of measurement decides nothing.
    """
    size = np.sqrt(np.einsum("cii->ci", matrices))
    inverse_size = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    even = matrices * inverse_size[:, :, None] * inverse_size[:, None, :]
    values, vectors = np.linalg.eigh(even)
    kept = values > SINGULAR
    stretched = np.where(kept, 1 / np.sqrt(np.where(kept, values, 1.0)), 0.0)
    root = inverse_size[:, :, None] * vectors * stretched[:, None, :]
    lost = np.where(kept[:, None, :], 0.0, vectors)
    absent = np.where(size > 0, 0.0, 1.0)  # a regressor that is always 0 tells nothing
    loose = lost @ vectors.transpose(0, 2, 1) * inverse_size[:, None, :]
    loose = loose + np.einsum("ci,ij->cij", absent, np.eye(matrices.shape[1]))
    return root, loose, kept.sum(axis=1).astype(np.float64)
