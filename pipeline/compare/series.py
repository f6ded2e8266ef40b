"""Levels over many periods: the usual range, runs about the median, and breaks of a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from pipeline.compare.answer import CONF_LEVEL, Answer, of_estimate
from pipeline.compare.blocks import Block
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER
from pipeline.statistics.control_charts import FEWEST_BASELINE, FEWEST_RUN, p_chart, runs, xmr
from pipeline.statistics.interrupted import FEWEST, interrupted, interrupted_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from numpy.typing import NDArray

    from pipeline.compare.method import Analysis
    from pipeline.statistics.control_charts import Chart
    from pipeline.statistics.estimate import Estimate
    from pipeline.study.schema import Study
    from pipeline.tables.schema import Rows

    Floats = NDArray[np.float64]

REBASE: Final = "rebase"
"""First word of the title of a logged decision after which the usual range starts anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The level of one outcome in one group, period by period, without a gap.

    Attributes:
        block: A level row that it is made of, for the texts.
        periods: Ids in time order.
        values: Levels, shape (periods,).
        people: People behind each.
        is_share: Whether levels are shares.
    """

    block: Block
    periods: tuple[str, ...]
    values: Floats
    people: Floats
    is_share: bool


def blocks(study: Study, found: Iterable[Block], log: Rows) -> Iterator[Block]:
    """The rows of every series that is long enough.

    Args:
        study: The study file.
        found: Blocks of levels among others.
        log: ACTIVITIES, where decisions to start the usual range anew are logged.
    """
    for series in _series(study, found):
        start = _restart(study, log, series)
        if len(series.values) - start >= FEWEST_RUN:
            yield _usual(series, start, _before(study, series, start))
            yield _runs(series, start)
        yield from _breaks(study, series)


def _series(study: Study, found: Iterable[Block]) -> Iterator[Series]:
    levels: dict[tuple[str, str], dict[str, Block]] = {}
    for block in found:
        text = block.text
        if text["analysis"] == "level" and text["group"] in {"participants", "all"}:
            levels.setdefault((text["outcome"], text["group"]), {})[text["period_after"]] = block
    for (outcome, _), mine in levels.items():
        ordered = [one.id for one in study.periods if _is_told(mine.get(one.id))]
        ids = [one.id for one in study.periods]
        if not ordered or ordered != ids[ids.index(ordered[0]) : ids.index(ordered[-1]) + 1]:
            continue  # a gap: points are not evenly spaced
        values, people = (
            np.array([float(mine[one].answer.numbers[name][0]) for one in ordered])
            for name in ("estimate", "n")
        )
        yield Series(
            block=mine[ordered[-1]],
            periods=tuple(ordered),
            values=values,
            people=people,
            is_share=study.outcomes[outcome].type != "continuous",
        )


def _is_told(block: Block | None) -> bool:
    return block is not None and bool(np.isfinite(block.answer.numbers["estimate"][0]))


def _restart(study: Study, log: Rows, series: Series) -> int:
    """Position of the first point of the usual range: after the last logged decision."""
    wanted = f"{REBASE} {series.block.text['outcome']}".lower()
    days = [
        day
        for day, kind, title in zip(log["date"], log["type"], log["title"], strict=True)
        if kind == "decision" and str(title).lower().startswith(wanted) and day is not None
    ]
    if not days:
        return 0
    last = max(str(day)[:10] for day in days)
    starts = {one.id: one.starts.isoformat() for one in study.periods}
    return sum(starts[one] <= last for one in series.periods)


def _before(study: Study, series: Series, start: int) -> int | None:
    """How many points tell what is usual: those before the partnership began, where enough."""
    began = study.study.began
    before = 0 if began is None else _first_after(study, series, began) - start
    return before if before >= FEWEST_BASELINE else None


def _usual(series: Series, start: int, baseline: int | None) -> Block:
    values, people = series.values[start:], series.people[start:]
    chart, method = charted(values, people, baseline=baseline, is_share=series.is_share)
    signals = int((chart.outside | chart.shift | chart.near).sum())
    numbers = {
        "n": people.min(),
        "estimate": chart.centre[-1],
        "conf_low": chart.low[-1],
        "conf_high": chart.high[-1],
        "statistic": float(signals),
        "effect": float(len(values)),
    }
    name = "signal" if signals else "steady"
    return _block(series, ("usual", method, ""), numbers, start=start, name=name)


def charted(
    values: Floats, people: Floats, *, baseline: int | None, is_share: bool
) -> tuple[Chart, str]:
    """The usual range of a series and the method that it comes from."""
    if not is_share:
        return xmr(values, baseline=baseline), "xmr"
    hits = np.rint(values * people)
    centre = hits[:baseline].sum() / people[:baseline].sum()
    error = np.sqrt(np.maximum(centre * (1 - centre) / people, 1e-300))
    scores = ((values - centre) / error)[:baseline]
    is_wide = bool(np.mean(np.abs(np.diff(scores))) > 1.128 * 1.2)
    found = p_chart(hits, people, baseline=baseline, is_overdispersed=is_wide)
    return found, "laney" if is_wide else "p_chart"


def _runs(series: Series, start: int) -> Block:
    told = runs(series.values[start:])
    numbers = {
        "n": series.people[start:].min(),
        "estimate": told.median,
        "statistic": float(told.longest),
        "df": float(told.crossings),
        "effect": float(told.useful),
    }
    name = "signal" if told.is_signal else "steady"
    return _block(series, ("usual", "runs", "runs"), numbers, start=start, name=name)


def _breaks(study: Study, series: Series) -> Iterator[Block]:
    """Step and change of slope, where the partnership began within a series long enough."""
    began = study.study.began
    if began is None:
        return
    first = _first_after(study, series, began)
    if first < FEWEST or len(series.values) - first < FEWEST:
        return
    found, method = interrupted(series.values, first), "its"
    if series.is_share and bool((series.people > 0).all()):
        counts = interrupted_counts(np.rint(series.values * series.people), series.people, first)
        level = float(series.values[:first].mean())
        # log rate ratios, told as points at the level before
        yield from _break(series, "its_counts", first, counts.level, counts.slope, unit=level)
        return
    yield from _break(series, method, first, found.level, found.slope, unit=1.0)


def _break(
    series: Series, method: str, first: int, level: Estimate, slope: Estimate, *, unit: float
) -> Iterator[Block]:
    for model, one in (("", level), ("slope", slope)):
        numbers = {
            name: float(value[0]) * (unit if name in _SCALED else 1.0)
            for name, value in of_estimate(one, conf_level=CONF_LEVEL).items()
        }
        numbers |= {"n": series.people.min(), "effect": float(len(series.values))}
        yield _block(series, ("trend", method, model), numbers, start=first)


_SCALED: Final = frozenset({"estimate", "std_error", "conf_low", "conf_high"})


def _first_after(study: Study, series: Series, began: date) -> int:
    starts = {one.id: one.starts for one in study.periods}
    return sum(starts[one] < began for one in series.periods)


def _block(
    series: Series,
    named: tuple[Analysis, str, str],
    numbers: dict[str, float],
    *,
    start: int,
    name: str = "",
) -> Block:
    """One row: `named` is its analysis, method and model."""
    analysis, method, model = named
    none = np.array([""], dtype=object)
    text = series.block.text
    return Block(
        text={
            **text, "analysis": analysis, "method": method, "model": model,
            "period_before": series.periods[start], "period_after": series.periods[-1],
            "evidence": "tier-4" if analysis == "trend" else "descriptive",
        },
        column=none,
        level=none,
        suffix=f"/{model}" if model else "",
        place=(
            series.block.place[0], ANALYSES.index(analysis), GROUP_ORDER.index(text["group"]),
        ),
        rank=1 if model else 0,
        answer=Answer(
            numbers={key: np.array([float(value)]) for key, value in numbers.items()},
            reason=none,
            kept=np.array([np.isfinite(numbers["estimate"])]),
            effect_name=name,
        ),
    )  # fmt: skip
