"""SMART goals: from what was written to a target that a number can be held against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, assert_never

if TYPE_CHECKING:
    from pipeline.study import schema
    from pipeline.study.schema import Goal, Outcome, OutcomeType, Study

AMOUNT: Final = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<digits>\d{1,12}(?:\.\d{1,6})?)\s*(?P<percent>%|percent\b|per cent\b)?"
)
PROPORTIONS: Final = ("binary", "ordinal")
MINUS: Final = "\N{MINUS SIGN}"
ARROW: Final = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True, slots=True)
class Relative:
    """A change in percent of the baseline: -15 means 15 % less than it was."""

    percent: float


@dataclass(frozen=True, slots=True)
class Points:
    """A change in the outcome's own unit; percentage points for proportions."""

    points: float


@dataclass(frozen=True, slots=True)
class Level:
    """A level to reach, in the outcome's own unit; percent for proportions."""

    level: float


Target = Relative | Points | Level


def reading(target: schema.Target) -> Target:
    """What a target of the study file means; exactly one of its keys is given.

    >>> from pipeline.study import schema
    >>> reading(schema.Target(relative_change=-15))
    Relative(percent=-15.0)
    """
    if target.relative_change is not None:
        return Relative(target.relative_change)
    if target.change is not None:
        return Points(target.change)
    if target.level is not None:
        return Level(target.level)
    message = "a target without a reading passed the check of the study file"
    raise AssertionError(message)


def target_level(
    target: Target, baseline: float, *, outcome_type: OutcomeType | None = None
) -> float:
    """The level that must be reached, in the unit of the baseline.

    Proportions are in percent, as in the study file: a baseline of 8.0 means 8 %. The level is
    not moved into the possible range; `is_possible` says whether it lies there.

    >>> target_level(Relative(-15), baseline=8.0)
    6.8
    >>> target_level(Points(-1.5), baseline=8.0, outcome_type="binary")
    6.5
    """
    del outcome_type  # the three readings mean the same for every type
    match target:
        case Relative(percent):
            return baseline * (100 + percent) / 100
        case Points(points):
            return baseline + points
        case Level(level):
            return level
        case _:
            assert_never(target)


def possible_range(study: Study, goal: Goal) -> tuple[float, float]:
    """The lowest and the highest level that the goal's outcome can take, in study units."""
    outcome = outcome_of(study, goal)
    if outcome is None:
        return 0.0, float("inf")
    if outcome.type in PROPORTIONS:
        return 0.0, 100.0
    return outcome.range if outcome.range is not None else (float("-inf"), float("inf"))


def outcome_of(study: Study, goal: Goal) -> Outcome | None:
    """The outcome that a goal is about; none where it counts entries of a log."""
    return study.outcomes.get(goal.outcome) if goal.outcome is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand an amount that was written bare.

    Attributes:
        name: What the reading is called.
        key: The key of `target:` that says it outright.
        amount: The amount for that key, as typed.
        words: The reading with its numbers where the baseline is known, in words otherwise.
    """

    name: str
    key: str
    amount: str
    words: str


def readings(
    text: str, baseline: float | None, outcome_type: str, *, unit: str = ""
) -> tuple[Reading, ...]:
    """Every way to understand a bare target such as "-15%"; none if it holds no number.

    Args:
        text: The target as written.
        baseline: The declared starting level in study units, if any.
        outcome_type: continuous, binary or ordinal; anything else counts as continuous.
        unit: The outcome's unit.

    >>> [one.key for one in readings("-15%", 8.0, "binary")]
    ['relative_change', 'change']
    """
    found = AMOUNT.search(text.replace(MINUS, "-"))
    if found is None:
        return ()
    amount = Decimal(found["sign"] + found["digits"])
    is_proportion = outcome_type in PROPORTIONS
    scale = _Scale(is_proportion=is_proportion, unit="%" if is_proportion else unit)
    start = None if baseline is None else Decimal(str(baseline))
    told = [_relative(amount, start, scale)]
    if scale.unit == "%" or not found["percent"]:
        told.append(_change(amount, start, scale))
        told += [] if found["sign"] else [_level(amount, start, scale)]
    return tuple(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """What a number is counted in."""

    is_proportion: bool
    unit: str

    def show(self, value: Decimal) -> str:
        number = shown(value)
        return f"{number} {self.unit}" if self.unit else number

    def path(self, start: Decimal, end: Decimal) -> str:
        out = self.is_proportion and not 0 <= end <= 100  # noqa: PLR2004  percent
        return f"{self.show(start)} {ARROW} {self.show(end)}{', impossible' if out else ''}"


def shown(value: Decimal) -> str:
    """A number with one decimal or two, and a true minus sign.

    >>> shown(Decimal("7")), shown(Decimal("6.80")), shown(Decimal("7.0125"))
    ('7.0', '6.8', '7.01')
    """
    text = f"{value.quantize(Decimal('0.01')):.2f}"
    return text.removesuffix("0").replace("-", MINUS)


def _relative(amount: Decimal, start: Decimal | None, scale: _Scale) -> Reading:
    if start is None:
        words = f"{_plain(abs(amount))} percent {_more(amount)} than the baseline"
    else:
        words = scale.path(start, start * (100 + amount) / 100)
    return Reading(name="relative", key="relative_change", amount=_plain(amount), words=words)


def _change(amount: Decimal, start: Decimal | None, scale: _Scale) -> Reading:
    is_percent = scale.unit == "%"
    if start is None:
        unit = "points" if is_percent else scale.unit
        words = f"{_plain(abs(amount))} {unit} {_more(amount)} than the baseline".replace("  ", " ")
    else:
        words = scale.path(start, start + amount)
    name = "percentage points" if is_percent else "change"
    return Reading(name=name, key="change", amount=_plain(amount), words=words)


def _level(amount: Decimal, start: Decimal | None, scale: _Scale) -> Reading:
    bare = f"{_plain(amount)} {scale.unit}".rstrip()
    words = bare if start is None else scale.path(start, amount)
    return Reading(name="level", key="level", amount=_plain(amount), words=words)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}" if amount else "0"


def _more(amount: Decimal) -> str:
    return "less" if amount < 0 else "more"
