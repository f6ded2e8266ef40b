"""Outcomes that arrive as figures already added up: nobody can be matched or counted again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from pipeline.compare.answer import (
    CONF_LEVEL,
    Answer,
    nobody_in,
    of_effect,
    of_estimate,
    of_two,
    reasons,
)
from pipeline.compare.blocks import Block
from pipeline.compare.measured import share
from pipeline.compare.method import ANALYSES
from pipeline.compare.questions import GROUP_ORDER, texts
from pipeline.compare.tabled import Figures, Tabled, composed
from pipeline.evidence.design import evidence
from pipeline.statistics.effect_sizes import cohens_h, shift_effect
from pipeline.statistics.proportions import newcombe, wilson

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from pipeline.study.schema import Outcome, Study
    from pipeline.tables.schema import Rows

WITHHELD = "withheld by the source"
IMPOSSIBLE = "the count is larger than its total"

_CROSSED = re.compile(r"; (?=[A-Za-z][\w-]*=)")


def blocks(study: Study, name: str, outcome: Outcome, totals: Rows, *, at: int) -> Iterator[Block]:
    """Levels of every period and the change, from a totals file."""
    tabled = _tabled(study, outcome, totals.take(totals["measure"] == outcome.measure))
    is_share = tabled.is_counted and outcome.type == "binary"
    for rank, period in enumerate(study.periods):
        figures = tabled.periods.get(period.id)
        if figures is not None:
            method = "wilson" if is_share else "as_given"
            text = {"analysis": "level", "period_after": period.id, "method": method}
            answer = _level(figures, period.id, is_share=is_share)
            yield _block(study, (name, outcome), tabled, text, answer, place=(at, rank))
    before, after = (study.role(role) for role in ("before", "after"))
    if before is None or after is None or not {before.id, after.id} <= tabled.periods.keys():
        return
    text = {
        "analysis": "change",
        "period_before": before.id,
        "period_after": after.id,
        "model": "independent",
        "method": "newcombe" if is_share else "as_given",
    }
    two = tabled.periods[before.id], tabled.periods[after.id]
    answer = _change(two, (before.id, after.id), is_share=is_share)
    yield _block(study, (name, outcome), tabled, text, answer, place=(at, 0))
    if is_share:
        yield from composed(texts(name, outcome), tabled, two, (before.id, after.id), at=at)


def _block(
    study: Study,
    named: tuple[str, Outcome],
    tabled: Tabled,
    text: dict[str, str],
    answer: Answer,
    *,
    place: tuple[int, int],
) -> Block:
    name, outcome = named
    analysis = text["analysis"]
    is_change = analysis == "change"
    told = {"group": "all", "evidence": evidence(study.design.kind, analysis)}
    return Block(
        text=texts(name, outcome) | told | text,
        column=tabled.column,
        level=tabled.level,
        suffix="" if is_change else f"@{text['period_after']}",
        place=(
            place[0],
            [*ANALYSES].index("change" if is_change else "level"),
            GROUP_ORDER.index("all"),
        ),
        rank=place[1],
        answer=answer,
        is_headline=is_change,
        is_declared=outcome.primary,
    )


def _level(figures: Figures, period: str, *, is_share: bool) -> Answer:
    n = figures.of
    numbers = {"n": n, "n_after": n, "mean_after": figures.value, "estimate": figures.value}
    if is_share:
        low, high = wilson(figures.count, n, conf_level=CONF_LEVEL)
        numbers |= {
            "sd_after": np.sqrt(share(figures.count, n).var),
            "conf_low": low,
            "conf_high": high,
            "conf_level": np.full(n.shape, CONF_LEVEL),
        }
    reason = reasons(len(n), *_why(figures, period))
    return Answer(numbers=numbers, reason=reason, kept=np.full(n.shape, fill_value=True))


def _change(two: tuple[Figures, Figures], periods: tuple[str, str], *, is_share: bool) -> Answer:
    before, after = two
    numbers = {
        "n": before.of + after.of,
        "n_before": before.of,
        "n_after": after.of,
        "mean_before": before.value,
        "mean_after": after.value,
        "estimate": after.value - before.value,
    }
    if is_share:
        estimate = newcombe(after.count, after.of, before.count, before.of, conf_level=CONF_LEVEL)
        numbers |= of_two(share(before.count, before.of), share(after.count, after.of))
        numbers |= of_estimate(estimate, conf_level=CONF_LEVEL)
        numbers |= of_effect(shift_effect(cohens_h, before.value, estimate))
    told = (*_why(before, periods[0]), *_why(after, periods[1]))
    return Answer(
        numbers=numbers,
        reason=reasons(len(before.of), *told),
        kept=np.full(before.of.shape, fill_value=True),
        effect_name="cohens_h" if is_share else "",
    )


def _why(figures: Figures, period: str) -> list[tuple[NDArray[np.bool_], str]]:
    is_absent = np.isnan(figures.value)
    return [
        (figures.withheld & is_absent, WITHHELD),
        (figures.impossible, IMPOSSIBLE),
        (is_absent, nobody_in(period)),
    ]


def _tabled(study: Study, outcome: Outcome, rows: Rows) -> Tabled:
    """The figures of one measure, by period and slot."""
    column, level = _slots(study, rows)
    slots = {cut: at for at, cut in enumerate(zip(column, level, strict=True))}
    at = np.array([slots[_cut(by)] if by else 0 for by in rows["by"]], dtype=np.intp)
    is_counted = bool(np.isfinite(rows["of"]).any())
    periods = {}
    for period in dict.fromkeys(rows["period"].tolist()):
        mine = rows["period"] == period
        figures = _placed(rows.take(mine), at[mine], len(column), outcome)
        periods[period] = _whole(figures, column)
    return Tabled(column=column, level=level, periods=periods, is_counted=is_counted)


def _placed(rows: Rows, at: NDArray[np.intp], slots: int, outcome: Outcome) -> Figures:
    count, of, value = (np.full(slots, np.nan) for _ in range(3))
    withheld = np.zeros(slots, dtype=np.bool_)
    count[at], of[at], value[at] = rows["count"], rows["of"], rows["value"]
    withheld[at] = rows["withheld"]
    if outcome.type == "binary" and np.nanmax(value, initial=0.0) > 1:
        value = value / 100  # written in percent
    impossible = count > of
    count[impossible] = of[impossible] = value[impossible] = np.nan
    rate = np.divide(count, of, out=np.full(slots, np.nan), where=of > 0)
    return Figures(
        count=count,
        of=of,
        value=np.where(np.isfinite(rate), rate, value),
        withheld=withheld,
        impossible=impossible,
    )


def _whole(figures: Figures, column: NDArray[np.object_]) -> Figures:
    """The figures with a whole: as given, else the sum over a breakdown that is complete."""
    if np.isfinite(figures.value[0]) or figures.withheld[0]:
        return figures
    for name in dict.fromkeys(column[1:].tolist()):
        mine = np.flatnonzero(column == name)
        if np.isfinite(figures.value[mine]).all() and np.isfinite(figures.of[mine]).all():
            for values in (figures.count, figures.of):
                values[0] = values[mine].sum()
            figures.value[0] = figures.count[0] / figures.of[0]
            return figures
    return figures


def _slots(study: Study, rows: Rows) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """The whole, then the breakdowns: declared ones first, levels in natural order."""
    declared = {name: at for at, name in enumerate(study.design.subgroups)}
    cuts = [_cut(by) for by in dict.fromkeys(rows["by"].tolist()) if by]
    cuts.sort(key=lambda cut: (declared.get(cut[0], len(declared)), cut[0], natural(cut[1])))
    column, level = zip(("", ""), *cuts, strict=True)
    return np.array(column, dtype=object), np.array(level, dtype=object)


def _cut(by: str) -> tuple[str, str]:
    """The breakdown and the level of "column=level"; of crossed ones both, with a cross."""
    parts = [part.split("=", 1) for part in _CROSSED.split(by)]
    return " × ".join(name for name, _ in parts), " × ".join(level for _, level in parts)


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key by which 9 comes before 10 and Grade 9 before Grade 10."""
    parts = re.split(r"(\d+)", text)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
