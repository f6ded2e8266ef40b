"""How each side of a partnership answers, and how far the sides are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, of_estimate, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.statistics.proportions import newcombe, wilson
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.study.schema import Outcome, Study
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

TOO_FEW: Final = "too few answers of a side"
FEWEST: Final = 10
"""Answers of each side from which they are set against one another."""


def blocks(study: Study, name: str, outcome: Outcome, answers: Rows, *, at: int) -> Iterator[Block]:
    """The favourable share of each side in each wave; nothing where no column tells sides apart."""
    source, _, item = outcome.measure.partition(".")
    survey = study.sources[source]
    if not isinstance(survey, Survey) or not survey.sides or outcome.type == "continuous":
        return
    if item not in survey.items:
        return
    options = len(survey.answers.get(survey.items[item].answers or "", ()))
    top = outcome.favorable if outcome.type == "ordinal" else 1
    mine = answers.take((answers["source"] == source) & (answers["item"] == item))
    mine = mine.take(np.isfinite(mine["value"]))
    for rank, period in enumerate(study.periods):
        wave = mine.take(mine["period"] == period.id)
        sides = sorted({str(side) for side in wave["side"]} - {""})
        if len(sides) > 1:
            yes = wave["value"] > options - top
            text = texts(name, outcome) | {
                "analysis": "sides", "group": "all", "period_after": period.id,
                "evidence": "descriptive",
            }  # fmt: skip
            yield from _wave(text, wave["side"].astype(str), yes, sides, place=(at, rank))


def _wave(
    text: dict[str, str], side: NDArray[np.str_], yes: NDArray[np.bool_], sides: list[str],
    *, place: tuple[int, int],
) -> Iterator[Block]:  # fmt: skip
    n = np.array([float(len(side)), *(float((side == one).sum()) for one in sides)])
    hits = np.array([float(yes.sum()), *(float(yes[side == one].sum()) for one in sides)])
    low, high = wilson(hits, n, conf_level=CONF_LEVEL)
    at, rank = place
    spot = (at, ANALYSES.index("sides"), GROUP_ORDER.index("all"))
    share = hits / n
    yield Block(
        text=text | {"method": "wilson"},
        column=np.array(["", *["side"] * len(sides)], dtype=object),
        level=np.array(["", *sides], dtype=object),
        suffix=f"@{text['period_after']}",
        place=spot,
        rank=rank,
        answer=Answer(
            numbers={
                "n": n, "n_after": n, "mean_after": share, "estimate": share, "conf_low": low,
                "conf_high": high, "conf_level": np.full(len(n), CONF_LEVEL),
            },
            reason=np.full(len(n), "", dtype=object),
            kept=np.full(len(n), fill_value=True),
        ),
    )  # fmt: skip
    first, last = int(share[1:].argmax()) + 1, int(share[1:].argmin()) + 1
    found = newcombe(*(np.array([v]) for v in (hits[first], n[first], hits[last], n[last])),
                     conf_level=CONF_LEVEL)  # fmt: skip
    least = np.array([min(n[first], n[last])])
    none = np.array([""], dtype=object)
    yield Block(
        text=text | {"method": "newcombe", "model": "apart"},
        column=none,
        level=none,
        suffix=f"/apart@{text['period_after']}",
        place=spot,
        rank=100 + rank,
        answer=Answer(
            numbers=of_estimate(found, conf_level=CONF_LEVEL) | {
                "n": least, "n_before": n[last : last + 1], "n_after": n[first : first + 1],
                "mean_before": share[last : last + 1], "mean_after": share[first : first + 1],
            },
            reason=reasons(1, (least < FEWEST, TOO_FEW)),
            kept=np.array([True]),
        ),
    )  # fmt: skip
