"""Levels of a survey with those who answered weighed to look like the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.persons import MOST_LEVELS
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.engine.base import ALL, COMPARISON, PARTICIPANTS
from pipeline.statistics import clusters
from pipeline.statistics.clusters import Products
from pipeline.statistics.proportions import wilson_of_effective
from pipeline.statistics.weighting import effective_n, raked, weights_trimmed
from pipeline.study.schema import Survey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.compare.measured import Measured
    from pipeline.compare.questions import Asked
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

METHOD: Final = "raked"
FEWEST: Final = 5
"""People of every level without which a column is not weighed by."""


def columns(asked: Asked) -> tuple[str, ...]:
    """Breakdowns that tell kinds of people apart."""
    widths = asked.slots.widths
    return tuple(name for name in asked.slots.starts if 1 < widths[name] <= MOST_LEVELS)


def is_wanted(asked: Asked, measured: Measured) -> bool:
    """Whether an outcome is a survey's, whose people are in the roster, with kinds of people."""
    source = asked.study.sources[measured.outcome.measure.split(".", 1)[0]]
    is_rostered = isinstance(source, Survey) and source.link_to is not None
    return is_rostered and measured.is_linkable and bool(columns(asked))


def blocks(
    asked: Asked, measured: Measured, rows: Rows, people: Floats, *, period: str, at: int
) -> Iterator[Block]:
    """The weighed level of participants, or of everyone where there are no groups.

    Args:
        asked: The study.
        measured: The outcome.
        rows: Those with a value in the period: `arm`, `value` and the codes of breakdowns.
        people: People in the roster, shape (groups, slots).
        period: Id of the period.
        at: Position of the outcome.
    """
    groups = (PARTICIPANTS, COMPARISON) if measured.has_comparison else (PARTICIPANTS,)
    for group in groups:
        mine = rows.take(rows["arm"] == (group == PARTICIPANTS))
        weight = _weights(asked, mine, people[group])
        if weight is None:
            continue
        name = {PARTICIPANTS: "participants", COMPARISON: "comparison", ALL: "all"}[group]
        none = np.array([""], dtype=object)
        yield Block(
            text=texts(measured.name, measured.outcome)
            | {
                "analysis": "weighted", "group": name, "period_after": period,
                "method": METHOD, "evidence": "descriptive",
            },
            column=none,
            level=none,
            suffix=f"@{period}",
            place=(at, ANALYSES.index("weighted"), GROUP_ORDER.index(name)),
            rank=[one.id for one in asked.study.periods].index(period),
            answer=_answer(measured, mine, weight, asked.study.design.cluster),
        )  # fmt: skip


def _weights(asked: Asked, mine: Rows, people: Floats) -> Floats | None:
    """Weights under which each breakdown is as in the roster; None where none can be used."""
    codes, margins = [], []
    n = len(mine["value"])
    for name in columns(asked):
        first, width = asked.slots.starts[name], asked.slots.widths[name]
        frame = np.append(people[first : first + width], 0.0)
        frame[-1] = max(people[0] - frame.sum(), 0.0)  # those of unknown level are a level
        code = np.where(mine[f"g_{name}"] >= 0, mine[f"g_{name}"], width).astype(np.int64)
        counts = np.bincount(code, minlength=width + 1)
        if (counts[(frame > 0) | (counts > 0)] >= FEWEST).all():
            codes.append(code)
            margins.append(frame)
    if not codes or n < 2 * FEWEST:
        return None
    return weights_trimmed(raked(codes, margins, start=np.ones(n)))


def _answer(measured: Measured, mine: Rows, weight: Floats, cluster: str | None) -> Answer:
    value, root = mine["value"], np.sqrt(weight)
    n = len(value)
    by = np.arange(n) if cluster is None else mine[f"g_{cluster}"].astype(np.int64)
    found = clusters.cr2(
        clusters.fit(Products.of(root[:, None], value * root, by)), [1.0], conf_level=CONF_LEVEL
    )
    low, high = found.conf_low, found.conf_high
    if measured.is_share:
        low, high = wilson_of_effective(
            found.estimate, np.array([float(n)]), found.std_error, found.df, conf_level=CONF_LEVEL
        )
    return Answer(
        numbers={
            "n": np.array([float(n)]),
            "n_after": np.array([float(n)]),
            "mean_before": np.array([value.mean()]),
            "mean_after": found.estimate,
            "estimate": found.estimate,
            "std_error": found.std_error,
            "df": found.df,
            "conf_low": low,
            "conf_high": high,
            "conf_level": np.array([CONF_LEVEL]),
            "effect": np.array([n / effective_n(weight)]),
        },
        reason=np.array([""], dtype=object),
        kept=np.array([True]),
        effect_name="design_effect",
    )
