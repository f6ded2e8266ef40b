"""The integer-coded pair store: before and after of each person, ready to be summed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.engine.session import identifier
from pipeline.ingest.intake import breakdowns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.intake import Intake
    from pipeline.ingest.measures import Measures
    from pipeline.ingest.scales import Scale


def pairs(intake: Intake, measures: Measures, scales: Sequence[Scale]) -> str:
    """The query of the pairs, sorted by measure and person.

    A person with only one of the two periods is kept, with null for the other.
    """
    before, after = _position(intake, "before"), _position(intake, "after")
    people = measures.people or 1
    # One key for measure and person: quicker to group and to sort by than two.
    grouped = (
        f"SELECT CAST(measure AS BIGINT) * {people} + person AS key, "
        f"max(CASE WHEN period = {before} THEN value END) AS before, "
        f"max(CASE WHEN period = {after} THEN value END) AS after FROM measurements "
        f"WHERE period IN ({before}, {after}) GROUP BY key"
    )
    return (
        f"SELECT measure, e.person, arm, {_stored('before', scales)} AS before, "
        f"{_stored('after', scales)} AS after{_groups(intake)} FROM ("
        f"SELECT key, key // {people} AS measure, key % {people} AS person, before, after "
        f"FROM ({grouped})) p JOIN everyone e ON e.person = p.person ORDER BY key"
    )


def between(intake: Intake, scales: Sequence[Scale]) -> str:
    """The query of the values in the other periods, sorted by measure, period and person."""
    before, after = _position(intake, "before"), _position(intake, "after")
    return (
        f"SELECT CAST(measure AS BIGINT) AS measure, CAST(period AS BIGINT) AS period, "
        f"CAST(m.person AS BIGINT) AS person, arm, {_stored('value', scales)} AS value"
        f"{_groups(intake)} FROM measurements m JOIN everyone e ON e.person = m.person "
        f"WHERE period NOT IN ({before}, {after}) ORDER BY measure, period, m.person"
    )


def make_everyone(intake: Intake) -> None:
    """Makes the table of all people with their groups: the students, and those of no roster."""
    codes = range(len(breakdowns(intake.study)))
    own = "".join(f", CAST(g{i} AS BIGINT) AS g{i}" for i in codes)
    none = "".join(f", CAST(-1 AS BIGINT) AS g{i}" for i in codes)
    intake.session.execute(
        f"CREATE TABLE everyone AS SELECT CAST(person AS BIGINT) AS person, "
        f"CAST(arm AS BIGINT) AS arm{own} FROM students UNION ALL "
        f"SELECT CAST(person AS BIGINT), CAST(arm AS BIGINT){none} FROM strangers"
    )


def _position(intake: Intake, role: str) -> int:
    return intake.periods.get(role, -1)


def _groups(intake: Intake) -> str:
    named = enumerate(breakdowns(intake.study))
    return "".join(f", g{i} AS {identifier('g_' + name)}" for i, name in named)


def _stored(value: str, scales: Sequence[Scale]) -> str:
    cases = " ".join(f"WHEN {code} THEN {s.stored(value)}" for code, s in enumerate(scales))
    return f"CASE measure {cases} END" if cases else "NULL::BIGINT"
