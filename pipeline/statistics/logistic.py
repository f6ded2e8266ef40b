"""Yes or no by regression: the difference in percentage points that a logistic model gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.special import expit

from pipeline.statistics.means import from_t

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

_ROUNDS: Final = 50
_STEEPEST: Final = 15.0
"""A coefficient of a standardised regressor beyond this means that the groups are told apart."""


class Logistic(NamedTuple):
    """A fitted model.

    Attributes:
        coefficients: Log odds by regressor.
        covariance: Of the coefficients.
    """

    coefficients: Floats
    covariance: Floats


def fit_logistic(regressors: ArrayLike, outcome: ArrayLike) -> Logistic | None:
    """Maximum likelihood by Newton's method.

    Args:
        regressors: Shape (people, k), the constant among them.
        outcome: 1 or 0, shape (people,).

    Returns:
        None where regressors say the same twice, or tell yes from no without exception.

    Source:
        McCullagh and Nelder (1989), Generalized Linear Models, section 4.4.
    """
    x, y = np.asarray(regressors, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    size = np.sqrt((x**2).mean(axis=0)) if len(x) else np.ones(x.shape[1])
    if not len(x) or not (size > 0).all():
        return None
    z = x / size
    if np.linalg.matrix_rank(z) < z.shape[1]:
        return None
    beta = np.zeros(z.shape[1])
    for _ in range(_ROUNDS):
        chance = expit(z @ beta)
        information = (z * (chance * (1 - chance))[:, None]).T @ z
        if np.linalg.cond(information) > 1e12:  # noqa: PLR2004
            return None
        step = np.linalg.solve(information, z.T @ (y - chance))
        beta = beta + step
        if np.abs(beta).max() > _STEEPEST:
            return None
        if np.abs(step).max() < 1e-11:  # noqa: PLR2004
            chance = expit(z @ beta)
            information = (z * (chance * (1 - chance))[:, None]).T @ z
            covariance = np.linalg.inv(information) / np.outer(size, size)
            return Logistic(coefficients=beta / size, covariance=covariance)
    return None


def marginal_difference(
    regressors: ArrayLike, fitted: Logistic, *, at: int, conf_level: float = 0.95
) -> Estimate:
    """How much more often the outcome would be yes if everyone were in the group than if nobody.

    Args:
        regressors: As fitted.
        fitted: The model.
        at: Which regressor says who is in the group.
        conf_level: Coverage of the interval, normal, by the delta method.

    Returns:
        A difference of shares, shape (1,).

    Source:
        Bartus (2005), The Stata Journal 5, 309; standardisation: Muller and MacLehose (2014),
        International Journal of Epidemiology 43, 962.
    """
    x = np.asarray(regressors, dtype=np.float64)
    levels, slopes = [], []
    for group in (1.0, 0.0):
        moved = x.copy()
        moved[:, at] = group
        chance = expit(moved @ fitted.coefficients)
        levels.append(chance.mean())
        slopes.append((moved * (chance * (1 - chance))[:, None]).mean(axis=0))
    slope = slopes[0] - slopes[1]
    error = np.sqrt(slope @ fitted.covariance @ slope)
    estimate = np.array([levels[0] - levels[1]])
    return from_t(estimate, np.array([error]), np.array([np.inf]), conf_level=conf_level)
