"""Tables for the disclosure room: rows of estimates, made by hand or counted from people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.disclosure.stage import protect
from pipeline.study.load import load_study
from pipeline.tables.accounts import ACCOUNTS
from pipeline.tables.attainment import ATTAINMENT
from pipeline.tables.estimates import ESTIMATES
from pipeline.tables.schema import Rows
from pipeline.tables.tidy import ACTIVITIES, FILES, SEGMENTS, TESTIMONIALS, WAVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.study.schema import Study
    from pipeline.tables.published import Published, PublishedRow

Row = dict[str, object]
T = 10
BEFORE, AFTER = "2024-25", "2025-26"
TABLES = {
    "files": FILES,
    "accounts": ACCOUNTS,
    "waves": WAVES,
    "testimonials": TESTIMONIALS,
    "segments": SEGMENTS,
    "activities": ACTIVITIES,
}
STUDY = b"""
version: 1
study:
  title: Lakeside mentoring
  partners: [{id: lake, name: Lake Community College, type: higher-education}]
periods:
  - {id: 2024-25, starts: 2024-08-21, ends: 2025-06-07, role: before}
  - {id: 2025-26, starts: 2025-08-18, ends: 2026-06-05, role: after}
design:
  kind: comparison-group
  participants: {mentored: ["yes"]}
  comparison: {mentored: ["no"]}
  subgroups: [school]
sources:
  roster: {kind: roster, files: s.csv, columns: {student_id: id, school: school, mentored: m}}
  marks:
    kind: metrics
    files: m.csv
    columns: {student_id: id, period: year}
    measures: {gpa: gpa, late: late, math: math}
  log: {kind: activities, files: log.csv}
outcomes:
  gpa:
    {label: G, from: marks.gpa, type: continuous, unit: points, better: higher, range: [0, 4]}
  math:
    {label: M, from: marks.math, type: continuous, unit: points, better: higher, range: [4, 900]}
  late: {label: Often late, from: marks.late, type: binary, better: lower}
"""


@cache
def study() -> Study:
    return load_study(STUDY, file="study.yaml")


def cell(outcome: str, group: str, subgroup: str = "", level: str = "") -> str:
    return f"{outcome}/{{}}/{group}" + (f"/{subgroup}={level}" if subgroup else "")


def level(
    n: float, outcome: str = "gpa", group: str = "participants", school: str = "",
    period: str = AFTER, mean: float = 0.5, **more: object,
) -> Row:  # fmt: skip
    subgroup = "school" if school else ""
    found = {
        "id": cell(outcome, group, subgroup, school).format("level") + f"@{period}",
        "analysis": "level", "outcome": outcome, "group": group, "subgroup": subgroup,
        "level": school, "period_after": period, "n": n, "n_after": n, "mean_after": mean,
        "estimate": mean, "conf_low": mean, "conf_high": mean, "method": "wilson",
        "status": "published",
    }  # fmt: skip
    return found | more


def change(
    n: float, outcome: str = "gpa", group: str = "participants", school: str = "",
    means: tuple[float, float] = (0.4, 0.5), **more: object,
) -> Row:  # fmt: skip
    subgroup = "school" if school else ""
    found = {
        "id": cell(outcome, group, subgroup, school).format("change"),
        "analysis": "change", "outcome": outcome, "group": group, "subgroup": subgroup,
        "level": school, "period_before": BEFORE, "period_after": AFTER, "model": "paired",
        "n": n, "n_before": n, "n_after": n, "mean_before": means[0], "mean_after": means[1],
        "estimate": means[1] - means[0], "method": "paired_t", "status": "published",
    }  # fmt: skip
    return found | more


def published(
    rows: Iterable[Row] = (),
    goals: Iterable[Row] = (),
    earlier: Sequence[Published] = (),
    **tables: Sequence[Row],
) -> Published:
    return protect(
        study(),
        estimates=Rows.of(ESTIMATES, list(rows)),
        attainment=Rows.of(ATTAINMENT, list(goals)),
        tidy=lambda name: Rows.of(TABLES[name], list(tables.get(name, []))),
        as_of=dt.date(2026, 6, 5),
        inputs=(("s.csv", "0" * 64),),
        versions={"python": "3.11"},
        earlier=earlier,
    )


def found(rows: Iterable[Row], identity: str) -> PublishedRow:
    row = published(rows).row(identity)
    assert row is not None
    return row


def shown(rows: Iterable[Row], identity: str, column: str) -> str:
    return found(rows, identity).figures[column].shown


def hidden(rows: Iterable[Row]) -> dict[str, str]:
    return {row.id: row.reason for row in published(rows).rows if row.status == "suppressed"}


@dataclass(frozen=True)
class Person:
    """One person: 1 participant, 0 comparison, -1 neither; school "" where it is not known."""

    arm: int
    school: str
    before: bool | None
    after: bool | None


GROUPS = {"participants": (1,), "comparison": (0,), "all": (1, 0, -1)}
Cell = tuple[str, str, str, str]
"""Table, arm, school, period: the atoms whose sums are published."""


def counted(people: Sequence[Person]) -> list[Row]:
    """Levels and changes of a share, for every group and school, as they come to be published."""
    rows = []
    schools = ["", *sorted({one.school for one in people} - {""})]
    for group, arms in GROUPS.items():
        for school in schools:
            mine = [p for p in people if p.arm in arms and school in {"", p.school}]
            for period, name in ((BEFORE, "before"), (AFTER, "after")):
                values = [v for p in mine if (v := getattr(p, name)) is not None]
                rows.append(_level(values, group, school, period))
            pairs = [(p.before, p.after) for p in mine if None not in {p.before, p.after}]
            rows.append(_change(pairs, group, school))
    return rows


def _level(values: list[bool], group: str, school: str, period: str) -> Row:
    n = len(values)
    if not n:
        none = level(0, "late", group, school, period)
        return none | {"status": "not-estimable", "reason": "no values", "mean_after": None}
    return level(n, "late", group, school, period, mean=sum(values) / n)


def _change(pairs: list[tuple[bool | None, bool | None]], group: str, school: str) -> Row:
    n = len(pairs)
    if not n:
        return change(0, "late", group, school, status="not-estimable", reason="nobody")
    means = sum(bool(b) for b, _ in pairs) / n, sum(bool(a) for _, a in pairs) / n
    return change(n, "late", group, school, means=means)


def atoms(people: Sequence[Person]) -> dict[tuple[str, int, str], tuple[int, int]]:
    """People and those of whom it is true, by table, arm and school; before any are hidden."""
    tallies: dict[tuple[str, int, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in people:
        told = {BEFORE: one.before, AFTER: one.after}
        if None not in told.values():
            told |= {"pairs": one.after}
        for table, value in told.items():
            if value is not None:
                tallies[table, one.arm, one.school][0] += 1
                tallies[table, one.arm, one.school][1] += value
    return {key: (n, hits) for key, (n, hits) in tallies.items()}
