"""Two readers of the same text: how far they agree beyond chance, and when nothing new came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import ndtri

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

_TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far coders agree; NaN where it cannot be told.

    Attributes:
        units: Segments that both, or two or more, coded.
        observed: Share on which they agree.
        value: Agreement beyond chance: 1 is complete, 0 is what chance alone gives.
        low: Lower limit, NaN where there is none.
        high: Upper limit.
    """

    units: int
    observed: float
    value: float
    low: float = float("nan")
    high: float = float("nan")


def cohens_kappa(
    pairs: Sequence[tuple[Hashable, Hashable]], *, conf_level: float = 0.95
) -> Agreement:
    """Agreement of two coders beyond chance.

    Args:
        pairs: The code that the first and the second coder gave to each segment.
        conf_level: Coverage of the interval.

    Returns:
        NaN without segments, and where both gave one and the same code to all of them.

    Source:
        Cohen (1960), Educational and Psychological Measurement 20, 37; the error: Fleiss, Cohen
        and Everitt (1969), Psychological Bulletin 72, 323.
    """
    n = len(pairs)
    nan = float("nan")
    if not n:
        return Agreement(units=0, observed=nan, value=nan)
    codes = sorted({code for pair in pairs for code in pair}, key=str)
    place = {code: at for at, code in enumerate(codes)}
    table = np.zeros((len(codes), len(codes)))
    for first, second in pairs:
        table[place[first], place[second]] += 1 / n
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    observed, expected = float(np.trace(table)), float(rows @ columns)
    if not expected < 1:
        return Agreement(units=n, observed=observed, value=nan)
    kappa = (observed - expected) / (1 - expected)
    diagonal = np.diag(table) * (1 - (rows + columns) * (1 - kappa)) ** 2
    off = table * (columns[:, None] + rows[None, :]) ** 2
    np.fill_diagonal(off, 0)
    spread = diagonal.sum() + (1 - kappa) ** 2 * off.sum()
    spread -= (kappa - expected * (1 - kappa)) ** 2
    error = np.sqrt(max(float(spread), 0.0) / n) / (1 - expected)
    half = float(ndtri((1 + conf_level) / 2)) * error
    return Agreement(
        units=n, observed=observed, value=kappa, low=max(kappa - half, -1.0),
        high=min(kappa + half, 1.0),
    )  # fmt: skip


def krippendorff_alpha(units: Sequence[Sequence[Hashable]]) -> Agreement:
    """Agreement of any number of coders beyond chance, some of whom read some segments only.

    Args:
        units: The codes that each segment was given, one a coder; segments that fewer than two
            coders read say nothing.

    Returns:
        For codes without an order. NaN without segments that two read, and where all codes are
        one and the same.

    Source:
        Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, nominal data. Checked
        with its examples: .095 and .743.
    """
    read = [list(unit) for unit in units if len(unit) >= _TWO]
    total = Counter(code for unit in read for code in unit)
    n = sum(total.values())
    nan = float("nan")
    if not read:
        return Agreement(units=0, observed=nan, value=nan)
    alike = sum(
        sum(count * (count - 1) for count in Counter(unit).values()) / (len(unit) - 1)
        for unit in read
    )
    observed = alike / n
    by_chance = sum(count * (count - 1) for count in total.values()) / (n * (n - 1))
    if not by_chance < 1:
        return Agreement(units=len(read), observed=observed, value=nan)
    value = 1 - (1 - observed) / (1 - by_chance)
    return Agreement(units=len(read), observed=observed, value=float(value))


def last_new(documents: Sequence[Sequence[str]]) -> int:
    """The document, counted from 1, in which a theme came up for the last first time.

    Args:
        documents: The themes of each document, in the order in which they were read.

    Returns:
        0 where no document has a theme.

    Source:
        Guest, Namey and Chen (2020), PLoS ONE 15, e0232076: saturation as the end of new themes.
    """
    seen: set[str] = set()
    found = 0
    for at, themes in enumerate(documents, start=1):
        if set(themes) - seen:
            found = at
            seen |= set(themes)
    return found


def coded_twice(
    segments: Mapping[tuple[str, str], Mapping[str, frozenset[str]]],
) -> tuple[list[tuple[frozenset[str], frozenset[str]]], list[list[frozenset[str]]]]:
    """Segments as pairs of the two coders who share most of them, and as units of all coders.

    Args:
        segments: The codes that each coder gave to each segment of each document; several of one
            coder count as one answer, so that agreement is of all of them.

    Source:
        The nominal comparison of sets; Krippendorff (2011).
    """
    shared: Counter[tuple[str, str]] = Counter()
    for by_coder in segments.values():
        names = sorted(by_coder)
        shared.update((a, b) for at, a in enumerate(names) for b in names[at + 1 :])
    units = [[given[name] for name in sorted(given)] for given in segments.values()]
    if not shared:
        return [], units
    best = max(shared.values())
    first, second = min(pair for pair, count in shared.items() if count == best)
    pairs = [
        (given[first], given[second])
        for given in segments.values()
        if first in given and second in given
    ]
    return pairs, units
