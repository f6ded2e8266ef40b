"""Rows of what was done, what it cost and how months went, as a reader may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.disclosure import display
from pipeline.disclosure.bundles import Tally
from pipeline.disclosure.display import Scale

if TYPE_CHECKING:
    from pipeline.tables.published import Figure

COUNTS: Final = ("n", "n_before", "n_after", "n_clusters")
LEVELS: Final = ("mean_before", "mean_after")
LIMITS: Final = ("estimate", "conf_low", "conf_high")
MONEY: Final = Scale(family="money", unit="$", decimals=0)
OF_PEOPLE: Final = frozenset({"served", "again"})
"""Figures of a log that count people one by one."""

Row = dict[str, Any]


def activity(row: Row, minimum_n: int) -> dict[str, Figure | None]:
    """What was done: counts of entries, sums, shares; people one by one only from enough on."""
    if row["model"] in OF_PEOPLE and _is_of_few(row, minimum_n):
        return dict.fromkeys((*COUNTS, "estimate", "mean_before", "mean_after"))
    if row["unit"] == "%":
        found = {"estimate": display.percent(row["estimate"])}
    elif row["unit"] == "money":
        found = {"estimate": MONEY.level(row["estimate"])}
    else:
        found = {"estimate": display.amount(row["estimate"])}
    is_money = row["model"] == "value"
    agreed = MONEY.with_decimals(2).level if is_money else display.amount
    return found | {
        "n_missing": display.count(row["n_missing"]),
        "mean_before": agreed(row["mean_before"]),
        "mean_after": display.amount(row["mean_after"]),
    }


def _is_of_few(row: Row, minimum_n: int) -> bool:
    """Whether too few people, or all but too few, are told of."""
    parts = (row["n"], row["n_after"], row["n"] - row["n_after"])
    return any(0 < part < minimum_n for part in parts)


def federal(row: Row, minimum_n: int) -> dict[str, Figure | None]:
    """Who improved, and how many would by themselves; nothing where single people could be told."""
    if _is_of_few(row, min(minimum_n, 3)):
        return dict.fromkeys((*COUNTS, *LIMITS))
    shares = (*LIMITS, "statistic", "effect_low", "effect_high")
    told = {name: display.percent(row[name]) for name in shares}
    cut = {"mean_before": display.amount(row["mean_before"])}
    return told | cut | {"conf_level": display.percent(row["conf_level"])}


def monthly(row: Row, minimum_n: int) -> dict[str, Figure | None]:
    """One month, or what is usual; people are told of only where none could be meant."""
    is_month = not row["model"]
    told_of = Tally(float(row["n"]), float(row["n_after"]))
    if is_month and not is_of_log(row) and told_of.is_unsafe(minimum_n):
        return dict.fromkeys((*COUNTS, *LIMITS))
    if row["unit"] == "%":
        told = {name: display.percent(row[name]) for name in LIMITS}
    else:
        told = {name: display.amount(row[name]) for name in LIMITS}
    if not is_month:
        told |= {name: display.count(row[name]) for name in ("statistic", "effect")}
        told |= {"df": display.degrees(row["df"])}
        return told
    return told | {"n_missing": display.count(row["n_missing"])}


def is_of_log(row: Row) -> bool:
    """Whether a monthly figure counts entries, not answers of people."""
    return row["outcome"].rpartition(".")[2] in {"sessions", "meetings", "events", "actions"}


def cost(row: Row, _: int) -> dict[str, Figure | None]:
    """What one unit of an outcome cost, in whole dollars."""
    told = {name: MONEY.level(row[name]) for name in LIMITS}
    return told | {"conf_level": display.percent(row["conf_level"])}


def reach(row: Row, _: int) -> dict[str, Figure | None]:
    """Shares of those enrolled and of those reached, and one held against the other."""
    shares = {name: display.percent(row[name]) for name in (*LEVELS, "estimate")}
    return shares | {"statistic": display.number(row["statistic"], 2)}
