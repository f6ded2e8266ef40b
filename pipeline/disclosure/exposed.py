"""What a stranger could still work out of rows as they are to be shown.

Hiding is proven by its own sums. The stranger of the last look reads more into a release: who has
no value, which breakdowns seem to leave nobody out, how shares were rounded. It is asked before
anything is shown, and what it finds is covered as well (see hiding).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pipeline.attack.past import union
from pipeline.attack.work import Known, model
from pipeline.disclosure.bundles import BARE_FROM, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.attack.model import Model, Target
    from pipeline.disclosure.bundles import Key
    from pipeline.tables.published import Figure, PublishedRow

NUMBERS: Final = ("n", "n_before", "n_after", "n_missing", "mean_before", "mean_after")
"""Columns from which people can be worked out."""
Row = dict[str, Any]


def exposed(
    shown: Sequence[PublishedRow],
    exact: Sequence[Row],
    *,
    minimum_n: int,
    is_whole: bool,
    earlier: Sequence[Sequence[PublishedRow]] = (),
    enrolment: bool = True,
) -> list[Key]:
    """Hidden groups that can be had, or found to be of more than one person, in a fixed order.

    Args:
        shown: Rows as they are to be shown.
        exact: Rows of ESTIMATES.
        minimum_n: Smallest group that may be shown.
        is_whole: Whether no breakdown leaves anybody out, as a reader may know from elsewhere.
        earlier: Rows of each release that was given out before.
        enrolment: Whether those counted and those without a value tell how many there are.
    """
    if all(row.status != "suppressed" for row in shown):
        return []
    people = {str(row["id"]): float(row["n"]) for row in exact}
    before = [list(map(_told, rows)) for rows in earlier]
    found: set[str] = set()
    for infers in (True,) if is_whole else (True, False):
        known = Known(minimum_n=minimum_n, is_complete=is_whole, infers=infers, enrolment=enrolment)
        found |= _had(union(list(map(_told, shown)), before), known, people)
        for rows in before:  # what was given away then cannot be taken back
            found -= _had(rows, known, people)
    keys = {str(row["id"]): key_of(row) for row in exact}
    return sorted({keys[identity] for identity in found})


def _had(rows: Sequence[dict[str, str]], known: Known, people: Mapping[str, float]) -> set[str]:
    """Rows of somebody that can be had, by their ids."""
    found = _from_above(model(rows, known), people)
    # a place is no smaller for being told apart, so from below nobody is presumed there
    made = model(rows, replace(known, fewest=0.0))
    low = {made.targets[one].row["id"] for one in made.settled(is_most=False)}
    return found | {one for one in low if 0 < people.get(one, 0) < known.minimum_n}


def _from_above(made: Model, people: Mapping[str, float]) -> set[str]:
    """Rows of somebody that fall short of what must be possible for them."""
    short = [made.targets[one] for one in made.settled()]
    return {
        one.row["id"] for one in short if people.get(one.row["id"], 0) > 0 and _tells(made, one)
    }


def _tells(made: Model, target: Target) -> bool:
    """Whether it is a secret: that all of many people are alike is none."""
    return target.kind == "subtraction" or made.certain[target.people] < BARE_FROM


def _told(row: PublishedRow) -> dict[str, str]:
    """A row as the files of a release tell it."""
    told = {**row.text, "id": row.id, "status": row.status, "reason": row.reason}
    for name in NUMBERS:
        figure = row.figures.get(name)
        told[name] = _number(figure)
        told[f"shown {name}"] = figure.shown if figure is not None else ""
    return told


def _number(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = figure.value
    return str(int(value)) if value == int(value) else repr(value)
