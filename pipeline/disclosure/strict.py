"""The strict profile, for what anybody may read: shares in bands, and nothing that tells finer.

A change of a share is the difference of the middles of its bands. Its interval is told in whole
points where a point is worth at least three people, and only where it still says the same of
chance; errors, tests and effect sizes could be worked back to single people and are left out.
Means of fewer than 30 people come without what tells how far they scatter.

The rules are those of the public reports of state education agencies; see docs/evaluators.md.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.disclosure.banded import is_monthly
from pipeline.disclosure.bands import WHOLE
from pipeline.disclosure.bundles import BARE_FROM
from pipeline.disclosure.delivered import COUNTS, LEVELS
from pipeline.disclosure.display import ALPHA, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.disclosure.banded import Banded
    from pipeline.disclosure.primary import Row
    from pipeline.tables.published import Figure, PublishedRow

HELD: Final = "strict"
"""Reason of a row that is shown without some of its numbers."""
POINTS: Final = Scale(family="share", unit="%", decimals=0)
SCATTER_FROM: Final = 30
"""People from which it is told how far a mean scatters."""
DIGITS: Final = 3
"""Significant digits of what tells how far a mean scatters."""
SCATTER: Final = (
    "sd_before", "sd_after", "std_error", "conf_low", "conf_high", "effect", "effect_low",
    "effect_high",
)  # fmt: skip
TESTS: Final = ("statistic", "df", "p_value", "p_adjusted")
OF_MEANS: Final = frozenset(
    {
        "level", "change", "impact", "baseline", "gap", "expected", "improvement", "unmeasured",
        "detectable", "nonresponse", "bounds", "weighted", "retrospective", "dose",
    }
)  # fmt: skip
"""Analyses of means of people."""
NO_SHARES: Final = frozenset({"attrition", "response", "reach"})
"""Analyses of a share outcome that tell of counts of people which are shown anyway."""
OF_SHARES: Final = {"change": "", "baseline": "difference", "impact": "difference"}
"""Analyses whose estimate is one share less another, and by which model where it says so."""
OF_MONTHS: Final = ("n", "statistic", "effect", "df")
"""What a row about months counts besides the people of whom it is true."""
Figures = dict[str, "Figure"]


def coarse(exact: Iterable[Row], safe: Iterable[Row], shares: frozenset[str]) -> list[Row]:
    """The rows with less about how means scatter: nothing of few people, three digits of others.

    Args:
        exact: Rows of ESTIMATES.
        safe: The same without what the standard profile leaves out.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    return [
        _coarse(row, is_of_few=_is_of_few(one)) if _is_of_means(one, shares) else row
        for one, row in zip(exact, safe, strict=True)
    ]


def in_bands(
    exact: Sequence[Row],
    safe: Sequence[Row],
    shown: Sequence[PublishedRow],
    bands: Banded,
    shares: frozenset[str],
) -> tuple[PublishedRow, ...]:
    """The published rows with their shares in bands.

    Args:
        exact: Rows of ESTIMATES.
        safe: The same without what the standard profile leaves out.
        shown: The same rows as the standard profile publishes them.
        bands: The band of each share.
        shares: Outcomes whose levels are shares of 0 to 1.
    """
    pairs = list(zip(safe, shown, strict=True))
    changed = {told.id: _change(row, told, bands) for row, told in pairs}
    changed |= {told.id: _did(row, told, changed) for row, told in pairs if row["model"] == "did"}
    found = []
    for one, (row, told) in zip(exact, pairs, strict=True):
        is_share = row["outcome"] in shares and row["analysis"] not in NO_SHARES
        if not told.is_published or not (is_share or is_monthly(row)):
            is_of_few = told.is_published and _is_of_means(row, shares) and _is_of_few(one)
            found.append(replace(told, reason=HELD) if is_of_few else told)
            continue
        figures = _month(told, bands) if is_monthly(row) else _share(row, told, bands, changed)
        reason = HELD if figures.keys() != told.figures.keys() else told.reason
        found.append(replace(told, figures=figures, reason=reason))
    return tuple(found)


def sure(shown: Iterable[PublishedRow]) -> list[PublishedRow]:
    """The rows that tell how sure they are, so that they can be held against others."""
    return [row for row in shown if row.reason != HELD or "conf_low" in row.figures]


def moved(
    first: float, last: float, exact: tuple[float, float, float], n: float
) -> dict[str, Figure | None]:
    """A change between the middles of two bands, with its interval where that may be told.

    Args:
        first: Middle of the first band, as a share.
        last: Middle of the last band, as a share.
        exact: The change as it is, and the limits of its interval; NaN where there are none.
        n: People on the smaller side.

    >>> found = moved(0.325, 0.275, (-0.051, -0.09, -0.012), n=400)
    >>> [figure.shown for figure in found.values()]
    ['−5 points', '−9 points', '−1 points']
    """
    change = round(last - first, 9)
    found: dict[str, Figure | None] = {"estimate": _points(change)}
    estimate, low, high = exact
    low, high = (change + low - estimate, change + high - estimate)
    ends = (math.nan, math.nan)
    if n >= BARE_FROM and math.isfinite(low + high):
        first_point, last_point = (round(end * WHOLE, 6) for end in (low, high))
        ends = (math.floor(first_point) / WHOLE, math.ceil(last_point) / WHOLE)
    is_told = _side(*ends) == _side(*exact[1:]) and _is_alike(change, estimate)
    names = ("conf_low", "conf_high")
    return found | {
        name: _points(end) if is_told else None for name, end in zip(names, ends, strict=True)
    }


