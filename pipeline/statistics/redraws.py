"""People drawn again, and lotteries drawn again: what chance alone would do to one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.resampling import DRAWS, Redrawn, inverted, raw_draws, uniforms

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def bootstrap_weights(seed: int, people: int, draws: int = DRAWS) -> Floats:
    """How often each person is drawn, draw by draw; the same for every column of values.

    Args:
        seed: Start of the draws.
        people: How many there are.
        draws: How many draws.

    Returns:
        Shape (draws, people); each row adds up to the people.

    Source:
        Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 6.2.
    """
    drawn = (uniforms(seed, (draws, people)) * people).astype(np.int64)
    place = (drawn + np.arange(draws)[:, None] * people).ravel()
    return np.bincount(place, minlength=draws * people).reshape(draws, people).astype(np.float64)


def bootstrap_t(values: ArrayLike, weights: Floats, *, conf_level: float = 0.95) -> list[Redrawn]:
    """The mean of each column against zero, by drawing people again.

    t of every draw takes the place of the table of t, so that lopsided values get a lopsided
    interval.

    Args:
        values: Shape (people, columns), none missing.
        weights: How often each person is drawn, shape (draws, people).
        conf_level: Coverage of the interval.

    Returns:
        One answer a column; NaN where nobody differs from anybody.

    Source:
        Efron and Tibshirani (1993), section 12.5.
    """
    y = np.asarray(values, dtype=np.float64)
    n = len(y)
    middle, error = y.mean(axis=0), y.std(axis=0, ddof=1) / np.sqrt(n)
    drawn = weights @ y / n
    with np.errstate(all="ignore"):
        spread = np.sqrt(np.maximum(weights @ (y * y) / n - drawn**2, 0) / (n - 1))
        t = np.where(spread > 0, (drawn - middle) / spread, np.nan)
    found = []
    for at in range(y.shape[1]):
        told = np.sort(t[np.isfinite(t[:, at]), at])
        if not (error[at] > 0 and len(told)):
            found.append(Redrawn(p_value=np.nan, low=np.nan, high=np.nan))
            continue
        tail = (1 - conf_level) / 2
        upper, lower = (_quantile(told, share) for share in (1 - tail, tail))
        seen = middle[at] / error[at]
        below = (1 + (told <= seen).sum()) / (1 + len(told))
        above = (1 + (told >= seen).sum()) / (1 + len(told))
        found.append(
            Redrawn(
                p_value=float(min(1.0, 2 * min(below, above))),
                low=float(middle[at] - upper * error[at]),
                high=float(middle[at] - lower * error[at]),
            )
        )
    return found


def permuted_groups(
    after: ArrayLike,
    is_participant: ArrayLike,
    covariates: ArrayLike,
    *,
    seed: int,
    draws: int = DRAWS,
    conf_level: float = 0.95,
) -> Redrawn:
    """A lottery drawn again: how often chance alone sets the groups so far apart.

    Args:
        after: Values after, shape (people,).
        is_participant: 1 or 0.
        covariates: Shape (people, k), the constant among them; what the answer is adjusted for.
        seed: Start of the draws.
        draws: How many lotteries.
        conf_level: Coverage of the interval: the differences that are not contradicted.

    Returns:
        NaN where a group is empty.

    Source:
        Fisher (1935), The Design of Experiments, section 21; with covariates: Rosenbaum (2002),
        Statistical Science 17, 286; interval by inversion: Ernst (2004), Statistical Science 19,
        676.
    """
    y, arm = (np.asarray(v, dtype=np.float64) for v in (after, is_participant))
    if not 0 < arm.sum() < len(arm):
        return Redrawn(p_value=np.nan, low=np.nan, high=np.nan)
    base, _ = np.linalg.qr(np.asarray(covariates, dtype=np.float64))
    left = y - base @ (base.T @ y)
    own = arm - base @ (base.T @ arm)
    order = np.argsort(raw_draws(seed, (draws, len(arm))), axis=1, kind="stable")
    drawn = arm[order]
    drawn -= (drawn @ base) @ base.T
    with np.errstate(all="ignore"):
        size = (drawn**2).sum(axis=1)
        of_outcome, of_group = drawn @ left / size, drawn @ own / size
        found = float(own @ left / (own @ own))

    def p_value(supposed: float) -> float:
        reached = np.abs(of_outcome - supposed * of_group) >= abs(found - supposed) * (1 - 1e-9)
        return float((1 + reached.sum()) / (1 + draws))

    residual = left - found * own
    step = float(np.sqrt((residual @ residual) / (own @ own) / max(len(y) - base.shape[1] - 1, 1)))
    if not step > 0:
        return Redrawn(p_value=p_value(0.0), low=np.nan, high=np.nan)
    level = 1 - conf_level
    return Redrawn(
        p_value=p_value(0.0),
        low=inverted(p_value, found, -step, level),
        high=inverted(p_value, found, step, level),
    )


def _quantile(ordered: Floats, share: float) -> float:
    """The value below which a share of draws lies, of draws plus one."""
    at = min(max(round(share * (len(ordered) + 1)) - 1, 0), len(ordered) - 1)
    return float(ordered[at])
