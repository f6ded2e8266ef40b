"""Goals as a reader may see them; a goal about a hidden group is hidden whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import display
from pipeline.disclosure.display import Scale
from pipeline.tables.attainment import ATTAINMENT
from pipeline.tables.published import Figure, PublishedGoal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.disclosure.primary import Hidden, Key
    from pipeline.tables.published import Status

COUNTED: Final = Scale(family="unit", unit="", decimals=0)
TEXT: Final = tuple(c.name for c in ATTAINMENT.columns if c.type in {"text", "date"})
VERDICTS: Final = ("met", "confirmed", "change_id", "level_ids")
Row = dict[str, Any]


def published(
    row: Row, *, hidden: Hidden, scales: Mapping[str, Scale], minimum_n: int
) -> PublishedGoal:
    """One goal, hidden or rounded."""
    text = {name: str(row[name]) for name in TEXT if name not in {"id", "status", "reason"}}
    text["is_full_count"] = "true" if row["is_full_count"] else "false"
    why = hidden.bundles.get(_bundle(row)) if row["type"] != "count" else None
    if why is None and 0 < row["n"] < minimum_n:
        why = "primary"
    if why is not None:
        text |= dict.fromkeys(VERDICTS, "") | {"verdict": "suppressed", "reading": ""}
        return PublishedGoal(
            id=row["id"], text=text, figures={}, status="suppressed", reason=str(why)
        )
    found = _figures(row, _scale(row, scales))
    figures = {name: figure for name, figure in found.items() if figure is not None}
    status: Status = "published" if "current" in figures else "not-estimable"
    return PublishedGoal(
        id=row["id"], text=text, figures=figures, status=status, reason=row["reason"]
    )


def _bundle(row: Row) -> Key:
    outcome, _, group, *tail = row["change_id"].split("/")
    subgroup, _, level = (tail[0] if tail else "").partition("=")
    return outcome, group, subgroup, level


def _scale(row: Row, scales: Mapping[str, Scale]) -> Scale:
    scale = scales.get(row["outcome"], COUNTED)
    if scale.family == "share":
        levels = tuple(row[name] for name in ("baseline", "current"))
        decimals = display.share_decimals(n=row["n"], shares=levels, is_whole=True)
        scale = scale.with_decimals(decimals)
    if math.isfinite(row["current"]) and math.isfinite(row["target"]):
        return display.beside(scale, row["current"], row["target"])
    return scale


def _figures(row: Row, scale: Scale) -> dict[str, Figure | None]:
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
        "relative": display.percent(row["relative"]),
        "people": display.count(row["people"]),
    }


def _chance(value: float) -> Figure | None:
    """A chance in words of a hundred; never none and never certain."""
    if not math.isfinite(value):
        return None
    hundredths = min(max(round(100 * value), 1), 99)
    edge = {1: "at most ", 99: "at least "}.get(hundredths, "")
    return Figure(value=hundredths / 100, shown=f"{edge}{hundredths} in 100")
