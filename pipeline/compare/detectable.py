"""How small a change or difference a study of this size could find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS
from pipeline.statistics.power import detectable_groups, detectable_paired, multiplier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.compare.measured import Measured
    from pipeline.compare.questions import Asked

METHOD: Final = "detectable"
SUPPOSED: Final = 0.7
"""Correlation of two measurements of the same person where nothing tells it yet."""


def found_again(blocks: Iterable[Block]) -> Iterator[Block]:
    """What as many people as this time could find, from the error of each main result."""
    for block in blocks:
        if block.is_headline and block.text["analysis"] in {"change", "impact"}:
            numbers = block.answer.numbers
            error = numbers.get("std_error", np.full(len(block.column), np.nan))
            df = numbers.get("df", np.full(len(block.column), np.nan))
            size = multiplier(np.where(np.isfinite(df), df, np.inf)) * error
            yield _derived(block, size)


def planned(asked: Asked, measured: Measured, *, at: int) -> Iterator[Block]:
    """What the people measured before could find, while nobody is measured after."""
    group = PARTICIPANTS if measured.has(PARTICIPANTS) else ALL
    before, after = measured.samples[group].before, measured.samples[group].after
    if not asked.before or after.n[0] > 0 or not before.n[0] > 1:
        return
    other = measured.samples[COMPARISON].before
    spread = np.sqrt(before.var[:1])
    if measured.is_contrasted and other.n[0] > 1:
        size = detectable_groups(before.n[:1], other.n[:1], r_squared=SUPPOSED**2) * spread
        n, name = before.n[:1] + other.n[:1], "contrast"
    else:
        size = detectable_paired(before.n[:1], np.array([SUPPOSED])) * spread
        n, name = before.n[:1], "participants" if group == PARTICIPANTS else "all"
    if np.isfinite(size[0]):
        yield Block(
            text=texts(measured.name, measured.outcome)
            | {
                "analysis": "detectable", "group": name, "period_before": asked.before,
                "model": "planned", "method": METHOD, "evidence": "descriptive",
            },
            column=asked.slots.column[:1],
            level=asked.slots.level[:1],
            suffix="",
            place=(at, ANALYSES.index("detectable"), GROUP_ORDER.index(name)),
            rank=0,
            answer=Answer(
                numbers={"n": n, "estimate": size},
                reason=np.array([""], dtype=object),
                kept=np.array([True]),
            ),
        )  # fmt: skip


def _derived(block: Block, size: np.ndarray) -> Block:
    answer = block.answer
    first = np.arange(len(size)) == 0
    known = np.isfinite(size) & (answer.reason == "")
    return replace(
        block,
        text={
            **block.text, "analysis": "detectable", "model": block.text["analysis"],
            "method": METHOD, "evidence": "descriptive",
        },
        place=(block.place[0], ANALYSES.index("detectable"), block.place[2]),
        answer=replace(
            answer,
            numbers={"n": answer.numbers["n"], "estimate": size},
            kept=answer.kept & first & known,
            effect_name="",
        ),
        is_headline=False,
    )  # fmt: skip
