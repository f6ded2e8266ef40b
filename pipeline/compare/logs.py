"""Counts of what was done and of who answered: no inference, only what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES, Analysis
from pipeline.compare.questions import GROUP_ORDER
from pipeline.evidence.design import evidence
from pipeline.statistics.proportions import wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.study.schema import Study
    from pipeline.tables.schema import Rows

NOT_GIVEN = "the number of people invited is not given"
MORE_ANSWERED = "more people answered than were invited"
NONE_GIVEN = "no entry gives it"

_SUMS = {"hours": "hours", "headcount": "people", "amount": "money"}
_KINDS = {"events": "event", "meetings": "meeting"}


def responses(study: Study, source: str, waves: Rows, *, at: int) -> Iterator[Block]:
    """What share of those invited answered, wave by wave."""
    periods = {period.id: rank for rank, period in enumerate(study.periods)}
    for period in waves["period"]:
        wave = waves.take(waves["period"] == period)
        answered, invited = (wave[name].astype(np.float64) for name in ("answered", "invited"))
        told = [(invited <= 0, NOT_GIVEN), (answered > invited, MORE_ANSWERED)]
        text = {
            "analysis": "response",
            "unit": "%",
            "period_after": period,
            "method": "response",
        }
        yield _block(
            study,
            source,
            text,
            answer=_rate(answered, invited, reasons(1, *told)),
            place=(at, periods[period]),
        )


def activities(study: Study, source: str, log: Rows, *, at: int) -> Iterator[Block]:
    """How many entries of each type, and what they add up to."""
    kinds = np.array(sorted(set(log["type"].tolist()) - {""}), dtype=object)
    counted = np.array([(log["type"] == kind).sum() for kind in kinds], dtype=np.float64)
    text = {"analysis": "activity", "unit": "entries", "method": "activity"}
    yield _block(
        study,
        source,
        text,
        answer=_total(counted, counted),
        place=(at, 0),
        slots=(np.full(kinds.shape, "type", dtype=object), kinds),
    )
    for rank, (name, unit) in enumerate(_SUMS.items(), start=1):
        given = log[name][np.isfinite(log[name])]
        answer = _total(np.array([float(given.size)]), np.array([np.sum(given)]))
        named = text | {"unit": unit, "model": name}
        yield _block(study, source, named, answer=answer, place=(at, rank))
    for rank, (name, kind) in enumerate(_KINDS.items(), start=1 + len(_SUMS)):
        n = np.array([float((log["type"] == kind).sum())])
        named = text | {"unit": name, "model": name}
        yield _block(study, source, named, answer=_total(n, n), place=(at, rank))


def _rate(
    answered: NDArray[np.float64], invited: NDArray[np.float64], reason: NDArray[np.object_]
) -> Answer:
    is_known = (invited > 0) & (answered <= invited)
    n = np.where(is_known, invited, np.nan)
    low, high = wilson(answered, n, conf_level=CONF_LEVEL)
    return Answer(
        numbers={
            "n": answered,
            "n_before": invited,
            "n_after": answered,
            "n_missing": np.where(is_known, invited - answered, np.nan),
            "mean_after": answered / n,
            "estimate": answered / n,
            "conf_low": low,
            "conf_high": high,
            "conf_level": np.array([CONF_LEVEL]),
        },
        reason=reason,
        kept=np.array([True]),
    )


def _total(n: NDArray[np.float64], total: NDArray[np.float64]) -> Answer:
    return Answer(
        numbers={"n": n, "estimate": total},
        reason=reasons(len(n), (n == 0, NONE_GIVEN)),
        kept=np.full(n.shape, fill_value=True),
    )


def _block(
    study: Study,
    source: str,
    text: dict[str, str],
    *,
    answer: Answer,
    place: tuple[int, int],
    slots: tuple[NDArray[np.object_], NDArray[np.object_]] | None = None,
) -> Block:
    whole = np.array([""], dtype=object)
    column, level = (whole, whole) if slots is None else slots
    is_response = text["analysis"] == "response"
    analysis: Analysis = "response" if is_response else "activity"
    name = text.get("model", "")
    told = {
        "outcome": source,
        "label": source,
        "source": source,
        "group": "all",
        "evidence": evidence(study.design.kind, analysis),
    }
    return Block(
        text=told | text,
        column=column,
        level=level,
        suffix=f"@{text['period_after']}" if is_response else f"/{name}" if name else "",
        place=(place[0], ANALYSES.index(analysis), GROUP_ORDER.index("all")),
        rank=place[1],
        answer=answer,
    )
