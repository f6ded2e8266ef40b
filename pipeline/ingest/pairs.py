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

_PAIRS: Final = "measure INTEGER, person INTEGER, arm INTEGER, before BIGINT, after BIGINT"
_BETWEEN: Final = "measure INTEGER, period INTEGER, person INTEGER, arm INTEGER, value BIGINT"


def store(intake: Intake, measures: Measures, scales: Sequence[Scale]) -> None:
    """Makes the tables `pairs` and `between` from the view `measurements`.

    A person with only one of the two periods is kept, with null for the other.
    """
    names = [identifier(f"g_{name}") for name in breakdowns(intake.study)]
    groups = "".join(f", {name} INTEGER" for name in names)
    intake.session.execute(f"CREATE TABLE pairs ({_PAIRS}{groups})")
    intake.session.execute(f"CREATE TABLE between_periods ({_BETWEEN}{groups})")
    people = _people(intake, measures.people)
    roles = [intake.periods.get(role, -1) for role in ("before", "after")]
    middle = [i for i in range(len(intake.study.periods)) if i not in roles]
    for code, scale in enumerate(scales):
        two = [_laid_out(intake, code, period, scale, measures.people) for period in roles]
        _add_pairs(intake, code, two, people)
        for period in middle:
            one = _laid_out(intake, code, period, scale, measures.people)
            _add_between(intake, code, period, one, people)


def written(intake: Intake) -> dict[str, str]:
    """The query of each of the two tables, in the wide numbers of files."""
    groups = [identifier(f"g_{name}") for name in breakdowns(intake.study)]
    columns = {
        "pairs": ("pairs", ["measure", "person", "arm", "before", "after"]),
        "between": ("between_periods", ["measure", "period", "person", "arm", "value"]),
    }
    return {
        name: f"SELECT {', '.join(f'CAST({c} AS BIGINT) AS {c}' for c in [*own, *groups])} "
        f"FROM {table}"
        for name, (table, own) in columns.items()
    }


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
    intake: Intake, measure: int, period: int, scale: Scale, people: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The stored integers of one measure in one period by person, and who has any."""
    rows = intake.session.rows(
        f"SELECT person, value FROM measurements WHERE measure = {measure} AND period = {period}"
    )
    values = np.zeros(people, dtype=np.int64)
    has_value = np.zeros(people, dtype=np.bool_)
    who = rows["person"]
    if len(who):
        values[who] = scale.stored(rows["value"])
        has_value[who] = True
    return values, has_value


def _add_pairs(
    intake: Intake,
    measure: int,
    two: Sequence[tuple[NDArray[np.int64], NDArray[np.bool_]]],
    people: dict[str, NDArray[np.int32]],
) -> None:
    (before, has_before), (after, has_after) = two
    who = np.flatnonzero(has_before | has_after)
    if not len(who):
        return
    columns: dict[str, NDArray[Any]] = {"person": who, "before": before[who], "after": after[who]}
    columns |= {"has_before": has_before[who], "has_after": has_after[who]}
    columns |= {name: values[who] for name, values in people.items()}
    groups = "".join(f", {name}" for name in people if name != "arm")
    intake.session.insert(
        Rows(columns),
        f"INSERT INTO pairs SELECT {measure}, person, arm, CASE WHEN has_before THEN before END, "
        f"CASE WHEN has_after THEN after END{groups} FROM _incoming",
    )


def _add_between(
    intake: Intake,
    measure: int,
    period: int,
    one: tuple[NDArray[np.int64], NDArray[np.bool_]],
    people: dict[str, NDArray[np.int32]],
) -> None:
    values, has_value = one
    who = np.flatnonzero(has_value)
    if not len(who):
        return
    columns: dict[str, NDArray[Any]] = {"person": who, "value": values[who]}
    columns |= {name: codes[who] for name, codes in people.items()}
    groups = "".join(f", {name}" for name in people if name != "arm")
    intake.session.insert(
        Rows(columns),
        f"INSERT INTO between_periods SELECT {measure}, {period}, person, arm, value{groups} "
        f"FROM _incoming",
    )
