"""Scales of several items: whether the items hold together, and which do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import betaincinv

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FEWEST: Final = 30
"""People below whom a reliability is not read."""

_LEAST_UNIQUE: Final = 0.005
"""Smallest part of an item that is its own: below it the model has run out of data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Cronbach's alpha of one scale.

    Attributes:
        alpha: At most 1; below 0 where items run against each other. NaN with fewer than two
            items or two people, or where the total does not vary.
        low: Lower limit.
        high: Upper limit.
        standardised: The same of items brought to one spread.
        without: Alpha of the others, item by item.
        item_rest: Correlation of each item with the sum of the others; below 0 most often says
            that an item is worded the other way round and was not reversed.
    """

    alpha: float
    low: float
    high: float
    standardised: float
    without: Floats
    item_rest: Floats


def alpha(covariance: ArrayLike, n: float, *, conf_level: float = 0.95) -> Alpha:
    """How far the items of a scale hold together.

    Args:
        covariance: Of the items, shape (k, k), of people who answered all of them.
        n: People.
        conf_level: Coverage of the interval.

    Source:
        Cronbach (1951), Psychometrika 16, 297; interval: Feldt, Woodruff and Salih (1987),
        Applied Psychological Measurement 11, 93. Checked: `attitude` in R, .8431.
    """
    s = np.asarray(covariance, dtype=np.float64)
    k = len(s)
    whole = _alpha(s) if n > 1 else np.nan
    low, high = _feldt(whole, n, k, conf_level=conf_level)
    rest = [np.delete(np.delete(s, i, 0), i, 1) for i in range(k)]
    return Alpha(
        alpha=whole,
        low=low,
        high=high,
        standardised=_alpha(_correlations(s)),
        without=np.array([_alpha(each) for each in rest]),
        item_rest=np.array([_item_rest(s, i) for i in range(k)]),
    )


def omega(covariance: ArrayLike) -> float:
    """The share of a scale's spread that one common factor makes (omega total).

    Unlike alpha it does not suppose that all items measure equally well.

    Args:
        covariance: Of the items, shape (k, k).

    Returns:
        0 to 1; NaN with fewer than three items, or where an item does not vary.

    Source:
        McDonald (1999), Test Theory, ch. 6; one factor by maximum likelihood: Joreskog (1967),
        Psychometrika 32, 443. Checked: `attitude` in R, .8405.
    """
    r = _correlations(np.asarray(covariance, dtype=np.float64))
    if len(r) < 3 or not np.isfinite(r).all():  # noqa: PLR2004
        return float("nan")
    unique = _unique_parts(r)
    _, loadings = _one_factor(r, unique)
    common = float(loadings.sum()) ** 2
    return common / (common + float(unique.sum()))


def spearman_brown(correlation: ArrayLike) -> Floats:
    """The reliability of a scale of two items, from their correlation.

    Source:
        Spearman (1910) and Brown (1910), British Journal of Psychology 3; for two items: Eisinga
        and others (2013), International Journal of Public Health 58, 637.
    """
    r = np.asarray(correlation, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.asarray(np.where(r > -1, 2 * r / (1 + r), np.nan))


def _alpha(s: Floats) -> float:
    k, total = len(s), float(s.sum())
    if k < 2 or not total > 0:  # noqa: PLR2004
        return float("nan")
    return k / (k - 1) * (1 - float(np.trace(s)) / total)


def _feldt(value: float, n: float, k: int, *, conf_level: float) -> tuple[float, float]:
    """Limits from the F distribution of (1 - alpha) / (1 - estimate)."""
    first, second = n - 1, (n - 1) * (k - 1)

    def quantile(p: float) -> float:
        b = float(betaincinv(first / 2, second / 2, p))
        return second * b / (first * (1 - b))

    tail = (1 - conf_level) / 2
    return 1 - (1 - value) * quantile(1 - tail), 1 - (1 - value) * quantile(tail)


def _correlations(s: Floats) -> Floats:
    with np.errstate(all="ignore"):
        size = np.sqrt(np.diag(s))
        return np.asarray(s / np.outer(size, size))


def _item_rest(s: Floats, item: int) -> float:
    together = float(s[item].sum() - s[item, item])
    rest = float(s.sum() - 2 * s[item].sum() + s[item, item])
    size = s[item, item] * rest
    return together / float(np.sqrt(size)) if size > 0 else float("nan")


def _one_factor(r: Floats, unique: Floats) -> tuple[Floats, Floats]:
    """What is left to other factors, and the loadings that fit best, up to their sign."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(r / np.outer(root, root))
    return values[:-1], np.asarray(root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0)))


def _unique_parts(r: Floats) -> Floats:
    """What is each item's own, by maximum likelihood of one factor."""
    from scipy.optimize import minimize

    start = 0.5 / np.diag(np.linalg.pinv(r))

    def lost(unique: Floats) -> tuple[float, Floats]:
        left, loadings = _one_factor(r, unique)
        others = np.maximum(left, 1e-12)
        slope = (loadings**2 + unique - np.diag(r)) / unique**2
        return float((others - np.log(others)).sum()), np.asarray(slope)

    bounds = [(_LEAST_UNIQUE, 1.0)] * len(r)
    done = minimize(
        lost, np.clip(start, _LEAST_UNIQUE, 1.0), jac=True, method="L-BFGS-B", bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )  # fmt: skip
    return np.asarray(done.x)
