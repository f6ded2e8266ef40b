"""Periods: unique, in order of time, and at most one before and one after."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.study.kinds.sense import NOT_UNIQUE, PERIOD_DATES, PERIOD_ID, PERIOD_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_. -]*")
ROLES: Final = ("before", "after")


def check_periods(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with the list of periods."""
    yield from _ids(case)
    yield from _dates(case)
    yield from _roles(case)


def _ids(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, period in enumerate(case.study.periods):
        path = ("periods", index, "id")
        if period.id in seen:
            yield case.at(path, NOT_UNIQUE, id=period.id, what="the periods")
        seen.add(period.id)
        if ID.fullmatch(period.id) is None:
            expected = "letters, digits, spaces, points, - and _"
            advice = "Write the year or term as in 2022-23."
            found = f'"{period.id}"'
            yield case.at(path, PERIOD_ID, found=found, expected=expected, advice=advice)
        elif period.id in ROLES and period.role != period.id:
            found = f'"{period.id}" without that role'
            advice = f"Add `role: {period.id}` or choose another id."
            expected = f"`role: {period.id}` as well"
            yield case.at(path, PERIOD_ID, found=found, expected=expected, advice=advice)


def _dates(case: Case) -> Iterator[Problem]:
    periods = case.study.periods
    for index, period in enumerate(periods):
        if period.starts >= period.ends:
            found = f"starts on {period.starts} and ends on {period.ends}"
            expected, advice = "it to end after it starts", "Check the two dates."
            facts = {"period": period.id, "found": found, "expected": expected, "advice": advice}
            yield case.at(("periods", index, "ends"), PERIOD_DATES, **facts)
    for index, (earlier, later) in enumerate(pairwise(periods), start=1):
        path = ("periods", index, "starts")
        found = f"starts on {later.starts}"
        facts = {"period": later.id, "found": found}
        if later.starts <= earlier.starts:
            expected = f"a later day than {earlier.starts}, the start of {earlier.id}"
            advice = "List the periods in order of time."
            yield case.at(path, PERIOD_DATES, **facts, expected=expected, advice=advice)
        elif later.starts <= earlier.ends:
            expected = f"a day after {earlier.ends}, the end of {earlier.id}"
            advice = "Let one period end before the next one starts."
            yield case.at(path, PERIOD_DATES, **facts, expected=expected, advice=advice)


def _roles(case: Case) -> Iterator[Problem]:
    places = {
        role: [at for at, period in enumerate(case.study.periods) if period.role == role]
        for role in ROLES
    }
    for role, found_at in places.items():
        for index in found_at[1:]:
            found, advice = f"a second period has `role: {role}`", "Remove the role from one."
            facts = {"found": found, "expected": "one", "advice": advice}
            yield case.at(("periods", index, "role"), PERIOD_ROLES, **facts)
    before, after = places["before"], places["after"]
    last = len(case.study.periods) - 1
    if before and after and before[0] > after[0]:
        facts = {"found": "`role: after` stands before `role: before`", "expected": "the reverse"}
        path = ("periods", after[0], "role")
        yield case.at(path, PERIOD_ROLES, **facts, advice="Exchange the two roles.")
    elif before and not after and before[0] == last and last > 0:
        facts = {
            "found": "`role: before` is on the last period",
            "expected": "a later one to compare",
        }
        path = ("periods", last, "role")
        yield case.at(
            path, PERIOD_ROLES, **facts, advice="Give `role: before` to an earlier period."
        )
    elif after and not before and after[0] == 0 and last > 0:
        facts = {
            "found": "`role: after` is on the first period",
            "expected": "an earlier one to compare",
        }
        path = ("periods", 0, "role")
        yield case.at(path, PERIOD_ROLES, **facts, advice="Give `role: after` to a later period.")
