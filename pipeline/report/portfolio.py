"""Several studies together: goals by their two verdicts, and how good forecasts were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.report import cells
from pipeline.report.page import Paragraph, Row, Table
from pipeline.report.prose import prose
from pipeline.report.readings import change_verdict, is_met

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.report.language import Language
    from pipeline.report.page import Block
    from pipeline.tables.published import PublishedGoal

STATES: Final = (
    "met", "not-met", "on-track", "at-risk", "off-track", "too-early", "not-measured", "suppressed",
)  # fmt: skip
SURE: Final = ("clear", "chance", "count", "none")
BANDS: Final = ((0.8, "likely"), (0.5, "leaning"), (0.2, "at_risk"), (0.0, "unlikely"))
"""Chances from which a forecast is called so."""

FEWEST_FORECASTS: Final = 5
"""Forecasts that have come due from which their score says anything."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one goal stands.

    Attributes:
        state: Its verdict; both ways of being met are one.
        sure: clear, chance, count, or none where that cannot be told.
        chance: What was forecast before the last level was known, NaN where nothing was.
        came_true: Whether it was met.
    """

    state: str
    sure: str
    chance: float
    came_true: bool


def standing(goal: PublishedGoal) -> Standing:
    """Where one goal stands, from what was published."""
    found = goal.figures.get("p_earlier")
    return Standing(
        state="met" if is_met(goal) else goal.text["verdict"],
        sure=change_verdict(goal) or "none",
        chance=found.value if found is not None else float("nan"),
        came_true=is_met(goal),
    )


def blocks(
    words: Language, goals: Sequence[Standing], effects: int, score: str = ""
) -> list[Block]:
    """Goals by both verdicts, forecasts that came due with their score, what many looks mean."""
    found: list[Block] = []
    if goals:
        found.append(_matrix(words, goals))
        forecasts = [one for one in goals if one.chance == one.chance]
        found += _forecasts(words, forecasts, score)
    if effects > 1:
        said = words.say("portfolio.many", count=words.number(effects))
        found.append(Paragraph(said=said, look="small"))
    return found


def _matrix(words: Language, goals: Sequence[Standing]) -> Table:
    columns = cells.columns(words, "portfolio.sure", tuple(f"{name}#" for name in SURE))
    rows = tuple(
        Row(
            head=prose(words.text(f"target.{state}")),
            cells=cells.labelled(
                columns,
                (cells.words_cell(words.number(_count(goals, state, sure))) for sure in SURE),
            ),
        )
        for state in STATES
        if any(goal.state == state for goal in goals)
    )
    return Table(
        id="table-goals",
        caption=words.say("portfolio.matrix"),
        about=words.say("portfolio.matrix_about"),
        corner=words.text("portfolio.target"),
        columns=columns,
        rows=rows,
    )


def _count(goals: Iterable[Standing], state: str, sure: str) -> int:
    return sum((goal.state, goal.sure) == (state, sure) for goal in goals)


def _forecasts(words: Language, goals: Sequence[Standing], score: str) -> list[Block]:
    """What was forecast a period before, and what came true."""
    if not goals:
        return []
    columns = cells.columns(words, "portfolio.column", ("made#", "true#"))
    rows = []
    rest = list(goals)
    for least, name in BANDS:
        mine = [goal for goal in rest if goal.chance >= least]
        rest = [goal for goal in rest if goal.chance < least]
        true = sum(goal.came_true for goal in mine)
        rows.append(
            Row(
                head=words.say(f"portfolio.band.{name}"),
                cells=cells.labelled(
                    columns,
                    (cells.words_cell(words.number(len(mine))),
                     cells.words_cell(words.number(true))),
                ),
            )
        )  # fmt: skip
    scored = words.say("portfolio.brier", score=score) if score else ()
    few = () if len(goals) >= FEWEST_FORECASTS else words.say("portfolio.few_forecasts")
    return [
        Table(
            id="table-forecasts",
            caption=words.say("portfolio.forecasts"),
            about=words.say("portfolio.forecasts_about"),
            corner=words.text("portfolio.forecast"),
            columns=columns,
            rows=tuple(rows),
        ),
        *(Paragraph(said=one, look="small") for one in (scored, few) if one),
    ]
