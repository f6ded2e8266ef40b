"""What can be had of hidden rows from the rows that are shown, as a stranger would try.

Counts of people add up: the levels of a breakdown to their group, participants and the comparison
group to everyone, the cells of a crossed breakdown to their margins. People of no known level are
never shown, so each of these sums is an inequality: the whole is at least what its parts make.
Under such sums alone, bounds that are pushed along them until nothing moves are the best that
anybody can have, by linear programming too; where people of unknown level can be ruled out from
elsewhere, more could be had, which is not tried here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, str]
COUNTS: Final = ("n", "n_before", "n_after")
NUMBERS: Final = (
    *COUNTS, "n_clusters", "n_missing", "mean_before", "mean_after", "sd_before", "sd_after",
    "estimate", "std_error", "statistic", "df", "p_value", "p_adjusted", "conf_low", "conf_high",
    "conf_level", "effect", "effect_low", "effect_high", "baseline", "target", "current", "p_met",
    "progress", "elapsed", "p_attain", "forecast_low", "forecast", "forecast_high", "gas",
)  # fmt: skip
"""Columns of results.csv and goals.csv that hold numbers."""
ENTRIES: Final = frozenset({"activity", "monthly"})
"""Analyses that count entries of a log, not people; so do outcomes named `<log>.<figure>`."""
NO_SUMS: Final = ENTRIES | {"gap", "mix", "response", "reach"}
"""Analyses whose counts are no parts of each other."""
CROSS: Final = " × "
GROUPS: Final = ("participants", "comparison")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something that may not be had and can be.

    Attributes:
        id: The row that it is about.
        column: Its column.
        said: What can be had, and how; never the number itself.
    """

    id: str
    column: str
    said: str


class Place(NamedTuple):
    """Where a count stands in its table: group, breakdown, level."""

    group: str
    subgroup: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One count: its row, and its value where it is shown."""

    id: str
    value: float | None


def leaks(rows: Sequence[Row], *, minimum_n: int) -> list[Leak]:
    """Everything about hidden or small groups that the rows of a file give away.

    Args:
        rows: Rows of results.csv or goals.csv as text.
        minimum_n: The smallest group that may be shown.
    """
    found = [leak for row in rows for leak in _in_row(row, minimum_n)]
    tables = _tables(row for row in rows if row.get("analysis", "") not in {"", *NO_SUMS})
    for (*_, column), table in tables.items():
        found += [Leak(id=i, column=column, said=s) for i, s in _by_sums(table, minimum_n)]
    return list(dict.fromkeys(found))


def _in_row(row: Row, minimum_n: int) -> Iterator[Leak]:
    """What a row gives away by itself."""
    if row.get("status") != "published":
        for column in (name for name in NUMBERS if row.get(name)):
            yield Leak(id=row["id"], column=column, said="a number stands in a row that is hidden")
    elif row.get("analysis", "") not in ENTRIES and "." not in row.get("outcome", ""):
        for column in COUNTS:
            if 0 < number(row.get(column, "")) < minimum_n:
                said = f"a group of fewer than {minimum_n} is shown"
                yield Leak(id=row["id"], column=column, said=said)


def number(text: str) -> float:
    """A cell as a number; NaN where it holds none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _tables(rows: Iterable[Row]) -> Mapping[tuple[str, ...], dict[Place, Count]]:
    """Counts that can be parts of each other: of one column of one analysis in the same periods."""
    names = ("analysis", "outcome", "model", "period_before", "period_after")
    tables: defaultdict[tuple[str, ...], dict[Place, Count]] = defaultdict(dict)
    for row in rows:
        place = Place(row["group"], row["subgroup"], row["level"])
        for column in COUNTS:
            value = number(row[column]) if row["status"] == "published" else math.nan
            is_hidden = row["status"] == "suppressed"
            if is_hidden or not math.isnan(value):
                told = Count(id=row["id"], value=None if is_hidden else value)
                tables[*(row[name] for name in names), column][place] = told
    return tables


def _by_sums(table: Mapping[Place, Count], minimum_n: int) -> Iterator[tuple[str, str]]:
    """Hidden counts that are known to be of fewer people than may be shown."""
    upper = {p: math.inf if c.value is None else c.value for p, c in table.items()}
    lower = {p: c.value or 0.0 for p, c in table.items()}
    sums = list(_sums(table))
    while sum(_is_narrower(lower, upper, whole, parts) for whole, parts in sums):
        pass
    for place, count in table.items():
        if count.value is None and upper[place] < minimum_n:
            yield count.id, f"subtraction shows that it is a group of fewer than {minimum_n}"


def _is_narrower(
    lower: dict[Place, float], upper: dict[Place, float], whole: Place, parts: Sequence[Place]
) -> bool:
    """Pushes bounds along one sum, and says whether any of them moved."""
    least = sum(lower[part] for part in parts)
    if least > upper[whole]:  # parts that overlap make more than their whole and say nothing
        return False
    is_moved = least > lower[whole]
    lower[whole] = max(least, lower[whole])
    for part in parts:
        rest = upper[whole] - least + lower[part]
        is_moved = is_moved or rest < upper[part]
        upper[part] = min(rest, upper[part])
    return is_moved


def _sums(table: Mapping[Place, Count]) -> Iterator[tuple[Place, list[Place]]]:
    """Every whole with its parts."""
    found: defaultdict[tuple[Place, str], list[Place]] = defaultdict(list)
    for place in table:
        for whole in _wholes(place):
            if whole in table:
                found[whole, place.subgroup].append(place)
    for (whole, _), parts in found.items():
        yield whole, parts


def _wholes(place: Place) -> Iterator[Place]:
    """What a count is a part of."""
    if place.group in GROUPS:
        yield place._replace(group="all")
    if not place.subgroup:
        return
    yield Place(place.group, "", "")
    columns, levels = place.subgroup.split(CROSS), place.level.split(CROSS)
    if len(columns) > 1 and len(columns) == len(levels):
        for column, level in zip(columns, levels, strict=True):
            yield Place(place.group, column, level)
