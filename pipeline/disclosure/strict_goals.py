"""Goals about shares in the strict profile: bands, and what their verdicts tell of the people.

That a target is met says on which side of it the share lies, which is reckoned with when bands
are chosen. A target that was promised against a measured baseline is told as a band too, since
it would give the baseline away. Chances, forecasts and steps of attainment are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.disclosure.bands import WHOLE
from pipeline.disclosure.met_counts import Fact
from pipeline.disclosure.strict import HELD, SCATTER_FROM, moved
from pipeline.study.goals import Level, Points, Relative, reading, target_level
from pipeline.tables.published import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.disclosure.banded import Banded, Levels, Place
    from pipeline.disclosure.bands import Band
    from pipeline.disclosure.primary import Row
    from pipeline.study.schema import Study
    from pipeline.tables.published import PublishedGoal

KEPT: Final = ("n", "elapsed")
"""Figures of a goal that tell nothing of a share."""
OF_CHANCE: Final = ("confirmed", "is_measurable", "is_stretch", "decision", "verdict_first")
"""Verdicts that rest on more than the level and the target."""
SURE: Final = {"met-within-noise": "met"}
"""Verdicts that say more than whether the target is met, and the one that does not."""
OF_SCATTER: Final = (
    "change_low", "change_high", "detectable", "p_met", "p_attain", "p_earlier", "p_decision",
    "forecast", "forecast_low", "forecast_high",
)  # fmt: skip
"""Figures of a goal about a mean that follow from how far it scatters."""
SLACK: Final = 1e-4
"""People by which a target is missed at least, where it is missed."""
NOISE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """The line that a goal is held against: so much of the baseline, and so much more.

    Attributes:
        times: What part of the measured baseline it is; 0 where it hangs on none.
        more: What is added, as a share.
    """

    times: float
    more: float


def facts(study: Study, goals: Iterable[Row], levels: Levels) -> Iterator[Fact]:
    """What it tells of the people behind a share that a target is met, or is not.

    Args:
        study: The study file.
        goals: Rows of ATTAINMENT that are shown.
        levels: The people of each level.
    """
    for goal in goals:
        now, line = levels.get(_place(goal, "period_current")), _line(study, goal)
        start = levels.get(_place(goal, "period_baseline"))
        if goal["met"] not in {"yes", "no"} or now is None or line is None:
            continue
        if line.times and start is None:
            continue
        is_above = (goal["better"] == "higher") == (goal["met"] == "yes")
        gap = 0.0 if goal["met"] == "yes" else SLACK
        terms = [(now, 1.0)]
        if line.times and start is not None:
            terms.append((start, -line.times * now.n / start.n))
        level = line.more * now.n
        if is_above:
            yield Fact(tuple(terms), level + gap - NOISE, math.inf)
        else:
            yield Fact(tuple(terms), -math.inf, level - gap + NOISE)


def in_bands(
    study: Study, goals: Sequence[Row], shown: Sequence[PublishedGoal], bands: Banded
) -> tuple[PublishedGoal, ...]:
    """The goals with their shares in bands.

    Args:
        study: The study file.
        goals: Rows of ATTAINMENT, exact.
        shown: The same goals as the standard profile publishes them.
        bands: The band of each share.
    """
    pairs = zip(goals, shown, strict=True)
    return tuple(
        _goal(study, goal, told, bands) if is_share(goal) else _mean(goal, told)
        for goal, told in pairs
    )


def _mean(goal: Row, told: PublishedGoal) -> PublishedGoal:
    """A goal about a mean of few people without what tells how far it scatters."""
    if goal["type"] == "count" or goal["n"] >= SCATTER_FROM:
        return told
    figures = {name: one for name, one in told.figures.items() if name not in OF_SCATTER}
    return replace(told, figures=figures, reason=told.reason or HELD)


def is_share(goal: Row) -> bool:
    """Whether a goal is about a share of people."""
    return goal["type"] in {"binary", "ordinal"}


def _goal(study: Study, goal: Row, told: PublishedGoal, bands: Banded) -> PublishedGoal:
    if told.status == "suppressed":
        return told
    now, start = (bands.at(_place(goal, f"period_{name}")) for name in ("current", "baseline"))
    found: dict[str, Figure | None] = {name: told.figures.get(name) for name in KEPT}
    if "current" in told.figures and now is not None:
        found["current"] = now.figure
    if "baseline" in told.figures:
        found["baseline"] = _baseline(goal, told, start)
    if "target" in told.figures:
        found["target"] = _target(study, goal, told, start)
    if "change" in told.figures and "current" in found and found.get("baseline") is not None:
        found |= _moved(goal, found)
    figures = {name: figure for name, figure in found.items() if figure is not None}
    text = dict(told.text) | dict.fromkeys(OF_CHANCE, "")
    if "change_low" in figures:
        text["confirmed"] = told.text["confirmed"]
    else:
        text["verdict"] = SURE.get(text["verdict"], text["verdict"])
    return replace(told, figures=figures, text=text, reason=told.reason or HELD)


def _baseline(goal: Row, told: PublishedGoal, start: Band | None) -> Figure | None:
    """A measured baseline in its band; one that was declared is in the study file already."""
    if not goal["period_baseline"]:
        return told.figures["baseline"]
    return None if start is None else start.figure


def _target(study: Study, goal: Row, told: PublishedGoal, start: Band | None) -> Figure | None:
    """The target; between two ends where it hangs on a measured baseline."""
    line = _line(study, goal)
    if line is None or not line.times:
        return told.figures["target"]
    if start is None:
        return None
    ends = sorted(line.times * end / WHOLE + line.more for end in (start.low, start.high))
    low, high = (round(end * WHOLE, 1) for end in ends)
    return Figure(value=round((low + high) / 2 / WHOLE, 6), shown=f"{low:g} to {high:g}%")


def _moved(goal: Row, found: dict[str, Figure | None]) -> dict[str, Figure | None]:
    """The change between the levels that are shown."""
    first, last = found["baseline"], found["current"]
    if first is None or last is None:
        return {}
    exact = (goal["change"], goal["change_low"], goal["change_high"])
    told = moved(first.value, last.value, exact, goal["n"])
    names = {"estimate": "change", "conf_low": "change_low", "conf_high": "change_high"}
    return {name: told[one] for one, name in names.items()}


def _line(study: Study, goal: Row) -> Line | None:
    """What a goal is held against; None where it holds no target."""
    if not math.isfinite(goal["target"]):
        return None
    declared = next(one for one in study.goals if one.id == goal["id"])
    match reading(declared.target):
        case Relative(percent) if goal["period_baseline"]:
            return Line(target_level(Relative(percent), 1.0), 0.0)
        case Points(points) if goal["period_baseline"]:
            return Line(1.0, points / WHOLE)
        case Relative() | Points() | Level():
            return Line(0.0, goal["target"])


def _place(goal: Row, period: str) -> Place:
    group, _, cut = goal["population"].partition("/")
    subgroup, _, level = cut.partition("=")
    return goal["outcome"], group, subgroup, level, goal[period]
