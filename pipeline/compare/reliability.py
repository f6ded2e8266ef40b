"""Whether the items of a scale hold together, wave by wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.statistics.scales import FEWEST, alpha, omega, spearman_brown
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pipeline.study.schema import Outcome, Study
    from pipeline.tables.schema import Rows

TOO_FEW_ANSWERED = f"fewer than {FEWEST} people answered every item"
_PAIR = 2


def blocks(study: Study, name: str, outcome: Outcome, answers: Rows, *, at: int) -> Iterator[Block]:
    """The reliability of the scale that an outcome is, in each wave; nothing where it is none."""
    source, _, measure = outcome.measure.partition(".")
    survey = study.sources[source]
    if not isinstance(survey, Survey) or measure not in survey.scales:
        return
    items = survey.scales[measure].items
    mine = answers.take(answers["source"] == source)
    for rank, period in enumerate(study.periods):
        wave = mine.take(mine["period"] == period.id)
        if not len(wave):
            continue
        text = texts(name, outcome) | {
            "analysis": "reliability",
            "group": "all",
            "unit": "",
            "period_after": period.id,
            "method": "alpha",
            "evidence": "descriptive",
        }
        none = np.array([""], dtype=object)
        yield Block(
            text=text,
            column=none,
            level=none,
            suffix=f"@{period.id}",
            place=(at, ANALYSES.index("reliability"), GROUP_ORDER.index("all")),
            rank=rank,
            answer=_answer(complete(wave, items)),
        )
        if len(items) > _PAIR:
            yield Block(
                text=text | {"method": "alpha", "model": "without"},
                column=np.full(len(items), "item", dtype=object),
                level=np.array(items, dtype=object),
                suffix=f"@{period.id}",
                place=(at, ANALYSES.index("reliability"), GROUP_ORDER.index("all")),
                rank=rank,
                answer=_items(complete(wave, items)),
            )


def complete(wave: Rows, items: Sequence[str]) -> NDArray[np.float64]:
    """The answers of those who answered every item, shape (people, items)."""
    people, person = np.unique(wave["respondent"].astype(str), return_inverse=True)
    table = np.full((len(people), len(items)), np.nan)
    for column, item in enumerate(items):
        chosen = wave["item"] == item
        table[person[chosen], column] = wave["value"][chosen]
    return np.asarray(table[np.isfinite(table).all(axis=1)])


def _items(table: NDArray[np.float64]) -> Answer:
    """Alpha of the others, and how each item goes with them, item by item."""
    n, size = table.shape
    is_few = n < FEWEST
    found = alpha(np.full((size, size), np.nan) if is_few else np.cov(table.T), n)
    told = np.full(size, is_few), TOO_FEW_ANSWERED
    flat = ~np.isfinite(found.without), "no spread: everyone is alike"
    return Answer(
        numbers={
            "n": np.full(size, float(n)),
            "estimate": found.without,
            "statistic": found.item_rest,
        },
        reason=reasons(size, told, flat),
        kept=np.full(size, fill_value=True),
    )


def _answer(table: NDArray[np.float64]) -> Answer:
    n = len(table)
    is_few = n < FEWEST
    size = table.shape[1]
    covariance = np.full((size, size), np.nan) if is_few else np.cov(table.T)
    found = alpha(covariance, n, conf_level=CONF_LEVEL)
    # Two items have no factor of their own: what they share is told by their correlation.
    if size == _PAIR:
        whole, name = float(spearman_brown(found.item_rest[0])), "spearman_brown"
    else:
        whole, name = omega(covariance), "omega"
    numbers = {
        "n": float(n),
        "estimate": found.alpha,
        "conf_low": found.low,
        "conf_high": found.high,
        "conf_level": CONF_LEVEL,
        "effect": whole,
        # the item that runs against the others most, if any does
        "statistic": float(np.nanmin(found.item_rest)) if not is_few else np.nan,
    }
    told = (np.array([is_few]), TOO_FEW_ANSWERED)
    flat = (np.array([not np.isfinite(found.alpha)]), "no spread: everyone is alike")
    return Answer(
        numbers={key: np.array([value]) for key, value in numbers.items()},
        reason=reasons(1, told, flat),
        kept=np.array([True]),
        effect_name=name,
    )
