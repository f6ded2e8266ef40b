"""What rows give away together: of those who left, of those of no known level, by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.attack.leak import Leak, Place, is_few, is_hidden, is_shown, place_of
from pipeline.attack.tables import Evidence, lines, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.attack.facts import Facts
    from pipeline.attack.leak import Row
    from pipeline.attack.tables import Count, Tables

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
    yield from _leavers(found, minimum_n)
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


def _leavers(found: Tables, minimum_n: int) -> Iterator[Leak]:
    """Those who were counted in one period and are not among those paired."""
    levels = {
        (name.outcome, name.after, place): n
        for name, table in found.items()
        if name.analysis == "level"
        for place, n in _told(table).items()
    }
    for name, table in found.items():
        if name.analysis != "change" or name.column != "n":
            continue
        for place, paired in _told(table).items():
            row = table[place].row
            is_of_pairs = row["n"] == row["n_before"] == row["n_after"]
            for period, what in ((name.before, "left"), (name.after, "came")):
                level = levels.get((name.outcome, period, place))
                if is_of_pairs and level is not None and is_few(level - paired, minimum_n):
                    said = f"less its level, it shows fewer than {minimum_n} people who {what}"
                    yield Leak(id=row["id"], column="n", said=said, kind="leavers")


def _told(table: Mapping[Place, Count]) -> dict[Place, float]:
    """The counts of a table: those that are shown, and those that one subtraction gives."""
    told = {place: one.value for place, one in table.items() if one.value is not None}
    for line in lines(table):
        members = (*line.parts, line.whole)
        missing = [one for one in members if one not in told]
        if len(missing) == 1 and is_shown(table[missing[0]].row):
            parts = sum(told.get(one, 0.0) for one in line.parts)
            rest = parts if missing[0] == line.whole else told[line.whole] - parts
            told |= {missing[0]: rest} if rest >= 0 else {}
    return told


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
