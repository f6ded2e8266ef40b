"""How a number is rounded and printed: the one place where either happens.

A step is chosen once an outcome and holds for all of its levels, changes and limits, so that
text, table and chart can be laid beside each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, Literal

from pipeline.tables.published import Figure

MINUS: Final = "\N{MINUS SIGN}"
ONE_DECIMAL_FROM: Final = 400
"""People from which a percentage may carry a decimal."""
BOTH_SIDES: Final = 30
"""People on either side from which the percentage of a whole group may carry one."""
SMALL_GROUP: Final = 30
"""Below this, means are printed a decimal coarser."""

Family = Literal["share", "percent", "money", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the numbers of one outcome are printed.

    Attributes:
        family: share (0 to 1, printed as percent), percent (already in percent), money, or unit.
        unit: Word printed behind, empty for none.
        decimals: Decimals of levels and changes as printed.
    """

    family: Family
    unit: str
    decimals: int

    def with_decimals(self, decimals: int) -> Scale:
        """The same scale with other decimals."""
        return Scale(family=self.family, unit=self.unit, decimals=max(decimals, 0))

    def level(self, value: float) -> Figure | None:
        """A level: 6.5%, $4,555, 3.4 points."""
        return self._figure(value, is_change=False, is_signed=False)

    def change(self, value: float) -> Figure | None:
        """A change or difference, with its sign: −1.5 points, +$1,794."""
        return self._figure(value, is_change=True, is_signed=True)

    def spread(self, value: float) -> Figure | None:
        """A standard deviation or error, in the unit of changes, without a sign."""
        return self._figure(value, is_change=True, is_signed=False)

    def _figure(self, value: float, *, is_change: bool, is_signed: bool) -> Figure | None:
        if not math.isfinite(value):
            return None
        shift = 2 if self.family == "share" else 0
        exact = rounded(value, self.decimals + shift)
        printed = exact.scaleb(shift)
        sign = _sign(printed, is_signed=is_signed)
        size = f"{abs(printed):,.{self.decimals}f}"
        return Figure(value=float(exact), shown=f"{sign}{self._dressed(size, is_change)}")

    def _dressed(self, size: str, is_change: bool) -> str:  # noqa: FBT001
        if self.family == "money":
            return f"${size}"
        if self.family in {"share", "percent"}:
            return f"{size} points" if is_change else f"{size}%"
        return f"{size} {self.unit}".strip()


def rounded(value: float, decimals: int) -> Decimal:
    """Half to even, from the shortest decimal that is the number."""
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_EVEN) + 0


def scale_of(
    *, unit: str, is_share: bool, magnitude: float, value_range: tuple[float, float] | None
) -> Scale:
    """The scale of an outcome, from its unit, its size and its possible range.

    Whole units are never rounded away; below 100 a decimal is kept, below 10 two. A scale that
    spans 20 or more keeps one at most: finer digits of a mean let single answers be told apart.
    """
    if is_share:
        return Scale(family="share", unit="%", decimals=0)
    family: Family = {"%": "percent", "dollars": "money", "$": "money"}.get(unit, "unit")  # type: ignore[assignment]
    decimals = 0 if magnitude >= 100 else 1 if magnitude >= 10 else 2  # noqa: PLR2004
    if value_range is not None and value_range[1] - value_range[0] >= 20:  # noqa: PLR2004
        decimals = min(max(decimals, 1), 1)
    return Scale(family=family, unit=unit, decimals=decimals)


def count(value: float) -> Figure | None:
    """A number of people or entries."""
    if not math.isfinite(value):
        return None
    whole = rounded(value, 0)
    return Figure(value=float(whole), shown=f"{_sign(whole)}{abs(whole):,.0f}")


def number(value: float, decimals: int) -> Figure | None:
    """A number without a unit."""
    if not math.isfinite(value):
        return None
    exact = rounded(value, decimals)
    return Figure(value=float(exact), shown=f"{_sign(exact)}{abs(exact):,.{decimals}f}")


def degrees(value: float) -> Figure | None:
    """Degrees of freedom: whole where they are."""
    if not math.isfinite(value):
        return None
    return number(value, 0 if value == int(value) or value >= 100 else 1)  # noqa: PLR2004


def p_value(value: float) -> Figure | None:
    """A p-value: three decimals below a tenth, two above; never 0."""
    if not math.isfinite(value):
        return None
    if value < 0.001:  # noqa: PLR2004
        return Figure(value=float(f"{value:.2e}"), shown="<0.001")
    return number(value, 3 if value < 0.1 else 2)  # noqa: PLR2004


def percent(value: float, decimals: int = 0) -> Figure | None:
    """A share of 0 to 1 as percent."""
    return Scale(family="share", unit="%", decimals=decimals).level(value)


def share_decimals(*, n: float, shares: tuple[float, ...], is_whole: bool) -> int:
    """Decimals of a percentage: one where single people cannot be told from it, else none."""
    if n >= ONE_DECIMAL_FROM:
        return 1
    sides = [min(share * n, (1 - share) * n) for share in shares if math.isfinite(share)]
    return 1 if is_whole and sides and min(sides) >= BOTH_SIDES else 0


def beside(scale: Scale, value: float, target: float) -> Scale:
    """A scale on which a level that misses its target does not print as if it met it.

    A percentage whose target lies between two whole percents keeps one decimal; where level and
    target would still print alike although they differ, up to two more are added.
    """
    shift = 2 if scale.family == "share" else 0
    decimals = scale.decimals
    if shift and abs(float(rounded(target, shift)) - target) > 1e-9:  # noqa: PLR2004
        decimals = max(decimals, 1)
    for extra in range(3):
        places = decimals + extra + shift
        if value == target or rounded(value, places) != rounded(target, places):
            return scale.with_decimals(decimals + extra)
    return scale.with_decimals(decimals + 2)


def _sign(value: Decimal, *, is_signed: bool = False) -> str:
    if value < 0:
        return MINUS
    return "+" if is_signed and value > 0 else ""
