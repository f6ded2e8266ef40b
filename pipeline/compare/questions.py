"""Study x measures x cells into questions, each answered for all slots at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare import clustered
from pipeline.compare.answer import Answer, Case
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES, Method
from pipeline.compare.methods import METHODS
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS, Slots
from pipeline.evidence.design import evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pipeline.compare.measured import Measured
    from pipeline.study.schema import Outcome, Study

GROUP_ORDER = ("participants", "comparison", "contrast", "all")
"""In the order in which they are written."""

_NAMES = {PARTICIPANTS: "participants", COMPARISON: "comparison", ALL: "all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every question of a study shares.

    Attributes:
        study: The study file.
        slots: The whole and the levels of every breakdown.
        first: First slot that each gap compares: the later level of a two-level breakdown.
        second: The other slot.
        gaps: Breakdown and "first-second" of each gap.
    """

    study: Study
    slots: Slots
    first: NDArray[np.intp]
    second: NDArray[np.intp]
    gaps: tuple[NDArray[np.object_], NDArray[np.object_]]

    @property
    def before(self) -> str:
        """Id of the period before, "" where there is none."""
        period = self.study.role("before")
        return period.id if period else ""

    @classmethod
    def of(cls, study: Study, slots: Slots) -> Asked:
        """The gaps are those of breakdowns with exactly two levels."""
        two = [name for name, levels in slots.widths.items() if levels == 2]  # noqa: PLR2004
        second = np.array([slots.starts[name] for name in two], dtype=np.intp)
        level = slots.level[second + 1] + "-" + slots.level[second]
        column = np.array(two, dtype=object)
        return cls(study=study, slots=slots, first=second + 1, second=second, gaps=(column, level))


def blocks(asked: Asked, measured: Measured, *, at: int) -> Iterator[Block]:
    """Every block of one outcome, `at` being its position in the study file."""
    for rank, method in enumerate(METHODS):
        if method.applies(measured):
            for case in filter(method.wants, _cases(asked, measured, method)):
                answer = _answer(method, case)
                if answer.kept.any():
                    yield _block(asked, method, case, answer, place=at, rank=rank)


def _answer(method: Method, case: Case) -> Answer:
    """The answer of a method, in the slots whose errors are reckoned as it does."""
    if case.measured.by_cluster is None or method.basis is None:
        return method.reckon(case)
    is_mine = clustered.basis(case, method.analysis) == method.basis
    if not is_mine.any():
        nothing = np.zeros(len(is_mine), dtype=bool)
        return Answer(numbers={}, reason=np.full(len(is_mine), "", dtype=object), kept=nothing)
    answer = method.reckon(case)
    return replace(answer, kept=answer.kept & is_mine)


def _cases(asked: Asked, measured: Measured, method: Method) -> Iterator[Case]:
    """The groups, and for levels the periods, that a method is asked about."""
    before, after = asked.study.role("before"), asked.study.role("after")
    if method.analysis == "level":
        yield from _levels(asked, measured)
    elif before is None or after is None:
        return
    elif method.analysis == "change":
        for group in _groups(measured):
            yield Case(measured=measured, group=group, before=before.id, after=after.id)
    elif method.analysis == "reliability":
        yield Case(measured=measured, group=ALL, after=after.id)
    elif method.analysis == "gap":
        yield from _gap(asked, measured, before.id, after.id)
    else:
        then = "" if method.analysis == "baseline" else after.id
        yield Case(measured=measured, group=PARTICIPANTS, before=before.id, after=then)


def _levels(asked: Asked, measured: Measured) -> Iterator[Case]:
    """Every period in which anyone was measured, and those that the study compares."""
    compared = {asked.study.role("before"), asked.study.role("after")}
    for group in _groups(measured):
        for at in measured.samples[group].periods:
            period = asked.study.periods[at]
            if measured.is_measured(at) or period in compared:
                yield Case(measured=measured, group=group, period=at, after=period.id)


def _gap(asked: Asked, measured: Measured, before: str, after: str) -> Iterator[Case]:
    if asked.first.size and measured.has(PARTICIPANTS):
        yield Case(
            measured=measured,
            group=PARTICIPANTS,
            before=before,
            after=after,
            first=asked.first,
            second=asked.second,
        )


def _groups(measured: Measured) -> Sequence[int]:
    """Participants and comparison, unless nobody knows who is who; and everyone."""
    groups = [PARTICIPANTS, COMPARISON] if measured.has_comparison else [PARTICIPANTS]
    known = [g for g in groups if measured.is_linkable or measured.has(g)]
    return [*known, ALL]


def _block(
    asked: Asked, method: Method, case: Case, answer: Answer, *, place: int, rank: int
) -> Block:
    measured, outcome = case.measured, case.measured.outcome
    is_contrast = method.analysis in {"attrition", "baseline", "impact"}
    is_gap = method.analysis == "gap"
    group = "contrast" if is_contrast else _NAMES[case.group]
    leads = method.leads(measured)
    column, level = asked.gaps if is_gap else (asked.slots.column, asked.slots.level)
    is_level = method.analysis == "level"
    text = texts(measured.name, outcome) | {
        "analysis": method.analysis,
        "group": group,
        "period_before": case.before,
        "period_after": case.after,
        "model": method.model,
        "method": method.name,
        "evidence": evidence(asked.study.design.kind, method.analysis),
    }
    return Block(
        text=text | ({"unit": method.unit} if method.unit else {}),
        column=column,
        level=level,
        suffix=f"@{case.after}" if is_level else "" if leads else f"/{method.model}",
        place=(place, ANALYSES.index(method.analysis), GROUP_ORDER.index(group)),
        # the primary model first, the others in the order of the registry
        rank=case.period if is_level else rank + 1 if not leads else 0,
        answer=answer,
        is_headline=leads and (method.analysis, group) in _headlines(measured),
        is_declared=outcome.primary,
    )


def _headlines(measured: Measured) -> set[tuple[str, str]]:
    """The analysis and group that a reader takes as the outcome's result, and its gaps."""
    gap = ("gap", "participants")
    if measured.is_contrasted:
        return {("impact", "contrast"), gap}
    is_known = measured.is_linkable or measured.has(PARTICIPANTS)
    return {("change", "participants" if is_known else "all"), gap}


def texts(name: str, outcome: Outcome) -> dict[str, str]:
    """What every row of an outcome says about it."""
    is_share = outcome.type != "continuous"
    return {
        "outcome": name,
        "label": outcome.label,
        "domain": outcome.domain,
        "source": outcome.measure.split(".", 1)[0],
        "unit": outcome.unit or ("%" if is_share else ""),
    }
