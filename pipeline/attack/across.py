"""What rows give away together: of those who left, of those of no known level, by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.attack.leak import Leak, Place, is_few, is_hidden, is_shown, number, place_of
from pipeline.attack.tables import Evidence, lines, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.attack.facts import Facts
    from pipeline.attack.leak import Row
    from pipeline.attack.tables import Tables

SIDES: Final = {"period_before": "left", "period_after": "came"}
WHY: Final = frozenset({"primary", "complementary"})
"""Words that tell a group that is hidden for its own sake from one that is hidden beside it."""


def across(facts: Facts, *, minimum_n: int) -> Iterator[Leak]:
    """What rows that are shown, and words of those that are hidden, give away together.

    Args:
        facts: What a release tells.
        minimum_n: The smallest group that may be shown.
    """
    found = tables(facts.rows)
    yield from _rests(found, minimum_n)
    yield from _leavers(facts.rows, minimum_n)
    yield from _goals(facts)
    yield from _reasons(facts.rows)


def _rests(found: Tables, minimum_n: int) -> Iterator[Leak]:
    """Those of no known level, where all levels are shown."""
    evidence = Evidence.of(found)
    for name, table in found.items():
        for line in lines(table):
            whole, parts = table[line.whole], [table[part].value for part in line.parts]
            if whole.value is None or evidence.is_overlapping(line.by, whole.row, name):
                continue
            told = [value for value in parts if value is not None]
            if len(told) == len(parts) and is_few(whole.value - sum(told), minimum_n):
                said = f"subtraction shows fewer than {minimum_n} people that are in no {line.by}"
                yield Leak(id=whole.row["id"], column=whole.column, said=said, kind="rest")


def _leavers(rows: Sequence[Row], minimum_n: int) -> Iterator[Leak]:
    """Those who were counted in one period and are not among those paired."""
    levels: dict[tuple[str, Place, str], float] = {}
    for row in rows:
        if row.get("analysis") == "level" and is_shown(row):
            key = row["outcome"], place_of(row), row["period_after"]
            levels[key] = number(row.get("n", ""))
    for row in rows:
        if row.get("analysis") != "change" or not is_shown(row):
            continue
        if not row["n"] or not row["n"] == row["n_before"] == row["n_after"]:
            continue  # not the same people on both sides
        for side, what in SIDES.items():
            level = levels.get((row["outcome"], place_of(row), row[side]))
            if level is not None and is_few(level - number(row["n"]), minimum_n):
                said = f"less its level, it shows fewer than {minimum_n} people who {what}"
                yield Leak(id=row["id"], column="n", said=said, kind="leavers")


def _goals(facts: Facts) -> Iterator[Leak]:
    """Goals that are shown of a group of which everything else is hidden."""
    hidden: dict[tuple[str, Place], bool] = {}
    for row in facts.rows:
        if row.get("analysis") in {"level", "change"}:
            key = row["outcome"], place_of(row)
            hidden[key] = hidden.get(key, True) and is_hidden(row)
    for goal in facts.goals:
        group, _, cut = goal.get("population", "").partition("/")
        subgroup, _, level = cut.partition("=")
        if is_shown(goal) and hidden.get((goal["outcome"], Place(group, subgroup, level))):
            said = "a goal shows a number of a group that is hidden"
            yield Leak(id=goal["id"], column="current", said=said)


def _reasons(rows: Sequence[Row]) -> Iterator[Leak]:
    """Rows that say whether they are hidden for their own sake."""
    for row in rows:
        if is_hidden(row) and row.get("reason") in WHY:
            said = "the reason it gives tells groups of few people from those hidden beside them"
            yield Leak(id=row["id"], column="reason", said=said, kind="reason")
            return
