"""What sums give away of the hidden rows of a release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.attack.hits import BARE_FROM, count_hits, shares
from pipeline.attack.leak import Leak
from pipeline.attack.missing import count_missing, enrolled
from pipeline.attack.model import Model
from pipeline.attack.tables import Evidence, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.attack.bounds import System
    from pipeline.attack.leak import Place, Row
    from pipeline.attack.model import Target
    from pipeline.attack.tables import Tables


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a stranger takes for known.

    Attributes:
        minimum_n: The smallest group that may be shown.
        is_complete: Whether every breakdown is known to leave nobody out.
        public: People at a place, where everybody knows.
        fewest: People in a hidden level at least: only one with somebody in it is hidden.
        infers: Whether lines that are wholly shown tell which breakdowns leave nobody out.
        enrolment: Whether those counted and those missing of one row tell how many another can
            count.
    """

    minimum_n: int
    is_complete: bool = False
    public: Mapping[Place, float] = field(default_factory=dict)
    fewest: float = 1.0
    infers: bool = True
    enrolment: bool = True


def model(rows: Sequence[Row], known: Known) -> Model:
    """A release as a system of sums."""
    found = _once(tables(rows))
    registers = enrolled(found if known.enrolment else {})
    evidence = Evidence.of(found | registers.tables)
    if not known.infers:
        evidence.adds_up.clear()
    made = Model(known.minimum_n, evidence, known.is_complete, known.public, known.fewest)
    for name, table in (found | registers.tables).items():
        made.add(name, table)
    if made.targets:
        made.tie()
        count_missing(made, found, registers)
        of_shares = shares(rows)
        count_hits(made, {name: one for name, one in found.items() if name.outcome in of_shares})
    return made


def _once(found: Tables) -> Tables:
    """Without tables of other models of an analysis that say the same of the same places."""
    seen = set()
    once: Tables = {}
    for name, table in found.items():
        said = frozenset((place, count.value) for place, count in table.items())
        key = (name._replace(model=""), said)
        if key not in seen:
            seen.add(key)
            once[name] = table
    return once


def worked_out(rows: Sequence[Row], known: Known) -> Iterator[Leak]:
    """Hidden groups that are certain to be of few people, or to be all alike."""
    made = model(rows, known)
    short = made.settled()
    small = {_row(made.targets[v]) for v in short if made.targets[v].kind == "subtraction"}
    for variable, most in short.items():
        target = made.targets[variable]
        by = _by(made.system, variable)
        if target.kind == "subtraction" and most >= 1:
            few = f"it is a group of fewer than {known.minimum_n}"
            yield _leak(target, f"subtraction shows that {few}{by}")
        elif target.kind == "share" and _is_telling(made, target, small):
            yield _leak(target, f"subtraction shows that all of its people are alike{by}")


def _is_telling(made: Model, target: Target, small: set[tuple[str, str]]) -> bool:
    """Whether none or all of a group is a secret: of many people it is none."""
    return made.certain[target.people] < BARE_FROM and _row(target) not in small


def _row(target: Target) -> tuple[str, str]:
    return target.row["id"], target.row.get("period_after", "")


def _leak(target: Target, said: str) -> Leak:
    return Leak(id=target.row["id"], column=target.column, said=said, kind=target.kind)


def _by(system: System, variable: int) -> str:
    """By which sums, in words."""
    said = []
    for one in system.sums:
        if variable not in one.members or not one.by:
            continue
        others = [p for p in one.parts if p != variable and system.is_known(p)]
        told = " \N{MINUS SIGN} ".join(system.names[v] for v in (one.whole, *others))
        said.append(told if one.whole != variable else f"the sum of its parts by {one.by}")
    return f": {'; '.join(dict.fromkeys(said))}" if said else ""
