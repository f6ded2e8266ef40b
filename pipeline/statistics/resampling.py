"""Drawing again: what chance alone would do, with the same draws on every machine.

Draws come from the raw bits of a generator whose stream is fixed for good, started from the id
of the result, so that a number can be reckoned again years later.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.statistics.clusters import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pipeline.statistics.clusters import Fitted

    Floats = NDArray[np.float64]

DRAWS: Final = 999
"""Draws of a test: with 999 a level of 5 % is met exactly."""

FEW: Final = 12
"""Below so many clusters two signs give too few different draws, so six weights are used."""

_SIX: Final = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
_WIDER: Final = 12
"""Doublings of a limit before there is taken to be none."""
_HALVINGS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """A test by drawing again, and the values that it does not contradict.

    Attributes:
        p_value: Two-sided.
        low: Smallest value not contradicted; -inf where none is too small.
        high: Largest such value; inf where none is too large.
    """

    p_value: float
    low: float
    high: float


def seed_of(name: str) -> int:
    """The start of the draws of one result, from its id.

    >>> seed_of("attendance/impact/contrast")
    4292698906064743943
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")


def raw_draws(seed: int, shape: tuple[int, ...]) -> NDArray[np.uint64]:
    """Random whole numbers of 64 bits, the same for a seed everywhere and always."""
    size = int(np.prod(shape))
    bits: NDArray[np.uint64] = np.random.PCG64(seed).random_raw(size)
    return bits.reshape(shape)


def uniforms(seed: int, shape: tuple[int, ...]) -> Floats:
    """Random numbers strictly between 0 and 1."""
    return (np.asarray(raw_draws(seed, shape) >> np.uint64(11), dtype=np.float64) + 0.5) * 2.0**-53


def signs(seed: int, shape: tuple[int, ...]) -> Floats:
    """Signs, plus or minus with even chances (Rademacher weights)."""
    return np.where(raw_draws(seed, shape) >> np.uint64(63), 1.0, -1.0)


def six_weights(seed: int, shape: tuple[int, ...]) -> Floats:
    """Six weights with even chances, mean 0 and variance 1.

    Source:
        Webb (2023), Canadian Journal of Economics 56, 839.
    """
    return np.asarray(_SIX[(raw_draws(seed, shape) >> np.uint64(11)) % np.uint64(6)])


def wild_clusters(
    fitted: Fitted, at: int, *, seed: int, draws: int = DRAWS, conf_level: float = 0.95
) -> Redrawn:
    """A test of one coefficient by giving the errors of whole clusters new signs.

    The model is fitted as if the coefficient had the supposed value, its errors are reweighted
    cluster by cluster, and t is reckoned anew each time; the interval holds the supposed values
    that are not contradicted. Made for 5 to 20 clusters, where no formula is sure.

    Args:
        fitted: The fit of one cell.
        at: Which coefficient.
        seed: Start of the draws.
        draws: How many.
        conf_level: Coverage of the interval.

    Returns:
        NaN where the model cannot be fitted or has fewer than two clusters.

    Source:
        Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90, 414, with the
        null imposed; Webb's weights below 12 clusters; interval by inversion: MacKinnon (2015).
    """
    clusters = int(count(fitted.products)[0])
    weights = np.eye(fitted.coefficients.shape[1])[at]
    if clusters <= 1 or not np.isfinite(fitted.combined(weights)[0]):
        return Redrawn(p_value=np.nan, low=np.nan, high=np.nan)
    weigh = six_weights if clusters < FEW else signs
    test = _WildTest(fitted, at, weigh(seed, (draws, len(fitted.products.cell))))
    if not test.error > 0:
        return Redrawn(p_value=np.nan, low=np.nan, high=np.nan)
    level = 1 - conf_level
    return Redrawn(
        p_value=test.p_value(0.0),
        low=inverted(test.p_value, test.estimate, -test.error, level),
        high=inverted(test.p_value, test.estimate, test.error, level),
    )


class _WildTest:
    """The test of any supposed value, the draws being the same for all."""

    def __init__(self, fitted: Fitted, at: int, weights: Floats) -> None:
        p = fitted.products
        inverse = fitted.root[0] @ fitted.root[0].T
        others = [i for i in range(p.xy.shape[1]) if i != at]
        total, of_outcome = p.xx.sum(axis=0), p.xy.sum(axis=0)
        self._rest = np.linalg.pinv(total[np.ix_(others, others)])
        self._others, self._at = others, at
        self._total, self._of_outcome = total, of_outcome
        self._p, self._inverse, self._weights = p, inverse, weights
        self._pull = p.xx @ inverse[at]  # how a shift of the coefficients moves each score
        self.estimate = float(fitted.coefficients[0, at])
        self.error = float(np.sqrt(((fitted.scores @ inverse[at]) ** 2).sum()))

    def p_value(self, supposed: float) -> float:
        """Share of draws at least as far from the supposed value as what was found."""
        k = len(self._of_outcome)
        restricted = np.zeros(k)
        restricted[self._at] = supposed
        left = self._of_outcome[self._others] - self._total[self._others, self._at] * supposed
        restricted[self._others] = self._rest @ left
        scores = self._p.xy - self._p.xx @ restricted
        shift = (self._weights @ scores) @ self._inverse
        error = self._weights * (scores @ self._inverse[self._at]) - shift @ self._pull.T
        with np.errstate(all="ignore"):
            drawn = np.abs(shift[:, self._at]) / np.sqrt((error**2).sum(axis=1))
        found = abs(self.estimate - supposed) / self.error
        # equal up to rounding counts as equal: a draw of all ones is the data themselves
        reached = np.sum(~(drawn < found * (1 - 1e-9)))
        return float((1 + reached) / (1 + len(self._weights)))


def inverted(p_value: Callable[[float], float], start: float, step: float, level: float) -> float:
    """Between the estimate and far out: where the test begins to contradict."""
    inside, outside = start, start + 2 * step
    for _ in range(_WIDER):
        if p_value(outside) <= level:
            break
        inside, outside = outside, start + 2 * (outside - start)
    else:
        return float(np.copysign(np.inf, step))
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if p_value(middle) <= level:
            outside = middle
        else:
            inside = middle
    return (inside + outside) / 2
