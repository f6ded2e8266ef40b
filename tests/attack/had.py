"""What the rows of one table give away, without the files around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.attack.across import across
from pipeline.attack.facts import Facts, in_row
from pipeline.attack.work import Known, worked_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.attack.leak import Leak, Row


def leaks(rows: Sequence[Row], *, minimum_n: int, enrolment: bool = True) -> list[Leak]:
    found = [leak for row in rows for leak in in_row(row, minimum_n)]
    found += across(Facts(rows=list(rows)), minimum_n=minimum_n)
    found += worked_out(rows, Known(minimum_n=minimum_n, enrolment=enrolment))
    return list(dict.fromkeys(found))
