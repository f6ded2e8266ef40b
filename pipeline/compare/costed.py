"""What the programme cost, and what a result costs: a division, with the result's own margin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.study.schema import Study
    from pipeline.study.schema_frameworks import Costs

METHOD: Final = "cost"
NOT_SURE: Final = "the result could be nothing, so a cost of it cannot be told"
WRONG_WAY: Final = "the result went the wrong way"


def blocks(
    study: Study, costs: Costs, found: Iterable[Block], *, people: float, at: int
) -> list[Block]:
    """The total, by source and a participant; then a cost for each outcome with a clear result.

    Args:
        study: The study file.
        costs: What it says of costs.
        found: Everything that was reckoned before.
        people: Participants.
        at: Position after all outcomes and sources.
    """
    every = list(found)
    funds, in_kind = sum(fund.amount for fund in costs.funds), _in_kind(costs, every)
    total = funds + in_kind
    told = {"funds": funds, "in-kind": in_kind, "total": total}
    if people > 0:
        told["person"] = total / people
    made = [_row("costs", name, {"estimate": value, "n": people}, at=at, rank=rank)
            for rank, (name, value) in enumerate(told.items())]  # fmt: skip
    names = costs.per or tuple(study.outcomes)
    for place, name in enumerate(study.outcomes):
        if name in names:
            made += _of_outcome(study, name, every, total, at=place)
    return made


def _in_kind(costs: Costs, found: list[Block]) -> float:
    """Contributions and valued hours of the logs."""
    total = 0.0
    for block in found:
        text = block.text
        is_sum = text.get("model") in {"amount", "value"} and bool(text.get("period_after"))
        if text["analysis"] == "activity" and text["outcome"] in costs.in_kind and is_sum:
            total += float(block.answer.numbers["estimate"][0])
    return total


def _of_outcome(
    study: Study, name: str, found: list[Block], total: float, *, at: int
) -> Iterator[Block]:
    """The cost of one more person, or of a unit a person, where the result is clear."""
    block = _primary(name, found)
    if block is None or not total > 0:
        return
    outcome, numbers = study.outcomes[name], block.answer.numbers
    sign = 1.0 if outcome.better == "higher" else -1.0
    result, low, high, n = (
        float(numbers[key][0]) for key in ("estimate", "conf_low", "conf_high", "n")
    )
    treated = float(numbers["n_after"][0]) if "n_after" in numbers else n
    people = treated if block.text["analysis"] == "impact" else n
    ends = sorted((sign * low, sign * high))
    is_open = not (np.isfinite(ends).all() and ends[0] > 0)
    cost = {
        "estimate": total / (people * sign * result) if not is_open else np.nan,
        "conf_low": total / (people * ends[1]) if not is_open else np.nan,
        "conf_high": total / (people * ends[0]) if not is_open else np.nan,
        "conf_level": 0.95,
        "n": people,
    }
    why = WRONG_WAY if np.isfinite(ends[1]) and ends[1] < 0 else NOT_SURE
    yield _row(name, "outcome", cost, at=at, rank=0, reason=why if is_open else "",
               text={"label": outcome.label, "domain": outcome.domain,
                     "unit": "money", "model": block.text["analysis"]})  # fmt: skip


def _primary(name: str, found: list[Block]) -> Block | None:
    """The primary contrast, else the primary change of participants, else of everyone."""
    wanted = (("impact", "contrast"), ("change", "participants"), ("change", "all"))
    for analysis, group in wanted:
        for block in found:
            text = block.text
            is_it = (text["outcome"], text["analysis"], text["group"]) == (name, analysis, group)
            if is_it and not block.suffix and _is_told(block):
                return block
    return None


def _is_told(block: Block) -> bool:
    reason = block.answer.reason
    return len(reason) > 0 and not reason[0]


def _row(  # noqa: PLR0913  what makes a row, by name
    outcome: str, name: str, numbers: dict[str, float], *, at: int, rank: int, reason: str = "",
    text: dict[str, str] | None = None,
) -> Block:  # fmt: skip
    none = np.array([""], dtype=object)
    is_total = outcome == "costs"
    return Block(
        text={
            "outcome": outcome, "label": outcome, "group": "participants", "analysis": "cost",
            "unit": "money", "model": name, "method": METHOD, "evidence": "descriptive",
        } | (text or {}),
        column=none,
        level=none,
        suffix=f"/{name}" if is_total else "",
        place=(at, ANALYSES.index("cost"), GROUP_ORDER.index("participants")),
        rank=rank,
        answer=Answer(
            numbers={key: np.array([value]) for key, value in numbers.items()},
            reason=reasons(1, (np.array([bool(reason)]), reason)),
            kept=np.array([True]),
        ),
    )  # fmt: skip
