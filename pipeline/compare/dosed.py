"""How much of the programme people had and how they changed: an association, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, NO_SPREAD, TOO_FEW, Answer, of_estimate, reasons
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.statistics.means import paired_t
from pipeline.statistics.moments import PairedMoments
from pipeline.statistics.trends import slope_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.compare.delivered import Log
    from pipeline.study.schema import Outcome
    from pipeline.study.schema_sources import Dose
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]
    _Named = tuple[dict[str, str], tuple[int, int, int]]

METHOD: Final = "dose"
TEN: Final = 10.0
"""A slope is told for so many more hours or entries."""


def doses(log: Log, dose: Dose) -> dict[int, float]:
    """What each person had between the end of the period before and that of the one after."""
    before, after = log.study.role("before"), log.study.role("after")
    if before is None or after is None:
        return {}
    first, last = before.ends.isoformat(), after.ends.isoformat()
    day = log.rows["date"].astype(str)
    counted = np.isin(log.rows["type"].astype(str), list(dose.types)) & (log.rows["person"] >= 0)
    mine = log.rows.take(counted & (day > first) & (day <= last))
    found: dict[int, float] = {}
    for person, hours in zip(mine["person"].tolist(), mine["hours"].tolist(), strict=True):
        had = 1.0 if dose.per == "entries" else hours if np.isfinite(hours) else 0.0
        found[person] = found.get(person, 0.0) + had
    return found


def bins(had: Floats, cuts: tuple[float, ...]) -> list[tuple[str, NDArray[np.bool_]]]:
    """Who had how much: nothing, then from cut to cut; thirds of those who had any by default."""
    some = np.sort(had[had > 0])
    edges = sorted(set(cuts)) or sorted(
        {float(np.ceil(some[len(some) * third // 3])) for third in (1, 2)} if len(some) else set()
    )
    found = [("0", had <= 0)]
    for low, high in zip([0.0, *edges], [*edges, np.inf], strict=True):
        inside = (had > 0) & (had >= low) & (had < high)
        found.append((_named(low, high), inside))
    return [(name, inside) for name, inside in found if inside.any()]


def blocks(
    log: Log, dose: Dose, name: str, outcome: Outcome, rows: Rows, *, at: int
) -> Iterator[Block]:
    """The change of participants by how much they had, and its slope.

    Args:
        log: The log.
        dose: What counts.
        name: The outcome.
        outcome: What the study file says of it.
        rows: People measured twice: `person`, `arm`, `before`, `after`.
        at: Position of the outcome.
    """
    known = doses(log, dose)
    rows = rows.take(rows["arm"] == 1)
    if not known or not len(rows):
        return
    had = np.array([known.get(int(person), 0.0) for person in rows["person"]])
    before, after = rows["before"].astype(np.float64), rows["after"].astype(np.float64)
    order = np.lexsort((after, before, had))  # codes of people hang on a secret key
    had, before, after = had[order], before[order], after[order]
    periods = {
        "period_before": getattr(log.study.role("before"), "id", ""),
        "period_after": getattr(log.study.role("after"), "id", ""),
    }
    text = texts(name, outcome) | periods | {
        "analysis": "dose", "group": "participants", "method": METHOD, "evidence": "descriptive",
    }  # fmt: skip
    place = (at, ANALYSES.index("dose"), GROUP_ORDER.index("participants"))
    yield _changes(had, before, after, dose, (text, place))
    yield _slope(had, after - before, dose, (text, place))


def _changes(had: Floats, before: Floats, after: Floats, dose: Dose, named: _Named) -> Block:
    """The change of everyone, then by how much they had."""
    parts = [("", np.ones(len(had), dtype=np.bool_)), *bins(had, dose.cuts)]
    moments = [PairedMoments.of(before=before[i], after=after[i]) for _, i in parts]
    pairs = PairedMoments(
        **{n: np.concatenate([getattr(m, n) for m in moments]) for n in PairedMoments.__slots__}
    )
    found = paired_t(pairs, conf_level=CONF_LEVEL)
    text, place = named
    return Block(
        text=text | {"model": dose.per},
        column=np.array(["", *["dose"] * (len(parts) - 1)], dtype=object),
        level=np.array([label for label, _ in parts], dtype=object),
        suffix="",
        place=place,
        rank=0,
        answer=Answer(
            numbers=of_estimate(found, conf_level=CONF_LEVEL) | {
                "n": pairs.n, "n_before": pairs.n, "n_after": pairs.n,
                "mean_before": pairs.mean_before, "mean_after": pairs.mean_after,
            },
            reason=reasons(len(parts), (np.isnan(found.estimate), TOO_FEW)),
            kept=np.full(len(parts), fill_value=True),
        ),
    )  # fmt: skip


def _slope(had: Floats, change: Floats, dose: Dose, named: _Named) -> Block:
    """How the change goes with ten more of what people had."""
    line = PairedMoments.of(before=had / TEN, after=change)
    slope = slope_of_pairs(line, conf_level=CONF_LEVEL)
    none = np.array([""], dtype=object)
    with np.errstate(all="ignore"):
        alike = line.cov / np.sqrt(line.var_before * line.var_after)
    text, place = named
    return Block(
        text=text | {"model": f"per-10-{dose.per}"},
        column=none,
        level=none,
        suffix="/slope",
        place=place,
        rank=1,
        answer=Answer(
            numbers=of_estimate(slope, conf_level=CONF_LEVEL) | {"n": line.n, "effect": alike},
            reason=reasons(1, (np.isnan(slope.conf_low), NO_SPREAD)),
            kept=np.array([True]),
            effect_name="r",
        ),
    )


def _named(low: float, high: float) -> str:
    if np.isinf(high):
        return f"{low:g} or more"
    return f"under {high:g}" if low == 0 else f"{low:g} to under {high:g}"
