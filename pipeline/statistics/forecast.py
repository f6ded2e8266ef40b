"""Where a level is heading: a straight line on the right scale, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri, stdtr, stdtrit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

FEWEST: Final = 3
"""Points below which a line says nothing about how sure it is."""

EXACT: Final = 1e-24
"""Below this share of the squares what is left is rounding, not spread."""

_ROUNDS: Final = 100
_SETTLED: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What may be expected at one time; NaN where nothing can be said.

    Attributes:
        expected: Level on the line, in the unit of the levels.
        low: Lower limit of where it may be.
        high: Upper limit.
        slope: How fast the line goes, per unit of time, on the scale of the line.
        slope_error: Its standard error.
        middle: Expected level on the scale of the line.
        error: Standard error of the prediction, on the same scale.
        df: Degrees of freedom; inf for normal.
        scale: The scale: identity, logit or log.
    """

    expected: float
    low: float
    high: float
    slope: float
    slope_error: float
    middle: float
    error: float
    df: float
    scale: str

    def chance(self, target: float, *, higher_is_better: bool) -> float:
        """The chance that the level meets a target; NaN where nothing can be said.

        Source:
            The predictive distribution of the line: Gelman et al. (2013), Bayesian Data Analysis,
            14.2.
        """
        if not (np.isfinite(self.error) and self.error > 0 and np.isfinite(target)):
            return float("nan")
        with np.errstate(divide="ignore"):
            place = float(_SCALES[self.scale][0](np.float64(target)))
        if np.isnan(place):  # beyond what a share or a count can be
            return float((target < 0) == higher_is_better)
        below = _below((place - self.middle) / self.error, self.df)
        return 1 - below if higher_is_better else below


def forecast_share(
    times: ArrayLike, counts: ArrayLike, n: ArrayLike, at: float, *, conf_level: float = 0.95
) -> Forecast:
    """A share at a later time: a straight line in log odds.

    Where shares move more from time to time than chance allows, the line is as unsure as that
    and the coming level moves as much; else chance alone is reckoned with.

    Args:
        times: When each was counted, shape (points,), at least three different.
        counts: How many said yes.
        n: Of how many.
        at: When the level is wanted.
        conf_level: Coverage of the limits.

    Source:
        Logistic regression: McCullagh and Nelder (1989), Generalized Linear Models, 4.4;
        overdispersion: 4.5. Checked: 96 of 1 200, 90 of 1 190, 85 of 1 210, next: slope -.0701
        (.0773), 6.60 % (4.82 to 8.97), chance of 6.8 % or less .57.
    """
    t, x, n = (np.asarray(v, dtype=np.float64) for v in (times, counts, n))
    if not _is_enough(t) or not (n > 0).all() or not 0 < x.sum() < n.sum():
        return _nothing("logit")

    def working(eta: Floats) -> tuple[Floats, Floats]:
        p = expit(eta)
        weight = n * p * expit(-eta)
        return weight, eta + (x - n * p) / weight

    line = _line(t, working, start=logit((x + 0.5) / (n + 1)))
    if line is None:
        return _nothing("logit")
    coefficients, covariance = line
    p = expit(_design(t) @ coefficients)
    spread = ((x - n * p) ** 2 / (n * p * (1 - p))).sum() / (len(t) - 2)
    there = coefficients[0] + coefficients[1] * at
    own = max(spread - 1, 0.0) / (n.mean() * expit(there) * expit(-there))
    return _told(coefficients, covariance, at, "logit", spread=spread, own=own, points=len(t),
                 conf_level=conf_level)  # fmt: skip


def forecast_count(
    times: ArrayLike, counts: ArrayLike, at: float, *, conf_level: float = 0.95
) -> Forecast:
    """A count at a later time: a straight line in logarithms, and what the count itself may vary.

    Args:
        times: When each was counted, shape (points,), at least three different.
        counts: What was counted, 0 or more.
        at: When the count is wanted.
        conf_level: Coverage of the limits.

    Source:
        Poisson regression with overdispersion: McCullagh and Nelder (1989), Generalized Linear
        Models, 6.2; the variance of log counts by the delta method.
    """
    t, y = (np.asarray(v, dtype=np.float64) for v in (times, counts))
    if not _is_enough(t) or (y < 0).any() or not y.sum() > 0:
        return _nothing("log")

    def working(eta: Floats) -> tuple[Floats, Floats]:
        mean = np.exp(eta)
        return mean, eta + (y - mean) / mean

    line = _line(t, working, start=np.log(y + 0.5))
    if line is None:
        return _nothing("log")
    coefficients, covariance = line
    mean = np.exp(_design(t) @ coefficients)
    spread = ((y - mean) ** 2 / mean).sum() / (len(t) - 2)
    there = np.exp(coefficients[0] + coefficients[1] * at)
    own = max(spread, 1.0) / there
    return _told(coefficients, covariance, at, "log", spread=spread, own=own, points=len(t),
                 conf_level=conf_level)  # fmt: skip


