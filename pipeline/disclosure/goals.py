"""Goals as a reader may see them; a goal about a hidden group is hidden whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import display
from pipeline.disclosure.bundles import Key
from pipeline.disclosure.display import Scale
from pipeline.study.goals import MINUS
from pipeline.tables.attainment import ATTAINMENT
from pipeline.tables.published import Figure, PublishedGoal

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from pipeline.disclosure.hiding import Hidden
    from pipeline.disclosure.primary import Reason
    from pipeline.tables.published import Status

COUNTED: Final = Scale(family="unit", unit="", decimals=0)
TEXT: Final = tuple(c.name for c in ATTAINMENT.columns if c.type in {"text", "date"})
VERDICTS: Final = (
    "met", "confirmed", "change_id", "level_ids", "verdict_first", "is_measurable", "is_stretch",
    "decision",
)  # fmt: skip
Row = dict[str, Any]


def published(
    row: Row,
    *,
    hidden: Hidden,
    scales: Mapping[str, Scale],
    minimum_n: int,
    round_: Container[Key] = frozenset(),
) -> PublishedGoal:
    """One goal, hidden or rounded.

    Args:
        row: A row of ATTAINMENT.
        hidden: Bundles that are hidden.
        scales: How the numbers of each outcome are printed.
        minimum_n: Smallest group that may be shown.
        round_: Levels that are told as round figures, without a count.
    """
    text = {name: str(row[name]) for name in TEXT if name not in {"id", "status", "reason"}}
    text["is_full_count"] = "true" if row["is_full_count"] else "false"
    why = _why_hidden(row, hidden, minimum_n)
    if why is not None:
        text |= dict.fromkeys(VERDICTS, "") | {"verdict": "suppressed", "reading": ""}
        return PublishedGoal(
            id=row["id"], text=text, figures={}, status="suppressed", reason=str(why)
        )
    if row["type"] != "count" and any(key in round_ for key in bundles(row)):
        row = row | {"n": math.nan}
    scale = _scale(row, scales)
    found = _figures(row, scale)
    if not _has_hidden_level(row, hidden):
        found |= _expected(row, scale)
    figures = {name: figure for name, figure in found.items() if figure is not None}
    status: Status = "published" if "current" in figures else "not-estimable"
    return PublishedGoal(
        id=row["id"], text=text, figures=figures, status=status, reason=row["reason"]
    )


def _why_hidden(row: Row, hidden: Hidden, minimum_n: int) -> Reason | None:
    """Why a goal is hidden: a level that it tells of is, or the change between the two."""
    if row["type"] == "count":
        return None
    if 0 < row["n"] < minimum_n:
        return "primary"
    found = [hidden.bundles[key] for key in bundles(row) if key in hidden.bundles]
    return min(found, key=lambda reason: reason != "primary", default=None)


def bundles(row: Row) -> tuple[Key, ...]:
    """The levels at both ends of a goal, and the analysis of the change between them."""
    group, _, cut = row["population"].partition("/")
    subgroup, _, level = cut.partition("=")
    about = (row["outcome"], group, subgroup, level)
    first, last = row["period_baseline"], row["period_current"]
    levels = tuple(Key("level", *about, "", period) for period in (first, last) if period)
    return (*levels, Key("change", *about, first, last))


def _has_hidden_level(row: Row, hidden: Hidden) -> bool:
    """Whether a level between the ends is hidden: what follows from it is not told then."""
    group, _, cut = row["population"].partition("/")
    subgroup, _, level = cut.partition("=")
    periods = [identity.rpartition("@")[2] for identity in row["level_ids"].split()]
    about = (row["outcome"], group, subgroup, level)
    return any(Key("level", *about, "", period) in hidden.bundles for period in periods)


def _expected(row: Row, scale: Scale) -> dict[str, Figure | None]:
    """What follows from the levels of all periods."""
    return {
        "p_attain": _chance(row["p_attain"]),
        "forecast": scale.level(row["forecast"]),
        "forecast_low": scale.level(row["forecast_low"]),
        "forecast_high": scale.level(row["forecast_high"]),
        "needed": scale.change(row["needed"]),
        "usual": scale.change(row["usual"]),
        "p_earlier": _chance(row["p_earlier"]),
    }


def _scale(row: Row, scales: Mapping[str, Scale]) -> Scale:
    scale = scales.get(row["outcome"], COUNTED)
    if row["type"] == "count":
        amounts = (row[name] for name in ("baseline", "current"))
        scale = COUNTED.with_decimals(max(map(display.amount_decimals, amounts)))
    elif scale.family == "share":
        sides = tuple((row[name], row["n"]) for name in ("baseline", "current"))
        scale = scale.with_decimals(
            display.share_decimals(sides, is_whole="/" not in row["population"])
        )
    elif not row["n"] >= display.SMALL_GROUP:
        scale = scale.with_decimals(scale.decimals - 1)
    if not math.isfinite(row["target"]):
        return scale
    return display.beside(scale, row["current"], row["target"], is_missed=row["met"] == "no")


def _figures(row: Row, scale: Scale) -> dict[str, Figure | None]:
    promised = row["target"] / row["baseline"] - 1 if row["baseline"] else math.nan
    return {
        "baseline": scale.level(row["baseline"]),
        "target": scale.level(row["target"]),
        "current": scale.level(row["current"]),
        "n": display.count(row["n"]),
        "p_met": _chance(row["p_met"]),
        "progress": display.percent(row["progress"]),
        "elapsed": display.percent(row["elapsed"]),
        "change": scale.change(row["change"]),
        "change_low": scale.change(row["change_low"]),
        "change_high": scale.change(row["change_high"]),
        "relative": display.percent(row["relative"], beside=promised),
        "people": display.count(row["people"]),
        "target_first": scale.level(row["target_first"]),
        "detectable": scale.spread(row["detectable"]),
        "p_decision": _chance(row["p_decision"]),
        "gas": _step(row["gas"]),
        "gas_start": _step(row["gas_start"]),
    }


def _chance(value: float) -> Figure | None:
    """A chance in words of a hundred; never none and never certain."""
    if not math.isfinite(value):
        return None
    hundredths = min(max(round(100 * value), 1), 99)
    edge = {1: "at most ", 99: "at least "}.get(hundredths, "")
    return Figure(value=hundredths / 100, shown=f"{edge}{hundredths} in 100")


def _step(value: float) -> Figure | None:
    """A step of goal attainment, with its sign."""
    if not math.isfinite(value):
        return None
    return Figure(value=value, shown=f"{value:+.0f}".replace("-", MINUS) if value else "0")
