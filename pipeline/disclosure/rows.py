"""Estimates as a reader may see them: hidden or rounded, one row an analysis."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import delivered, display
from pipeline.disclosure.bundles import DISTANCES
from pipeline.disclosure.delivered import COUNTS, LEVELS, LIMITS
from pipeline.disclosure.display import Scale, scale_of
from pipeline.tables.published import PublishedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.disclosure.hiding import Hidden
    from pipeline.study.schema import Study
    from pipeline.tables.published import Figure, Status

TEXT: Final = (
    "analysis", "outcome", "label", "domain", "source", "unit", "group", "subgroup", "level",
    "period_before", "period_after", "model", "method", "effect_name", "evidence",
)  # fmt: skip
POINTS: Final = Scale(family="share", unit="%", decimals=0)
PERCENTILES: Final = Scale(family="unit", unit="percentiles", decimals=0)
STEPS: Final = Scale(family="unit", unit="steps", decimals=2)

Row = dict[str, Any]


def shares(study: Study) -> frozenset[str]:
    """Outcomes whose levels are shares of 0 to 1."""
    return frozenset(name for name, one in study.outcomes.items() if one.type != "continuous")


def scales(study: Study, rows: Iterable[Row]) -> dict[str, Scale]:
    """How the numbers of each outcome are printed, from the levels of whole groups."""
    sizes: dict[str, float] = {}
    for row in rows:
        if not row["subgroup"]:
            means = [abs(row[name]) for name in LEVELS if math.isfinite(row[name])]
            sizes[row["outcome"]] = max([sizes.get(row["outcome"], 0.0), *means])
    return {
        name: scale_of(
            unit=outcome.unit,
            is_share=outcome.type != "continuous",
            magnitude=sizes.get(name, 0.0),
            value_range=outcome.range,
        )
        for name, outcome in study.outcomes.items()
    }


def published(
    row: Row, *, hidden: Hidden, scales: Mapping[str, Scale], minimum_n: int
) -> PublishedRow:
    """One row, hidden or rounded."""
    text = {name: str(row[name]) for name in TEXT}
    status: Status = row["status"]
    reason = str(row["reason"])
    why = hidden.of(row)
    if why is not None:
        status, reason = "suppressed", why
    figures = {}
    if status == "published":
        found = _figures(row, scales.get(row["outcome"]), minimum_n)
        figures = {name: figure for name, figure in found.items() if figure is not None}
    return PublishedRow(id=str(row["id"]), text=text, figures=figures, status=status, reason=reason)


def fitted(scale: Scale, row: Row) -> Scale:
    """The scale with as many decimals as the people of one row allow."""
    sides = tuple(_side(row, mean, n) for mean, n in zip(LEVELS, COUNTS[1:3], strict=True))
    if scale.family == "share":
        is_whole = not row["subgroup"]
        return scale.with_decimals(display.share_decimals(sides, is_whole=is_whole))
    present = [row[name] for name in COUNTS[:3] if row[name] > 0]
    return scale.with_decimals(scale.decimals - (min(present, default=0) < display.SMALL_GROUP))


def _side(row: Row, mean: str, count: str) -> tuple[float, float]:
    """A share with the people behind it; those of the row where the side has no count."""
    return row[mean], row[count] if row[count] > 0 else row["n"]


def _figures(row: Row, scale: Scale | None, minimum_n: int) -> dict[str, Figure | None]:
    found: dict[str, Figure | None] = {name: display.count(row[name]) for name in COUNTS}
    missing = row["n_missing"]
    found["n_missing"] = None if 0 < missing < minimum_n else display.count(missing)
    if row["analysis"] in _OWN:
        return found | _OWN[row["analysis"]](row, minimum_n)
    if scale is None:
        return found
    if row["analysis"] in _SCALED:
        return found | _SCALED[row["analysis"]](row, fitted(scale, row))
    if row["model"] == "stuart_maxwell":  # answers counted 1 to k, not a share
        return found | _measured(row, STEPS) | _tested(row)
    return found | _measured(row, fitted(scale, row)) | _tested(row)


def _response(row: Row, _: int) -> dict[str, Figure | None]:
    limits = {name: display.percent(row[name]) for name in ("mean_after", *LIMITS)}
    return limits | {"conf_level": display.percent(row["conf_level"])}


def _reliability(row: Row, _: int) -> dict[str, Figure | None]:
    names = (*LIMITS, "effect", "statistic")
    numbers = {name: display.number(row[name], 2) for name in names}
    if row["effect_name"] == "observed":  # the share of segments that were given the same code
        numbers["effect"] = display.percent(row["effect"])
    return numbers | {"conf_level": display.percent(row["conf_level"])}


def _attrition(row: Row, minimum_n: int) -> dict[str, Figure | None]:
    """Shares lost, unless few enough were lost of a group to be told of; the boundary always."""
    lost = [round(row[mean] * row[n]) for mean, n in zip(LEVELS, COUNTS[1:3], strict=True)]
    boundary = {"statistic": POINTS.with_decimals(1).spread(row["statistic"])}
    if any(0 < one < minimum_n for one in lost):
        return boundary | dict.fromkeys(
            (*COUNTS[:3], "n_missing")
        )  # less those analysed, they would tell it
    shares = {name: display.percent(row[name]) for name in (*LEVELS, "effect")}
    return boundary | shares | {"estimate": POINTS.change(row["estimate"])}


def _improvement(row: Row, _: int) -> dict[str, Figure | None]:
    limits = {name: PERCENTILES.change(row[name]) for name in LIMITS}
    return limits | {"conf_level": display.percent(row["conf_level"])}


def _detectable(row: Row, scale: Scale) -> dict[str, Figure | None]:
    return {"estimate": scale.spread(row["estimate"])}


def _weighted(row: Row, scale: Scale) -> dict[str, Figure | None]:
    levels = {name: scale.level(row[name]) for name in (*LEVELS, *LIMITS)}
    return levels | {"effect": display.number(row["effect"], 2)}


def _bounds(row: Row, scale: Scale) -> dict[str, Figure | None]:
    return {name: scale.level(row[name]) for name in ("mean_after", *LIMITS, "statistic")}


def _nonresponse(row: Row, _: int) -> dict[str, Figure | None]:
    shares = {name: display.percent(row[name]) for name in LEVELS}
    return shares | {
        "estimate": POINTS.change(row["estimate"]),
        "effect": display.effect(row["effect"]),
    }


def _unmeasured(row: Row, _: int) -> dict[str, Figure | None]:
    return {name: display.number(row[name], 2) for name in ("estimate", "conf_low")}


def _balance(row: Row, _: int) -> dict[str, Figure | None]:
    return {"n": None, "effect": display.effect(row["effect"])}


_OWN: Final = {
    "activity": delivered.activity,
    "response": _response,
    "reliability": _reliability,
    "attrition": _attrition,
    "improvement": _improvement,
    "unmeasured": _unmeasured,
    "nonresponse": _nonresponse,
    "balance": _balance,
    "reach": delivered.reach,
    "gpra": delivered.federal,
    "cost": delivered.cost,
    "monthly": delivered.monthly,
}
"""Analyses whose numbers are not in the unit of their outcome."""


def _series(row: Row, scale: Scale) -> dict[str, Figure | None]:
    """Levels, points and runs; how many points is no count of people."""
    is_trend = row["analysis"] == "trend"
    told = {name: (scale.change if is_trend else scale.level)(row[name]) for name in LIMITS}
    points = {name: display.count(row[name]) for name in ("statistic", "effect")}
    found = told | points
    if is_trend:
        finer = scale.with_decimals(scale.decimals + 1)
        slopes = {name: finer.change(row[name]) for name in LIMITS}
        found |= slopes if row["model"] == "slope" else {}
        found |= {
            "std_error": finer.spread(row["std_error"]),
            "p_value": display.p_value(row["p_value"]),
            "statistic": display.number(row["statistic"], 2),
        }
    return found | {"df": display.degrees(row["df"])}


def _dose(row: Row, scale: Scale) -> dict[str, Figure | None]:
    """Changes by how much people had, or how they go together with it."""
    finer = scale.with_decimals(scale.decimals + 1)
    is_slope = row["model"].startswith("per-")
    told = {name: (finer if is_slope else scale).change(row[name]) for name in LIMITS}
    levels = {name: scale.level(row[name]) for name in LEVELS}
    return told | levels | {"effect": display.number(row["effect"], 2)}


def _sides(row: Row, scale: Scale) -> dict[str, Figure | None]:
    """Shares of each side, or how far two are apart."""
    is_apart = row["model"] == "apart"
    levels = {name: scale.level(row[name]) for name in LEVELS}
    return levels | {
        name: (scale.change if is_apart else scale.level)(row[name]) for name in LIMITS
    }


_SCALED: Final = {
    "usual": _series,
    "trend": _series,
    "detectable": _detectable,
    "bounds": _bounds,
    "weighted": _weighted,
    "dose": _dose,
    "sides": _sides,
    "answers": _sides,
}
"""Analyses that are in the unit of their outcome, and are no changes."""


def _measured(row: Row, scale: Scale) -> dict[str, Figure | None]:
    is_distance = row["analysis"] in DISTANCES
    is_level = row["analysis"] == "level"
    found = {name: (scale.change if is_distance else scale.level)(row[name]) for name in LEVELS}
    for name in LIMITS:
        found[name] = (scale.level if is_level else scale.change)(row[name])
    if scale.family != "share":
        found |= {name: scale.spread(row[name]) for name in ("sd_before", "sd_after")}
    finer = scale.with_decimals(scale.decimals + 1)
    return found | {"std_error": finer.spread(row["std_error"])}


def _tested(row: Row) -> dict[str, Figure | None]:
    effects = ("effect", "effect_low", "effect_high")
    return {
        "statistic": display.number(row["statistic"], 2),
        "df": display.degrees(row["df"]),
        "p_value": display.p_value(row["p_value"]),
        "p_adjusted": display.p_value(row["p_adjusted"]),
        "conf_level": display.percent(row["conf_level"]),
    } | {name: display.effect(row[name]) for name in effects}