def forecast_mean(
    times: ArrayLike, levels: ArrayLike, at: float, *, errors: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Forecast:  # fmt: skip
    """A mean at a later time: a straight line through the levels.

    Args:
        times: When each was measured, shape (points,), at least three different.
        levels: The means.
        at: When the level is wanted.
        errors: Standard error of each level; the line is never taken to be surer than those.
        conf_level: Coverage of the limits.

    Source:
        The prediction of a new value by least squares: Draper and Smith (1998), Applied
        Regression Analysis, 3.1. Checked: 91.2, 91.6, 92.3, 92.6, two years on 93.64 (92.68 to
        94.60), chance of 93.5 or more .702.
    """
    t, y = (np.asarray(v, dtype=np.float64) for v in (times, levels))
    if not _is_enough(t) or not np.isfinite(y).all():
        return _nothing("identity")
    x = _design(t)
    inverse: Floats = np.linalg.inv(x.T @ x).astype(np.float64)
    coefficients = inverse @ x.T @ y
    df = len(t) - 2
    variance = float(((y - x @ coefficients) ** 2).sum()) / df
    if errors is not None:
        known = np.asarray(errors, dtype=np.float64)
        variance = max(variance, float(np.nanmean(known**2)) if np.isfinite(known).any() else 0.0)
    if not variance > EXACT * float((y**2).mean()):
        return _nothing("identity")
    return _told(coefficients, inverse, at, "identity", spread=variance, own=variance,
                 points=len(t), conf_level=conf_level)  # fmt: skip


def brier(chances: ArrayLike, happened: ArrayLike) -> float:
    """How good chances were, once it is known what happened: 0 is perfect, .25 a coin.

    Args:
        chances: 0 to 1, shape (forecasts,).
        happened: Whether it came true, same shape.

    Source:
        Brier (1950), Monthly Weather Review 78, 1.
    """
    p, y = np.asarray(chances, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    return float(np.mean((p - y) ** 2)) if len(p) else float("nan")


def probability_beyond(found: Estimate, least: float, *, higher_is_better: bool) -> float:
    """The chance that a true change is at least so large, under a flat prior.

    Args:
        found: The change, one cell.
        least: The smallest change that counts, 0 or more, in the direction that is better.
        higher_is_better: Whether that is upwards.

    Source:
        Student's posterior: Gelman et al. (2013), Bayesian Data Analysis, 3.2.
    """
    sign = 1 if higher_is_better else -1
    error, df = float(found.std_error[0]), float(found.df[0])
    if not error > 0:
        return float("nan")
    return _below((sign * float(found.estimate[0]) - least) / error, df)


def _is_enough(t: Floats) -> bool:
    return len(np.unique(t)) >= FEWEST


def _design(t: Floats) -> Floats:
    return np.column_stack([np.ones_like(t), t])


def _line(
    t: Floats, working: Callable[[Floats], tuple[Floats, Floats]], *, start: Floats
) -> tuple[Floats, Floats] | None:
    """Weighted least squares again and again, until nothing moves; None where it never settles."""
    x, eta = _design(t), start
    before = np.full(2, np.inf)
    for _ in range(_ROUNDS):
        with np.errstate(all="ignore"):
            weight, wanted = working(eta)
        if not (np.isfinite(weight).all() and np.isfinite(wanted).all() and (weight > 0).all()):
            return None
        information = (x * weight[:, None]).T @ x
        try:
            coefficients = np.linalg.solve(information, (x * weight[:, None]).T @ wanted)
        except np.linalg.LinAlgError:  # endlessly steep: all weight is on one time
            return None
        if np.abs(coefficients - before).max() < _SETTLED * (1 + np.abs(coefficients).max()):
            return coefficients.astype(np.float64), np.linalg.inv(information).astype(np.float64)
        before, eta = coefficients, x @ coefficients
    return None


def _told(  # noqa: PLR0913  one line, many parts
    coefficients: Floats, covariance: Floats, at: float, scale: str, *,
    spread: float, own: float, points: int, conf_level: float,
) -> Forecast:  # fmt: skip
    """The level on the line with its limits.

    A share or a count is never surer than chance allows; a mean has its own spread.
    """
    is_mean = scale == "identity"
    factor = spread if is_mean else max(spread, 1.0)
    df = float(points - 2) if is_mean or spread > 1 else np.inf
    place = np.array([1.0, at])
    middle = float(place @ coefficients)
    error = float(np.sqrt(factor * (place @ covariance @ place) + own))
    half = _reach(conf_level, df) * error
    back = _SCALES[scale][1]
    low, expected, high = (
        float(back(np.float64(v))) for v in (middle - half, middle, middle + half)
    )
    return Forecast(
        expected=expected, low=low, high=high, slope=float(coefficients[1]),
        slope_error=float(np.sqrt(factor * covariance[1, 1])), middle=middle, error=error, df=df,
        scale=scale,
    )  # fmt: skip


def _nothing(scale: str) -> Forecast:
    nan = float("nan")
    return Forecast(expected=nan, low=nan, high=nan, slope=nan, slope_error=nan, middle=nan,
                    error=nan, df=nan, scale=scale)  # fmt: skip


def _below(t: float, df: float) -> float:
    return float(ndtr(t)) if np.isinf(df) else float(stdtr(df, t))


def _reach(conf_level: float, df: float) -> float:
    q = (1 + conf_level) / 2
    return float(ndtri(q)) if np.isinf(df) else float(stdtrit(df, q))


def _same(value: np.float64) -> np.float64:
    return value


def _log(value: np.float64) -> np.float64:
    return np.float64(np.log(value)) if value >= 0 else np.float64(np.nan)


_SCALES: Final[dict[str, tuple[Callable[[np.float64], np.float64], ...]]] = {
    "identity": (_same, _same),
    "logit": (logit, expit),
    "log": (_log, np.exp),
}
