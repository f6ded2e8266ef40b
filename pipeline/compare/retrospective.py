"""Questions that ask how it was before: kept apart from what people said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, NO_SPREAD, TOO_FEW, Answer, of_estimate, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.measured import pairs_of_table
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.statistics.means import paired_t
from pipeline.statistics.moments import PairedMoments, PairTable
from pipeline.statistics.proportions import newcombe_paired
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.statistics.estimate import Estimate
    from pipeline.study.schema import Outcome, Study
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

METHOD: Final = "retrospective"
_FEWEST: Final = 2


def blocks(study: Study, name: str, outcome: Outcome, answers: Rows, *, at: int) -> Iterator[Block]:
    """What people say of now less what they say of then; and of then less what they said then.

    Nothing where no question of the survey asks about the past of this outcome's.
    """
    source, _, item = outcome.measure.partition(".")
    survey = study.sources[source]
    asked = then_of(survey, item) if isinstance(survey, Survey) else None
    before, after = study.role("before"), study.role("after")
    if asked is None or not isinstance(survey, Survey) or after is None:
        return
    mine = answers.take(answers["source"] == source)
    cut = _cut(survey, outcome, item)
    now, then = (_values(mine, after.id, one, cut) for one in (item, asked))
    text = texts(name, outcome) | {"period_after": after.id}
    yield _block(text, "", _answer(then, now, cut), place=(at, 0))
    if before is not None:
        truly = _values(mine, before.id, item, cut)
        shift = _answer(truly, then, cut)
        if shift.numbers["n"][0] >= _FEWEST:
            yield _block(text, "shift", shift, place=(at, 1))


def then_of(survey: Survey, item: str) -> str | None:
    """The question that asks how it was, for one that asks how it is."""
    found = (name for name, one in survey.items.items() if one.retrospective == item)
    return next(found, None)


def _cut(survey: Survey, outcome: Outcome, item: str) -> float | None:
    """From which answer on it counts; None where the mean is compared."""
    if outcome.type == "continuous":
        return None
    options = len(survey.answers.get(survey.items[item].answers or "", ())) or 2
    top = outcome.favorable if outcome.type == "ordinal" else 1
    return float(options - top + 1)


def _values(mine: Rows, period: str, item: str, cut: float | None) -> dict[str, float]:
    """The answers to one question in one wave, by respondent."""
    rows = mine.take((mine["period"] == period) & (mine["item"] == item))
    known = np.isfinite(rows["value"])
    value = rows["value"][known]
    if cut is not None:
        value = (value >= cut).astype(np.float64)
    return dict(zip(rows["respondent"][known].tolist(), value.tolist(), strict=True))


def _answer(first: dict[str, float], second: dict[str, float], cut: float | None) -> Answer:
    both = sorted(first.keys() & second.keys())
    x, y = (np.array([one[who] for who in both]) for one in (first, second))
    n = np.array([float(len(both))])
    found, pairs = _compared(x, y, is_share=cut is not None)
    told = (n < _FEWEST, TOO_FEW), (np.isnan(found.conf_low), NO_SPREAD)
    return Answer(
        numbers=of_estimate(found, conf_level=CONF_LEVEL)
        | {
            "n": n,
            "n_before": n,
            "n_after": n,
            "mean_before": pairs.mean_before,
            "mean_after": pairs.mean_after,
        },
        reason=reasons(1, *told),
        kept=np.array([True]),
    )


def _compared(x: Floats, y: Floats, *, is_share: bool) -> tuple[Estimate, PairedMoments]:
    if is_share:
        counts = [[float(((x == i) & (y == j)).sum()) for j in (0, 1)] for i in (0, 1)]
        table = PairTable(counts=np.array([counts]))
        return newcombe_paired(table), pairs_of_table(table.counts)
    pairs = PairedMoments.of(before=x, after=y)
    return paired_t(pairs), pairs


def _block(text: dict[str, str], model: str, answer: Answer, *, place: tuple[int, int]) -> Block:
    none = np.array([""], dtype=object)
    return Block(
        text=text
        | {
            "analysis": "retrospective",
            "group": "all",
            "model": model,
            "method": METHOD,
            "evidence": "descriptive",
        },
        column=none,
        level=none,
        suffix=f"/{model}" if model else "",
        place=(place[0], ANALYSES.index("retrospective"), GROUP_ORDER.index("all")),
        rank=place[1],
        answer=answer,
    )
