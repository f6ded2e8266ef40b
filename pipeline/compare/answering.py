"""Who answered a survey of people in the roster, and what the others could change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.engine.base import ALL, PARTICIPANTS
from pipeline.statistics.effect_sizes import cox_index
from pipeline.statistics.nonresponse import bounds, tipping_point
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.compare.measured import Measured, Sample
    from pipeline.compare.questions import Asked

_NAMES: Final = {PARTICIPANTS: "participants", ALL: "all"}


def survey_of(asked: Asked, measured: Measured) -> Survey | None:
    """The survey that an outcome comes from."""
    source = asked.study.sources[measured.outcome.measure.split(".", 1)[0]]
    return source if isinstance(source, Survey) else None


def responders(asked: Asked, measured: Measured, *, at: int) -> Iterator[Block]:
    """Those who answered in the period after, against everyone in the roster, level by level."""
    after = asked.study.role("after")
    sample = measured.samples[ALL]
    if survey_of(asked, measured) is None or after is None or not _has_frame(sample):
        return
    frame, answered = sample.eligible, sample.after.n
    with np.errstate(all="ignore"):
        share, there = answered / answered[0], frame / frame[0]
        effect = cox_index(share, there, n=np.full(len(frame), answered[0] + frame[0]))
    whole = asked.slots.column == ""
    yield _block(
        asked,
        measured,
        "nonresponse",
        ALL,
        at,
        Answer(
            numbers={
                "n": answered,
                "n_before": frame,
                "n_after": answered,
                "mean_before": there,
                "mean_after": share,
                "estimate": share - there,
                "effect": np.where(whole, np.nan, effect),
            },
            reason=np.full(len(frame), "", dtype=object),
            kept=(frame > 0) & (answered[0] > 0),
            effect_name="cox",
        ),
    )


def worst_cases(
    asked: Asked, measured: Measured, invited: Mapping[str, float], *, at: int
) -> Iterator[Block]:
    """What the level after could be if the others had answered, and what would undo the change.

    Args:
        asked: The study.
        measured: The outcome.
        invited: People invited in the period after, by survey; for anonymous ones.
        at: Position of the outcome.
    """
    source = measured.outcome.measure.split(".", 1)[0]
    ends = measured.outcome.range or ((0.0, 1.0) if measured.is_share else None)
    if survey_of(asked, measured) is None or ends is None or asked.study.role("after") is None:
        return
    group = PARTICIPANTS if measured.has(PARTICIPANTS) else ALL
    sample = measured.samples[group]
    frame = sample.eligible[:1] if _has_frame(sample) else np.array([invited.get(source, np.nan)])
    answered, mean, before = sample.after.n[:1], sample.after.mean[:1], sample.before.mean[:1]
    if not (answered[0] > 0 and frame[0] > answered[0]):
        return
    low, high = (0.0, 1.0) if measured.is_share else ends
    found = bounds(mean, answered, frame, lowest=float(low), highest=float(high))
    tip = tipping_point(mean, answered, frame, before)
    can = bool(low <= tip[0] <= high)
    yield _block(
        asked,
        measured,
        "bounds",
        group,
        at,
        Answer(
            numbers={
                "n": answered,
                "n_after": answered,
                "n_missing": frame - answered,
                "mean_after": mean,
                "estimate": mean,
                "conf_low": found.low,
                "conf_high": found.high,
                "statistic": tip if can else np.array([np.nan]),
            },
            reason=np.array([""], dtype=object),
            kept=np.array([True]),
            effect_name="tips" if can else "holds" if np.isfinite(tip[0]) else "alone",
        ),
        is_whole=True,
    )


def _has_frame(sample: Sample) -> bool:
    return bool(np.isfinite(sample.eligible[0]) and sample.eligible[0] > 0)


def _block(  # noqa: PLR0913  what a row needs
    asked: Asked,
    measured: Measured,
    analysis: str,
    group: int,
    at: int,
    answer: Answer,
    *,
    is_whole: bool = False,
) -> Block:
    after, name = asked.study.role("after"), _NAMES[group]
    cut = slice(0, 1) if is_whole else slice(None)
    place = ANALYSES.index("bounds" if is_whole else "nonresponse")
    return Block(
        text=texts(measured.name, measured.outcome)
        | {
            "analysis": analysis, "group": name, "period_after": after.id if after else "",
            "method": analysis, "evidence": "descriptive",
        },
        column=asked.slots.column[cut],
        level=asked.slots.level[cut],
        suffix="",
        place=(at, place, GROUP_ORDER.index(name)),
        rank=0,
        answer=answer,
    )  # fmt: skip
