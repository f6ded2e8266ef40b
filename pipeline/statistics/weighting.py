"""Weights that make some people stand for others, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

TRIM: Final = 5.0
"""Weights end at so many times the median."""

_ROUNDS: Final = 200
_CLOSE: Final = 1e-9
_SPREAD: Final = 1e-12
_ENOUGH: Final = 1e-4


def effective_n(weights: ArrayLike) -> float:
    """How many people of equal weight would tell as much.

    >>> round(effective_n([1, 1, 2, 2, 4]), 3)
    3.846

    Source:
        Kish (1965), Survey Sampling, section 11.7.
    """
    w = np.asarray(weights, dtype=np.float64)
    squares = float((w**2).sum())
    return float(w.sum()) ** 2 / squares if squares > 0 else np.nan


def weights_trimmed(weights: ArrayLike, *, at: float = TRIM) -> Floats:
    """Weights of mean 1 that end at so many times the median; 0 stays 0.

    Source:
        Potter (1990), Proceedings of the Survey Research Methods Section, ASA, 225.
    """
    w = np.asarray(weights, dtype=np.float64)
    counted = w > 0
    if not counted.any():
        return w.copy()
    ended = np.minimum(w, at * np.median(w[counted]))
    return np.asarray(ended / ended[counted].mean())


def entropy_weights(covariates: ArrayLike, is_participant: ArrayLike) -> Floats | None:
    """Weights of the comparison group under which it looks like participants, on average.

    Of all weights that make every mean the same, those that differ least from equal ones.

    Args:
        covariates: Shape (people, k), without a constant.
        is_participant: 1 or 0.

    Returns:
        1 for participants, weights of mean 1 for the others; None where no weights do it, as
        where nobody of the comparison group is where participants are.

    Source:
        Hainmueller (2012), Political Analysis 20, 25, section 3.2; solved by Newton's method on
        the dual.
    """
    x, takes_part = np.asarray(covariates, dtype=np.float64), np.asarray(is_participant) == 1
    weights = np.ones(len(x))
    if not takes_part.any() or takes_part.all():
        return None
    size = x.std(axis=0)
    varied = size > _SPREAD
    if not varied.any():
        return weights
    z = (x[:, varied] - x[takes_part][:, varied].mean(axis=0)) / size[varied]
    others = _tilted(z[~takes_part])
    if others is None:
        return None
    weights[~takes_part] = others * (~takes_part).sum()
    return weights


def raked(
    codes: Sequence[NDArray[np.int64]], margins: Sequence[ArrayLike], *, start: ArrayLike
) -> Floats:
    """Weights under which each margin of the people is that of the frame.

    Args:
        codes: For each margin the level of each person, from 0, shape (people,).
        margins: For each margin the people of the frame in each level.
        start: Weights to begin with, shape (people,).

    Returns:
        Weights of mean 1. Levels without anyone are left out of their margin.

    Source:
        Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427; with one margin
        this is post-stratification: Holt and Smith (1979), JRSS A 142, 33.
    """
    w = np.asarray(start, dtype=np.float64).copy()
    for _ in range(_ROUNDS):
        moved = 0.0
        for code, margin in zip(codes, margins, strict=True):
            frame = np.asarray(margin, dtype=np.float64)
            now = np.bincount(code, w, len(frame))
            met = (now > 0) & (frame > 0)
            wanted = frame / frame[met].sum() * now[met].sum()
            factor = np.where(met, wanted / np.where(met, now, 1.0), 1.0)
            w *= factor[code]
            moved = max(moved, float(np.abs(factor[met] - 1).max(initial=0.0)))
        if moved < _CLOSE:
            break
    return np.asarray(w / w.mean()) if len(w) else w


def _tilted(z: Floats) -> Floats | None:
    """Weights of sum 1, exponential in z, under which every mean of z is 0."""
    tilt = np.zeros(z.shape[1])
    value, weights = _potential(z, tilt)
    for _ in range(_ROUNDS):
        slope = weights @ z
        if np.abs(slope).max() < _CLOSE:
            return weights
        away = z - slope
        curve = (away * weights[:, None]).T @ away
        step = -np.linalg.lstsq(curve + _SPREAD * np.eye(len(tilt)), slope, rcond=None)[0]
        down, size = float(slope @ step), 1.0
        then, tried = _potential(z, tilt + step)
        while then > value + _ENOUGH * size * down:  # Armijo's rule
            size /= 2
            if size < _CLOSE:
                return None
            then, tried = _potential(z, tilt + size * step)
        tilt, value, weights = tilt + size * step, then, tried
    return None


def _potential(z: Floats, tilt: Floats) -> tuple[float, Floats]:
    along = z @ tilt
    top = along.max()
    raised = np.exp(along - top)
    return float(top + np.log(raised.sum())), raised / raised.sum()
