"""The stranger: all that can be worked out of releases by somebody who holds their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.attack.across import across
from pipeline.attack.facts import read
from pipeline.attack.pages import on_pages
from pipeline.attack.past import with_earlier
from pipeline.attack.work import Known, worked_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.attack.leak import Leak, Place


def attack(
    files: Mapping[str, bytes],
    *,
    minimum_n: int,
    earlier: Sequence[Mapping[str, bytes]] = (),
    complete: bool = False,
    public: Mapping[Place, float] | None = None,
    enrolment: bool = True,
) -> list[Leak]:
    """Everything about hidden or small groups that the files of a release give away.

    Args:
        files: What a reader gets, by name: tables, JSON, pages.
        minimum_n: The smallest group that may be shown.
        earlier: Releases before, each by file name.
        complete: Whether every breakdown is known to leave nobody out; else it is inferred.
        public: People at a place, where everybody knows.
        enrolment: Whether those counted and those missing of one row tell how many another can
            count.
    """
    known = Known(
        minimum_n=minimum_n, is_complete=complete, public=public or {}, enrolment=enrolment
    )
    facts = read(files, minimum_n=minimum_n)
    found = [*facts.found, *on_pages(files, facts, minimum_n=minimum_n)]
    found += across(facts, minimum_n=minimum_n)
    found += worked_out(facts.rows, known)
    before = [read(one, minimum_n=minimum_n) for one in earlier]
    found += with_earlier(facts.rows, [one.rows for one in before], known, found)
    return list(dict.fromkeys(found))
