"""The integer-coded pair store: before and after of each person, ready to be summed.

A measure is laid out on an array with a place for each person, so that pairing is neither a
join nor a sort, and the store comes out in the order of the people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.engine.session import identifier
from pipeline.ingest.intake import breakdowns
from pipeline.tables.schema import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measures
    from pipeline.ingest.scales import Scale

_PAIRS: Final = ("measure", "person", "arm", "before", "after")
_BETWEEN: Final = ("measure", "period", "person", "arm", "value")


def store(intake: Intake, measures: Measures, scales: Sequence[Scale]) -> None:
    """Makes the views `pairs` and `between_periods` from the view `measurements`.

    A person with only one of the two periods is kept, with null for the other.
    """
    people = _people(intake, measures.people)
    roles = [intake.periods.get(role, -1) for role in ("before", "after")]
    middle = [i for i in range(len(intake.study.periods)) if i not in roles]
    pairs: list[str] = []
    between: list[str] = []
    for code, scale in enumerate(scales):
        found = intake.session.rows(
            f"SELECT person, period, value FROM measurements WHERE measure = {code}"
        )
        two = [_laid_out(found, period, scale, measures.people) for period in roles]
        pairs += _pairs(intake, code, two, people)
        for period in middle:
            one = _laid_out(found, period, scale, measures.people)
            between += _between(intake, code, period, one, people)
    _view(intake, "pairs", _PAIRS, pairs)
    _view(intake, "between_periods", _BETWEEN, between)


def written(intake: Intake) -> dict[str, str]:
    """The query of each of the two tables, in the wide numbers of files."""
    groups = [identifier(f"g_{name}") for name in breakdowns(intake.study)]
    columns = {"pairs": ("pairs", _PAIRS), "between": ("between_periods", _BETWEEN)}
    return {
        name: f"SELECT {', '.join(f'CAST({c} AS BIGINT) AS {c}' for c in [*own, *groups])} "
        f"FROM {table}"
        for name, (table, own) in columns.items()
    }


def _view(intake: Intake, name: str, own: Sequence[str], parts: Sequence[str]) -> None:
    """All parts one after the other, in the order in which they were made."""
    groups = [identifier(f"g_{group}") for group in breakdowns(intake.study)]
    nothing = ", ".join(f"NULL::BIGINT AS {column}" for column in (*own, *groups))
    rows = " UNION ALL ".join(parts) or f"SELECT {nothing} WHERE false"
    intake.session.execute(f"CREATE TEMP VIEW {name} AS {rows}")


def _people(intake: Intake, count: int) -> dict[str, NDArray[np.int32]]:
    """The arm and the breakdowns of each person, by code; -1 where unknown."""
    codes = [f"g{i}" for i in range(len(breakdowns(intake.study)))]
    own = "".join(f", {code}" for code in codes)
    none = "".join(", -1" for _ in codes)
    rows = intake.session.rows(
        f"SELECT person, arm{own} FROM students UNION ALL SELECT person, arm{none} FROM strangers"
    )
    people = {}
    for name in ("arm", *codes):
        values = np.full(count, -1, dtype=np.int32)
        values[rows["person"]] = rows[name]
        people[name] = values
    return people


def _laid_out(
    found: Rows, period: int, scale: Scale, people: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The stored integers of one measure in one period by person, and who has any."""
    values = np.zeros(people, dtype=np.int64)
    has_value = np.zeros(people, dtype=np.bool_)
    is_then = found["period"] == period
    who = found["person"][is_then]
    values[who] = scale.stored(found["value"][is_then])
    has_value[who] = True
    return values, has_value


def _pairs(
    intake: Intake,
    measure: int,
    two: Sequence[tuple[NDArray[np.int64], NDArray[np.bool_]]],
    people: dict[str, NDArray[np.int32]],
) -> list[str]:
    """The query of everybody with a value in either of two periods; none where nobody has."""
    (before, has_before), (after, has_after) = two
    who = np.flatnonzero(has_before | has_after)
    if not len(who):
        return []
    columns: dict[str, NDArray[Any]] = {"person": who, "before": before[who], "after": after[who]}
    columns |= {"has_before": has_before[who], "has_after": has_after[who]}
    lent = f"pairs_{measure}"
    intake.session.lend(lent, Rows(columns | {name: of[who] for name, of in people.items()}))
    values = ", ".join(
        f"CASE WHEN has_{one} THEN {one} END AS {one}" for one in ("before", "after")
    )
    return [f"SELECT {measure} AS measure, person, arm, {values}{_groups(intake)} FROM {lent}"]


def _between(
    intake: Intake,
    measure: int,
    period: int,
    one: tuple[NDArray[np.int64], NDArray[np.bool_]],
    people: dict[str, NDArray[np.int32]],
) -> list[str]:
    """The query of everybody with a value in one period; none where nobody has."""
    values, has_value = one
    who = np.flatnonzero(has_value)
    if not len(who):
        return []
    columns: dict[str, NDArray[Any]] = {"person": who, "value": values[who]}
    lent = f"between_{measure}_{period}"
    intake.session.lend(lent, Rows(columns | {name: of[who] for name, of in people.items()}))
    codes = f"{measure} AS measure, {period} AS period"
    return [f"SELECT {codes}, person, arm, value{_groups(intake)} FROM {lent}"]


def _groups(intake: Intake) -> str:
    """SQL of the breakdowns, each with a comma before it."""
    names = enumerate(breakdowns(intake.study))
    return "".join(f", g{i} AS {identifier(f'g_{name}')}" for i, name in names)
