"""The design: who is a participant, who is compared, and what results are broken down by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.study.checks.case import likely_slip
from pipeline.study.kinds.sense import (
    BREAKDOWN_NAME,
    GROUP_MISSING,
    GROUPS_OVERLAP,
    NO_CLUSTER,
    NO_GROUP_WANTED,
    NO_ROSTER,
    NOT_UNIQUE,
    ONE_CUT,
    UNMAPPED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.problems import Problem
    from pipeline.study.checks.case import Case
    from pipeline.study.positions import Path

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def check_design(case: Case) -> Iterator[Problem]:
    """Everything that can be wrong with the design."""
    yield from _groups(case)
    yield from _overlap(case)
    yield from _columns(case)
    yield from _cluster(case)
    yield from _selected(case)
    yield from _breakdowns(case)
    yield from _labels(case)


def _groups(case: Case) -> Iterator[Problem]:
    design = case.study.design
    if design.kind == "one-group":
        if design.comparison:
            yield case.at_key(("design", "comparison"), NO_GROUP_WANTED)
        return
    for key in ("participants", "comparison"):
        if not getattr(design, key):
            yield case.at(("design", "kind"), GROUP_MISSING, design=design.kind, key=key)


def _overlap(case: Case) -> Iterator[Problem]:
    """Two groups that share values in every column that both name."""
    design = case.study.design
    both = [column for column in design.comparison if column in design.participants]
    shared = {
        column: [one for one in design.comparison[column] if one in design.participants[column]]
        for column in both
    }
    if both and all(shared.values()):
        column, values = next(iter(shared.items()))
        path = ("design", "comparison", column)
        yield case.at_key(path, GROUPS_OVERLAP, value=values[0], column=column)


def named_columns(case: Case) -> Iterator[tuple[Path, str, str]]:
    """Every place where a column of the roster is named: path, name and place in words."""
    design = case.study.design
    for key in ("participants", "comparison"):
        for name in getattr(design, key):
            yield ("design", key, name), name, f"`design.{key}`"
    lists: dict[tuple[str, ...], tuple[str, ...]] = {
        ("subgroups",): design.subgroups,
        ("adjust_for",): design.adjust_for,
    }
    if design.match is not None:
        lists |= {("match", "on"): design.match.on, ("match", "exact"): design.match.exact}
    for keys, names in lists.items():
        for index, name in enumerate(names):
            yield ("design", *keys, index), name, f"`design.{'.'.join(keys)}`"
    if design.cluster is not None:
        yield ("design", "cluster"), design.cluster, "`design.cluster`"
    yield from _goal_columns(case)


def _goal_columns(case: Case) -> Iterator[tuple[Path, str, str]]:
    for index, goal in enumerate(case.study.goals):
        for name in goal.where:
            yield ("goals", index, "where", name), name, f"`where` of `{goal.id}`"


def _columns(case: Case) -> Iterator[Problem]:
    roster = case.roster
    for path, name, where in named_columns(case):
        if roster is None:
            yield case.at_key(path, NO_ROSTER, what=where)
            continue
        near = likely_slip(name, roster[1].columns)
        if near is not None:
            choices = ", ".join(roster[1].columns)
            yield case.at_key(path, UNMAPPED, name=name, where=where, choices=choices, near=near)


def _cluster(case: Case) -> Iterator[Problem]:
    design = case.study.design
    if design.cluster is None:
        if design.assigned_by == "cluster":
            yield case.at(("design", "assigned_by"), NO_CLUSTER)
    elif NAME.fullmatch(design.cluster) is None:
        yield case.at(("design", "cluster"), BREAKDOWN_NAME, name=design.cluster)


def _selected(case: Case) -> Iterator[Problem]:
    chosen = case.study.design.selected_on
    if chosen is None:
        return
    path = ("design", "selected_on")
    if chosen.outcome not in case.study.outcomes:
        names = case.study.outcomes
        yield case.unknown((*path, "outcome"), chosen.outcome, what="an outcome", names=names)
    if (chosen.below is None) == (chosen.above is None):
        yield case.at_key(path, ONE_CUT)


def _breakdowns(case: Case) -> Iterator[Problem]:
    subgroups = case.study.design.subgroups
    for index, name in enumerate(subgroups):
        path = ("design", "subgroups", index)
        if NAME.fullmatch(name) is None:
            yield case.at(path, BREAKDOWN_NAME, name=name)
        if name in subgroups[:index]:
            yield case.at(path, NOT_UNIQUE, id=name, what="the subgroups")
    for index, goal in enumerate(case.study.goals):
        for name in goal.where:
            if NAME.fullmatch(name) is None:
                yield case.at_key(("goals", index, "where", name), BREAKDOWN_NAME, name=name)


def _labels(case: Case) -> Iterator[Problem]:
    design = case.study.design
    used = [*design.subgroups, *(name for goal in case.study.goals for name in goal.where)]
    for name in design.labels:
        if name not in used:
            path = ("design", "labels", name)
            yield case.unknown_key(path, name, what="a breakdown", names=dict.fromkeys(used))
