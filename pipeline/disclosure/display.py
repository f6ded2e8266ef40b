"""How a number is printed: the one place where it is.

A step is chosen once an outcome and holds for all of its levels, changes and limits, so that
text, table and chart can be laid beside each other. A decimal is added only where the number
would otherwise print as something that it is not: as 0, as all, as its target, as p = .05.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, assert_never

from pipeline.disclosure.rounding import FINEST, apart, rounded, same_side
from pipeline.tables.published import Figure

if TYPE_CHECKING:
    from decimal import Decimal

MINUS: Final = "\N{MINUS SIGN}"
ONE_DECIMAL_FROM: Final = 400
"""People from which a percentage may carry a decimal."""
BOTH_SIDES: Final = 30
"""People on either side from which the percentage of a whole group may carry one."""
SMALL_GROUP: Final = 30
"""Below this, means are printed a decimal coarser."""
WHOLE_FROM: Final = 100
"""Size from which whole units are printed."""
ONE_FROM: Final = 10
"""Size from which one decimal is printed; below it, two."""
WIDE_RANGE: Final = 20
"""Possible range from which one decimal is printed at most."""
ALPHA: Final = 0.05
TINY: Final = 0.001
WHOLE: Final = 1e-6
"""Nearer than this to a whole number is noise of a sum."""
NOISE: Final = 1e-12
"""Nearer than this, relative to the larger of 1 and the target, is noise of a multiplication."""

Family = Literal["share", "percent", "money", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How the numbers of one outcome are printed.

    Attributes:
        family: share (0 to 1, printed as percent), percent (already in percent), money, or unit.
        unit: Word printed behind a number of a unit, empty for none.
        decimals: Decimals of levels and changes as printed.
    """

    family: Family
    unit: str
    decimals: int

    @property
    def shift(self) -> int:
        """How many more decimals the value has than its print."""
        return 2 if self.family == "share" else 0

    def with_decimals(self, decimals: int) -> Scale:
        """The same scale with other decimals."""
        return replace(self, decimals=max(decimals, 0))

    def level(self, value: float) -> Figure | None:
        """A level: 6.5%, $4,555, 3.4 points; none or all only where it is."""
        ends = {"share": (0.0, 1.0), "percent": (0.0, 100.0)}.get(self.family, (0.0,))
        return self._figure(value, is_change=False, is_signed=False, others=ends)

    def change(self, value: float) -> Figure | None:
        """A change or difference, with its sign: −1.5 points, +$1,794; 0 only where it is."""
        return self._figure(value, is_change=True, is_signed=True, others=(0.0,))

    def spread(self, value: float) -> Figure | None:
        """A standard deviation or error, in the unit of changes, without a sign."""
        return self._figure(value, is_change=True, is_signed=False, others=(0.0,))

    def _figure(
        self, value: float, *, is_change: bool, is_signed: bool, others: tuple[float, ...]
    ) -> Figure | None:
        if not math.isfinite(value):
            return None
        places = apart(value, self.decimals + self.shift, others=others)
        exact = rounded(value, places)
        sign = _sign(exact, is_signed=is_signed)
        size = f"{abs(exact.scaleb(self.shift)):,.{places - self.shift}f}"
        return Figure(value=float(exact), shown=f"{sign}{self._dressed(size, is_change)}")

    def _dressed(self, size: str, is_change: bool) -> str:  # noqa: FBT001
        match self.family:
            case "money":
                return f"${size}"
            case "share" | "percent":
                return f"{size} points" if is_change else f"{size}%"
            case "unit":
                return f"{size} {self.unit}".strip()
            case _:
                assert_never(self.family)


def scale_of(
    *, unit: str, is_share: bool, magnitude: float, value_range: tuple[float, float] | None
) -> Scale:
    """The scale of an outcome, from its unit, its size and its possible range.

    Whole units are never rounded away; below 100 a decimal is kept, below 10 two. A scale that
    spans 20 or more keeps one at most: finer digits of a mean let single answers be told apart.
    """
    if is_share:
        return Scale(family="share", unit="%", decimals=0)
    families: dict[str, Family] = {"%": "percent", "dollars": "money", "$": "money"}
    decimals = 0 if magnitude >= WHOLE_FROM else 1 if magnitude >= ONE_FROM else 2
    if value_range is not None and value_range[1] - value_range[0] >= WIDE_RANGE:
        decimals = min(decimals, 1)
    return Scale(family=families.get(unit, "unit"), unit=unit, decimals=decimals)


