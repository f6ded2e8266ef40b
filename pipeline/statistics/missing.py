"""People measured once only: what they may have been the other time, drawn many times over.

Everything follows from sums: those who lack a value are drawn as a whole, exactly as if each had
been drawn alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy.special import bdtrik, betaincinv, chdtri, ndtri

from pipeline.statistics.means import from_t
from pipeline.statistics.moments import Moments, PairedMoments, PairTable
from pipeline.statistics.resampling import uniforms

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from pipeline.statistics.estimate import Estimate

    Floats = NDArray[np.float64]

DRAWS: Final = 20
"""How often what is missing is drawn."""

FEWEST: Final = 5
"""Pairs below which nothing is drawn: they tell too little of how start and end go together."""

_NUMBERS: Final = 6
"""Random numbers of one draw of one direction."""


def rest_of(everyone: Moments, pairs: Moments) -> Moments:
    """Those measured in this period only: everyone measured in it, less the pairs.

    Args:
        everyone: Of one period, an entry per cell.
        pairs: Those of them who were measured in the other period too.
    """
    with np.errstate(all="ignore"):
        n = everyone.n - pairs.n
        total = _zero(everyone.n * everyone.mean) - _zero(pairs.n * pairs.mean)
        mean = np.where(n > 0, total / n, np.nan)
        away = _squares(everyone) - _squares(pairs)
        middle = everyone.mean
        away = away - _zero(pairs.n * (pairs.mean - middle) ** 2) - n * (mean - middle) ** 2
        scale = _squares(everyone)
        away = np.where(away < scale * 1e-12, 0.0, away)  # what rounding left
        var = np.where(n > 1, away / (n - 1), np.nan)
    return Moments(n=n, mean=mean, var=var)


def imputed_changes(
    pairs: PairedMoments, before_only: Moments, after_only: Moments, *, seed: int
) -> PairedMoments:
    """Everyone measured at least once, with the missing half drawn from a regression.

    Who lacks an end gets one from the regression of end on start among the pairs, with its
    coefficients and spread drawn first and a residual drawn for each; the other way about for who
    lacks a start.

    Args:
        pairs: Measured twice, an entry per cell.
        before_only: Measured before only.
        after_only: Measured after only.
        seed: Of the random numbers.

    Returns:
        Shape (DRAWS * cells,), draw by draw. Cells with fewer than five pairs are NaN.

    Source:
        Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 5.3, example 5.1;
        van Buuren (2018), Flexible Imputation of Missing Data, algorithm 3.1.
    """
    cells = len(pairs.n)
    u = uniforms(seed, (cells, DRAWS, 2, _NUMBERS)).transpose(1, 0, 2, 3)
    flipped = PairedMoments(
        n=pairs.n, mean_before=pairs.mean_after, mean_after=pairs.mean_before,
        var_before=pairs.var_after, var_after=pairs.var_before, cov=pairs.cov,
        var_change=pairs.var_change,
    )  # fmt: skip
    forth = _completed(pairs, before_only, u[:, :, 0])
    back = _completed(flipped, after_only, u[:, :, 1])
    known = _Group(
        n=pairs.n, x=pairs.mean_before, y=pairs.mean_after,
        xx=_zero((pairs.n - 1) * pairs.var_before), yy=_zero((pairs.n - 1) * pairs.var_after),
        xy=_zero((pairs.n - 1) * pairs.cov),
    )  # fmt: skip
    back = _Group(n=back.n, x=back.y, y=back.x, xx=back.yy, yy=back.xx, xy=back.xy)
    return _together((known, forth, back), is_told=pairs.n >= FEWEST)


def imputed_tables(
    pairs: PairTable, before_only: Moments, after_only: Moments, *, seed: int
) -> PairTable:
    """The same for a yes or no: everyone measured at least once, before by after.

    Args:
        pairs: Counts of shape (cells, 2, 2): before by after, no then yes.
        before_only: Measured before only; the mean is the share of yes.
        after_only: Measured after only.
        seed: Of the random numbers.

    Returns:
        Counts of shape (DRAWS * cells, 2, 2); NaN with fewer than five pairs.

    Source:
        Rubin (1987), section 5.3: a binary variable given another, with Jeffreys' prior.
    """
    counts = pairs.counts
    cells = len(counts)
    u = uniforms(seed, (cells, DRAWS, 2, 4)).transpose(1, 0, 2, 3)
    total = np.broadcast_to(counts, (DRAWS, *counts.shape)).copy()
    turned = counts.transpose(0, 2, 1)
    for answer in (0, 1):
        total[:, :, answer, :] += _answers(before_only, counts, answer, u[:, :, 0])
        total[:, :, :, answer] += _answers(after_only, turned, answer, u[:, :, 1])
    told = counts.sum(axis=(1, 2)) >= FEWEST
    total = np.where(told[None, :, None, None], total, np.nan)
    return PairTable(counts=total.reshape(-1, 2, 2))


def pooled(
    estimates: ArrayLike, variances: ArrayLike, df: ArrayLike, *, conf_level: float = 0.95
) -> Estimate:
    """One answer from the answers of every draw.

    Args:
        estimates: Shape (draws, cells).
        variances: Squared standard errors, the same shape.
        df: Degrees of freedom if nothing were missing, shape (cells,).
        conf_level: Coverage of the interval.

    Returns:
        The mean of the estimates; its variance is that of one draw plus (1 + 1/draws) times that
        between draws.

    Source:
        Rubin (1987), section 3.1; degrees of freedom: Barnard and Rubin (1999), Biometrika 86,
        948.
    """
    q, v = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    complete = np.asarray(df, dtype=np.float64)
    draws = len(q)
    with np.errstate(all="ignore"):
        within, between = v.mean(axis=0), q.var(axis=0, ddof=1)
        between = (1 + 1 / draws) * between
        total = within + between
        share = np.where(total > 0, between / total, 0.0)
        old = np.where(share > 0, (draws - 1) / share**2, np.inf)
        observed = (complete + 1) / (complete + 3) * complete * (1 - share)
        observed = np.where(np.isinf(complete), np.inf, observed)
        adjusted = 1 / (1 / old + 1 / observed)
    return from_t(q.mean(axis=0), np.sqrt(total), adjusted, conf_level=conf_level, least_df=0.0)


class _Group(NamedTuple):
    """People of one kind: how many, means, and sums of squares about them."""

    n: Floats
    x: Floats
    y: Floats
    xx: Floats
    yy: Floats
    xy: Floats


def _completed(pairs: PairedMoments, rest: Moments, u: Floats) -> _Group:
    """Those with x only, each with a y drawn from the regression of y on x among the pairs."""
    n = pairs.n
    with np.errstate(all="ignore"):
        xx = (n - 1) * pairs.var_before
        has_slope = xx > 0
        slope = np.where(has_slope, (n - 1) * pairs.cov / xx, 0.0)
        df = n - 1 - has_slope
        left = np.maximum((n - 1) * pairs.var_after - slope**2 * _zero(xx), 0.0)
        spread = np.sqrt(left / chdtri(df, 1 - u[..., 0]))
        mean = pairs.mean_after + spread * ndtri(u[..., 1]) / np.sqrt(n)
        steep = slope + np.where(has_slope, spread * ndtri(u[..., 2]) / np.sqrt(xx), 0.0)
        m, away = rest.n, _squares(rest)
        middle = spread * ndtri(u[..., 3]) / np.sqrt(m)
        along = np.where(away > 0, ndtri(u[..., 4]), 0.0)
        free = m - 1 - (away > 0)
        beside = np.where(free > 0, chdtri(np.maximum(free, 1), 1 - u[..., 5]), 0.0)
        y = mean + steep * (rest.mean - pairs.mean_before) + middle
        crossed = spread * np.sqrt(away) * along
        xy = steep * away + crossed
        yy = steep**2 * away + 2 * steep * crossed + spread**2 * (along**2 + beside)
    return _Group(n=m, x=rest.mean, y=y, xx=away, yy=yy, xy=xy)


def _together(groups: tuple[_Group, ...], *, is_told: NDArray[np.bool_]) -> PairedMoments:
    """Several groups as one, draw by draw; empty groups change nothing."""
    shape = (DRAWS, len(is_told))
    filled = [
        _Group(*(np.where(g.n > 0, _zero(np.broadcast_to(v, shape)), 0.0) for v in g))
        for g in groups
    ]
    n = sum((g.n for g in filled), np.zeros(shape))
    with np.errstate(all="ignore"):
        x = sum((g.n * g.x for g in filled), np.zeros(shape)) / n
        y = sum((g.n * g.y for g in filled), np.zeros(shape)) / n
        xx = sum((g.xx + g.n * (g.x - x) ** 2 for g in filled), np.zeros(shape)) / (n - 1)
        yy = sum((g.yy + g.n * (g.y - y) ** 2 for g in filled), np.zeros(shape)) / (n - 1)
        xy = sum((g.xy + g.n * (g.x - x) * (g.y - y) for g in filled), np.zeros(shape)) / (n - 1)
    n, x, y, xx, yy, xy = (np.where(is_told, v, np.nan).ravel() for v in (n, x, y, xx, yy, xy))
    return PairedMoments(
        n=n, mean_before=x, mean_after=y, var_before=xx, var_after=yy, cov=xy,
        var_change=np.maximum(xx + yy - 2 * xy, 0.0),
    )  # fmt: skip


def _answers(rest: Moments, table: Floats, given: int, u: Floats) -> Floats:
    """Who gave one answer and lacks the other: how many no and yes, shape (draws, cells, 2)."""
    yes = np.rint(_zero(rest.n * rest.mean))
    people = yes if given else rest.n - yes
    no, yes = table[:, given, 0] + 0.5, table[:, given, 1] + 0.5
    chance = np.asarray(betaincinv(yes, no, u[..., 2 * given]), dtype=np.float64)
    drawn = _binomial(people, chance, u[..., 2 * given + 1])
    return np.stack([people - drawn, drawn], axis=-1)


def _binomial(n: Floats, chance: Floats, u: Floats) -> Floats:
    """How many of n, by the inverse of the distribution."""
    n = np.broadcast_to(n, chance.shape)
    safe = np.maximum(n, 1)
    with np.errstate(all="ignore"):
        drawn = np.ceil(_zero(np.asarray(bdtrik(u, safe, chance), dtype=np.float64)))
    return np.where(n > 0, np.clip(drawn, 0, n), 0.0)


def _squares(moments: Moments) -> Floats:
    """Squares about the mean, 0 where there are none."""
    return _zero((moments.n - 1) * moments.var)


def _zero(values: Floats) -> Floats:
    return np.asarray(np.where(np.isnan(values), 0.0, values))
