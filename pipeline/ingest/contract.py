"""The contract of a record, compiled to one query a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.problems import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Check:
    """One rule that each record must keep.

    Attributes:
        kind: What is told where it is broken, and its code.
        when: SQL condition over the checked table that is true where it is broken.
        column: Header in the file.
        found: SQL text of what was found; masked in the books where the column is personal.
        is_row: The whole row is set aside, not only the cell.
        is_loss: It counts against what may be lost.
        is_listed: Each case is listed in the quarantine; otherwise only their number is told.
        facts: What the sentences need besides the value.
        counted: The reason in a few words, where it says more than that of the kind.
    """

    kind: Kind
    when: str = "false"
    column: str | None = None
    found: str = "''"
    is_row: bool = False
    is_loss: bool = True
    is_listed: bool = True
    facts: Mapping[str, object] = field(default_factory=dict)
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no record: ragged, a total below the data, or left out by rule.

    Attributes:
        row: Row of the file.
        kind: Why.
        found: What was found.
        column: Header under which it was found.
        accepted: What would have been taken there.
        counted: The reason in a few words, where it says more than that of the kind.
    """

    row: int
    kind: Kind
    found: str
    column: str | None = None
    accepted: str = ""
    counted: str = ""


def query(table: str, checks: Sequence[Check], *, first: int) -> str:
    """One query that gives (row, number of the check, found) for every broken rule.

    Args:
        table: Table or view with `row` and all that the conditions name.
        checks: The rules.
        first: Number of the first rule; the others follow.
    """
    conditions = [f"coalesce({check.when}, false)" for check in checks]
    cases = ", ".join(
        f"CASE WHEN {condition} THEN {{'number': {first + i}, 'found': {check.found}}} END"
        for i, (condition, check) in enumerate(zip(conditions, checks, strict=True))
    )
    return (
        f"SELECT row, broken.number AS number, broken.found AS found FROM ("
        f"SELECT row, unnest([{cases}]) AS broken FROM {table} "
        f"WHERE {' OR '.join(conditions)}) WHERE broken IS NOT NULL"
    )


def kept(checks: Sequence[Check]) -> str:
    """The condition that a row is set aside by none of the rules."""
    rows = [f"coalesce({check.when}, false)" for check in checks if check.is_row]
    return f"NOT ({' OR '.join(rows)})" if rows else "true"


def sound(value: str, checks: Sequence[Check]) -> str:
    """A value where the rules on its cell hold, else null."""
    cells = [f"coalesce({check.when}, false)" for check in checks if not check.is_row]
    return f"CASE WHEN {' OR '.join(cells)} THEN NULL ELSE {value} END" if cells else value