def count(value: float) -> Figure | None:
    """A number of people or entries."""
    return number(value, 0) if math.isfinite(value) else None


def amount(value: float) -> Figure | None:
    """A sum of hours or money: whole where it is, else with one decimal.

    >>> amount(2710.5).shown, amount(2710.0).shown
    ('2,710.5', '2,710')
    """
    return number(value, amount_decimals(value)) if math.isfinite(value) else None


def amount_decimals(value: float) -> int:
    """Decimals of a sum: none where it is whole, but for the noise of adding up."""
    return 0 if not math.isfinite(value) or abs(value - round(value)) < WHOLE else 1


def number(value: float, decimals: int) -> Figure | None:
    """A number without a unit."""
    if not math.isfinite(value):
        return None
    exact = rounded(value, decimals)
    return Figure(value=float(exact), shown=f"{_sign(exact)}{abs(exact):,.{decimals}f}")


def effect(value: float) -> Figure | None:
    """An effect size or a limit of one: two decimals, more where it would print as 0."""
    if not math.isfinite(value):
        return None
    return number(value, apart(value, 2, others=(0.0,)))


def degrees(value: float) -> Figure | None:
    """Degrees of freedom: whole where they are."""
    if not math.isfinite(value):
        return None
    return number(value, 0 if value == int(value) or value >= WHOLE_FROM else 1)


def p_value(value: float) -> Figure | None:
    """A p-value: three decimals below a tenth, two above; never 0, and on its side of .05.

    >>> [p_value(p).shown for p in (0.0496, 0.0504, 0.052, 0.3)]
    ['0.0496', '0.0504', '0.052', '0.30']
    """
    if not math.isfinite(value):
        return None
    if value < TINY:
        return Figure(value=float(f"{value:.2e}"), shown="<0.001")
    return number(value, same_side(value, 3 if value < 0.1 else 2, line=ALPHA))  # noqa: PLR2004


def percent(value: float, *, beside: float = math.nan) -> Figure | None:
    """A share as percent; it prints as none, all, or `beside` only where it is.

    >>> percent(0.996).shown, percent(-0.1496, beside=-0.15).shown
    ('99.6%', '−14.96%')
    """
    if not math.isfinite(value):
        return None
    ends = (0.0, 1.0, -1.0, *((beside,) if math.isfinite(beside) else ()))
    value = next((end for end in ends if abs(value - end) < NOISE), value)
    places = apart(value, 2, others=ends, extra=FINEST)
    exact = rounded(value, places)
    shown = f"{_sign(exact)}{abs(exact.scaleb(2)):,.{places - 2}f}%"
    return Figure(value=float(exact), shown=shown)


def share_decimals(sides: tuple[tuple[float, float], ...], *, is_whole: bool) -> int:
    """Decimals of a percentage: one where single people cannot be told from it, else none.

    Args:
        sides: Each share that is printed, with the people behind it.
        is_whole: Whether it is about a whole group, not a level of a breakdown.
    """
    known = [(share, n) for share, n in sides if math.isfinite(share) and n > 0]
    if not known:
        return 0
    if min(n for _, n in known) >= ONE_DECIMAL_FROM:
        return 1
    fewest = min(min(round(share * n), n - round(share * n)) for share, n in known)
    return int(is_whole and fewest >= BOTH_SIDES)


def beside(scale: Scale, value: float, target: float, *, is_missed: bool) -> Scale:
    """A scale on which a level and its target print alike only where they are.

    A percentage whose target lies between two whole percents keeps one decimal; where level and
    target would still print alike although they differ, up to two more are added, and where the
    target is missed as many as it takes to see that.
    """
    decimals = scale.decimals
    if scale.shift and abs(float(rounded(target, scale.shift)) - target) > 1e-9:  # noqa: PLR2004
        decimals = max(decimals, 1)
    if not math.isfinite(value):
        return scale.with_decimals(decimals)
    if abs(value - target) <= NOISE * max(1.0, abs(target)):
        return scale.with_decimals(decimals)
    first = decimals + scale.shift
    if is_missed:
        return scale.with_decimals(same_side(value, first, line=target) - scale.shift)
    return scale.with_decimals(apart(value, first, others=(target,)) - scale.shift)


def _sign(value: Decimal, *, is_signed: bool = False) -> str:
    if value < 0:
        return MINUS
    return "+" if is_signed and value > 0 else ""
