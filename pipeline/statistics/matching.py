"""A comparison group made alike: the chance of taking part, and who is matched with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import expit

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

_ROUNDS: Final = 100
_RIDGE: Final = 1e-8
_STEEPEST: Final = 20.0
"""Where the groups do not overlap at all the chances run to 0 and 1; logits stop here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Who is matched with whom.

    Attributes:
        set_of: Matched set of each person, -1 where unmatched, shape (people,).
        weight: 1 for a matched participant, a share of 1 for each of their matches, 0 else.
    """

    set_of: NDArray[np.int64]
    weight: Floats


def propensity(regressors: ArrayLike, is_participant: ArrayLike) -> Floats:
    """The log odds of taking part, from a logistic regression.

    Args:
        regressors: The constant first, shape (people, k); copies of others do no harm.
        is_participant: 1 or 0, shape (people,).

    Returns:
        Shape (people,), at most 20 in size.

    Source:
        Rosenbaum and Rubin (1983), Biometrika 70, 41; fitted by iterated least squares:
        McCullagh and Nelder (1989), Generalized Linear Models, 2.5.
    """
    x, t = np.asarray(regressors, dtype=np.float64), np.asarray(is_participant, dtype=np.float64)
    size = np.sqrt((x**2).mean(axis=0)) if len(x) else np.ones(x.shape[1])
    x = x / np.where(size > 0, size, 1.0)
    beta = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        chance = expit(np.clip(x @ beta, -_STEEPEST, _STEEPEST))
        weight = chance * (1 - chance)
        information = (x * weight[:, None]).T @ x + _RIDGE * np.eye(x.shape[1])
        step = np.linalg.solve(information, x.T @ (t - chance) - _RIDGE * beta)
        beta = beta + step
        if np.abs(step).max(initial=0.0) < 1e-10:  # noqa: PLR2004
            break
    return np.asarray(np.clip(x @ beta, -_STEEPEST, _STEEPEST))


def nearest(
    distance_along: ArrayLike,
    is_participant: ArrayLike,
    stratum: ArrayLike,
    *,
    caliper: float = 0.2,
    ratio: int = 1,
) -> Matched:
    """Each participant with the nearest of the others, nobody used twice.

    Those who are hardest to match come first: the highest log odds of taking part. Of two as
    near, the one with the lower log odds is taken.

    Args:
        distance_along: The log odds of taking part, shape (people,).
        is_participant: 1 or 0.
        stratum: Only people of one stratum are matched: a whole number each.
        caliper: Largest distance, in standard deviations of the log odds.
        ratio: Matches for each participant, as far as there are any.

    Source:
        Stuart (2010), Statistical Science 25, 1; caliper: Austin (2011), Pharmaceutical
        Statistics 10, 150; order and rounds as in MatchIt: Ho et al. (2011), Journal of
        Statistical Software 42(8).
    """
    along = np.asarray(distance_along, dtype=np.float64)
    takes_part = np.asarray(is_participant).astype(np.bool_)
    strata = np.asarray(stratum)
    reach = caliper * float(along.std(ddof=1)) if len(along) > 1 else 0.0
    set_of = np.full(len(along), -1, dtype=np.int64)
    for name in np.unique(strata):
        inside = strata == name
        seekers = np.flatnonzero(inside & takes_part)
        seekers = seekers[np.argsort(-along[seekers], kind="stable")]
        others = np.flatnonzero(inside & ~takes_part)
        others = others[np.argsort(along[others], kind="stable")]
        _match(along, seekers, others, set_of, reach=reach, ratio=ratio)
    return Matched(set_of=set_of, weight=_weights(set_of, takes_part))


def e_value(ratio: ArrayLike) -> Floats:
    """How strong something unmeasured would have to be to explain a risk ratio away.

    Args:
        ratio: Of two risks, above 0, shape (cells,).

    Returns:
        The smallest ratio by which the unmeasured would have to go with both taking part and
        the outcome; 1 where there is nothing to explain.

    Source:
        VanderWeele and Ding (2017), Annals of Internal Medicine 167, 268. Checked: their 3.9
        gives 7.26.
    """
    rr = np.asarray(ratio, dtype=np.float64)
    with np.errstate(all="ignore"):
        above = np.where(rr > 0, np.maximum(rr, 1 / rr), np.nan)
        return np.asarray(above + np.sqrt(above * (above - 1)))


def e_value_of_difference(d: ArrayLike) -> Floats:
    """The same for a standardised difference, brought to a risk ratio first.

    Source:
        VanderWeele and Ding (2017), table 2: a ratio of exp(0.91 d).
    """
    return e_value(np.exp(0.91 * np.asarray(d, dtype=np.float64)))


def _weights(set_of: NDArray[np.int64], takes_part: NDArray[np.bool_]) -> Floats:
    weight = np.zeros(len(set_of))
    others = (set_of >= 0) & ~takes_part
    sizes = np.bincount(set_of[others], minlength=int(set_of.max(initial=0)) + 1)
    weight[others] = 1 / sizes[set_of[others]]
    weight[(set_of >= 0) & takes_part] = 1.0
    return weight


def _match(
    along: Floats,
    seekers: NDArray[np.intp],
    others: NDArray[np.intp],
    set_of: NDArray[np.int64],
    *,
    reach: float,
    ratio: int,
) -> None:
    """Matches within one stratum: `others` in ascending order, a round for each match."""
    places = along[others]
    # The nearest that is free, to the left and to the right; a taken place points past itself.
    left, right = list(range(len(others) + 1)), list(range(len(others) + 1))

    def free(pointers: list[int], at: int) -> int:
        path = []
        while pointers[at] != at:
            path.append(at)
            at = pointers[at]
        for passed in path:
            pointers[passed] = at
        return at

    for _ in range(ratio):
        for seeker in seekers:
            split = int(np.searchsorted(places, along[seeker]))
            below, above = free(left, split), free(right, split)  # `left` is shifted by one
            near = _nearer(places, along[seeker], below - 1, above, reach)
            if near < 0:
                continue
            set_of[seeker] = seeker
            set_of[others[near]] = seeker
            left[near + 1], right[near] = near, near + 1


def _nearer(places: Floats, at: float, below: int, above: int, reach: float) -> int:
    """The nearer of two places within reach, -1 where neither is."""
    far = np.inf
    low = at - places[below] if below >= 0 else far
    high = places[above] - at if above < len(places) else far
    if min(low, high) > reach:
        return -1
    return below if low <= high else above