def _is_of_means(row: Row, shares: frozenset[str]) -> bool:
    return row["outcome"] not in shares and row["analysis"] in OF_MEANS


def _coarse(row: Row, *, is_of_few: bool) -> Row:
    if is_of_few:
        return row | dict.fromkeys((*SCATTER, *TESTS), math.nan)
    return row | {name: _digits(row[name]) for name in SCATTER}


def _is_of_few(row: Row) -> bool:
    """Whether a mean is of so few people that it is not told how far it scatters."""
    return _people(row) < SCATTER_FROM


def _digits(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else value


def _share(row: Row, told: PublishedRow, bands: Banded, changed: Mapping[str, Figures]) -> Figures:
    """What may be told of a share: counts of people, bands, and what follows from them."""
    figures = {name: told.figures[name] for name in COUNTS if name in told.figures}
    if "conf_level" in told.figures:
        figures["conf_level"] = told.figures["conf_level"]
    if row["analysis"] == "gap":
        return figures | _gap(row, changed)
    for name in LEVELS:
        band = bands.of(told.id, name)
        if band is not None:
            figures[name] = band.figure
    if row["analysis"] == "level" and "mean_after" in figures:
        return figures | {"estimate": figures["mean_after"]}
    return figures | changed[told.id]


def _change(row: Row, told: PublishedRow, bands: Banded) -> Figures:
    """The difference of two shares that are shown; nothing where another model reckoned it."""
    model = OF_SHARES.get(row["analysis"])
    is_beside = bool(row["model"]) and told.id.endswith(f"/{row['model']}")
    if model is None or (row["model"] != model and (model or is_beside)):
        return {}
    first, last = (bands.of(told.id, name) for name in LEVELS)
    if first is None or last is None:
        return {}
    return _present(moved(first.middle, last.middle, _exact(row), _people(row)))


def _did(row: Row, told: PublishedRow, changed: Mapping[str, Figures]) -> Figures:
    """The change of participants less that of the comparison group, as both are shown."""
    parts = (
        changed.get(told.id.replace("/impact/contrast", f"/change/{group}").removesuffix("/did"))
        for group in ("comparison", "participants")
    )
    return _apart(row, *parts)


def _gap(row: Row, changed: Mapping[str, Figures]) -> Figures:
    """The changes of two levels of a breakdown as they are shown, and how far they are apart."""
    start = f"{row['outcome']}/change/{row['group']}/{row['subgroup']}="
    cuts = [at for at, letter in enumerate(row["level"]) if letter == "-"]
    for at in cuts:
        names = (row["level"][at + 1 :], row["level"][:at])
        parts = [changed.get(start + name) for name in names]
        if all(part and "estimate" in part for part in parts):
            ends = {m: part["estimate"] for m, part in zip(LEVELS, parts, strict=True) if part}
            return ends | _apart(row, *parts)
    return {}


def _apart(row: Row, first: Figures | None, last: Figures | None) -> Figures:
    """How far two changes that are shown are apart."""
    if not first or not last:
        return {}
    ends = (first["estimate"].value, last["estimate"].value)
    return _present(moved(*ends, _exact(row), _people(row)))


def _exact(row: Row) -> tuple[float, float, float]:
    """An estimate and its interval; none where it is clear only before others are reckoned in."""
    limits = (row["conf_low"], row["conf_high"])
    if _side(*limits) and row["p_adjusted"] >= ALPHA:
        limits = (math.nan, math.nan)
    return row["estimate"], *limits


def _people(row: Row) -> float:
    """People on the smaller side."""
    return min((row[name] for name in COUNTS[:3] if row[name] > 0), default=0.0)


def _month(told: PublishedRow, bands: Banded) -> Figures:
    """A month of a survey or of taking part: how many there were, and the band of the share."""
    figures = {name: told.figures[name] for name in OF_MONTHS if name in told.figures}
    band = bands.of(told.id, "estimate")
    return figures if band is None else figures | {"estimate": band.figure}


def _points(value: float) -> Figure | None:
    """A change in points, with a decimal where the middles of two bands are half a point apart."""
    if not math.isfinite(value):
        return None
    is_whole = abs(value * WHOLE - round(value * WHOLE)) < 1e-6  # noqa: PLR2004
    return POINTS.with_decimals(0 if is_whole else 1).change(value)


def _side(low: float, high: float) -> int:
    """On which side of zero the whole interval lies; 0 where it holds zero or is not known."""
    return (low > 0) - (high < 0)


def _is_alike(one: float, other: float) -> bool:
    """Whether two changes do not point in opposite directions."""
    return not one * other < 0


def _present(figures: Mapping[str, Figure | None]) -> Figures:
    return {name: figure for name, figure in figures.items() if figure is not None}
