"""How much of a change is other people: waves of different people, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.engine.base import ALL, PARTICIPANTS
from pipeline.statistics.composition import mix_and_rate
from pipeline.statistics.missing import rest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.compare.measured import Measured, Sample
    from pipeline.compare.questions import Asked
    from pipeline.statistics.moments import Moments

METHOD: Final = "kitagawa"
_NAMES: Final = {PARTICIPANTS: "participants", ALL: "all"}


def blocks(asked: Asked, measured: Measured, *, at: int) -> Iterator[Block]:
    """A row for each breakdown, where the waves hold different people."""
    columns = [name for name in asked.study.design.subgroups if name in asked.slots.starts]
    if measured.is_paired or not columns or not asked.before:
        return
    after = asked.study.role("after")
    for group, name in _NAMES.items():
        sample = measured.samples[group]
        if not (sample.before.n[0] > 0 and sample.after.n[0] > 0):
            continue
        mixes = np.array([_mix(asked, sample, column) for column in columns])
        nothing = np.full(len(columns), "", dtype=object)
        yield Block(
            text=texts(measured.name, measured.outcome)
            | {
                "analysis": "mix", "group": name, "period_before": asked.before,
                "period_after": after.id if after else "", "method": METHOD,
                "evidence": "descriptive",
            },
            column=np.array(columns, dtype=object),
            level=nothing,
            suffix="",
            place=(at, ANALYSES.index("mix"), GROUP_ORDER.index(name)),
            rank=0,
            answer=Answer(
                numbers={
                    "estimate": mixes,
                    "n_before": np.full(len(columns), sample.before.n[0]),
                    "n_after": np.full(len(columns), sample.after.n[0]),
                    "n": np.full(len(columns), sample.seen[0]),
                },
                reason=nothing,
                kept=np.isfinite(mixes),
            ),
        )  # fmt: skip


def _mix(asked: Asked, sample: Sample, column: str) -> float:
    """The part of the change that is mix; those of unknown kind are a kind."""
    first = asked.slots.starts[column]
    levels = slice(first, first + asked.slots.widths[column])
    if not all(one.n[levels].sum() > 0 for one in (sample.before, sample.after)):
        return float("nan")  # nobody's kind is known
    before, after = (_kinds(one, levels) for one in (sample.before, sample.after))
    return mix_and_rate(before[0], before[1], after[0], after[1]).mix


def _kinds(one: Moments, levels: slice) -> tuple[np.ndarray, np.ndarray]:
    n, mean = one.n[levels], one.mean[levels]
    known = type(one)(
        n=np.array([n.sum()]),
        mean=np.array([np.average(mean[n > 0], weights=n[n > 0]) if n.sum() else np.nan]),
        var=np.array([np.nan]),
    )
    whole = type(one)(n=one.n[:1], mean=one.mean[:1], var=np.array([np.nan]))
    rest = rest_of(whole, known)
    return np.append(n, rest.n), np.append(mean, rest.mean)
